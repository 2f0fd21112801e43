"""HTML, Markdown, subtitles: the prose changes, the markup stays byte for byte."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Command
from tests.cli.test_bytes import Short
from urdu_norm import Normalizer
from urdu_norm.cli.inputs.markup import KINDS, Markup
from urdu_norm.cli.work import Want

NORMALIZER = Normalizer()


def through(kind: str, text: str, size: int = 1 << 24, whole: int = 1 << 24) -> str:
    handler = Markup(kind, whole)
    pieces = []
    for job in handler.blocks(Short(text.encode("utf-8", "surrogatepass"), size)):
        done = handler.work(job, NORMALIZER, Want())
        pieces.append(job.data if done.data is None else done.data)
    return b"".join(pieces).decode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>زریعے</p>", "<p>ذریعے</p>"),
        ('<p title="زریعے" class=زریعے>زریعے</p>', '<p title="زریعے" class=زریعے>ذریعے</p>'),
        ("<b>زریعے</b> <i>نطر</i>", "<b>ذریعے</b> <i>نظر</i>"),
        ("<p>\n   اس كے   زریعے  \n</p>", "<p>\n   اس کے ذریعے  \n</p>"),
        ("<br>زریعے<br/>نطر<li>زریعے", "<br>ذریعے<br/>نظر<li>ذریعے"),
        ("<td>زریعے</td><td>نطر</td>", "<td>ذریعے</td><td>نظر</td>"),
        ("<span>زر</span>یعے", "<span>زر</span>یعے"),
        ("زر<wbr>یعے زریعے", "زر<wbr>یعے ذریعے"),
        ("زر&zwnj;یعے", "زر&zwnj;یعے"),
        ("زریعے&nbsp;نطر&#160;زریعے", "ذریعے&nbsp;نظر&#160;ذریعے"),
        ("&#1586;ریعے", "&#1586;ریعے"),
        ("<script>var x = 'زریعے' < 1;</script>نطر", "<script>var x = 'زریعے' < 1;</script>نظر"),
        ("<style>p::before { content: 'زریعے' }</style>نطر", "<style>p::before { content: 'زریعے' }</style>نظر"),
        ("<code>زریعے <b>نطر</b></code> نطر", "<code>زریعے <b>نطر</b></code> نظر"),
        ("<pre>زریعے\n<pre>نطر</pre>\nنطر</pre> نطر", "<pre>زریعے\n<pre>نطر</pre>\nنطر</pre> نظر"),
        ('<p lang="ar">زریعے</p><p lang="ur-PK">زریعے</p>', '<p lang="ar">زریعے</p><p lang="ur-PK">ذریعے</p>'),
        ('<html lang="en"><body>زریعے', '<html lang="en"><body>ذریعے'),
        ('<p translate="no">زریعے</p>نطر', '<p translate="no">زریعے</p>نظر'),
        ("<!-- زریعے --><!DOCTYPE زریعے><?php زریعے ?>نطر", "<!-- زریعے --><!DOCTYPE زریعے><?php زریعے ?>نظر"),
        (
            "<p>زریعے <!-- urdu-norm: ignore --></p>\n<p>زریعے</p>",
            "<p>زریعے <!-- urdu-norm: ignore --></p>\n<p>ذریعے</p>",
        ),
        ("زریعے < نطر", "ذریعے < نظر"),
    ],
)
def test_html(before: str, after: str) -> None:
    assert through("html", before) == after
    assert through("html", after) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# زریعے\n\nنطر\n---\n", "# ذریعے\n\nنظر\n---\n"),
        ("زریعے  \nنطر\n", "ذریعے  \nنظر\n"),
        ("-   زریعے\n    - نطر\n", "-   ذریعے\n    - نظر\n"),
        ("1.  زریعے\n> نطر\n", "1.  ذریعے\n> نظر\n"),
        ("[زریعے](زریعے.md 'نطر') نطر", "[ذریعے](زریعے.md 'نطر') نظر"),
        ("![زریعے](a.png)", "![ذریعے](a.png)"),
        ("[زریعے][زریعے]\n\n[زریعے]: زریعے.md\n", "[ذریعے][زریعے]\n\n[زریعے]: زریعے.md\n"),
        ("`زریعے` نطر ``ز`ریعے زریعے``", "`زریعے` نظر ``ز`ریعے زریعے``"),
        ("```\nزریعے\n```\nنطر", "```\nزریعے\n```\nنظر"),
        ("~~~ زریعے\n```\nزریعے\n~~~~\nنطر", "~~~ زریعے\n```\nزریعے\n~~~~\nنظر"),
        ("```\nزریعے", "```\nزریعے"),
        ("- ```\n  زریعے\n  ```\n- نطر", "- ```\n  زریعے\n  ```\n- نظر"),
        ("**زریعے** *نطر* ~~زریعے~~", "**ذریعے** *نظر* ~~ذریعے~~"),
        ("| زریعے   |   نطر |\n|:---|---:|\n| زریعے|نطر|\n", "| ذریعے   |   نظر |\n|:---|---:|\n| ذریعے|نظر|\n"),
        ("---\ntitle: زریعے\n---\nزریعے\n", "---\ntitle: زریعے\n---\nذریعے\n"),
        ("+++\ntitle = 'زریعے'\n+++\nزریعے\n", "+++\ntitle = 'زریعے'\n+++\nذریعے\n"),
        ("<div title='زریعے'>زریعے</div>", "<div title='زریعے'>ذریعے</div>"),
        ("<!-- زریعے\nزریعے -->\nزریعے", "<!-- زریعے\nزریعے -->\nذریعے"),
        ("$زریعے$ نطر", "$زریعے$ نظر"),
        ("<https://example.com/زریعے> نطر", "<https://example.com/زریعے> نظر"),
    ],
)
def test_markdown(before: str, after: str) -> None:
    assert through("md", before) == after
    assert through("md", after) == after


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_subtitles(end: str) -> None:
    before = end.join(
        [
            "1",
            "00:00:01,000 --> 00:00:02,500",
            "<i>زریعے</i> نطر ۔",
            "- زریعے",
            "",
            "2",
            "00:00:03,000 --> 00:00:04,000",
            "{\\an8}نطر",
            "",
        ]
    )
    after = (
        before.replace("<i>زریعے</i> نطر ۔", "<i>ذریعے</i> نظر۔").replace("- زریعے", "- ذریعے").replace("}نطر", "}نظر")
    )
    assert through("srt", before) == after


def test_webvtt() -> None:
    before = (
        "WEBVTT زریعے\nKind: captions\n\nNOTE زریعے\nنطر\n\nSTYLE\n::cue(نطر) { }\n\nزریعے نطر\n00:01.000 --> 00:02.000 line:0\n"
        "<v نطر><00:01.500>زریعے</v> نطر\nدوسری نطر\n"
    )
    after = before.replace("<00:01.500>زریعے</v> نطر\nدوسری نطر", "<00:01.500>ذریعے</v> نظر\nدوسری نظر")
    assert through("vtt", before) == after


class Skeleton(HTMLParser):
    """Everything of a page but its text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[object] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, attrs, self.get_starttag_text()))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(tag)

    def handle_comment(self, data: str) -> None:
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(name)

    def handle_charref(self, name: str) -> None:
        self.parts.append(name)


