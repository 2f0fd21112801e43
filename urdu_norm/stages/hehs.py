"""The hehs: heh goal or do-chashmi heh, by the lexicon or by the letter before.

Arabic heh and ae become one of the two; do-chashmi heh becomes heh goal where nothing is aspirated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from urdu_norm import unicode
from urdu_norm.edits import Edit, Step
from urdu_norm.profile import Profile
from urdu_norm.stages.letters import APART, DOCHASHMI, HIGH_HAMZA, SEGMENT, TATWEEL, Frequency, on, swapped
from urdu_norm.tables import characters, table

__all__ = ["DOUBTFUL_DOCHASHMI", "heh"]

_HEH, _GOAL, _AE, _HAMZA_ABOVE = "\u0647", "\u06c1", "\u06d5", "\u0654"

DOUBTFUL_DOCHASHMI = "\u06be(?<![\u0628\u067e\u062a\u0679\u062c\u0686\u062f\u0688\u0691\u06a9\u06af]\u06be)"
"""Do-chashmi heh anywhere but directly after a consonant that is often aspirated."""

_INSIDE, _AT_END = 0.80, 0.90  # the share of do-chashmi heh from which it is taken for an unknown word
_COMMONER = 20  # how many times as common the word with heh goal must be
_MET = 50  # how often each of two words that lack a space must be met to tell which heh is meant
_LONG = 5  # letters: two of a shorter word may well be swapped to make another


class _Hehs:
    """What the tables say about heh."""

    def __init__(self) -> None:
        self.share = {
            characters(row["after"]): (float(row["medial"]), float(row["final"]))
            for row in table("characters/heh-shares").dicts()
        }
        doublets = table("characters/heh-doublets")
        self.goal = frozenset(doublets.column("goal"))
        self.dochashmi = frozenset(doublets.column("dochashmi"))
        self.prefixes = tuple(table("characters/dochashmi-misuse").column("word"))
        self.doubtful = frozenset("\u0631\u0644\u0645\u0646")  # both hehs stand after these


def heh(profile: Profile, frequency: Frequency | None) -> Step | None:
    """Give each heh of a word its Urdu code point."""
    chars = {_HEH: "heh", _AE: "ae", DOCHASHMI: "dochashmi-misuse"}
    chars = {char: name for char, name in chars.items() if on(name, profile)}
    if not chars:
        return None
    pattern = re.compile("|".join(DOUBTFUL_DOCHASHMI if char == DOCHASHMI else char for char in chars))
    known = _Hehs()

    def step(text: str) -> Sequence[Edit]:
        if not pattern.search(text):
            return ()
        edits: list[Edit] = []
        for segment in SEGMENT.finditer(text):
            if pattern.search(text, *segment.span()):
                start = segment.start()
                digit = text[start - 1 : start].isdigit()
                word = segment.group()
                new = _resolved(word, chars, digit, known, frequency)
                edits += (
                    Edit(start + k, start + k + 1, right, (f"characters/{chars[wrong]}",))
                    for k, (wrong, right) in enumerate(zip(word, new, strict=True))
                    if wrong != right
                )
        return edits

    return step


def _resolved(word: str, chars: Mapping[str, str], digit: bool, known: _Hehs, frequency: Frequency | None) -> str:
    """Return a word with each heh resolved; it stays as long as it was."""
    places = [k for k, char in enumerate(word) if char != TATWEEL and not unicode.combining(char)]
    letters = [word[k] for k in places]
    last = len(letters) - 1
    while last > 0 and letters[last] == HIGH_HAMZA:
        last -= 1
    if _AE in chars:
        letters = [_GOAL if char == _AE and k == last else char for k, char in enumerate(letters)]
    if _HEH in chars and _HEH in letters:
        if letters == [_HEH] and digit:
            letters = [DOCHASHMI]  # the sign of the Hijri year
        open_places: list[int] = []
        for k, char in enumerate(letters):
            if char == _HEH:
                hamza = letters[k + 1 : k + 2] == [HIGH_HAMZA] or _HAMZA_ABOVE in _marks_after(word, places[k])
                if hamza or k == 0 or letters[k - 1] not in known.share:
                    letters[k] = _GOAL
                else:
                    open_places.append(k)
        if open_places:
            _decide(letters, open_places, last, known, frequency)
    if DOCHASHMI in chars and DOCHASHMI in letters:
        _without_misuse(letters, known, frequency)
    result = list(word)
    for k, char in zip(places, letters, strict=True):
        result[k] = char
    return "".join(result)


def _marks_after(word: str, position: int) -> str:
    end = position + 1
    while end < len(word) and unicode.combining(word[end]):
        end += 1
    return word[position + 1 : end]


def _decide(letters: list[str], places: list[int], last: int, known: _Hehs, frequency: Frequency | None) -> None:
    """Fill in heh where both are possible: by the commoner word, else by the letter before."""

    def filled(choice: Iterable[str]) -> str:
        copy = letters.copy()
        for k, char in zip(places, choice, strict=True):
            copy[k] = char
        return "".join(copy)

    goal = (_GOAL,) * len(places)
    if filled(goal) in known.goal:
        choice: tuple[str, ...] = goal
    else:
        choice = tuple(_by_share(letters[k - 1], k == last, known) for k in places)
        if frequency is not None and len(places) <= 4:
            choices = list(product((_GOAL, DOCHASHMI), repeat=len(places)))
            counts = {one: frequency(filled(one)) for one in choices}
            if not any(counts.values()):
                counts = {one: _apart(filled(one), frequency) for one in choices}
            best = max(counts.values())
            if counts[choice] < best:
                choice = next(one for one, count in counts.items() if count == best)
    for k, char in zip(places, choice, strict=True):
        letters[k] = char


def _apart(run: str, frequency: Frequency) -> int:
    """How often the rarer of two words is met that a missing space has joined, where it does not show; 0 if hardly ever."""
    ends = (k for k in range(2, len(run) - 1) if run[k - 1] in APART)
    rarer = max((min(frequency(run[:k]), frequency(run[k:])) for k in ends), default=0)
    return rarer if rarer >= _MET else 0


def _by_share(before: str, final: bool, known: _Hehs) -> str:
    share = known.share[before][final]
    return DOCHASHMI if share >= (_AT_END if final else _INSIDE) else _GOAL


def _without_misuse(letters: list[str], known: _Hehs, frequency: Frequency | None) -> None:
    """Replace do-chashmi heh where only heh goal can stand."""
    word = "".join(letters)
    if len(letters) == 1 or DOCHASHMI * 3 in word or word.startswith(known.prefixes) or word in known.dochashmi:
        return
    new = letters.copy()
    doubtful: list[int] = []
    for k, char in enumerate(letters):
        if char == DOCHASHMI:
            if k == 0 or letters[k - 1] not in known.share:
                new[k] = _GOAL
            elif letters[k - 1] in known.doubtful:
                doubtful.append(k)
    count = 0 if frequency is None else frequency("".join(new))
    if not count and DOCHASHMI * 2 in word:
        return  # a drawn-out cry, or a key that was pressed twice
    if frequency is not None:
        if not count and len(word) >= _LONG and new != letters and any(map(frequency, swapped(word))):
            return  # «پیھنک»: what is wrong with it is the order
        then = "".join(_GOAL if k in doubtful else char for k, char in enumerate(new))
        if doubtful and then not in known.goal and frequency(then) >= _COMMONER * max(count, 1):
            new = list(then)
    letters[:] = new
