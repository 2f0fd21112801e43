from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import datasets
import pytest
from datasets.fingerprint import Hasher

from tests.pipelines.sample import column
from urdu_norm import LETTERS, Normalizer, normalize
from urdu_norm.pipelines.datasets import hf_map

ROOT = Path(__file__).resolve().parents[2]
TEXTS = column(1_000)
WANTED = [None if text is None else normalize(text) for text in TEXTS]


def test_batched_single_and_streaming() -> None:
    ds = datasets.Dataset.from_dict({"text": TEXTS, "id": range(len(TEXTS))})
    assert ds.map(hf_map("text"), batched=True)["text"][:] == WANTED
    assert ds.map(hf_map("text"), batched=False)["text"][:] == WANTED
    streamed = ds.to_iterable_dataset().map(hf_map("text"), batched=True)
    assert [row["text"] for row in streamed] == WANTED
    assert [row["id"] for row in streamed] == list(range(len(TEXTS)))


def test_two_columns_and_two_processes() -> None:
    ds = datasets.Dataset.from_dict({"a": TEXTS, "b": TEXTS[::-1]})
    new = ds.map(hf_map("a", "b"), batched=True, num_proc=2)
    assert new["a"][:] == WANTED
    assert new["b"][:] == WANTED[::-1]
    with pytest.raises(ValueError, match="name the columns"):
        hf_map()


def test_the_hash_is_of_the_rules_and_not_of_what_was_seen() -> None:
    one = hf_map("text")
    before = Hasher.hash(one)
    one({"text": TEXTS})  # fills the memo
    assert Hasher.hash(one) == before == Hasher.hash(hf_map("text")) == Hasher.hash(pickle.loads(pickle.dumps(one)))
    others = [hf_map("id"), hf_map("text", profile=LETTERS), hf_map("text", profile=LETTERS.replace(digits="ascii"))]
    assert len({before, *map(Hasher.hash, others)}) == 4


def test_the_hash_has_the_version_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Hasher.hash(hf_map("text"))
    monkeypatch.setattr("urdu_norm.pipelines.datasets.__version__", "0.0.0")
    assert Hasher.hash(hf_map("text")) != before


PROGRAM = """
import sys, datasets
from urdu_norm.pipelines.datasets import hf_map
datasets.disable_progress_bars()
ds = datasets.load_dataset("parquet", data_files=sys.argv[1], split="train", cache_dir=sys.argv[2])
new = ds.map(hf_map("text"), batched=True)
print(ascii(new["text"][0]), new.cache_files[0]["filename"], sep="\\n")
"""


def run(package: Path, data: Path, cache: Path) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": str(package), "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(data), str(cache)],
        cwd=package,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.slow
def test_a_changed_table_is_not_answered_from_the_old_cache(tmp_path: Path) -> None:
    """The whole fault, on a copy of the package: same code, same version, one row more in one table."""
    datasets.Dataset.from_dict({"text": ["قطار لمبی ہے"]}).to_parquet(tmp_path / "data.parquet")
    copy = tmp_path / "package"
    shutil.copytree(ROOT / "urdu_norm", copy / "urdu_norm", ignore=shutil.ignore_patterns("__pycache__"))
    first = run(copy, tmp_path / "data.parquet", tmp_path / "cache")
    assert run(copy, tmp_path / "data.parquet", tmp_path / "cache") == first  # unchanged: the cache is used
    table = copy / "urdu_norm" / "data" / "words" / "homophones.tsv"
    header = next(line for line in table.read_text().split("\n") if line and not line.startswith("#")).split("\t")
    row = {"risk": "safe", "wrong": "قطار", "right": "صف"}
    with table.open("a", encoding="utf-8") as file:
        file.write("\t".join(row.get(name, "own") for name in header) + "\n")
    second = run(copy, tmp_path / "data.parquet", tmp_path / "cache")
    assert second[1] != first[1]
    assert second[0] != first[0]


def test_a_normalizer_of_ones_own() -> None:
    assert hf_map("t", profile=Normalizer(LETTERS, memo_size=0))({"t": ["ميں", None]}) == {"t": ["میں", None]}


def test_the_hash_is_the_same_in_every_session() -> None:
    """Sets are pickled in an order that depends on the seed of the session's hashes."""
    code = "from datasets.fingerprint import Hasher; from urdu_norm.pipelines.datasets import hf_map; print(Hasher.hash(hf_map('text')))"
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert seen == {Hasher.hash(hf_map("text")) + "\n"}
