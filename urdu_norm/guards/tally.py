"""Whether a line has nothing to guard, as far as its words one by one tell: a sum, without a look at the line.

Of the lines that are looked at because of one word, most hold no more than a typo that another language has as a word, or
a letter from an Arabic keyboard. What a chunk says about its line is counted once; the counts of a line are one sum.
"""

from __future__ import annotations

import re

from urdu_norm.guards.chunk import HINT
from urdu_norm.guards.keyboard import BALLOT, BITS, TYPED, is_typed, reading_of
from urdu_norm.guards.lines import QUOTED, TOKEN, begins_quoted
from urdu_norm.guards.vocabulary import LANGUAGES
from urdu_norm.guards.words import ALIEN, ALL, EVIDENCE, FOREIGN, OWN, STRANGE, STRONG, WORDS_KEPT, word_of

__all__ = ["is_idle"]

_SIGNS = re.compile(f"{HINT.pattern[:-1]}$<\u060e\u060f\ufd3e\ufd3f]")  # code, markup, addresses, verse, scripture
_OTHERS = FOREIGN | STRONG | STRANGE  # without one of them there is no other language, without evidence no Arabic
_NUMBERS = 10 + len(LANGUAGES)  # of what a chunk says, above the ballot of its words
_MOST = (1 << BITS) - 1
_ONE = [1 << BALLOT + BITS * k for k in range(_NUMBERS)]  # one more of each
_MARKED, _KEYS, _LEFT, _EVIDENT, _OTHER, _QUOTES, _ARABIC, _STRONG, _OWN, *_ENDS = _ONE
_OF_SIGNS = [
    (_EVIDENT if signs & EVIDENCE else 0)
    + (_OTHER if signs & _OTHERS else 0)
    + (_STRONG if signs & (FOREIGN | STRONG) else 0)
    + (_OWN if signs & OWN else 0)
    + (_ENDS[-1] if signs & ALIEN else 0)
    for signs in range(256)
]
_OF_ENDS = [sum(one for k, one in enumerate(_ENDS[:-1]) if ends >> k & 1) for ends in range(ALL + 1)]


def is_idle(line: str) -> bool:
    """Whether :func:`find` finds nothing in a line, whatever guards are on; often false where it does not.

    >>> is_idle("اس نے آپنا کام ٹھیک کیا تھا"), is_idle("إنما الأعمال بالنيات")
    (True, False)
    """
    total = sum(map(_counts.__getitem__, line.split(" ")))
    numbers = [total >> BALLOT + BITS * k & _MOST for k in range(_NUMBERS)]
    signs, keys, left, evidence, other, quotes, arabic, strong, own, *ends = numbers
    if signs:
        return False
    if keys and is_typed(total & (1 << BALLOT) - 1, begins_quoted(line)):
        return not left
    if not (evidence or other):
        return True
    # No run of words then reaches from one edge of the line, or mark, to another, so one word with strong evidence is
    # not enough for any; and a line with words that only Urdu has is of no other language as a whole.
    unbounded = not quotes and min(ends) > 1
    return unbounded and own > 0 and arabic < 2 and strong < 2


def _counted(chunk: str) -> int:
    """What a chunk says: these numbers side by side, with the sum of the ballots of its words."""
    total = 0
    for token in TOKEN.findall(chunk):
        word, reading = word_of(token), reading_of(token)
        total += reading.ballot + _OF_SIGNS[word.signs] + _OF_ENDS[word.ends]
        if word.arabic >= 1:
            total += _ARABIC
        if not TYPED.isdisjoint(word.odd):
            total += _KEYS
        if reading.word.signs & (_OTHERS | EVIDENCE):
            total += _LEFT
    if _SIGNS.search(chunk):
        total += _MARKED
    return total + _QUOTES if QUOTED.search(chunk) else total


class _Counts(dict[str, int]):
    """A bounded memo of what chunks say."""

    def __missing__(self, chunk: str) -> int:
        if len(self) >= WORDS_KEPT:
            self.clear()
        found = self[chunk] = _counted(chunk)
        return found


_counts = _Counts()
