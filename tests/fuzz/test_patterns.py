"""No regular expression of ours has a repeat inside a repeat unless each turn begins or ends with a character of its own.

That is the shape from which endless backtracking comes: `(a+)+`. `(a+,)+` is fine. Nor may what is repeated begin in two
ways with the same character: `(?:a|[ab])+`.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import re._constants as constants
import re._parser as parser
from collections.abc import Iterator
from typing import Any

import pytest

import urdu_norm

REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT)
LOOKS = (constants.ASSERT, constants.ASSERT_NOT)
# Read and found to have one way only, which the test cannot see.
READ = ("(?:[^`]|(?<!`)(?!\\1(?!`))`+)*?",)  # a run of backticks begins only where none stands before
SAMPLE = frozenset(map(chr, [*range(0x20), *range(0x20, 0x250), *range(0x600, 0x700), 0x200C, 0x201C, 0xFD3E, 0xFD3F]))


def patterns() -> dict[str, tuple[str, int]]:
    """All patterns that modules and the stages of every profile hold, by where they were found."""
    found: dict[str, tuple[str, int]] = {}
    for info in pkgutil.walk_packages(urdu_norm.__path__, "urdu_norm."):
        if info.name.endswith("__main__"):
            continue
        try:
            module = importlib.import_module(info.name)
        except ImportError:  # an optional dependency
            continue
        for value in vars(module).values():
            for pattern in _of(value):
                found[pattern.pattern] = (info.name, pattern.flags & re.VERBOSE)
    return found


def _of(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, (tuple, list, frozenset)):
        for part in value:
            yield from _of(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _of(part)


def chars(op: Any, argument: Any) -> frozenset[str]:
    """The characters of the sample that an element can begin with; all of them where that is hard to say."""
    if op is constants.LITERAL:
        return frozenset(chr(argument)) & SAMPLE
    if op is constants.NOT_LITERAL:
        return SAMPLE - {chr(argument)}
    if op is constants.IN:
        made = re.compile(_written(argument))
        return frozenset(char for char in SAMPLE if made.match(char))
    if op in REPEATS and argument[0] >= 1:
        return first(argument[2])
    if op is constants.SUBPATTERN:
        return first(argument[3])
    if op is constants.BRANCH:
        return frozenset().union(*(first(branch) for branch in argument[1]))
    return SAMPLE


def _written(items: Any) -> str:
    """A character class as it was written."""
    categories = {
        "CATEGORY_SPACE": r"\s",
        "CATEGORY_NOT_SPACE": r"\S",
        "CATEGORY_DIGIT": r"\d",
        "CATEGORY_NOT_DIGIT": r"\D",
    }
    categories |= {"CATEGORY_WORD": r"\w", "CATEGORY_NOT_WORD": r"\W"}
    pieces: list[str] = []
    for op, argument in items:
        if op is constants.NEGATE:
            pieces.append("^")
        elif op is constants.LITERAL:
            pieces.append(re.escape(chr(argument)))
        elif op is constants.RANGE:
            pieces.append(f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}")
        else:
            pieces.append(categories[str(argument)])
    return f"[{''.join(pieces)}]"


def first(parsed: Any) -> frozenset[str]:
    for op, argument in parsed:
        if op not in LOOKS and op is not constants.AT:
            return chars(op, argument)
    return SAMPLE


def branches(body: Any) -> list[list[Any]]:
    """The alternatives of what is repeated."""
    found = list(body)
    while len(found) == 1 and found[0][0] is constants.SUBPATTERN:
        found = list(found[0][1][3])
    if len(found) == 1 and found[0][0] is constants.BRANCH:
        return [list(branch) for branch in found[0][1][1]]
    return [found]


def inner(parsed: Any) -> Iterator[frozenset[str]]:
    """The characters of every unbounded repeat at any depth."""
    for op, argument in parsed:
        if op in REPEATS:
            if argument[1] is constants.MAXREPEAT:
                yield first(argument[2])
            yield from inner(argument[2])
        elif op is constants.SUBPATTERN:
            yield from inner(argument[3])
        elif op is constants.BRANCH:
            for branch in argument[1]:
                yield from inner(branch)


def ambiguous(body: Any) -> bool:
    """Whether turns of a repeat could be parted in more ways than one: what an inner repeat eats could begin a turn."""
    every = branches(body)
    seen: set[str] = set()
    for branch in every:
        if not seen.isdisjoint(first(branch)):
            return True
        seen |= first(branch)
    for k, branch in enumerate(every):
        eaten = frozenset().union(*inner(branch))
        if not eaten:
            continue
        begins = [first(other) for j, other in enumerate(every) if j != k]
        closed = (
            bool(branch) and branch[-1][0] in (constants.LITERAL, constants.IN) and eaten.isdisjoint(chars(*branch[-1]))
        )
        if not (eaten.isdisjoint(first(branch)) or (closed and len(every) == 1)):
            return True
        if any(not first(branch).isdisjoint(begin) for begin in begins):
            return True
    return False


def nested(parsed: Any) -> bool:
    """Whether an unbounded repeat has one inside that leaves it open where a turn ends."""
    for op, argument in parsed:
        if op in REPEATS:
            if (argument[1] is constants.MAXREPEAT and ambiguous(argument[2])) or nested(argument[2]):
                return True
        elif op is constants.SUBPATTERN:
            if nested(argument[3]):
                return True
        elif op is constants.BRANCH:
            if any(nested(branch) for branch in argument[1]):
                return True
        elif op in LOOKS and nested(argument[1]):
            return True
    return False


def test_there_are_patterns() -> None:
    assert len(patterns()) > 60


@pytest.mark.parametrize("pattern", sorted(patterns()), ids=lambda pattern: ascii(pattern)[:60])
def test_no_open_repeat_inside_a_repeat(pattern: str) -> None:
    (where, flags) = patterns()[pattern]
    for part in READ:
        pattern = pattern.replace(part, "")
    assert not nested(parser.parse(pattern, flags)), where


@pytest.mark.parametrize(
    "pattern", ["(a+)+", "(?:a*b?)*", "(?:a[ab]*)+y", "(?=(a+)*b)", "(?:a|a*b)*", "(?:[ac]|[ab]c?)+", r"(?:\w+\s?)*"]
)
def test_the_test_sees_nested_repeats(pattern: str) -> None:
    assert nested(parser.parse(pattern))


@pytest.mark.parametrize(
    "pattern",
    ["a+b+", "(?:ab)*", "[ab]+", "(?:x[ab]*)+y", "(?:(?:a+)?b)*", r"(?:\w+,)+", r"(?:[^()]|\([^()]*\))*"],
)
def test_the_test_lets_others_pass(pattern: str) -> None:
    assert not nested(parser.parse(pattern))
