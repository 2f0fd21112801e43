from __future__ import annotations

import pickle

import pandas as pd
import pyarrow as pa
import pytest

from tests.pipelines.sample import column
from urdu_norm import normalize
from urdu_norm.pipelines.pandas import normalize_series

TEXTS = column(2_000)
WANTED = [None if text is None else normalize(text) for text in TEXTS]
KINDS = [
    "str",
    object,
    "string[python]",
    "string[pyarrow]",
    pd.ArrowDtype(pa.string()),
    pd.ArrowDtype(pa.large_string()),
]


def present(series: pd.Series) -> list[str | None]:
    return [None if gone else value for value, gone in zip(series.tolist(), series.isna(), strict=True)]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_string_type_keeps_type_index_name_and_nulls(kind: object) -> None:
    series = pd.Series(TEXTS, index=range(5, len(TEXTS) + 5), name="t", dtype=kind)
    new = series.urdu.normalize()
    assert new.dtype == series.dtype
    assert new.name == "t"
    assert new.index.equals(series.index)
    assert present(new) == WANTED


def test_missing_values_stay_what_they_are() -> None:
    series = pd.Series(["ميں", None, pd.NA, float("nan"), pd.NaT], dtype=object)
    new = series.urdu.normalize().tolist()
    assert new[:3] == ["میں", None, pd.NA]
    assert isinstance(new[3], float)
    assert new[4] is pd.NaT


@pytest.mark.parametrize("ordered", [False, True])
def test_categories_that_meet_are_merged(ordered: bool) -> None:
    kind = pd.CategoricalDtype(["كتاب", "ميں", "کتاب"], ordered)
    new = pd.Series(["كتاب", "کتاب", None, "ميں"], dtype=kind).urdu.normalize()
    assert new.dtype == pd.CategoricalDtype(["کتاب", "میں"], ordered)
    assert present(new) == ["کتاب", "کتاب", None, "میں"]


def test_numbers_are_refused_and_the_function_pickles() -> None:
    with pytest.raises(TypeError, match="expected str, got int"):
        pd.Series([1, 2]).urdu.normalize()
    assert pickle.loads(pickle.dumps(normalize_series))(pd.Series(["ميں"])).tolist() == ["میں"]
    assert pd.Series(["ڪتاب", "كتاب"]).urdu.search_key().tolist()[1] == "کتاب"
