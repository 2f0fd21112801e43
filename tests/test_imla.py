"""The rules of the Imla committee: off unless enabled, each by itself, and all together without contradiction."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_punctuation import rows
from urdu_norm import PUBLISH, STANDARD, Normalizer
from urdu_norm.tables import spelled, tables

PAGE = Path(__file__).resolve().parent.parent / "docs" / "imla-nama.md"
RULES = {rule: one for rule, one in tables().items() if "/imla-" in rule}
ROWS = rows("imla.tsv")
publish, standard = Normalizer(PUBLISH), Normalizer(STANDARD)


@pytest.mark.parametrize(("rule", "text", "expected"), ROWS)
def test_case(rule: str, text: str, expected: str) -> None:
    norm = Normalizer(PUBLISH.replace(enable={rule}))
    assert norm(text) == expected
    assert norm(expected) == expected
    if RULES[rule].rule.status == "preview":
        assert publish(text) == text  # off unless enabled
    elif text != expected:
        assert publish(text) == expected
        assert standard(text) == text  # an editor's rule, not everybody's


def test_every_rule_has_a_case_that_changes() -> None:
    assert {rule for rule, text, expected in ROWS if text != expected} == set(RULES)


def test_all_rules_together() -> None:
    """With every rule on, each row ends in a text that stays, and which the row's right side reaches too."""
    everything = Normalizer(PUBLISH.replace(enable=set(RULES)))
    for rule, one in RULES.items():
        for row in one.dicts():
            wrong, right = spelled(row["wrong"]), spelled(row["right"])
            if one.rule.stage == "context":
                wrong, right = f"وفا {wrong} جفا", f"وفا {right} جفا"
            if row["risk"] == "safe":
                assert everything(wrong) == everything(right), (rule, wrong)
                assert everything(everything(right)) == everything(right), (rule, right)


def test_no_row_is_standard_already() -> None:
    """A row for what STANDARD corrects anyway would be a second truth."""
    for rule, one in RULES.items():
        for row in one.dicts():
            wrong = spelled(row["wrong"])
            assert row["risk"] == "unsafe" or standard(wrong) == wrong, (rule, wrong)


def test_the_page_names_every_rule_and_only_rules() -> None:
    named = set(re.findall(r"`([a-z]+/[a-z-]+)`", PAGE.read_text(encoding="utf-8")))
    assert set(RULES) <= named
    assert {one for one in named if not one.startswith("urduweb/")} <= set(tables())
