from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from tests.pipelines.sample import lines
from urdu_norm import LETTERS, Normalizer, normalize
from urdu_norm.pipelines.datatrove import UrduNormFormatter

LINES = lines(300)


def documents() -> list[Document]:
    return [Document(text=line, id=str(k)) for k, line in enumerate(LINES)]


def test_stats_count_what_was_changed() -> None:
    step = pickle.loads(pickle.dumps(UrduNormFormatter(count_rules=True)))
    assert [doc.text for doc in step.run(documents())] == [normalize(line) for line in LINES]
    stats = step.stats.to_dict()["stats"]
    assert stats["total"] == len(LINES)
    assert stats["changed"] == sum(normalize(line) != line for line in LINES) > 100
    assert stats["characters/arabic-yeh"] > 50


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_whole_pipeline_on_files(tmp_path: Path, workers: int) -> None:
    for part in range(2):
        rows = [json.dumps({"text": line, "id": f"{part}/{k}"}) for k, line in enumerate(LINES[part::2])]
        (tmp_path / f"in-{part}.jsonl").write_text("\n".join(rows) + "\n")
    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(tmp_path), glob_pattern="in-*.jsonl"),
            UrduNormFormatter(Normalizer(LETTERS)),
            JsonlWriter(str(tmp_path / "out"), compression=None),
        ],
        logging_dir=str(tmp_path / "logs"),
        tasks=2,
        workers=workers,
    ).run()
    rows = [json.loads(line) for file in sorted((tmp_path / "out").iterdir()) for line in file.read_text().splitlines()]
    wanted = {f"{part}/{k}": normalize(line, LETTERS) for part in range(2) for k, line in enumerate(LINES[part::2])}
    assert {row["id"]: row["text"] for row in rows} == wanted
