from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.pipelines.sample import column
from urdu_norm import normalize, search_key
from urdu_norm.pipelines.duckdb import register

TEXTS = column(2_000)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        register(con)
        register(con, "urdu_key", "search")
        con.execute("create table t (n integer, text varchar)")
        con.executemany("insert into t values (?, ?)", list(enumerate(TEXTS)))
        yield con


def test_equals_normalize(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute("select text, urdu_norm(text), urdu_key(text) from t order by n").fetchall()
    assert [row[0] for row in rows] == TEXTS
    assert [row[1:] for row in rows] == [
        (None, None) if text is None else (normalize(text), search_key(text)) for text in TEXTS
    ]


def test_keys_in_a_join_and_a_file(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    con.execute("create table words as select unnest(['كتاب', 'ڪتب', 'میں']) as word")
    assert con.execute("select word from words where urdu_key(word) = urdu_key('کِتاب')").fetchall() == [("كتاب",)]
    path = tmp_path / "out.parquet"
    con.execute(f"copy (select n, urdu_norm(text) as text from t) to '{path}'")
    kept = con.execute(f"select count(*), count(text) from '{path}'").fetchone()
    assert kept == (len(TEXTS), sum(text is not None for text in TEXTS))


def test_a_taken_name(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(duckdb.Error):
        register(con)
