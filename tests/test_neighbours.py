"""What the neighbours of an unknown word decide: each rule on its own lines, what stays, what is switched off."""

from __future__ import annotations

from math import log10
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urdu_norm import LETTERS, SEARCH, STANDARD, Normalizer, lexicon
from urdu_norm.edits import Edit, apply
from urdu_norm.segment import WORD
from urdu_norm.stages import decide, neighbours

CASES = Path(__file__).resolve().parent / "cases" / "neighbours.tsv"
ROWS = [line.split("\t") for line in CASES.read_text(encoding="utf-8").split("\n")[2:] if line]
DECIDE = decide.compile(STANDARD)
NEAR = DECIDE._near
NORM = Normalizer(STANDARD)


def sites(text: str) -> list[int]:
    return [match.start() for match in WORD.finditer(text)]


@pytest.mark.parametrize(("rule", "text", "expected"), ROWS)
def test_line(rule: str, text: str, expected: str) -> None:
    edits = DECIDE.near(text, sites(text))
    if expected == "=":
        assert edits == []
    else:
        assert apply(text, edits) == expected
        assert {name for edit in edits for name in edit.rules} == {f"lexicon/{rule}"}
        assert NORM(text) == expected
    assert NORM(NORM(text)) == NORM(text)


def test_each_rule_is_switched_by_name() -> None:
    for rule, text, expected in ROWS:
        if expected != "=":
            off = decide.compile(STANDARD.replace(disable=[f"lexicon/{rule}"]))
            assert off.near(text, sites(text)) == []


def test_off_where_nothing_is_respelled_or_the_text_is_folded() -> None:
    for profile in (LETTERS, SEARCH):
        assert all(decide.compile(profile).near(text, sites(text)) == [] for _, text, _ in ROWS)


def test_what_the_caller_writes_stays() -> None:
    """The right side of an own pair is a word, whatever the counts say."""
    text = "یہ میرے حیال میں ٹھیک ہے"
    mine = decide.compile(STANDARD.replace(extra=[("ککک", "حیال")]))
    assert mine.near(text, sites(text)) == []


def test_a_neighbour_is_parted_by_spaces_only() -> None:
    assert DECIDE.near("میرے، حیال، میں", sites("میرے، حیال، میں")) == []
    assert DECIDE.near("میرے 5 حیال 5 میں", sites("میرے 5 حیال 5 میں")) == []


def test_only_at_sites() -> None:
    assert DECIDE.near("یہ میرے حیال میں ٹھیک ہے", [0, 3]) == []


COMMON = sorted(word for word, band in lexicon.words().items() if band > lexicon.band_of(500))


@given(st.lists(st.sampled_from(COMMON), min_size=1, max_size=8))
def test_common_words_stay(line: list[str]) -> None:
    text = " ".join(line)
    assert DECIDE.near(text, sites(text)) == []


@given(
    st.lists(st.sampled_from(COMMON), min_size=3, max_size=7),
    st.integers(0, 6),
    st.integers(0, 9),
    st.sampled_from("ابپتجخدرزسشعفقکگلمنوہی"),
)
def test_a_second_look_finds_nothing(line: list[str], place: int, k: int, letter: str) -> None:
    word = line[place % len(line)]
    line[place % len(line)] = word[: k % len(word)] + letter + word[k % len(word) + 1 :]
    text = " ".join(line)
    once = apply(text, DECIDE.near(text, sites(text)))
    assert DECIDE.near(once, sites(once)) == []


