"""Words that a space broke into two words: what is joined, what stays, and what the odds are."""

from __future__ import annotations

from math import log10
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_neighbours import sites
from urdu_norm import STANDARD, Normalizer, Profile, lexicon
from urdu_norm.edits import apply
from urdu_norm.stages import beside, broken, decide
from urdu_norm.stages.divisions import division
from urdu_norm.tables import table, tables

CASES = Path(__file__).resolve().parent / "cases" / "broken.tsv"
ROWS = [line.split("\t") for line in CASES.read_text(encoding="utf-8").split("\n")[2:] if line]
DECIDE = decide.compile(STANDARD)
BROKEN = DECIDE._broken
PAIRS = [(first, second) for first, seconds in BROKEN._pairs.odds.items() for second in seconds]
JUDGED = division(tables()["lexicon/segmentation"], STANDARD)
LEAST = {row["kind"]: int(row["odds"]) for row in tables()[broken.BROKEN].dicts()}
norm = Normalizer(STANDARD)


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_line(text: str, expected: str) -> None:
    if expected == "=":
        assert BROKEN.edits(text, sites(text)) == []
        assert norm(text) == text
    else:
        assert any(broken.BROKEN in edit.rules for edit in norm.explain(text).edits)
        assert norm(text) == expected
    assert norm(norm(text)) == norm(text)


def test_pairs() -> None:
    """Each is two known words that nobody was met to write beside each other, and no compound."""
    words = lexicon.words()
    assert len(PAIRS) > 3000
    assert min(LEAST.values()) >= lexicon._UNMET_LEAST  # or some that the table lets in are not listed
    for first, second in PAIRS:
        assert words[first + second] >= lexicon.band_of(10)
        assert not lexicon.bigram(first, second)
        assert first not in JUDGED.prefixes
        assert second not in JUDGED.prefixes
        assert BROKEN.asks(min(first, second, key=words.__getitem__))


def test_how_likely_a_pair_is() -> None:
    """The counts say so: how often the two would be met by chance, and how often a pair must be to be counted."""
    count, tokens = lexicon.count, lexicon.TOKENS
    for first, second in (("شہر", "وں"), ("پار", "ٹی"), ("کھا", "نے")):
        by_chance = count(first) * count(second) / tokens
        expected = 100 * (log10(count(first + second) / by_chance) + max(0, log10(by_chance / 5)))
        assert lexicon.unmet_pairs()[first, second] == pytest.approx(expected, abs=20)  # bands are rounded


def test_what_stands_beside_an_ending_speaks_for_the_whole_only() -> None:
    """«وں» was met where it is a piece; that «میں» follows it often must not speak against «شہروں»."""
    tie = beside.tie_of
    assert (tie("وں", "میں") or 0) > 0
    weak = [first for first, second in PAIRS if second == "وں" and lexicon.unmet_pairs()[first, second] < 350]
    against = tie("وں", "میں") or 0
    assert any(lexicon.unmet_pairs()[first, "وں"] - against < LEAST["ending"] for first in weak)
    for first in weak:
        assert BROKEN.edits(f"{first} وں میں", sites(f"{first} وں میں")) != []


def test_what_stands_beside_other_pieces_speaks_against_the_whole() -> None:
    tie = beside.tie_of
    odds = lexicon.unmet_pairs()["ستا", "رے"]
    assert odds >= LEAST["other"]
    assert BROKEN.edits("ستا رے", [0]) != []
    against = sum(max(0, tie(*pair) or 0) for pair in (("نا", "ستا"), ("رے", "سجن")))
    assert odds - against < LEAST["other"]
    assert BROKEN.edits("نا ستا رے سجن", [3, 7]) == []


def test_either_side_counts() -> None:
    """For other pieces than endings, both neighbours are asked for the whole and for the piece that they stand beside."""
    decided = set()
    for first, second in [pair for pair in PAIRS if BROKEN._kind(pair[1]) == "other"][:400]:
        odds = lexicon.unmet_pairs()[first, second]
        for word in ("کے", "میں", "نا", "اور", "نے", "یہ", "سے"):
            for text, ties in (
                (f"{word} {first} {second}", ((word, first + second), (word, first))),
                (f"{first} {second} {word}", ((first + second, word), (second, word))),
            ):
                whole, piece = (max(0, beside.tie_of(*pair) or 0) for pair in ties)
                wanted = odds + whole - piece >= LEAST["other"]
                assert bool(BROKEN.edits(text, sites(text))) == wanted, text
                decided.add((text.startswith(word), wanted))
    assert len(decided) == 4


def test_a_site_that_is_no_word() -> None:
    assert BROKEN.edits("شہر وں میں", [3, 10]) == []
    assert len(BROKEN.edits("شہر وں میں", [3, 4, 10])) == 1


def test_the_rows_of_the_list_are_needed() -> None:
    """Without its row a pair would be joined."""
    rows = frozenset(table("lists/apart").column("word"))
    keep = BROKEN._never_first - JUDGED.prefixes
    bare = broken.Broken(LEAST, BROKEN._endings, JUDGED.prefixes, JUDGED.suffixes - BROKEN._endings, frozenset(), keep)
    listed = {f"{first} {second}" for first, seconds in bare._pairs.odds.items() for second in seconds}
    assert rows <= listed
    assert not any(f"{first} {second}" in rows for first, second in PAIRS)


def test_evidence() -> None:
    """Two pieces are no word that another one could be meant by."""
    (edit,) = norm.explain("شہر وں میں").to_dict()["edits"]
    assert edit["evidence"] == {"count": 0, "counts": {"شہروں": lexicon.count("شہروں")}, "alternatives": []}


def test_no_piece_is_kept_by_name() -> None:
    """What a user has a row for is a word, and so is what nothing may change."""
    keep = {*table("lists/keep").column("word"), *table("lists/undecided").column("word")}
    assert keep.isdisjoint(piece for pair in PAIRS for piece in pair)
    own = Normalizer(STANDARD.replace(extra=(("وںں", "وں"),)))
    assert norm("شہر وں میں") == "شہروں میں"
    assert own("شہر وں میں") == "شہر وں میں"


@pytest.mark.parametrize(
    "profile",
    [
        STANDARD.replace(typos="off"),
        STANDARD.replace(disable={broken.BROKEN}),
        STANDARD.replace(variants="fold"),
    ],
)
def test_off(profile: Profile) -> None:
    off = decide.compile(profile)
    assert not off._broken.asks("وں")
    assert off._broken.edits("شہر وں میں", [0, 4]) == []
    assert "شہروں" not in Normalizer(profile)("شہر وں میں")


@given(st.lists(st.one_of(st.sampled_from(PAIRS).map(" ".join), st.sampled_from(("سے", "میں", "؛", "5"))), max_size=6))
def test_a_glance_misses_nothing(parts: list[str]) -> None:
    """What is joined in its line was wanted by what a piece saw right beside it."""
    text = " ".join(parts)
    words = ["", *text.split(" "), ""]
    for edit in BROKEN.edits(text, sites(text)):
        pieces = text[edit.start : edit.end].split(" ")
        assert edit.new == "".join(pieces)
        k = 1 + text[: edit.start].count(" ")
        assert any(
            BROKEN.asks(words[k + i]) and BROKEN.may_want(words[k + i - 1], words[k + i], words[k + i + 1])
            for i in range(2)
        )
    once = apply(text, DECIDE.merge(text, sites(text)))
    assert apply(once, DECIDE.merge(once, sites(once))) == once
    assert norm(norm(text)) == norm(text)
