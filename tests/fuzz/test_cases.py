"""Every text that fuzzing ever broke a law with, and its own seeds; none may break one again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fuzz.laws import PROFILES, check, decode

CASES = Path(__file__).with_name("cases")
FIXED: list[str] = [
    text
    for path in (CASES / "seeds.json", CASES / "found.json")
    for text in json.loads(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("text", FIXED, ids=ascii)
def test_case(text: str) -> None:
    for k in range(len(PROFILES)):
        check(text, k)


def test_bytes_stand_for_any_text() -> None:
    assert decode(b"") == ("", 0)
    assert decode(bytes([2, 0x80, 0x20, 0x41, 0xF0, 0x06, 0x43])) == ("ء Aك", 2)
    assert decode(bytes([8])) == ("", 2)


def test_there_are_cases() -> None:
    assert len(FIXED) >= 5
