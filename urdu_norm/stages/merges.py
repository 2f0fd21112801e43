"""Spaces that break a word: which pieces are joined, by how little they are like words and how common the whole is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

from urdu_norm import lexicon, unicode
from urdu_norm.edits import Edit
from urdu_norm.segment import WORD
from urdu_norm.stages import beside
from urdu_norm.stages.divisions import ODDS_FUNCTION

__all__ = ["MERGE", "is_piece", "make_a_word", "merge"]

MERGE = "lexicon/merge"

# How common the whole word must be for its pieces to be joined.
_STRAYS_LEAST = 3  # no piece is a word
_STRAY_LEAST = 15  # one piece is a word
_LETTER_LEAST = 100  # one piece is a word and another a single letter
_LAST_LETTER_LEAST = 20  # the single letter is the last and one that nobody lists
_LAST_LETTERS = frozenset("ںزیے")
_LETTERS_LEAST = 5000  # all pieces are single letters
_RARE_BAND = lexicon.band_of(20)
_RARER = lexicon.band_of(30)
_LONGEST_PIECE = 8
_NEVER_FIRST = frozenset("ھڑںئ")  # letters that no word begins with
_VOWELLED = re.compile("[{}]".format(unicode.VOWEL_MARKS.replace("\u064b", "")))  # but tanween, no known word has these
_AROUND = 3  # how many words to each side are looked at
_COMMON_BAND = lexicon.band_of(1000)
_FAR = lexicon.band_of(4)


def is_piece(word: str) -> bool:
    """Whether ``word`` may be a piece of a word that a space broke: short, and hardly a word."""
    if len(word) > _LONGEST_PIECE or lexicon.words().get(word, -1) > _RARE_BAND:
        return False
    # Of three pieces the middle one need not be an affix: one of the others is a piece too, and that is enough.
    return lexicon.is_affix(word) and (word.isalpha() or not _VOWELLED.search(word))


def merge(text: str, sites: Iterable[int], may_be_piece: Callable[[str], bool]) -> list[Edit]:
    """Return the edits that join broken words; ``sites`` are the offsets of what may be pieces."""
    found = (WORD.match(text, site) for site in sites)
    strays = [match for match in found if match is not None and may_be_piece(match.group())]
    if not any(_may_merge(text, match) for match in strays):
        return []
    waiting = _tokens(text, {match.start() for match in strays})
    done: list[_Token] = []
    k = 0
    while k < len(waiting):
        if waiting[k].stray:
            left = done[-_AROUND:]
            window = _window(text, left + waiting[k : k + _AROUND + 1], len(left))
            if window is not None:
                first, last = window
                pieces = [*done[len(done) - len(left) + first :], *waiting[k : k + last - len(left) + 1]]
                del done[len(done) - len(left) + first :]
                k += last - len(left)
                word = "".join(piece.word for piece in pieces)
                waiting[k] = _Token(word, pieces[0].start, pieces[-1].end, stray=may_be_piece(word), merged=True)
                # A fragment before it has a new neighbour: look again.
                for _ in range(min(2, len(done))):
                    k -= 1
                    waiting[k] = done.pop()
                continue
        done.append(waiting[k])
        k += 1
    return [Edit(token.start, token.end, token.word, (MERGE,)) for token in done if token.merged]


class _Token(NamedTuple):
    """A word of a line: whether it may be a fragment, and whether it was made of fragments."""

    word: str
    start: int
    end: int
    stray: bool
    merged: bool


def _tokens(text: str, sites: AbstractSet[int]) -> list[_Token]:
    """Return the words of a line; those at ``sites`` may be fragments."""
    return [
        _Token(match.group(), match.start(), match.end(), match.start() in sites, merged=False)
        for match in WORD.finditer(text)
    ]


def _may_merge(text: str, piece: re.Match[str]) -> bool:
    """Whether a fragment and its neighbours make a known word: what most fragments do not."""
    before = after = ""
    left, end = beside.word_before(text, piece.start())
    if left:
        before, _ = beside.word_before(text, end - len(left))
    right, end = beside.word_after(text, piece.end())
    if right:
        after, _ = beside.word_after(text, end)
    return make_a_word(before, left, piece.group(), right, after)


def make_a_word(before: str, left: str, word: str, right: str, after: str) -> bool:
    """Whether a fragment and some of the words beside it, which may be empty, make a known word."""
    words = lexicon.words()
    joined = left + word
    if left and (
        (joined in words and _merged((left, word)))
        or (before and before + joined in words and _merged((before, left, word)))
        or (right and joined + right in words and _merged((left, word, right)))
    ):
        return True
    joined = word + right
    return right != "" and (
        (joined in words and _merged((word, right)) is not None)
        or (after != "" and joined + after in words and _merged((word, right, after)) is not None)
    )


def _window(text: str, tokens: Sequence[_Token], k: int) -> tuple[int, int] | None:
    """Return the first and last index of the tokens around ``k`` that make one word.

    If several do, the ones that are the least like words.
    """
    best: tuple[tuple[int, int, int], tuple[int, int]] | None = None
    for first, last in ((k - 1, k), (k, k + 1), (k - 2, k), (k - 1, k + 1), (k, k + 2)):
        if first < 0 or last >= len(tokens):
            continue
        window = tokens[first : last + 1]
        if _touched(text, window[0].start, window[-1].end) or any(
            a.end == b.start or text[a.end : b.start].strip(" ") for a, b in pairwise(window)
        ):
            continue
        before = tokens[first - 1].word if first else ""
        after = tokens[last + 1].word if last + 1 < len(tokens) else ""
        if len(window[0].word) == 1 == len(before) or len(window[-1].word) == 1 == len(after):
            continue  # initials, an abbreviation, the letters of a list
        if len(window[-1].word) == 1 and after.startswith("لیگ"):
            continue  # the party ن لیگ
        weight = _merged([token.word for token in window])
        if weight is None:
            continue
        whole, word, letter = weight[-1], window[-2].word, window[-1].word
        if _goes_on(whole, word, letter, after):
            continue
        if _is_cut_off(whole, word, letter) and not text[window[-1].end :].strip(" "):
            continue
        if best is None or weight > best[0]:
            best = (weight, (first, last))
    return best[1] if best is not None else None


def _goes_on(whole: int, word: str, letter: str, after: str) -> bool:
    """Whether an alif by itself may as well be the first letter of the word after it, typed once or twice: «کہ ا نہیں».

    ``whole`` is the band of what it makes with the ``word`` before it, which has to be the commoner one.
    """
    band = lexicon.words().get
    if letter != "ا" or band(word, -1) <= whole:
        return False
    return after.startswith(letter) or band(letter + after, -1) >= _COMMON_BAND


def _is_cut_off(whole: int, word: str, letter: str) -> bool:
    """Whether a letter that a text ends with may as well be all that is left of a word: «کو د».

    ``whole`` is the band of what it makes with the ``word`` before it, which has to be a lot commoner.
    """
    return len(letter) == 1 and letter not in _LAST_LETTERS and lexicon.words().get(word, -1) > whole + _FAR


def _is_meant(first: str, second: str, *, word: bool) -> bool:
    """Whether the space between two pieces is no slip, which happens where a letter does not join.

    Behind one that joins it is meant (کمٹ منٹ, شش ماہی); before two letters if the first piece is a ``word`` (بی ٹا) and
    the second may be one, or if the second is a commoner word than both together (کامی اب).
    """
    if len(first) == 1 or len(second) == 1 or lexicon.ends_open(first):
        return False
    words = lexicon.words()
    return (
        len(second) > 2
        or (word and second[0] not in _NEVER_FIRST)
        or words.get(second, -1) > words.get(first + second, -1)
    )


def _touched(text: str, start: int, end: int) -> bool:
    """Whether a letter of another script stands right before or behind: then what stands there is a part of something."""
    return text[max(start - 1, 0) : start].isalpha() or text[end : end + 1].isalpha()


def _merged(pieces: Sequence[str]) -> tuple[int, int, int] | None:
    """Return how little ``pieces`` are like words and how common the word that they make; None if they may be words."""
    words = lexicon.words()
    whole = words.get("".join(pieces), -1)
    if whole < 0:
        return None
    # No word, or so much rarer than the whole that its own sightings may have been pieces.
    rare = max(-1, min(_RARE_BAND, whole - _RARER))
    strays = [piece for piece in pieces if words.get(piece, -1) <= rare]
    if len(strays) < len(pieces) - 1 or not strays:
        return None
    if len(pieces) == 2 and _is_meant(*pieces, word=pieces[0] not in strays):
        return None
    if max(map(len, pieces)) == 1:
        least = _LETTERS_LEAST
    elif len(strays) == len(pieces):
        least = _STRAYS_LEAST
    elif min(map(len, strays)) > 1:
        least = _STRAY_LEAST
    elif len(pieces) == 2 and len(pieces[0]) == 1 and pieces[0] in strays and words.get(pieces[-1], -1) > whole:
        return None  # a letter by itself before a commoner word
    elif len(pieces) == 2 and pieces[1] in _LAST_LETTERS and len(pieces[0]) > 2:
        least = _LAST_LETTER_LEAST
    else:
        least = _LETTER_LEAST
    if whole < lexicon.band_of(least):
        return None
    # A whole that is itself two words in disguise proves nothing.
    joined = lexicon.segment("".join(pieces))
    if joined is not None and joined.odds >= ODDS_FUNCTION:
        return None
    commonest = max(words.get(piece, -1) for piece in pieces)
    return len(strays), -commonest, whole
