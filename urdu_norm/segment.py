"""Lossless cutting: blocks of lines, pieces of long lines, word runs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

__all__ = [
    "ARABIC_SCRIPT",
    "BIDI",
    "BLOCK",
    "LAST_WORD",
    "LETTERS_AND_MARKS",
    "LINE_END",
    "RAW_WORD",
    "WORD",
    "blocks",
    "first_word",
    "last_word",
    "pieces",
]

BLOCK = 16_384
"""How many characters are worked on at a time: more lines than one, or a piece of a line. It bounds the memory."""

LETTERS_AND_MARKS = (
    "\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0860-\u0887\u0889-\u088f\u0897-\u08e1\u08e3-\u08ff"
    "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdf9\ufe70-\ufefc"
)
"""The inside of a character class: Arabic-script letters and marks, tatweel and presentation forms included."""

WORD = re.compile(f"[{LETTERS_AND_MARKS}\u200c\u200d]+")
"""A run of Arabic-script letters, marks, joiners and tatweel; digits, punctuation and honorific ligatures are outside."""

LAST_WORD = re.compile(f"{WORD.pattern}\\Z")
"""A word at the end of a text."""

RAW_WORD = re.compile(f"[{LETTERS_AND_MARKS}\u034f\u200b-\u200d]+")
"""A word as it will be once the invisible characters that may stand in it are gone."""

ARABIC_SCRIPT = re.compile("[\u0600-\u06ff\u0750-\u077f\u0860-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
"""One character of the Arabic script (any language), presentation forms included."""

BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""One of the controls of the bidirectional algorithm: nobody sees it."""

LINE_END = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
"""A line end other than LF."""

_LF = re.compile("\n")
_ANY_LINE_END = re.compile(f"\n|{LINE_END.pattern}")


def blocks(text: str, size: int, *, every_line_end: bool) -> Iterator[str]:
    r"""Yield a text in blocks of whole lines, each at least ``size`` characters long but the last.

    ``every_line_end`` says whether other characters than LF end a line.

    >>> list(blocks("ab\ncd\nef", 4, every_line_end=False))
    ['ab\ncd\n', 'ef']
    """
    search = (_ANY_LINE_END if every_line_end else _LF).search
    start = 0
    while found := search(text, start + size - 1):
        yield text[start : found.end()]
        start = found.end()
    yield text[start:]


def first_word(chunk: str) -> str:
    """Return the word that a chunk begins with, or an empty string.

    >>> first_word("کتاب،"), first_word("(کتاب")
    ('کتاب', '')
    """
    if chunk.isalpha():
        return chunk
    found = WORD.match(chunk)
    return found.group() if found is not None else ""


def last_word(chunk: str) -> str:
    """Return the word that a chunk ends with, or an empty string."""
    if chunk.isalpha():
        return chunk
    found = LAST_WORD.search(chunk)
    return found.group() if found is not None else ""


_UNCUT = "\\s\u034f\u0640\u0674\u200b-\u200d\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08ca-\u08ff"
_CUTS = (
    re.compile(f"(?<=[{LETTERS_AND_MARKS}][۔؟!.]) (?=[{LETTERS_AND_MARKS}])(?![{_UNCUT}])"),
    re.compile(f"(?<=[{LETTERS_AND_MARKS}]) (?=[{LETTERS_AND_MARKS}])(?![{_UNCUT}])"),
    re.compile(f"(?<=\\S) (?=[^{_UNCUT}])"),
    re.compile(f"(?<=[^\0-~{_UNCUT}])(?=[^\0-~{_UNCUT}])"),
    re.compile("(?<=[\u0660-\u0669\u06f0-\u06f9])[,.:/-](?=[\u0660-\u0669\u06f0-\u06f9])"),
    re.compile("(?<=  ) (?=  )"),
)
"""Where a long line may be cut, best first: between sentences, words, chunks; in a chunk only where no mark, space or joiner
is near, and no ASCII, which may be an address. Last in the place of a mark inside a number, which stays as it is, or of one of
many spaces."""


def pieces(line: str, size: int, taken: Callable[[int, int], Sequence[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    """Yield the spans of the pieces of a line; a space or mark that a cut takes the place of is in none of them.

    A piece is half of ``size`` to ``size`` long if there is a place to cut, and else as long as it has to be. ``taken``
    tells of a stretch of the line (start, end) the spans in it, sorted and disjoint, that must not be cut.

    >>> list(pieces("کتاب ہے۔ وہ گیا", 10, lambda start, end: ()))
    [(0, 8), (9, 15)]
    """
    start = 0
    while len(line) - start > size:
        cut = _cut(line, start, size, taken)
        if cut is None:
            break
        yield start, cut[0]
        start = cut[1]
    yield start, len(line)


def _cut(
    line: str, start: int, size: int, taken: Callable[[int, int], Sequence[tuple[int, int]]]
) -> tuple[int, int] | None:
    """Where a piece that begins at ``start`` ends, and where the next one begins."""
    spans = taken(start, min(start + 2 * size, len(line)))
    begins = [begin for begin, _ in spans]

    def free(match: re.Match[str]) -> bool:
        k = bisect_right(begins, match.start()) - 1
        return k < 0 or match.start() >= spans[k][1] or match.end() <= begins[k]

    for pattern in _CUTS:
        found = None
        for match in pattern.finditer(line, start + size // 2, start + size):
            if free(match):
                found = match.span()
        if found is not None:
            return found
    while len(line) - start > size:  # no place: the first one after, stretch by stretch
        start += size
        k = bisect_right(begins, start) - 1
        if k >= 0 and spans[k][1] > start:
            start = spans[k][1]
        spans = taken(start, min(start + 2 * size, len(line)))
        begins = [begin for begin, _ in spans]
        for pattern in _CUTS[2:]:
            for match in pattern.finditer(line, start, start + size):
                if free(match):
                    return match.span()
    return None
