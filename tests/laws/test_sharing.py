"""Laws 13 and 14: the same answer from every thread, process, pickle and hash seed."""

from __future__ import annotations

import copy
import multiprocessing
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from urdu_norm import STANDARD, Normalizer, normalize

TEXTS = ["اسکے زریعے", "ميں نے كہا", "تعاون ، مختلف", "کے خاف کوئی", "https://example.pk/ك", "جذبۂ دل", "کرسکتے"] * 20


def test_threads_share_one_normalizer() -> None:
    expected = [normalize(text) for text in TEXTS]
    shared = Normalizer(STANDARD, memo_size=8)
    with ThreadPoolExecutor(8) as pool:
        for result in pool.map(lambda _: [shared(text) for text in TEXTS], range(32)):
            assert result == expected


def test_pickle_and_copy() -> None:
    one = Normalizer(STANDARD, memo_size=77)
    one("زریعے")
    for other in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
        assert other.profile == one.profile
        assert [other(text) for text in TEXTS] == [one(text) for text in TEXTS]
    assert one.fingerprint.encode() in pickle.dumps(one)
    assert pickle.dumps(one) == pickle.dumps(Normalizer(STANDARD, memo_size=77)), "the memo must not be in the pickle"


def test_immutable() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        Normalizer(STANDARD).anything = 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # 3.12 and newer warn of fork with threads around
def test_processes(method: str) -> None:
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(Normalizer(STANDARD), TEXTS) == [normalize(text) for text in TEXTS]


@pytest.mark.parametrize("seed", ["0", "1", "7"])
def test_hash_seeds(seed: str) -> None:
    code = (
        "import sys; from urdu_norm import *; "
        "texts = sys.stdin.buffer.read().decode().split('|'); "
        "out = '|'.join(normalize(t, p) for t in texts for p in (MINIMAL, LETTERS, STANDARD, PUBLISH, SEARCH, SPEECH)); "
        "sys.stdout.buffer.write((out + STANDARD.fingerprint).encode())"
    )
    environment = os.environ | {"PYTHONHASHSEED": seed}
    made = subprocess.run(
        [sys.executable, "-c", code], input="|".join(TEXTS).encode(), capture_output=True, check=True, env=environment
    )
    environment["PYTHONHASHSEED"] = "42"
    again = subprocess.run(
        [sys.executable, "-c", code], input="|".join(TEXTS).encode(), capture_output=True, check=True, env=environment
    )
    assert made.stdout == again.stdout
    assert made.stdout.decode().endswith(STANDARD.fingerprint)
