from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession, functions

from tests.pipelines.sample import column
from tests.pipelines.test_parquet import digests, write
from urdu_norm import SEARCH, normalize
from urdu_norm.pipelines.parquet import normalize_dataset
from urdu_norm.pipelines.spark import normalize_batches, normalize_udf, spread

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
TEXTS = column(2_000)


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    root = str(Path(__file__).resolve().parents[2])
    os.environ["PYTHONPATH"] = os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])  # for the workers
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def test_column_function(spark: SparkSession) -> None:
    frame = spark.createDataFrame(list(enumerate(TEXTS)), "n int, text string").repartition(3)
    new = frame.withColumn("new", normalize_udf()("text")).withColumn(
        "key", normalize_udf(SEARCH)(functions.col("text"))
    )
    rows = new.orderBy("n").collect()
    assert [row.new for row in rows] == [None if text is None else normalize(text) for text in TEXTS]
    assert [row.key for row in rows] == [None if text is None else normalize(text, SEARCH) for text in TEXTS]


def test_map_in_arrow(spark: SparkSession) -> None:
    frame = spark.createDataFrame(list(enumerate(TEXTS)), "n int, text string").repartition(3)
    rows = frame.mapInArrow(normalize_batches("text"), frame.schema).orderBy("n").collect()
    assert [row.text for row in rows] == [None if text is None else normalize(text) for text in TEXTS]


def test_a_partitioned_data_set_byte_for_byte(spark: SparkSession, tmp_path: Path) -> None:
    source = write(tmp_path / "in", files=6)
    alone = normalize_dataset(str(source), str(tmp_path / "alone"), "text")
    first = normalize_dataset(str(source), str(tmp_path / "spark"), "text", spread=spread(spark, partitions=4))
    assert digests(tmp_path / "spark") == digests(tmp_path / "alone")
    assert (first.files, first.texts, first.changed, first.rules) == (6, alone.texts, alone.changed, alone.rules)

    victims = sorted((tmp_path / "spark").rglob("*.parquet"))[:2]
    for victim in victims:
        victim.unlink()
    second = normalize_dataset(str(source), str(tmp_path / "spark"), "text", spread=spread(spark))
    assert second.skipped == 4
    assert second.rules == alone.rules
    assert digests(tmp_path / "spark") == digests(tmp_path / "alone")

    read = spark.read.parquet(str(tmp_path / "spark"))
    assert read.count() == 6 * 300
    assert read.where("year = 2021").count() == 3 * 300
