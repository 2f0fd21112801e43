"""The bounded memo: each distinct chunk is normalized once. Invisible in every result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from urdu_norm.edits import Edit

__all__ = [
    "ANCHORS",
    "ASKING",
    "CHANGING",
    "CONTEXT",
    "FACES",
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
    "changes",
    "face_of",
    "flags_of",
]

CONTEXT, FRAGMENT, NEAR, SPACE, LINE, SIGN, LOOK, MIXED = (1 << k for k in range(8))
"""The flags of a site: a context anchor, a piece of a word, an unknown word; then those that concern the line, wherever
they stand: a space to look at, a line to be looked at as a whole, a sign that a space parts from its word (or a zero width
space: characters come first), a chunk of which guards must see the look and not the code points, a word that letters which
are not of one touch.
"""

PLACED = CONTEXT | FRAGMENT | NEAR
"""The flags of which it matters where they stand."""

FACES = 1 << 14
"""How many faces there may be (:mod:`urdu_norm.faces`): what the anchors beside a chunk see of it, as a number."""

_FIRST = ord("0")  # the shape of a chunk is one character, counted from this
_GROUP = (0, 0, *range(1, 8), *range(1, 8))  # the placed flags of the groups of shapes, of which each has all faces
_STAYING = 7  # groups from the first that changes and raises flags to the one with the same flags that stays
_NO_GROUP = len(_GROUP) * FACES  # above these the flags that concern the line, without faces
_STAYS = 2 * MIXED

CHANGING = "[{}-{}{}-{}]".format(
    *(chr(_FIRST + at) for at in (FACES, 9 * FACES - 1, _NO_GROUP, _NO_GROUP + _STAYS - 1))
)
ASKING = f"[{chr(_FIRST + 2 * FACES)}-\U0010ffff]"
"""Patterns for the shapes of chunks that change, and of those that raise a flag."""

LOUD = chr(_FIRST + _NO_GROUP)
"""The first shape of a chunk with a flag that concerns the line as a whole: the others come after it."""

ANCHORS = tuple((chr(_FIRST + k * FACES), chr(_FIRST + (k + 1) * FACES)) for k in (1 + CONTEXT + _STAYING, 1 + CONTEXT))
"""Where the shapes of chunks that raise :data:`CONTEXT` and no other flag begin and end: of those that stay and that change."""

LINE_BREAK = "\n"
"""A chunk of its own where many lines are looked up at once; it stays, and is its own shape."""

_UNKNOWN = chr(_FIRST + _NO_GROUP + LINE)  # it may change, and raise flags
_NOT_AT_REST = chr(_FIRST + FACES)  # all shapes below are of chunks that stay and raise no flag
_LONG = 256  # chunks beyond this are not words; keeping them would let one hostile text fill the memory

Site = tuple[int, int]
"""Where something stands that only its line can decide, and what: an offset and flags."""


class Chunk(NamedTuple):
    """What a chunk becomes: its text, the edits that made it, and the sites in its text, in order."""

    text: str
    edits: Sequence[Edit]
    sites: Sequence[Site]


def shape_of(sites: Sequence[Site], changes: bool, face: int = 0) -> str:
    """Return one character that says which flags a chunk raises, whether it changes, and its face.

    >>> shape_of([], False), shape_of([], True) == shape_of([], False), shape_of([], False, 5)
    ('0', False, '5')
    """
    together = 0
    for _, flags in sites:
        together |= flags
    if together > PLACED:
        return _character(_NO_GROUP + together + (0 if changes else _STAYS))
    group = changes if not together else 1 + together + (0 if changes else _STAYING)
    return _character(group * FACES + face)


@cache
def _character(number: int) -> str:
    return chr(_FIRST + number)


def changes(shape: str) -> bool:
    """Whether a chunk of that shape becomes another text.

    >>> changes(shape_of([], False)), changes(shape_of([(0, CONTEXT)], True)), changes(shape_of([(0, LINE)], False))
    (False, True, False)
    """
    number = ord(shape) - _FIRST
    return number - _NO_GROUP < _STAYS if number >= _NO_GROUP else FACES <= number < 9 * FACES


def flags_of(shape: str) -> int:
    """Return the flags that a shape stands for.

    >>> flags_of(shape_of([], True, 7)), flags_of(shape_of([(0, CONTEXT), (4, NEAR)], True)) == CONTEXT | NEAR
    (0, True)
    """
    number = ord(shape) - _FIRST
    if number >= _NO_GROUP:
        return number - _NO_GROUP & _STAYS - 1
    return _GROUP[number // FACES] if number > 0 else 0


def face_of(shape: str) -> int | None:
    """Return the face of a chunk, 0 for a line break; None if its shape has none.

    >>> face_of(shape_of([(0, NEAR)], True, 7)), face_of(shape_of([(0, LINE)], True, 7)), face_of(LINE_BREAK)
    (7, None, 0)
    """
    number = ord(shape) - _FIRST
    if number >= _NO_GROUP:
        return None
    return number % FACES if number > 0 else 0


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
    """Map chunks to their shapes (:func:`shape_of`): whether they change, which flags they raise, what neighbours see.

    So one pass without a Python step says of a line what in it has to be looked at. Texts, edits and sites are kept of the
    chunks that have any of their own. Memory is bounded in two generations of ``size / 2`` chunks: a full one becomes the
    old one, which is asked before anything is computed. Reading and writing one memo from several threads is safe: an
    entry only ever gets the one value it can have, and what was dropped is computed again.
    """

    __slots__ = ("_compute", "_face", "_limit", "_old", "_young")

    def __init__(
        self,
        compute: Callable[[str], Chunk],
        size: int,
        face: Callable[[str, Sequence[Site]], int] = lambda text, sites: 0,
    ) -> None:
        super().__init__()
        self._compute = compute
        self._face = face
        self._limit = size // 2
        self._young, self._old = _Generation(), _Generation()

    def __missing__(self, chunk: str) -> str:
        """Take a chunk over from the old generation or compute it; return its shape."""
        shape = self._old.shapes.get(chunk)
        if shape is not None and shape < _NOT_AT_REST:  # most: there is nothing but the shape
            if len(self) >= self._limit:
                self._rotate()
            self[chunk] = shape
            return shape
        if chunk == LINE_BREAK:
            self[chunk] = LINE_BREAK
            return LINE_BREAK
        if shape is None:
            text, edits, sites = self._compute(chunk)
            shape = shape_of(sites, text != chunk, self._face(text, sites))
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
            found = self._compute(chunk).text if changes(self._kept(chunk, _UNKNOWN)) else chunk
        return found

    def edits(self, chunk: str) -> Sequence[Edit]:
        """Return the edits of a chunk (computing it again if it is not kept)."""
        found = self._young.edits.get(chunk)
        if found is None:
            found = self._old.edits.get(chunk)
        if found is None:
            found = self._compute(chunk).edits if changes(self._kept(chunk, _UNKNOWN)) else ()
        return found

    def sites(self, chunk: str) -> Sequence[Site]:
        """Return the sites of a chunk (computing it again if it is not kept)."""
        found = self._young.sites.get(chunk)
        if found is None:
            found = self._old.sites.get(chunk)
        if found is None:
            found = () if not flags_of(self._kept(chunk, _UNKNOWN)) else self._compute(chunk).sites
        return found
