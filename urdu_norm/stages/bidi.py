"""Controls of the bidirectional algorithm: in a line without left-to-right text all go, else those that do nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from urdu_norm import unicode
from urdu_norm.edits import Edit
from urdu_norm.segment import BIDI
from urdu_norm.stages.letters import LETTER_OR_MARK

__all__ = ["bidi"]

_EMBEDDINGS, _POP = "\u202a\u202b\u202d\u202e", "\u202c"
_ISOLATES, _POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_BIDI_MARKS = "\u061c\u200e\u200f"
_DROPPED_LATER = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufdd0-\ufdef\ufeff]"
)


def bidi(text: str) -> Sequence[Edit]:
    """Return the edits that drop needless controls of the bidirectional algorithm from a line."""
    places = [match.start() for match in BIDI.finditer(text)]
    if not places:
        return ()
    dropped = set(places)
    if any(unicode.is_left_to_right(char) for char in BIDI.sub("", text)):
        dropped = _unmatched(text, places)
        dropped |= _inside_words(text, dropped)
    return [Edit(k, k + 1, "", ("characters/bidi",)) for k in sorted(dropped)]


def _unmatched(text: str, places: Sequence[int]) -> set[int]:
    """Embeddings and isolates without an end, and ends without a beginning."""
    unmatched: set[int] = set()
    open_: list[int] = []
    isolates = 0  # how many of those open are isolates
    for k in places:
        char = text[k]
        if char in _EMBEDDINGS:
            open_.append(k)
        elif char in _ISOLATES:
            open_.append(k)
            isolates += 1
        elif char == _POP:
            if open_ and text[open_[-1]] in _EMBEDDINGS:
                open_.pop()
            else:
                unmatched.add(k)
        elif char == _POP_ISOLATE and not isolates:
            unmatched.add(k)
        elif char == _POP_ISOLATE:
            while text[open_[-1]] in _EMBEDDINGS:
                unmatched.add(open_.pop())
            open_.pop()
            isolates -= 1
    return unmatched.union(open_)


def _inside_words(text: str, dropped: set[int]) -> set[int]:
    """Bidi marks with Arabic letters or marks on both sides, once what is ``dropped`` is gone."""
    found: set[int] = set()
    waiting: list[int] = []  # marks since the last character that stays
    inside = False
    for k, char in enumerate(text):
        if char in _BIDI_MARKS:
            waiting.append(k)
        elif k not in dropped and not _DROPPED_LATER.match(char):
            letter = bool(LETTER_OR_MARK.match(char))
            if not letter and unicode.combining(char):
                continue  # a mark of another script may stand before one of ours, or after it
            if inside and letter:
                found.update(waiting)
            inside = letter
            waiting.clear()
    return found
