"""Imports go one way, data is read in one place, and the repository holds nothing invisible."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "urdu_norm"

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"_version", "unicode", "edits", "profile"}),
    frozenset({"segment", "tables"}),
    frozenset({"lexicon"}),
    frozenset({"guards"}),
    frozenset({"stages"}),
    frozenset({"memo", "explanation"}),
    frozenset({"faces"}),
    frozenset({"chunks", "lines"}),
    frozenset({"glance"}),
    frozenset({"fold"}),
    frozenset({"normalizer"}),
    frozenset({"api", "describe"}),
    frozenset({"report"}),
    frozenset({"__init__"}),
    frozenset({"cli", "pipelines", "export", "__main__"}),
)
INSIDE_STAGES = (
    "letters",
    "marks",
    "joiners",
    "hehs",
    "bidi",
    "characters",
    "beside",
    "neighbours",
    "slips",
    "divisions",
    "merges",
    "broken",
    "decide",
    "words",
    "context",
    "spacing",
    "punctuation",
    "folds",
)
INSIDE_GUARDS = (
    "span",
    "chunk",
    "vocabulary",
    "words",
    "keyboard",
    "lines",
    "arabic",
    "languages",
    "markup",
    "tally",
    "look",
)
INSIDE = {"stages": INSIDE_STAGES, "guards": INSIDE_GUARDS}
"""A stage may import the stages before it, and so may a module of the guards those before it."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def layer(module: str) -> int:
    for k, names in enumerate(LAYERS):
        if module in names:
            return k
    raise AssertionError(f"{module} has no layer: add it to the test and to docs/design.md")


def imports(path: Path) -> list[tuple[str, bool]]:
    """The modules of ours that a file imports, each with whether the import is inside a function."""
    found: list[tuple[str, bool]] = []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nested = {
        id(node) for function in ast.walk(tree) if isinstance(function, ast.FunctionDef) for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "urdu_norm":
            if node.module in ("urdu_norm", "urdu_norm.stages", "urdu_norm.guards"):
                found += [(f"{node.module}.{alias.name}", id(node) in nested) for alias in node.names]
            else:
                found.append((node.module, id(node) in nested))
        elif isinstance(node, ast.Import):
            found += [(alias.name, id(node) in nested) for alias in node.names if alias.name.startswith("urdu_norm")]
    return found


def top(path: Path) -> str:
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    mine = top(path)
    for name, nested in imports(path):
        parts = name.split(".")[1:]
        if not parts:
            other = "__init__"
        elif (PACKAGE / f"{parts[0]}.py").exists() or (PACKAGE / parts[0]).is_dir():
            other = parts[0]
        else:
            other = "__init__"  # a public name
        if other == "_version":
            continue
        if mine == "profile" and other == "tables" and nested:
            continue  # Profile.fingerprint: the digest is made of both
        if mine == other and mine in INSIDE and path.stem != "__init__":
            order = INSIDE[mine]
            assert order.index(parts[1]) < order.index(path.stem), f"{path.stem} imports {parts[1]}"
            continue
        if mine == other or (layer(mine) == layer(other) == 1) or {mine, other} <= {"memo", "explanation"}:
            continue
        if {mine, other} <= {"cli", "pipelines", "export", "__main__"}:
            continue
        assert layer(other) < layer(mine), f"{path.name} imports {name}"


@pytest.mark.parametrize("name", ["unicodedata2", "regex", "unicodedata"])
def test_unicode_data_lives_behind_one_module(name: str) -> None:
    pattern = re.compile(rf"^\s*(?:import|from) {name}\b", re.MULTILINE)
    users = {
        path.relative_to(PACKAGE).as_posix() for path in modules() if pattern.search(path.read_text(encoding="utf-8"))
    }
    assert users <= {"unicode.py"}


def test_data_is_read_in_one_place() -> None:
    users = {path.name for path in modules() if "importlib.resources" in path.read_text(encoding="utf-8")}
    assert users <= {"tables.py"}


def test_import_needs_only_the_two_dependencies() -> None:
    code = (
        "import sys; before = set(sys.modules); import urdu_norm; urdu_norm.normalize('زریعے');"
        "print(' '.join(sorted({name.partition('.')[0] for name in set(sys.modules) - before})))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, encoding="utf-8"
    ).stdout
    foreign = (
        set(out.split())
        - set(sys.stdlib_module_names)
        - {"urdu_norm", "unicodedata2", "regex", "_regex", "_regex_core"}
    )
    assert not {name for name in foreign if not name.startswith("_")}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode()
    files = [ROOT / name for name in listed.split("\0") if name]
    return files or [path for path in ROOT.rglob("*") if path.is_file() and ".git" not in path.parts]


def test_no_bidi_controls_anywhere() -> None:
    """What a reviewer sees is what the file says."""
    controls = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
    for path in tracked():
        if path.exists():
            try:
                text = path.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                continue
            found = controls.search(text)
            assert not found, f"{path.relative_to(ROOT)} holds U+{ord(found.group()):04X}"
