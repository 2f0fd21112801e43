"""A line on its way through the stages that look at a whole line, and the spans of it that they must not touch."""

from __future__ import annotations

import functools
import operator
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from urdu_norm import guards
from urdu_norm.edits import Edit, OffsetMap, apply, compose
from urdu_norm.memo import Site

__all__ = ["Line", "Spans", "outside", "with_own"]

_REACH = 5  # chunks: more than any rule looks at

Spans = Sequence[tuple[int, int]]


class Line:
    """A line on its way through the stages that look at a whole line: its text, the edits so far, what moves with them."""

    __slots__ = ("_fresh", "edits", "ranges", "sites", "text")

    def __init__(self, text: str, sites: Sequence[Site], ranges: Spans) -> None:
        self.text = text
        self.sites = sites
        self.ranges = ranges
        self.edits: list[Edit] = []
        self._fresh: list[tuple[int, int]] = []  # what was written since the last look around

    def at(self, flag: int) -> list[int]:
        """The offsets of the words that raised a flag."""
        return [offset for offset, flags in self.sites if flags & flag]

    def make(self, edits: Sequence[Edit]) -> bool:
        """Make the edits that touch nothing protected; whether there were any."""
        edits = outside(edits, self.ranges) if self.ranges else edits
        if not edits:
            return False
        offsets = OffsetMap(len(self.text), edits)
        self.sites = [(offsets.to_target(offset, offset)[0], flags) for offset, flags in self.sites]
        self.ranges = offsets.moved(self.ranges)
        self._fresh = offsets.moved(self._fresh)
        delta = 0
        for edit in edits:
            self._fresh.append((edit.start + delta, edit.start + delta + len(edit.new)))
            delta += len(edit.new) - (edit.end - edit.start)
        self.text = apply(self.text, edits)
        self.edits = compose(self.edits, edits) if self.edits else list(edits)
        return True

    def refresh(self, sites_of: Callable[[str, int], Sequence[Site]]) -> int:
        """Find the words to look at where something was written; return the flags of these together."""
        written = guards.united(_grown(self.text, start, end, 0) for start, end in self._fresh)
        found: list[Site] = []
        for start, end in written:
            found.extend((start + offset, flags) for offset, flags in sites_of(self.text[start:end], 0))
        starts = [start for start, _ in written]
        for site in self.sites:
            k = bisect_right(starts, site[0]) - 1
            if k < 0 or site[0] >= written[k][1]:
                found.append(site)
        self.sites = sorted(found)
        return functools.reduce(operator.or_, (flags for _, flags in found), 0)

    def narrow(self) -> int:
        """Keep only the words within reach of what was written; return their flags together."""
        near = guards.united(_grown(self.text, start, end, _REACH) for start, end in self._fresh)
        starts = [start for start, _ in near]
        self._fresh = []
        self.sites = [
            site for site in self.sites if (k := bisect_right(starts, site[0]) - 1) >= 0 and site[0] < near[k][1]
        ]
        return functools.reduce(operator.or_, (flags for _, flags in self.sites), 0)


def _grown(text: str, start: int, end: int, words: int) -> tuple[int, int]:
    """A span grown to whole chunks, and by ``words`` chunks either side."""
    for k in range(words + 1):
        start = text.rfind(" ", 0, max(start, 0))
        end = text.find(" ", end + (k > 0)) if end >= 0 else end
    return start + 1, end if end >= 0 else len(text)


def with_own(own: Spans, found: Iterable[guards.Span]) -> list[guards.Span]:
    """The caller's own ranges as opaque spans, and what is left of the spans that the guards found."""
    spans = [guards.Span(start, end, "opaque", "protect") for start, end in own]
    ends = [end for _, end in own]
    for span in found:
        start = span.start
        k = bisect_right(ends, start)
        while start < span.end:
            stop = min(own[k][0], span.end) if k < len(own) else span.end
            if start < stop:
                spans.append(span._replace(start=start, end=stop))
            if k == len(own):
                break
            start = own[k][1]
            k += 1
    return sorted(spans)


def outside(edits: Iterable[Edit], ranges: Spans) -> list[Edit]:
    """The edits that change nothing inside a range (ranges are sorted and disjoint); insertions at an edge stay."""
    if not ranges:
        return list(edits)
    ends = [end for _, end in ranges]
    found: list[Edit] = []
    for edit in edits:
        k = bisect_right(ends, edit.start)
        if k == len(ends) or edit.end <= ranges[k][0]:
            found.append(edit)
    return found
