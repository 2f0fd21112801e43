"""What the anchors of context rules see of the chunks beside them, as numbers: which of two chunks may matter to each other.

Most anchors stand beside no word that any of their rows waits for. A *face* says which of the words that rows know of
a chunk shows: the one it begins with, which is seen from its left, and the one it ends with. Two faces in a row, looked
up, answer for most anchors what reading the words beside them would.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from urdu_norm.memo import CONTEXT, FACES, Site, face_of
from urdu_norm.profile import UrduNormError
from urdu_norm.segment import WORD, first_word, last_word
from urdu_norm.stages.context import Near

__all__ = ["Faces"]

_NONE, _UNCLEAR = 0, 1  # no word that any row knows; one that cannot be told from the chunk
_STOPS = frozenset("۔،؟!؛:.)")
_BOTH, _HEAD, _TAIL = range(3)  # what a face shows of its word: three times its number and one of these


class Faces:
    """The faces of chunks under one profile; ``anchors`` without a row in ``near`` may fire beside any word.

    Raises :class:`UrduNormError` for more words than there are faces.
    """

    def __init__(self, anchors: AbstractSet[str], near: Near) -> None:
        known: set[str] = set(anchors).union(*(side for sides in near.values() for side in sides))
        if 3 * (len(known) + 1) > FACES:
            raise UrduNormError(f"{len(known)} words in context rows: there are faces for {FACES // 3 - 1}")
        self._numbers = {word: 3 * k for k, word in enumerate(sorted(known), 1)}
        self._words = {number: word for word, number in self._numbers.items()}
        self._near = near
        self.before = _Pairs(self._sees_before)
        """By the shapes of two chunks: whether what stands before the second may matter to the anchor that it is."""
        self.after = _Pairs(self._sees_after)
        """By the shapes of two chunks: whether the second may matter to the anchor that the first is."""

    def of(self, text: str, sites: Sequence[Site]) -> int:
        """Return the face of a chunk, given the text that it becomes and the sites in it."""
        numbers = self._numbers
        if text.isalpha():
            return numbers.get(text, _NONE)
        if text[-1:] in _STOPS and text[:-1].isalpha():  # most of the others are a word and a mark
            number = numbers.get(text[:-1], _NONE)
            return number + _HEAD if number else _NONE
        head = self._seen(first_word(text))
        tail = self._seen(last_word(text))
        anchors = [at for at, flags in sites if flags & CONTEXT]
        if anchors:
            # Then the face has to be that of the anchor, and of nothing else in the chunk, nor a word behind it.
            found = WORD.match(text, anchors[0])
            if found is None or len(anchors) > 1 or " " in text:
                return _UNCLEAR
            shown = numbers.get(found.group(), _UNCLEAR)
            if (head, tail) != (0 if found.start() else shown, shown if found.end() == len(text) else 0):
                return _UNCLEAR
        if _UNCLEAR in (head, tail):
            return _UNCLEAR
        if head == tail:
            return head
        return _UNCLEAR if head and tail else head + _HEAD if head else tail + _TAIL

    def _seen(self, word: str) -> int:
        """The number of a word at the edge of a chunk; vowel signs make it unclear."""
        return self._numbers.get(word, _NONE) if word.isalpha() or not word else _UNCLEAR

    def _sees_before(self, left: int | None, anchor: int | None) -> bool:
        if not anchor or anchor == _UNCLEAR or anchor % 3 == _TAIL or left == _NONE:
            return False  # or it is for the other side to say
        return self._matters(left, _HEAD, self._near.get(self._words[anchor - anchor % 3], ((), ()))[0])

    def _sees_after(self, anchor: int | None, right: int | None) -> bool:
        if not anchor or anchor == _UNCLEAR:
            return True
        near = self._near.get(self._words[anchor - anchor % 3])
        if near is None:
            return True
        return anchor % 3 != _HEAD and right != _NONE and self._matters(right, _TAIL, near[1])

    def _matters(self, face: int | None, hidden: int, awaited: AbstractSet[str] | Sequence[str]) -> bool:
        """Whether a chunk beside an anchor may show a word that is ``awaited``; one side of it is ``hidden``."""
        if face is None or face == _UNCLEAR:
            return bool(awaited)
        return face % 3 != hidden and self._words[face - face % 3] in awaited


class _Pairs(dict[str, bool]):
    """A bounded memo of what the shapes of two chunks in a row say; of one alone, that nothing stands beside it."""

    _MOST = 1 << 16

    def __init__(self, sees: Callable[[int | None, int | None], bool]) -> None:
        super().__init__()
        self._sees = sees

    def __missing__(self, two: str) -> bool:
        if len(self) >= self._MOST:
            self.clear()
        faces = [*map(face_of, two), _NONE, _NONE]
        found = self[two] = self._sees(faces[0], faces[1])
        return found
