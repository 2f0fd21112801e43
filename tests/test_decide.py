"""What the lexicon decides: each rule on its own words, what it leaves alone, what is switched off, hostile input."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urdu_norm import explain, lexicon, normalize
from urdu_norm.edits import apply
from urdu_norm.profile import LETTERS, STANDARD
from urdu_norm.segment import WORD
from urdu_norm.stages import decide
from urdu_norm.tables import tables
from urdu_norm.unicode import CORE_LETTERS

CASES = Path(__file__).resolve().parent / "cases"
DECIDE = decide.compile(STANDARD)


def rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


@pytest.mark.parametrize(("rule", "word", "expected"), rows("decide.tsv"))
def test_word(rule: str, word: str, expected: str) -> None:
    found = DECIDE.word(word)
    if expected == "=":
        assert found is None
    else:
        assert found is not None
        assert found[0] == expected
        if " " not in expected:
            assert found[1] == f"lexicon/{rule}"


MERGES = [
    ("یہ با لکل درست ہے", "یہ بالکل درست ہے"),
    ("مو جودہ حالات", "موجودہ حالات"),
    ("رات او ر دن", "رات اور دن"),
    ("مسلما نوں کی تا ریخ", "مسلمانوں کی تاریخ"),
    ("ا نتخا بات ہوئے", "انتخابات ہوئے"),
    ("کتابو ں کی دکان", "کتابوں کی دکان"),
    ("ا س کے گھر میں", "اس کے گھر میں"),
]
STAY = [
    "نا مکمل کام",
    "خوب صورت باغ",
    "جو ان کا حق ہے",
    "ن م راشد کی نظم",
    "ا ب پ سیکھو",
    "لڑکے نے کاپی پر ا اور ب لکھا",
    "صدی ق م کا واقعہ",
    "وہ ن لیگ میں ہے",
    "جگہ دی ن لیگی رکن نے",
    "یہ کمٹ منٹ ہے",
    "شش ماہی امتحان",
    "کتاب  مو",
    "مو\tجود",
    "مو، جود",
    "خرید وفروخت",
]


def merged(text: str) -> str:
    sites = [match.start() for match in WORD.finditer(text) if DECIDE.is_piece(match[0])]
    return apply(text, DECIDE.merge(text, sites))


@pytest.mark.parametrize(("text", "expected"), MERGES)
def test_merge(text: str, expected: str) -> None:
    assert merged(text) == expected
    assert merged(expected) == expected


@pytest.mark.parametrize("text", STAY)
def test_merge_leaves_alone(text: str) -> None:
    assert merged(text) == text


def test_merge_ignores_sites_without_a_word() -> None:
    assert DECIDE.merge("، مو جود", [0]) == []


def test_merge_only_at_sites() -> None:
    assert DECIDE.merge("مو جود", []) == []
    assert [edit.rules for edit in DECIDE.merge("مو جود", [0])] == [("lexicon/merge",)]


def test_pieces_of_the_commoner_reading_do_not_take_a_neighbour() -> None:
    assert merged("کسی فر د یا گروہ نے") == "کسی فرد یا گروہ نے"


def test_no_known_word_changes() -> None:
    assert [word for word in lexicon.words() if DECIDE.word(word) is not None] == []


def test_nothing_without_the_options() -> None:
    letters = decide.compile(LETTERS)
    for _, word, _ in rows("decide.tsv"):
        assert letters.word(word) is None
    assert not letters.is_piece("لکل")
    assert letters.merge("با لکل", [3]) == []


def test_rules_are_switched_by_name() -> None:
    without = decide.compile(STANDARD.replace(disable={"lexicon/segmentation"}))
    assert without.word("گھرکےباہر") is None
    assert without.word("ھفتے") == ("ہفتے", "lexicon/heh")
    assert decide.compile(STANDARD.replace(disable={"lexicon/heh"})).word("ھفتے") is None


def test_joined_verbs_may_stay() -> None:
    word = "بکھیردیا"
    assert DECIDE.word(word) == ("بکھیر دیا", "lexicon/segmentation")
    assert decide.compile(STANDARD.replace(joined_verbs="keep")).word(word) is None


def test_frequency_is_for_heh() -> None:
    assert decide.frequency("بھی") > 1000
    assert decide.frequency("ہھہ") == 0


def test_suggestions() -> None:
    assert DECIDE.suggest("کتاب") == ()
    assert DECIDE.suggest("کت") == ()
    assert "پاکستان" in DECIDE.suggest("پاکسان")
    assert DECIDE.suggest("گھرکےباہر") == ("گھر کے باہر",)
    assert len(DECIDE.suggest("تاریف")) <= 5


def test_evidence() -> None:
    facts = DECIDE.evidence("گھرکےباہر", "گھر کے باہر")
    assert facts["count"] == 0
    assert set(facts["counts"]) == {"گھر", "کے", "باہر"}
    divided = lexicon.segment("گھرکےباہر")
    assert divided is not None
    assert facts["odds"] == round(10 ** (divided.odds / 100)) > 100
    assert facts["alternatives"] == []
    assert "odds" not in DECIDE.evidence("ھفتے", "ہفتے")
    assert "odds" not in DECIDE.evidence("ککک", "ک ک")


def test_evidence_reaches_the_explanation() -> None:
    edit = explain("وہ گھرکےباہر ہے").to_dict()["edits"][0]
    assert edit["rules"] == ["lexicon/segmentation"]
    assert edit["evidence"]["counts"]["گھر"] > 100


@pytest.mark.parametrize("unit", ["ا", "کے", "اورکے", "ہھ", "ئو", "ےک", "زذ", "و"])
def test_long_words_cost_little(unit: str) -> None:
    word = unit * 50_000
    start = time.process_time()
    DECIDE.word(word)
    DECIDE.suggest(word)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("unit", ["ا ", "با لکل ", "مو ", "ں ", "ا،"])
def test_long_lines_cost_little(unit: str) -> None:
    text = unit * 20_000
    start = time.process_time()
    merged(text)
    assert time.process_time() - start < 10


@given(st.text(CORE_LETTERS, min_size=1, max_size=14))
def test_what_is_decided_is_final(word: str) -> None:
    found = DECIDE.word(word)
    if found is not None:
        for piece in found[0].split(" "):
            assert piece in lexicon.words() or piece in lexicon.model().parts


@given(st.lists(st.sampled_from(sorted(lexicon.words())[:4000]), min_size=2, max_size=3), st.data())
def test_merge_is_idempotent(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    for _ in range(3):
        k = data.draw(st.integers(1, len(text)))
        text = f"{text[:k]} {text[k:]}"
    once = merged(text)
    assert merged(once) == once


def test_normalize_uses_it() -> None:
    assert normalize("استاد نےکہا کہ مو جودہ نصاب مشکل ہے") == "استاد نے کہا کہ موجودہ نصاب مشکل ہے"


COMMON = sorted(lexicon.words(), key=lambda word: (-lexicon.count(word), word))[:6000]


@given(
    st.sampled_from(COMMON), st.integers(0, 40), st.integers(0, 40), st.sampled_from("ہھےیئؤاوبن"), st.integers(0, 3)
)
def test_slips_are_overlooked_only_where_there_is_none(
    word: str, first: int, second: int, letter: str, kind: int
) -> None:
    """Without a known word within reach only some slips are looked for: a look for all of them finds no more."""
    for place in (first % len(word), second % len(word))[: 1 + kind % 2]:
        word = word[:place] + letter + word[place + (kind < 2) :]
    for slips in (DECIDE._letters, DECIDE._keys):
        found = slips.candidates(word)
        every: dict[str, dict[str, int]] = {}
        if decide._SHORTEST <= len(word) <= decide._LONGEST:
            slips._letters(slips._leaving, word, decide._SHORT_BAND if len(word) <= decide._SHORT else 0, every)
            for rule, slip in slips._anywhere:
                forms = {form: lexicon.band(form) for form in decide._ANYWHERE[slip.where](word) if form != word}
                forms = {form: band for form, band in forms.items() if band >= slip.least}
                if forms and len(word) >= slip.length:
                    every.setdefault(rule, {}).update(forms)
        assert found == every


@pytest.mark.parametrize(
    ("old", "new", "one"),
    [
        ("ب", "بھ", True),
        ("بہ", "بھ", True),
        ("یئ", "ئی", True),
        ("بہہ", "بھ", False),
        ("ئو", "ؤ", False),
        ("ۓ", "ئے", False),
    ],
)
def test_what_one_edit_is(old: str, new: str, one: bool) -> None:
    assert decide._is_one_edit(old, new) is one


@pytest.mark.parametrize(
    ("words", "odds"),
    [
        ("کتب سے", decide._ODDS_CLOSING),
        ("کب سے", decide._ODDS_SHORT),  # both have two letters at most
        ("کام کا", decide._ODDS_FUNCTION),
        ("کا کام", decide._ODDS_FUNCTION),
        ("و کتاب", decide._ODDS_CONJUNCTION),
        ("و کتب", decide._ODDS_FUNCTION),
        ("اور کتب", decide._ODDS_JOINING),
        ("اور کب", decide._ODDS_FUNCTION),
        ("پر کتاب", decide._ODDS_JOINING),
        ("کا ہے", decide._ODDS_SHORT),
        ("کب سے ہے", decide._ODDS_SHORT),
        ("کام کا ہے", decide._ODDS_SEVERAL),
        ("کتاب قلم", decide._ODDS_OTHER),
        ("کتاب ان", decide._ODDS_ENDING),
        ("دیکھا نے", decide._ODDS_ENDING),
        ("کتاب علی", decide._NEVER),  # a usual second part of names
        ("ہندو قلم", decide._NEVER),
        ("ہندو قلم کتاب", decide._ODDS_OTHER),
    ],
)
def test_what_a_division_must_have(words: str, odds: int) -> None:
    rule = decide.division(tables()[decide.SEGMENTATION])
    assert rule.least(words.replace(" ", ""), tuple(words.split(" "))) == odds


def test_a_lacking_letter_is_inside_or_one_of_two() -> None:
    assert [*decide._omitted("الہ")] == ["اللہ"]  # which of the two cannot be told
    assert "پاکستان" in decide._omitted("پاکتان")
    assert "پاکستان" not in decide._omitted("اکستان")
    assert "پاکستان" not in decide._omitted("پاکستا")
    assert "پاکستان" not in decide._omitted("پکستان")  # a vowel letter: perhaps another spelling of a name


def test_a_piece_is_short_and_hardly_a_word() -> None:
    assert DECIDE.is_piece("دستاویزا")
    assert not DECIDE.is_piece("دارالحکوم")
    assert not DECIDE.is_piece("ط" * 8)  # no word begins or ends with it
    assert not DECIDE.is_piece("کتاب")
    assert not DECIDE.is_piece("با\u0651")  # with a vowel sign


def test_a_glance_at_a_piece() -> None:
    assert DECIDE.may_merge("یہ", "با", "لکل", "درست", "ہے")
    assert DECIDE.may_merge("", "", "با", "لکل", "درست")
    assert not DECIDE.may_merge("یہ", "بات", "لکل", "درست", "ہے")
    assert not DECIDE.may_merge("", "با،", "لکل", "درست", "ہے")
    assert DECIDE.may_merge("", "بات با", "قلم", "درست", "ہے")  # two words: which one stands beside it is not known
    assert DECIDE.may_merge("", "بات", "قلم", "درست یہ", "ہے")


def test_a_letter_after_a_letter_is_an_initial() -> None:
    assert merged("یہ غ لطی ہے") == "یہ غلطی ہے"
    assert merged("م غ لطی ہے") == "م غ لطی ہے"
    assert merged("یہ مسجدو ں") == "یہ مسجدوں"
    assert merged("یہ مسجدو ں م") == "یہ مسجدو ں م"
