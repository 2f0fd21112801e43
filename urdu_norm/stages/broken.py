"""Words broken by a space whose pieces are words themselves: «حوا لے», «شہر وں», «دکھا یا».

What tells is that nobody was ever met who wrote the two beside each other, though chance alone would have made it
happen, and how common the whole word is; what stands beside them may speak against it. A table below ``data/lexicon``
says how much is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import NamedTuple

from urdu_norm import lexicon
from urdu_norm.edits import Edit
from urdu_norm.profile import Profile
from urdu_norm.segment import WORD, first_word
from urdu_norm.stages.beside import has_article, in_force, kept, last_word_of, tie_of, word_after, word_before
from urdu_norm.tables import table, tables

__all__ = ["BROKEN", "Broken", "compile"]

BROKEN = "lexicon/near-merge"

_DIVIDED = -240  # the odds of a known word that may as well lack a space: «پرامن», broken, may be «پر امن»
_VARIED = 3  # different letters: laughter has two


class _Pairs(NamedTuple):
    odds: Mapping[str, Mapping[str, int]]
    """How likely each pair is one word, by its first piece and its second."""
    rarer: AbstractSet[str]
    """The rarer piece of each."""


class Broken:
    """The pairs of words that may be one broken word under one profile: immutable, made by :func:`compile`."""

    def __init__(
        self,
        least: Mapping[str, int],
        endings: AbstractSet[str],
        prefixes: AbstractSet[str],
        suffixes: AbstractSet[str],
        apart: AbstractSet[str],
        keep: AbstractSet[str],
    ) -> None:
        self._least = least
        self._endings = endings
        self._never_first = prefixes | keep
        self._never_second = prefixes | suffixes | keep
        self._apart = apart

    def asks(self, word: str) -> bool:
        """Whether ``word`` is the rarer piece of some broken word."""
        return bool(self._least) and word in self._pairs.rarer

    def may_want(self, left: str, word: str, right: str) -> bool:
        """Whether ``word`` and a word beside it, which may be in a chunk with others, may be one."""
        pairs = self._pairs.odds
        return first_word(right) in pairs.get(word, ()) or word in pairs.get(last_word_of(left), ())

    def edits(self, text: str, sites: Iterable[int]) -> list[Edit]:
        """Return the edits that join what is broken; ``sites`` are the offsets of pieces."""
        found: list[Edit] = []
        if not self._least:
            return found
        pairs, rarer = self._pairs
        for start in sorted(sites):
            match = WORD.match(text, start)
            if match is None or match.group() not in rarer:
                continue
            left, left_end = word_before(text, start)
            right, right_end = word_after(text, match.end())
            for first, second, low, high in (
                (left, match.group(), left_end - len(left), match.end()),
                (match.group(), right, start, right_end),
            ):
                odds: float | None = pairs.get(first, {}).get(second)
                if odds is None or (found and found[-1].end > low):
                    continue
                kind = self._kind(second)
                if kind != "ending":  # which was counted beside other words where it is a piece
                    odds += _evidence(word_before(text, low)[0], first, second, word_after(text, high)[0])
                if odds >= self._least[kind]:
                    found.append(Edit(low, high, first + second, (BROKEN,)))
        return found

    def _kind(self, second: str) -> str:
        return "ending" if second in self._endings else "other"

    @cached_property
    def _pairs(self) -> _Pairs:
        words = lexicon.words()
        pairs: dict[str, dict[str, int]] = {}
        rarer: set[str] = set()
        for (first, second), odds in lexicon.unmet_pairs().items():
            if odds >= self._least[self._kind(second)] and self._are_pieces(first, second):
                pairs.setdefault(first, {})[second] = odds
                rarer.add(min(first, second, key=words.__getitem__))
        return _Pairs(pairs, rarer)

    def _are_pieces(self, first: str, second: str) -> bool:
        """Whether nothing is known of the two but that they make one word: they are no compound, nor a division of it."""
        if first in self._never_first or second in self._never_second or has_article(second):
            return False
        if f"{first} {second}" in self._apart or len({*first, *second}) < _VARIED:
            return False
        divided = lexicon.model().division(first + second)
        return divided is None or divided[1] <= _DIVIDED


def _evidence(before: str, first: str, second: str, after: str) -> float:
    """Return how much more what stands beside the pieces is tied to the whole than to them."""
    whole = first + second
    return _tied(before, whole) + _tied(whole, after) - _tied(before, first) - _tied(second, after)


def _tied(first: str, second: str) -> float:
    return max(0, tie_of(first, second) or 0)


def compile(profile: Profile, prefixes: AbstractSet[str], suffixes: AbstractSet[str]) -> Broken:  # noqa: A001 - the name all stages share
    """Return the pairs in force under ``profile``; what begins or ends a compound, which is printed apart as well, is none."""
    endings = frozenset(table("lists/endings").column("word"))
    return Broken(
        {row["kind"]: int(row["odds"]) for row in tables()[BROKEN].dicts()} if in_force(BROKEN, profile) else {},
        endings,
        prefixes,
        suffixes - endings,
        frozenset(table("lists/apart").column("word")),
        kept(profile),
    )
