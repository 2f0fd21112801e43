"""Lines longer than a block: the laws of every text, tried with blocks so small that nearly every text is cut."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from urdu_norm import LETTERS, PUBLISH, SEARCH, STANDARD, Normalizer, Profile, fold
from urdu_norm.edits import apply
from urdu_norm.segment import BLOCK, blocks, pieces
from urdu_norm.unicode import combining

from .strategies import NAMED, damaged, everything_urdu, profiles, texts

SMALL = 24
TINY = {profile: Normalizer(profile, memo_size=64) for profile in NAMED}
long_texts = st.lists(texts, min_size=2, max_size=8).map(" ".join)


@pytest.fixture(scope="module", autouse=True)
def small_blocks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fold, "BLOCK", SMALL)
        patch.setattr(fold, "_SHORT", 0)  # of the same share: no line goes through the memo with others
        yield


@given(long_texts, profiles)
@example("ب" * 30 + "`كتاب", PUBLISH)
@example("۱," * 60, PUBLISH)
@example("محمد" + " " * 60 + "\u0610 مو" + " " * 60 + "جود" + " " * 70, STANDARD)
@example(" " * 100, LETTERS)
@example("آ۱,٢.۳:۴/۵-" * 12, LETTERS)
@example(
    "\u0610 \u0610  \u0610 \u0610 \u0610 \u0610 0000 \u0600\u0600\u0600\u0600\u063b\ufbea", LETTERS
)  # grows beyond a block
@example("\x85000 ءؐ ءؐ ء" + "ؐؑ" * 4 + "هٴؐؑؐ", LETTERS)  # a high hamza belongs to its letter
def test_text_and_edits_agree_and_stay(text: str, profile: Profile) -> None:
    norm = TINY[profile]
    once = norm(text)
    assert apply(text, norm.explain(text).edits) == once
    assert norm(once) == once


@given(st.lists(damaged(), min_size=2, max_size=6).map(" ".join), profiles)
@example("مو جود ہے۔ کہاکہ کے خاف ہے، ذریعے اور زریعے سے " * 3, STANDARD)
@example("  ،", SEARCH)
def test_no_word_is_lost_at_a_cut(text: str, profile: Profile) -> None:
    """A cut drops no piece and doubles none: the result is about as long as the text."""
    cut = TINY[profile](text)
    if profile.punctuation != "strip":  # which leaves nothing of a text of marks
        assert bool(cut.strip()) == bool(text.strip()) or not text.strip("\n\u200c\u200d ")
    assert abs(len(cut) - len(text)) <= len(text) // 2 + 8


@given(
    st.lists(st.one_of(damaged(), st.sampled_from(("`كتاب ہے ي`", "<a href='ي كتاب'>", "<!-- ي ك -->"))), min_size=3)
)
def test_what_is_opaque_is_never_cut(parts: list[str]) -> None:
    text = " ".join(part.translate({10: " ", 0x27: " "} if part[0] not in "`<" else {}) for part in parts if part)
    result = TINY[STANDARD](text)
    for kind in ("`كتاب ہے ي`", "<a href='ي كتاب'>", "<!-- ي ك -->"):
        assert result.count(kind) >= text.count(kind)


@given(everything_urdu, st.lists(damaged(), min_size=2, max_size=4), st.data())
def test_protected_spans_are_never_cut(own: str, around: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(around)))
    before, after = " ".join(around[:at]), " ".join(around[at:])
    text = f"{before} {own} {after}"
    start = len(before) + 1
    result = TINY[STANDARD].explain(text, protect=[(start, start + len(own))])
    low, high = result.to_target(start, start + len(own))
    assert own in result.text[max(0, low - 1) : high + 1]
    for edit in result.edits:
        assert not own or edit.end <= start or edit.start >= start + len(own)


def test_patterns_of_a_profile_are_looked_for_in_the_whole_line() -> None:
    norm = Normalizer(STANDARD.replace(protect=("^كتاب.*$",)))
    text = "كتاب " * 20
    assert norm(text) == text
    assert norm.explain(text).edits == ()


@given(
    st.text(st.sampled_from("بات \u0650\u200c۔.a`ا\u2028۱٢,"), max_size=80), st.lists(st.integers(0, 80), max_size=6)
)
def test_pieces_hold_everything(line: str, edges: list[int]) -> None:
    edges = sorted({edge for edge in edges if edge <= len(line)})
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    position = 0
    for start, end in pieces(line, 8, lambda a, b: [(s, e) for s, e in spans if s < b and e > a]):
        gap = line[position:start]
        assert gap in ("", " ") or (gap in ",." and line[position - 1].isdigit() and line[start].isdigit())
        assert start < end or not line
        if position:
            begins = [begin for begin, _ in spans]
            k = bisect_right(begins, position) - 1
            assert k < 0 or not (spans[k][0] < position < spans[k][1]), (line[position:start], spans)
            assert not combining(line[start])
        position = end
    assert position == len(line)


def test_pieces_are_cut_where_it_matters_least() -> None:
    assert list(pieces("وہ گئے۔ ہم آئے", 12, lambda a, b: ())) == [(0, 7), (8, 14)]
    assert list(pieces("ب" * 20, 8, lambda a, b: ())) == [(0, 7), (7, 14), (14, 20)]
    assert list(pieces("a" * 20, 8, lambda a, b: ())) == [(0, 20)]
    assert list(pieces("ب" * 6 + "ہٴ" + "ب" * 4, 8, lambda a, b: ())) == [(0, 6), (6, 12)]  # a high hamza is no letter
    assert list(pieces("۱," * 8, 8, lambda a, b: ())) == [
        (0, 5),
        (6, 11),
        (12, 16),
    ]  # in the place of a mark that stays
    assert list(pieces("۱,٢" * 4, 8, lambda a, b: ())) == [(0, 6), (6, 12)]
    assert list(pieces("1," * 8, 8, lambda a, b: ())) == [(0, 16)]
    assert list(pieces("ب" + " " * 18 + "ب", 8, lambda a, b: ())) == [
        (0, 5),
        (6, 11),
        (12, 20),
    ]  # of one of many spaces
    assert list(pieces("ب    بببب", 8, lambda a, b: [(5, 9)])) == [(0, 9)]  # not of one of few
    assert list(pieces("۱," * 8, 8, lambda a, b: [(0, 12)] if a < 12 else [])) == [(0, 13), (14, 16)]
    assert list(pieces("ب" + "\u0650" * 20 + " گل", 8, lambda a, b: ())) == [(0, 21), (22, 24)]
    assert list(pieces("ب" * 20 + " گل", 8, lambda a, b: [(0, 20)] if a < 20 else [])) == [
        (0, 20),
        (21, 23),
    ]


@pytest.mark.parametrize("digits", ["keep", "ascii", "urdu"])
@pytest.mark.parametrize("text", ["۱," * 60, "٢,۱." * 30, "۱,٢٫۵٬" * 20])
def test_marks_in_numbers_that_nothing_guards(text: str, digits: str) -> None:
    """A mark that a cut took the place of is like the others in the end."""
    for base in (STANDARD, PUBLISH, SEARCH):
        norm = Normalizer(base.replace(guards=frozenset(), digits=digits))
        once = norm(text)
        assert norm(once) == once
        assert apply(text, norm.explain(text).edits) == once
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(fold, "BLOCK", 10_000)
            assert Normalizer(norm.profile)(text) == once


def test_edges_of_pieces_and_blocks() -> None:
    """Exactly a block is not cut; a cut may touch a span at either side; a piece has at least half a block."""

    def nothing(start: int, end: int) -> list[tuple[int, int]]:
        return []

    assert list(pieces("ب" * 8, 8, nothing)) == [(0, 8)]
    assert list(pieces("بببب بببب", 8, lambda a, b: [(5, 9)])) == [(0, 4), (5, 9)]
    assert list(pieces("aaaa aaaa", 8, lambda a, b: [(0, 4)])) == [(0, 4), (5, 9)]
    assert list(pieces("ببببaaa" + "a" * 9 + " ب", 8, lambda a, b: [(4, 16)] if b > 4 else [])) == [(0, 16), (17, 18)]
    assert list(pieces("بب aaaaaaa ب", 8, nothing)) == [(0, 10), (11, 12)]
    assert list(blocks("abc\nd\n", 4, every_line_end=False)) == ["abc\n", "d\n"]


@given(st.text(st.sampled_from("ab\n\r\u2028\x85"), max_size=40), st.booleans())
def test_blocks_are_whole_lines(text: str, every: bool) -> None:
    found = list(blocks(text, 5, every_line_end=every))
    assert "".join(found) == text
    for block, following in pairwise(found):
        assert len(block) >= 5
        assert block[-1] in ("\n\r\u2028\x85" if every else "\n")
        assert not (block[-1] == "\r" and following[:1] == "\n")


def test_a_long_line_is_its_sentences() -> None:
    """At the real size: what is cut at the ends of sentences is what the sentences are by themselves."""
    sentence = "اس کے زریعے کہاکہ سب لوگ مو جود ہیں اور `كتاب ي` وہی ہے۔"
    norm = Normalizer(STANDARD)
    text = " ".join([sentence] * (3 * BLOCK // len(sentence)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fold, "BLOCK", BLOCK)
        assert norm(text) == " ".join([norm(sentence)] * (3 * BLOCK // len(sentence)))
        assert norm.explain(text).text == norm(text)
