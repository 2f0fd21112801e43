from __future__ import annotations

import polars as pl
import pytest

import urdu_norm.pipelines.polars  # noqa: F401
from tests.pipelines.sample import column
from urdu_norm import SEARCH, normalize, search_key

TEXTS = column(2_000)
WANTED = [None if text is None else normalize(text) for text in TEXTS]
FRAME = pl.DataFrame({"t": TEXTS, "n": range(len(TEXTS))})


def test_eager_lazy_streaming_and_series() -> None:
    step = pl.col("t").urdu.normalize()
    assert FRAME.with_columns(step)["t"].to_list() == WANTED
    assert FRAME.lazy().with_columns(step).collect()["t"].to_list() == WANTED
    assert FRAME.lazy().with_columns(step).collect(engine="streaming")["t"].to_list() == WANTED
    assert FRAME["t"].urdu.normalize().to_list() == WANTED
    assert FRAME["t"].urdu.normalize().name == "t"
    assert FRAME.lazy().with_columns(step).collect_schema()["t"] == pl.String


def test_inside_other_expressions() -> None:
    frame = pl.DataFrame({"t": ["كتاب", "کتاب", "ميں", None]})
    counts = frame.group_by(pl.col("t").urdu.search_key()).len().sort("len").rows()
    assert sorted(counts, key=str) == sorted([(None, 1), ("میں", 1), ("کتاب", 2)], key=str)
    grouped = frame.with_columns(pl.col("t").urdu.normalize(SEARCH).over(pl.lit(1)))
    assert grouped["t"].to_list() == [search_key("كتاب")] * 2 + [search_key("ميں"), None]
    assert frame.filter(pl.col("t").urdu.normalize() == "کتاب").height == 2


@pytest.mark.parametrize("kind", [pl.Categorical, pl.Enum(["كتاب", "ميں"])], ids=str)
def test_categories_become_strings(kind: pl.DataType) -> None:
    new = pl.Series("t", ["كتاب", None, "ميں"], dtype=kind).urdu.normalize()
    assert new.dtype == pl.String
    assert new.to_list() == ["کتاب", None, "میں"]


def test_nulls_alone_and_other_types() -> None:
    assert pl.Series("t", [None, None]).urdu.normalize().to_list() == [None, None]
    assert pl.Series("t", [], dtype=pl.String).urdu.normalize().to_list() == []
    with pytest.raises(TypeError, match="expected a column of strings"):
        pl.Series("t", [1]).urdu.normalize()
    with pytest.raises((TypeError, pl.exceptions.ComputeError), match="expected a column of strings"):
        pl.DataFrame({"t": [1]}).with_columns(pl.col("t").urdu.normalize())
