"""Every text that the fuzzer ever broke a law with, and its own seeds; none may break one again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.laws import PROFILES, check, decode

CASES = Path(__file__).with_name("cases")
FIXED: list[str] = [text for path in sorted(CASES.glob("*.json")) for text in json.loads(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("text", FIXED, ids=ascii)
def test_case(text: str) -> None:
    for k in range(len(PROFILES)):
        check(text, k)


@given(st.binary(max_size=40))
def test_what_the_fuzzer_tries(data: bytes) -> None:
    text, k = decode(data)
    check(text, k)


def test_there_are_cases() -> None:
    assert len(FIXED) >= 5
