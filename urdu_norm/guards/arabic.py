"""Arabic quotations in a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from urdu_norm.guards.lines import Line, Run, cut, joined, runs_of, spans_of
from urdu_norm.guards.words import ALIEN, ENDS_ARABIC, EVIDENCE, HAS, URDU, Word, rarity_of

__all__ = ["arabic_spans"]


def arabic_spans(line: Line) -> Iterator[tuple[int, int]]:
    """Yield the Arabic quotations: word runs with enough evidence, and what joins them."""
    if not line.has(EVIDENCE):
        return
    words, signs = line.words, line.signs
    evidence, urdu = signs.translate(HAS[EVIDENCE]), signs.translate(HAS[URDU])
    # Letters that the Urdu words of the line have too show the writer's keyboard, not his language.
    keyboard = frozenset[str]().union(*{word.odd for word in words if word.urdu and word.odd})
    runs: list[Run] = []
    parts: list[Run | None] = []
    ends = signs.translate(ENDS_ARABIC)
    for run in runs_of(line, signs.translate(HAS[ALIEN])):
        # A long Arabic text has a word or two that look like Urdu ones.
        few = urdu.count(1, run.first, run.last + 1)
        some = evidence.find(1, run.first, run.last + 1) >= 0
        if few == 0 or (some and few <= 0.08 * run.length and _score(words, run) >= 0.35 * run.length):
            part = _arabic_part(words, run, keyboard) if some else None
            if part is not None or few == 0:
                runs.append(run)
                parts.append(part)
                continue
        if not some:
            continue
        for smaller in runs_of(line, ends, run.first, run.last + 1):
            some = evidence.find(1, smaller.first, smaller.last + 1) >= 0
            runs.append(smaller)
            parts.append(_arabic_part(words, smaller, keyboard) if some else None)
    yield from spans_of(line, joined(words, runs, parts))


def _score(words: Sequence[Word], run: Run) -> float:
    return sum(word.weight for word in words[run.first : run.last + 1])


def _arabic_part(words: Sequence[Word], run: Run, keyboard: frozenset[str]) -> Run | None:
    """Return the part of a run that is Arabic, or ``None``."""
    tokens = words[run.first : run.last + 1]
    count = len(tokens)
    score = _score(words, run)
    certain = sum(word.arabic == 2 for word in tokens)
    strong = sum(word.arabic >= 1 for word in tokens)
    odd = sum(bool(word.odd - keyboard) for word in tokens)
    if run.quoted and count <= 3 and (certain or (strong and score > 0.5 * count and count > 1)):
        return run
    # A word or two in quotation marks, in letters that the writer does not use elsewhere (not just the heh of ھندی).
    plain_quotes = run.left not in "([{" and run.right not in ")]}"
    if (
        run.quoted
        and count <= 3
        and any(
            word.odd - keyboard and (word.arabic or (plain_quotes and word.odd - keyboard - {"ھ"})) for word in tokens
        )
    ):
        return run
    if run.quoted and odd and (4 * odd + 2 * score >= count or score >= 0.2 * count):
        return run
    if run.bounded and odd >= 2 and score >= 0.25 * count and any(word.arabic or rarity_of(word) for word in tokens):
        return run
    if run.bounded and certain and count >= 2 and score >= 0.3 * count:
        return run
    if run.bounded and strong and count >= 3 and score >= (0.35 if count < 12 else 0.25) * count:
        return run
    # Inside a sentence: from the first to the last word with strong evidence, and on while there is any.
    strong_at = [k for k in range(run.first, run.last + 1) if words[k].arabic >= 1]
    if len(strong_at) < 2:
        return None
    first, last = strong_at[0], strong_at[-1]
    inner = words[first : last + 1]
    if len(inner) == 2 and any(word.arabic < 2 for word in inner):
        return None
    if sum(word.weight for word in inner) < 0.45 * len(inner):
        return None
    while last < run.last and words[last + 1].weight:
        last += 1
    while first > run.first and words[first - 1].weight:
        first -= 1
    # Up to the quotation mark, bracket or edge, if it is near.
    if run.left != "w" and first - run.first <= 3:
        first = run.first
    if run.right != "w" and run.last - last <= 3:
        last = run.last
    return cut(run, first, last)
