"""Edits of a text as values: apply them, compose them, map positions through them.

An edit list is sorted, its edits do not overlap, and none is empty (it removes or adds at least one character).
Edit lists form a monoid: the empty list is the identity and :func:`compose` is associative in its effect.
This module knows nothing of Urdu or of Unicode.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

__all__ = ["Edit", "OffsetMap", "Step", "apply", "between", "compose", "run", "shift", "trimmed"]


class Edit(NamedTuple):
    """Replace ``text[start:end]`` by ``new``; ``rules`` are the ids that asked for it, in order.

    >>> Edit(0, 1, "b", ("demo",)).new
    'b'
    """

    start: int
    end: int
    new: str
    rules: tuple[str, ...]


Step = Callable[[str], Sequence[Edit]]
"""A pure function from a text to the edits that it wants."""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with ``edits`` made.

    Raises ``ValueError`` when the edits are not sorted, overlap or reach outside the text.

    >>> apply("abcd", [Edit(1, 2, "X", ()), Edit(3, 3, "-", ())])
    'aXc-d'
    """
    pieces: list[str] = []
    position = 0
    for start, end, new, _ in edits:
        if not position <= start <= end <= len(text):
            raise ValueError(f"edit {start}:{end} is out of order or outside a text of {len(text)} characters")
        pieces.append(text[position:start])
        pieces.append(new)
        position = end
    if not pieces:
        return text
    pieces.append(text[position:])
    return "".join(pieces)


def trimmed(start: int, old: str, new: str, rules: tuple[str, ...]) -> Edit:
    """Return the edit that makes ``new`` of ``old`` at ``start``, without the characters that stay at its two ends.

    >>> trimmed(10, "abcd", "axd", ("r",))
    Edit(start=11, end=13, new='x', rules=('r',))
    """
    shared = min(len(old), len(new))
    low = 0
    while low < shared and old[low] == new[low]:
        low += 1
    high = 0
    while high < shared - low and old[-1 - high] == new[-1 - high]:
        high += 1
    return Edit(start + low, start + len(old) - high, new[low : len(new) - high], rules)


def shift(edits: Iterable[Edit], by: int) -> list[Edit]:
    """Return the same edits for a text that has ``by`` more characters in front.

    >>> shift([Edit(0, 1, "b", ())], 3)
    [Edit(start=3, end=4, new='b', rules=())]
    """
    return [Edit(start + by, end + by, new, rules) for start, end, new, rules in edits]


