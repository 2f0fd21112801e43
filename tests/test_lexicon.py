"""The lexicon: its files, what it knows, how it divides, how it is built."""

from __future__ import annotations

import gzip
import importlib.util
from math import log10
from pathlib import Path
from types import ModuleType

import pytest

from urdu_norm import lexicon, tables, unicode

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ("words.txt", "parts.txt", "joined.txt", "bigrams.txt", "letters.txt", "divisions.txt", "unmet.txt")


def text(name: str) -> str:
    return tables.resource(f"lexicon/{name}").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TEXTS)
def test_bytes_are_canonical(name: str) -> None:
    content = text(name)
    assert content == unicode.nfc(content)
    assert content.endswith("\n")
    assert not content.endswith("\n\n")
    assert "\r" not in content
    assert "\ufeff" not in content


@pytest.mark.parametrize("name", ["words.txt", "parts.txt"])
def test_sections_are_sorted(name: str) -> None:
    sections = [section.split("\n") for section in text(name).rstrip("\n").split("\n\n")]
    bands = [int(section[0]) for section in sections]
    assert bands == sorted(set(bands), reverse=True)
    assert all(section[1:] == sorted(set(section[1:])) and section[1:] for section in sections)
    listed = [word for section in sections for word in section[1:]]
    assert len(listed) == len(set(listed))
    assert all(word and not word.isspace() for word in listed)


def test_every_word_is_made_of_urdu_letters() -> None:
    allowed = set(unicode.CORE_LETTERS) | {"\u064b", "\u0670"}
    assert [word for word in lexicon.words() if not set(word) <= allowed] == []


def test_the_three_kinds_are_disjoint() -> None:
    model = lexicon.model()
    assert not lexicon.words().keys() & model.parts.keys()
    assert not lexicon.words().keys() & model.joined
    assert not model.parts.keys() & model.joined


def test_size() -> None:
    packed = sum(len(gzip.compress(text(name).encode(), 9)) for name in TEXTS)
    assert packed < 2_000_000
    assert len(lexicon.words()) > 35_000


def test_known() -> None:
    for word in ("پاکستان", "کے", "و", "اعلیٰ", "تقریباً", "مسئلہ", "پراٹھے", "نوجوان", "بہرے", "تہی"):
        assert lexicon.known(word), word
    for word in ("ذیادہ", "کتااب", "اورعدالت", "لکل", "طانوی", "", "ک", "abc"):
        assert not lexicon.known(word), word


def test_bands_and_counts() -> None:
    assert lexicon.band("کے") > lexicon.band("پاکستان") > lexicon.band("پرندہ") >= 0
    assert lexicon.band("کتااب") == -1
    assert lexicon.count("کتااب") == 0
    for number in (1, 2, 7, 100, 12_345):
        near = 2 ** (lexicon.band_of(number) / lexicon.BANDS_PER_DOUBLING)
        assert abs(log10(near / number)) < 0.06
    assert type(lexicon.words()) is dict


def test_bigrams() -> None:
    assert lexicon.bigram("کے", "ساتھ") > 5_000
    assert lexicon.bigram("کے", "کتااب") == 0
    assert lexicon.bigram("کتااب", "کے") == 0


def test_segmentation() -> None:
    found = lexicon.segment("گھرکےباہر")
    assert found is not None
    assert found.words == ("گھر", "کے", "باہر")
    assert found.odds > 200
    assert not found.doubt
    assert lexicon.segment("کتب") is None  # no place to divide
    assert lexicon.segment("ررررر") is None  # no words in it
    assert lexicon.segment("اور" * 20) is None  # too long
    assert lexicon.segment("") is None


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("قدروقیمت", "قدر و قیمت"),
        ("زوروشورسے", "زور و شور سے"),
        ("ہندومذہب", "ہندو مذہب"),  # commoner than «ہند»
        ("کروتوتمھیں", "کرو تو تمھیں"),  # «و تو» only by chance
    ],
)
def test_a_conjunction_is_parted_from_the_word_that_hides_it(run: str, words: str) -> None:
    found = lexicon.segment(run)
    assert found is not None
    assert " ".join(found.words) == words


def test_two_readings_are_in_doubt() -> None:
    found = lexicon.segment("ہوناجائز")  # ہو ناجائز, ہونا جائز
    assert found is not None
    assert found.doubt


def test_the_whole_is_no_division_of_itself() -> None:
    model = lexicon.model()
    found = lexicon.segment("جواب")
    assert found is not None
    assert "".join(found.words) == "جواب"
    assert len(found.words) > 1
    assert model.cost("جواب") is not None
    assert model.cost("ککککک") is None


