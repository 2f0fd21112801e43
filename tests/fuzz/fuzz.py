"""Coverage-guided fuzzing of the laws: ``python -m tests.fuzz.fuzz CORPUS -max_total_time=900`` (needs ``atheris``).

The fuzzer stops at the first text that breaks a law. With ``URDU_NORM_FUZZ_FAILURES=FILE`` it goes on, and adds each such
text to that file, one JSON string a line. Made small, they become cases below ``tests/fuzz/cases``, which the test suite
runs. Options after the corpus folder are those of libFuzzer.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["urdu_norm"]):
    import urdu_norm.fold  # noqa: F401 - imported for its instrumentation: what the public object imports on first use

from tests.fuzz.laws import check, decode

FAILURES = os.environ.get("URDU_NORM_FUZZ_FAILURES", "")


def one(data: bytes) -> None:
    text, k = decode(data)
    try:
        check(text, k)
    except AssertionError as failure:
        if not FAILURES:
            raise
        with Path(FAILURES).open("a", encoding="utf-8") as file:
            print(json.dumps([text, str(failure)]), file=file)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
