"""The chunks of a line, or of many, through the memo, and a glance at the words beside those that raise a flag.

Most anchors, pieces and unknown words stand beside nothing that a rule waits for. A glance at the chunks beside them, which
are at hand as a list, says so at a tenth of the cost of looking at the line. It may only say that nothing is wanted where
the stages would say so too: what is not a plain word between plain words is asked of the stages themselves.

Many lines go through the memo at once, a line break being a chunk of its own: what a line costs by itself is paid only by
those in which something may be wanted.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from urdu_norm.chunks import Stages
from urdu_norm.edits import Edit, shift
from urdu_norm.faces import Faces
from urdu_norm.memo import (
    ANCHORS,
    ASKING,
    CHANGING,
    CONTEXT,
    FRAGMENT,
    LINE_BREAK,
    LOUD,
    MIXED,
    NEAR,
    PLACED,
    SIGN,
    SPACE,
    Memo,
    Site,
    flags_of,
)
from urdu_norm.segment import WORD
from urdu_norm.stages.context import REACH

__all__ = ["Lines", "all_sites", "chunk_edits", "many", "through"]

_ASKING, _CHANGING = map(re.compile, (ASKING, CHANGING))
(_STAYS, _AFTER_STAYS), (_CHANGES, _AFTER_CHANGES) = ANCHORS
_OBSCURE = SIGN | MIXED  # which word stands beside which cannot be told from the chunks
_SEEN = REACH + 1  # chunks to either side of an anchor
_STEP = 4096


class Lines(NamedTuple):
    """Some lines as chunks, of which each line break is one, and the text that each chunk makes.

    ``asking`` are the slices of the chunks that are lines in which something may be wanted.
    """

    chunks: list[str]
    texts: list[str]
    asking: Sequence[tuple[int, int]]


def many(text: str, memo: Memo, stages: Stages) -> Lines:
    """Cut some lines, look their chunks up, and say which of the lines have to be looked at by themselves.

    For profiles that look at no line without sites.
    """
    chunks, texts, shape = _looked_up(text.replace(LINE_BREAK, f" {LINE_BREAK} "), memo)
    asking: list[tuple[int, int]] = []
    loose = stages.spacing is None  # there may be two spaces between two chunks
    texts += ("", "")  # nothing stands after the last, nor before the first, which has them at -1 and -2
    end = 0
    for k in _places(shape) if loose else _asking(shape, stages.faces):
        if k < end:
            continue  # its line is among them
        if loose or shape[k] >= LOUD or _wants(k, shape, texts, chunks, memo, stages):
            first, end = _line_around(k, shape)
            if any(chunks[first:end]):  # or it is empty
                asking.append((first, end))
    del texts[-2:]
    return Lines(chunks, texts, asking)


def through(line: str, memo: Memo, stages: Stages) -> tuple[str, Sequence[Site], int]:
    """Return the text that the chunks of a line make, the sites in it and the flags of all together.

    A line in which no rule wants anything has no sites and no flags.
    """
    chunks, texts, shape = _looked_up(line, memo)
    text = line if texts is chunks else " ".join(texts)
    asking = _asking(shape, stages.faces)
    first = next(asking, None)
    if first is None and stages.spacing is not None and stages.strip is None:
        return text, (), 0
    loud = functools.reduce(operator.or_, map(flags_of, set(shape)), 0) & ~PLACED if max(shape) >= LOUD else 0
    if stages.strip is not None or loud & _OBSCURE or ("  " in text and not loud & SPACE):
        return text, *_sites(chunks, texts, shape, memo)
    if "  " in text:
        wants = _any_may_want(texts, shape, chunks, memo, stages)
    else:
        texts += ("", "")  # nothing stands after the last, nor before the first, which has them at -1 and -2
        while first is not None and not _wants(first, shape, texts, chunks, memo, stages):
            first = next(asking, None)
        wants = first is not None
    return (text, *_sites(chunks, texts, shape, memo)) if wants else (text, (), loud)


def _places(shape: str) -> Iterator[int]:
    """Where the chunks stand that raise a flag."""
    return (found.start() for found in _ASKING.finditer(shape))


def _asking(shape: str, faces: Faces) -> Iterator[int]:
    """Where the chunks stand that raise a flag, without the anchors that see nothing beside them: most, of most lines."""
    before, after = faces.before, faces.after
    for found in _ASKING.finditer(shape):
        k = found.start()
        if _STAYS <= shape[k] < _AFTER_STAYS or _CHANGES <= shape[k] < _AFTER_CHANGES:
            if before[shape[k - 1 : k + 1]] or after[shape[k : k + 2]]:
                yield k
        else:
            yield k


def _wants(k: int, shape: str, texts: Sequence[str], chunks: Sequence[str], memo: Memo, stages: Stages) -> bool:
    """Whether a rule wants something at chunk ``k`` of a line with one space between the chunks; seldom true if not."""
    if flags_of(shape[k]) & PLACED != CONTEXT:  # of an anchor its face has said so
        may = _may_want(k, shape, texts, chunks, memo, stages)
        if may != CONTEXT:
            return may != 0
    # What stands beside an anchor is often only a part of what its rows wait for: ask them, with as much as they see.
    first, end = _line_around(k, shape)
    first, end = max(first, k - _SEEN), min(end, k + _SEEN + 1)
    at = sum(map(len, texts[first:k])) + k - first
    sites = [at + place for place, flags in memo.sites(chunks[k]) if flags & CONTEXT]
    return bool(stages.context.edits(" ".join(texts[first:end]), sites))


def _line_around(k: int, shape: str) -> tuple[int, int]:
    """Where the line of chunk ``k`` begins and ends."""
    end = shape.find(LINE_BREAK, k)
    return shape.rfind(LINE_BREAK, 0, k) + 1, end if end >= 0 else len(shape)


def _any_may_want(texts: Sequence[str], shape: str, chunks: Sequence[str], memo: Memo, stages: Stages) -> bool:
    """Whether any rule may want something in a line with more than one space between some words."""
    places = [k for k, text in enumerate(texts) if text]
    near = [texts[k] for k in places]
    if "  " in " ".join(near):
        return True  # a space of a chunk itself
    near += ("", "")
    kept, those = "".join([shape[k] for k in places]), [chunks[k] for k in places]
    return any(_may_want(k, kept, near, those, memo, stages) for k in _asking(kept, stages.faces))


def _may_want(k: int, shape: str, texts: Sequence[str], chunks: Sequence[str], memo: Memo, stages: Stages) -> int:
    """The flags of the rules that may want something at chunk ``k``, as the words beside it say."""
    flags = flags_of(shape[k]) & PLACED
    if not flags:
        return 0
    left, word, right = texts[k - 1], texts[k], texts[k + 1]
    if not word.isalpha():  # a word and marks, which part it from what is beside it
        sites = memo.sites(chunks[k])
        at = sites[0][0]
        found = WORD.match(word, at)
        if len(sites) != 1 or found is None or " " in word:
            return flags
        left, right = "" if at else left, "" if found.end() < len(word) else right
        word = found.group()
    if flags & FRAGMENT and stages.lexicon.may_merge(texts[k - 2], left, word, right, texts[k + 2]):
        return flags
    if flags & NEAR and stages.lexicon.may_want(left, word, right):
        return flags
    return CONTEXT if flags & CONTEXT and stages.context.may_want(left, word, right) else 0


def all_sites(line: str, memo: Memo) -> tuple[str, Sequence[Site], int]:
    """Return the text that the chunks of a stretch make, all sites in it and the flags of all together."""
    chunks, texts, shape = _looked_up(line, memo)
    return line if texts is chunks else " ".join(texts), *_sites(chunks, texts, shape, memo)


def chunk_edits(line: str, memo: Memo) -> list[Edit]:
    """Return the edits inside the chunks of a line."""
    edits: list[Edit] = []
    chunks, _, shape = _looked_up(line, memo)
    offset = last = 0
    for found in _CHANGING.finditer(shape):
        k = found.start()
        offset += _length(chunks, last, k)
        last = k
        edits.extend(shift(memo.edits(chunks[k]), offset))
    return edits


def _looked_up(line: str, memo: Memo) -> tuple[list[str], list[str], str]:
    """The chunks of a line, their texts and the shape of the line: one character a chunk.

    One list is both the chunks and their texts if none changes.
    """
    chunks = line.split(" ")
    shape = "".join(map(memo.__getitem__, chunks))  # first: while it is joined, a list as long lives
    texts = chunks
    first = _CHANGING.search(shape)
    if first is not None:
        texts = chunks.copy()
        for found in _CHANGING.finditer(shape, first.start()):
            k = found.start()
            texts[k] = memo.text(chunks[k])
    return chunks, texts, shape


def _sites(chunks: Sequence[str], texts: Sequence[str], shape: str, memo: Memo) -> tuple[Sequence[Site], int]:
    sites: list[Site] = []
    together = offset = last = 0
    for match in _ASKING.finditer(shape):
        k = match.start()
        flags = flags_of(shape[k])
        together |= flags
        if flags & PLACED:
            offset += _length(texts, last, k)
            last = k
            for at, one in memo.sites(chunks[k]):
                if one & PLACED:
                    sites.append((offset + at, one))
    return sites, together


def _length(texts: Sequence[str], first: int, stop: int) -> int:
    """How long some of the texts are, each with a space after it; summed in steps, so that no copy is as long as the line."""
    total = stop - first
    for low in range(first, stop, _STEP):
        total += sum(map(len, texts[low : min(low + _STEP, stop)]))
    return total