def compose(first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Return one edit list that does what ``first`` and then ``second`` do.

    ``second`` refers to the text that ``first`` made. Edits that touch the same characters are merged into one that
    carries the rules of both; all others are kept apart.

    >>> both = compose([Edit(0, 1, "xy", ("a",))], [Edit(1, 2, "z", ("b",))])
    >>> both
    [Edit(start=0, end=1, new='xz', rules=('a', 'b'))]
    >>> apply("c", both) == apply(apply("c", [Edit(0, 1, "xy", ())]), [Edit(1, 2, "z", ())])
    True
    """
    if not second:
        return list(first)
    if not first:
        return list(second)
    result: list[Edit] = []
    delta = 0  # a position in the middle text minus the same position in the source, before first[i]
    i = j = 0
    while i < len(first) and j < len(second):
        a, b = first[i], second[j]
        a_start = a.start + delta
        a_end = a_start + len(a.new)
        if not _overlap(a_start, a_end, b.start, b.end):
            if a_end <= b.start:
                result.append(a)
                delta += len(a.new) - (a.end - a.start)
                i += 1
            else:
                result.append(Edit(b.start - delta, b.end - delta, b.new, b.rules))
                j += 1
            continue
        # A group: everything in both lists that overlaps it, until nothing more does.
        low, high = min(a_start, b.start), max(a_end, b.end)
        start = low - delta
        kept, made = [(a_start, a.new)], [b]  # what `first` put into the middle text, and where; the edits of it
        delta += len(a.new) - (a.end - a.start)
        rules = list(a.rules)
        i, j = i + 1, j + 1
        while True:
            if i < len(first) and first[i].start + delta < high:
                a = first[i]
                a_start = a.start + delta
                kept.append((a_start, a.new))
                high = max(high, a_start + len(a.new))
                delta += len(a.new) - (a.end - a.start)
                rules.extend(a.rules)
                i += 1
            elif j < len(second) and second[j].start < high:
                made.append(second[j])
                high = max(high, second[j].end)
                j += 1
            else:
                break
        for b in made:
            rules.extend(b.rules)
        result.append(Edit(start, high - delta, _interleave(low, high, kept, made), tuple(dict.fromkeys(rules))))
    result.extend(first[i:])
    result.extend(Edit(b.start - delta, b.end - delta, b.new, b.rules) for b in second[j:])
    return [edit for edit in result if edit.start != edit.end or edit.new]


def _overlap(a_start: int, a_end: int, b_start: int, b_end: int) -> bool:
    """Whether two spans share a character, or one is a point inside the other, or both are the same point."""
    return (a_start < b_end and b_start < a_end) or (a_start == a_end == b_start == b_end)


def _interleave(low: int, high: int, kept: Sequence[tuple[int, str]], made: Sequence[Edit]) -> str:
    """The new text of a group: what `first` made and `second` left, with what `second` made."""
    pieces: list[str] = []
    position = low
    for start, new in kept:
        pieces += (" " * (start - position), new)  # what `first` did not make `second` replaces, whatever it is
        position = start + len(new)
    pieces.append(" " * (high - position))
    return apply("".join(pieces), shift(made, -low))


def between(text: str, spans: Sequence[tuple[int, int]], step: Step) -> Sequence[Edit]:
    """Return the edits that a step makes on what stands between spans (sorted, disjoint), piece by piece.

    >>> between("ab ab", [(1, 4)], lambda t: [Edit(0, 1, "x", ("r",))])
    [Edit(start=0, end=1, new='x', rules=('r',)), Edit(start=4, end=5, new='x', rules=('r',))]
    """
    if not spans:
        return step(text)
    edits: list[Edit] = []
    position = 0
    for start, end in [*spans, (len(text), len(text))]:
        if position < start:
            edits.extend(shift(step(text[position:start]), position))
        position = end
    return edits


def run(text: str, steps: Iterable[Step]) -> tuple[str, list[Edit]]:
    """Make ``steps`` one after the other; return the last text and the edits from ``text`` to it.

    >>> run("ab", [lambda t: [Edit(0, 1, "x", ("p",))], lambda t: [Edit(1, 2, t[0], ("q",))]])
    ('xx', [Edit(start=0, end=1, new='x', rules=('p',)), Edit(start=1, end=2, new='x', rules=('q',))])
    """
    total: list[Edit] = []
    for step in steps:
        edits = step(text)
        if edits:
            text = apply(text, edits)
            total = compose(total, edits)
    return text, total


class OffsetMap:
    """Map positions of a source text to the text that an edit list makes of it, and back.

    A position outside every edit maps exactly. A position inside an edit maps to the edge of the edit: the near edge
    for the start of a span, the far edge for its end, so that a mapped span always holds what the span held.

    >>> offsets = OffsetMap(4, [Edit(1, 2, "XYZ", ())])   # abcd -> aXYZcd
    >>> offsets.to_target(2, 3), offsets.to_source(2, 3)
    ((4, 5), (1, 2))
    """

    __slots__ = ("_length", "_source", "_source_ends", "_target", "_target_ends", "_target_length")

    def __init__(self, length: int, edits: Sequence[Edit]) -> None:
        self._length = length
        self._source = [edit.start for edit in edits]
        self._source_ends = [edit.end for edit in edits]
        self._target: list[int] = []
        self._target_ends: list[int] = []
        delta = 0
        for edit in edits:
            self._target.append(edit.start + delta)
            self._target_ends.append(edit.start + delta + len(edit.new))
            delta += len(edit.new) - (edit.end - edit.start)
        self._target_length = length + delta

    def to_target(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the new text that holds ``source[start:end]``; raise ``ValueError`` if out of range."""
        if start == 0 and end == self._length:  # the whole is the whole, whatever was added at its edges
            return 0, self._target_length
        return self._map(start, end, self._length, self._source, self._source_ends, self._target, self._target_ends)

    def moved(self, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return where spans of the source are in the new text."""
        return [self.to_target(start, end) for start, end in spans]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that became ``target[start:end]``; raise ``ValueError`` if out of range."""
        if start == 0 and end == self._target_length:
            return 0, self._length
        a, a_ends, b, b_ends = self._target, self._target_ends, self._source, self._source_ends
        return self._map(start, end, self._target_length, a, a_ends, b, b_ends)

    @staticmethod
    def _map(
        start: int, end: int, length: int, a: list[int], a_ends: list[int], b: list[int], b_ends: list[int]
    ) -> tuple[int, int]:
        if not 0 <= start <= end <= length:
            raise ValueError(f"span {start}:{end} is not inside a text of {length} characters")
        # Start: behind every edit that ends at or before it; if the next edit holds it, the near edge of that.
        k = bisect_right(a_ends, start)
        inside = k < len(a) and a[k] < start
        new_start = b[k] if inside else start + (b_ends[k - 1] - a_ends[k - 1] if k else 0)
        if start == end:
            return new_start, new_start
        # End: the last edit that begins before it; if that holds it, the far edge of that.
        k = bisect_left(a, end) - 1
        inside = k >= 0 and end <= a_ends[k]
        new_end = b_ends[k] if inside else end + (b_ends[k] - a_ends[k] if k >= 0 else 0)
        return new_start, max(new_start, new_end)
