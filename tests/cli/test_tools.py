"""Beside other tools: the exit codes in the documentation are those that the tools have; the hooks work in pre-commit."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, WRONG, environment, process
from urdu_norm.cli.reference import insert

PAGE = ROOT / "docs" / "cli.md"


def test_the_reference_is_up_to_date() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == insert(text), "run: python -m urdu_norm.cli.reference docs/cli.md"


def table() -> dict[str, dict[str, int]]:
    """The exit codes that the page gives, by row and tool."""
    text = PAGE.read_text(encoding="utf-8").partition("## Beside other tools")[2]
    header, _, *rows = re.findall(r"^\|.*\|$", text, re.MULTILINE)
    tools = [cell.strip() for cell in header.strip("|").split("|")][1:]
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        first, *cells = [cell.strip() for cell in row.strip("|").split("|")]
        if first == "purpose":
            break
        found[first] = {tool: int(cell.split()[0]) for tool, cell in zip(tools, cells, strict=True) if cell}
    return found


RUNS: dict[str, dict[str, list[str]]] = {
    "codespell": {
        "nothing wrong": ["ok.txt"],
        "something wrong, checked": ["bad.txt"],
        "written": ["-w", "write.txt"],
        "missing file": ["missing.txt"],
        "unknown option": ["--bogus"],
    },
    "typos": {
        "nothing wrong": ["ok.txt"],
        "something wrong, checked": ["bad.txt"],
        "a diff of something wrong": ["--diff", "bad.txt"],
        "written": ["-w", "write.txt"],
        "missing file": ["missing.txt"],
        "unknown option": ["--bogus"],
    },
    "black": {
        "nothing wrong": ["--check", "ok.py"],
        "something wrong, checked": ["--check", "bad.py"],
        "a diff of something wrong": ["--diff", "bad.py"],
        "written": ["write.py"],
        "missing file": ["missing.py"],
        "unknown option": ["--bogus"],
    },
    "urdu-norm": {
        "nothing wrong": ["check", "ok.txt"],
        "something wrong, checked": ["check", "urdu.txt"],
        "a diff of something wrong": ["--diff", "urdu.txt"],
        "written": ["-w", "urdu.txt"],
        "missing file": ["missing.txt"],
        "unknown option": ["--bogus"],
    },
}


def tool(name: str) -> list[str]:
    if name == "urdu-norm":
        return [sys.executable, "-m", "urdu_norm"]
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    return [found]


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_exit_codes_of_the_tools(name: str, tmp_path: Path) -> None:
    command = tool(name)
    for file, text in {
        "ok.txt": "fine words\n",
        "bad.txt": "recieve\n",
        "write.txt": "recieve\n",
        "urdu.txt": WRONG,
    }.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    for file, text in {"ok.py": "x = 1\n", "bad.py": "x=1\n", "write.py": "x=1\n"}.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    measured = {
        row: subprocess.run(
            [*command, *flags], cwd=tmp_path, env=environment(), capture_output=True, check=False
        ).returncode
        for row, flags in RUNS[name].items()
    }
    assert measured == {row: codes[name] for row, codes in table().items() if name in codes}


def test_every_flag_of_ours_in_the_comparison_exists() -> None:
    text = PAGE.read_text(encoding="utf-8").partition("| purpose |")[2].partition("\n\n")[0]
    helps = "".join(process(name, "--help", cwd=ROOT).out.decode() for name in ("normalize", "check"))
    flags = set(re.findall(r"`(--?[\w-]+)`", "".join(row.rsplit("|", 2)[1] for row in text.splitlines()[2:])))
    assert len(flags) > 20
    assert {flag for flag in flags if not re.search(rf"(?<![\w-]){flag}(?![\w-])", helps)} == set()


@pytest.mark.slow
def test_the_hooks_in_pre_commit(tmp_path: Path) -> None:
    """``pre-commit try-repo`` builds the hook from this repository and runs it on a repository of its own."""
    pre_commit = tool("pre-commit")
    if not (ROOT / ".git").exists():
        pytest.skip("needs the repository, not only its files")
    hook = tmp_path / "hook"
    shutil.copytree(
        ROOT,
        hook,
        ignore=shutil.ignore_patterns(".git", "__pycache__", ".venv", ".hypothesis", ".*_cache", "benchmarks"),
        symlinks=True,
    )
    work = tmp_path / "work"
    work.mkdir()
    (work / "a.txt").write_text(WRONG + "\n", encoding="utf-8")
    (work / "b.py").write_text(f"# {WRONG}\n", encoding="utf-8")
    (work / "c.md").write_text(f"`{WRONG}`\n", encoding="utf-8")
    names = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "x")
    mails = dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "x@example.org")
    variables = {**os.environ, **names, **mails, "PRE_COMMIT_HOME": str(tmp_path / "cache")}
    variables.pop("PYTHONPATH", None)

    def run(*arguments: str, cwd: Path, code: int = 0) -> str:
        made = subprocess.run(arguments, cwd=cwd, env=variables, capture_output=True, check=False)
        assert made.returncode == code, made.stdout.decode() + made.stderr.decode()
        return made.stdout.decode()

    for folder in (hook, work):
        run("git", "init", "-q", cwd=folder)
        run("git", "add", "-A", cwd=folder)
        run("git", "commit", "-q", "-m", "start", cwd=folder)
    checked = run(*pre_commit, "try-repo", str(hook), "urdu-norm-check", "--all-files", cwd=work, code=1)
    assert "a.txt:1:7: words/homophones زریعے becomes ذریعے" in checked
    assert "b.py" not in checked
    run(*pre_commit, "try-repo", str(hook), "urdu-norm-fix", "--all-files", cwd=work, code=1)
    assert (work / "a.txt").read_text(encoding="utf-8") != WRONG + "\n"
    assert (work / "b.py").read_text(encoding="utf-8") == f"# {WRONG}\n"
    assert (work / "c.md").read_text(encoding="utf-8") == f"`{WRONG}`\n"
    run("git", "add", "-A", cwd=work)
    for name in ("urdu-norm-check", "urdu-norm-fix"):
        run(*pre_commit, "try-repo", str(hook), name, "--all-files", cwd=work)
