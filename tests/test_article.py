"""The sample article, whole: every sure error is corrected, nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from urdu_norm import LETTERS, MINIMAL, STANDARD, Normalizer, explain, normalize

SAMPLES = Path(__file__).resolve().parent.parent / "docs" / "samples"
ARTICLE = (SAMPLES / "article.txt").read_text(encoding="utf-8")
EXPECTED = (SAMPLES / "article.normalized.txt").read_text(encoding="utf-8")


def test_the_article_is_normalized_exactly() -> None:
    assert normalize(ARTICLE).split("\n") == EXPECTED.split("\n")


def test_the_expected_article_is_left_alone() -> None:
    for profile in (MINIMAL, LETTERS, STANDARD):
        assert normalize(EXPECTED, profile) == EXPECTED


def test_every_change_has_its_reason_and_its_place() -> None:
    result = explain(ARTICLE)
    assert result.text == EXPECTED
    assert all(edit.rules for edit in result.edits)
    letters = {rule for edit in explain(ARTICLE, LETTERS).edits for rule in edit.rules}
    assert letters == {"spacing/before-punctuation"}


@pytest.mark.parametrize(
    "word", ["موثر", "گذشتہ", "امریکہ", "سیکورٹی", "وسطی", "انہیں", "انھوں", "Published in", "۱۴؍اگست"]
)
def test_accepted_spellings_stay(word: str) -> None:
    assert ARTICLE.count(word) == normalize(ARTICLE).count(word) > 0


def test_line_by_line_is_the_same() -> None:
    assert "\n".join(Normalizer().lines(ARTICLE.split("\n"))) == EXPECTED
