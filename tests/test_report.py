"""describe() and report(): what a text is made of, and what is unusual in it."""

from __future__ import annotations

import json

import pytest

from urdu_norm import LETTERS, MINIMAL, describe, normalize, report


@pytest.mark.parametrize(
    ("char", "status", "letters"),
    [
        ("ک", "urdu letter", "ک"),
        ("ك", "not urdu", "ک"),
        ("\u064e", "urdu mark", "\u064e"),
        ("۔", "urdu punctuation", "۔"),
        ("۵", "digit", "۵"),
        ("5", "digit", "5"),
        ("٥", "not urdu", "۵"),
        (" ", "space", None),
        ("\u00a0", "not urdu", None),
        ("ڪ", "other language", "ڪ"),
        ("\u06dd", "arabic script", "\u06dd"),
        ("x", "other script", "x"),
        ("…", "other", "…"),
        ("\ud800", "other", "\ud800"),
    ],
)
def test_status(char: str, status: str, letters: str | None) -> None:
    (one,) = describe(char)
    assert (one.char, one.code, one.status) == (char, f"U+{ord(char):04X}", status)
    assert one.minimal == normalize(char, MINIMAL)
    assert one.letters == (normalize(char, LETTERS) if letters is None else letters)
    assert bool(one.rules) == (one.letters != char)


def test_describe_keeps_the_order_and_names() -> None:
    found = describe("كبك")
    assert [one.code for one in found] == ["U+0643", "U+0628", "U+0643"]
    assert found[0].name == "ARABIC LETTER KAF"
    with pytest.raises(TypeError, match="expected str"):
        describe(3)  # type: ignore[arg-type]


def test_report_counts_what_does_not_belong_and_changes_nothing() -> None:
    text = "كتاب كي بات، زریعے اور زریعے"
    found = report(text)
    assert [(one.code, count) for one, count in found.characters] == [("U+0643", 2), ("U+064A", 1)]
    assert found.rules["words/homophones"] == 2
    assert found.rules["characters/arabic-kaf"] == 2


def test_report_names_mixed_conventions() -> None:
    text = "دوطرفہ بات، دو طرفہ معاہدہ، دو طرفہ امن؛ گذشتہ سال، گزشتہ ماہ؛ ۵ اور 6؛ ایک, دو"
    mixed = {mix.kind: mix.forms for mix in report(text).mixed}
    assert mixed["spacing"] == (("دو طرفہ", 2), ("دوطرفہ", 1))
    assert set(mixed["spelling"]) == {("گذشتہ", 1), ("گزشتہ", 1)}
    assert mixed["digits"] == (("urdu", 1), ("ascii", 1))
    assert mixed["punctuation"] == (("urdu", 6), ("latin", 1))


def test_a_word_that_looks_like_two_is_no_mix() -> None:
    assert not report("جو اب آیا اس کا جواب دیا").mixed


def test_clean_text_gives_an_empty_report() -> None:
    found = report("یہ ایک سادہ جملہ ہے۔")
    assert not found.characters
    assert not found.rules
    assert not found.mixed


def test_report_as_a_dict_is_json() -> None:
    found = report("كتاب ۵ اور 6").to_dict()
    assert json.loads(json.dumps(found)) == found
    assert found["schema"] == 1
    assert found["characters"][0]["becomes"] == "ک"
