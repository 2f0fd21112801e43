"""The pages of the engines: their examples run, against the engines."""

from __future__ import annotations

import doctest
import importlib
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXPORTS = {"lucene", "postgres", "icu", "sentencepiece", "tokenizers", "sqlite"}
PAGES = sorted(path for path in (ROOT / "docs" / "pipelines").glob("*.md") if path.stem not in EXPORTS)
MODULES = [
    "arrow",
    "dask",
    "datasets",
    "datatrove",
    "duckdb",
    "pandas",
    "parquet",
    "polars",
    "sklearn",
    "spacy",
    "spark",
]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_examples_on_the_page(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # for workers
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    with warnings.catch_warnings():
        result = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert result.failed == 0
    assert result.attempted > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in MODULES if name != "dask"])
def test_examples_in_docstrings(name: str) -> None:
    module = importlib.import_module(f"urdu_norm.pipelines.{name}")
    assert doctest.testmod(module).failed == 0


def test_every_adapter_has_a_page() -> None:
    files = {path.stem for path in (ROOT / "urdu_norm" / "pipelines").glob("*.py")} - {"__init__"}
    assert files - {path.stem for path in PAGES} == set()
