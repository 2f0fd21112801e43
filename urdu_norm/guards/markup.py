"""Markup and mathematics in a line, and blocks of several lines: code, elements, comments, environments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from urdu_norm.guards.chunk import ELEMENT, LINK, latex_spans, markup_names
from urdu_norm.guards.span import Span, put
from urdu_norm.segment import WORD

__all__ = ["blocks", "markup_spans"]

_INLINE = re.compile(r"(?<![\\$\w])\$(?=[^\s$])([^$]*?)(?<=[^\s\\])\$(?![\d$])")
_MATHS = re.compile(r"[\\^_={}+*/<>|-]|^\s*[A-Za-z]\s*$|^[A-Za-z]\(")


def markup_spans(line: str) -> Iterator[tuple[int, int]]:
    """Yield mathematics, elements and link targets of a line."""
    if "$" in line or "\\" in line:
        yield from _display(line)
        yield from latex_spans(line)
        for match in _INLINE.finditer(line):
            if _MATHS.search(match.group(1)) and not _plain_urdu(match.group(1)):
                yield match.span()
    if "<" in line:
        yield from _between(line, "<!--", "-->")
        yield from _closed_by(line, _OPENING, "element", "</{}>")
        for match in ELEMENT.finditer(line):
            yield match.span()
    if "](" in line:
        for match in LINK.finditer(line):
            yield match.span()


def _display(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield ``$$…$$``, ``\[…\]`` and ``\(…\)``, unless there is a paragraph or plain Urdu in it."""
    for opening, closing in (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)")):
        for start, end in _between(text, opening, closing):
            inside = text[start + 2 : end - 2]
            if "\n\n" not in inside and not _plain_urdu(inside):
                yield start, end


def _between(text: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    start = text.find(opening)
    while start >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            return
        yield start, end + len(closing)
        start = text.find(opening, end + len(closing))


_TEXT_COMMAND = re.compile(r"\\(?:text|mbox|mathrm|hbox)\w*\{[^{}]*\}")


def _plain_urdu(maths: str) -> bool:
    """Whether there are Urdu words between two dollar signs, which then are dollars."""
    return bool(WORD.search(_TEXT_COMMAND.sub("", maths)))


_FENCE = re.compile(r"^(?P<indent> {0,3}(?:> ?)*)(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*(?:\n|\Z)", re.MULTILINE)
_OPENING = re.compile(r"<([a-z]+)(?:\s[^<>]*)?>", re.IGNORECASE)
_BEGIN = re.compile(r"\\begin\{([a-z]+)\*?\}", re.IGNORECASE)


def blocks(text: str, names: frozenset[str]) -> list[Span]:
    r"""Return the guarded spans of a text that may hold several lines, sorted and disjoint.

    Fenced code (guard ``code``); elements whose content is code, comments, displayed mathematics and LaTeX environments
    of code and mathematics (guard ``markup``). A fence that is never closed reaches to the end, as in Markdown.

    >>> blocks("متن\n```\nx = 'كتاب'\n```\n", frozenset({"code"}))
    [Span(start=4, end=22, mode='opaque', name='code')]
    """
    spans: list[Span] = []
    if "code" in names and ("```" in text or "~~~" in text):
        put(spans, (Span(start, end, "opaque", "code") for start, end in _fences(text)))
    if "markup" in names:
        found: list[tuple[int, int]] = []
        if "$$" in text or "\\[" in text:
            found.extend(_display(text))
        if "<" in text:
            found.extend(_between(text, "<!--", "-->"))
            found.extend(_closed_by(text, _OPENING, "element", "</{}>"))
        if "\\begin" in text:
            found.extend(_closed_by(text, _BEGIN, "environment", "\\end{{{}}}"))
        put(spans, (Span(start, end, "opaque", "markup") for start, end in found))
    return spans


def _fences(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    while opening := _FENCE.search(text, position):
        mark, length = opening["fence"][0], len(opening["fence"])
        closing = re.compile(rf"^[ >]*{re.escape(mark)}{{{length},}}[ \t]*$", re.MULTILINE).search(text, opening.end())
        position = closing.end() if closing else len(text)
        yield opening.start("fence"), position


def _closed_by(text: str, opening: re.Pattern[str], kind: str, closing: str) -> Iterator[tuple[int, int]]:
    """Yield elements or environments, from their opening to their closing tag, if content of their kind is no text."""
    position = 0
    lower = text.lower() if len(text.lower()) == len(text) else text
    unclosed: set[str] = set()
    while match := opening.search(text, position):
        position = match.end()
        name = match.group(1).lower()
        if name in unclosed or name not in markup_names(kind):
            continue
        end = closing.format(name)
        found = lower.find(end, position)
        if found < 0:
            unclosed.add(name)
        else:
            position = found + len(end)
            yield match.start(), position
