"""Every example in the documentation runs; the generated pages are up to date; every link leads somewhere."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import urdu_norm
from urdu_norm.profile import GUARDS, OPTIONS, PROFILES

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
RUN_HERE = [path for path in PAGES if path.parent.name != "pipelines"]  # those run with their engines
MODULES = sorted(
    one.name
    for one in pkgutil.walk_packages(urdu_norm.__path__, "urdu_norm.")
    if not one.name.startswith(("urdu_norm.pipelines", "urdu_norm.__main__"))
)


@pytest.mark.parametrize("path", RUN_HERE, ids=lambda path: str(path.relative_to(ROOT)))
def test_examples_on_pages(path: Path) -> None:
    result = doctest.testfile(str(path), module_relative=False, encoding="utf-8", optionflags=doctest.ELLIPSIS)
    assert result.failed == 0


@pytest.mark.parametrize("name", ["urdu_norm", *MODULES])
def test_examples_in_docstrings(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed == 0


def test_generated_pages_are_up_to_date() -> None:
    made = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (path.parent / target).exists(), target


def test_the_table_of_profiles_is_what_the_profiles_are() -> None:
    """``docs/profiles.md`` lists each option of each named profile."""
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs" / "profiles.md").read_text(encoding="utf-8").split("\n")
        if line.startswith("|")
    ]
    names, listed = rows[0][1:], {row[0]: row[1:] for row in rows[2:]}
    assert [name.lower() for name in names] == list(PROFILES)
    for option in OPTIONS:
        assert listed[option] == [getattr(profile, option) for profile in PROFILES.values()], option
    for cell, profile in zip(listed["guards"], PROFILES.values(), strict=True):
        missing = ", ".join(sorted(GUARDS - profile.guards))
        assert cell == (f"all but {missing}" if missing else "all")
