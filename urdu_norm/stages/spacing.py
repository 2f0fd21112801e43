"""Spaces in a line: runs, ends, before and after punctuation; and, before all else, those before detached signs.

The rules are the tables below ``data/spacing/``. Lines without any Arabic-script character are left alone: there, spaces
may be code, markup or a table.
"""

from __future__ import annotations

import re

from urdu_norm.edits import Edit, Step
from urdu_norm.profile import Profile
from urdu_norm.segment import ARABIC_SCRIPT, BIDI, LAST_WORD, WORD
from urdu_norm.tables import active, characters, table
from urdu_norm.unicode import combining, is_mark

__all__ = ["compile", "has_sign_apart", "raises", "signs"]

_LETTER = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f\u08a0-\u08c9"
)
_MARK = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
_DIGIT = "0-9\u0660-\u0669\u06f0-\u06f9"
_CLOSING = "\u2018\u2019\u201c\u201d\u00bb\u00ab\"')\\]}%\u066a\ufd3e\ufdf0-\ufdff\u061f?!\u0600-\u0605"
_STOPS = "!:\u060c\u061b\u061f\u06d4"
_STOP = "\u06d4"
_REACH = 32

_RAISES = re.compile(f"^$|^[ {_STOPS}{_MARK}]| $| [ {_STOPS}{_MARK}]|[{_STOPS}][{_LETTER}]")
_PLACES = re.compile(f" {{2,}}|^ | $| (?=[{_STOPS}{_MARK}])|[{_STOPS}](?=[{_LETTER}])")
_APART = re.compile(f"(?:^|\\s){BIDI.pattern}*[{_MARK}]")
_ARABIC = re.compile(f"[{_LETTER}{_MARK}]")
_BEFORE_STOP = re.compile(f"[{_LETTER}{_MARK}{_DIGIT}{_CLOSING}A-Za-z]")
_AFTER_STOP = re.compile(f"[{_LETTER}{_MARK}{_DIGIT}{_CLOSING}A-Za-z]")


def raises(text: str) -> bool:
    """Whether a normalized chunk makes its line worth looking at.

    >>> raises(""), raises("۔"), raises("آم،سیب"), raises("سیب،")
    (True, True, True, False)
    """
    return _RAISES.search(text) is not None


def compile(profile: Profile) -> Step:  # noqa: A001 - the name all stages share
    """Return the step that puts the spaces of one line right under ``profile``.

    >>> from urdu_norm.edits import apply
    >>> from urdu_norm.profile import LETTERS
    >>> apply("آم ،سیب  ۔", compile(LETTERS)("آم ،سیب  ۔"))
    'آم، سیب۔'
    """

    def rule(name: str) -> str:
        one = table(f"spacing/{name}")
        return one.rule.id if active(one.rule, profile) else ""

    def chars(name: str) -> frozenset[str]:
        return frozenset(map(characters, table(f"spacing/{name}").column("char"))) if rule(name) else frozenset()

    before, after = chars("before-punctuation"), chars("after-punctuation")
    runs, edges = rule("runs"), rule("edges")
    initials = frozenset(table("spacing/initials").column("word")) if rule("initials") else frozenset()

    def space(line: str, start: int, end: int) -> tuple[str, str]:
        """What the spaces at start:end should be, and the rule that says so."""
        if edges and (start == 0 or end == len(line)):
            return "", edges
        if start and end < len(line) and line[end] in before and _closes(line, start, end):
            return "", "spacing/before-punctuation"
        return (" ", runs) if runs else (line[start:end], "")

    def step(line: str) -> list[Edit]:
        if not ARABIC_SCRIPT.search(line):
            return []
        edits: list[Edit] = []
        for match in _PLACES.finditer(line):
            start, end = match.span()
            if line[start] == " ":
                new, why = space(line, start, end)
                if new != line[start:end]:
                    edits.append(Edit(start, end, new, (why,)))
            elif line[start] in after and _parts(line, start, initials):
                edits.append(Edit(end, end, " ", ("spacing/after-punctuation",)))
        return edits

    return step


def signs(profile: Profile) -> Step | None:
    r"""Return the step that puts detached signs back on the word before them, or ``None`` if ``profile`` has no such rule.

    Other stages look at whole words, so it comes before they are cut.

    >>> from urdu_norm.profile import LETTERS
    >>> signs(LETTERS)("محمد \u0610")
    [Edit(start=4, end=5, new='', rules=('spacing/signs',))]
    """
    one = table("spacing/signs")
    if not active(one.rule, profile):
        return None
    where = {characters(row["char"]): row["where"] for row in one.dicts()}
    yeh = "".join(char for char, place in where.items() if place == "end, yeh")
    final = f"[{_MARK}]*+(?=[\\s{_STOPS}{_CLOSING}.,;\u2026\u2013\u2014-]|$)"  # or the space parts it from a word
    places = re.compile(f"(?<=[{_LETTER}{_MARK}]) +(?=[{''.join(where)}]{final}|[{yeh}]\u06cc{final})")

    def step(line: str) -> list[Edit]:
        edits: list[Edit] = []
        for match in places.finditer(line):
            left, right = line[match.start() - 1], line[match.end()]
            if left != right and combining(left) <= combining(right):  # in canonical order, and nothing composes
                edits.append(Edit(match.start(), match.end(), "", ("spacing/signs",)))
        return edits

    return step


def has_sign_apart(text: str) -> bool:
    """Whether a chunk begins with a mark, or has one after a space of any kind; nobody sees a bidi control before it."""
    return _APART.search(text) is not None


def _closes(line: str, start: int, end: int) -> bool:
    """Whether the punctuation mark at ``end`` belongs to what stands before the spaces at ``start``."""
    left, mark = line[start - 1], line[end]
    following = line[end + 1 : end + 2]
    if mark in "!:":  # emoticons and Latin habits: only after Arabic script, before a space or Arabic script
        return bool(_ARABIC.match(left)) and (not following or following in " \t" or bool(_ARABIC.match(following)))
    if mark == _STOP and line[end + 1 : end + 3].lstrip(" ").startswith(_STOP):
        return False  # an ellipsis, spaced or not
    return _BEFORE_STOP.match(left) is not None


def _parts(line: str, at: int, initials: frozenset[str]) -> bool:
    """Whether the punctuation mark at ``at`` parts what is before it from the letter after it."""
    mark = line[at]
    before = line[max(0, at - _REACH) : at].rstrip(" ")  # a window: the cost must not grow with the line
    left = before[-1:]
    if not left or left == mark or not _AFTER_STOP.match(left):
        return False
    if mark in "!:":
        return _ARABIC.match(left) is not None
    if mark != _STOP:
        return True
    word = LAST_WORD.search(before)
    following = WORD.match(line, at + 1)
    if word is None or following is None:
        return following is not None and len(following.group()) > 1
    return not (_bare(word.group()) in initials and _bare(following.group()) in initials)


def _bare(word: str) -> str:
    return "".join(char for char in word if not is_mark(char))
