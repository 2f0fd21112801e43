"""Missing spaces: when the best division of an unknown word is so much likelier that the space is put there."""

from __future__ import annotations

from typing import NamedTuple

from urdu_norm import lexicon
from urdu_norm.profile import STANDARD, Profile
from urdu_norm.stages import beside
from urdu_norm.tables import Table, tables

__all__ = ["ODDS_FUNCTION", "Division", "division"]

# What a missing space is judged by, in hundredths of the logarithm: see docs/accuracy.md for how these were measured.
ODDS_FUNCTION = 90  # some word is a function word
_ODDS_CONJUNCTION = 25  # the first word is the conjunction و and the second is long
_ODDS_SEVERAL = 35  # three words and more: no name divides like that
_ODDS_JOINING = 60  # the first word is one of these and the second has three letters and more
_JOINING = frozenset(("اور", "پر"))
_ODDS_CLOSING = 65  # the last word is one of these and the first has three letters and more
_CLOSING = frozenset(("نے", "سے", "میں", "کی", "کے", "کو", "ہے", "ہیں", "تھی", "تھے"))
_FUTURE = frozenset(("گا", "گے", "گی"))
_BEFORE_FUTURE = frozenset("ےویںؤ")  # what the verb before them ends with
_ODDS_COUNTED = 25  # counting took the run for a missing space already
_ODDS_OTHER = 180
_ODDS_SHORT = 300  # every word has at most two letters
_ODDS_ENDING = 400  # the last word looks like an ending
_NEVER = 1 << 30


class Division(NamedTuple):
    """The rule for missing spaces: what a division is judged by."""

    rule: str
    function: frozenset[str]
    prefixes: frozenset[str]
    suffixes: frozenset[str]
    endings: frozenset[str]
    free: frozenset[str]
    """Prefixes and suffixes that are words by themselves as well."""
    exceptions: frozenset[str]
    verbs: frozenset[str] = frozenset()
    """Light verbs that stay joined to the verb before them (``joined_verbs="keep"``)."""

    def divide(self, word: str) -> lexicon.Segmentation | None:
        """Return the division of ``word`` if a missing space is nearly certain."""
        if word in self.exceptions or word in lexicon.model().parts:
            return None
        found = lexicon.segment(word)
        if found is None or found.doubt or found.odds < self.least(word, found.words):
            return None
        return found._replace(words=_with_compounds(found.words))

    def least(self, run: str, words: tuple[str, ...]) -> int:
        """Return the odds that a division of ``run`` into ``words`` must have."""
        last = words[-1]
        if len(words) == 2 and last in self.verbs:
            return _NEVER
        if last in _FUTURE and words[-2][-1] not in _BEFORE_FUTURE:
            return _NEVER  # «عاجزگی» is a noun
        if beside.is_arabic(words):
            return _NEVER
        if run in lexicon.model().joined:
            return _ODDS_COUNTED
        if not self.function.intersection(words):
            # Words of content: a compound is written either way.
            if len(words) == 2 and (words[0] in self.prefixes or last in self.suffixes):
                return _NEVER
            return _ODDS_OTHER
        if last in self.endings or (words[-2][-1] == "ا" and last in beside.VERB_ENDINGS):
            return _ODDS_ENDING
        if max(map(len, words)) <= 2:
            return _ODDS_SHORT
        if len(words) > 2:
            return _ODDS_SEVERAL
        if words[0] == lexicon.AND and len(last) > 3:
            return _ODDS_CONJUNCTION
        if words[0] in _JOINING and len(last) > 2:
            return _ODDS_JOINING
        if last in _CLOSING and len(words[0]) > 2:
            return _ODDS_CLOSING
        return ODDS_FUNCTION


def _with_compounds(words: tuple[str, ...]) -> tuple[str, ...]:
    """Join what is printed joined: «ابو عبدالرحمٰن», since the space before the article was hardly missing."""
    made: list[str] = []
    for word in words:
        if made and beside.has_article(word) and lexicon.known(made[-1] + word):
            made[-1] += word
        else:
            made.append(word)
    return tuple(made)


def division(one: Table, profile: Profile = STANDARD) -> Division:
    """Return the rule that the table ``lexicon/segmentation`` describes."""
    parts: dict[str, set[str]] = {
        "function": set(),
        "prefix": set(),
        "suffix": set(),
        "ending": set(),
        "free": set(),
        "except": set(),
    }
    for row in one.dicts():
        parts[row["part"]].add(row["text"])
    return Division(
        one.rule.id,
        frozenset(parts["function"]),
        frozenset(parts["prefix"]),
        frozenset(parts["suffix"]),
        frozenset(parts["ending"]),
        frozenset(parts["free"]),
        frozenset(parts["except"]),
        frozenset() if profile.joined_verbs == "apart" else _light_verbs(),
    )


def _light_verbs() -> frozenset[str]:
    """Return what the families of joined verbs split off."""
    return frozenset(
        row["text"]
        for one in tables().values()
        if one.kind == "family" and "joined_verbs" in one.rule.option
        for row in one.dicts()
        if row["part"] == "right"
    )
