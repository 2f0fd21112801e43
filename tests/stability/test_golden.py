"""What this version makes of 20,000 lines. A changed digest is a changed behaviour, and belongs into the CHANGELOG by rule.

``pytest tests/stability --regen`` accepts the present behaviour and prints what changed by rule.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stability.lines import COUNT, lines
from urdu_norm import LETTERS, MINIMAL, PUBLISH, SEARCH, SPEECH, STANDARD, Normalizer

GOLDEN = Path(__file__).with_name("golden-0.1.tsv")
OTHERS = tuple(Normalizer(profile) for profile in (MINIMAL, LETTERS, PUBLISH, SEARCH, SPEECH))


def digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield for each line the digest under STANDARD, that under the other profiles, and the rules of STANDARD."""
    standard = Normalizer(STANDARD)
    for line in lines():
        explained = standard.explain(line)
        rules = sorted({rule for edit in explained.edits for rule in edit.rules})
        yield digest(explained.text), digest(*(norm(line) for norm in OTHERS)), " ".join(rules)


def read() -> list[tuple[str, str, str]]:
    """The first line of the file names the rules, all others count them."""
    head, *body = GOLDEN.read_text(encoding="utf-8").splitlines()
    names = head.removeprefix("# ").split(" ")
    found = []
    for line in body:
        one, other, rules = line.split("\t")
        found.append((one, other, " ".join(names[int(k)] for k in rules.split())))
    return found


def write(now: list[tuple[str, str, str]]) -> None:
    names = sorted({rule for _, _, rules in now for rule in rules.split()})
    numbers = {name: str(k) for k, name in enumerate(names)}
    body = [f"{one}\t{other}\t{' '.join(numbers[rule] for rule in rules.split())}\n" for one, other, rules in now]
    GOLDEN.write_text(f"# {' '.join(names)}\n" + "".join(body), encoding="utf-8")


def test_the_lines_are_the_same_everywhere() -> None:
    made = lines()
    assert len(made) == COUNT
    assert digest(*made) == (Path(__file__).with_name("lines.sha256").read_text().strip())


def test_nothing_changed(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> None:
    now = list(rows())
    regen = request.config.getoption("--regen")
    if not GOLDEN.exists() and not regen:
        pytest.fail(f"{GOLDEN.name} is missing: run pytest tests/stability --regen")
    before = read() if GOLDEN.exists() else now
    changed = [k for k, (old, new) in enumerate(zip(before, now, strict=True)) if old != new]
    by_rule: dict[str, list[int]] = defaultdict(list)
    for k in changed:
        old, new = set(before[k][2].split()), set(now[k][2].split())
        for rule in sorted(old ^ new) or ["the same rules"]:
            by_rule[rule].append(k)
    report = [f"{len(changed)} of {COUNT} lines changed"]
    source = lines()
    standard = Normalizer(STANDARD)
    for rule, places in sorted(by_rule.items(), key=lambda item: -len(item[1])):
        examples = "; ".join(f"{source[k]!r} -> {standard(source[k])!r}" for k in places[:3])
        report.append(f"{rule}: {len(places)} lines, such as {examples}")
    if regen:
        write(now)
        with capsys.disabled():
            print("\n".join(report))
        return
    assert not changed, "\n".join([*report, "List it in the CHANGELOG by rule, then: pytest tests/stability --regen"])


def test_the_lines_reach_the_rules() -> None:
    """A golden file is worth what it exercises: most rules in force act at least once."""
    rules = Counter(rule for _, _, fired in read() for rule in fired.split())
    stages = {rule.partition("/")[0] for rule in rules}
    assert {"characters", "words", "lexicon", "context", "spacing"} <= stages
    assert len(rules) >= 50, len(rules)
