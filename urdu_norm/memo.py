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
    "SPACE",
    "Chunk",
    "Memo",
    "Site",
    "flags_of",
]

_ZERO = ord("0")  # the shape of a chunk is one character: this, and its flags above it

CONTEXT, FRAGMENT, NEAR, SPACE, LINE, SIGN, LOOK, MIXED = (1 << k for k in range(8))
"""The flags of a site: a context anchor, a piece of a word, an unknown word; then those that concern the line, wherever
they stand: a space to look at, a line to be looked at as a whole, a sign that a space parts from its word (or a zero width
space: characters come first), a chunk of which guards must see the look and not the code points, a word that letters which
are not of one touch.
"""

PLACED = CONTEXT | FRAGMENT | NEAR
"""The flags of which it matters where they stand."""

LOUD = chr(_ZERO + SPACE)
"""The first shape of a chunk with a flag that concerns the line as a whole: the others come after it."""

LINE_BREAK = "\n"
"""A chunk of its own where many lines are looked up at once; it is its own text and its own shape."""

_LONG = 256  # chunks beyond this are not words; keeping them would let one hostile text fill the memory

Site = tuple[int, int]
"""Where something stands that only its line can decide, and what: an offset and flags."""


class Chunk(NamedTuple):
    """What a chunk becomes: its text, the edits that made it, and the sites in its text, in order."""

    text: str
    edits: Sequence[Edit]
    sites: Sequence[Site]


def shape_of(sites: Sequence[Site]) -> str:
    """Return one character that says which flags a chunk raises: ``"0"`` for none.

    >>> shape_of([]), shape_of([(0, CONTEXT), (4, FRAGMENT | NEAR)])
    ('0', '7')
    """
    together = 0
    for _, flags in sites:
        together |= flags
    return chr(_ZERO + together)


def flags_of(shape: str) -> int:
    """Return the flags that a shape stands for.

    >>> flags_of("0"), flags_of("7") == CONTEXT | FRAGMENT | NEAR
    (0, True)
    """
    return ord(shape) - _ZERO


_AT_START = ((), *(((0, flags),) for flags in range(1, 256)))
"""The sites of chunks with one site at their start, which most are that have any: one object for all with the same flags."""


class _Generation:
    """Some chunks: the text of each, its shape, and its edits and sites if it has any."""

    __slots__ = ("edits", "shapes", "sites", "texts")

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.shapes: dict[str, str] = {}
        self.edits: dict[str, Sequence[Edit]] = {}
        self.sites: dict[str, Sequence[Site]] = {}


class Shapes(dict[str, str]):
    """Map chunks to their shapes (:func:`shape_of`)."""

    __slots__ = ("_learn",)

    def __init__(self, learn: Callable[[str], tuple[str, str]]) -> None:
        super().__init__()
        self._learn = learn

    def __missing__(self, chunk: str) -> str:
        return self._learn(chunk)[1]


class Memo(dict[str, str]):
    """Map chunks to their normalized text; :attr:`shapes` maps them to the flags that they raise.

    So two passes without a Python step say what a line becomes and whether anything in it has to be looked at. Memory is
    bounded in two generations of ``size / 2`` chunks: a full one becomes the old one, which is asked before anything is
    computed. Reading and writing one memo from several threads is safe: an entry only ever gets the one value it can have.
    """

    __slots__ = ("_compute", "_edits", "_limit", "_old", "_sites", "shapes")

    def __init__(self, compute: Callable[[str], Chunk], size: int) -> None:
        super().__init__()
        self._compute = compute
        self._limit = size // 2
        self.shapes = Shapes(self._learn)
        self._edits: dict[str, Sequence[Edit]] = {}
        self._sites: dict[str, Sequence[Site]] = {}
        self._old = _Generation()

    def __missing__(self, chunk: str) -> str:
        return self._learn(chunk)[0]

    def _learn(self, chunk: str) -> tuple[str, str]:
        """Take a chunk over from the old generation or compute it; return its text and its shape."""
        if chunk == LINE_BREAK:
            self[chunk] = self.shapes[chunk] = LINE_BREAK
            return LINE_BREAK, LINE_BREAK
        old = self._old
        text, shape = old.texts.get(chunk), old.shapes.get(chunk)
        if text is None or shape is None:
            text, edits, sites = self._compute(chunk)
            shape = shape_of(sites)
        else:
            edits, sites = old.edits.get(chunk, ()), old.sites.get(chunk, ())
        if len(chunk) <= _LONG:
            if len(self) >= self._limit:
                self._rotate()
            if edits:
                self._edits[chunk] = edits
            if sites:
                self._sites[chunk] = _AT_START[sites[0][1]] if len(sites) == 1 and sites[0][0] == 0 else sites
            self.shapes[chunk] = shape
            self[chunk] = text
        return text, shape

    def _rotate(self) -> None:
        young = _Generation()
        young.texts, young.shapes, young.edits, young.sites = dict(self), dict(self.shapes), self._edits, self._sites
        self._old = young
        self._edits, self._sites = {}, {}
        self.clear()
        self.shapes.clear()

    def edits(self, chunk: str) -> Sequence[Edit]:
        """Return the edits of a chunk (computing it again if it is not kept)."""
        found = self._edits.get(chunk)
        if found is None:
            found = self._old.edits.get(chunk)
        if found is None:
            found = () if self.get(chunk) == chunk else self._compute(chunk).edits
        return found

    def sites(self, chunk: str) -> Sequence[Site]:
        """Return the sites of a chunk (computing it again if it is not kept)."""
        found = self._sites.get(chunk)
        if found is None:
            found = self._old.sites.get(chunk)
        if found is None:
            found = () if self.shapes.get(chunk) == "0" else self._compute(chunk).sites
        return found
