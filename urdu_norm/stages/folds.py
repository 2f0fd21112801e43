"""What a key and a transcript fold: marks, honorifics, digits, letters, accepted variants.

The rules are the tables below ``data/folds/``. A fold is not a correction: it sends every member of a class of
spellings to one of them, so that what a reader calls the same word meets, and what he calls another word does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from urdu_norm.edits import Edit, Step
from urdu_norm.profile import Profile
from urdu_norm.segment import WORD
from urdu_norm.stages import words
from urdu_norm.tables import Table, active, characters, spread, table, tables
from urdu_norm.unicode import is_mark

__all__ = ["prepare", "steps"]

_LATIN = "A-Za-z\u00c0-\u024f"
_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
_JOINER_PLACE = "[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]"
_LATIN_LETTER = re.compile(f"[{_LATIN}]")
_GLUED = re.compile(f"[{_LATIN}{_DIGITS}\u0620-\u06d3]")

_NOT_AFTER = "\u0621\u0622\u0627\u0648\u0624\u06cc\u0626\u06d2"  # what an ending after a consonant must not follow


def steps(profile: Profile) -> tuple[Step, ...]:
    """Return the steps that fold a chunk under ``profile``; none for a profile that keeps everything.

    >>> from urdu_norm.edits import run
    >>> from urdu_norm.profile import SEARCH, STANDARD
    >>> run("مؤثر", steps(SEARCH))[0], steps(STANDARD)
    ('موثر', ())
    """
    signs = prepare(profile)
    found = [*signs]
    digits = [rule for rule in ("folds/digits-ascii", "folds/digits-urdu") if active(table(rule).rule, profile)]
    found.extend(_digits(rule) for rule in digits)
    letters = active(table("folds/letters").rule, profile)
    spelling = [_characters("folds/letters")] if letters else []
    folded = _words(profile)
    if folded is not None:
        spelling.append(folded)
    if spelling:
        # What is folded may be a word that the tables correct or part; so once more, or a key of a key
        # would be another key.
        found.extend((*spelling, words.compile(profile).step, *signs, *spelling))
    if active(table("folds/aggressive-letters").rule, profile):
        found.append(_characters("folds/aggressive-letters"))  # last: what it leaves are no words to look up
    return tuple(found)


def prepare(profile: Profile) -> tuple[Step, ...]:
    """Return the first of the steps: those that take off honorifics, vowel signs and joiners.

    They must also act before words are looked up, or a word would be looked up once with its marks and, when the result
    is normalized again, once without.

    >>> from urdu_norm.edits import run
    >>> from urdu_norm.profile import SPEECH
    >>> run("محمدﷺ", prepare(SPEECH))[0]
    'محمد صلی اللہ علیہ وسلم'
    """
    found: list[Step] = []
    for name in ("honorifics", "joiners", "honorific-signs", "marks"):  # joiners while their letter is there
        rule = f"folds/{name}"
        if active(table(rule).rule, profile):
            if name == "honorifics":
                found.append(_honorifics(rule, expand=profile.honorifics == "expand"))
            else:
                found.append(_characters(rule))
    return tuple(found)


def _is_list(one: Table) -> bool:
    return one.rule.stage == "folds" and one.kind == "doublets"


@cache
def _mapping(rule: str) -> Mapping[str, str]:
    """Return what each character becomes; a row may name a range of characters (``U+064B-U+0652``)."""
    mapping: dict[str, str] = {}
    for row in table(rule).dicts():
        mapping.update(dict.fromkeys(spread(row["from"]), characters(row["to"])))
    return mapping


def _characters(rule: str) -> Step:
    """Return a step that replaces characters one by one; joiners only beside Arabic script: emoji stay whole."""
    mapping = _mapping(rule)
    beside = sorted(characters(row["from"]) for row in table(rule).dicts() if row["where"] == "arabic")
    anywhere = "".join(sorted(char for char in mapping if char not in beside))
    parts = [f"[{re.escape(anywhere)}]+"] if anywhere else []
    parts += [f"(?<={_JOINER_PLACE}){re.escape(char)}+|{re.escape(char)}+(?={_JOINER_PLACE})" for char in beside]
    places = re.compile("|".join(parts))

    def step(text: str) -> list[Edit]:
        return [
            Edit(match.start(), match.end(), "".join(mapping[char] for char in match.group()), (rule,))
            for match in places.finditer(text)
        ]

    return step


def _honorifics(rule: str, *, expand: bool) -> Step:
    """Ligatures such as U+FDFA: taken out, or spelled out with spaces to their neighbours."""
    words = {characters(row["from"]): row["words"] if expand else "" for row in table(rule).dicts()}
    places = re.compile("[" + "".join(words) + "]")

    def step(text: str) -> list[Edit]:
        edits = []
        for match in places.finditer(text):
            start, end = match.span()
            new = words[match.group()]
            if new and start and text[start - 1] not in " \t(":
                new = f" {new}"
            if new and _GLUED.match(text, end):
                new = f"{new} "
            elif not new and start and _GLUED.match(text, end) and text[start - 1] not in " \t":
                new = " "
            edits.append(Edit(start, end, new, (rule,)))
        return edits

    return step


def _digits(rule: str) -> Step:
    """One set of digits; digits in a Latin token stay where the table says so."""
    mapping = _mapping(rule)
    where = {characters(row["from"]): row["where"] for row in table(rule).dicts()}
    chars = re.escape("".join(mapping))
    places = re.compile(f"[{chars}]")
    tokens = re.compile(f"[{_LATIN}{_DIGITS}{chars}._/:-]+")

    def step(text: str) -> list[Edit]:
        edits: list[Edit] = []
        for token in tokens.finditer(text):
            latin = _LATIN_LETTER.search(token.group()) is not None
            for match in places.finditer(text, *token.span()):
                digit = match.group()
                if not latin or where[digit] == "any":
                    edits.append(Edit(match.start(), match.end(), mapping[digit], (rule,)))
        return edits

    return step


Fold = Callable[[str], tuple[str, str]]
"""From a word to its folded spelling and the rule that folded it (empty: none did)."""


def _canonical(profile: Profile) -> Fold:
    """Return the folds of letters and endings, which a word goes through before it is looked up."""
    letters = _mapping("folds/letters") if active(table("folds/letters").rule, profile) else {}
    translation = {ord(char): new for char, new in letters.items()}
    spell = _spellings("folds/spellings") if active(table("folds/spellings").rule, profile) else _same
    return lambda word: spell(word.translate(translation))


def _classes(profile: Profile) -> dict[str, tuple[str, str]]:
    """Variant to key and rule, both in the letters that ``profile`` leaves."""
    canonical = _canonical(profile)

    classes: dict[str, tuple[str, str]] = {}
    for rule, one in tables().items():
        if _is_list(one) and active(one.rule, profile):
            for row in one.dicts():
                variant, key = canonical(row["variant"])[0], canonical(row["key"])[0]
                if variant != key:
                    classes[variant] = (key, rule)
    return classes


def _words(profile: Profile) -> Step | None:
    spell = _spellings("folds/spellings") if active(table("folds/spellings").rule, profile) else _same
    classes = _classes(profile)
    if spell is _same and not classes:
        return None

    def step(text: str) -> list[Edit]:
        edits = []
        for match in WORD.finditer(text):
            word = match.group()
            new, first = spell(word)
            new, second = classes.get(new, (new, ""))
            if new != word:
                edits.append(Edit(match.start(), match.end(), new, tuple(rule for rule in (first, second) if rule)))
        return edits

    return step


def _same(word: str) -> tuple[str, str]:
    return word, ""


def _spellings(rule: str) -> Fold:
    """Sequences of letters that are two spellings of one thing wherever they stand, save the listed words."""
    rows = list(table(rule).dicts())
    exceptions = frozenset(row["text"] for row in rows if row["part"] == "except")
    patterns = []
    for row in rows:
        if row["part"] == "except":
            continue
        pattern = re.escape(row["text"])
        if row["after"] == "consonant":
            pattern = f"(?<=[^{_NOT_AFTER}]){pattern}"
        elif row["after"] == "two letters":
            pattern = f"(?<=..){pattern}"
        if row["part"] == "ending":
            pattern += "$"
        patterns.append((re.compile(pattern), row["key"]))

    def fold(word: str) -> tuple[str, str]:
        bare = "".join(char for char in word if not is_mark(char))
        if bare != word or word in exceptions:
            return word, ""
        new = word
        for pattern, key in patterns:
            new = pattern.sub(key, new)
        return new, rule if new != word else ""

    return fold
