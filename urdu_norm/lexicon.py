"""Word frequencies, loaded on first need: which words are known, how common they are, where a run of letters divides.

Plain-text files below ``data/lexicon`` hold what counting found (``benchmarks/lexicon/build.py`` makes them):
``words.txt`` the known words by frequency band; ``parts.txt`` common misspellings, which are not known but may be part
of a run; ``joined.txt`` which counted runs lack a space; ``bigrams.txt`` which words follow which; ``letters.txt`` what
Urdu words are made of. Four more only save time: ``divisions.txt`` says how known words can be divided, ``unmet.txt``
which two words that nobody writes beside each other make a known one, ``reach.bin`` which letter makes a known word of a
shape (a word with a hole for one letter), ``affixes.bin`` what known words begin or end with.

Costs are hundredths of the common logarithm of a probability, negated: 100 more is ten times rarer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, cached_property, lru_cache
from itertools import accumulate, pairwise
from math import log2, log10
from typing import NamedTuple
from zlib import crc32

from urdu_norm import tables, unicode

__all__ = [
    "HOPELESS",
    "MAX_LENGTH",
    "RARE",
    "Model",
    "Segmentation",
    "band",
    "band_of",
    "bigram",
    "count",
    "known",
    "model",
    "segment",
    "within_reach",
    "words",
]

TOKENS = 8_626_529
"""How many tokens were counted."""

BANDS_PER_DOUBLING = 3
"""A band is a third of a doubling: band 0 is a count of 1, band 30 a count of 1,024."""

BAND, LOG_TOKENS = 100 * log10(2) / BANDS_PER_DOUBLING, 100 * log10(TOKENS)
"""A band, and how many tokens were counted, in hundredths of the logarithm, not rounded."""

_REMEMBERED = 4096  # unknown words whose division and neighbours are kept: several rules ask for them

MAX_LENGTH = 40
"""Longer runs are never divided: the work stays linear in the length of the text, and no real error is as long."""

_TOKENS_COST = 694  # 100 * log10(TOKENS)
_BAND_COST = 10.034  # 100 * log10(2) / BANDS_PER_DOUBLING
_MISSING_SPACE = 200  # one space in a hundred is missing
_UNKNOWN_WORD = 192  # 1.2 % of the tokens of new text are words that nobody counted
HOPELESS = -600
"""The odds of a division of a known word that no neighbours can make up for: one in a million."""
_DOUBT = 130  # a division within twenty times of the best one
_SEEN = 15  # 70 % of the weight on the bigram, the rest on the word alone
_UNSEEN = 52
_RAREST_BIGRAM_COST = 100 * log10(5)  # a pair that was not counted occurs less often than five times

_SHORT_BANDS = {2: 25, 3: 10}
"""How common a part of two or three letters must be: counted runs of so few letters are often pieces of words."""

_JOINS_NOTHING = unicode.NON_JOINING - set("ےۓ")
"""Letters inside a word behind which a space hardly shows."""

_UNMET_LEAST = 250  # the odds of a pair that is listed: what lexicon/near-merge asks for may not be less
_UNMET_COUNT = 10  # no rarer word is put together

_CUT_AFTER = unicode.NON_JOINING | set("ںء")
"""Nothing joins on the left of the next letter here, or the letter ends a word: a missing space does not show."""


AND = "و"
_SLIP_LETTERS = frozenset(unicode.CORE_LETTERS)
_SPELLING_MARKS = re.compile("[\u064b\u0670]")


class Segmentation(NamedTuple):
    """The best division of a run of letters: the words, and how much likelier it is than one unknown word.

    ``odds`` is in hundredths of the common logarithm: 200 means a hundred times likelier. There is ``doubt`` when
    another division, with a space elsewhere, is nearly as likely.
    """

    words: tuple[str, ...]
    odds: int
    doubt: bool


_SHAPES = (1 << 20) - 1
"""One byte for each of a million hashes of shapes: six in seven are zero, so most tries end there."""
_SEVERAL = 255
_LETTER = ("", *unicode.CORE_LETTERS)
_NUMBER = {letter: number for number, letter in enumerate(_LETTER)}


def shapes(words: Iterable[str]) -> bytes:
    """Return for each hash of a shape, a shape being a word with one letter open («ک?اب»), the letter that makes a word of it.

    It is the number of the letter among the core letters, from 1; 0 if there is none and 255 for more than one.
    """
    table = bytearray(_SHAPES + 1)
    for word in words:
        code = word.encode("utf-16-le", "surrogatepass")
        for k, letter in enumerate(word):
            number = _NUMBER.get(letter)
            if number is not None:  # a mark is no slip
                shape = crc32(code[: 2 * k] + b"?" + code[2 * k + 2 :]) & _SHAPES
                table[shape] = number if table[shape] in (0, number) else _SEVERAL
    return bytes(table)


def affixes(words: Iterable[str]) -> bytes:
    """Return a bit for each hash of letters that some word begins or ends with: what else is no piece of a word."""
    table = bytearray((_SHAPES + 1) // 8)
    for word in words:
        for k in range(1, len(word)):
            for affix in (word[:k], word[k:]):
                at = crc32(affix.encode("utf-16-le", "surrogatepass")) & _SHAPES
                table[at >> 3] |= 1 << (at & 7)
    return bytes(table)


class _Fits(dict[str, frozenset[str]]):
    """The letters that have been seen for the question mark in «a?b», «ab?» or «?ab»."""

    def __init__(self, rows: Mapping[str, Mapping[str, int]]) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, three: str) -> frozenset[str]:
        rows = self._rows
        threes = ((letter, three.replace("?", letter)) for letter in _SLIP_LETTERS)
        self[three] = found = frozenset(letter for letter, seen in threes if seen[2] in rows.get(seen[:2], ()))
        return found


class Model:
    """Frequencies and what follows from them; :func:`model` returns the one that comes with the library.

    ``words`` maps each known word to its band, ``parts`` each word that may be part of a run; ``following`` maps a word
    to a line that lists, band by band, what follows it; ``letters`` maps two letters to the costs of the next one;
    ``joined`` are the runs that were counted, but as words that lack a space; ``divisions`` are those of known words of four
    letters and more that are neither in doubt nor hopeless, by the word: a line with the odds and the words.
    """

    def __init__(
        self,
        words: Mapping[str, int],
        parts: Mapping[str, int],
        following: Mapping[str, str],
        letters: Mapping[str, Mapping[str, int]],
        joined: AbstractSet[str] = frozenset(),
        divisions: Mapping[str, str] | None = None,
    ) -> None:
        self.words = words
        self.parts = parts
        self.joined = joined
        self.divisions = divisions or {}
        self._following = following
        self._bigrams: dict[str, dict[str, int]] = {}
        self._letters = letters
        self._fits = _Fits(letters)

    def bigram_band(self, first: str, second: str) -> int | None:
        """Return the frequency band of two words in a row, or None if the pair is not among the counted ones."""
        row = self._bigrams.get(first)
        if row is None:
            row = self._bigrams[first] = _bands(self._following.get(first, ""))
        return row.get(second)

    def tie(self, first: str, a: int, second: str, b: int) -> float | None:
        """Return how much more often than by chance ``second`` follows ``first``; None if it was hardly ever met there.

        ``a`` and ``b`` are the bands of the two, -1 if one is not known.
        """
        if a < 0 or b < 0:
            return None
        together = self.bigram_band(first, second)
        return None if together is None else (together - a - b) * BAND + LOG_TOKENS

    def cost(self, word: str, before: str | None = None) -> int | None:
        """Return the cost of a word, after another one if given; None if it may not be part of a run."""
        alone = self._alone(word)
        if alone is None or before is None:
            return None if alone is None else round(alone)
        return self._after(word, alone, before)

    def _alone(self, word: str) -> float | None:
        band = self.words.get(word, -1)
        if band < 0:
            band = self.parts.get(word, -1)
        return None if band < _SHORT_BANDS.get(len(word), 0) else _TOKENS_COST - band * _BAND_COST

    def _after(self, word: str, alone: float, before: str) -> int:
        """Return what a word costs after another one that, ``alone``, costs that much."""
        first = self.words.get(before)
        if first is None:
            first = self.parts.get(before, 0)
        together = self.bigram_band(before, word)
        if together is None:
            # Not counted, so rarer than the rarest counted pair, however common both are.
            return round(_UNSEEN + max(alone, first * _BAND_COST - _RAREST_BIGRAM_COST))
        return round(min(_SEEN + (first - together) * _BAND_COST, _UNSEEN + alone))

    def unknown(self, word: str) -> int:
        """Return the cost of a word that nobody counted, by its letters."""
        total = _UNKNOWN_WORD
        run = f"^^{_SPELLING_MARKS.sub('', word)}$"
        letters = self._letters
        for k in range(2, len(run)):
            char = run[k]
            row = letters.get(run[k - 2 : k])
            if row is not None and char in row:
                total += row[char]
                continue
            if row is not None:
                total += row[""]
            row = letters.get(run[k - 1])
            total += row[char] if row is not None and char in row else 400
        return total

    @cached_property
    def _shapes(self) -> bytes:
        return shapes(self.words)

    @cached_property
    def _affixes(self) -> bytes:
        return affixes(self.words)

    def within_reach(self, word: str) -> frozenset[str]:
        """Return the known words one letter away: one more, one less, another, or two neighbours swapped.

        Only shapes that some known word has are filled; where several letters may fill one, with those that make three seen
        in a row with the letters beside them.
        """
        words, filling, affixes, size = self.words, self._shapes, self._affixes, len(word)
        code = word.encode("utf-16-le", "surrogatepass")
        # What stands before a slip begins some longer word, and what stands after it ends one.
        heads = [0]  # the hashes of what stands before each hole there may be
        for k in range(0, 2 * size, 2):
            head = crc32(code[k : k + 2], heads[-1])
            if not affixes[(head & _SHAPES) >> 3] >> (head & 7) & 1:
                break
            heads.append(head)
        low = size
        while low:
            tail = crc32(code[2 * low - 2 :])
            if not affixes[(tail & _SHAPES) >> 3] >> (tail & 7) & 1:
                break
            low -= 1
        forms = [word[1:], word[:-1]]
        run = f"^^{word}$$"  # word[k] is run[k + 2]
        for k in range(max(0, low - 2), len(heads)):
            before, rest, after = word[:k], word[k:], word[k + 1 :]
            if after:
                forms.append(before + after[0] + rest[0] + after[1:])
            hole = crc32(b"?", heads[k])
            if k >= low:
                number = filling[crc32(code[2 * k :], hole) & _SHAPES]
                if number == _SEVERAL:
                    letters = self._fitting(run[k : k + 2], run[k + 2 : k + 4])
                    forms += [before + letter + rest for letter in letters]
                elif number:
                    forms.append(before + _LETTER[number] + rest)
            if k >= low - 1 and rest:
                forms.append(before + after)
                number = filling[crc32(code[2 * k + 2 :], hole) & _SHAPES]
                if number == _SEVERAL:
                    letters = self._fitting(run[k : k + 2], run[k + 3 : k + 5])
                    forms += [before + letter + after for letter in letters]
                elif number:
                    forms.append(before + _LETTER[number] + after)
        return frozenset([form for form in forms if form in words and form != word])

    def _fitting(self, before: str, after: str) -> frozenset[str]:
        """The letters that may stand between two and two others; at the end of a run there is one other."""
        fits = self._fits
        letters = fits[f"{before}?"] & fits[f"{before[1]}?{after[0]}"]
        return letters & fits[f"?{after}"] if after[0] != "$" else letters

    def segment(self, run: str) -> Segmentation | None:
        """Return the best division of ``run`` into two or more words, or None if there is none.

        Divides only where a missing space does not show. There is doubt, too, where two of the words make a form of a
        known one: «خریدار یاں» is «خریداریاں» and «ناز کی» is «نازکی», which nobody counted.
        """
        if len(run) > MAX_LENGTH:
            return None
        ends = [k for k in range(1, len(run)) if run[k - 1] in _CUT_AFTER]
        words, parts = self.words, self.parts
        for k in ends:
            if (last := run[k:]) in words or last in parts:
                break
        else:
            return None
        ends.append(len(run))
        # For each end, the cheapest way to each last word: (cost, words).
        best: dict[int, dict[str, tuple[int, tuple[str, ...]]]] = {}
        for end in ends:
            here: dict[str, tuple[int, tuple[str, ...]]] = {}
            if end < len(run):
                word = run[:end]
                cost = self.cost(word)
                if cost is not None:
                    here[word] = (cost, (word,))
            for start, before in best.items():
                word = run[start:end]
                alone = self._alone(word)
                if alone is None:
                    continue
                here[word] = min(
                    (so_far + self._after(word, alone, last) + _MISSING_SPACE, (*path, word))
                    for last, (so_far, path) in before.items()
                )
            if here:
                best[end] = here
        last_words = best.get(len(run))
        if not last_words:
            return None
        readings = sorted(last_words.values())
        cost, path = readings[0]
        doubt = any(total - cost < _DOUBT and _crossing(path, other) for total, other in readings[1:])
        doubt = doubt or any(self._is_form(first + second) for first, second in pairwise(path))
        return Segmentation(self._with_conjunctions(path), self.unknown(run) - cost, doubt)

    def _with_conjunctions(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """Part a و from a word where it stands beside both others more often than by chance: «قدرو قیمت», «زور وشور».

        One space more costs more than the rare words «قدرو» and «وشور» do.
        """
        words = [path[0]]
        for word in path[1:]:
            before = words[-1]
            if self._hides(before, before[:-1]) and self._drawn(before[:-1], AND) and self._drawn(AND, word):
                words[-1:] = before[:-1], AND, word
            elif self._hides(word, word[1:]) and self._drawn(before, AND) and self._drawn(AND, word[1:]):
                words += AND, word[1:]
            else:
                words.append(word)
        return tuple(words)

    def _hides(self, word: str, known: str) -> bool:
        """Whether a word is another one and و, and rarer than that: «ہندو» is not."""
        return word in (known + AND, AND + known) and self.words.get(word, -1) < self.words.get(known, -1)

    def _drawn(self, first: str, second: str) -> bool:
        """Whether a word follows another more often than by chance."""
        tie = self.tie(first, self.words.get(first, -1), second, self.words.get(second, -1))
        return tie is not None and tie > 0

    def _is_form(self, run: str) -> bool:
        """Whether a run is the plural of a known word in ی, or the noun in ی of a known one in ک."""
        known = run[:-2] if run.endswith(("یاں", "یوں")) else run[:-1] if run.endswith("کی") else ""
        return self.words.get(known, -1) >= _SINGULAR

    def division(self, word: str) -> tuple[tuple[str, ...], int] | None:
        """Return the best division of a known word and its odds against what was counted; None if in doubt or hopeless."""
        odds, _, listed = self.divisions.get(word, "").partition(" ")
        return (tuple(listed.split(" ")), int(odds)) if odds else None


def divisions(model: Model) -> str:
    """Return the divisions of the words of a model, one a line: what :meth:`Model.division` looks up."""
    lines: list[str] = []
    for word, band in model.words.items():
        found = model.segment(word) if len(word) > 3 else None
        if found is not None and not found.doubt:
            odds = found.odds - model.unknown(word) + round(_TOKENS_COST - band * _BAND_COST)
            if odds >= HOPELESS:
                lines.append(f"{odds} {' '.join(found.words)}\n")
    return "".join(sorted(lines))


def unmet(model: Model) -> str:
    """Return pairs of known words that make a known word and that were not counted beside each other, one a line.

    With each stand the odds that the space between the two is a slip: how much commoner the whole is than the two would
    be by chance, times how much more often than a counted pair they would have to be met then.
    """
    lines: list[str] = []
    words = model.words
    for whole, band in words.items():
        for k in range(2, len(whole) - 1) if band >= band_of(_UNMET_COUNT) else ():
            first, second = whole[:k], whole[k:]
            if first[-1] not in _JOINS_NOTHING or first not in words or second not in words:
                continue
            by_chance = (words[first] + words[second]) * BAND - LOG_TOKENS
            odds = round(band * BAND - by_chance + max(0, by_chance - _RAREST_BIGRAM_COST))
            if odds >= _UNMET_LEAST and model.bigram_band(first, second) is None:
                lines.append(f"{odds} {first} {second}\n")
    return "".join(sorted(lines))


def _crossing(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether each of two divisions of the same run has a space that the other has not."""
    a, b = (set(accumulate(map(len, words))) for words in (first, second))
    return bool(a - b and b - a)


