"""The pages of the exports: their examples run, against the engines."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from tests.export.cluster import Cluster
from urdu_norm import SEARCH
from urdu_norm.export import TARGETS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "pipelines"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["icu", "lucene", "sentencepiece", "sqlite", "tokenizers"])
def test_examples_on_the_page(name: str) -> None:
    result = doctest.testfile(str(FOLDER / f"{name}.md"), module_relative=False, encoding="utf-8")
    assert result.failed == 0
    assert result.attempted > 0


@pytest.mark.slow
def test_sql_on_the_page() -> None:
    page = (FOLDER / "postgres.md").read_text(encoding="utf-8")
    (sql,) = re.findall("```sql\n(.*?)```", page, re.DOTALL)
    (wanted,) = re.findall("```text\n(.*?)```", page, re.DOTALL)
    cluster = Cluster()
    try:
        cluster.psql(TARGETS["postgres"](SEARCH)["urdu_norm.sql"])
        assert cluster.psql(sql) == wanted
    finally:
        cluster.stop()


def test_every_target_has_a_page() -> None:
    pages = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md"))
    for target in TARGETS:
        assert re.search(rf"export {target}\b|or {target}\b", pages), target
