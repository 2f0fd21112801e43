"""Running the command: in this process, or as a process of its own where signals and limits matter."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from urdu_norm.cli import main

ROOT = Path(__file__).resolve().parents[2]
WRONG, RIGHT = "اس كے زریعے نطر آئے ۔", "اس کے ذریعے نظر آئے۔"


class Result(NamedTuple):
    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")


Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    """Run the command in an empty directory, without any configuration above it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def run(*arguments: object, stdin: bytes | str = b"") -> Result:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        capfdbinary.readouterr()
        try:
            code = main([str(one) for one in arguments])
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Result(code, out, err.decode("utf-8"))

    return run


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "", "COLUMNS": "100"}


def process(*arguments: object, cwd: Path, stdin: bytes = b"", **keys: object) -> Result:
    """Run the command as a process."""
    made = subprocess.run(
        [sys.executable, "-m", "urdu_norm", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(),
        timeout=120,
        check=False,
        **keys,  # type: ignore[call-overload]
    )
    return Result(made.returncode, made.stdout, made.stderr.decode("utf-8", "replace"))
