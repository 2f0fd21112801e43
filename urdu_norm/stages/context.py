"""Corrections that only the neighbours of a word decide: closed collocations, real-word errors, broken words.

A row of a context table fires where its ``wrong`` words stand between neighbours that make the correction certain.
Neighbours are words with nothing but spaces between them: punctuation, a digit or the edge of the line ends the reach.
Rows are found through their anchor, the rarest word of the pattern, so a line without anchors costs nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from urdu_norm.edits import Edit, apply, compose
from urdu_norm.profile import Profile, UrduNormError
from urdu_norm.segment import WORD, first_word
from urdu_norm.stages.beside import word_after, word_before
from urdu_norm.tables import Rule, active, spelled, table, tables
from urdu_norm.unicode import URDU_MARKS, VOWEL_MARKS

__all__ = ["EDGE", "REACH", "Condition", "Context", "Near", "Row", "compile", "rows"]

REACH = 4
"""How many words either side of an anchor a row may look at."""

EDGE = "-"
"""In ``before`` and ``after``: no neighbour there (the line ends, or something other than a space comes first)."""

_ROUNDS = 8
"""How often the surroundings of a correction are looked at again; the tests hold that the tables need fewer."""

_BARE = dict.fromkeys(map(ord, VOWEL_MARKS))
_ATTACHED = re.compile(rf"{WORD.pattern[:-1]}-?\Z")
"""What a word is attached to: letters, or letters and a hyphen («میک-اپ»)."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """What one side must be: one of ``needed`` (when there are any) and none of ``vetoed``.

    Each alternative is a tuple of words in the order of the text; vowel signs on a neighbour do not count.

    >>> Condition.of("اے|طور پر!کے", lambda word: word).needed == {("اے",), ("طور", "پر")}
    True
    """

    needed: frozenset[Words]
    vetoed: frozenset[Words]
    reach: int
    """The number of words that must be seen."""

    @classmethod
    def of(cls, cell: str, settle: Callable[[str], str]) -> Condition:
        """Read a cell: ``alternatives``, ``!vetoes`` or ``alternatives!vetoes``."""
        needed, _, vetoed = cell.partition("!")
        wanted, unwanted = _alternatives(needed, settle), _alternatives(vetoed, settle)
        return cls(wanted, unwanted, max(map(len, wanted | unwanted), default=0))

    def holds(self, side: Sequence[str], nearest_last: bool) -> bool:
        """Whether the neighbours on one side (in the order of the text) satisfy the condition."""
        tails = {tuple(side[len(side) - n :] if nearest_last else side[:n]) for n in range(1, len(side) + 1)}
        return not (self.needed and self.needed.isdisjoint(tails)) and self.vetoed.isdisjoint(tails)


def _bare(word: str) -> str:
    """Return a neighbour without its vowel signs; one that begins with a mark (a detached one) counts as that mark."""
    return word[0] if word[0] in URDU_MARKS else word.translate(_BARE)


def _alternatives(cell: str, settle: Callable[[str], str]) -> frozenset[Words]:
    found: set[Words] = set()
    if not cell:
        return frozenset()
    for alternative in filter(None, cell.split("|")):
        if alternative.startswith("@"):
            found.update((settle(word).translate(_BARE),) for word in table(f"lists/{alternative[1:]}").column("word"))
        else:
            words = spelled(alternative).split(" ")
            found.add(tuple(_bare(part) for word in words for part in settle(word).split(" ")))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Row:
    """One row with one spelling of ``wrong``, ready to be matched."""

    rule: str
    safe: bool
    anchor: str
    before: Condition
    wrong: Words
    after: Condition
    right: str

    def anchors(self) -> Iterator[tuple[str, int]]:
        """Yield each word that leads to this row, and how far the first wrong word lies from it."""
        if self.anchor == "word":
            yield self.wrong[0], 0
        elif self.anchor == "last":
            yield self.wrong[-1], 1 - len(self.wrong)
        elif self.anchor == "before":
            for words in self.before.needed:
                k = _longest(words)
                yield words[k], len(words) - k
        else:
            for words in self.after.needed:
                k = _longest(words)
                yield words[k], -len(self.wrong) - k


def _longest(words: Words) -> int:
    return max(range(len(words)), key=lambda k: len(words[k]))


def rows(rule: Rule, settle: Callable[[str], str] = str) -> Iterator[Row]:
    """Yield the rows of a context table; raise :class:`UrduNormError` for one that cannot work.

    ``settle`` is what the stages before this one make of a word: cells are compared with their output.
    """
    seen: dict[str, Condition] = {}  # most rows share their conditions with others
    for cells in tables()[rule.id].dicts():
        before, after = (
            seen.get(cell) or seen.setdefault(cell, Condition.of(cell, settle))
            for cell in (cells["before"], cells["after"])
        )
        right = settle(spelled(cells["right"]))
        for spelling in cells["wrong"].split("|"):
            wrong = tuple(settle(spelled(spelling)).split(" "))
            safe = cells["risk"] == "safe" and rule.risk == "safe"
            row = Row(rule.id, safe, cells["anchor"], before, wrong, after, right)
            if row.anchor not in ("word", "last", "before", "after"):
                raise UrduNormError(f"{rule.id}: anchor {row.anchor!r} is not one of: word, last, before, after")
            side = {"before": before, "after": after}.get(row.anchor)
            if side is not None and (not side.needed or (EDGE,) in side.needed):
                raise UrduNormError(f"{rule.id}: {spelling!r} is anchored on a side that names no words")
            if before.reach + len(wrong) + after.reach - 1 > REACH:
                raise UrduNormError(f"{rule.id}: {spelling!r} looks further than {REACH} words")
            if " ".join(wrong) != right:
                yield row


Near = Mapping[str, tuple[AbstractSet[str], AbstractSet[str]]]
"""For an anchor the words of which one must stand before it, or one after it, for any of its rows to fire."""


class _Led(NamedTuple):
    """The rows that an anchor leads to, each with the place of its first wrong word as seen from there.

    They are found by the word right before or right after the anchor, where one of a few has to stand there.
    """

    before: dict[str, list[tuple[Row, int]]]
    after: dict[str, list[tuple[Row, int]]]
    anywhere: list[tuple[Row, int]]

    def add(self, row: Row, offset: int) -> None:
        before, after = _beside(row, offset)
        if not (before or after):
            self.anywhere.append((row, offset))
        for word in before:
            self.before.setdefault(word, []).append((row, offset))
        for word in after:
            self.after.setdefault(word, []).append((row, offset))

    def rows(self, around: _Around) -> Iterator[tuple[Row, int]]:
        """Yield the rows that the words right beside an anchor let fire."""
        yield from self.anywhere
        for beside, place in ((self.before, -1), (self.after, 1)):
            if beside and (word := around.word(place)):
                yield from beside.get(word, ())
                if (bare := _bare(word)) != word:
                    yield from beside.get(bare, ())


Index = dict[str, _Led]
"""What each anchor leads to."""


class _Around:
    """The words around an anchor that only spaces part from it and each other, found as far as they are asked for."""

    __slots__ = ("_after", "_before", "_text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._after = [(start, end)]  # the spans of the anchor and of what follows; empty ones where nothing does
        self._before = [(start, end)]  # and of what stands before it, the nearest first

    def span(self, place: int) -> tuple[int, int]:
        """Where the word ``place`` words after (or before) the anchor stands; an empty span if there is none."""
        forward = place > 0
        spans = self._after if forward else self._before
        while len(spans) <= abs(place):
            start, end = spans[-1]
            word, end = word_after(self._text, end) if forward else word_before(self._text, start)
            spans.append((end - len(word), end))
        return spans[abs(place)]

    def word(self, place: int) -> str:
        """The word at a place, or an empty string."""
        start, end = self.span(place)
        return self._text[start:end]

    def are(self, words: Words, first: int) -> bool:
        """Whether the words from the place ``first`` on are ``words``."""
        return all(self.word(place) == word for place, word in enumerate(words, first))

    def before(self, place: int, count: int) -> list[str]:
        """``count`` words before a place, without vowel signs, or fewer after :data:`EDGE`."""
        return self._side(range(place - 1, place - 1 - count, -1))[::-1]

    def after(self, place: int, count: int) -> list[str]:
        """``count`` words after a place, without vowel signs, or fewer before :data:`EDGE`."""
        return self._side(range(place + 1, place + 1 + count))

    def _side(self, places: Iterable[int]) -> list[str]:
        side: list[str] = []
        for place in places:
            word = self.word(place)
            if not word:
                return [*side, EDGE]
            side.append(_bare(word))
        return side


class Context:
    """The context rules in force under a profile.

    ``anchors`` are the words whose presence in a line makes :meth:`edits` worth calling for it, ``near`` what most of
    them need beside them; one that is not there may fire beside any word.
    """

    __slots__ = ("_safe", "_unsafe", "anchors", "near")

    def __init__(self, all_rows: Iterable[Row]) -> None:
        self._safe: Index = {}
        self._unsafe: Index = {}
        for row in all_rows:
            index = self._safe if row.safe else self._unsafe
            for word, offset in row.anchors():
                index.setdefault(word, _Led({}, {}, [])).add(row, offset)
        self.anchors = frozenset(self._safe)
        self.near: Near = {
            word: (led.before.keys(), led.after.keys()) for word, led in self._safe.items() if not led.anywhere
        }

    def edits(self, text: str, sites: Iterable[int]) -> list[Edit]:
        """Return the certain corrections of a line near ``sites``, the offsets of its anchors.

        >>> from urdu_norm.profile import STANDARD
        >>> context = compile(STANDARD)
        >>> [edit.new for edit in context.edits("اس میں زرہ برابر شک نہیں", [7])]
        ['ذرہ']
        >>> context.edits("اس نے زرہ بکتر پہنی", [6])
        []
        """
        return _edits(self._safe, text, sites)

    def asks(self, text: str, start: int, end: int) -> bool:
        """Whether the word at ``start`` to ``end`` of a chunk is an anchor, and what it needs beside it may be there."""
        word = text[start:end]
        if word not in self.anchors:
            return False
        near = self.near.get(word)
        if near is None:
            return True
        before, after = near
        return bool(
            (before and (start == 0 or text[start - 1] == " ")) or (after and (end == len(text) or text[end] == " "))
        )

    def may_want(self, left: str, word: str, right: str) -> bool:
        """Whether a row may fire at the anchor ``word`` between two chunks; seldom true where none does."""
        near = self.near.get(word)
        if near is None:
            return True
        before, after = near
        if before and left and (left in before or not (left.isalpha() or WORD.match(left[-1]) is None)):
            return True
        if after:
            first = first_word(right)
            return first in after or not (first.isalpha() or not first)
        return False

    def suggestions(self, text: str) -> list[Edit]:
        """Return the corrections of a line that are likely but not certain: for a reader to decide, never applied."""
        return _edits(self._unsafe, text, [match.start() for match in WORD.finditer(text)])


def compile(profile: Profile, settle: Callable[[str], str] = str) -> Context:  # noqa: A001 - the name all stages share
    """Return the context rules that are in force under ``profile``.

    ``settle`` is what the chunk stages of the same profile make of a word; a profile that folds letters must pass it,
    so that the tables are compared with, and speak, the folded spelling. Raises :class:`UrduNormError` for a row that
    cannot work.
    """
    found: list[Row] = []
    for rule in (one.rule for one in tables().values()):
        if rule.stage == "context" and active(rule, profile):
            found.extend(rows(rule, settle))
    return Context(found)


def _beside(row: Row, offset: int) -> tuple[AbstractSet[str], AbstractSet[str]]:
    """Return the words of which one must stand right before, or one right after, an anchor for a row of it to fire.

    One of the two is empty; both are if the row may fire beside any word.
    """
    last = offset + len(row.wrong) - 1
    before: AbstractSet[str] = frozenset()
    after: AbstractSet[str] = frozenset()
    if offset <= -1 <= last:
        before = {row.wrong[-1 - offset]}
    elif offset == 0:
        before = {words[-1] for words in row.before.needed}
    if offset <= 1 <= last:
        after = {row.wrong[1 - offset]}
    elif last == 0:
        after = {words[0] for words in row.after.needed}
    before, after = (frozenset() if EDGE in side else side for side in (before, after))
    if before and after:
        return (before, frozenset()) if len(before) <= len(after) else (frozenset(), after)
    return before, after


def _edits(index: Index, text: str, sites: Iterable[int]) -> list[Edit]:
    """Return what the rows of an index do to a line.

    A word that one row put right may be the neighbour that another waits for («کے خاف ورزی»), so what stands near a
    correction is looked at again: the line comes out as it would after a second pass.
    """
    total: list[Edit] = []
    for _ in range(_ROUNDS):
        edits = _round(index, text, sites)
        if not edits:
            break
        total = compose(total, edits)
        text = apply(text, edits)
        sites, delta = [], 0
        for edit in edits:
            start = edit.start + delta
            delta += len(edit.new) - (edit.end - edit.start)
            low, high = _chunks_before(text, start, REACH), _chunks_after(text, edit.end + delta, REACH)
            sites.extend(match.start() for match in WORD.finditer(text, low, high))
    return total


def _round(index: Index, text: str, sites: Iterable[int]) -> list[Edit]:
    found: set[Edit] = set()
    for site in dict.fromkeys(sites):
        anchor = WORD.match(text, site)
        if anchor is not None and anchor.group() in index:
            found.update(_matches(index, text, site, anchor.group()))
    # The leftmost of those that overlap; of those that start together the longest.
    kept: list[Edit] = []
    for edit in sorted(found, key=lambda edit: (edit.start, -edit.end, edit)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _matches(index: Index, text: str, start: int, anchor: str) -> Iterator[Edit]:
    """Yield an edit for each row that fires because of the anchor at ``start``."""
    if _ATTACHED.search(text, max(start - 2, 0), start) is not None:
        return  # the end of a compound, or of a word of which a guarded span is the beginning
    around = _Around(text, start, start + len(anchor))
    for row, first in index[anchor].rows(around):
        last = first + len(row.wrong) - 1
        if (
            around.are(row.wrong, first)
            and row.before.holds(around.before(first, row.before.reach), True)
            and row.after.holds(around.after(last, row.after.reach), False)
        ):
            yield Edit(around.span(first)[0], around.span(last)[1], row.right, (row.rule,))


def _chunks_before(text: str, start: int, count: int) -> int:
    """Return the start of the chunk that lies ``count`` chunks before the one at ``start``."""
    low = text.rfind(" ", 0, start) + 1
    for _ in range(count):
        while low and text[low - 1] == " ":
            low -= 1
        low = text.rfind(" ", 0, low) + 1
    return low


def _chunks_after(text: str, start: int, count: int) -> int:
    """Return the end of the last of ``count`` chunks, the first being the one at ``start``."""
    end = start
    for _ in range(count):
        while end < len(text) and text[end] == " ":
            end += 1
        end = text.find(" ", end)
        if end == -1:
            return len(text)
    return end
