from __future__ import annotations

import math
import subprocess
import sys

import pytest

from urdu_norm import LETTERS, Normalizer, UrduNormError
from urdu_norm.pipelines import normalize_present, ready


def test_takes_a_profile_a_name_or_a_normalizer() -> None:
    own = Normalizer(LETTERS)
    assert ready(own) is own
    assert ready("letters") is ready(LETTERS)
    with pytest.raises(UrduNormError, match="did you mean 'letters'"):
        ready("leters")
    with pytest.raises(TypeError, match="got int"):
        ready(3)  # type: ignore[arg-type]


def test_missing_values_stay_and_others_are_refused() -> None:
    text, none, nan = normalize_present(["ميں", None, math.nan], ready())
    assert (text, none) == ("میں", None)
    assert math.isnan(nan)
    for value in (b"x", 1, 1.5, ["ميں"]):
        with pytest.raises(TypeError, match="expected str"):
            normalize_present([value], ready())


def test_importing_the_package_imports_no_engine() -> None:
    engines = (
        "pyarrow",
        "polars",
        "pandas",
        "datasets",
        "datatrove",
        "sklearn",
        "spacy",
        "pyspark",
        "ray",
        "dask",
        "duckdb",
        "numpy",
    )
    code = f"import urdu_norm, urdu_norm.pipelines, urdu_norm.export, sys; print([m for m in {engines} if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
