"""Text with markup around it: HTML, Markdown, subtitles. Only the text goes through the normalizer, line by line.

Each format is a function from a text to the spans in it that are *not* prose; the normalizer leaves those alone. Words
that markup cuts in two (``<b>ا</b>س``) are left alone as well: neither half is a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from urdu_norm import Normalizer
from urdu_norm.cli.inputs.lines import LONGEST, Readable, blocks, last_line_end, split_ends
from urdu_norm.cli.inputs.text import ignored, line_changes
from urdu_norm.cli.work import Done, Job, Tally, Want, decode, encode, rewrite
from urdu_norm.segment import WORD

__all__ = ["KINDS", "Markup", "html_spans", "markdown_spans", "subtitle_spans"]

Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Markup:
    """HTML, Markdown or subtitles. A file of up to 16 MB is one block; a larger one is cut at blank lines."""

    kind: str
    whole: int = LONGEST

    def blocks(self, stream: Readable) -> Iterator[Job]:
        """One block where memory allows, for an element or a fence may begin anywhere and end anywhere."""
        line = 1
        for data in blocks(stream, self._cut):
            yield Job(data, line)
            line += data.count(b"\n")

    def _cut(self, buffer: bytearray, at_end: bool) -> int:
        if at_end:
            return len(buffer)
        if len(buffer) < self.whole:
            return 0
        for mark in (b"\n\n", b"\r\n\r\n", b">\n", b"\n"):
            end = buffer.rfind(mark)
            if end >= 0:
                return end + len(mark)
        return last_line_end(buffer) or len(buffer)

    def work(self, job: Job, normalizer: Normalizer, want: Want) -> Done:
        """Normalize the prose of a block."""
        tally = Tally(want)
        text = decode(job.data)
        spans = _joined([*KINDS[self.kind](text, job.line == 1), *ignored(text)])
        lines, ends = split_ends(text)
        pieces: list[str] = []
        start = k = 0
        for number, (line, end) in enumerate(zip(lines, [*ends, ""], strict=True)):
            stop = start + len(line)
            while k < len(spans) and spans[k][1] <= start:
                k += 1
            inside: Spans = []
            for low, high in spans[k:]:
                if low >= stop:
                    break
                inside.append((max(low, start) - start, min(high, stop) - start))
            if WORD.search(line) and inside != [(0, len(line))]:
                inside = _joined([*inside, *_edges(line), *_halves(line, inside)])
                new, edits, suggestions = rewrite(line, normalizer, want, inside)
                if edits or suggestions:
                    line_changes(line, new, edits, suggestions, job.line + number, tally)
                line = new
            pieces.append(line + end)
            start = stop + len(end)
        made = "".join(pieces)
        return tally.done(None if made == text else encode(made))


def _joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """Sorted, disjoint, none empty."""
    result: Spans = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def _edges(line: str) -> Spans:
    """White space at both ends of a line: indentation and Markdown's line break mean something."""
    left = len(line) - len(line.lstrip())
    return [(0, left), (len(line.rstrip()), len(line))]


_SPACE_LIKE = re.compile(
    r"&(?:nbsp|ensp|emsp|thinsp|#160|#xa0);|</?(?:address|article|aside|blockquote|body|br|button|caption|center|dd|details|div"
    r"|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|img|input|legend|li|main|nav|ol|option|p"
    r"|section|select|summary|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul|video)\b",
    re.IGNORECASE,
)

_TAG = re.compile(r"<[^>]*>")
_GAP = re.compile(r"[\s|]")


def _halves(line: str, spans: Spans) -> Spans:
    """Parts of words at the edges of markup that does not separate words."""
    found: Spans = []
    for start, end in _joined(spans):
        markup = line[start:end]
        if _SPACE_LIKE.search(markup) or _GAP.search(_TAG.sub("", markup)):
            continue
        before = (
            next((match for match in WORD.finditer(line, 0, start) if match.end() == start), None) if start else None
        )
        after = WORD.match(line, end)
        if before and after:
            found += [before.span(), after.span()]
    return found


# ------------------------------------------------------------------ HTML

_SKIPPED = frozenset(
    {"script", "style", "code", "pre", "kbd", "samp", "var", "tt", "textarea", "math", "svg", "template"}
)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)


