from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest

from tests.pipelines.sample import column
from urdu_norm import LETTERS, STANDARD, Normalizer, explain, normalize
from urdu_norm.pipelines import parquet
from urdu_norm.pipelines.parquet import normalize_dataset

ROWS = 300


def write(folder: Path, files: int = 5, rows: int = ROWS) -> Path:
    """A partitioned data set; each file has two row groups, a text column with nulls and a column to be left alone."""
    for k in range(files):
        path = folder / f"year={2020 + k % 2}" / f"part-{k}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        table = pa.table(
            {
                "id": range(rows),
                "text": column(rows, seed=k),
                "title": pa.array(column(rows, k + 50), pa.large_string()),
            }
        )
        pq.write_table(table, path, row_group_size=rows // 2 + 1)
    return folder


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_equals_normalize_and_counts(tmp_path: Path) -> None:
    source = write(tmp_path / "in")
    report = normalize_dataset(str(source), str(tmp_path / "out"), "text")
    old = (
        pa.dataset.dataset(source, partitioning="hive").to_table().sort_by([("year", "ascending"), ("id", "ascending")])
    )
    rules: Counter[str] = Counter()
    texts = changed = 0
    for path in sorted(source.rglob("*.parquet")):
        new = pq.ParquetFile(tmp_path / "out" / path.relative_to(source))
        before = pq.ParquetFile(path)
        assert new.num_row_groups == before.num_row_groups == 2
        assert new.schema_arrow.metadata[b"urdu_norm"].decode() == STANDARD.fingerprint
        a, b = before.read(), new.read()
        assert b["title"].equals(a["title"])
        assert b["text"].to_pylist() == [None if text is None else normalize(text) for text in a["text"].to_pylist()]
        for text in a["text"].to_pylist():
            if text is not None:
                texts += 1
                changed += normalize(text) != text
                for edit in explain(text).edits:
                    rules.update(edit.rules)
    assert (report.files, report.skipped, report.texts, report.changed) == (5, 0, texts, changed)
    assert report.rules == rules
    assert changed > 500
    new = pa.dataset.dataset(tmp_path / "out", partitioning="hive", format="parquet").to_table()
    assert new.num_rows == old.num_rows


def test_two_columns(tmp_path: Path) -> None:
    source = write(tmp_path / "in", files=1)
    normalize_dataset(str(source), str(tmp_path / "out"), ["text", "title"], "letters")
    new = pq.read_table(tmp_path / "out" / "year=2020" / "part-0.parquet", partitioning=None)
    assert new["title"].to_pylist() == Normalizer(LETTERS).batch(column(ROWS, 50))
    with pytest.raises(KeyError, match="no column 'body'"):
        normalize_dataset(str(source), str(tmp_path / "other"), "body")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match=r"no \*.parquet file"):
        normalize_dataset(str(tmp_path / "empty"), str(tmp_path / "none"), "text")


def test_a_second_run_does_nothing_and_new_rules_do_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = str(write(tmp_path / "in")), str(tmp_path / "out")
    first = normalize_dataset(source, target, "text")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.parquet")}
    again = normalize_dataset(source, target, "text")
    assert again.skipped == 5
    assert (again.texts, again.changed, again.rules) == (first.texts, first.changed, first.rules)
    assert times == {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.parquet")}
    assert normalize_dataset(source, target, "text", LETTERS).skipped == 0
    monkeypatch.setattr(parquet, "__version__", "0.0.0")
    assert normalize_dataset(source, target, "text", LETTERS).skipped == 0
    next((tmp_path / "out").rglob("part-3.parquet")).unlink()
    os.utime(next((tmp_path / "in").rglob("part-1.parquet")), ns=(1, 1))
    assert normalize_dataset(source, target, "text", LETTERS).skipped == 3


def test_a_file_half_written_is_not_taken_for_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = str(write(tmp_path / "in")), tmp_path / "out"

    def fall(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(parquet, "_count", fall)
        with pytest.raises(KeyboardInterrupt):
            normalize_dataset(source, str(target), "text")
    assert not list(target.rglob("*.parquet"))
    assert normalize_dataset(source, str(target), "text").skipped == 0
    assert not list(target.rglob("*.part"))


@pytest.mark.slow
def test_the_same_bytes_from_processes_and_after_a_kill(tmp_path: Path) -> None:
    source = write(tmp_path / "in", files=12)
    normalize_dataset(str(source), str(tmp_path / "one"), "text")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        normalize_dataset(str(source), str(tmp_path / "two"), "text", spread=pool.map)
    wanted = digests(tmp_path / "one")
    assert len(wanted) == 24  # files and their reports
    assert digests(tmp_path / "two") == wanted

    command = [
        sys.executable,
        "-m",
        "urdu_norm.pipelines.parquet",
        str(source),
        str(tmp_path / "three"),
        "--column",
        "text",
    ]
    job = subprocess.Popen(command)
    deadline = time.monotonic() + 60
    while len(list((tmp_path / "three").rglob("*.json"))) < 3:
        assert time.monotonic() < deadline
        assert job.poll() is None, "the job was done before it could be killed"
        time.sleep(0.01)
    job.send_signal(signal.SIGKILL)
    job.wait()
    done = len(list((tmp_path / "three").rglob("*.json")))
    assert 3 <= done < 12
    printed = subprocess.run([*command, "--workers", "2"], capture_output=True, text=True, check=True).stdout
    report = json.loads(printed)
    assert report["skipped"] >= done
    assert report["files"] == 12
    assert digests(tmp_path / "three") == wanted
