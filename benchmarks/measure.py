"""Interleaved timing in CPU time, which a busy machine disturbs less than the clock on the wall."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from statistics import median
from time import process_time


def size(texts: Sequence[str]) -> float:
    """Return megabytes of UTF-8 (a lone surrogate counts three bytes)."""
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6


class Together:
    """What takes all texts at once."""

    def __init__(self, run: Callable[[Sequence[str]], object]) -> None:
        self.run = run


def seconds(run: Callable[[str], object] | Together, texts: Sequence[str]) -> float:
    start = process_time()
    if isinstance(run, Together):
        run.run(texts)
    else:
        for text in texts:
            run(text)
    return process_time() - start


def interleaved(
    runs: dict[str, Callable[[], Callable[[str], object] | Together]], texts: Sequence[str], rounds: int, limit: float
) -> dict[str, list[float]]:
    """Return for each name its seconds in each round.

    Each value of ``runs`` makes the function to time (a cold one is made anew every round). What is so slow that it
    would need more than ``limit`` seconds a round is timed on a part of the texts, and its time extrapolated.
    """
    times: dict[str, list[float]] = {name: [] for name in runs}
    shares: dict[str, int] = {}
    for name, make in runs.items():
        run = make()
        probe = texts[: max(1, len(texts) // 50)]
        needed = seconds(run, probe) * len(texts) / len(probe)
        shares[name] = len(texts) if needed <= limit else max(1, int(len(texts) * limit / needed))
    for _ in range(rounds):
        for name, make in runs.items():
            run = make()
            gc.collect()
            gc.disable()
            part = texts[: shares[name]]
            times[name].append(seconds(run, part) * (size(texts) / size(part) if len(part) < len(texts) else 1))
            gc.enable()
    return times


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return how many times as fast we are: the median over the rounds, each of which saw the same load."""
    return median(b / a for a, b in zip(ours, theirs, strict=True))
