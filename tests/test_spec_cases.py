"""The cases of the specification, rule by rule; known failures are listed with a reason and must fail."""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from pathlib import Path

import pytest

from urdu_norm import Normalizer
from urdu_norm.profile import PROFILES

CASES = Path(__file__).resolve().parent / "cases"


def unescape(cell: str) -> str:
    return re.sub(r"\\(\\|u[0-9a-f]{4})", lambda match: codecs.decode(match.group(), "unicode_escape"), cell)


def rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


BY_RULE: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
for case, profile, _origin, _why, source, expected in rows("spec.tsv"):
    text = unescape(source)
    BY_RULE[case.partition("-")[0], profile].append((case, text, text if expected == "=" else unescape(expected)))
KNOWN: dict[str, str] = dict(rows("spec_known_failures.tsv"))


@pytest.mark.parametrize(("rule", "profile"), sorted(BY_RULE))
def test_rule(rule: str, profile: str) -> None:
    norm = Normalizer(PROFILES[profile])
    wrong = [
        f"{case}: {source!r} -> {norm(source)!r}, expected {expected!r}"
        for case, source, expected in BY_RULE[rule, profile]
        if case not in KNOWN and norm(source) != expected
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("case", sorted(KNOWN))
def test_known_failure(case: str, request: pytest.FixtureRequest) -> None:
    request.applymarker(pytest.mark.xfail(reason=KNOWN[case], strict=True))
    found = [(profile, s, e) for (_, profile), some in BY_RULE.items() for name, s, e in some if name == case]
    assert found, "no such case"
    profile, source, expected = found[0]
    assert Normalizer(PROFILES[profile])(source) == expected
