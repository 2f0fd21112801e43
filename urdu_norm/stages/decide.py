"""What the lexicon decides, one unknown word at a time: heh, yeh, hamza, noon ghunna, missing spaces, a few typos.

A word that the lexicon knows is never changed here, and what a word is changed to is always known. Each rule is a table
below ``data/lexicon``: most list alternatives (``from`` may be a slip for ``to``), one lists what a missing space is
judged by. A rule decides only when one reading is much likelier than every other; else the readings are suggestions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from urdu_norm import lexicon
from urdu_norm.edits import Edit
from urdu_norm.profile import Profile
from urdu_norm.segment import first_word
from urdu_norm.stages import beside, broken, merges, neighbours
from urdu_norm.stages.divisions import Division, division
from urdu_norm.stages.letters import swapped
from urdu_norm.stages.merges import MERGE
from urdu_norm.stages.slips import ANYWHERE, Alternatives, Slips, alternatives, doubled
from urdu_norm.tables import active, table, tables

__all__ = ["SUGGESTION", "Alternatives", "Decide", "Division", "compile", "frequency"]

SEGMENTATION = "lexicon/segmentation"
SUGGESTION = "lexicon/one-slip"
"""The rule under whose name :meth:`Decide.suggest` is shown: it never changes anything."""
_SLIP_COST = 250  # a slip of the pen is rarer than a missing space (200), in hundredths of the logarithm
_CLOSE = 150  # readings within thirty times of each other are not decided
_FAR = 10  # bands: ten times rarer
_IMPOSSIBLE = 1 << 30


def frequency(word: str) -> int:
    """Return about how often ``word`` is met in print, misspellings included (what decides between ہ and ھ)."""
    known = lexicon.words().get(word)
    return 0 if known is None else lexicon.count(word)


def compile(profile: Profile) -> Decide:  # noqa: A001 - the name all stages share
    """Return what the lexicon decides under ``profile``."""
    chosen = {
        rule_id: one for rule_id, one in tables().items() if one.rule.stage == "lexicon" and active(one.rule, profile)
    }
    listed = [alternatives(one) for one in chosen.values() if "from" in one.columns]
    safe = [one for one in listed if chosen[one.rule].rule.risk == "safe"]
    judged = division(tables()[SEGMENTATION], profile)
    return Decide(
        tuple(one for one in safe if not one.gate),
        tuple(one for one in safe if one.gate),
        tuple(one for one in listed if one not in safe),
        judged if SEGMENTATION in chosen else None,
        MERGE in chosen,
        neighbours.compile(
            profile,
            judged.function,
            judged.prefixes - judged.free,
            judged.suffixes - judged.free,
            judged.endings,
        ),
        broken.compile(profile, judged.prefixes, judged.suffixes),
        frozenset(table("lists/keep").column("word")),
    )


def _alone(word: str, candidate: str, band: int) -> bool:
    """Whether no other known word is within reach of ``word``, unless it is far rarer than ``candidate``."""
    words = lexicon.words()
    least = band - _FAR
    return all(other == candidate or words[other] < least for other in lexicon.within_reach(word))


class Decide:
    """What the lexicon decides under one profile: immutable, made by :func:`compile`."""

    def __init__(
        self,
        safe: tuple[Alternatives, ...],
        gated: tuple[Alternatives, ...],
        unsafe: tuple[Alternatives, ...],
        spaces: Division | None,
        merges: bool,
        near: neighbours.Neighbours,
        broken: broken.Broken,
        whole: AbstractSet[str] = frozenset(),
    ) -> None:
        self._safe = safe
        self._gated = gated
        self._letters = Slips(one for one in (*safe, *gated) if one.slips[0].where not in ANYWHERE)
        self._keys = Slips(one for one in gated if one.slips[0].where in ANYWHERE)
        self._unsafe = Slips(unsafe)
        self._division = spaces
        self._merges = merges
        self._near = near
        self._broken = broken
        self._whole = whole

    def word(self, word: str) -> tuple[str, str] | None:
        """Return what an unknown ``word`` becomes and the id of the rule, or None if that is not certain."""
        if word in lexicon.words() or len(word) < 2:
            return None
        readings = self._readings(word)
        if not readings:
            return None
        cost, new, rule = readings[0]
        if len(readings) > 1 and readings[1][0] - cost < _CLOSE:
            return None
        return new, rule

    def _readings(self, word: str) -> list[tuple[int, str, str]]:
        """Return the readings that a safe rule may choose, cheapest first: (cost, text, rule)."""
        found: dict[str, tuple[int, str, str]] = {}
        model = lexicon.model()
        reached = self._letters.candidates(word)
        for one in self._safe:
            for candidate in reached.get(one.rule, ()):
                reading = ((model.cost(candidate) or 0) + _SLIP_COST, candidate, one.rule)
                found[candidate] = min(found.get(candidate, reading), reading)
        divided = self._division.divide(word) if self._division is not None else None
        if divided is not None:
            text = " ".join(divided.words)
            cost = model.unknown(word) - divided.odds
            if cost + _CLOSE < self._slip_cost(word, reached):
                found[text] = (cost, text, SEGMENTATION)
        elif not found:
            reached |= self._keys.candidates(word)
            for one in self._gated:
                for candidate, band in reached.get(one.rule, {}).items():
                    if _alone(word, candidate, band):
                        found[candidate] = ((model.cost(candidate) or 0) + _SLIP_COST, candidate, one.rule)
        return sorted(found.values())

    def _slip_cost(self, word: str, reached: Mapping[str, Mapping[str, int]]) -> int:
        """Return the cost of the likeliest known word of which ``word`` may be a slip."""
        model = lexicon.model()
        forms = {form for form in (*doubled(word), *swapped(word)) if form in model.words or form in model.parts}
        for one in self._gated:
            forms.update(reached.get(one.rule, ()))
        costs = (model.cost(form) for form in forms)
        return min((cost for cost in costs if cost is not None), default=_IMPOSSIBLE) + _SLIP_COST

    def suggest(self, word: str) -> tuple[str, ...]:
        """Return what an unknown ``word`` may stand for, likeliest first; nothing for a known word, or for several."""
        if word in lexicon.words() or len(word) < 3 or " " in word:
            return ()
        model = lexicon.model()
        found = {new: cost for cost, new, _ in self._readings(word)}
        for candidates in self._unsafe.candidates(word).values():
            for candidate in candidates:
                found.setdefault(candidate, (model.cost(candidate) or 0) + _SLIP_COST)
        return tuple(sorted(found, key=lambda new: (found[new], new))[:5])

    def evidence(self, word: str, replacement: str) -> dict[str, Any]:
        """Return what the lexicon knew: counts of the word and of what replaces it, the alternatives, the odds."""
        pieces = replacement.split(" ")
        facts: dict[str, Any] = {
            "count": lexicon.count(word),
            "counts": {piece: lexicon.count(piece) for piece in pieces},
            "alternatives": [new for new in self.suggest(word) if new != replacement],
        }
        if len(pieces) > 1:
            divided = lexicon.segment(word)
            if divided is not None:
                facts["odds"] = round(10 ** (divided.odds / 100))
        return facts

    def asks(self, word: str) -> bool:
        """Whether :meth:`near` should look at ``word``."""
        return bool(self._near) and self._near.asks(word)

    def is_piece(self, word: str) -> bool:
        """Whether ``word`` may be a piece of a word that a space broke: short, and hardly a word, or shunned by another."""
        return self._is_fragment(word) or self._broken.asks(word)

    def _is_fragment(self, word: str) -> bool:
        return self._merges and word not in self._whole and merges.is_piece(word)

    def near(self, text: str, sites: Iterable[int]) -> list[Edit]:
        """Return the edits that the neighbours of unknown words decide; ``sites`` are the offsets of these words.

        >>> from urdu_norm.profile import STANDARD
        >>> compile(STANDARD).near("ربیع الاؤل", [5])
        [Edit(start=5, end=10, new='الاول', rules=('lexicon/near-slip',))]
        """
        return self._near.edits(text, sites) if self._near else []

    def may_merge(self, before: str, left: str, word: str, right: str, after: str) -> bool:
        """Whether the piece ``word`` between two chunks on either side may be joined; seldom true where it is not."""
        if " " in left or " " in right:
            return True  # two words or more: this knows one
        if self._broken.asks(word):
            if self._broken.may_want(left, word, right):
                return True
            if not self._is_fragment(word):
                return False
        return merges.make_a_word(
            beside.last_word_of(before) if left.isalpha() else "",
            beside.last_word_of(left),
            word,
            first_word(right),
            first_word(after) if right.isalpha() else "",
        )

    def may_want(self, left: str, word: str, right: str) -> bool:
        """Whether :meth:`near` wants anything of the unknown ``word`` between two chunks."""
        return self._near.may_want(left, word, right)

    def merge(self, text: str, sites: Iterable[int]) -> list[Edit]:
        """Return the edits that join broken words; ``sites`` are the offsets of fragments.

        >>> from urdu_norm.profile import STANDARD
        >>> compile(STANDARD).merge("یہ با لکل درست ہے", [3, 6])
        [Edit(start=3, end=9, new='بالکل', rules=('lexicon/merge',))]
        """
        return beside.repeated(self._joined, text, sites)

    def _joined(self, text: str, sites: AbstractSet[int]) -> list[Edit]:
        return merges.merge(text, sites, self._is_fragment) or self._broken.edits(text, sites)
