from __future__ import annotations

import dask
import dask.dataframe as dd
import pandas as pd
import pytest

from tests.pipelines.sample import column
from urdu_norm import normalize
from urdu_norm.pipelines.pandas import normalize_series

TEXTS = column(400)
WANTED = [None if text is None else normalize(text) for text in TEXTS]


@pytest.mark.slow
@pytest.mark.parametrize("scheduler", ["sync", "threads", "processes"])
def test_partitions(scheduler: str) -> None:
    frame = dd.from_pandas(pd.DataFrame({"t": pd.Series(TEXTS, dtype="string[pyarrow]")}), npartitions=3)
    new = frame["t"].map_partitions(normalize_series, "standard", meta=("t", "string[pyarrow]"))
    with dask.config.set(scheduler=scheduler):
        done = new.compute()
    assert [None if pd.isna(value) else value for value in done] == WANTED
