"""What the neighbours of an unknown word tell: a slip, a missing space, a space in the wrong place.

A word alone is often undecided: «حیال» may be a name, but after «میرے» it is «خیال». What decides is how much more
often the corrected words stand beside their neighbours than chance would have it, which counting has found.
Each rule is a table below ``data/lexicon`` that says how much evidence it wants. A known word is left alone, unless it
is so rare that its own sightings may have been the same slip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from itertools import permutations
from typing import NamedTuple

from urdu_norm import lexicon, unicode
from urdu_norm.edits import Edit
from urdu_norm.profile import Profile
from urdu_norm.segment import WORD, first_word
from urdu_norm.stages.beside import (
    VERB_ENDINGS,
    in_force,
    is_arabic,
    kept,
    last_word_of,
    repeated,
    tie_of,
    word_after,
    word_before,
)
from urdu_norm.stages.letters import DOCHASHMI
from urdu_norm.tables import Table, table, tables

__all__ = ["Neighbours", "compile"]

SLIP = "lexicon/near-slip"
SPACE = "lexicon/near-space"
SHIFTED = "lexicon/shifted-space"
CONJUNCTION = "lexicon/near-conjunction"

_TOKENS, _BAND = lexicon.LOG_TOKENS, lexicon.BAND
_COST = 450  # of one slip: how rare it is, and one among some two hundred that could have happened
_ALONE = 150  # how much likelier a candidate must be than every other word within reach
_SOFT_LEAST = lexicon.band_of(150)  # no rarer word is believed to lack a vowel: names are spelled in many ways
_LONGEST = 24
_SHORTEST = 3  # letters: a word that lacks no space
_IMPLAUSIBLE = -150
_AGAINST = -100  # a neighbour that stands ten times more seldom beside a word than chance would have it
_COMMON = lexicon.band_of(30)  # both words that a space is moved between
_JOINED = lexicon.band_of(20)  # what the conjunction is parted from
_RARER = lexicon.band_of(30)  # a piece that is so much rarer than the whole is a piece
_LETTERS = unicode.CORE_LETTERS
_REMEMBERED = 4096  # words and places: what a text repeats
_KEPT = 16_384  # words that neighbours may do something about


class Least(NamedTuple):
    """What a kind of correction asks for, in hundredths of the logarithm."""

    odds: int = 0
    """How much likelier the correction must be than the word as it stands, neighbours and all."""
    evidence: int = 0
    """What the neighbours must add to that."""
    length: int = 0
    """The shortest word that it is believed of."""
    alone: int = -(1 << 30)
    """How likely it must be without the neighbours."""
    forms: bool = False
    """Whether it is believed of what may be a form or a compound of a known word."""


class Opening(NamedTuple):
    """A missing space that neighbours may make certain: the best division, its odds without them and what it asks for."""

    words: tuple[str, ...]
    odds: int
    least: Least


class Prospects(NamedTuple):
    """What neighbours might do about a word, as far as the word alone tells; half of the unknown words have none."""

    shift: bool
    opening: Opening | None
    conjunctions: Sequence[tuple[str, str]]
    """Where a و may be parted from the word, and be the conjunction that joins it to what stands beside it."""
    slips: Mapping[str, tuple[Sequence[Least], int]]
    """The known words one slip away, each with what the slip asks for, of which one is enough, and its frequency band; empty
    if none may be meant."""

    def __bool__(self) -> bool:
        return self.shift or self.opening is not None or bool(self.conjunctions) or bool(self.slips)


class _Prospective(dict[str, Prospects]):
    """A bounded memo of the words that have prospects; of those that have none it is asked once, when they are met."""

    def __init__(self, find: Callable[[str], Prospects]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> Prospects:
        found = self._find(word)
        if found:
            if len(self) >= _KEPT:
                self.clear()
            self[word] = found
        return found


class Neighbours:
    """The rules in force under one profile: immutable, made by :func:`compile`."""

    def __init__(
        self,
        slips: Mapping[str, Sequence[Least]],
        spaces: Mapping[str, Least],
        shifted: Least | None,
        conjunctions: Mapping[str, Least],
        like: AbstractSet[tuple[str, str]],
        sounds: AbstractSet[tuple[str, str]],
        endings: AbstractSet[str],
        prefixes: AbstractSet[str],
        suffixes: AbstractSet[str],
        function: AbstractSet[str],
        open_endings: AbstractSet[str],
        keep: AbstractSet[str],
    ) -> None:
        self._slips = slips
        self._spaces = spaces
        self._shifted = shifted
        self._parted_from = conjunctions
        self._like = like
        self._sounds = sounds
        self._endings = endings
        self._prefixes = prefixes
        self._suffixes = suffixes
        self._function = function
        self._open_endings = open_endings
        self._keep = keep
        self._prospects = _Prospective(self._prospects_of)
        self._judged = lru_cache(maxsize=_REMEMBERED)(self._judge)

    def __bool__(self) -> bool:
        return bool(self._slips or self._spaces or self._shifted or self._parted_from)

    def asks(self, word: str) -> bool:
        """Whether the neighbours of ``word`` are worth a look: it is no word, or so rare that it may be two."""
        if word in lexicon.words() and word not in lexicon.model().divisions and lexicon.AND not in (word[0], word[-1]):
            return False
        return self._is_rare(word) and bool(self._prospects[word])

    def _is_rare(self, word: str) -> bool:
        rare = lexicon.words().get(word, -1) <= lexicon.RARE
        return rare and 1 < len(word) <= lexicon.MAX_LENGTH and word.isalpha()

    def edits(self, text: str, sites: Iterable[int]) -> list[Edit]:
        """Return the corrections of a line; ``sites`` are the offsets of words that may be wrong."""
        return repeated(self._round, text, sites)

    def may_want(self, left: str, word: str, right: str) -> bool:
        """Whether the chunks beside the unknown ``word`` decide anything."""
        left, right = last_word_of(left), first_word(right)
        return word not in self._keep and bool(left or right) and self._judged(word, left, right) is not None

    def _round(self, text: str, sites: AbstractSet[int]) -> list[Edit]:
        found: list[Edit] = []
        end = 0
        for start in sorted(sites):
            match = WORD.match(text, start) if start >= end else None
            if match is None or match.group() in self._keep or not self._is_rare(match.group()):
                continue
            word, stop = match.group(), match.end()
            left, left_end = word_before(text, start)
            right, right_end = word_after(text, stop)
            if not left and not right:
                continue
            judged = self._judged(word, left, right)
            if judged is None:
                continue
            rule, new, side = judged
            first = left_end - len(left) if side == "left" else start
            if first >= end:
                end = right_end if side == "right" else stop
                found.append(Edit(first, end, new, (rule,)))
        return found

    def _judge(self, word: str, left: str, right: str) -> tuple[str, str, str] | None:
        """Return the rule, the correction, and which neighbour it takes in: ``left``, ``right`` or none."""
        prospects = self._prospects[word]
        if prospects.shift and (shifted := self._shift(word, left, right)) is not None:
            return SHIFTED, shifted[0], "left" if shifted[1] else "right"
        for pair in prospects.conjunctions:
            if self._joins(pair, left, right):
                return CONJUNCTION, " ".join(pair), ""
        slip = self._slip(prospects.slips, word, left, right) if prospects.slips else None
        if prospects.opening is not None:
            odds = self._opens(prospects.opening, word, left, right)
            if odds is not None and (slip is None or slip[1] <= odds):
                return SPACE, " ".join(prospects.opening.words), ""
        return (SLIP, slip[0], "") if slip is not None else None

    def _prospects_of(self, word: str) -> Prospects:
        known = lexicon.words().get(word, -1) >= 0
        divided = self._divided(word)
        opening = self._opening(word, *divided) if divided is not None else None
        conjunctions = self._conjunctions(word)
        if known:
            return Prospects(False, opening, conjunctions, {})
        odds = divided[1] if divided is not None else None
        return Prospects(self._may_shift(word, odds), opening, conjunctions, self._slips_of(word, odds))

    # A space in the wrong place: «او رکتاب».

    def _may_shift(self, word: str, odds: int | None) -> bool:
        """Whether some neighbour may have letters of an unknown word, or the other way round."""
        least = self._shifted
        if least is None or (odds is not None and odds > _IMPLAUSIBLE):
            return False  # it lacks a space of its own
        band = lexicon.words().get
        for k in range(1, min(2, len(word) - least.length) + 1):
            if band(word[k:], -1) >= _COMMON or band(word[:-k], -1) >= _COMMON:
                return True
        return word in _cut_words()

    def _shift(self, word: str, left: str, right: str) -> tuple[str, bool] | None:
        """Return the two words that are meant and whether the left neighbour is one of them."""
        least = self._shifted
        words = lexicon.words()
        if least is None:
            return None
        for a, b, stray in ((left, word, left), (word, right, right)):
            if not a or not b or a + b in words or (stray == right and right in self._open_endings):
                continue
            for k in (1, 2):
                for first, second in ((a + b[:k], b[k:]), (a[:-k], a[-k:] + b)):
                    if min(len(first), len(second)) >= least.length and self._parted(first, second, stray, least):
                        return f"{first} {second}", stray == left
        return None

    def _parted(self, first: str, second: str, stray: str, least: Least) -> bool:
        words = lexicon.words()
        a, b = words.get(first, -1), words.get(second, -1)
        if a < _COMMON or b < _COMMON or (tie := lexicon.model().tie(first, a, second, b)) is None:
            return False
        rare = len(stray) > 1 and words.get(stray, -1) <= max(a, b) - _RARER
        return tie >= (0 if rare else least.evidence)

    # A missing space.

    def _divided(self, word: str) -> tuple[tuple[str, ...], int] | None:
        """Return the best division of a word and its odds without the neighbours; None if there is none to be had."""
        if word in lexicon.model().parts:
            return None
        if word in lexicon.words():
            return lexicon.model().division(word)
        found = lexicon.segment(word)
        return (found.words, found.odds) if found is not None and not found.doubt else None

    def _opening(self, word: str, pieces: tuple[str, ...], odds: int) -> Opening | None:
        """Return what the neighbours would have to say for a division of ``word``; None if they could not say as much."""
        if not self._spaces or len(word) <= _SHORTEST:
            return None
        last = pieces[-1]
        if last in VERB_ENDINGS or is_arabic(pieces):
            return None
        if len(pieces) == 2 and (pieces[0] in self._prefixes or last in self._suffixes):
            return None  # a compound, printed either way
        if word in lexicon.words():
            kind = "known" if last not in self._open_endings else "ending"
        elif last in self._open_endings:
            kind = "ending"
        elif max(map(len, pieces)) <= 2:
            kind = "short"
        elif not self._function.isdisjoint(pieces):
            kind = "function"
        else:
            kind = "other"
        least = self._spaces.get(kind)
        if least is None or odds < least.alone or len(word) < least.length:
            return None
        return Opening(pieces, odds, least)

    def _opens(self, opening: Opening, word: str, left: str, right: str) -> float | None:
        """Return the odds of a missing space with the neighbours; None if they do not make it certain."""
        pieces, odds, least = opening
        known = word in lexicon.words()
        if known and (tie_of(left, word) is not None or tie_of(word, right) is not None):
            return None
        ties = tie_of(left, pieces[0]) or 0, tie_of(pieces[-1], right) or 0
        if pieces[-1] == lexicon.AND and ties[1] <= 0:
            return None  # the conjunction needs something to join
        evidence = sum(ties)
        certain = min(ties) >= _AGAINST and odds + evidence >= least.odds and evidence >= least.evidence
        return odds + evidence if certain else None

    # The conjunction و, joined to one of the words that it joins: «صبر وتحمل», «صبرو تحمل».

    def _conjunctions(self, word: str) -> list[tuple[str, str]]:
        """Return how a و may be parted from a word that is rarer than what is left of it."""
        band, least, found = lexicon.words().get, self._parted_from, list[tuple[str, str]]()
        for kind, known, pair in (
            ("first", word[1:], (lexicon.AND, word[1:])),
            ("last", word[:-1], (word[:-1], lexicon.AND)),
        ):
            if kind not in least or len(word) < least[kind].length or word != "".join(pair) or is_arabic(pair):
                continue
            if band(known, -1) >= max(_JOINED, band(word, -1) + 1):
                found.append(pair)
        return found

    def _joins(self, pair: tuple[str, str], left: str, right: str) -> bool:
        """Whether و stands beside both words more often than by chance, and by how much."""
        first = pair[0] == lexicon.AND
        ties = (tie_of(left, lexicon.AND), tie_of(*pair)) if first else (tie_of(*pair), tie_of(lexicon.AND, right))
        weights = [tie or 0 for tie in ties]
        return min(weights) > 0 and sum(weights) >= self._parted_from["first" if first else "last"].evidence

    # A slip.

    def _slips_of(self, word: str, odds: int | None) -> Mapping[str, tuple[Sequence[Least], int]]:
        """Return the known words one slip away from an unknown one, if one of them may be meant."""
        if not self._slips or not 3 <= len(word) <= _LONGEST or not lexicon.within_reach(word):
            return {}
        if not _PLAIN.issuperset(word) or word in lexicon.model().parts:
            return {}
        words = lexicon.words()
        form = self._may_be_word(word, odds)
        reached = {known: (self._asked(word, known, form), words[known]) for known in lexicon.within_reach(word)}
        return reached if any(least for least, _ in reached.values()) else {}

    def _asked(self, word: str, known: str, form: bool) -> Sequence[Least]:
        """Return what is asked for to take ``word``, which may be a ``form`` of some word, for a slip of ``known``."""
        kind = self._kind(word, known)
        if kind == "omitted" and lexicon.words()[known] < _SOFT_LEAST and _lacks_vowel(word, known):
            return ()
        return [one for one in self._slips.get(kind, ()) if len(word) >= one.length and (one.forms or not form)]

    def _kind(self, word: str, form: str) -> str:
        """Return which slip makes ``word`` of ``form``, as the table calls it; empty for one that is not believed."""
        size = len(word)
        k = next((k for k, (a, b) in enumerate(zip(word, form, strict=False)) if a != b), min(size, len(form)))
        if len(form) > size:
            return "omitted-first" if k == 0 else "omitted" if k < size else ""
        last = size - 1
        if len(form) < size:
            if k >= last:
                return ""
            if word[k + 1] == word[k] or (k and word[k - 1] == word[k]):
                return "doubled"
            return "" if k == 0 or word[k] in _SOFT else "inserted"
        if word[k + 1 :] != form[k + 1 :]:
            if k == 0 or k + 2 == size:
                return "swapped-first" if k == 0 else ""
            return "swapped-aspirate" if DOCHASHMI in word[k : k + 2] else "swapped"
        typed, meant = word[k], form[k]
        if k == last:
            if (typed, meant) in self._sounds:
                return "sound-last"
            return "like-last" if (typed, meant) in self._like and _INFLECTING.isdisjoint((typed, meant)) else ""
        if (typed, meant) in self._like:
            return "like" if k else "like-first"
        return "replaced" if k else ""

    def _slip(
        self, reached: Mapping[str, tuple[Sequence[Least], int]], word: str, left: str, right: str
    ) -> tuple[str, float] | None:
        """Return the known word that is meant and its odds with the neighbours; None if they do not make it certain."""
        told = _told(reached, left, right)
        rated = sorted(((reached[form][1] * _BAND + evidence, form) for form, evidence in told.items()), reverse=True)
        weight, best = rated[0]
        if len(rated) > 1 and weight - rated[1][0] < _ALONE:
            return None
        asked, _ = reached[best]
        odds = lexicon.model().unknown(word) - (_TOKENS - weight + _COST) if asked else 0
        certain = any(told[best] >= least.evidence and odds >= least.odds for least in asked)
        return (best, odds) if certain else None

    def _may_be_word(self, word: str, odds: int | None) -> bool:
        """Whether an unknown word may be a form or a compound of a known one, or several words."""
        words = lexicon.words()
        for k in (1, 2, 3):
            if len(word) - k < 2:
                break
            if word[-k:] in self._endings and words.get(word[:-k], -1) >= _STEM:
                return True
            if word[:k] in self._prefixes and words.get(word[k:], -1) >= _STEM:
                return True
        return odds is not None and odds > -50


@cache
def _cut_words() -> frozenset[str]:
    """What is no word and is left of a common one when its first or last one or two letters stand elsewhere."""
    words = lexicon.words()
    common = [word for word, band in words.items() if band >= _COMMON and len(word) > 2]
    return frozenset(cut for word in common for k in (1, 2) for cut in (word[k:], word[:-k]) if cut not in words)


_SOFT = frozenset("اوےیئھںآہ")
"""Letters that another transliteration may have more of."""

_INFLECTING = frozenset("اآوؤےیئںنہۂۃء")
"""Letters that make another form of a word at its end, or its izafat."""

_PLAIN = frozenset(_LETTERS)
_STEM = lexicon.band_of(8)


def _lacks_vowel(word: str, whole: str) -> bool:
    return any(whole[k] in _SOFT and whole[:k] + whole[k + 1 :] == word for k in range(len(whole)))


def _told(reached: Mapping[str, tuple[Sequence[Least], int]], left: str, right: str) -> dict[str, float]:
    """Return what two neighbours tell for each of some known words: its ties with them, as far as beyond chance."""
    words, tie = lexicon.words(), lexicon.model().tie
    before, after = words.get(left, -1), words.get(right, -1)
    return {
        form: max(0, tie(left, before, form, band) or 0) + max(0, tie(form, band, right, after) or 0)
        for form, (_, band) in reached.items()
    }


def compile(  # noqa: A001 - the name all stages share
    profile: Profile,
    function: AbstractSet[str],
    prefixes: AbstractSet[str],
    suffixes: AbstractSet[str],
    open_endings: AbstractSet[str],
) -> Neighbours:
    """Return the rules in force under ``profile``; the words are those by which missing spaces are judged."""
    slips, *others = (
        _least(tables()[rule]) if in_force(rule, profile) else {} for rule in (SLIP, SPACE, SHIFTED, CONJUNCTION)
    )
    spaces, shifted, conjunctions = ({kind: least for kind, (least,) in rows.items()} for rows in others)
    return Neighbours(
        slips,
        spaces,
        shifted.get("any"),
        conjunctions,
        _pairs("like-letters"),
        _pairs("like-endings"),
        frozenset(table("lists/endings").column("word")),
        prefixes,
        suffixes,
        function,
        open_endings,
        kept(profile),
    )


def _pairs(name: str) -> frozenset[tuple[str, str]]:
    """Every two letters of a group that a list has, in either order."""
    groups = table(f"lists/{name}").column("word")
    return frozenset(pair for group in groups for pair in permutations(group, 2))


def _least(one: Table) -> dict[str, list[Least]]:
    """What a table asks for, by the kind of the correction."""
    found: dict[str, list[Least]] = {}
    for row in one.dicts():
        numbers = {name: int(row[name]) for name in ("odds", "evidence", "length", "alone") if name in row}
        found.setdefault(row["kind"], []).append(Least(**numbers, forms=row.get("forms") == "yes"))
    return found
