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
from urdu_norm.stages import decide, divisions, letters, merges, slips
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
    ("حادثہ ہو ا تھا", "حادثہ ہوا تھا"),
    ("قوم پر ست رہ نما", "قوم پرست رہ نما"),
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
    "بی ٹا سروس",
    "پھر کامی اب آیا",
    "تالی کی تھپ تھپ کی آواز",
    "یہاں تک کہ ا نہیں روکا",
    "لوگوں کا خیال ہے کہ ا الگ ہو جائیں",
    "اس نے قبضہ جما لیا",
    "لغت کا ٹab دباؤ",
    "tabا ور",
    "کتاب  مو",
    "مو\tجود",
    "مو، جود",
    "خرید وفروخت",
    "اور پھر جس کو د",  # a text that was cut off
    "اور پھر جس کو د ",
    "اس نے کہا کہ جس م",
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
    keep = STANDARD.replace(joined_verbs="keep")
    assert decide.compile(keep).word(word) is None
    verbs = divisions.division(tables()[decide.SEGMENTATION], keep).verbs
    assert verbs >= {"دیا", "لیا", "چکا"}
    assert not verbs & {"ہو", "بتا", "لگا"}  # what stands before them
    assert not divisions.division(tables()[decide.SEGMENTATION]).verbs


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
    for looked in (DECIDE._letters, DECIDE._keys):
        found = looked.candidates(word)
        every: dict[str, dict[str, int]] = {}
        if slips._SHORTEST <= len(word) <= slips._LONGEST:
            looked._letters(looked._leaving, word, slips._SHORT_BAND if len(word) <= slips._SHORT else 0, every)
            for rule, slip in looked._anywhere:
                forms = {form: lexicon.band(form) for form in slips.ANYWHERE[slip.where](word) if form != word}
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
    assert slips._is_one_edit(old, new) is one


@pytest.mark.parametrize(
    ("words", "odds"),
    [
        ("کتب سے", divisions._ODDS_CLOSING),
        ("کب سے", divisions._ODDS_SHORT),  # both have two letters at most
        ("کام کا", divisions.ODDS_FUNCTION),
        ("کا کام", divisions.ODDS_FUNCTION),
        ("و کتاب", divisions._ODDS_CONJUNCTION),
        ("و کتب", divisions.ODDS_FUNCTION),
        ("اور کتب", divisions._ODDS_JOINING),
        ("اور کب", divisions.ODDS_FUNCTION),
        ("پر کتاب", divisions._ODDS_JOINING),
        ("کب میں", divisions.ODDS_FUNCTION),
        ("کا ہے", divisions._ODDS_SHORT),
        ("کب سے ہے", divisions._ODDS_SHORT),
        ("کام کا ہے", divisions._ODDS_SEVERAL),
        ("کتاب قلم", divisions._ODDS_OTHER),
        ("کتاب ان", divisions._ODDS_ENDING),
        ("دیکھا نے", divisions._ODDS_ENDING),
        ("کتاب علی", divisions._NEVER),  # a usual second part of names
        ("ہندو قلم", divisions._NEVER),
        ("ہندو قلم کتاب", divisions._ODDS_OTHER),
    ],
)
def test_what_a_division_must_have(words: str, odds: int) -> None:
    rule = divisions.division(tables()[decide.SEGMENTATION])
    assert rule.least(words.replace(" ", ""), tuple(words.split(" "))) == odds


