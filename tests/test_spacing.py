"""Spaces of a line: detached signs go back to their word, and never take a space that parts two words."""

from __future__ import annotations

import pytest

from urdu_norm import LETTERS, MINIMAL, STANDARD, explain, normalize
from urdu_norm.profile import Profile

CASES = (
    ("محمد \u0610 نے", "محمد\u0610 نے"),
    ("محمد \u0610، اور", "محمد\u0610، اور"),
    ("محمد  \u064f\u0610", "محمد\u064f\u0610"),
    ("محمد \x01\u0610", "محمد\u0610"),
    ("محمد\u00a0\u0610", "محمد\u0610"),
    ("بشر \u0670ی نے", "بشر\u0670ی نے"),
    ("مثلا \u064b یہ", "مثلا\u064b یہ"),
    # A sign that begins a word was typed too early, not too late.
    ("جاتی \u064eاکھ", "جاتی \u064eاکھ"),
    ("غالب \u0614کا", "غالب \u0614کا"),
    ("بڑے \u0670رستے", "بڑے \u0670رستے"),
    # Nothing to hang on.
    ("\u0610 نے", "\u0610 نے"),
    ("ab \u0610", "ab \u0610"),
    ("`محمد \u0610`", "`محمد \u0610`"),
)


@pytest.mark.parametrize(("text", "expected"), CASES, ids=ascii)
def test_detached_signs(text: str, expected: str) -> None:
    assert normalize(text, LETTERS) == expected
    assert normalize(expected, LETTERS) == expected


def test_the_word_is_looked_up_with_its_sign() -> None:
    assert normalize("بشر \u0670ی", STANDARD) == "بشری\u0670"
    assert [edit.rules for edit in explain("محمد \u0610").edits] == [("spacing/signs",)]


@pytest.mark.parametrize("profile", [MINIMAL, Profile(), STANDARD.replace(spacing="keep")])
def test_other_profiles_leave_them(profile: Profile) -> None:
    assert normalize("محمد \u0610", profile) == "محمد \u0610"


def test_protected_spans_keep_their_spaces() -> None:
    text = "محمد \u0610 اور محمد \u0610"
    assert normalize(text, protect=[(0, 6)]) == "محمد \u0610 اور محمد\u0610"
    assert normalize(text, STANDARD.replace(protect=["محمد \u0610 اور"])) == "محمد \u0610 اور محمد\u0610"
