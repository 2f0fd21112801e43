"""Apache Spark: a column function, a function for ``mapInArrow``, and a way to spread a Parquet job over a cluster.

The workers import ``urdu_norm``: install it on them, or ship the wheel with ``--py-files`` and install its two
dependencies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
from pyspark.sql import functions

from urdu_norm.pipelines import ProfileLike, ready
from urdu_norm.pipelines.arrow import ArrowStep, normalize_arrow
from urdu_norm.profile import STANDARD

__all__ = ["normalize_batches", "normalize_udf", "spread"]


def normalize_udf(profile: ProfileLike = STANDARD) -> Any:
    """Return a function on a column; ``NULL`` stays ``NULL``.

    Used as in ``df.withColumn("text", normalize_udf()("text"))``.
    Made of ``arrow_udf`` (Spark 4.1 or later): the quickest way through Python, and nulls come as nulls.
    """
    one = ready(profile)

    def call(texts: pa.Array) -> pa.Array:
        return normalize_arrow(texts, one)

    return functions.arrow_udf(call, "string")


def normalize_batches(
    columns: str | Sequence[str], profile: ProfileLike = STANDARD
) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """Return a function for ``mapInArrow``: ``df.mapInArrow(normalize_batches("text"), df.schema)``."""
    step = ArrowStep(columns, profile)
    return lambda batches: map(step, batches)


def spread(session: Any, partitions: int | None = None) -> Callable[[Callable[[str], str], Sequence[str]], list[str]]:
    """Return what :func:`urdu_norm.pipelines.parquet.normalize_dataset` needs to run its files as Spark tasks.

    ``partitions`` is the number of tasks: one for each file unless given. A task that fails is tried again by Spark,
    and a file that was finished before is not done again.
    """

    def run(task: Callable[[str], str], names: Sequence[str]) -> list[str]:
        def files(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                for name in batch.column(0).to_pylist():
                    yield pa.RecordBatch.from_pydict({"report": [task(name)]})

        frame = session.createDataFrame([(name,) for name in names], "name string")
        spread_out = frame.repartition(partitions or len(names))
        return [row.report for row in spread_out.mapInArrow(files, "report string").collect()]

    return run
