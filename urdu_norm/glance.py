"""The chunks of a line through the memo, and a glance at the words beside those that raise a flag.

Most anchors, pieces and unknown words stand beside nothing that a rule waits for. A glance at the chunks beside them, which
are at hand as a list, says so at a tenth of the cost of looking at the line. It may only say that nothing is wanted where
the stages would say so too: what is not a plain word between plain words is asked of the stages themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from urdu_norm.chunks import Stages
from urdu_norm.memo import CONTEXT, FRAGMENT, LOUD, NEAR, PLACED, Memo, Site, flags_of
from urdu_norm.segment import WORD

__all__ = ["all_sites", "through"]

_ASKING = re.compile("[^0]")
_STEP = 4096


def through(line: str, memo: Memo, stages: Stages) -> tuple[str, Sequence[Site], int]:
    """Return the text that the chunks of a line make, the sites in it and the flags of all together.

    A line in which no rule wants anything has no sites and no flags.
    """
    chunks, texts, shape = _looked_up(line, memo)
    text = " ".join(texts)
    if not _ASKING.search(shape):
        return text, (), 0
    if stages.strip is None and not LOUD.search(shape) and "  " not in text:
        texts += ("", "")  # nothing stands after the last, nor before the first, which has them at -1 and -2
        if not _any_wants(text, texts, shape, chunks, memo, stages):
            return text, (), 0
    return text, *_sites(chunks, texts, shape, memo)


def _any_wants(text: str, texts: Sequence[str], shape: str, chunks: Sequence[str], memo: Memo, stages: Stages) -> bool:
    """Whether any rule wants something in a line, of which no flag concerns the whole."""
    context, lexicon = stages.context, stages.lexicon
    offset = last = 0
    for match in _ASKING.finditer(shape):
        k = match.start()
        left, word, right = texts[k - 1], texts[k], texts[k + 1]
        flags, sure = flags_of(shape[k]), True
        if not word.isalpha():  # a word and marks, which part it from what is beside it
            sites = memo.sites(chunks[k])
            at, flags = sites[0]
            found = WORD.match(word, at)
            if len(sites) == 1 and found is not None and " " not in word:
                left, right = "" if at else left, "" if found.end() < len(word) else right
                word = found.group()
            else:
                sure = False
        if (
            not sure
            or (flags & CONTEXT and context.may_want(left, word, right))
            or (flags & FRAGMENT and lexicon.may_merge(texts[k - 2], left, word, right, texts[k + 2]))
            or (flags & NEAR and lexicon.may_want(left, word, right))
        ):
            offset += _length(texts, last, k)
            last = k
            for at, one in memo.sites(chunks[k]):
                site = (offset + at,)
                if (
                    (one & FRAGMENT and lexicon.merge(text, site))
                    or (one & NEAR and lexicon.near(text, site))
                    or (one & CONTEXT and context.edits(text, site))
                ):
                    return True
    return False


def all_sites(line: str, memo: Memo) -> tuple[str, Sequence[Site], int]:
    """Return the text that the chunks of a stretch make, all sites in it and the flags of all together."""
    chunks, texts, shape = _looked_up(line, memo)
    return " ".join(texts), *_sites(chunks, texts, shape, memo)


def _looked_up(line: str, memo: Memo) -> tuple[list[str], list[str], str]:
    """The chunks of a line, their texts and the shape of the line: one character a chunk."""
    chunks = line.split(" ")
    shape = "".join(map(memo.shapes.__getitem__, chunks))  # first: while it is joined, a list as long lives
    return chunks, [*map(memo.__getitem__, chunks)], shape


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
