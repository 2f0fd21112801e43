"""A line as words, and the runs of them between quotation marks, brackets and words that end them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from urdu_norm.guards.keyboard import TYPED, is_typed, reading_of
from urdu_norm.guards.words import STRANGE, URDU_ONLY, Word, only, word_of
from urdu_norm.segment import LETTERS_AND_MARKS, WORD

__all__ = ["QUOTED", "TOKEN", "Line", "Run", "begins_quoted", "cut", "joined", "runs_of", "spans_of"]

_QUOTES = "’‘“”\"'«»‹›()[]{}\ufd3e\ufd3f"
QUOTED = re.compile(f"[{re.escape(_QUOTES)}]")
_DROPPED = "\u034f\u200b-\u200d"
# No word is made of these alone; the Sindhi signs for "and" and "in" are words.
TOKEN = re.compile(
    f"(?:(?<![{_DROPPED}])[{_DROPPED}]++)?[{LETTERS_AND_MARKS}][{LETTERS_AND_MARKS}{_DROPPED}]*|[\u06fd\u06fe]"
)


def begins_quoted(line: str) -> bool:
    """Whether a line begins with a quotation mark; an empty one does."""
    return line.lstrip()[:1] in "’‘“”\"'«‹"


class Run(NamedTuple):
    """Words ``first`` to ``last`` of a line; ``left`` and ``right`` are the marks that bound them.

    ``""`` stands for the edge of the line, ``"w"`` for a word that ends the run.
    """

    first: int
    last: int
    left: str
    right: str

    @property
    def length(self) -> int:
        """How many words it has."""
        return self.last + 1 - self.first

    @property
    def bounded(self) -> bool:
        """Whether no word ends it at either side."""
        return self.left != "w" and self.right != "w"

    @property
    def quoted(self) -> bool:
        """Whether it stands between marks, not at an edge of the line."""
        return self.bounded and self.left != "" and self.right != ""


class Line:
    """A line and its words; what costs more than a look at the words is made when it is first needed."""

    def __init__(self, text: str) -> None:
        self.text = text
        tokens = TOKEN.findall(text)
        self.words: Sequence[Word] = list(map(word_of, tokens))
        self.signs = bytes([word.signs for word in self.words])
        if self.has(STRANGE) and any(not TYPED.isdisjoint(word.odd) for word in self.words):
            readings = list(map(reading_of, tokens))
            if is_typed(sum([reading.ballot for reading in readings]), begins_quoted(text)):
                self.words = [reading.word for reading in readings]
                self.signs = bytes([word.signs for word in self.words])

    def has(self, signs: int) -> bool:
        """Whether any word has any of these signs."""
        return self.signs.translate(only(signs)).find(1) >= 0

    @cached_property
    def spoken(self) -> bytes:
        """The languages of which each word is any evidence."""
        return bytes([word.spoken for word in self.words])

    @cached_property
    def ends(self) -> bytes:
        """The languages that end before each word."""
        return bytes([word.ends for word in self.words])

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where each word stands."""
        return [match.span() for match in TOKEN.finditer(self.text)]

    @cached_property
    def marks(self) -> Mapping[int, Sequence[str]]:
        """The quotation marks and brackets by the index of the word that follows them, in order."""
        marks: dict[int, list[str]] = {}
        position = k = 0
        for match in QUOTED.finditer(self.text):  # no word has one inside
            k += len(TOKEN.findall(self.text, position, match.start()))
            position = match.end()
            marks.setdefault(k, []).append(match.group())
        return marks

    @cached_property
    def cuts(self) -> list[int]:
        """The indices of the words that marks stand before."""
        return list(self.marks)


_STRETCH = re.compile(b"\0+")


