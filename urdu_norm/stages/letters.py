"""What the rules of characters ask of a character and of the word that it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from urdu_norm import unicode
from urdu_norm.profile import Profile
from urdu_norm.segment import LETTERS_AND_MARKS
from urdu_norm.tables import Table, active, characters, spread, table

__all__ = [
    "APART",
    "DOCHASHMI",
    "GENERAL_MARKS",
    "HIGH_HAMZA",
    "LETTER_OR_MARK",
    "MARKS",
    "SEGMENT",
    "TATWEEL",
    "Frequency",
    "Row",
    "bare",
    "is_letter",
    "on",
    "rows",
    "swapped",
    "word_after",
    "word_before",
]

Frequency = Callable[[str], int]
"""How often a word (letters only) is met; 0 for an unknown one."""

TATWEEL, HIGH_HAMZA, DOCHASHMI = "\u0640", "\u0674", "\u06be"

APART = frozenset(unicode.NON_JOINING) | frozenset("\u0621\u0625\u0629\u0671\u06c3")
"""Letters after which nothing joins, the Arabic ones included."""

LETTER_OR_MARK = re.compile(f"[{LETTERS_AND_MARKS}]")
SEGMENT = re.compile(f"[{LETTERS_AND_MARKS}]+")
"""A word, or the part of one up to a joiner."""
_TAIL = re.compile(f"{SEGMENT.pattern}\\Z")

MARKS = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0897-\u089f\u08ca-\u08e1\u08e3-\u08ff"
)
GENERAL_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Marks of any script; both are the inside of a character class."""

_SHORT = 64  # no word that is looked up is longer


class Row(NamedTuple):
    """One line of a table of characters: ``source`` becomes ``target`` at the place ``where``."""

    source: str
    target: str
    where: str


def rows(one: Table) -> Iterator[Row]:
    r"""Yield the rows of a table of characters, ranges spelled out.

    >>> next(rows(table("characters/arabic-kaf"))) == Row("\u0643", "\u06a9", "any")
    True
    """
    for cells in one.dicts():
        for source in spread(cells["from"]):
            yield Row(source, _target(source, cells["to"]), cells["where"])


def _target(source: str, cell: str) -> str:
    if cell == "@decomposition":
        return "".join(chr(int(code, 16)) for code in unicode.decomposition(source).split()[1:])
    return source if cell == "=" else characters(cell)


def on(name: str, profile: Profile) -> bool:
    """Whether a rule of characters is in force under a profile."""
    return active(table(f"characters/{name}").rule, profile)


def is_letter(char: str) -> bool:
    """Whether a character is a letter of the Arabic script, and no mark or tatweel."""
    return bool(LETTER_OR_MARK.match(char)) and char != TATWEEL and not unicode.combining(char)


def word_before(text: str, position: int) -> str:
    """Return the word, or the part of one, that ends at a position."""
    found = _TAIL.search(text, max(0, position - _SHORT), position)
    return found.group() if found else ""


def word_after(text: str, position: int) -> str:
    """Return the word, or the part of one, that begins at a position."""
    found = SEGMENT.match(text, position, position + _SHORT)
    return found.group() if found else ""


def bare(word: str) -> str:
    """Return the letters of a word, without marks and tatweel."""
    return "".join(char for char in word if char != TATWEEL and not unicode.combining(char))


def swapped(word: str) -> Iterator[str]:
    """Yield a word with two neighbouring letters swapped, for every two of them."""
    return (word[:k] + word[k + 1] + word[k] + word[k + 2 :] for k in range(len(word) - 1))
