"""Spaces of a line: detached signs go back to their word, and never take a space that parts two words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urdu_norm import LETTERS, MINIMAL, SEARCH, STANDARD, explain, normalize
from urdu_norm.profile import Profile
from urdu_norm.tables import table, tables

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
    ("محمد \u0610۲", "محمد \u0610۲"),
    ("محمد \u06102", "محمد \u06102"),
    ("محمد \u0610ab", "محمد \u0610ab"),
    ("محمد \u0610@ab", "محمد \u0610@ab"),
    ("محمد \u0610#اب", "محمد \u0610#اب"),
    ("محمد \u0610`ab`", "محمد \u0610`ab`"),
    ("محمد \u0610(اب)", "محمد \u0610(اب)"),
    ("(محمد \u0610)", "(محمد\u0610)"),
    ("”محمد \u0610“", "”محمد\u0610“"),
    ("محمد \u0610- اور", "محمد\u0610- اور"),
    ("محمد \u0610…", "محمد\u0610…"),
    ("بشر \u0670ی۲", "بشر \u0670ی۲"),
    ("محمد \u0610 ۲", "محمد\u0610 ۲"),
    # Nothing to hang on.
    ("\u0610 نے", "\u0610 نے"),
    ("ab \u0610", "ab \u0610"),
    ("`محمد \u0610`", "`محمد \u0610`"),
    # Where it would not stay where it was put: the same sign twice, or out of canonical order.
    ("محمد\u0610 \u0610", "محمد\u0610 \u0610"),
    ("محم\u0651 \u064e", "محم\u0651 \u064e"),
    ("محم\u064e \u0651", "محم\u064e\u0651"),
)

PUNCTUATION = (
    ("آم ،سیب", "آم، سیب"),
    ("آم،سیب", "آم، سیب"),
    ("آم؛سیب؟انار", "آم؛ سیب؟ انار"),
    ("ہے۔اور", "ہے۔ اور"),
    ("وہ ۔ یہ", "وہ۔ یہ"),
    ("وہ ۔۔", "وہ ۔۔"),
    ("وہ ۔ ۔ یہ", "وہ ۔ ۔ یہ"),
    ("وہ ،۔ یہ", "وہ،۔ یہ"),
    # A stop between initials parts nothing, nor one between a number and a letter.
    ("بی۔بی۔سی", "بی۔بی۔سی"),
    ("ب\u0650ی۔بی", "ب\u0650ی۔بی"),
    ("بی۔ب\u0650ی", "بی۔ب\u0650ی"),
    ("بی۔کتاب", "بی۔ کتاب"),
    ("کتاب۔بی", "کتاب۔ بی"),
    ("کتاب۔ا", "کتاب۔ ا"),
    ("۱۲۔ا", "۱۲۔ا"),
    ("۱۲۔اب", "۱۲۔ اب"),
    # Marks that Latin has too belong to Urdu only beside it.
    ("کیا!وہ", "کیا! وہ"),
    ("(.آ،سیب", "(.آ، سیب"),
    ("آ ،،سیب", "آ،،سیب"),
    ("کیا !وہ", "کیا! وہ"),
    ("ab!وہ", "ab!وہ"),
    ("۱۲:وہ", "۱۲:وہ"),
    ("وہ :", "وہ:"),
    ("وہ :\tیہ", "وہ:\tیہ"),
    ("وہ :D", "وہ :D"),
    ("وہ a !", "وہ a !"),
    ("وہ ؟؟ یہ", "وہ؟؟ یہ"),
    ("۵ ،۶", "۵،۶"),
    ("،سیب", "،سیب"),
    (" ، سیب  ", "، سیب"),
    ("a  ,  b", "a  ,  b"),
)


@pytest.mark.parametrize(("text", "expected"), PUNCTUATION, ids=ascii)
def test_spaces_at_punctuation(text: str, expected: str) -> None:
    assert normalize(text, LETTERS) == expected
    assert normalize(expected, LETTERS) == expected


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("spacing/edges", " ، سیب  یہ ", " ، سیب یہ "),
        ("spacing/runs", " آم  سیب ", "آم  سیب"),
        ("spacing/before-punctuation", "آم ،سیب", "آم ، سیب"),
        ("spacing/after-punctuation", "آم ،سیب", "آم،سیب"),
        ("spacing/initials", "بی۔بی", "بی۔ بی"),
        ("spacing/signs", "محمد \u0610 نے", "محمد \u0610 نے"),
    ],
)
def test_each_rule_can_be_switched_off(rule: str, text: str, expected: str) -> None:
    assert normalize(text, LETTERS.replace(disable={rule})) == expected


@given(
    st.sampled_from(["محمد", "بشر", "ؤ", "ab", "۵"]),
    st.sampled_from([" ", "  ", "\u00a0"]),
    st.sampled_from(["\u0610", "\u0670", "\u064b", "\u0670ی", "\u064e\u0610"]),
    st.sampled_from(["", "۲", "2", "a", "ب", " ب", "،", "\u200cب", "\u0640", ".2", "\u0301", "é", "@a", "(ب", "ﷺ"]),
)
def test_a_sign_takes_no_space_that_parts_two_words(word: str, space: str, sign: str, after: str) -> None:
    """What a search finds is the same whether the signs were put back before or not."""
    text = f"{word}{space}{sign}{after}"
    assert normalize(normalize(text, LETTERS), SEARCH) == normalize(text, SEARCH)


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


def test_whatever_words_make_an_initial_of_is_one() -> None:
    """Else LETTERS would part what STANDARD keeps together: «ب۔آئ»."""
    initials = set(table("spacing/initials").column("word"))
    pairs = [
        (row["wrong"], row["right"])
        for one in tables().values()
        if one.rule.stage == "words" and one.kind == "pairs"
        for row in one.dicts()
        if row["risk"] == "safe"
    ]
    assert len(pairs) > 1000
    assert not {wrong for wrong, right in pairs if right in initials} - initials
