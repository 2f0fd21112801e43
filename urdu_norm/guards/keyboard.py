"""Urdu typed on an Arabic keyboard, whose letters are those of other languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from urdu_norm import lexicon
from urdu_norm.guards.vocabulary import languages_of, weak_words
from urdu_norm.guards.words import ALL, FOREIGN, LONG, MARKS, PNB, STRONG, WORDS_KEPT, Word, seldom, word_of

__all__ = ["BALLOT", "BITS", "TYPED", "is_typed", "reading_of"]

_SOUNDS = re.compile("[ٹڈڑںے]|[بپتجچدکگ]ھ")  # letters for what Arabic and Persian do not have
_NOT_PUNJABI = ALL & ~PNB & ~1  # Punjabi shares the words of Urdu, and their letters
_COMMON = lexicon.band_of(2000)
TYPED, _UNTYPED = frozenset("يىكه"), frozenset("یکہ")  # what an Arabic keyboard has for letters of Urdu, and these
_YEH_KAF = str.maketrans("يىك", "ییک")
_HEH = re.compile("[هہھ]")
_SURE = 9  # bands: eight times as frequent
_DOUBTS = 3  # for each word that only Urdu has
BITS = 32  # for each number of a ballot: more words than a line has
BALLOT = 6 * BITS
_HEH_PLACES = 4  # how many hehs of a word are tried both ways


class _Reading(NamedTuple):
    """A word as it is if it was typed on an Arabic keyboard. It is the same before and after unification."""

    word: Word
    ballot: int  # what it says about its line


@lru_cache(maxsize=WORDS_KEPT)
def reading_of(token: str) -> _Reading:
    """Return a word as it is if it was typed on an Arabic keyboard."""
    seen = word_of(token)
    if len(token) > LONG:
        return _Reading(seen, _ballot(seen, seen, proof=False, rarity=1.0, common=False))
    letters = token.translate(_YEH_KAF)
    best, band = "", -2
    for spelling in _both_hehs(letters) if _HEH.search(letters) else (letters,):
        if (found := lexicon.band(MARKS.sub("", spelling))) > band:
            best, band = spelling, found
    word = word_of(best)
    rarity = min(seldom(best), seldom(word.plain))  # with and without its vowel signs: فوراً has one
    proof = word.urdu
    if not (proof or rarity) and len(word.plain) > 2 and _SOUNDS.search(word.plain):
        proof = "ھ" not in word.plain or band - lexicon.band(word.plain.replace("ھ", "ہ")) >= _SURE
    if proof:
        others = (languages_of().get(same, (0, 0))[1] for same in {seen.plain, letters, word.plain})
        proof = not any(shared & _NOT_PUNJABI for shared in others)
    return _Reading(word, _ballot(seen, word, proof, rarity, band >= _COMMON))


def _both_hehs(letters: str) -> Iterator[str]:
    """Yield a word with one and the other letter for each heh: either may be meant, the more frequent word is."""
    chars = list(letters.replace("ه", "ہ"))
    places = [k for k, char in enumerate(chars) if char in "ہھ"][:_HEH_PLACES]
    for choice in product("ہھ", repeat=len(places)):
        for place, char in zip(places, choice, strict=True):
            chars[place] = char
        yield "".join(chars)


def _ballot(seen: Word, word: Word, proof: bool, rarity: float, common: bool) -> int:
    """What a word says about its line, as numbers side by side, so that those of a line are one sum.

    Whether it speaks for another language; whether it proves Urdu, in letters that only this keyboard has, in letters
    that it has not; whether it is longer than a letter; twice the doubt whether it is an Urdu word.
    """
    odd = not TYPED.isdisjoint(seen.odd)
    against = bool(seen.signs & (FOREIGN | STRONG)) and not (odd and common)
    proof = proof and not against
    native = proof and not _UNTYPED.isdisjoint(seen.plain)
    long = len(seen.plain) > 1
    doubt = 0.0
    if long:
        shared = seen.plain in weak_words() or word.arabic >= 1
        doubt = rarity if not shared else 0.5 if common else 1.0
    b = BITS
    return (((((against << b | proof) << b | (proof and odd)) << b | native) << b | long) << b) | int(2 * doubt)


def is_typed(ballots: int, quoted: bool) -> bool:
    """Whether a line is Urdu from an Arabic keyboard, whose letters then stand for those of Urdu and prove nothing.

    ``ballots`` is the sum of those of its words, ``quoted`` whether it begins with a quotation mark.

    It has words that only Urdu has, more of them in these letters than in those of Urdu, and more than words of another
    language. Or nothing speaks for one or the other, it does not begin with a quotation mark, and four fifths of the
    words are known to Urdu and not shared.
    """
    against, proofs, typed, native, long, doubts = (ballots >> BITS * k & (1 << BITS) - 1 for k in range(5, -1, -1))
    if typed or native:
        return typed > native and proofs > against and doubts <= 2 * _DOUBTS * proofs
    return not (against or quoted) and 5 * doubts <= 2 * long
