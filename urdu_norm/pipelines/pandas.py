"""pandas: importing this module registers the accessor ``urdu`` on series.

>>> import pandas as pd
>>> import urdu_norm.pipelines.pandas
>>> pd.Series(["ميں", None]).urdu.normalize().tolist()[0]
'میں'
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from urdu_norm.pipelines import ProfileLike, normalize_present, ready
from urdu_norm.profile import SEARCH, STANDARD

__all__ = ["UrduAccessor", "normalize_series"]


def normalize_series(series: Any, profile: ProfileLike = STANDARD) -> Any:
    """Return a series of the same dtype, index and name with every text normalized; ``None``, ``NaN`` and ``NA`` stay.

    Categories that become equal are merged; their order is kept. Raises ``TypeError`` for a value that is neither
    text nor missing. A plain function, so that Dask and Spark can ship it.
    """
    one = ready(profile)
    kind = series.dtype
    if isinstance(kind, pd.CategoricalDtype):
        kind = pd.CategoricalDtype(dict.fromkeys(one.batch(kind.categories)), kind.ordered)
    return pd.Series(normalize_present(series.tolist(), one), series.index, kind, series.name)


@pd.api.extensions.register_series_accessor("urdu")
class UrduAccessor:
    """``series.urdu``; see :func:`normalize_series`."""

    def __init__(self, series: Any) -> None:
        self._series = series

    def normalize(self, profile: ProfileLike = STANDARD) -> Any:
        """Return the series normalized."""
        return normalize_series(self._series, profile)

    def search_key(self) -> Any:
        """Return the key under which spellings of the same word meet: for merging and grouping, not for showing."""
        return normalize_series(self._series, SEARCH)
