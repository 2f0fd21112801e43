"""Slips of one letter or two: the ways a word may have gone wrong, and the known words that it may stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from urdu_norm import lexicon, unicode
from urdu_norm.edits import trimmed
from urdu_norm.stages.letters import DOCHASHMI, swapped
from urdu_norm.tables import Table

__all__ = ["ANYWHERE", "Alternatives", "Slip", "Slips", "alternatives", "doubled"]

_SHORTEST = 3  # shorter words may be anything
_LONGEST = 24  # in longer words no single slip hides
_LETTERS = unicode.CORE_LETTERS
_CONSONANTS = _LETTERS.translate(dict.fromkeys(map(ord, "اآویےءئؤۂۓۃں")))
_FORMS = 50  # forms with one slip in which a second is looked for
_SHORT = 3  # letters: so short a word is a slip only for a very common one
_SHORT_BAND = lexicon.band_of(1000)
_OMITTED_BAND = lexicon.band_of(50)  # no rarer word is believed to lack a letter

_REPEATED = frozenset({"lexicon/heh", "lexicon/medial-yeh"})
"""Rules whose slip a writer makes all the time, so that a word may have two."""


class Slip(NamedTuple):
    """One way a word may have gone wrong: ``old`` stands where ``new`` was meant."""

    where: str
    old: str
    new: str
    least: int
    length: int = 0  # the shortest word that this slip is believed of

    def stands(self, start: int, end: int, length: int) -> bool:
        """Whether this slip may have happened at ``start`` to ``end`` of a word of ``length`` letters."""
        where = self.where
        return (
            where == "any"
            or (where == "initial" and start == 0)
            or (where == "final" and end == length)
            or (where == "nonfinal" and end != length)
            or (where == "medial" and start != 0 and end != length)
            or (where == "inner" and start != 0 and end < length - 1)
        )


def doubled(word: str) -> Iterator[str]:
    """Yield a word without one of two equal letters in a row."""
    return (word[:k] + word[k + 1 :] for k in range(len(word) - 1) if word[k] == word[k + 1])


def _doubled_inside(word: str) -> Iterator[str]:
    # A second و at the start may be the conjunction, a second ز or ڈ at the end the ending of an English word.
    return doubled(word) if not word.startswith("وو") and not word.endswith(("زز", "ڈڈ")) else iter(())


def _swapped_inside(word: str) -> Iterator[str]:
    """Yield a word with two letters inside swapped, neither of them ھ.

    «بھڑاتے» and «بورخسی» are words, though nobody may have counted them, and «ناگریز» is more likely «ناگزیر» than «انگریز».
    """
    middle = word[1:-1]
    for form in swapped(middle):
        if form.replace(DOCHASHMI, "") != middle.replace(DOCHASHMI, ""):
            yield word[0] + form + word[-1]


def _omitted(word: str) -> Iterator[str]:
    """Yield the known words from which ``word`` lacks a consonant inside.

    A word that lacks its first or last letter may be a piece of one that a space broke; one that lacks a vowel letter
    may be another transliteration.
    """
    words = lexicon.words()
    for known in lexicon.within_reach(word):
        if len(known) > len(word) and known[0] == word[0] and words[known] >= _OMITTED_BAND:
            first = next((k for k, letter in enumerate(word) if letter != known[k]), len(word))
            letter = known[first]
            last = min(first, len(word) - 1)
            while first > 1 and known[first - 1] == letter:  # which of several equal letters is lacking cannot be told
                first -= 1
            if letter in _CONSONANTS and 1 <= first <= last:
                yield known


ANYWHERE: Mapping[str, Callable[[str], Iterable[str]]] = {
    "doubled": _doubled_inside,
    "omitted": _omitted,
    "swapped": swapped,
    "swapped-inside": _swapped_inside,
    "one": lexicon.within_reach,
}
"""Kinds of slip that need no letters in the table."""


class Alternatives(NamedTuple):
    """A rule that lists slips: the known words that an unknown one may stand for."""

    rule: str
    slips: tuple[Slip, ...]
    depth: int
    gate: bool
    """Whether a candidate must also be the only word within reach."""


class Slips:
    """The slips of several rules, looked for together: one pass over a word.

    Most unknown words have no known word within reach; then only slips that change more than one letter are looked for.
    """

    __slots__ = ("_anywhere", "_deep", "_far", "_leaving", "_repeated")

    def __init__(self, rules: Iterable[Alternatives]) -> None:
        self._anywhere: list[tuple[str, Slip]] = []
        self._deep: dict[str, Slips] = {}
        repeated: list[str] = []  # for each rule whose slip a word may have twice: two of the letters that it changes
        leaving: list[tuple[str, Slip]] = []
        for one in rules:
            for slip in one.slips:
                (self._anywhere if slip.where in ANYWHERE else leaving).append((one.rule, slip))
            if one.depth > 1:
                self._deep[one.rule] = Slips([one._replace(depth=one.depth - 1)])
                letters = "".join(sorted({*"".join(_changed(slip.old, slip.new)[0] for slip in one.slips)}))
                repeated.append(f"[{letters}].*[{letters}]")
        self._repeated = re.compile("|".join(repeated) or "(?!)")
        self._leaving = _Leaving(leaving)
        self._far = _Leaving((rule, slip) for rule, slip in leaving if not _is_one_edit(slip.old, slip.new))

    def candidates(self, word: str) -> dict[str, dict[str, int]]:
        """Return for each rule that reaches known words these words, with their frequency bands."""
        found: dict[str, dict[str, int]] = {}
        if not _SHORTEST <= len(word) <= _LONGEST:
            return found
        words = lexicon.words()
        near = bool(lexicon.within_reach(word))
        for rule, slip in self._anywhere if near else ():
            if len(word) >= slip.length:
                for candidate in ANYWHERE[slip.where](word):
                    band = words.get(candidate, -1)
                    if band >= slip.least and candidate != word:
                        found.setdefault(rule, {})[candidate] = band
        near = near or self._repeated.search(word) is not None
        self._letters(self._leaving if near else self._far, word, _SHORT_BAND if len(word) <= _SHORT else 0, found)
        return found

    def _letters(self, leaving: _Leaving, word: str, least: int, found: dict[str, dict[str, int]]) -> None:
        if not leaving.any.search(word):
            return
        words, deep, size = lexicon.words(), self._deep, len(word)
        again: dict[str, list[str]] = {}
        for length in leaving.lengths:
            for start in range(size - length + 1):
                slips = leaving.get(word[start : start + length])
                if slips is None:
                    continue
                end = start + length
                for rule, slip in slips:
                    if size < slip.length or not slip.stands(start, end, size):
                        continue
                    candidate = word[:start] + slip.new + word[end:]
                    band = words.get(candidate, -1)
                    if band >= slip.least and band >= least:
                        found.setdefault(rule, {})[candidate] = band
                    if rule in deep:
                        again.setdefault(rule, []).append(candidate)
        for rule, forms in again.items():
            for form in forms[:_FORMS]:
                deep[rule]._letters(deep[rule]._leaving, form, least, found)


class _Leaving(dict[str, list[tuple[str, Slip]]]):
    """Slips by what stands in the wrong word."""

    def __init__(self, slips: Iterable[tuple[str, Slip]]) -> None:
        super().__init__()
        for rule, slip in slips:
            self.setdefault(slip.old, []).append((rule, slip))
        self.lengths = tuple(sorted({len(old) for old in self}))
        self.any = re.compile("|".join(map(re.escape, self)) or "(?!)")


def _changed(old: str, new: str) -> tuple[str, str]:
    """Return what two spellings have between their common beginning and end."""
    edit = trimmed(0, old, new, ())
    return old[edit.start : edit.end], edit.new


def _is_one_edit(old: str, new: str) -> bool:
    """Whether one letter makes the difference, or the order of two: what :func:`urdu_norm.lexicon.within_reach` finds."""
    before, after = _changed(old, new)
    if len(before) == len(after) == 2:
        return before == after[::-1]
    return max(len(before), len(after)) == 1 and set(_LETTERS).issuperset(after)


def alternatives(one: Table) -> Alternatives:
    """Return the rule that a table of slips describes."""
    slips = tuple(
        Slip(
            row["where"],
            row["from"],
            "" if row["to"] == "-" else row["to"],
            lexicon.band_of(int(row["least"])),
            int(row.get("length", "0")),
        )
        for row in one.dicts()
    )
    depth = 2 if one.rule.id in _REPEATED else 1
    return Alternatives(one.rule.id, slips, depth, "length" in one.columns)