def runs_of(line: Line, ends: bytes, low: int = 0, high: int | None = None) -> list[Run]:
    """Return the stretches of words between words that end them, quotation marks, brackets and the line's edges.

    ``low`` and ``high`` bound the words looked at.
    """
    runs: list[Run] = []
    marks, cuts, count = line.marks, line.cuts, len(ends)
    k = bisect_left(cuts, low)
    for stretch in _STRETCH.finditer(ends, low, count if high is None else high):
        first, stop = stretch.span()
        left = marks[first][-1] if first in marks else ("w" if first else "")
        while k < len(cuts) and cuts[k] <= first:
            k += 1
        while k < len(cuts) and cuts[k] < stop:
            runs.append(Run(first, cuts[k] - 1, left, marks[cuts[k]][0]))
            first, left = cuts[k], marks[cuts[k]][-1]
            k += 1
        runs.append(Run(first, stop - 1, left, marks[stop][0] if stop in marks else ("w" if stop < count else "")))
    return runs


def cut(run: Run, first: int, last: int) -> Run:
    """Return the part of a run from one word to another."""
    return Run(first, last, run.left if first == run.first else "w", run.right if last == run.last else "w")


def joined(words: Sequence[Word], runs: Sequence[Run], parts: Sequence[Run | None]) -> list[Run]:
    """Return the guarded runs, with those between and beside them that cannot be Urdu, joined where they meet."""
    kept: list[Run] = []
    if parts.count(None) == len(parts):
        return kept
    for k, (run, part) in enumerate(zip(runs, parts, strict=True)):
        if part is None:
            before = k > 0 and parts[k - 1] is not None and runs[k - 1].last + 1 == run.first
            after = k + 1 < len(runs) and parts[k + 1] is not None and run.last + 1 == runs[k + 1].first
            if not (before or after):
                continue
            inside = words[run.first : run.last + 1]
            evidence = run.bounded and any(word.arabic or word.odd for word in inside)
            if not ((before and after) or evidence):
                continue
            part = run
        if kept and _meet(words, kept[-1], part):
            part = Run(kept[-1].first, part.last, kept[-1].left, part.right)
            kept.pop()
        kept.append(part)
    return kept


def _meet(words: Sequence[Word], left: Run, right: Run) -> bool:
    """Whether what lies between two guarded runs belongs to them: nothing, or a word or two that Arabic may have."""
    between = words[left.last + 1 : right.first]
    if len(between) > 2 or any(not URDU_ONLY.isdisjoint(word.fold) for word in between):
        return not between
    long = left.last - left.first >= 2 and right.last - right.first >= 2
    return not between or long or not any(word.urdu for word in between)


_OPENING_MARKS = "([{«‹“”‘’\"'"
_CLOSING_MARKS = ")]}»›“”‘’\"'"
_STOP = f"(?:[.،,:؛;!?؟…*]|۔(?![{_DROPPED}]*+[^\\s{_DROPPED}]))"
_AFTER = re.compile(f"[\\s{_DROPPED}]*+{_STOP}(?:[{_DROPPED}]*+{_STOP})*+")  # what is dropped parts no two of them
_REFERENCE = re.compile(r"\s*[(\[][^()\[\]\d]{0,80}\d[^()\[\]]{0,80}[)\]]")


def spans_of(look: Line, kept: Sequence[Run]) -> Iterator[tuple[int, int]]:
    """Yield the spans of guarded runs, with the quotation marks, reference and punctuation that go with them."""
    line = look.text
    for run in kept:
        start, end = look.places[run.first][0], look.places[run.last][1]
        if run.left and run.left in _OPENING_MARKS:
            start = line.rfind(run.left, 0, start)
        elif run.left == "":
            start = 0
        if run.right and run.right in _CLOSING_MARKS:
            end = line.find(run.right, end) + 1
        elif run.right == "":
            end = len(line)
        reference = _REFERENCE.match(line, end)
        if reference and len(WORD.findall(reference.group())) <= 5:
            end = reference.end()
        if after := _AFTER.match(line, end):
            end = after.end()
        yield start, end