@pytest.mark.parametrize(
    "text",
    [
        "اپنے کیرئر کا",  # two known words are as near
        "اور موصلاتی نظام",  # a vowel more or less: another transliteration
        "اگر بےنظیر بھٹو",  # a prefix and a word
        "خبر کیلئے یہ",  # a counted misspelling: the words decide, not its neighbours
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    assert DECIDE.near(text, sites(text)) == []


def test_a_table_without_a_kind_divides_none_of_that_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    divided = [(text, expected) for rule, text, expected in ROWS if rule == "near-space" and expected != "="]
    assert divided
    spaces = NEAR._spaces
    for kind in spaces:
        monkeypatch.setattr(NEAR, "_spaces", {kind: spaces[kind]})
        NEAR._prospects.cache_clear()
        NEAR._judged.cache_clear()
        found = {apply(text, DECIDE.near(text, sites(text))) == expected for text, expected in divided}
        assert False in found  # what is of another kind stays
    NEAR._prospects.cache_clear()
    NEAR._judged.cache_clear()


def test_corrections_end_and_do_not_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    near = decide.compile(STANDARD)._near
    text = "ککک گگگ ککڈ"

    def judge(word: str, left: str, right: str) -> tuple[str, str, str] | None:
        return {"ککک": ("x", "کککگ گگ", "right"), "ککڈ": ("x", "گگ گککڈ", "left")}.get(word)

    monkeypatch.setattr(near, "_judged", judge)
    found = near._round(text, frozenset(sites(text)))
    assert found == [Edit(0, 7, "کککگ گگ", ("x",))]  # the last word would take the same one in
    monkeypatch.setattr(near, "_judged", lambda word, left, right: ("x", word, ""))
    assert len(near.edits(text, [0])) == 1  # as often as it may, and no longer


ANY = st.sampled_from(COMMON)


@given(ANY, ANY, st.sampled_from((1, 2)), st.booleans())
def test_a_space_that_may_be_moved_is_a_prospect(first: str, second: str, k: int, forward: bool) -> None:
    a, b = (first + second[:k], second[k:]) if forward else (first[:-k], first[-k:] + second)
    for word, left, right in ((a, "", b), (b, a, "")):
        if word and not lexicon.known(word) and NEAR._shift(word, left, right) is not None:
            divided = NEAR._divided(word)
            assert NEAR._prospects(word).shift or (divided is not None and divided[1] > neighbours._IMPLAUSIBLE)


@given(ANY, st.integers(0, 20), st.sampled_from("ابتسشدرزنمو"), st.integers(0, 2), st.integers(0, 4))
def test_a_slip_that_neighbours_see_is_a_prospect(word: str, k: int, letter: str, kind: int, which: int) -> None:
    k %= len(word)
    before = [first for first in COMMON[:400] if lexicon.bigram(first, word)][:5]
    left = before[which % len(before)] if before else ""
    slip = word[:k] + letter * (kind < 2) + word[k + (kind > 0) :]
    reached = {form: (NEAR._kind(slip, form), lexicon.band(form)) for form in lexicon.within_reach(slip)}
    if lexicon.known(slip) or not reached or not 4 <= len(slip) <= neighbours._LONGEST:
        return
    divided = NEAR._divided(slip)
    held = slip in lexicon.model().parts or NEAR._may_be_word(slip, divided[1] if divided else None)
    if not held and NEAR._slip(reached, slip, left, "") is not None:
        assert NEAR._prospects(slip).slips == reached


@pytest.mark.parametrize(
    ("slip", "kind"),
    [
        ("اکستان", "omitted-first"),
        ("پاکتان", "omitted"),
        ("پاکستا", ""),  # the last letter is nobody's guess
        ("ضپاکستان", ""),
        ("پاکستانض", ""),
        ("پاکستانن", ""),
        ("پااکستان", "doubled"),
        ("پاکستاان", "doubled"),
        ("پاکضستان", "inserted"),
        ("پاکوستان", ""),  # another transliteration
        ("اپکستان", "swapped-first"),
        ("پاکتسان", "swapped"),
        ("پاکستنا", ""),
        ("تاکستان", "like-first"),
        ("پاکصتان", "like"),
        ("ظاکستان", ""),
        ("پاکظتان", "replaced"),
        ("پاکستاں", ""),
    ],
)
def test_kinds_of_slips(slip: str, kind: str) -> None:
    assert "پاکستان" in lexicon.within_reach(slip)
    assert NEAR._kind(slip, "پاکستان") == kind


def test_what_may_be_a_word_of_its_own() -> None:
    endings, prefixes = NEAR._endings, NEAR._prefixes
    stem = "ضظغ"  # nobody counted anything that begins or ends so
    assert not NEAR._may_be_word(stem, None)
    assert not NEAR._may_be_word(stem, -50)
    assert NEAR._may_be_word(stem, -49)
    some = [word for word in COMMON if len(word) > 4][::50]
    for word in some:
        for length in (1, 2, 3):
            ending = next(one for one in sorted(endings) if len(one) == length)
            assert NEAR._may_be_word(word + ending, None)
            assert not NEAR._may_be_word(word + "ضظغ"[:length], None)
    assert not NEAR._may_be_word("ضظغ" + next(iter(endings)), None)
    for word in some:
        for length in (2, 3):
            first = next(one for one in sorted(prefixes) if len(one) == length)
            assert NEAR._may_be_word(first + word, None)
            assert not NEAR._may_be_word("ضظغ"[:length] + word, None)
    rare = next(word for word, band in lexicon.words().items() if band == neighbours._STEM - 1 and len(word) > 5)
    assert not NEAR._may_be_word(f"{rare}ؤں", None)


def test_what_is_left_when_a_space_moves() -> None:
    words = lexicon.words()
    expected = set()
    for word, band in words.items():
        if band >= neighbours._COMMON and len(word) > 2:
            expected.update((word[1:], word[2:], word[:-1], word[:-2]))
    assert neighbours._cut_words() == expected - words.keys()


def test_a_tie_is_how_much_oftener_than_by_chance() -> None:
    for first, second in (("کے", "بعد"), ("میرے", "خیال"), ("وزیر", "اعظم")):
        together = lexicon.bigram(first, second)
        chance = lexicon.count(first) * lexicon.count(second) / lexicon.TOKENS
        tie = neighbours._tie(first, second)
        assert tie is not None
        assert tie == pytest.approx(100 * log10(together / chance), abs=15)  # bands are a third of a doubling wide
    assert neighbours._tie("کے", "پرندہ") is None
    assert neighbours._tie("", "بعد") is neighbours._tie("بعد", "") is None


def test_a_known_word_that_was_met_here_is_not_divided() -> None:
    word = next(
        word for word in sorted(lexicon.model().divisions) if any(lexicon.bigram(first, word) for first in COMMON[:300])
    )
    left = next(first for first in COMMON[:300] if lexicon.bigram(first, word))
    opening = neighbours.Opening((word[:2], word[2:]), 10_000, neighbours.Least(0, -10_000, 0))
    assert NEAR._opens(opening, word, "", "")
    assert not NEAR._opens(opening, word, left, "")
    assert not NEAR._opens(opening._replace(odds=-1), word, "", "")
    assert NEAR._opens(opening._replace(odds=0), word, "", "")
    assert not NEAR._opens(opening._replace(least=neighbours.Least(0, 1, 0)), word, "", "")


def test_a_hopeless_division_is_one_that_no_row_of_the_table_believes() -> None:
    assert min(least.alone for least in NEAR._spaces.values()) > lexicon.HOPELESS