def test_within_reach_is_every_known_word_one_slip_away() -> None:
    """Trying little and in few places loses nothing of words without marks: the slow way finds the same."""
    words = lexicon.words()
    letters = unicode.CORE_LETTERS
    sample = sorted(word for word in words if set(word) <= set(letters))[::97]
    for known in sample:
        at_edges = (known[1:], known[:-1], "ژ" + known, known[1:2] + known[:1] + known[2:])
        inside = (known[:2] + known[3:], known[:1] + "ژ" + known[1:], known[:-1] + known[-1] * 2)
        for word in (known, *at_edges, *inside):
            forms = {word[:k] + word[k + 1 :] for k in range(len(word))}
            forms |= {word[:k] + word[k + 1] + word[k] + word[k + 2 :] for k in range(len(word) - 1)}
            for letter in letters:
                forms |= {word[:k] + letter + word[k + 1 :] for k in range(len(word))}
                forms |= {word[:k] + letter + word[k:] for k in range(len(word) + 1)}
            assert lexicon.within_reach(word) == {form for form in forms if form in words and form != word}


def test_what_only_saves_time_follows_from_the_rest() -> None:
    model = lexicon.model()
    assert tables.resource("lexicon/reach.bin").read_bytes() == lexicon.shapes(lexicon.words())
    assert tables.resource("lexicon/affixes.bin").read_bytes() == lexicon.affixes(lexicon.words())
    listed = tables.resource("lexicon/divisions.txt").read_text(encoding="utf-8")
    assert listed == lexicon.divisions(model)
    assert "".join(f"{line}\n" for line in sorted(model.divisions.values())) == listed
    listed = tables.resource("lexicon/unmet.txt").read_text(encoding="utf-8")
    assert listed == lexicon.unmet(model)
    assert "".join(sorted(f"{odds} {' '.join(pair)}\n" for pair, odds in lexicon.unmet_pairs().items())) == listed


def test_longer_unknown_words_cost_more() -> None:
    unknown = lexicon.model().unknown
    assert unknown("پرومی") < unknown("پرومیتھیس")
    assert unknown("ثثثث") > unknown("کارا")
    assert unknown("abc") > 0


def _build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_lexicon", ROOT / "benchmarks" / "lexicon" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_build_is_reproducible(tmp_path: Path) -> None:
    counts = [
        "word\tedited\tnews\tweb\ttotal\tdocs\tflag",
        "کے\t100000\t0\t0\t100000\t1\tok",
        "بعد\t20000\t0\t0\t20000\t1\tok",
        "باہر\t5000\t0\t0\t5000\t1\tok",
        "گھر\t5000\t0\t0\t5000\t1\tok",
        "کےبعد\t0\t0\t5\t5\t1\tok",
        "لئے\t5000\t0\t0\t5000\t1\ttypo",
        "ذیادہ\t1\t0\t0\t4\t1\ttypo",
        "مو\t30\t0\t0\t30\t1\tok",
        "جود\t20\t0\t0\t20\t1\tok",
        "موجود\t6000\t0\t0\t6000\t1\tok",
        "ک\t6000\t0\t0\t6000\t1\tok",
    ]
    pairs = ["word1\tword2\tcount", "کے\tبعد\t15000", "مو\tجود\t18", "گھر\tکے\t300"]
    (tmp_path / "counts.tsv").write_text("\n".join(counts) + "\n", encoding="utf-8")
    (tmp_path / "pairs.tsv.gz").write_bytes(gzip.compress(("\n".join(pairs) + "\n").encode(), mtime=0))
    build = _build()
    for out in ("a", "b"):
        build.build(tmp_path / "counts.tsv", tmp_path / "pairs.tsv.gz", tmp_path / out, tmp_path / f"{out}.report")
    for name in TEXTS:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    words = (tmp_path / "a" / "words.txt").read_text(encoding="utf-8").split("\n")
    assert {"کے", "بعد", "موجود", "پراٹھے"} <= set(words)  # counted, counted, counted, listed
    assert not {"کےبعد", "لئے", "ذیادہ", "جود", "مو", "ک"} & set(words)  # joined, misspelt, fragments, a letter
    assert "لئے" in (tmp_path / "a" / "parts.txt").read_text(encoding="utf-8")
    assert (tmp_path / "a.report").read_text(encoding="utf-8").count("کے بعد") == 1


def test_a_model_of_ones_own_makes_its_shapes() -> None:
    shipped = lexicon.model()
    words = {"کتاب": 10, "کباب": 9, "کتا": 9}
    model = lexicon.Model(words, {}, {}, shipped._letters)
    assert model.within_reach("کناب") == {"کتاب", "کباب"}
    assert model.within_reach("کتاب") == {"کباب", "کتا"}
