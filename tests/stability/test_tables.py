"""The tables of this version, written down a second time as digests: a lost row or a changed target cannot go unseen.

``pytest tests/stability --regen`` accepts the present tables. The mutants hold the record itself to its promise: every
dropped row and every swapped target shows. A sample always, all rows
of all but the largest tables with ``-m slow``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from urdu_norm import lexicon
from urdu_norm.tables import Table, tables

RECORD = Path(__file__).with_name("tables-0.1.tsv")
Rows = tuple[tuple[str, ...], ...]


def digest(rows: Rows) -> str:
    return hashlib.sha256("\n".join(sorted("\t".join(row) for row in rows)).encode()).hexdigest()[:16]


def present() -> dict[str, str]:
    found = {rule: f"{len(one.rows)}\t{digest(one.rows)}" for rule, one in tables().items()}
    words = lexicon.words()
    counted = tuple((word, str(band)) for word, band in words.items())
    return {**found, "lexicon/words.txt": f"{len(words)}\t{digest(counted)}"}


def test_tables_are_as_written_down(request: pytest.FixtureRequest) -> None:
    now = present()
    if request.config.getoption("--regen"):
        RECORD.write_text("".join(f"{rule}\t{row}\n" for rule, row in now.items()), encoding="utf-8")
        return
    before = dict(line.split("\t", 1) for line in RECORD.read_text(encoding="utf-8").splitlines())
    changed = sorted(rule for rule in now.keys() | before.keys() if now.get(rule) != before.get(rule))
    assert not changed, (
        f"tables changed: {', '.join(changed)}; list it in the CHANGELOG, then: pytest tests/stability --regen"
    )


def mutants(one: Table, places: range) -> Iterator[Rows]:
    """The table with a row dropped, with two targets swapped, and with a letter of a target changed."""
    target = (
        one.columns.index("right" if "right" in one.columns else "to") if {"right", "to"} & set(one.columns) else None
    )
    for k in places:
        yield one.rows[:k] + one.rows[k + 1 :]
        if target is not None:
            other = (k + 1) % len(one.rows)
            if one.rows[k][target] != one.rows[other][target]:
                rows = list(one.rows)
                for mine, theirs in ((k, other), (other, k)):
                    row = list(one.rows[mine])
                    row[target] = one.rows[theirs][target]
                    rows[mine] = tuple(row)
                if sorted(rows) != sorted(one.rows):  # two readings of one source
                    yield tuple(rows)
            row = list(one.rows[k])
            row[target] += "ا"
            yield (*one.rows[:k], tuple(row), *one.rows[k + 1 :])


def killed(one: Table, places: range) -> tuple[int, int]:
    made = list(mutants(one, places))
    return sum(digest(rows) != digest(one.rows) for rows in made), len(made)


@pytest.mark.parametrize("rule", [rule for rule, one in tables().items() if one.rows])
def test_data_mutants_of_a_sample(rule: str) -> None:
    one = tables()[rule]
    dead, made = killed(one, range(0, len(one.rows), max(1, len(one.rows) // 7)))
    assert made
    assert dead == made


@pytest.mark.slow
@pytest.mark.parametrize("rule", [rule for rule, one in tables().items() if 0 < len(one.rows) <= 1500])
def test_all_data_mutants(rule: str) -> None:
    one = tables()[rule]
    dead, made = killed(one, range(len(one.rows)))
    assert dead == made
