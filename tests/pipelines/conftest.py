"""Which files need which engine.

Without an engine its file is not collected, so that the tests of the library run anywhere. With ``URDU_NORM_ENGINES=all`` (as in
``.ci/run``, after ``tests/requirements-engines.txt``) everything is collected, and a missing engine is an error, never a skip.
"""

from __future__ import annotations

import os
from importlib.util import find_spec

NEEDS = {
    "test_arrow.py": ("pyarrow",),
    "test_dask.py": ("dask", "pandas", "pyarrow"),
    "test_datasets.py": ("datasets",),
    "test_datatrove.py": ("datatrove", "orjson"),
    "test_duckdb.py": ("duckdb",),
    "test_pages.py": (
        "pyarrow",
        "polars",
        "pandas",
        "duckdb",
        "datasets",
        "datatrove",
        "sklearn",
        "spacy",
        "pyspark",
        "ray",
        "dask",
    ),
    "test_pandas.py": ("pandas", "pyarrow"),
    "test_parquet.py": ("pyarrow",),
    "test_polars.py": ("polars", "pyarrow"),
    "test_ray.py": ("ray", "pyarrow"),
    "test_sklearn.py": ("sklearn", "pandas"),
    "test_spacy.py": ("spacy",),
    "test_spark.py": ("pyspark", "pyarrow", "pandas"),
}


def missing(modules: tuple[str, ...]) -> list[str]:
    return [name for name in modules if find_spec(name) is None]


collect_ignore = (
    [] if os.environ.get("URDU_NORM_ENGINES") == "all" else [name for name, needs in NEEDS.items() if missing(needs)]
)
