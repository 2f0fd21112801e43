"""The command on a large file: time and peak memory beside sed, ftfy and a bare loop, one process and two.

    python benchmarks/command.py --megabytes 200

The text is made here from the words of the lexicon, as often as they occur, with a few errors put in.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from urdu_norm.lexicon import count, words

ERRORS = {"ذریعے": "زریعے", "نظر": "نطر", "اس کے": "اسکے", "کیا": "كيا", "لیے": "لئے"}


def sample(path: Path, megabytes: int, seed: int = 1) -> None:
    """Write a text of about that size: lines of a paragraph's length; beyond 200 MB it repeats."""
    rng = random.Random(seed)
    known = list(words())
    weights = [count(word) for word in known]
    size = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        while size < min(megabytes, 200) << 20:
            lines = []
            chosen = rng.choices(known, weights, k=60_000)
            for start in range(0, len(chosen), 60):
                line = " ".join(chosen[start : start + 60]) + "۔"
                if rng.random() < 0.2:
                    for right, wrong in ERRORS.items():
                        line = line.replace(right, wrong, 1)
                lines.append(line)
            text = "\n".join(lines) + "\n"
            size += len(text.encode("utf-8"))
            file.write(text)
    with path.open("rb") as first, path.open("ab") as more:
        while size < megabytes << 20:
            size += more.write(first.read(1 << 20) or b"")
            if first.tell() >= 200 << 20:
                first.seek(0)


def measured(command: list[str], target: Path) -> tuple[float, float, int]:
    """Run a command; return seconds, seconds of processor and peak memory in MB of the process with its children."""
    with target.open("wb") as writing:
        started = time.perf_counter()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=writing, stderr=subprocess.DEVNULL)
        peak = 0
        done = threading.Event()

        def watch() -> None:
            nonlocal peak
            while not done.wait(0.2):
                peak = max(peak, sum(_memory(pid) for pid in [process.pid, *_children(process.pid)]))

        thread = threading.Thread(target=watch)
        thread.start()
        process.wait()
        seconds = time.perf_counter() - started
        done.set()
        thread.join()
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, processor, peak >> 10


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _memory(pid: int) -> int:
    """Proportional set size in KB, so that pages shared by workers are counted once."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


LOOP = """
import sys
from urdu_norm import Normalizer
normalizer = Normalizer()
for line in open(sys.argv[1], encoding='utf-8', newline='\\n'):
    sys.stdout.write(normalizer(line))
"""
FTFY = """
import sys, ftfy
for line in open(sys.argv[1], encoding='utf-8', newline='\\n'):
    sys.stdout.write(ftfy.fix_text(line))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--only", nargs="*", help="names of rows")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="urdu-norm-"))
    try:
        source, target = folder / "text.txt", folder / "out.txt"
        sample(source, options.megabytes)
        megabytes = source.stat().st_size / (1 << 20)
        python = sys.executable
        us = [python, "-m", "urdu_norm", "--isolated", "-q"]
        runs = {
            "sed s/ي/ی/g": ["sed", "s/ي/ی/g", str(source)],
            "urdu-norm": [*us, str(source)],
            "urdu-norm -j 2": [*us, "-j", "2", str(source)],
            "urdu-norm --check": [*us, "--check", str(source)],
            "bare loop over lines": [python, "-c", LOOP, str(source)],
            "ftfy, loop over lines": [python, "-c", FTFY, str(source)],
        }
        load = os.getloadavg()[0]
        print(f"{megabytes:.0f} MB; {os.cpu_count()} cores; load of others {load:.1f}", flush=True)
        digest = None
        for name, command in runs.items():
            if options.only and name not in options.only:
                continue
            if "--check" in command:
                command = ["sh", "-c", '"$@" || test $? -eq 1', "sh", *command]
            seconds, processor, memory = measured(command, target)
            speed = megabytes / seconds
            print(f"{name:<24}{seconds:8.1f} s{processor:8.1f} s cpu{speed:8.1f} MB/s{memory:6d} MB", flush=True)
            if name in ("urdu-norm", "urdu-norm -j 2", "bare loop over lines"):
                now = subprocess.run(["sha256sum", str(target)], capture_output=True, check=True).stdout.split()[0]
                assert digest in (None, now), f"{name}: other bytes"
                digest = now
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
