"""What nothing may touch inside a chunk, text without a space: addresses, names in Latin letters, code, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from urdu_norm.guards.span import united
from urdu_norm.segment import WORD
from urdu_norm.tables import table

__all__ = ["ELEMENT", "HINT", "LINK", "addresses_in", "code_spans", "latex_spans", "markup_names", "opaque"]

_W = rf"(?:\w|{WORD.pattern[:-1]})"  # \w knows no combining marks
_REST = r"[^\s<>\"'`“”«»۔،؛؟]"  # what an address goes on with; Urdu punctuation ends it
_URL = re.compile(
    rf"(?:[a-z][a-z0-9+.-]{{1,15}}://|www\.|mailto:|tel:|urn:|doi:|//(?=[a-z0-9-]+\.[a-z])){_REST}+", re.IGNORECASE
)
_DOMAIN_PATH = re.compile(rf"(?<![\w.@-])(?:[a-z0-9-]+\.)+[a-z]{{2,}}(?::\d+)?[/?#]{_REST}*", re.IGNORECASE)
_MAIL = re.compile(rf"{_W}[\w.+-]{{0,64}}@[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(rf"(?<![\w@])@{_W}+(?:@[\w-]+(?:\.[\w-]+)+)?")
_TAG = re.compile(rf"(?<![\w&])[#＃](?=[\d_]*[^\W\d_]){_W}+")
_PATH = re.compile(rf"(?<![\w/\\])(?:[a-z]:[\\/]|\\\\|~/|\.{{1,2}}/|/(?=[^\s/]+/))(?:{_REST}(?<!\|))*", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z][a-z0-9]*|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
ELEMENT = re.compile(r"<(?:/?[a-z][\w:-]*(?:\s[^<>]*)?/?|![a-z][^<>]*|\?[a-z][^<>]*\?)>", re.IGNORECASE)
LINK = re.compile(
    r"""\]\(\s*(?:<[^<>]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)|!\[|\]\[[^\[\]\s]*\]"""
)
_BACKTICKS = re.compile("`+")
_ASCII = re.compile(r"[!-~]+")
_LETTER = re.compile(r"[A-Za-z]")
_NUMBER_LIKE = re.compile(
    r"(?<![\w.])\+?\d[\d()]*-[\d()-]*\d(?!\w)"  # telephone, identity card, book number
    r"|(?<!\w)\+\d{7,}"
    r"|(?<![\w.])\d+(?:\.\d+){2,}(?!\w)",  # version, network address
    re.ASCII,
)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,:/·٫٬،؍۔–-](?=\d)")
_TRAILING = ".,;:!?'\"|*"
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}
_OPENERS = {"(": ")", "[": "]", "{": "}"}
_EDGE = 8  # how many characters of punctuation are taken off at either end of a run
HINT = re.compile(r"[A-Za-z@#＃/\\&`\[\]]")  # without one of them nothing is opaque but the marks inside numbers
_DIGIT = re.compile(r"\d")
_DROPPED = re.compile("[\u034f\u200b-\u200d]")


def opaque(chunk: str, names: frozenset[str]) -> Sequence[tuple[int, int]]:
    """Return the spans of a chunk (text without a space) that nothing may touch, sorted and disjoint.

    Web and mail addresses, @handles, #hashtags, paths, file names and everything in Latin letters (``opaque``), inline
    code (``code``), tags, entities, link targets and LaTeX (``markup``), identifiers and the marks inside numbers
    (``numbers``). Plain digits are not among them: a profile may convert those.

    >>> opaque("https://example.com/كتاب۔", frozenset({"opaque"}))
    [(0, 24)]
    """
    if _DROPPED.search(chunk):  # what is dropped outside of a span must not have decided where it begins
        kept = [k for k, char in enumerate(chunk) if not _DROPPED.match(char)]
        spans = opaque("".join(chunk[k] for k in kept), names)
        return [(kept[start], kept[end - 1] + 1) for start, end in spans]
    found: list[tuple[int, int]] = []
    if HINT.search(chunk):
        if "code" in names and "`" in chunk:
            found.extend(code_spans(chunk))
        if "opaque" in names:
            for pattern in (_URL, _DOMAIN_PATH, _MAIL, _HANDLE, _TAG, _PATH):
                matches = pattern.finditer(chunk)
                found.extend((match.start(), _without_tail(chunk, *match.span())) for match in matches)
            found.extend(_latin(chunk))
        if "markup" in names:
            for pattern in (_ENTITY, ELEMENT, LINK):
                found.extend(match.span() for match in pattern.finditer(chunk))
            if "\\" in chunk:
                found.extend(latex_spans(chunk))
    if "numbers" in names and _DIGIT.search(chunk):
        found.extend(match.span() for match in _NUMBER_LIKE.finditer(chunk))
        found.extend(match.span() for match in _BETWEEN_DIGITS.finditer(chunk))
    return united(found)


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield code spans: from a run of backticks to the next run of the same length."""
    runs = [match.span() for match in _BACKTICKS.finditer(text)]
    following: dict[int, int] = {}  # length of a run -> the nearest run of that length further on
    closing = [-1] * len(runs)
    for k in range(len(runs) - 1, -1, -1):
        length = runs[k][1] - runs[k][0]
        closing[k] = following.get(length, -1)
        following[length] = k
    k = 0
    while k < len(runs):
        if closing[k] >= 0:
            yield runs[k][0], runs[closing[k]][1]
            k = closing[k]
        k += 1


def _without_tail(chunk: str, start: int, end: int) -> int:
    """Return the end of an address without sentence punctuation and closing brackets that it does not open."""
    for _ in range(_EDGE):
        last = chunk[end - 1] if end > start else ""
        if last in _PAIRS:
            if chunk.count(last, start, end) <= chunk.count(_PAIRS[last], start, end):
                break
        elif last == "" or last not in _TRAILING:
            break
        end -= 1
    return end


def _latin(chunk: str) -> Iterator[tuple[int, int]]:
    """Yield runs of ASCII with a letter in them: names, code, file names; also the Urdu stem of a file name."""
    for match in _ASCII.finditer(chunk):
        if not _LETTER.search(match.group()):
            continue
        start, end = match.span()
        for _ in range(_EDGE):
            first = chunk[start]
            if first not in "'\"*|" and not (first in _OPENERS and _left_open(chunk, start, end)):
                break
            start += 1
        end = _without_tail(chunk, start, end)
        if _OPENERS.get(chunk[start]) == chunk[end - 1]:
            start, end = start + 1, end - 1  # the brackets around it are not part of it
        if chunk.startswith(".", start) and chunk[start + 1 : end].lower() in markup_names("extension"):
            stem = _STEM.search(chunk, max(0, start - 80), start)
            start = stem.start() if stem else start
        yield start, end


_STEM = re.compile(rf"(?:{_W}|[-.])+\Z")


def _left_open(chunk: str, start: int, end: int) -> bool:
    return chunk.count(_OPENERS[chunk[start]], start, end) < chunk.count(chunk[start], start, end)


_COMMAND = re.compile(r"\\(?:([A-Za-z]+)\*?|[^\sA-Za-z])")
_ARGUMENT = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]")


def latex_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield LaTeX commands; with their arguments where these are keys, file names or mathematics."""
    for match in _COMMAND.finditer(text):
        end = match.end()
        if match.group(1) in markup_names("command"):
            while argument := _ARGUMENT.match(text, end):
                end = argument.end()
        elif match.group(1) and text.startswith("{", end):
            end += 1
        yield match.start(), end


@cache
def markup_names(kind: str) -> frozenset[str]:
    """Return the names of the table of one kind: extensions of files, LaTeX commands, elements, environments."""
    names = table("guards/markup-names")
    return frozenset(row["name"] for row in names.dicts() if row["kind"] == kind)


def addresses_in(chunk: str, names: frozenset[str]) -> list[tuple[int, int]]:
    """Return the opaque spans of a chunk that punctuation and spacing, which see the whole line, could damage."""
    return list(opaque(chunk, names - {"numbers"}))
