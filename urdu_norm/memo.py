"""The bounded memo: each distinct chunk is normalized once. Invisible in every result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from urdu_norm.edits import Edit

__all__ = [
    "CONTEXT",
    "FRAGMENT",
    "LINE",
    "LOOK",
    "NEAR",
    "SIGN",
    "SPACE",
    "Chunk",
    "Memo",
    "Site",
    "marks_for",
    "unmark",
]

_ZERO = ord("0")  # flags are written as one character above this

CONTEXT, SPACE, LINE, FRAGMENT, NEAR, SIGN, LOOK = (1 << k for k in range(7))
"""The flags of a site: a context anchor, a space to look at, a line to be looked at as a whole, a piece of a word, an
unknown word, a sign that a space parts from its word (or a zero width space: characters come first), a chunk of which
guards must see the look and not the code points.
"""

_AT = CONTEXT | FRAGMENT | NEAR
"""The flags of which it matters where they stand; the others only say that the line has to be looked at."""

_LONG = 256  # chunks beyond this are not words; keeping them would let one hostile text fill the memory


Site = tuple[int, int]
"""Where something stands that only its line can decide, and what: an offset and flags."""


class Chunk(NamedTuple):
    """What a chunk becomes: its text, the edits that made it, and the sites in its text, in order."""

    text: str
    edits: Sequence[Edit]
    sites: Sequence[Site]


class Memo(dict[str, str]):
    """Map chunks to their normalized text, in which ``mark`` and a digit with its flags stand in front of each site.

    So a line without sites is finished when its chunks are joined, and one search for ``mark`` tells. Memory is bounded
    in two generations of ``size / 2`` chunks: a full one becomes the old one, which is asked before anything is computed.
    Reading and writing one memo from several threads is safe: an entry only ever gets the one value it can have.
    """

    __slots__ = ("_changed", "_compute", "_limit", "_old", "_old_changed", "mark")

    def __init__(self, compute: Callable[[str], Chunk], mark: str, size: int) -> None:
        super().__init__()
        self._compute = compute
        self._limit = size // 2
        self._changed: dict[str, Sequence[Edit]] = {}
        self._old: dict[str, str] = {}
        self._old_changed: dict[str, Sequence[Edit]] = {}
        self.mark = mark

    def __missing__(self, chunk: str) -> str:
        value = self._old.get(chunk)
        if value is None:
            text, edits, sites = self._compute(chunk)
            value = _marked(text, sites, self.mark) if sites else text
        else:
            edits = self._old_changed.get(chunk, ())
        if len(chunk) <= _LONG:
            if len(self) >= self._limit:
                self._old, self._old_changed = dict(self), self._changed
                self._changed = {}
                self.clear()
            if edits:
                self._changed[chunk] = edits
            self[chunk] = value
        return value

    def edits(self, chunk: str) -> Sequence[Edit]:
        """Return the edits of a chunk (computing it again if it is not kept)."""
        found = self._changed.get(chunk)
        if found is None:
            found = self._old_changed.get(chunk)
        if found is None:
            kept = self.get(chunk)
            found = () if kept == chunk else self._compute(chunk).edits
        return found


def marks_for(text: str) -> str:
    """Return a character that does not occur in ``text``: a lone high surrogate, or failing that any free code point."""
    for code in range(0xD8FE, 0xDC00, 0x100):  # low byte FE: CPython searches for that byte, and Urdu text has none
        if chr(code) not in text:
            return chr(code)
    used = set(text)
    return next(char for char in map(chr, range(0xE000, 0x110000)) if char not in used)


def _marked(text: str, sites: Sequence[Site], mark: str) -> str:
    pieces: list[str] = []
    position = 0
    for offset, flags in sites:
        pieces += (text[position:offset], mark, chr(_ZERO + flags))
        position = offset
    return "".join(pieces) + text[position:]


def unmark(marked: str, mark: str) -> tuple[str, list[Site], int]:
    """Return the text without its marks, the sites that are places in it, and the flags of all together.

    >>> unmark("ab #1cd #2ef", "#")
    ('ab cd ef', [(3, 1)], 3)
    """
    pieces: list[str] = []
    sites: list[Site] = []
    together = position = offset = 0
    find = marked.find
    while (at := find(mark, position)) >= 0:  # not split: a line of spaces has a mark before each
        pieces.append(marked[position:at])
        offset += at - position
        flags = ord(marked[at + 1]) - _ZERO
        if flags & _AT:
            sites.append((offset, flags))
        together |= flags
        position = at + 2
    pieces.append(marked[position:])
    return "".join(pieces), sites, together
