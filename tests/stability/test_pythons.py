"""The same output from every Python that is at hand: other minor versions, a free-threaded build, Pyodide under Node."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stability.lines import lines
from urdu_norm import LETTERS, PUBLISH, SEARCH, STANDARD, Normalizer

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = 2_000
PROFILES = (LETTERS, STANDARD, PUBLISH, SEARCH)
CODE = """
import hashlib, sys
from concurrent.futures import ThreadPoolExecutor
from urdu_norm import LETTERS, PUBLISH, SEARCH, STANDARD, Normalizer

def digest(norms, lines):
    made = hashlib.sha256()
    for line in lines:
        for norm in norms:
            made.update(norm(line).encode('utf-8', 'surrogatepass') + b'\\0')
    return made.hexdigest()

lines = sys.stdin.buffer.read().decode('utf-8', 'surrogatepass').split('\\x1e')
profiles = (LETTERS, STANDARD, PUBLISH, SEARCH)
# All threads share normalizers whose memo is so small that it is always being emptied.
norms = [Normalizer(profile, memo_size=32) for profile in profiles]
some = lines[::8]
with ThreadPoolExecutor(8) as pool:
    digests = set(pool.map(lambda _: digest(norms, some), range(8)))
norms = [Normalizer(profile) for profile in profiles]
assert digests == {digest(norms, some)}, 'threads get in each other\\'s way'
print(digest(norms, lines), STANDARD.fingerprint, getattr(sys, '_is_gil_enabled', bool)())
"""


def expected(sample: list[str]) -> str:
    made = hashlib.sha256()
    norms = [Normalizer(profile) for profile in PROFILES]
    for line in sample:
        for norm in norms:
            made.update(norm(line).encode("utf-8", "surrogatepass") + b"\0")
    return f"{made.hexdigest()} {STANDARD.fingerprint}"


def pythons() -> list[Path]:
    """Other interpreters: those of pyenv, those named in URDU_NORM_PYTHONS, those on the path."""
    found = [Path(name) for name in os.environ.get("URDU_NORM_PYTHONS", "").split(os.pathsep) if name]
    found += sorted((Path.home() / ".pyenv" / "versions").glob("3.1[1-9]*/bin/python"))
    found += [
        Path(path)
        for minor in range(11, 17)
        for suffix in ("", "t")
        if (path := shutil.which(f"python3.{minor}{suffix}"))
    ]
    return [path for path in dict.fromkeys(found) if path.exists()]


@pytest.mark.slow
@pytest.mark.parametrize("python", pythons(), ids=str)
def test_same_output_from(python: Path, tmp_path: Path) -> None:
    version = subprocess.run(
        [str(python), "-c", "import sys; print(sys.version)"], capture_output=True, text=True, check=False
    ).stdout
    if tuple(map(int, version.split()[0].split(".")[:2])) < (3, 11) if version else True:
        pytest.skip(f"{python} is no Python 3.11 or newer")
    made = subprocess.run([str(python), "-m", "venv", str(tmp_path / "env")], capture_output=True, check=False)
    mine = tmp_path / "env" / "bin" / "python"
    if (
        made.returncode
        or subprocess.run(
            [str(mine), "-m", "pip", "install", "-q", "regex", "unicodedata2"],
            capture_output=True,
            check=False,
        ).returncode
    ):
        pytest.skip(f"the dependencies cannot be installed for {python}")
    sample = lines()[:SAMPLE]
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHON_GIL": "0" if "free-threading" in version else "",
    }
    if not environment["PYTHON_GIL"]:
        del environment["PYTHON_GIL"]
    out = subprocess.run(
        [str(mine), "-c", CODE],
        input="\x1e".join(sample).encode("utf-8", "surrogatepass"),
        capture_output=True,
        check=False,
        env=environment,
    )
    assert out.returncode == 0, out.stderr.decode()
    *told, locked = out.stdout.decode().split()
    assert told == expected(sample).split(), version
    assert "PYTHON_GIL" not in environment or locked == "False"


def test_the_sample_has_no_separator() -> None:
    assert not any("\x1e" in line for line in lines()[:SAMPLE])


@pytest.mark.slow
def test_same_output_from_pyodide() -> None:
    """The package is pure Python, so it runs in a browser; ``npm install pyodide`` into a folder named in PYODIDE_HOME."""
    home, node = os.environ.get("PYODIDE_HOME"), shutil.which("node")
    if not home or not node:
        pytest.skip("no Node, or PYODIDE_HOME does not name a folder with node_modules/pyodide")
    script = Path(__file__).with_name("pyodide.mjs")
    sample = lines()[:300]
    out = subprocess.run(
        [node, str(script), str(ROOT)], input=json.dumps(sample), capture_output=True, text=True, check=False,
        env=os.environ | {"PYODIDE_HOME": home}, encoding="utf-8",
    )  # fmt: skip
    assert out.returncode == 0, out.stderr
    assert out.stdout.split()[-2:] == expected(sample).split()


if sys.platform == "emscripten":  # pragma: no cover - these tests start processes
    pytest.skip("no processes here", allow_module_level=True)
