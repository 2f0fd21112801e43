"""What the package may do and what is in it: no network, no pickle loading, no surprises in the wheel, a lock with hashes."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "urdu_norm"
LOCK = ROOT / "requirements.lock"
NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "urllib3",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "smtplib",
}
LOADERS = {"pickle", "cPickle", "dill", "marshal", "shelve", "joblib", "cloudpickle"}
EPOCH = {"SOURCE_DATE_EPOCH": "1700000000"}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


def called(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_network_no_loading_of_code(path: Path) -> None:
    names = imported(path)
    for forbidden in NETWORK | LOADERS:
        assert not {name for name in names if name == forbidden or name.startswith(f"{forbidden}.")}
    assert not called(path) & {"eval", "exec", "compile", "__import__"}


def test_nothing_opens_a_socket_or_a_process() -> None:
    """The same, watched: importing and normalizing raise no audit event of the network, of a process, of unpickling."""
    code = (
        "import sys\n"
        "seen = []\n"
        "sys.addaudithook(lambda event, args: seen.append(event) if event.split('.')[0] in ('socket', 'subprocess', 'pickle', 'urllib', 'http') else None)\n"
        "import urdu_norm\n"
        "urdu_norm.explain('اسكے زریعے کتابتھی').suggestions\n"
        "print(seen)\n"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=ROOT).stdout
    assert out.strip() == "[]"


def test_data_is_text_and_one_bitmap() -> None:
    suffixes = {
        path.suffix for path in (PACKAGE / "data").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    assert suffixes <= {".tsv", ".txt", ".md", ".json", ".bin"}  # a bitmap, checked against the words it is made of
    for path in (PACKAGE / "data").rglob("*.t*"):
        data = path.read_bytes()
        data.decode("utf-8")
        assert b"\r" not in data
        assert b"\0" not in data


def test_lock_has_hashes_for_all_that_is_needed() -> None:
    """``pip install --require-hashes -r requirements.lock`` installs what was tested."""
    entries: dict[str, set[str]] = {}
    name = ""
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^ \\]+)", line):
            name = match[1].lower()
            entries[name] = set()
        for digest in re.findall(r"--hash=sha256:([0-9a-f]+)", line):
            assert len(digest) == 64
            entries[name].add(digest)
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    needed = re.search(r"^dependencies = \[(.*?)\]", text, re.MULTILINE | re.DOTALL)
    assert needed
    for requirement in re.findall(r'"([A-Za-z0-9_-]+)', needed[1]):
        assert requirement.lower() in entries
    assert all(entries.values())
    assert not re.search(r"^\s*(?:--index-url|--extra-index-url|--find-links|-f |-i )", LOCK.read_text(), re.MULTILINE)


def build(target: Path) -> Path:
    pytest.importorskip("hatchling")
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    environment = os.environ | EPOCH
    made = subprocess.run(
        [sys.executable, "-c", code, str(target)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
        env=environment,
    )
    return target / made.stdout.split()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"))


def test_wheel_is_reproducible(wheel: Path, tmp_path: Path) -> None:
    again = build(tmp_path)
    assert again.name == wheel.name
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(wheel.read_bytes()).digest()


def test_wheel_is_pure_and_holds_what_it_should(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        record = next(name for name in names if name.endswith("RECORD"))
        listed = {line.split(",")[0] for line in archive.read(record).decode().splitlines()}
    assert set(names) == listed
    inside = {name for name in names if ".dist-info/" not in name}
    assert all(name.startswith("urdu_norm/") for name in inside)
    assert not [name for name in inside if name.endswith((".pyc", ".so", ".pyd", ".pkl", ".pickle"))]
    files = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files <= inside
    assert "urdu_norm/py.typed" in inside


def test_software_bill_of_materials(wheel: Path) -> None:
    """The SBOM is made of the wheel and the lock, so that it cannot fall behind; here it is checked to be made."""
    out = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "sbom.py"), str(wheel)],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    ).stdout
    bill = json.loads(out)
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "urdu-norm"
    parts = {part["name"]: part for part in bill["components"]}
    assert {"regex", "unicodedata2"} <= set(parts)
    assert all(part["hashes"] for part in parts.values())
    assert any(part["type"] == "data" for part in parts.values())


@pytest.mark.slow
def test_wheel_works_without_the_source(wheel: Path, tmp_path: Path) -> None:
    """Installed into an empty environment, away from the source tree."""
    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    python = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    import regex
    import unicodedata2

    for module in (regex, unicodedata2):
        found = Path(module.__file__ or "")
        source = found.parent if found.name == "__init__.py" else found
        (site / source.name).symlink_to(source)
    code = (
        "import urdu_norm, sys; assert 'site' in urdu_norm.__file__, urdu_norm.__file__;"
        "assert urdu_norm.normalize('اسكے زریعے') == 'اس کے ذریعے'; print(urdu_norm.STANDARD.fingerprint)"
    )
    environment = {"PYTHONPATH": str(site), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    out = subprocess.run(
        [str(python), "-c", code], cwd=tmp_path, capture_output=True, text=True, env=environment, check=False
    )
    assert out.returncode == 0, out.stderr
    from urdu_norm import STANDARD

    assert out.stdout.strip() == STANDARD.fingerprint