class _Prose(HTMLParser):
    """Finds where the text is: ``prose`` holds spans of character data outside of code and of other languages."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.prose: Spans = []
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._skipping = ""
        self._depth = 0
        self.feed(text)
        self.close()

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping:
            self._depth += tag == self._skipping
        elif tag not in _VOID and (tag in _SKIPPED or (tag not in ("html", "body") and _left_alone(attrs))):
            self._skipping, self._depth = tag, 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass  # <br/> opens nothing

    def handle_endtag(self, tag: str) -> None:
        if tag == self._skipping:
            self._depth -= 1
            if not self._depth:
                self._skipping = ""

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            start = self._here()
            self.prose.append((start, start + len(data)))


def _left_alone(attrs: Sequence[tuple[str, str | None]]) -> bool:
    for name, value in attrs:
        if name in ("lang", "xml:lang") and value and value.lower().split("-")[0] not in ("ur", "urd"):
            return True
        if name == "translate" and value == "no":
            return True
    return False


def html_spans(text: str, _first: bool = True) -> Spans:
    """Return the spans of an HTML text that are not prose: tags, entities, comments, code, other languages.

    >>> html_spans("<p>متن <code>x</code></p>")
    [(0, 3), (6, 25)]
    """
    prose = _Prose(text).prose
    spans: Spans = []
    position = 0
    for start, end in [*prose, (len(text), len(text))]:
        spans.append((position, start))
        data = text[start:end]
        spans.extend((start + low, start + high) for low, high in _edges(data))
        position = end
    return _joined(spans)


# ------------------------------------------------------------------ Markdown

_MARKDOWN = re.compile(
    r"""
      ^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]+|\#{1,6}[ \t]+)+   # list markers, quotations, headings: their spaces count
    | \]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)                   # the target of a link
    | \]\[[^\]\n]*\]                                            # the name of a link
    | ^[ ]{0,3}\[[^\]\n]+\]:[^\n]*                              # its definition
    | <[A-Za-z/!?][^>\n]*>                                      # a tag, an address
    | &\#?\w+;                                                  # an entity
    | (?<!`)(`+)(?!`)(?:[^`]|(?<!`)(?!\1(?!`))`+)*?(?<!`)\1(?!`)   # inline code
    | (?<!\\)\$[^\s$][^$\n]*\$                                  # a formula
    | [ \t]*(?<!\\)\|[ \t]*                                     # the bars of a table
    | ^[ \t]*[-=*_:| \t]{3,}$                                   # a rule, an underlined heading, below a table head
    | (?:\*\*|__|\*|_|~~)(?=\w)|(?<=\w)(?:\*\*|__|\*|_|~~)      # emphasis
    | \\.                                                       # an escaped character
    """,
    re.MULTILINE | re.VERBOSE,
)
_FENCE = re.compile(r"^[ >\t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<fence>`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\r?\n.*?^\1[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_ELEMENT = re.compile(r"<(pre|code|script|style|textarea|kbd|samp)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


def markdown_spans(text: str, first: bool = True) -> Spans:
    """Return the spans of a Markdown text that are not prose; ``first`` says that front matter may stand here.

    >>> markdown_spans("- [متن](متن.md)")
    [(0, 2), (6, 15)]
    """
    spans: Spans = [match.span() for match in _MARKDOWN.finditer(text)]
    for pattern in (_COMMENT, _ELEMENT):
        spans += [match.span() for match in pattern.finditer(text)]
    if first and (front := _FRONT.match(text)):
        spans.append(front.span())
    position = 0
    while opening := _FENCE.search(text, position):
        mark, count = re.escape(opening["fence"][0]), len(opening["fence"])
        closing = re.compile(rf"^[ >\t]*{mark}{{{count},}}[ \t]*\r?$", re.MULTILINE).search(text, opening.end())
        position = closing.end() if closing else len(text)
        spans.append((opening.start(), position))
    return _joined(spans)


# ------------------------------------------------------------------ subtitles

_SUBTITLE = re.compile(
    r"""
      (?:^[^\n]*\n)?(?<![^\n])[^\n]*\d:\d\d[.,]\d{3}[ \t]+-->[^\n]*$    # a cue's times, and its number or name above
    | <[^>\n]*> | \{\\[^}\n]*\} | &\#?\w+; | \\[Nnh]                    # tags, overrides, entities, forced line breaks
    """,
    re.MULTILINE | re.VERBOSE,
)
_VTT_BLOCK = re.compile(r"^(?:WEBVTT|NOTE|STYLE|REGION)\b.*?(?=\r?\n\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def subtitle_spans(text: str, _first: bool = True) -> Spans:
    r"""Return the spans of SubRip or WebVTT subtitles that are not shown as text.

    >>> subtitle_spans("1\n00:00:01,000 --> 00:00:02,000\n<i>متن</i>")
    [(0, 31), (32, 35), (38, 42)]
    """
    spans = [match.span() for match in _SUBTITLE.finditer(text)]
    if text.lstrip("\ufeff").startswith("WEBVTT") or "-->" in text:
        spans += [match.span() for match in _VTT_BLOCK.finditer(text)]
    return _joined(spans)


KINDS: dict[str, Callable[[str, bool], Spans]] = {
    "html": html_spans,
    "md": markdown_spans,
    "srt": subtitle_spans,
    "vtt": subtitle_spans,
}