def test_a_lacking_letter_is_inside_or_one_of_two() -> None:
    assert [*slips._omitted("الہ")] == ["اللہ"]  # which of the two cannot be told
    assert "پاکستان" in slips._omitted("پاکتان")
    assert "پاکستان" not in slips._omitted("اکستان")
    assert "پاکستان" not in slips._omitted("پاکستا")
    assert "پاکستان" not in slips._omitted("پکستان")  # a vowel letter: perhaps another spelling of a name


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
    assert DECIDE.may_merge("", "", "ا", "نتخا", "بات")
    assert not DECIDE.may_merge("", "", "ا", "نتخا،", "بات")  # a comma parts what is after it
    assert not DECIDE.may_merge("", "", "ا", "نتخا", "کتاب")
    assert DECIDE.may_merge("ا", "نتخا", "بات", "", "")
    assert not DECIDE.may_merge("ا", "(نتخا", "بات", "", "")
    assert not DECIDE.may_merge("کتاب", "نتخا", "بات", "", "")
    assert DECIDE.may_merge("", "ا", "نتخا", "بات", "")
    assert not DECIDE.may_merge("", "ا", "نتخا", "کتاب", "")
    assert not DECIDE.may_merge("", "با،", "لکل", "درست", "ہے")
    assert DECIDE.may_merge("", "بات با", "قلم", "درست", "ہے")  # two words: which one stands beside it is not known
    assert DECIDE.may_merge("", "بات", "قلم", "درست یہ", "ہے")


def test_a_letter_after_a_letter_is_an_initial() -> None:
    assert merged("یہ غ لطی ہے") == "یہ غلطی ہے"
    assert merged("م غ لطی ہے") == "م غ لطی ہے"
    assert merged("یہ مسجدو ں") == "یہ مسجدوں"
    assert merged("یہ مسجدو ں م") == "یہ مسجدو ں م"


# ---------------------------------------------------------------------- what makes pieces a word, case by case


def known(monkeypatch: pytest.MonkeyPatch, words: dict[str, int], odds: int | None = None) -> None:
    """A lexicon of these words alone, with their bands; what they make divides with ``odds``, or not at all."""
    divided = None if odds is None else lexicon.Segmentation(("ا", "ب"), odds, doubt=False)
    monkeypatch.setattr(lexicon, "words", lambda: words)
    monkeypatch.setattr(lexicon, "segment", lambda word: divided)


