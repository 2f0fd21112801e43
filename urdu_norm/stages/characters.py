"""Characters: what looks the same becomes the same (``equivalent``), what is the same letter becomes it (``unify``).

The tables below ``data/characters`` say which characters; the functions here and in :mod:`urdu_norm.stages.marks`,
:mod:`~urdu_norm.stages.joiners`, :mod:`~urdu_norm.stages.hehs` and :mod:`~urdu_norm.stages.bidi` say where. A step runs on
a chunk (or a piece of one) and returns at once when a search for a class of characters finds nothing to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from urdu_norm import unicode
from urdu_norm.edits import Edit, Step, run
from urdu_norm.profile import Profile
from urdu_norm.segment import LETTERS_AND_MARKS
from urdu_norm.stages.bidi import bidi
from urdu_norm.stages.hehs import DOUBTFUL_DOCHASHMI, heh
from urdu_norm.stages.joiners import joiners
from urdu_norm.stages.letters import (
    GENERAL_MARKS,
    HIGH_HAMZA,
    MARKS,
    TATWEEL,
    Frequency,
    Row,
    bare,
    is_letter,
    on,
    rows,
    word_after,
    word_before,
)
from urdu_norm.stages.marks import compose, doubled_zabar
from urdu_norm.tables import table

__all__ = ["LETTER_MAPS", "NOT_PLAIN", "Frequency", "Row", "equivalent", "line", "rows", "unify"]

_ALEF, _WAW, _BARI_YE, _HAMZA_ABOVE = "\u0627", "\u0648", "\u06d2", "\u0654"

# What the tables name is inside these classes (a test says so): most words have none of it and are done.
NOT_PLAIN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u0673\u180e\u2060-\u2064\u206a-\u206f\ufb50-\ufdf1\ufe70-\ufeff"
    f"{MARKS}{GENERAL_MARKS}]"
)
_NOT_URDU = re.compile(
    "[\u00a0\u00b1\u00bf\u034f\u0629\u0640\u0643\u0647\u0649\u064a\u0660-\u0669\u0674-\u0678\u06c0\u06d5\u06e1"
    "\u1680\u2000-\u200d\u2010\u2024\u202f\u205f\u3000\ufdf2-\ufdf9]"
    f"|[0-9\u06f0-\u06f9][{MARKS}]*\u0626|\u06d2\u06d2|\u0627\u064e\u064e"
    f"|{DOUBTFUL_DOCHASHMI}"
)
_HARAKA = re.compile("[\u064b-\u0652\u06e1]")
_LIGATURE = re.compile("[\ufc00-\ufdc7]")


# ------------------------------------------------------------------ what a profile gets


def equivalent(profile: Profile) -> tuple[Step, ...]:
    r"""Return the steps that keep the look of a chunk: junk dropped, presentation forms resolved, marks composed.

    >>> from urdu_norm.edits import run
    >>> from urdu_norm.profile import MINIMAL
    >>> run("\ufee3\ufeff\ufbff\ufb9f", equivalent(MINIMAL))[0]
    'میں'
    """
    replace = _replace(profile, "controls", "invisible", "deprecated-letters", "presentation-forms")
    ligatures = _ligatures(profile)
    composed = compose(profile)
    # Letters out of ligatures may have marks to compose with: only then is it worth to look again.
    resolved = () if ligatures is None else _guarded(_LIGATURE, (ligatures, composed))
    return _guarded(NOT_PLAIN, (replace, composed, *resolved))


LETTER_MAPS = (
    "arabic-kaf",
    "arabic-yeh",
    "alef-maksura",
    "teh-marbuta",
    "quranic-sukun",
    "digits",
    "high-hamza-digraphs",
    "heh-yeh-above",
)
"""The tables of letters that are replaced wherever they stand."""


def unify(profile: Profile, frequency: Frequency | None = None) -> tuple[Step, ...]:
    r"""Return the steps that give every letter its Urdu code point; ``frequency`` decides between two hehs.

    Empty unless the option ``characters`` is ``unify`` or ``fold`` or a rule is enabled by name. The steps expect text
    that the equivalent steps have seen, without words of other languages.

    >>> from urdu_norm.edits import run
    >>> from urdu_norm.profile import LETTERS
    >>> run("\u0643\u0647\u064a\u06ba", unify(LETTERS))[0]
    'کہیں'
    """
    artefacts = _artefacts(profile, frequency)
    steps = (
        _replace(profile, "spaces"),
        _word_ligatures(profile),
        joiners(profile, frequency),
        _replace(profile, *LETTER_MAPS),
        artefacts,
        heh(profile, frequency),
        _high_hamza(profile),
        doubled_zabar(profile),
    )
    if profile.characters == "equivalent" and not any(steps):
        return ()
    # Some artefacts ask whether the result is a word, which may have had the wrong heh, or lacked its hamza.
    return _guarded(_NOT_URDU, (*steps, compose(profile), artefacts))


def _guarded(look: re.Pattern[str], steps: Iterable[Step | None]) -> tuple[Step, ...]:
    """Make one step of several that runs them only on a text in which ``look`` finds something to look at."""
    wanted = tuple(step for step in steps if step is not None)
    if not wanted:
        return ()
    search = look.search

    def step(text: str) -> Sequence[Edit]:
        return run(text, wanted)[1] if search(text) else ()

    return (step,)


def line(profile: Profile) -> Step:
    r"""Return the step that drops needless bidi controls from a line.

    >>> line(Profile(characters="unify"))("\u200fسلام")
    [Edit(start=0, end=1, new='', rules=('characters/bidi',))]
    """
    if not on("bidi", profile):
        return lambda text: ()
    return bidi


# ------------------------------------------------------------------ one character at a time


def _replace(profile: Profile, *names: str) -> Step | None:
    """Replace characters wherever they stand."""
    to: dict[str, tuple[str, tuple[str, ...]]] = {}
    for name in names:
        if on(name, profile):
            for row in rows(table(f"characters/{name}")):
                to.setdefault(row.source, (row.target, (f"characters/{name}",)))
    if not to:
        return None
    finditer = re.compile(f"[{''.join(map(re.escape, to))}]").finditer

    def step(text: str) -> Sequence[Edit]:
        return [Edit(found.start(), found.end(), *to[found.group()]) for found in finditer(text)]

    return step


_WITH_CONTROLS = re.compile(f"[{LETTERS_AND_MARKS}\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]+")
"""A word with what nobody sees in it."""


def _ligatures(profile: Profile) -> Step | None:
    """Replace ligatures of several letters, unless their word has the vowel marks of Arabic scripture."""
    rule = "characters/ligatures"
    if not on("ligatures", profile):
        return None
    to = {row.source: row.target for row in rows(table(rule))}
    pattern = re.compile(f"[{''.join(to)}]")
    bare = profile.marks == "strip"  # then no scripture stays what it was

    def step(text: str) -> Sequence[Edit]:
        if not pattern.search(text):
            return ()
        return [
            Edit(found.start(), found.end(), to[found.group()], (rule,))
            for word in _WITH_CONTROLS.finditer(text)
            if bare or _vowelled(word.group()) < 2
            for found in pattern.finditer(text, *word.span())
        ]

    return step


def _vowelled(word: str) -> int:
    """How many letters of a word have a vowel mark: however often it is repeated, and on which tatweel it rides."""
    count, bare = 0, True
    for char in word:
        if _HARAKA.match(char):
            count += bare
            bare = False
        elif is_letter(char):
            bare = True
    return count


def _word_ligatures(profile: Profile) -> Step | None:
    """Replace word ligatures; the one for Allah takes a bare alef along, and stays after a lam or another alef."""
    rule = "characters/word-ligatures"
    if not on("word-ligatures", profile):
        return None
    to = {row.source: row.target for row in rows(table(rule))}
    others = "".join(source for source in to if "\ufdf2" not in source)
    pattern = re.compile(
        f"(?<![\u0644\u0622\u0623\u0625\u0671])(?<![\u0644\u0622\u0623\u0625\u0671\u0627]\u0627)"
        f"(?:\u0627[\u200b-\u200d\u034f]*)?\ufdf2|[{others}]"
    )

    def step(text: str) -> Sequence[Edit]:
        return [Edit(found.start(), found.end(), to[found.group()[-1]], (rule,)) for found in pattern.finditer(text)]

    return step


# ------------------------------------------------------------------ what old converters left


def _artefacts(profile: Profile, frequency: Frequency | None) -> Step | None:
    letters, vowels = LETTERS_AND_MARKS, "\u0621\u0622\u0624\u0626\u0627\u0648\u06cc\u06d2"
    year = "(?<=[0-9\u0660-\u0669\u06f0-\u06f9])"  # a sign or two may ride on it
    wanted = {
        "inverted-question": (f"(?<=[{letters}]){_WAW}\u00bf(?![^\\W\\d_{letters}])", "\u0624"),
        "year-hamza": (
            f"(?:{year}|{year[:-1]}[{MARKS}])|{year[:-1]}[{MARKS}]{{2}}))\u0626(?!\u200c*[{letters}])",
            "\u0621",
        ),
        "doubled-bari-ye": (
            f"(?<=[{letters}])(?<![{vowels}{MARKS}]){_BARI_YE}{_BARI_YE}(?![{letters}])",
            "\u06cc\u06d2",
        ),
        "plus-minus": (f"(?<=[{letters}])\u00b1(?=[{letters}])", "\u0652"),
        "lookalike-hyphen": (f"(?<=[{letters}])\u2010|\u2010(?=[{letters}])", "-"),
        "lookalike-stop": (f"(?<=[{letters}])\u2024|\u2024(?=[{letters}])", "."),
    }
    rules = {name: "lookalikes" if name.startswith("lookalike") else name for name in wanted}
    wanted = {name: value for name, value in wanted.items() if on(rules[name], profile)}
    if not wanted:
        return None
    look = re.compile("[\u00b1\u00bf\u2010\u2024\u0626]|\u06d2\u06d2")
    compiled = [(f"characters/{rules[name]}", re.compile(pattern), new) for name, (pattern, new) in wanted.items()]

    def step(text: str) -> Sequence[Edit]:
        if not look.search(text):
            return ()
        return sorted(
            Edit(found.start(), found.end(), new, (rule,))
            for rule, pattern, new in compiled
            for found in pattern.finditer(text)
            if _plausible(text, found, new, frequency)
        )

    return step


def _plausible(text: str, found: re.Match[str], new: str, frequency: Frequency | None) -> bool:
    if new == "\u0652":
        return bool(_HARAKA.search(word_before(text, found.start()) + word_after(text, found.end())))
    if found.group() == _BARI_YE * 2 and frequency is not None:
        return frequency(bare(word_before(text, found.start())) + new) > 0
    return True


# ------------------------------------------------------------------ high hamza


def _high_hamza(profile: Profile) -> Step | None:
    if not on("high-hamza", profile):
        return None
    rule = ("characters/high-hamza",)
    takes = {row.source[0] for row in rows(table("characters/high-hamza")) if len(row.source) > 1} - {_ALEF}
    composed = frozenset("\u0623\u0624\u0626\u06c2\u06d3")

    def step(text: str) -> Sequence[Edit]:
        if HIGH_HAMZA not in text:
            return ()
        edits: list[Edit] = []
        base = ""  # the letter that a hamza would sit on
        for k, char in enumerate(text):
            if char == HIGH_HAMZA:
                if base in takes:
                    edits.append(Edit(k, k + 1, _HAMZA_ABOVE, rule))
                    base = "\u0624"  # it has its hamza now
                elif base == _ALEF:
                    final = _ends(text, k + 1)
                    edits.append(Edit(k, k + 1, "\u0621" if final else _HAMZA_ABOVE, rule))
                    base = "\u0621" if final else "\u0624"
                elif base in composed:
                    edits.append(Edit(k, k + 1, "", rule))
                else:
                    base = char
            elif char != TATWEEL and not unicode.combining(char):
                base = char
        return edits

    return step


def _ends(text: str, position: int) -> bool:
    """Whether no letter follows, past marks and further high hamzas."""
    while position < len(text) and (unicode.combining(text[position]) or text[position] == HIGH_HAMZA):
        position += 1
    return position == len(text) or not is_letter(text[position])
