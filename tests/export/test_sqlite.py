from __future__ import annotations

import sqlite3

import pytest

from tests.pipelines.sample import column
from urdu_norm import SEARCH, STANDARD, normalize
from urdu_norm.export import TARGETS


def module(profile: object) -> dict[str, object]:
    names: dict[str, object] = {}
    exec(compile(TARGETS["sqlite"](profile)["urdu_norm_sqlite.py"], "urdu_norm_sqlite.py", "exec"), names)  # type: ignore[arg-type]
    return names


@pytest.mark.parametrize(
    "profile", [STANDARD, SEARCH.replace(disable={"folds/marks"}, extra=(("قطار", "صف"),))], ids=["standard", "own"]
)
def test_equals_normalize(profile: object) -> None:
    names = module(profile)
    with sqlite3.connect(":memory:") as con:
        names["register"](con)  # type: ignore[operator]
        for text in column(500):
            wanted = None if text is None else normalize(text, profile)  # type: ignore[arg-type]
            assert con.execute("SELECT urdu_norm(?)", (text,)).fetchone() == (wanted,)


def test_full_text_search_follows_the_table() -> None:
    names = module(SEARCH)
    query = "SELECT rowid FROM documents_index WHERE documents_index MATCH '\"' || urdu_norm(?) || '\"' ORDER BY rowid"

    def found(word: str) -> list[int]:
        return [row for (row,) in con.execute(query, (word,))]

    with sqlite3.connect(":memory:") as con:
        names["register"](con)  # type: ignore[operator]
        con.executescript(TARGETS["sqlite"](SEARCH)["documents.sql"])
        con.executemany(
            "INSERT INTO documents(text) VALUES (?)", [("یہ كتاب ہے",), ("وہ کِتاب تھی",), ("قلم",), (None,)]
        )
        assert found("کتاب") == found("كتاب") == [1, 2]
        con.execute("UPDATE documents SET text = 'قلم' WHERE id = 1")
        con.execute("DELETE FROM documents WHERE id = 2")
        assert found("کتاب") == []
        assert found("قلم") == [1, 3]


def test_changed_rules_are_refused() -> None:
    source = TARGETS["sqlite"](SEARCH)["urdu_norm_sqlite.py"].replace(SEARCH.fingerprint, "0" * 32)
    names: dict[str, object] = {}
    exec(compile(source, "urdu_norm_sqlite.py", "exec"), names)
    with sqlite3.connect(":memory:") as con, pytest.raises(RuntimeError, match="the rules have changed"):
        names["register"](con)  # type: ignore[operator]
