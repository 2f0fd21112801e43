"""Polars: importing this module registers the namespace ``urdu`` on expressions and series.

>>> import polars as pl
>>> import urdu_norm.pipelines.polars
>>> pl.DataFrame({"t": ["ميں", None]}).with_columns(pl.col("t").urdu.normalize())["t"].to_list()
['میں', None]
"""

from __future__ import annotations

import polars as pl

from urdu_norm.normalizer import Normalizer
from urdu_norm.pipelines import ProfileLike, ready
from urdu_norm.profile import SEARCH, STANDARD

__all__ = ["UrduExpr", "UrduSeries"]


def _series(series: pl.Series, one: Normalizer) -> pl.Series:
    if series.dtype != pl.String:  # categories and enums become strings; a type that is no text raises here
        if series.dtype not in (pl.Categorical, pl.Enum, pl.Null):
            raise TypeError(f"expected a column of strings, got {series.dtype}")
        series = series.cast(pl.String)
    return pl.Series(series.name, one.batch(series.to_list()), dtype=pl.String)


@pl.api.register_expr_namespace("urdu")
class UrduExpr:
    """``pl.col("t").urdu``: normalization inside an expression, eager, lazy or streaming."""

    def __init__(self, expr: pl.Expr) -> None:
        self._expr = expr

    def normalize(self, profile: ProfileLike = STANDARD) -> pl.Expr:
        """Return the column normalized, as strings; nulls stay null."""
        one = ready(profile)
        return self._expr.map_batches(lambda s: _series(s, one), return_dtype=pl.String, is_elementwise=True)

    def search_key(self) -> pl.Expr:
        """Return the key under which spellings of the same word meet: for joins and ``group_by``, not for showing."""
        return self.normalize(SEARCH)


@pl.api.register_series_namespace("urdu")
class UrduSeries:
    """``series.urdu``: the same on a series."""

    def __init__(self, series: pl.Series) -> None:
        self._series = series

    def normalize(self, profile: ProfileLike = STANDARD) -> pl.Series:
        """Return the series normalized, as strings; nulls stay null."""
        return _series(self._series, ready(profile))

    def search_key(self) -> pl.Series:
        """Return the key under which spellings of the same word meet."""
        return self.normalize(SEARCH)
