"""Joiners and tatweel: zero-width characters and stretched letters, judged by the letters on both sides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from urdu_norm import unicode
from urdu_norm.edits import Edit, Step
from urdu_norm.profile import Profile
from urdu_norm.segment import ARABIC_SCRIPT, LETTERS_AND_MARKS
from urdu_norm.stages.letters import APART, HIGH_HAMZA, TATWEEL, Frequency, bare, is_letter, on, word_after, word_before

__all__ = ["joiners"]

_ZWSP, _ZWNJ, _ZWJ = "\u200b", "\u200c", "\u200d"
_NOON_GHUNNA, _BARI_YE = "\u06ba", "\u06d2"


def joiners(profile: Profile, frequency: Frequency | None) -> Step | None:
    """Judge runs of zero-width characters and tatweel as one, by the letters on both sides."""
    names = {_ZWSP: "zwsp", _ZWNJ: "zwnj", _ZWJ: "zwj", "\u034f": "grapheme-joiner", TATWEEL: "tatweel"}
    names = {char: name for char, name in names.items() if on(name, profile)}
    if not names:
        return None
    pattern = re.compile(f"[{''.join(names)}]+")

    def step(text: str) -> Sequence[Edit]:
        edits: list[Edit] = []
        # The letter before, past marks, joiners and a high hamza; up to where it was looked for.
        left, position = "", 0
        words, word_end, letters = _WITH_JOINERS.finditer(text), 0, 0  # words with their joiners
        for found in pattern.finditer(text):
            start, end = found.span()
            for char in text[position:start]:
                if is_letter(char):
                    left = left if char == HIGH_HAMZA and left else char
                elif not (unicode.combining(char) or char in _JOINERS):
                    left = ""
            position = end
            while word_end < end:
                word = next(words)
                word_end, letters = word.end(), sum(map(is_letter, word.group()))
            place = _Place(text, start, end, left, letters == 1)
            old = found.group()
            new = _joined(place, old, frequency)
            if new != old:
                gone = dict.fromkeys(f"characters/{names[char]}" for char in old if char not in new)
                edits.append(Edit(start, end, new, tuple(gone) or (f"characters/{names[old[0]]}",)))
        return edits

    return step


_JOINERS = "\u0640\u034f\u200b\u200c\u200d"
_WITH_JOINERS = re.compile(f"[{LETTERS_AND_MARKS}{_JOINERS}]+")


class _Place(NamedTuple):
    """Where a run of joiners stands: between ``left``, a letter or nothing, and what follows ``end``."""

    text: str
    start: int
    end: int
    left: str
    single: bool  # the word has but one letter


def _joined(place: _Place, run_: str, frequency: Frequency | None) -> str:
    """Return what a run of joiners becomes."""
    text, start, end, left, single = place
    before, after = text[start - 1 : start], text[end : end + 1]
    if _of_another_script(before) or (not before and _of_another_script(after)):
        return run_
    right = after if after and is_letter(after) else ""
    between = bool(left and right)
    if between and _ZWSP in run_ and (left in (_NOON_GHUNNA, _BARI_YE) or _two_words(text, start, end, frequency)):
        return " "
    kept = ""
    if _ZWNJ in run_:
        if between and left == _NOON_GHUNNA:
            return " "
        if between and left not in APART and right != "\u0621":
            return _ZWNJ
    elif _ZWJ in run_ and bool(left) != bool(right) and single:
        kept = _ZWJ
    if TATWEEL in run_ and (not left or left in APART or (not right and single)):
        stretched = TATWEEL * run_.count(TATWEEL)
        return stretched + kept if left else kept + stretched
    return kept


def _of_another_script(char: str) -> bool:
    """Whether a joiner beside this character is another script's or an emoji's business."""
    if not char or char == "\u034f" or ARABIC_SCRIPT.match(char):
        return False
    category = unicode.category(char)
    return category[0] in "LM" or category == "So" or (category == "Sk" and char > "\U0001f000")  # a skin tone


def _two_words(text: str, start: int, end: int, frequency: Frequency | None) -> bool:
    """Whether the lexicon knows what stands on both sides, but not both together."""
    if frequency is None:
        return False
    left, right = bare(word_before(text, start)), bare(word_after(text, end))
    if len(left) < 2 or len(right) < 2 or frequency(left + right):
        return False
    return frequency(left) > 0 and frequency(right) > 0
