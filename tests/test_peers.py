"""What other normalizers' own tests ask of them: we give the same, or the table says why not and what we give."""

from __future__ import annotations

import codecs
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from urdu_norm import Normalizer
from urdu_norm.profile import PROFILES

TABLE = Path(__file__).resolve().parent / "cases" / "peers.tsv"
CATEGORIES = {
    "arabic",  # guarded as Arabic
    "digits",  # a choice that is an option
    "equivalence",  # the peer only composes
    "joined",  # STANDARD also writes apart what is joined
    "letters",  # letters of other languages
    "punctuation",  # what PUBLISH does
    "spacing",  # between letters and digits or Latin
    "stretch",  # tatweel
}


class Case(NamedTuple):
    id: str
    peer: str
    category: str
    profile: str
    why: str
    input: str
    expected: str
    given: str


def unescape(cell: str) -> str:
    return re.sub(r"\\(\\|u[0-9a-f]{4})", lambda match: codecs.decode(match.group(), "unicode_escape"), cell)


def cases() -> list[Case]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]
    assert tuple(lines[0].split("\t")) == Case._fields
    return [Case(*line.split("\t")) for line in lines[1:]]


CASES = cases()
SAME = [case for case in CASES if case.given == "="]
OTHER = [case for case in CASES if case.given != "="]


@cache
def normalizer(name: str) -> Normalizer:
    """The normalizer for ``standard``, ``standard digits=urdu`` or ``standard guards=-arabic,language``."""
    name, *options = name.split(" ")
    profile = PROFILES[name]
    for option in options:
        key, value = option.split("=")
        profile = profile.replace(**{key: profile.guards - {*value[1:].split(",")} if key == "guards" else value})
    return Normalizer(profile)


def test_the_table_is_whole() -> None:
    assert len(CASES) == len({case.id for case in CASES}) == 350
    assert [case.id for case in CASES] == sorted(case.id for case in CASES)
    assert len(SAME) == 309
    assert len(SAME) + sum(case.profile != "-" for case in OTHER) == 336  # docs/accuracy.md says so
    for case in SAME:
        assert (case.category, case.profile, case.why) == ("-", "-", "-"), case.id
    for case in OTHER:
        assert case.category in CATEGORIES, case.id
        assert len(case.why) > 20, case.id
        assert case.given != case.expected, case.id


@pytest.mark.parametrize("peer", sorted({case.peer for case in SAME}))
def test_the_same_as_the_peer(peer: str) -> None:
    wrong = [
        (case.id, given, unescape(case.expected))
        for case in SAME
        if case.peer == peer and (given := normalizer("standard")(unescape(case.input))) != unescape(case.expected)
    ]
    assert not wrong


@pytest.mark.parametrize("case", OTHER, ids=lambda case: case.id)
def test_another_result_than_the_peer_for_a_reason(case: Case) -> None:
    assert normalizer("standard")(unescape(case.input)) == unescape(case.given)
    if case.profile != "-":
        assert normalizer(case.profile)(unescape(case.input)) == unescape(case.expected)
