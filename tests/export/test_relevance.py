from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.search_relevance import measure, queries


@pytest.mark.slow
def test_recall_on_a_lucene_index(tmp_path: Path) -> None:
    assert len(queries()) >= 100
    table = measure(tmp_path)
    ours = table["urdu_norm (exported)"]
    assert ours["all"].precision >= 0.99
    for way in ("all", "urdu", "arabic", "persian", "decomposed", "vocalized", "stretched"):
        assert ours[way].recall >= 0.95, way
    for analyzer in ("ArabicAnalyzer", "PersianAnalyzer", "StandardAnalyzer"):
        assert ours["all"].recall > table[analyzer]["all"].recall + 0.1, analyzer
        assert ours["all"].precision >= table[analyzer]["all"].precision, analyzer
