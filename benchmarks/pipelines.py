"""Each way through an engine, in MB/s and relative to a bare loop over the same texts in the same process.

    python -m benchmarks.pipelines [MEGABYTES]           the table of docs/pipelines.md
    python -m benchmarks.pipelines --exports FILE        lines of FILE on which an export equals normalize
    python -m benchmarks.pipelines --throughput FILE     MB/s of one core on the lines of FILE

Every way is tried once for its result, which must equal that of the loop, and then timed in turns with the loop: five
rounds, the median of the ratios. The normalizer is warm in both: the ratio shows what the engine costs.
"""

from __future__ import annotations

import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.pipelines.sample import lines
from urdu_norm import LETTERS, SEARCH, STANDARD, Normalizer
from urdu_norm.profile import PROFILES

ROUNDS = 5
Way = tuple[str, Callable[[], Any], Callable[[Any], list[str]]]


def ways(texts: list[str]) -> list[Way]:
    """Name, what is timed, and how its result is read. Nothing but the way itself is inside the timing."""
    import dask
    import dask.dataframe as dd
    import datasets
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    import spacy
    from datatrove.data import Document

    import urdu_norm.pipelines.polars
    import urdu_norm.pipelines.spacy  # noqa: F401
    from urdu_norm.pipelines.arrow import normalize_arrow
    from urdu_norm.pipelines.datasets import hf_map
    from urdu_norm.pipelines.datatrove import UrduNormFormatter
    from urdu_norm.pipelines.duckdb import register
    from urdu_norm.pipelines.pandas import normalize_series
    from urdu_norm.pipelines.sklearn import UrduNormalizer

    datasets.disable_caching()
    datasets.disable_progress_bars()
    norm = Normalizer(STANDARD)
    string, view = pa.array(texts), pa.array(texts, pa.string_view())
    chunked = pa.chunked_array([string.slice(k, 1000) for k in range(0, len(string), 1000)])
    frame, series = pl.DataFrame({"t": texts}), pd.Series(texts)
    expression = pl.col("t").urdu.normalize(norm)
    hf = datasets.Dataset.from_dict({"t": texts})
    transformer, step = UrduNormalizer(norm), UrduNormFormatter(norm)
    con = duckdb.connect()
    register(con, "un", norm)
    con.register("source", pa.table({"t": string}))
    ddf = dd.from_pandas(series.to_frame("t"), npartitions=4)
    short = texts[: len(texts) // 10]
    nlp = spacy.blank("ur")
    nlp.add_pipe("urdu_normalizer", config={"profile": "standard"})

    def with_dask() -> Any:
        with dask.config.set(scheduler="threads"):
            return ddf["t"].map_partitions(normalize_series, norm, meta=("t", "str")).compute()

    same = list
    return [
        ("Normalizer.batch(list)", lambda: norm.batch(texts), same),
        ("pyarrow string", lambda: normalize_arrow(string, norm), lambda a: a.to_pylist()),
        ("pyarrow string_view", lambda: normalize_arrow(view, norm), lambda a: a.to_pylist()),
        ("pyarrow chunked", lambda: normalize_arrow(chunked, norm), lambda a: a.to_pylist()),
        ("polars eager", lambda: frame.with_columns(expression), lambda f: f["t"].to_list()),
        (
            "polars lazy, streaming",
            lambda: frame.lazy().with_columns(expression).collect(engine="streaming"),
            lambda f: f["t"].to_list(),
        ),
        ("pandas accessor", lambda: normalize_series(series, norm), lambda s: s.tolist()),
        ("datasets map, batched", lambda: hf.map(hf_map("t", profile=norm), batched=True), lambda d: d["t"][:]),
        ("scikit-learn transform", lambda: transformer.transform(texts), same),
        ("datatrove step", lambda: [doc.text for doc in step.run(Document(text=t, id="") for t in texts)], same),
        (
            "DuckDB function",
            lambda: con.execute("select un(t) from source").fetchall(),
            lambda rows: [row[0] for row in rows],
        ),
        ("Dask, threads", with_dask, lambda s: s.tolist()),
        (
            "spaCy blank('ur') + component, a tenth",
            lambda: list(nlp.pipe(short)),
            lambda docs: [norm(doc.text) for doc in docs],
        ),
    ]


def main(megabytes: float) -> None:
    warnings.simplefilter("ignore")
    sample = lines(20_000)
    share = megabytes * 1e6 / sum(len(line.encode()) for line in sample)
    texts = (sample * (int(share) + 1))[: max(1, int(len(sample) * share))]
    size = sum(len(text.encode()) for text in texts) / 1e6
    norm = Normalizer(STANDARD)
    wanted = [norm(text) for text in texts]

    def loop() -> list[str]:
        return [norm(text) for text in texts]

    print(f"{size:.1f} MB, {len(texts)} texts, {size * 1e6 / len(texts):.0f} bytes each\n")
    print("| way | MB/s | relative to a bare loop |\n|---|---|---|")
    for name, way, read in ways(texts):
        result = read(way())
        if result != wanted[: len(result)]:
            raise SystemExit(f"{name}: the result is not that of the loop")
        part = len(result) / len(texts)
        ratios, speeds = [], []
        for _ in range(ROUNDS):
            start = time.process_time()
            loop()
            middle = time.process_time()
            way()
            end = time.process_time()
            ratios.append((middle - start) * part / (end - middle))
            speeds.append(size * part / (end - middle))
        print(f"| {name} | {statistics.median(speeds):.1f} | {statistics.median(ratios):.2f} |", flush=True)


def exports(path: Path) -> None:
    from urdu_norm.export.subset import subset

    texts = [line for line in path.read_text(encoding="utf-8").split("\n") if line]
    print("| profile | lines | exported letters equal | exported part equal | whole profile equal |")
    print("|---|---|---|---|---|")
    for profile in (LETTERS, STANDARD, SEARCH):
        made = subset(profile)
        letters, part, whole = (
            Normalizer(made.letters),
            Normalizer(made.profile),
            Normalizer(profile.replace(punctuation="keep")),
        )
        clear = [text for text in texts if "\u0647" not in made.run_letters(text)]
        equal = [
            sum(letters(text) == made.run_letters(text) for text in clear) / len(clear),
            sum(part(text) == made.run(text) for text in texts) / len(texts),
            sum(whole(text) == made.run(text) for text in texts) / len(texts),
        ]
        print(
            f"| {profile.name} | {len(texts)} | " + " | ".join(f"{100 * one:.2f} %" for one in equal) + " |", flush=True
        )


def throughput(path: Path) -> None:
    """The first half of the lines warms the memo, the second half is new to it: what a long run looks like."""
    texts = [line for line in path.read_text(encoding="utf-8").split("\n") if line]
    first, second = texts[: len(texts) // 2], texts[len(texts) // 2 :]
    sizes = [sum(len(text.encode()) for text in half) / 1e6 for half in (first, second)]
    print("| profile | cold | unseen text, warm | the same text again |\n|---|---|---|---|")
    for profile in PROFILES.values():
        norm = Normalizer(profile)
        norm("")  # compiles the rules
        speeds = []
        for half, size in ((first, sizes[0]), (second, sizes[1]), (second, sizes[1])):
            start = time.process_time()
            norm.batch(half)
            speeds.append(size / (time.process_time() - start))
        print(f"| {profile.name} | " + " | ".join(f"{speed:.2f}" for speed in speeds) + " |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--exports"]:
        exports(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["--throughput"]:
        throughput(Path(sys.argv[2]))
    else:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0)
