"""Marks: sorted, met once and composed with the letter that they stand on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from urdu_norm import unicode
from urdu_norm.edits import Edit, Step, trimmed
from urdu_norm.profile import Profile
from urdu_norm.segment import ARABIC_SCRIPT, BIDI, LETTERS_AND_MARKS
from urdu_norm.stages.letters import GENERAL_MARKS, LETTER_OR_MARK, MARKS, on, rows
from urdu_norm.tables import table

__all__ = ["compose", "doubled_zabar"]

_ALEF, _ZABAR, _HAMZA_ABOVE = "\u0627", "\u064e", "\u0654"

_ANY_MARK = re.compile(f"[{MARKS}]|[{LETTERS_AND_MARKS}][{GENERAL_MARKS}]")
_MARK_RUN = re.compile(f"[{MARKS}]{{2,}}")
_UNUSUAL = re.compile(f"[\u0653\u0654]|([{MARKS}])\\1")
_SHORT = 64  # Form C of unsorted marks takes quadratic time: only words are tried


def compose(profile: Profile) -> Step | None:
    """Sort, deduplicate and compose the marks of each Arabic letter; only sort them on what is no Arabic letter."""
    composing = on("composition", profile)
    single: frozenset[str] = frozenset()
    if on("repeated-marks", profile):
        single = frozenset(row.target for row in rows(table("characters/repeated-marks")))
    but_zabar = single - {_ZABAR}
    extra = {
        row.source[0]: (row.target, f"characters/{name}")
        for name in ("composition", "heh-hamza")
        if on(name, profile)
        for row in rows(table(f"characters/{name}"))
    }
    if not (composing or single or extra):
        return None

    def cluster(base: str, marks: str, final: bool, hidden: bool = False) -> tuple[str, list[str]]:
        """Return the canonical form of a base (a letter or nothing) with its marks, and the rules that made it."""
        text = base + marks
        new, rules = text, []
        if composing:
            letter = unicode.nfd(base)
            new = letter[:1] + unicode.sort_marks(letter[1:] + unicode.nfd(marks))
        # Behind a bidi control the letter is not seen that the marks belong to: two zabar may be its tanween.
        doubled = _deduplicate(new, but_zabar if hidden else single, final)
        if doubled != new:
            rules.append("characters/repeated-marks")
            new = doubled
        if composing:
            new = unicode.nfc(new)
        composed = extra.get(new[:1]) if base else None
        if composed is not None:
            at = _unblocked_hamza(new)
            if at:
                new = composed[0] + new[1:at] + new[at + 1 :]
                rules.append(composed[1])
        if composing and not rules and new != text:
            rules.append("characters/composition")
        return new, rules

    def step(text: str) -> Sequence[Edit]:
        if not _ANY_MARK.search(text):
            return ()
        if len(text) < _SHORT and not _UNUSUAL.search(text) and unicode.nfc(text) == text:
            return ()
        edits: list[Edit] = []
        for start, end in _clusters(text):
            first = start if unicode.combining(text[start]) else start + 1
            base, marks = text[start:first], text[first:end]
            hidden = BIDI.match(base) is not None
            if base and (hidden or not ARABIC_SCRIPT.match(base)):
                # Another script's letter: its composition is its own business, only our marks are put in order.
                for run in _MARK_RUN.finditer(text, first, end):
                    new, rules = cluster("", run.group(), False, hidden)
                    if new != run.group():
                        edits.append(trimmed(run.start(), run.group(), new, tuple(rules)))
                continue
            final = not LETTER_OR_MARK.match(text, end)
            new, rules = cluster(base, marks, final)
            if new != text[start:end]:
                edits.append(trimmed(start, text[start:end], new, tuple(rules)))
        return edits

    return step


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Spans of a character and the run of marks after it, if an Arabic mark is there; or of the marks alone at the start."""
    combining, search, size = unicode.combining, _ANY_MARK.search, len(text)
    position = 0
    while found := search(text, position):
        start = found.start()
        while start > position and combining(text[start]):
            start -= 1
        end = start + 1
        while end < size and combining(text[end]):
            end += 1
        if end > start + 1 or combining(text[start]):
            yield start, end
        position = max(end, found.start() + 1)


def _deduplicate(text: str, single: frozenset[str], final: bool) -> str:
    """Drop a mark that repeats the one before it; two zabar on a final alef are left for the tanween they stand for."""
    if final and text[:1] == _ALEF and len(text) > 2 and not text[1:].strip(_ZABAR):
        return text[:3]
    kept: list[str] = []
    for char, repeats in groupby(text):
        kept += (char,) if char in single else repeats
    return "".join(kept)


def _unblocked_hamza(text: str) -> int:
    """Return the index of a hamza above that nothing parts from its letter, or 0."""
    at = text.find(_HAMZA_ABOVE, 1)
    if at < 1:
        return 0
    height = unicode.combining(_HAMZA_ABOVE)
    return at if all(0 < unicode.combining(char) < height for char in text[1:at]) else 0


def doubled_zabar(profile: Profile) -> Step | None:
    """Put tanween for two zabar behind a final alef."""
    if not on("doubled-zabar", profile):
        return None
    pattern = re.compile(f"(?<={_ALEF}){_ZABAR}{_ZABAR}(?![{LETTERS_AND_MARKS}])")

    def step(text: str) -> Sequence[Edit]:
        return [Edit(*found.span(), "\u064b", ("characters/doubled-zabar",)) for found in pattern.finditer(text)]

    return step