def _bands(line: str) -> dict[str, int]:
    row: dict[str, int] = {}
    for cell in line.split("\t") if line else ():
        number, _, listed = cell.partition(" ")
        row.update(dict.fromkeys(listed.split(" "), int(number)))
    return row


def _read(name: str) -> str:
    return tables.resource(f"lexicon/{name}").read_text(encoding="utf-8")


def _sections(text: str) -> dict[str, int]:
    """Words by band: a line with the number of the band, then its words, one a line, then an empty line."""
    found: dict[str, int] = {}
    for section in text.rstrip("\n").split("\n\n"):
        number, _, listed = section.partition("\n")
        found.update(dict.fromkeys(listed.split("\n"), int(number)))
    return found


@cache
def words() -> Mapping[str, int]:
    """Return every known word with its frequency band: a plain dict, not to be changed.

    >>> words()["پاکستان"] > words()["پرندہ"]
    True
    """
    return _sections(_read("words.txt"))


class _Following(dict[str, str]):
    """What follows each word, read when the first bigram is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] | None = None

    def get(self, word: str, default: str = "") -> str:  # type: ignore[override]
        if self._lines is None:
            self._lines = _read("bigrams.txt").split("\n")
            for line in self._lines:
                first, _, rest = line.partition("\t")
                self[first] = rest
        return super().get(word, default)


def _letter_costs() -> dict[str, dict[str, int]]:
    costs: dict[str, dict[str, int]] = {}
    for line in _read("letters.txt").split("\n"):
        if line:
            context, chars, numbers = line.split("\t")
            row = dict(zip(chars, map(int, numbers.split(" ")), strict=False))
            if len(context) == 2:
                row[""] = int(numbers.rpartition(" ")[2])
            costs[context] = row
    return costs


@cache
def model() -> Model:
    """Return the model that comes with the library; it is made on first need."""
    made = Model(
        words(),
        _sections(_read("parts.txt")),
        _Following(),
        _letter_costs(),
        frozenset(_read("joined.txt").split()),
        {line.partition(" ")[2].replace(" ", ""): line for line in _read("divisions.txt").split("\n") if line},
    )
    # So that nobody has to make them.
    made._shapes, made._affixes = tables.resource("lexicon/reach.bin").read_bytes(), _affixes()
    return made


@cache
def unmet_pairs() -> Mapping[tuple[str, str], int]:
    """Return what :func:`unmet` lists: pairs of words with the odds, in hundredths of the logarithm.

    >>> unmet_pairs()["شہر", "وں"] > 400
    True
    """
    found: dict[tuple[str, str], int] = {}
    for line in _read("unmet.txt").split("\n"):
        odds, _, pair = line.partition(" ")
        first, _, second = pair.partition(" ")
        if second:
            found[first, second] = int(odds)
    return found


@cache
def _affixes() -> bytes:
    return tables.resource("lexicon/affixes.bin").read_bytes()


def is_affix(letters: str) -> bool:
    """Whether some longer known word begins or ends with ``letters``; true of one in ten where none does.

    >>> is_affix("کتا"), is_affix("تاب"), is_affix("تیلفو")
    (True, True, False)
    """
    at = crc32(letters.encode("utf-16-le", "surrogatepass")) & _SHAPES
    return _affixes()[at >> 3] >> (at & 7) & 1 == 1


def known(word: str) -> bool:
    """Whether ``word`` (without vowel signs) is a known Urdu word.

    >>> known("کتاب"), known("کتااب")
    (True, False)
    """
    return word in words()


def band(word: str) -> int:
    """Return the frequency band of a word: three to a doubling of its count; -1 if it is not known."""
    return words().get(word, -1)


def band_of(number: int) -> int:
    """Return the band of a count of at least 1.

    >>> band_of(1), band_of(1024)
    (0, 30)
    """
    return round(BANDS_PER_DOUBLING * log2(number))


_SINGULAR = band_of(8)
RARE = band_of(64)
"""No commoner word is taken for a piece of another, a slip or two words that lack a space."""


def count(word: str) -> int:
    """Return about how often a word was met in 8.6 million; 0 if it is not known.

    >>> count("کتاب") > 1000, count("کتااب")
    (True, 0)
    """
    found = words().get(word)
    return 0 if found is None else round(2 ** (found / BANDS_PER_DOUBLING))


def bigram(first: str, second: str) -> int:
    """Return about how often ``second`` followed ``first``; 0 if fewer than five times or if it was not kept.

    Kept are the pairs that a missing space could join without showing, and of the others those of eight and more.

    >>> bigram("کے", "بعد") > 1000, bigram("کے", "پرندہ")
    (True, 0)
    """
    found = model().bigram_band(first, second)
    return 0 if found is None else round(2 ** (found / BANDS_PER_DOUBLING))


def ends_open(word: str) -> bool:
    """Whether a missing space after ``word`` would not show: its last letter joins nothing, or ends words."""
    return word[-1] in _CUT_AFTER


@lru_cache(maxsize=_REMEMBERED)
def segment(run: str) -> Segmentation | None:
    """Return the best division of a run of letters into known words, or None if there is none.

    Whether to divide at all is not decided here: look at the odds.

    >>> segment("گھرکےباہر").words
    ('گھر', 'کے', 'باہر')
    >>> segment("حکومت") is None
    True
    """
    return model().segment(run)


@lru_cache(maxsize=_REMEMBERED)
def within_reach(word: str) -> frozenset[str]:
    """Return the known words one slip away from ``word``: a letter lost, added, replaced, or two swapped.

    >>> sorted(within_reach("کتااب"))
    ['کتاب']
    """
    return model().within_reach(word)
