"""DuckDB: a scalar SQL function.

>>> import duckdb
>>> con = duckdb.connect()
>>> register(con)
>>> con.execute("select urdu_norm('ميں')").fetchone()
('میں',)
"""

from __future__ import annotations

from typing import Any

from urdu_norm.pipelines import ProfileLike, ready
from urdu_norm.profile import STANDARD

__all__ = ["register"]


def register(connection: Any, name: str = "urdu_norm", profile: ProfileLike = STANDARD) -> None:
    """Register ``name(VARCHAR) -> VARCHAR`` on a connection; ``NULL`` gives ``NULL``.

    Register once per profile, each under a name of its own. DuckDB raises if the name is taken.
    """
    one = ready(profile)

    def call(text: str) -> str:  # DuckDB reads the signature, and looks for plain functions
        return one(text)

    connection.create_function(name, call, ["VARCHAR"], "VARCHAR", type="native", side_effects=False)
