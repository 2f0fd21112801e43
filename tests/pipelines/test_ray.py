from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest
import ray

from tests.pipelines.sample import column
from urdu_norm import normalize
from urdu_norm.pipelines.arrow import ArrowStep

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
TEXTS = column(2_000)


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    ray.init(
        num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False, ignore_reinit_error=True
    )
    yield
    ray.shutdown()


def test_arrow_batches() -> None:
    table = pa.table({"n": range(len(TEXTS)), "text": TEXTS})
    new = ray.data.from_arrow(table).repartition(4).map_batches(ArrowStep("text"), batch_format="pyarrow")
    rows = sorted(new.take_all(), key=lambda row: row["n"])
    assert [row["text"] for row in rows] == [None if text is None else normalize(text) for text in TEXTS]
