"""A Parquet data set, file by file: restartable, counted, the same bytes wherever it runs.

Each file of the source becomes one file of the target, under the same relative path and with the same row groups. A
file is written under a temporary name and moved, and then its report is written to ``_urdu_norm/`` in the target; a
file whose report is there, and speaks of the same source, columns and rules, is not done again. So a job that was
killed is simply started anew. Who calls :func:`normalize_file` does not matter: a loop, a pool of processes or Spark
write the same bytes.

    python -m urdu_norm.pipelines.parquet SOURCE TARGET --column text --profile standard --workers 8
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.fs
import pyarrow.parquet as pq

from urdu_norm._version import __version__
from urdu_norm.pipelines import ProfileLike, ready
from urdu_norm.pipelines.arrow import ArrowStep
from urdu_norm.profile import STANDARD

__all__ = ["Report", "main", "normalize_dataset", "normalize_file"]

Spread = Callable[[Callable[[str], str], Sequence[str]], Iterable[str]]
"""How work is spread: like the built-in ``map``, in any order."""

_REPORTS = "_urdu_norm"  # the underscore hides the folder from Spark, Arrow and Hive


@dataclass
class Report:
    """What was done: files, files that were already there, texts, changed texts, edits by rule."""

    files: int = 0
    skipped: int = 0
    texts: int = 0
    changed: int = 0
    rules: Counter[str] = field(default_factory=Counter)

    def add(self, one: dict[str, Any]) -> None:
        """Add the report of one file."""
        self.files += 1
        self.skipped += one["skipped"]
        self.texts += one["texts"]
        self.changed += one["changed"]
        self.rules.update(one["rules"])


def normalize_dataset(
    source: str,
    target: str,
    columns: str | Sequence[str],
    profile: ProfileLike = STANDARD,
    *,
    spread: Spread = map,
) -> Report:
    """Normalize every ``*.parquet`` file below ``source`` into ``target`` and return the counts over all of them.

    Paths are local or URIs that ``pyarrow.fs`` knows (``s3://…``, ``hdfs://…``); every worker must reach both.
    ``spread`` says who does the work: the built-in ``map``, ``ProcessPoolExecutor.map``, or
    :func:`urdu_norm.pipelines.spark.spread`. Raises ``FileNotFoundError`` if there is no source, ``ValueError`` if it
    holds no Parquet file.
    """
    system, root = _system(source)
    found = system.get_file_info(pa.fs.FileSelector(root, recursive=True))
    names = sorted(info.path[len(root) :].lstrip("/") for info in found if info.is_file)
    names = [name for name in names if name.endswith(".parquet") and not name.startswith(("_", "."))]
    if not names:
        raise ValueError(f"no *.parquet file below {source}")
    step = ArrowStep(columns, profile)
    report = Report()
    for line in spread(_Task(source, target, step), names):
        report.add(json.loads(line))
    return report


class _Task:
    """One file by its relative name; picklable; returns its report as JSON."""

    def __init__(self, source: str, target: str, step: ArrowStep) -> None:
        self.source, self.target, self.step = source.rstrip("/"), target.rstrip("/"), step

    def __call__(self, name: str) -> str:
        return json.dumps(normalize_file(self.source, self.target, name, self.step))


def normalize_file(source: str, target: str, name: str, step: ArrowStep) -> dict[str, Any]:
    """Normalize ``source/name`` into ``target/name`` unless its report says that this was done; return the report."""
    system, root = _system(source)
    out, out_root = _system(target)
    path, out_path = f"{root}/{name}", f"{out_root}/{name}"
    report_path = f"{out_root}/{_REPORTS}/{name}.json"
    info = system.get_file_info(path)
    key = {
        "size": info.size,
        "mtime_ns": info.mtime_ns,
        "columns": list(step.columns),
        "fingerprint": step.normalizer.fingerprint,
        "version": __version__,
    }
    if out.get_file_info(report_path).is_file and out.get_file_info(out_path).is_file:
        with out.open_input_stream(report_path) as stream:
            known = json.loads(stream.read())
        if known["key"] == key:
            return {**known, "skipped": 1}
    out.create_dir(out_path.rpartition("/")[0])
    out.create_dir(report_path.rpartition("/")[0])
    report: dict[str, Any] = {"key": key, "skipped": 0, "texts": 0, "changed": 0, "rules": {}}
    rules: Counter[str] = Counter()
    part = f"{out_path}.part"
    with pq.ParquetFile(path, filesystem=system) as reader:
        schema = reader.schema_arrow
        schema = schema.with_metadata({**(schema.metadata or {}), "urdu_norm": key["fingerprint"]})
        with pq.ParquetWriter(part, schema, filesystem=out) as writer:
            for k in range(reader.num_row_groups):
                old = reader.read_row_group(k)
                new = step(old)
                for column in step.columns:
                    _count(old[column], new[column], step, report, rules)
                writer.write_table(new.replace_schema_metadata(schema.metadata), row_group_size=max(1, new.num_rows))
    out.move(part, out_path)
    report["rules"] = dict(sorted(rules.items()))
    with out.open_output_stream(f"{report_path}.part") as stream:
        stream.write(json.dumps(report, sort_keys=True).encode())
    out.move(f"{report_path}.part", report_path)
    return report


def _count(old: Any, new: Any, step: ArrowStep, report: dict[str, Any], rules: Counter[str]) -> None:
    """Count texts, and edits by rule in those that changed: only they are explained, which costs a second pass."""
    report["texts"] += len(old) - old.null_count
    if new is old:
        return
    for before, after in zip(old.to_pylist(), new.to_pylist(), strict=True):
        if before != after:
            report["changed"] += 1
            for edit in step.normalizer.explain(before).edits:
                rules.update(edit.rules)


def _system(uri: str) -> tuple[Any, str]:
    if "://" in uri:
        system, path = pa.fs.FileSystem.from_uri(uri)
        return system, path.rstrip("/")
    return pa.fs.LocalFileSystem(), uri.rstrip("/")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job from the command line; prints the counts as JSON."""
    parser = argparse.ArgumentParser(
        prog="python -m urdu_norm.pipelines.parquet", description="Normalize a Parquet data set."
    )
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--column", action="append", required=True, help="a text column; may be given more than once")
    parser.add_argument("--profile", default="standard")
    parser.add_argument("--workers", type=int, default=1, help="processes on this machine")
    parser.add_argument(
        "--spark",
        metavar="MASTER",
        help="use Spark instead, such as local[2]; 'submit' for spark-submit's own",
    )
    given = parser.parse_args(arguments)
    profile = ready(given.profile)
    if given.spark:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # local workers run in the environment of this process
        from pyspark.sql import SparkSession

        from urdu_norm.pipelines.spark import spread

        builder = SparkSession.builder.appName("urdu_norm")
        session = (builder if given.spark == "submit" else builder.master(given.spark)).getOrCreate()
        report = normalize_dataset(given.source, given.target, given.column, profile, spread=spread(session))
        session.stop()
    elif given.workers > 1:
        with ProcessPoolExecutor(given.workers) as pool:
            report = normalize_dataset(given.source, given.target, given.column, profile, spread=pool.map)
    else:
        report = normalize_dataset(given.source, given.target, given.column, profile)
    print(json.dumps({**vars(report), "rules": dict(report.rules.most_common())}, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
