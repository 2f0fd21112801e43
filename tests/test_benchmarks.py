"""The benchmark command runs to its end and says what it promises; what it measures is not judged here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import forget, load, ready
from urdu_norm import STANDARD, lexicon
from urdu_norm.guards import tally, words

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_the_command_runs() -> None:
    options = ["--scale", "0.001", "--rounds", "1", "--limit", "0.02", "--largest", "1000"]
    found = subprocess.run(
        [sys.executable, "-m", "benchmarks", *options], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert found.returncode == 0, found.stderr
    for part in ("Throughput", "Ratios: unseen", "Ratios: warm", "explain", "Start-up", "Memory of the memo", "Growth"):
        assert f"### {part}\n" in found.stdout
    for row in ("urdu_norm, unseen", "floor: split, dict, join", "unicodedata NFC"):
        assert f"| {row} |" in found.stdout
    assert "not measured" in found.stdout or "| urduhack |" in found.stdout  # a missing tool is reported


def test_what_is_forgotten_was_never_met() -> None:
    """What is measured as unseen text must find nothing of itself in what is kept beside the memo."""
    load(STANDARD)
    norm = ready()
    near = norm._fold.stages.lexicon._near
    norm("اس کا حیاال نامعلومم ھین ہے قُلْ هُوَ اللّٰهُ")
    caches = (lexicon.within_reach, lexicon.segment, near._judged, words.seldom)
    assert all(cache.cache_info().currsize for cache in caches)
    memos: list[dict[str, object]] = [near._prospects, tally._counts, words._words]
    assert all(memos)
    forget()
    assert not any(cache.cache_info().currsize for cache in caches)
    assert not any(memos)
