"""What a guard says of a part of a text, and how such parts are put together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Span", "put", "united", "without_edges"]


class Span(NamedTuple):
    """``text[start:end]`` is guarded; ``mode`` says how far, ``name`` by which guard.

    ``opaque`` means byte for byte, ``minimal`` that only what looks identical may be made so, ``letters`` that code
    points may be unified but nothing respelled.
    """

    start: int
    end: int
    mode: str
    name: str


def united(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans sorted, those that touch or overlap made one."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif start < end:
            spans.append((start, end))
    return spans


def without_edges(line: str, span: Span) -> Span | None:
    """Return a span without the spaces at its edges: they part it from its neighbours."""
    inside = line[span.start : span.end]
    if span.mode == "opaque" or not inside.strip():
        return span if span.mode == "opaque" else None
    start = span.start + len(inside) - len(inside.lstrip())
    return span._replace(start=start, end=start + len(inside.strip()))


def put(spans: list[Span], more: Iterable[Span]) -> None:
    """Add spans; where one overlaps what is there already, only the rest of it is added. ``spans`` stay sorted."""
    pieces: list[Span] = []
    k = position = 0
    for span in sorted(more):
        start = max(span.start, position)
        position = max(span.end, position)
        while k < len(spans) and spans[k].end <= start:
            k += 1
        while k < len(spans) and spans[k].start < span.end and start < span.end:
            if start < spans[k].start:
                pieces.append(span._replace(start=start, end=spans[k].start))
            start = spans[k].end
            k += 1
        if start < span.end:
            pieces.append(span._replace(start=start) if start > span.start else span)
        k = max(k - 1, 0)
    spans += pieces
    spans.sort()
