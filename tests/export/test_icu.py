from __future__ import annotations

import subprocess
from pathlib import Path

import icu
import pytest

from tests.export.inputs import expected, wrong
from urdu_norm import LETTERS, MINIMAL, SEARCH, STANDARD, Profile
from urdu_norm.export import TARGETS

PROFILES = [MINIMAL, LETTERS, STANDARD, SEARCH]


@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
@pytest.mark.parametrize("kind", ["keys", "pairs", "lines"])
def test_equals_normalize(profile: Profile, kind: str) -> None:
    rules = TARGETS["icu"](profile)["urdu.txt"]
    one = icu.Transliterator.createFromRules("urdu", rules, icu.UTransDirection.FORWARD)
    wanted = expected(profile, kind)
    assert wrong((one.transliterate(text) for text, _ in wanted), wanted) == []


@pytest.mark.slow
def test_uconv(tmp_path: Path) -> None:
    """The command that comes with ICU, of another version than the module."""
    (tmp_path / "urdu.txt").write_text(TARGETS["icu"](LETTERS)["urdu.txt"], encoding="utf-8")
    wanted = expected(LETTERS, "lines")[:3_000]
    text = "\n".join(text for text, _ in wanted)
    rules = (tmp_path / "urdu.txt").read_text(encoding="utf-8")
    command = ["uconv", "-f", "utf-8", "-t", "utf-8", "-x", rules]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    assert wrong(done.stdout.decode().split("\n"), wanted) == []
