"""The bounded memo: each distinct chunk is normalized once. Invisible in every result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from urdu_norm.edits import Edit

__all__ = [
    "CONTEXT",
    "FRAGMENT",
    "LINE",
    "LINE_BREAK",
    "LOOK",
    "LOUD",
    "MIXED",
    "NEAR",
    "PLACED",
    "SIGN",
    "SILENT",
    "SPACE",
    "Chunk",
    "Memo",
    "Site",
    "changes",
    "flags_of",
]

_ZERO = ord("0")  # the shape of a chunk is one character: this, twice its flags above it, and one more if it changes

CONTEXT, FRAGMENT, NEAR, SPACE, LINE, SIGN, LOOK, MIXED = (1 << k for k in range(8))
"""The flags of a site: a context anchor, a piece of a word, an unknown word; then those that concern the line, wherever
they stand: a space to look at, a line to be looked at as a whole, a sign that a space parts from its word (or a zero width
space: characters come first), a chunk of which guards must see the look and not the code points, a word that letters which
are not of one touch.
"""

PLACED = CONTEXT | FRAGMENT | NEAR
"""The flags of which it matters where they stand."""

LOUD = chr(_ZERO + 2 * SPACE)
"""The first shape of a chunk with a flag that concerns the line as a whole: the others come after it."""

SILENT = "01"
"""The shapes of chunks that raise no flag: one that stays, and one that changes."""

LINE_BREAK = "\n"
"""A chunk of its own where many lines are looked up at once; it stays, and is its own shape."""

_LONG = 256  # chunks beyond this are not words; keeping them would let one hostile text fill the memory

Site = tuple[int, int]
"""Where something stands that only its line can decide, and what: an offset and flags."""


class Chunk(NamedTuple):
    """What a chunk becomes: its text, the edits that made it, and the sites in its text, in order."""

    text: str
    edits: Sequence[Edit]
    sites: Sequence[Site]


def shape_of(sites: Sequence[Site], changes: bool) -> str:
    """Return one character that says which flags a chunk raises and whether it changes: ``"0"`` for none and no.

    >>> shape_of([], False), shape_of([], True), shape_of([(0, CONTEXT), (4, FRAGMENT | NEAR)], False)
    ('0', '1', '>')
    """
    together = 0
    for _, flags in sites:
        together |= flags
    return chr(_ZERO + 2 * together + changes)


def changes(shape: str) -> bool:
    """Whether a chunk of that shape becomes another text.

    >>> changes("0"), changes("1"), changes(">")
    (False, True, False)
    """
    return (ord(shape) - _ZERO) & 1 == 1


def flags_of(shape: str) -> int:
    """Return the flags that a shape stands for.

    >>> flags_of("1"), flags_of(">") == CONTEXT | FRAGMENT | NEAR
    (0, True)
    """
    return (ord(shape) - _ZERO) >> 1


_AT_START = ((), *(((0, flags),) for flags in range(1, 256)))
"""The sites of chunks with one site at their start, which most are that have any: one object for all with the same flags."""


class _Generation:
    """Some chunks: the shape of each, and its text, edits and sites if it has any of its own."""

    __slots__ = ("edits", "shapes", "sites", "texts")

    def __init__(self) -> None:
        self.shapes: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.edits: dict[str, Sequence[Edit]] = {}
        self.sites: dict[str, Sequence[Site]] = {}


class Memo(dict[str, str]):
    """Map chunks to their shapes (:func:`shape_of`): whether they change, and which flags they raise.

    So one pass without a Python step says of a line what in it has to be looked at. Texts, edits and sites are kept of the
    chunks that have any of their own. Memory is bounded in two generations of ``size / 2`` chunks: a full one becomes the
    old one, which is asked before anything is computed. Reading and writing one memo from several threads is safe: an
    entry only ever gets the one value it can have, and what was dropped is computed again.
    """

    __slots__ = ("_compute", "_limit", "_old", "_young")

    def __init__(self, compute: Callable[[str], Chunk], size: int) -> None:
        super().__init__()
        self._compute = compute
        self._limit = size // 2
        self._young, self._old = _Generation(), _Generation()

    def __missing__(self, chunk: str) -> str:
        """Take a chunk over from the old generation or compute it; return its shape."""
        if chunk == LINE_BREAK:
            self[chunk] = LINE_BREAK
            return LINE_BREAK
        shape = self._old.shapes.get(chunk)
        if shape is None:
            text, edits, sites = self._compute(chunk)
            shape = shape_of(sites, text != chunk)
        else:
            text, edits = (self.text(chunk), self.edits(chunk)) if changes(shape) else (chunk, ())
            sites = self.sites(chunk) if flags_of(shape) else ()
        if len(chunk) <= _LONG:
            if len(self) >= self._limit:
                self._rotate()
            young = self._young
            if text != chunk:
                young.texts[chunk] = text
            if edits:
                young.edits[chunk] = edits
            if sites:
                young.sites[chunk] = _AT_START[sites[0][1]] if len(sites) == 1 and sites[0][0] == 0 else sites
            self[chunk] = shape
        return shape

    def _rotate(self) -> None:
        self._young.shapes = dict(self)
        self._old = self._young
        self._young = _Generation()
        self.clear()

    def _kept(self, chunk: str, default: str) -> str:
        """The shape of a chunk if it is kept."""
        shape = self.get(chunk)
        return self._old.shapes.get(chunk, default) if shape is None else shape

    def text(self, chunk: str) -> str:
        """Return the text of a chunk (computing it again if it is not kept)."""
        found = self._young.texts.get(chunk)
        if found is None:
            found = self._old.texts.get(chunk)
        if found is None:
            found = self._compute(chunk).text if changes(self._kept(chunk, "1")) else chunk
        return found

    def edits(self, chunk: str) -> Sequence[Edit]:
        """Return the edits of a chunk (computing it again if it is not kept)."""
        found = self._young.edits.get(chunk)
        if found is None:
            found = self._old.edits.get(chunk)
        if found is None:
            found = self._compute(chunk).edits if changes(self._kept(chunk, "1")) else ()
        return found

    def sites(self, chunk: str) -> Sequence[Site]:
        """Return the sites of a chunk (computing it again if it is not kept)."""
        found = self._young.sites.get(chunk)
        if found is None:
            found = self._old.sites.get(chunk)
        if found is None:
            found = () if not flags_of(self._kept(chunk, LOUD)) else self._compute(chunk).sites
        return found
