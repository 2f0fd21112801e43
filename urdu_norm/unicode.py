"""Unicode facts, independent of the interpreter: the only importer of ``unicodedata2`` and ``regex``.

Everything here works on short strings (a chunk or less); passes over whole texts use the standard ``re``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import unicodedata2

if TYPE_CHECKING:
    import unicodedata as _data
    from collections.abc import Set as AbstractSet
else:
    _data = unicodedata2

__all__ = [
    "CORE_LETTERS",
    "NON_JOINING",
    "URDU_MARKS",
    "VOWEL_MARKS",
    "category",
    "combining",
    "compile_regex",
    "decomposition",
    "is_left_to_right",
    "is_mark",
    "name",
    "nfc",
    "nfd",
    "sort_marks",
]

CORE_LETTERS = "ءآابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیے" + "ئؤأۂۓۃ"
"""The 39 letters of Urdu and its composed letters in normal use."""

NON_JOINING: AbstractSet[str] = frozenset("اآأدڈذرڑزژوؤےۓ")
"""Letters after which nothing joins: the eye sees a space there anyway."""

VOWEL_MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0656\u0657\u0658"
"""Zabar, zer, pesh, their tanween, tashdid, jazm, and the rarer signs: content, but seldom printed."""

URDU_MARKS = VOWEL_MARKS + "\u0653\u0654\u0670\u0610\u0611\u0612\u0613\u0614"
"""Every combining mark in Urdu use; khari zabar, madda and hamza are spelling, U+0610..0614 are honorific signs."""


def nfc(text: str) -> str:
    """Return ``text`` in Unicode Normalization Form C. Sort the marks first: NFC is quadratic on unsorted runs."""
    return _data.normalize("NFC", text)


def nfd(text: str) -> str:
    """Return ``text`` in Unicode Normalization Form D."""
    return _data.normalize("NFD", text)


def combining(char: str) -> int:
    """Return the canonical combining class."""
    return _data.combining(char)


def category(char: str) -> str:
    """Return the general category, such as ``Lo``."""
    return _data.category(char)


def name(char: str) -> str:
    """Return the character name, or ``U+XXXX`` where there is none."""
    return _data.name(char, f"U+{ord(char):04X}")


def decomposition(char: str) -> str:
    """Return the decomposition field of the Unicode data, such as ``<initial> 0628``."""
    return _data.decomposition(char)


def is_mark(char: str) -> bool:
    """Whether the character is a combining mark (general category M)."""
    return _data.category(char)[0] == "M"


def is_left_to_right(char: str) -> bool:
    """Whether the character is strongly left-to-right, as Latin letters are."""
    return _data.bidirectional(char) == "L"


_SHORT = 256  # characters of which a list is no matter


def sort_marks(run: str) -> str:
    r"""Return a run of combining marks in canonical order, in O(n log n).

    >>> sort_marks("\u0651\u064e") == "\u064e\u0651"
    True
    """
    if len(run) <= _SHORT:
        return "".join(sorted(run, key=_data.combining))
    # A list of a million characters takes sixty times their memory: class by class, what is not in it is left out.
    classes = {ord(char): _data.combining(char) for char in set(run)}
    heights = sorted(set(classes.values()))
    return "".join(run.translate({code: None for code, one in classes.items() if one != height}) for height in heights)


def compile_regex(pattern: str) -> Any:
    """Compile a pattern with ``regex``, imported on first use: no other import here takes as long."""
    import regex

    return regex.compile(pattern)
