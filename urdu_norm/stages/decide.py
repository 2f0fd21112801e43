"""What the lexicon decides, one unknown word at a time: heh, yeh, hamza, noon ghunna, missing spaces, a few typos.

A word that the lexicon knows is never changed here, and what a word is changed to is always known. Each rule is a table
below ``data/lexicon``: most list alternatives (``from`` may be a slip for ``to``), one lists what a missing space is
judged by. A rule decides only when one reading is much likelier than every other; else the readings are suggestions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Any, NamedTuple

from urdu_norm import lexicon, unicode
from urdu_norm.edits import Edit
from urdu_norm.profile import STANDARD, Profile
from urdu_norm.segment import WORD, first_word
from urdu_norm.stages import neighbours
from urdu_norm.tables import Table, active, table, tables

__all__ = ["SUGGESTION", "Alternatives", "Decide", "Division", "compile", "frequency"]

SEGMENTATION = "lexicon/segmentation"
MERGE = "lexicon/merge"
SUGGESTION = "lexicon/one-slip"
"""The rule under whose name :meth:`Decide.suggest` is shown: it never changes anything."""

_SHORTEST = 3  # shorter words may be anything
_LONGEST = 24  # in longer words no single slip hides
_SLIP_COST = 250  # a slip of the pen is rarer than a missing space (200), in hundredths of the logarithm
_CLOSE = 150  # readings within thirty times of each other are not decided
_FAR = 10  # bands: ten times rarer
_LETTERS = unicode.CORE_LETTERS
_CONSONANTS = _LETTERS.translate(dict.fromkeys(map(ord, "اآویےءئؤۂۓۃں")))
_FORMS = 50  # forms with one slip in which a second is looked for
_SHORT = 3  # letters: so short a word is a slip only for a very common one
_SHORT_LEAST = 1000
_OMITTED_BAND = lexicon.band_of(50)  # no rarer word is believed to lack a letter

# What a missing space is judged by, in hundredths of the logarithm: see docs/accuracy.md for how these were measured.
_ODDS_FUNCTION = 90  # some word is a function word
_ODDS_CONJUNCTION = 25  # the first word is the conjunction و and the second is long
_ODDS_SEVERAL = 35  # three words and more: no name divides like that
_ODDS_JOINING = 60  # the first word is one of these and the second has three letters and more
_JOINING = frozenset(("اور", "پر"))
_ODDS_CLOSING = 65  # the last word is one of these and the first has three letters and more
_CLOSING = frozenset(("نے", "سے", "میں", "کی", "کے", "کو", "ہے", "ہیں", "تھی", "تھے"))
_FUTURE = frozenset(("گا", "گے", "گی"))
_ARTICLE = "ال"
_BEFORE_FUTURE = frozenset("ےویںؤ")  # what the verb before them ends with
_ODDS_COUNTED = 25  # counting took the run for a missing space already
_ODDS_OTHER = 180
_ODDS_SHORT = 300  # every word has at most two letters
_ODDS_ENDING = 400  # the last word looks like an ending
_NEVER = _IMPOSSIBLE = 1 << 30

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


def frequency(word: str) -> int:
    """Return about how often ``word`` is met in print, misspellings included (what decides between ہ and ھ)."""
    known = lexicon.words().get(word)
    return 0 if known is None else lexicon.count(word)


_SHORT_BAND = lexicon.band_of(_SHORT_LEAST)
_COMMON_BAND = lexicon.band_of(1000)
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


def _doubled(word: str) -> Iterator[str]:
    return (word[:k] + word[k + 1 :] for k in range(len(word) - 1) if word[k] == word[k + 1])


def _doubled_inside(word: str) -> Iterator[str]:
    # A second و at the start may be the conjunction, and a second ز at the end the plural of an English word.
    return _doubled(word) if not word.startswith("وو") and not word.endswith("زز") else iter(())


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


def _swapped(word: str) -> Iterator[str]:
    return (word[:k] + word[k + 1] + word[k] + word[k + 2 :] for k in range(len(word) - 1))


_ANYWHERE: Mapping[str, Callable[[str], Iterable[str]]] = {
    "doubled": _doubled_inside,
    "omitted": _omitted,
    "swapped": _swapped,
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


class _Slips:
    """The slips of several rules, looked for together: one pass over a word.

    Most unknown words have no known word within reach; then only slips that change more than one letter are looked for.
    """

    __slots__ = ("_anywhere", "_deep", "_far", "_leaving", "_repeated")

    def __init__(self, rules: Iterable[Alternatives]) -> None:
        self._anywhere: list[tuple[str, Slip]] = []
        self._deep: dict[str, _Slips] = {}
        repeated: list[str] = []  # for each rule whose slip a word may have twice: two of the letters that it changes
        leaving: list[tuple[str, Slip]] = []
        for one in rules:
            for slip in one.slips:
                (self._anywhere if slip.where in _ANYWHERE else leaving).append((one.rule, slip))
            if one.depth > 1:
                self._deep[one.rule] = _Slips([one._replace(depth=one.depth - 1)])
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
                for candidate in _ANYWHERE[slip.where](word):
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
    shared = min(len(old), len(new))
    first = next((k for k in range(shared) if old[k] != new[k]), shared)
    last = next((k for k in range(shared - first) if old[-1 - k] != new[-1 - k]), shared - first)
    return old[first : len(old) - last], new[first : len(new) - last]


def _is_one_edit(old: str, new: str) -> bool:
    """Whether one letter makes the difference, or the order of two: what :func:`urdu_norm.lexicon.within_reach` finds."""
    before, after = _changed(old, new)
    if len(before) == len(after) == 2:
        return before == after[::-1]
    return max(len(before), len(after)) == 1 and set(_LETTERS).issuperset(after)


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
        return found

    def least(self, run: str, words: tuple[str, ...]) -> int:
        """Return the odds that a division of ``run`` into ``words`` must have."""
        last = words[-1]
        if len(words) == 2 and last in self.verbs:
            return _NEVER
        if last in _FUTURE and words[-2][-1] not in _BEFORE_FUTURE:
            return _NEVER  # «عاجزگی» is a noun
        if words[0] == "و" and words[1].startswith(_ARTICLE):
            return _NEVER  # «والقرآن» is Arabic, and one word there
        if run in lexicon.model().joined:
            return _ODDS_COUNTED
        if not self.function.intersection(words):
            # Words of content: a compound is written either way.
            if len(words) == 2 and (words[0] in self.prefixes or last in self.suffixes):
                return _NEVER
            return _ODDS_OTHER
        if last in self.endings or (words[-2][-1] == "ا" and last in neighbours.VERB_ENDINGS):
            return _ODDS_ENDING
        if max(map(len, words)) <= 2:
            return _ODDS_SHORT
        if len(words) > 2:
            return _ODDS_SEVERAL
        if words[0] == "و" and len(last) > 3:
            return _ODDS_CONJUNCTION
        if words[0] in _JOINING and len(last) > 2:
            return _ODDS_JOINING
        if last in _CLOSING and len(words[0]) > 2:
            return _ODDS_CLOSING
        return _ODDS_FUNCTION


def compile(profile: Profile) -> Decide:  # noqa: A001 - the name all stages share
    """Return what the lexicon decides under ``profile``."""
    chosen = {
        rule_id: one for rule_id, one in tables().items() if one.rule.stage == "lexicon" and active(one.rule, profile)
    }
    alternatives = [_alternatives(one) for one in chosen.values() if "from" in one.columns]
    safe = [one for one in alternatives if chosen[one.rule].rule.risk == "safe"]
    judged = division(tables()[SEGMENTATION], profile)
    return Decide(
        tuple(one for one in safe if not one.gate),
        tuple(one for one in safe if one.gate),
        tuple(one for one in alternatives if one not in safe),
        judged if SEGMENTATION in chosen else None,
        MERGE in chosen,
        neighbours.compile(
            profile,
            judged.function,
            judged.prefixes - judged.free,
            judged.suffixes - judged.free,
            judged.endings,
        ),
        frozenset(table("lists/keep").column("word")),
    )


def _alternatives(one: Table) -> Alternatives:
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


def _alone(word: str, candidate: str, band: int) -> bool:
    """Whether no other known word is within reach of ``word``, unless it is far rarer than ``candidate``."""
    words = lexicon.words()
    least = band - _FAR
    return all(other == candidate or words[other] < least for other in lexicon.within_reach(word))


def _light_verbs() -> frozenset[str]:
    """Return what the families of joined verbs split off."""
    return frozenset(
        row["text"]
        for one in tables().values()
        if one.kind == "family" and "joined_verbs" in one.rule.option
        for row in one.dicts()
        if row["part"] == "right"
    )


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
        whole: AbstractSet[str] = frozenset(),
    ) -> None:
        self._safe = safe
        self._gated = gated
        self._letters = _Slips(one for one in (*safe, *gated) if one.slips[0].where not in _ANYWHERE)
        self._keys = _Slips(one for one in gated if one.slips[0].where in _ANYWHERE)
        self._unsafe = _Slips(unsafe)
        self._division = spaces
        self._merges = merges
        self._near = near
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
        forms = {form for form in (*_doubled(word), *_swapped(word)) if form in model.words or form in model.parts}
        for one in self._gated:
            forms.update(reached.get(one.rule, ()))
        costs = (model.cost(form) for form in forms)
        return min((cost for cost in costs if cost is not None), default=_IMPOSSIBLE) + _SLIP_COST

    def suggest(self, word: str) -> tuple[str, ...]:
        """Return what an unknown ``word`` may stand for, likeliest first; nothing for a known word."""
        if word in lexicon.words() or len(word) < 3:
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
        """Whether ``word`` may be a piece of a word that a space broke: short, and hardly a word."""
        if not self._merges or len(word) > _LONGEST_PIECE or lexicon.words().get(word, -1) > _RARE_BAND:
            return False
        # Of three pieces the middle one need not be an affix: one of the others is a piece too, and that is enough.
        if word in self._whole:
            return False  # a word, though nobody counted it
        return lexicon.is_affix(word) and (word.isalpha() or not _VOWELLED.search(word))

    def near(self, text: str, sites: Iterable[int]) -> list[Edit]:
        """Return the edits that the neighbours of unknown words decide; ``sites`` are the offsets of these words.

        >>> from urdu_norm.profile import STANDARD
        >>> compile(STANDARD).near("ربیع الاؤل", [5])
        [Edit(start=5, end=10, new='الاول', rules=('lexicon/near-slip',))]
        """
        return self._near.edits(text, sites) if self._near else []

    def may_merge(self, before: str, left: str, word: str, right: str, after: str) -> bool:
        """Whether the fragment ``word`` between two chunks on either side may be joined; seldom true where it is not."""
        if " " in left or " " in right:
            return True  # two words or more: this knows one
        return _make_a_word(
            neighbours.last_word_of(before) if left.isalpha() else "",
            neighbours.last_word_of(left),
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
        found = (WORD.match(text, site) for site in sites)
        strays = [match for match in found if match is not None and self.is_piece(match.group())]
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
                    waiting[k] = _Token(word, pieces[0].start, pieces[-1].end, stray=self.is_piece(word), merged=True)
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
    left, end = neighbours.word_before(text, piece.start())
    if left:
        before, _ = neighbours.word_before(text, end - len(left))
    right, end = neighbours.word_after(text, piece.end())
    if right:
        after, _ = neighbours.word_after(text, end)
    return _make_a_word(before, left, piece.group(), right, after)


def _make_a_word(before: str, left: str, word: str, right: str, after: str) -> bool:
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
        if weight is not None and _goes_on(weight[-1], window[-2].word, window[-1].word, after):
            continue
        if weight is not None and (best is None or weight > best[0]):
            best = (weight, (first, last))
    return best[1] if best is not None else None


def _goes_on(whole: int, word: str, letter: str, after: str) -> bool:
    """Whether an alif by itself may as well be the first letter of the word after it: «کہ ا نہیں».

    ``whole`` is the band of what it makes with the ``word`` before it, which has to be the commoner one.
    """
    band = lexicon.words().get
    return letter == "ا" and band(word, -1) > whole and band(letter + after, -1) >= _COMMON_BAND


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
    if joined is not None and joined.odds >= _ODDS_FUNCTION:
        return None
    commonest = max(words.get(piece, -1) for piece in pieces)
    return len(strays), -commonest, whole