@pytest.mark.parametrize(
    ("pieces", "bands", "least", "strays"),
    [
        ("ب ت", {}, merges._LETTERS_LEAST, 2),
        ("ب ت ث", {}, merges._LETTERS_LEAST, 3),
        ("بد تٹ", {}, merges._STRAYS_LEAST, 2),
        ("ب تٹ", {}, merges._STRAYS_LEAST, 2),
        ("بد تٹ", {"بد": 60}, merges._STRAY_LEAST, 1),
        ("بد تٹ", {"تٹ": 60}, merges._STRAY_LEAST, 1),
        ("بد ت", {"بد": 60}, merges._LETTER_LEAST, 1),
        ("ب تٹ", {"تٹ": 0}, merges._LETTERS_LEAST, 0),
        ("بد ں", {"بد": 60}, merges._LETTER_LEAST, 1),
        ("بدچ ں", {"بدچ": 60}, merges._LAST_LETTER_LEAST, 1),
        ("بدچ ت", {"بدچ": 60}, merges._LETTER_LEAST, 1),
        ("ب پچ تٹ", {"پچ": 60}, merges._LETTER_LEAST, 2),
        ("بد چ ں", {"بد": 60}, merges._LETTER_LEAST, 2),
    ],
)
def test_how_common_the_whole_must_be(
    pieces: str, bands: dict[str, int], least: int, strays: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, whole = pieces.split(" "), lexicon.band_of(least)
    if strays:
        commonest = max(bands.values(), default=-1)
        known(monkeypatch, {**bands, "".join(words): whole})
        assert merges._merged(words) == (strays, -commonest, whole)
        known(monkeypatch, {**bands, "".join(words): whole}, divisions.ODDS_FUNCTION - 1)
        assert merges._merged(words) == (strays, -commonest, whole)
        known(monkeypatch, {**bands, "".join(words): whole}, divisions.ODDS_FUNCTION)
        assert merges._merged(words) is None  # it is two words itself
        known(monkeypatch, {**bands, "".join(words): whole - 1})
        assert merges._merged(words) is None
    known(monkeypatch, bands)
    assert merges._merged(words) is None


def test_a_letter_before_a_commoner_word_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = lexicon.band_of(merges._LETTER_LEAST)
    known(monkeypatch, {"بتٹ": whole, "تٹ": whole})
    assert merges._merged(["ب", "تٹ"]) == (1, -whole, whole)
    known(monkeypatch, {"بتٹ": whole, "تٹ": whole + 1})
    assert merges._merged(["ب", "تٹ"]) is None


def test_a_piece_may_be_a_word_that_is_far_rarer(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = 60
    rare = min(merges._RARE_BAND, whole - merges._RARER)
    for band, strays in ((rare, 2), (rare + 1, 1)):
        known(monkeypatch, {"بدتٹ": whole, "بد": band})
        assert merges._merged(["بد", "تٹ"]) == (strays, -band, whole)
    known(monkeypatch, {"بدتٹ": whole, "بد": rare + 1, "تٹ": rare + 1})
    assert merges._merged(["بد", "تٹ"]) is None
    known(monkeypatch, {"بدچتٹ": whole, "بد": rare + 1, "تٹ": rare + 1})
    assert merges._merged(["بد", "چ", "تٹ"]) is None  # two of three may be words
    low = merges._RARER - 3  # so rare a whole that no known word is rarer
    known(monkeypatch, {"بدتٹ": low, "بد": 0})
    assert merges._merged(["بد", "تٹ"]) == (1, 0, low)


@pytest.mark.parametrize(
    ("pieces", "makes"),
    [
        ("کمٹ منٹ", False),  # no letter that does not join before the space, and nothing short
        ("کمر منٹ", True),
        ("کمٹ من", True),
        ("ٹ منٹ", True),
        ("کمٹ من منٹ", True),
    ],
)
def test_spaces_slip_after_letters_that_do_not_join(pieces: str, makes: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    words = pieces.split(" ")
    known(monkeypatch, {"".join(words): 60})
    assert (merges._merged(words) is not None) is makes


@pytest.mark.parametrize(
    ("pieces", "makes"),
    [("کمٹ من", False), ("کمٹ ھن", True), ("کمٹ ڑن", True), ("کمٹ ںن", True), ("کمٹ ئن", True), ("کمر من", True)],
)
def test_no_two_letters_follow_a_word_that_joins(pieces: str, makes: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = pieces.split(" ")
    known(monkeypatch, {first + second: 60, first: 60})
    assert (merges._merged([first, second]) is not None) is makes
    known(monkeypatch, {first + second: 60, second: 60})
    assert merges._merged([first, second]) is not None


def tokens(text: str) -> list[merges._Token]:
    return merges._tokens(text, set())


@pytest.mark.parametrize("span", [(1, 2), (2, 3), (0, 2), (1, 3), (2, 4)])
def test_which_pieces_may_make_a_word(span: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    text = "الف بپ تٹ جچ دڈ ذر زس"
    words = text.split(" ")
    first, last = span
    monkeypatch.setattr(merges, "_merged", lambda pieces: (1, 0, 0) if pieces == words[first : last + 1] else None)
    assert merges._window(text, tokens(text), 2) == span
    assert merges._window(text[4:], tokens(text[4:]), 1) == ((first - 1, last - 1) if first else None)
    part = " ".join(words[: last + 1])
    assert merges._window(part, tokens(part), 2) == span
    part = " ".join(words[:last])
    assert merges._window(part, tokens(part), 2) is None
    for gap in ("\t", "، ", " \u200b"):
        broken = " ".join(words[:last]) + gap + " ".join(words[last:])
        assert merges._window(broken, tokens(broken), 2) is None


def test_no_other_pieces_make_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(merges, "_merged", asked.append)
    text = "الف بپ تٹ جچ دڈ ذر زس"
    assert merges._window(text, tokens(text), 3) is None
    assert sorted(asked) == sorted(
        [["تٹ", "جچ"], ["جچ", "دڈ"], ["بپ", "تٹ", "جچ"], ["تٹ", "جچ", "دڈ"], ["جچ", "دڈ", "ذر"]]
    )


def test_the_pieces_least_like_words_are_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "بپ تٹ جچ"
    weights = {"بپ تٹ": (1, -5, 9), "تٹ جچ": (1, -4, 1)}
    monkeypatch.setattr(merges, "_merged", lambda pieces: weights.get(" ".join(pieces)))
    assert merges._window(text, tokens(text), 1) == (1, 2)
    weights["تٹ جچ"] = (1, -5, 9)
    assert merges._window(text, tokens(text), 1) == (0, 1)  # the first of equals


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("م ن تٹ", None),  # initials
        ("من ن تٹ", (1, 2)),
        ("تٹ ن م", None),  # the letters of a list
        ("تٹ نن م", (0, 1)),
        ("تٹ ن لیگ", None),  # the party
        ("تٹ ن لیگی", None),
        ("تٹ نن لیگ", (0, 1)),
    ],
)
def test_letters_that_stand_by_themselves(
    text: str, span: tuple[int, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = ("ن تٹ", "تٹ ن", "تٹ نن")
    monkeypatch.setattr(merges, "_merged", lambda pieces: (1, 0, 0) if " ".join(pieces) in wanted else None)
    found = merges._window(text, tokens(text), 1)
    assert found == span


def test_an_alif_that_may_go_on_is_not_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    common = merges._COMMON_BAND
    known(monkeypatch, {"بپ": 51, "بپا": 50, "اتٹ": common})
    assert merges._goes_on(50, "بپ", "ا", "تٹ")
    assert not merges._goes_on(51, "بپ", "ا", "تٹ")  # no commoner than both together
    assert not merges._goes_on(50, "جچ", "ا", "تٹ")
    assert not merges._goes_on(50, "بپ", "و", "تٹ")
    assert not merges._goes_on(50, "بپ", "ا", "دڈ")
    known(monkeypatch, {"بپ": 51, "بپا": 50, "اتٹ": common - 1})
    assert not merges._goes_on(50, "بپ", "ا", "تٹ")


def test_what_is_left_of_a_word_is_not_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the text ends; with more behind it, or as an ending that no word begins with, it is joined."""
    known(monkeypatch, {"بپ": 51 + merges._FAR, "جچ": 50 + merges._FAR, "دڈ": 51 + merges._FAR})
    assert merges._is_cut_off(50, "بپ", "ا")
    assert not merges._is_cut_off(50, "جچ", "ا")  # not so much commoner
    assert not merges._is_cut_off(50, "بپ", "تٹ")
    assert not any(merges._is_cut_off(50, "بپ", letter) for letter in merges._LAST_LETTERS)


@pytest.mark.parametrize(
    ("text", "joined"),
    [("وہ پٹھان کو ٹ", False), ("وہ پٹھان کو ٹ گیا", True), ("وہ پٹھان کو ٹ۔", True), ("اس پر فخر کر ے", True)],
)
def test_a_letter_that_a_text_ends_with(text: str, joined: bool) -> None:
    assert (merged(text) != text) is joined


def test_a_common_word_of_two_letters_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a letter that joins; behind one that does not, the space may have slipped."""
    for band, meant in ((60, False), (61, True)):
        known(monkeypatch, {"کمٹمن": 60, "کمرمن": 60, "من": band})
        assert merges._is_meant("کمٹ", "من", word=False) is meant
        assert not merges._is_meant("کمر", "من", word=False)


# ---------------------------------------------------------------------- where a slip may stand, what it costs


def test_where_a_slip_may_stand() -> None:
    for size in range(1, 7):
        for start in range(size):
            for end in range(start, size + 1):
                before, after = start, size - end  # letters either side of it
                stands = {
                    "any": True,
                    "initial": not before,
                    "final": not after,
                    "nonfinal": after > 0,
                    "medial": before > 0 and after > 0,
                    "inner": before > 0 and after > 1,
                    "doubled": False,
                }
                for where, expected in stands.items():
                    assert slips.Slip(where, "", "", 0).stands(start, end, size) is expected, (where, start, end, size)


def test_forms_of_a_word() -> None:
    assert [*slips.doubled("ببتتت")] == ["بتتت", "ببتت", "ببتت"]
    assert [*slips.doubled("بتب")] == []
    assert [*slips._doubled_inside("ووتت")] == []
    assert [*slips._doubled_inside("وتت")] == ["وت"]
    assert [*slips._doubled_inside("تتڈڈ")] == []
    assert [*slips._doubled_inside("تتزز")] == []
    assert [*slips._doubled_inside("تتڈز")] == ["تڈز"]
    assert [*slips._swapped_inside("بتثج")] == ["بثتج"]
    assert [*slips._swapped_inside("بتثجح")] == ["بثتجح", "بتجثح"]
    assert [*slips._swapped_inside("بتھجح")] == []
    assert [*slips._swapped_inside("ھتثجھ")] == ["ھثتجھ", "ھتجثھ"]
    assert [*slips._swapped_inside("بتث")] == []
    assert [*letters.swapped("بتث")] == ["تبث", "بثت"]
    assert [*letters.swapped("ب")] == []


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("ب", "ت", ("ب", "ت")),
        ("بت", "بث", ("ت", "ث")),
        ("تب", "ثب", ("ت", "ث")),
        ("بتب", "بثب", ("ت", "ث")),
        ("بب", "ب", ("ب", "")),
        ("ب", "بب", ("", "ب")),
        ("بت", "تب", ("بت", "تب")),
        ("ب", "ب", ("", "")),
        ("بتث", "جحخ", ("بتث", "جحخ")),
    ],
)
def test_what_a_slip_changes(old: str, new: str, changed: tuple[str, str]) -> None:
    assert slips._changed(old, new) == changed


def test_a_rival_may_be_far_rarer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "within_reach", lambda word: ["بت", "بث"])
    for rival, alone in ((30 - decide._FAR - 1, True), (30 - decide._FAR, False)):
        known(monkeypatch, {"بت": 30, "بث": rival})
        assert decide._alone("بپ", "بت", 30) is alone
        assert decide._alone("بپ", "بث", rival) is False


@pytest.mark.parametrize("margin", [decide._CLOSE - 1, decide._CLOSE])
def test_readings_that_are_close_are_not_decided(margin: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made = decide.compile(STANDARD)
    monkeypatch.setattr(made, "_readings", lambda word: [(100, "بت", "x"), (100 + margin, "بث", "y")])
    assert made.word("ضظغ") == (None if margin < decide._CLOSE else ("بت", "x"))
    assert made.word("ض") is None
    assert made.word("کتاب") is None


def test_what_a_reading_costs() -> None:
    """A slip costs as much as its word is rare, and the slip; a division as much as it is unlikely."""
    model = lexicon.model()
    kinds = set()
    for rule, word, expected in rows("decide.tsv"):
        if expected == "=":
            continue
        cost, new, by = DECIDE._readings(word)[0]
        kinds.add(by)
        assert (new, by) == (expected, f"lexicon/{rule}") or " " in expected
        if " " in new:
            divided = lexicon.segment(word)
            assert divided is not None
            assert cost == model.unknown(word) - divided.odds
        else:
            assert cost == (model.cost(new) or 0) + decide._SLIP_COST
    assert {one.rule for one in (*DECIDE._safe, *DECIDE._gated)} | {decide.SEGMENTATION} >= kinds
    assert len(kinds) > 5


def test_suggestions_are_sorted_by_what_they_cost() -> None:
    model = lexicon.model()
    several = 0
    for word in ("تاریف", "پاکسان", "کتابو", "سحت", "نظام" + "ی" * 2, "حیال", "صحیع", "دوشت", "مسجر", "بازاد"):
        found = DECIDE.suggest(word)
        safe = {new: cost for cost, new, _ in DECIDE._readings(word)}
        costs = [safe.get(new, (model.cost(new) or 0) + decide._SLIP_COST) for new in found]
        assert costs == sorted(costs)
        several += len(found) > 2 and found != tuple(sorted(found))
    assert several > 2


def test_a_division_needs_all_of_its_odds(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = divisions.division(tables()[decide.SEGMENTATION])
    word = "گھرکےباہر"
    divided = lexicon.segment(word)
    assert divided is not None
    for odds, doubt, expected in (
        (divisions._ODDS_SEVERAL, False, True),
        (divisions._ODDS_SEVERAL - 1, False, False),
        (400, True, False),
    ):
        found = divided._replace(odds=odds, doubt=doubt)
        monkeypatch.setattr(lexicon, "segment", lambda word, found=found: found)
        assert rule.divide(word) == (found if expected else None)
    monkeypatch.setattr(lexicon, "segment", lambda word: None)
    assert rule.divide(word) is None
    monkeypatch.undo()
    assert rule.divide(word) == divided
    assert rule._replace(exceptions=frozenset({word})).divide(word) is None


def test_how_long_a_word_is_looked_at() -> None:
    assert DECIDE._letters.candidates("ھے") == {}
    assert "lexicon/heh" in DECIDE._letters.candidates("ھفتے")
    assert DECIDE.suggest("ھوا") == ("ہوا",)
    assert DECIDE._letters.candidates("ھمت") == {}  # three letters may be anything, unless they are very common
    assert 0 <= lexicon.band("ہمت") < slips._SHORT_BAND <= lexicon.band("ہوا")


@pytest.mark.parametrize(
    ("word", "whole", "lacks"),
    [
        ("بسر", "بستر", True),
        ("بتر", "بتتر", True),  # which of the two cannot be told
        ("بتر", "ببتر", True),
        ("بتر", "جبتر", False),
        ("بتر", "بترج", False),
        ("بتر", "باتر", False),
        ("بتتر", "بتر", False),
        ("بتر", "بتّر", False),
    ],
)
def test_what_a_word_may_lack(word: str, whole: str, lacks: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "within_reach", lambda word: [whole])
    known(monkeypatch, {whole: slips._OMITTED_BAND})
    assert [*slips._omitted(word)] == ([whole] if lacks else [])
    known(monkeypatch, {whole: slips._OMITTED_BAND - 1})
    assert [*slips._omitted(word)] == []


def test_no_more_than_five_suggestions() -> None:
    model = lexicon.model()
    word = next(
        word
        for known_word in COMMON[500:]
        for word in [f"{known_word[0]}ز{known_word[2:]}"]
        if len(word) == 4
        and not lexicon.known(word)
        and len({form for forms in DECIDE._unsafe.candidates(word).values() for form in forms}) > 6
    )
    forms = {form for forms in DECIDE._unsafe.candidates(word).values() for form in forms}
    costs = {form: (model.cost(form) or 0) + decide._SLIP_COST for form in forms}
    costs.update((new, cost) for cost, new, _ in DECIDE._readings(word))
    found = DECIDE.suggest(word)
    assert len(found) == 5
    assert found == tuple(sorted(costs, key=lambda form: (costs[form], form))[:5])


def test_two_letters_that_a_writer_mistakes_all_the_time() -> None:
    for rule in slips._REPEATED:
        one = slips.alternatives(tables()[rule])
        both = slips.Slips([one])
        assert one.depth == 2
        for slip in one.slips:
            wrong = slips._changed(slip.old, slip.new)[0]
            assert both._repeated.search(f"ض{wrong}ض{wrong}ض")
        assert not both._repeated.search("ضضض")


def test_suggestions_of_all_rules_are_weighed_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    made = decide.compile(STANDARD)
    cost = (lexicon.model().cost("کتاب") or 0) + decide._SLIP_COST
    monkeypatch.setattr(made._unsafe.__class__, "candidates", lambda self, word: {"x": {"کتاب": 5}})
    for less, expected in ((-1, ("ضض", "کتاب")), (1, ("کتاب", "ضض"))):
        monkeypatch.setattr(made, "_readings", lambda word, less=less: [(cost + less, "ضض", "x")])
        assert made.suggest("ضظغ") == expected


def test_a_division_must_beat_a_slip(monkeypatch: pytest.MonkeyPatch) -> None:
    made = decide.compile(STANDARD)
    word = "گھرکےباہر"
    divided = lexicon.segment(word)
    assert divided is not None
    cost = lexicon.model().unknown(word) - divided.odds
    for more, expected in ((0, None), (1, ("گھر کے باہر", decide.SEGMENTATION))):
        monkeypatch.setattr(made, "_slip_cost", lambda word, reached, more=more: cost + decide._CLOSE + more)
        assert made.word(word) == expected
    assert "odds" not in made.evidence(word, word)
