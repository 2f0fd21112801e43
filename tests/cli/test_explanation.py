"""Explanations that people can use: the diff for a terminal, the view of a notebook, the numbered form for machines."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from urdu_norm import explain, rules
from urdu_norm.explanation import difference, looks_alike, page

WORDS = st.lists(
    st.sampled_from(
        [
            "اس",
            "كے",
            "زریعے",
            "نطر",
            "اسكے",
            " ",
            "  ",
            "\n",
            "\r\n",
            "\u2029",
            "۔",
            "\u200c",
            "<b>",
            "&",
            "\ud800",
            "x",
        ]
    )
).map("".join)


@given(WORDS)
@settings(deadline=None)
def test_diff_shows_each_edit_once(text: str) -> None:
    result = explain(text)
    diff = result.diff()
    assert bool(diff) == bool(result.edits)
    places = [line for line in diff.split("\n") if line.startswith("  ")]
    assert len(places) == len(result.edits)
    assert all("\x1b" not in line for line in diff.split("\n"))
    assert all(line[:1] in ("-", "+", " ", "") for line in diff.split("\n"))


def test_diff_numbers_lines_and_columns() -> None:
    assert explain("متن\nنطر اور زریعے\r\nمتن").diff() == (
        "- نطر اور زریعے\n+ نظر اور ذریعے\n"
        "  2:1 نطر becomes نظر [words/dots]\n"
        "  2:9 زریعے becomes ذریعے [words/homophones]\n"
        "  2:14 U+000D removed [characters/line-ends]\n"
    )
    assert explain("متن").diff() == ""


def test_diff_in_colour() -> None:
    assert explain("نطر").diff(color=True).startswith("\x1b[31m- نطر\x1b[0m\n\x1b[32m+ نظر\x1b[0m\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ي", "ی", "U+064A ARABIC LETTER YEH becomes U+06CC ARABIC LETTER FARSI YEH"),
        ("علي", "علی", "علي: U+064A ARABIC LETTER YEH becomes U+06CC ARABIC LETTER FARSI YEH"),
        (" ", "", "U+0020 SPACE removed"),
        ("", " ", "U+0020 SPACE added"),
        ("   ", " ", "U+0020 SPACE (2 times) removed"),
        ("\u00a0", " ", "U+00A0 NO-BREAK SPACE becomes U+0020 SPACE"),
        ("کر\u200cنا", "کرنا", "کر\u200cنا: U+200C ZERO WIDTH NON-JOINER removed"),
        ("زریعے", "ذریعے", "زریعے becomes ذریعے"),
        ("اسکے", "اس کے", "اسکے becomes اس کے"),
        ("لئے", "لیے", "لئے becomes لیے"),
        ("\u2028", "\n", "U+2028 LINE SEPARATOR becomes U+000A"),
        ("۔\n", "۔ ", "U+06D4 ARABIC FULL STOP, U+000A becomes ۔ "),
    ],
)
def test_difference_names_what_the_eye_cannot_see(old: str, new: str, said: str) -> None:
    assert difference(old, new) == said


@given(st.text(max_size=5), st.text(max_size=5))
def test_difference_is_one_line_for_any_texts(old: str, new: str) -> None:
    said = difference(old, new)
    assert "\n" not in said
    assert "\r" not in said
    assert looks_alike(old, old) or len(old) > 1


class Text(HTMLParser):
    """The text of a page, without what was removed and without what was put in."""

    def __init__(self, page_text: str, without: str) -> None:
        super().__init__()
        self.text = ""
        self.without = without
        self.inside = 0
        self.feed(page_text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag == self.without

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == self.without

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.text += data


@given(WORDS.map(lambda text: text.replace("\ud800", "")))
@settings(deadline=None)
def test_the_notebook_view_holds_both_texts(text: str) -> None:
    result = explain(text)
    view = result._repr_html_()
    assert view.startswith('<div dir="rtl" lang="ur"')
    assert Text(view, "ins").text == text
    assert Text(view, "del").text == result.text


def test_the_notebook_view_is_escaped() -> None:
    view = explain('<img src="x" onerror="y"> نطر')._repr_html_()
    assert "<img" not in view
    assert "words/dots" in view


def test_to_dict_is_numbered_and_plain() -> None:
    made = json.loads(json.dumps(explain("اس كے زریعے").to_dict()))
    assert made["schema"] == 1
    assert list(made) == ["schema", "profile", "fingerprint", "source", "text", "edits", "suggestions"]
    assert made["edits"][1] == {"start": 6, "end": 11, "old": "زریعے", "new": "ذریعے", "rules": ["words/homophones"]}


def test_pages_of_rules_exist() -> None:
    """That every page is up to date is tested with the documentation; here only that links lead to a heading."""
    from tests.cli.conftest import ROOT

    for rule_id in ("words/dots", "characters/arabic-kaf", "spacing/runs"):
        name, _, anchor = page(rule_id).partition("#")
        assert f"## {anchor}\n" in (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert rule_id in rules()