PIECES = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<br>",
            "<a href='زریعے'>",
            "</a>",
            "<code>",
            "</code>",
            "<script>",
            "</script>",
            "&amp;",
            "&zwnj;",
            "<!-- نطر -->",
            "<pre>",
            "</pre>",
            "زریعے",
            "نطر",
            " ",
            "  ",
            "\n",
            " ۔",
            "<",
            "&",
            "اس كے",
            "<i lang=ar>",
            "</i>",
        ]
    ),
    max_size=25,
)


@given(PIECES)
@settings(max_examples=500, deadline=None)
def test_the_skeleton_of_a_page_stays(pieces: list[str]) -> None:
    page = "".join(pieces)
    after = through("html", page)
    assert Skeleton(after).parts == Skeleton(page).parts
    assert through("html", after) == after


@given(st.text(alphabet='`*_[]()<>|$-#\n \\"زریعےنطر123.:', max_size=80), st.sampled_from(sorted(KINDS)))
@settings(max_examples=500, deadline=None)
def test_every_text_comes_through_and_only_once(text: str, kind: str) -> None:
    after = through(kind, text)
    assert through(kind, after) == after
    assert after.count("\n") == text.count("\n")


def test_a_page_larger_than_memory_allows_is_cut_at_blank_lines() -> None:
    page = "<p>زریعے</p>\n\n" * 2000
    assert through("html", page, 1 << 10, 1 << 13) == page.replace("زریعے", "ذریعے")


def test_suffixes_choose_the_format(command: Command) -> None:
    from pathlib import Path

    for name in ("a.html", "a.HTM", "a.md", "a.srt", "a.vtt"):
        Path(name).write_text("<i title='زریعے'>نطر</i>")
        assert command(name).text == "<i title='زریعے'>نظر</i>"
