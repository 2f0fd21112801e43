"""Characters: what looks the same becomes the same (``equivalent``), what is the same letter becomes it (``unify``).

The tables below ``data/characters`` say which characters; the functions here say where. A step runs on a chunk (or a
piece of one) and returns at once when a search for a class of characters finds nothing to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, product
from typing import NamedTuple

from urdu_norm import unicode
from urdu_norm.edits import Edit, Step, run
from urdu_norm.profile import Profile
from urdu_norm.segment import ARABIC_SCRIPT, BIDI, LETTERS_AND_MARKS
from urdu_norm.tables import Table, active, characters, spread, table

__all__ = ["LETTER_MAPS", "NOT_PLAIN", "Frequency", "Row", "equivalent", "line", "rows", "unify"]

Frequency = Callable[[str], int]
"""How often a word (letters only) is met; 0 for an unknown one."""

_HEH, _GOAL, _DOCHASHMI, _AE = "\u0647", "\u06c1", "\u06be", "\u06d5"
_HAMZA_ABOVE, _HIGH_HAMZA, _ZABAR, _TATWEEL = "\u0654", "\u0674", "\u064e", "\u0640"
_ALEF, _WAW, _NOON_GHUNNA, _BARI_YE = "\u0627", "\u0648", "\u06ba", "\u06d2"
_ZWSP, _ZWNJ, _ZWJ = "\u200b", "\u200c", "\u200d"

_APART = frozenset(unicode.NON_JOINING) | frozenset("\u0621\u0625\u0629\u0671\u06c3")
"""Letters after which nothing joins, the Arabic ones included."""
_HARAKA = re.compile("[\u064b-\u0652\u06e1]")
_LETTER_OR_MARK = re.compile(f"[{LETTERS_AND_MARKS}]")
_SEGMENT = re.compile(f"[{LETTERS_AND_MARKS}]+")  # a word, or the part of one up to a joiner


_MARKS = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0897-\u089f\u08ca-\u08e1\u08e3-\u08ff"
)
_GENERAL_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"  # of any script

_DOUBTFUL_DOCHASHMI = "\u06be(?<![\u0628\u067e\u062a\u0679\u062c\u0686\u062f\u0688\u0691\u06a9\u06af]\u06be)"
"""Do-chashmi heh anywhere but directly after a consonant that is often aspirated."""

# What the tables name is inside these classes (a test says so): most words have none of it and are done.
NOT_PLAIN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u0673\u180e\u2060-\u2064\u206a-\u206f\ufb50-\ufdf1\ufe70-\ufeff"
    f"{_MARKS}{_GENERAL_MARKS}]"
)
_NOT_URDU = re.compile(
    "[\u00a0\u00b1\u00bf\u034f\u0629\u0640\u0643\u0647\u0649\u064a\u0660-\u0669\u0674-\u0678\u06c0\u06d5\u06e1"
    "\u1680\u2000-\u200d\u2010\u2024\u202f\u205f\u3000\ufdf2-\ufdf9]"
    f"|[0-9\u06f0-\u06f9][{_MARKS}]*\u0626|\u06d2\u06d2|\u0627\u064e\u064e"
    f"|{_DOUBTFUL_DOCHASHMI}"
)
_LIGATURE = re.compile("[\ufc00-\ufdc7]")


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
    compose = _compose(profile)
    # Letters out of ligatures may have marks to compose with: only then is it worth to look again.
    resolved = () if ligatures is None else _guarded(_LIGATURE, (ligatures, compose))
    return _guarded(NOT_PLAIN, (replace, compose, *resolved))


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
        _joiners(profile, frequency),
        _replace(profile, *LETTER_MAPS),
        artefacts,
        _heh(profile, frequency),
        _high_hamza(profile),
        _doubled_zabar(profile),
    )
    if profile.characters == "equivalent" and not any(steps):
        return ()
    # Some artefacts ask whether the result is a word, which may have had the wrong heh, or lacked its hamza.
    return _guarded(_NOT_URDU, (*steps, _compose(profile), artefacts))


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
    if not _on("bidi", profile):
        return lambda text: ()
    return _bidi


def _on(name: str, profile: Profile) -> bool:
    return active(table(f"characters/{name}").rule, profile)


# ------------------------------------------------------------------ one character at a time


def _replace(profile: Profile, *names: str) -> Step | None:
    """Replace characters wherever they stand."""
    to: dict[str, tuple[str, tuple[str, ...]]] = {}
    for name in names:
        if _on(name, profile):
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
    if not _on("ligatures", profile):
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
        elif _is_letter(char):
            bare = True
    return count


def _word_ligatures(profile: Profile) -> Step | None:
    """Replace word ligatures; the one for Allah takes a bare alef along, and stays after a lam or another alef."""
    rule = "characters/word-ligatures"
    if not _on("word-ligatures", profile):
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


# ------------------------------------------------------------------ marks

_ANY_MARK = re.compile(f"[{_MARKS}]|[{LETTERS_AND_MARKS}][{_GENERAL_MARKS}]")
_MARK_RUN = re.compile(f"[{_MARKS}]{{2,}}")
_UNUSUAL = re.compile(f"[\u0653\u0654]|([{_MARKS}])\\1")
_SHORT = 64  # Form C of unsorted marks takes quadratic time: only words are tried


def _compose(profile: Profile) -> Step | None:
    """Sort, deduplicate and compose the marks of each Arabic letter; only sort them on what is no Arabic letter."""
    composing = _on("composition", profile)
    single: frozenset[str] = frozenset()
    if _on("repeated-marks", profile):
        single = frozenset(row.target for row in rows(table("characters/repeated-marks")))
    but_zabar = single - {_ZABAR}
    extra = {
        row.source[0]: (row.target, f"characters/{name}")
        for name in ("composition", "heh-hamza")
        if _on(name, profile)
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
                        edits.append(_trimmed(run.start(), run.group(), new, tuple(rules)))
                continue
            final = not _LETTER_OR_MARK.match(text, end)
            new, rules = cluster(base, marks, final)
            if new != text[start:end]:
                edits.append(_trimmed(start, text[start:end], new, tuple(rules)))
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


def _trimmed(start: int, old: str, new: str, rules: tuple[str, ...]) -> Edit:
    """Return an edit without the characters that stay at its two ends."""
    k = 0
    while k < min(len(old), len(new)) and old[k] == new[k]:
        k += 1
    n = 0
    while n < min(len(old), len(new)) - k and old[-1 - n] == new[-1 - n]:
        n += 1
    return Edit(start + k, start + len(old) - n, new[k : len(new) - n], rules)


def _doubled_zabar(profile: Profile) -> Step | None:
    if not _on("doubled-zabar", profile):
        return None
    pattern = re.compile(f"(?<={_ALEF}){_ZABAR}{_ZABAR}(?![{LETTERS_AND_MARKS}])")

    def step(text: str) -> Sequence[Edit]:
        return [Edit(*found.span(), "\u064b", ("characters/doubled-zabar",)) for found in pattern.finditer(text)]

    return step


# ------------------------------------------------------------------ joiners and tatweel


def _joiners(profile: Profile, frequency: Frequency | None) -> Step | None:
    """Judge runs of zero-width characters and tatweel as one, by the letters on both sides."""
    names = {_ZWSP: "zwsp", _ZWNJ: "zwnj", _ZWJ: "zwj", "\u034f": "grapheme-joiner", _TATWEEL: "tatweel"}
    names = {char: name for char, name in names.items() if _on(name, profile)}
    if not names:
        return None
    pattern = re.compile(f"[{''.join(names)}]+")

    def step(text: str) -> Sequence[Edit]:
        edits: list[Edit] = []
        left, position = (
            "",
            0,
        )  # the letter before, past marks, joiners and a high hamza; up to where it was looked for
        words, word_end, letters = _WITH_JOINERS.finditer(text), 0, 0  # words with their joiners
        for found in pattern.finditer(text):
            start, end = found.span()
            for char in text[position:start]:
                if _is_letter(char):
                    left = left if char == _HIGH_HAMZA and left else char
                elif not (unicode.combining(char) or char in _JOINERS):
                    left = ""
            position = end
            while word_end < end:
                word = next(words)
                word_end, letters = word.end(), sum(map(_is_letter, word.group()))
            place = _Place(text, start, end, left, letters == 1)
            old = found.group()
            new = _joined(place, old, frequency)
            if new != old:
                gone = dict.fromkeys(f"characters/{names[char]}" for char in old if char not in new)
                edits.append(Edit(start, end, new, tuple(gone) or (f"characters/{names[old[0]]}",)))
        return edits

    return step


_JOINERS = "\u0640\u034f\u200b\u200c\u200d"
_WITH_JOINERS = re.compile(f"[{LETTERS_AND_MARKS}{_JOINERS}]+")


class _Place(NamedTuple):
    """Where a run of joiners stands: between ``left``, a letter or nothing, and what follows ``end``."""

    text: str
    start: int
    end: int
    left: str
    single: bool  # the word has but one letter


def _joined(place: _Place, run_: str, frequency: Frequency | None) -> str:
    """Return what a run of joiners becomes."""
    text, start, end, left, single = place
    before, after = text[start - 1 : start], text[end : end + 1]
    if _of_another_script(before) or (not before and _of_another_script(after)):
        return run_
    right = after if after and _is_letter(after) else ""
    between = bool(left and right)
    if between and _ZWSP in run_ and (left in (_NOON_GHUNNA, _BARI_YE) or _two_words(text, start, end, frequency)):
        return " "
    kept = ""
    if _ZWNJ in run_:
        if between and left == _NOON_GHUNNA:
            return " "
        if between and left not in _APART and right != "\u0621":
            return _ZWNJ
    elif _ZWJ in run_ and bool(left) != bool(right) and single:
        kept = _ZWJ
    if _TATWEEL in run_ and (not left or left in _APART or (not right and single)):
        stretched = _TATWEEL * run_.count(_TATWEEL)
        return stretched + kept if left else kept + stretched
    return kept


def _is_letter(char: str) -> bool:
    return bool(_LETTER_OR_MARK.match(char)) and char != _TATWEEL and not unicode.combining(char)


def _of_another_script(char: str) -> bool:
    """Whether a joiner beside this character is another script's or an emoji's business."""
    if not char or char == "\u034f" or ARABIC_SCRIPT.match(char):
        return False
    category = unicode.category(char)
    return category[0] in "LM" or category == "So" or (category == "Sk" and char > "\U0001f000")  # a skin tone


def _two_words(text: str, start: int, end: int, frequency: Frequency | None) -> bool:
    """Whether the lexicon knows what stands on both sides, but not both together."""
    if frequency is None:
        return False
    left, right = _bare(_word_before(text, start)), _bare(_word_after(text, end))
    if len(left) < 2 or len(right) < 2 or frequency(left + right):
        return False
    return frequency(left) > 0 and frequency(right) > 0


_TAIL = re.compile(f"[{LETTERS_AND_MARKS}]+\\Z")


def _word_before(text: str, position: int) -> str:
    found = _TAIL.search(text, max(0, position - _SHORT), position)
    return found.group() if found else ""


def _word_after(text: str, position: int) -> str:
    found = _SEGMENT.match(text, position, position + _SHORT)
    return found.group() if found else ""


def _bare(word: str) -> str:
    """Return the letters of a word, without marks and tatweel."""
    return "".join(char for char in word if char != _TATWEEL and not unicode.combining(char))


# ------------------------------------------------------------------ what old converters left


def _artefacts(profile: Profile, frequency: Frequency | None) -> Step | None:
    letters, vowels = LETTERS_AND_MARKS, "\u0621\u0622\u0624\u0626\u0627\u0648\u06cc\u06d2"
    year = "(?<=[0-9\u0660-\u0669\u06f0-\u06f9])"  # a sign or two may ride on it
    wanted = {
        "inverted-question": (f"(?<=[{letters}]){_WAW}\u00bf(?![^\\W\\d_{letters}])", "\u0624"),
        "year-hamza": (
            f"(?:{year}|{year[:-1]}[{_MARKS}])|{year[:-1]}[{_MARKS}]{{2}}))\u0626(?!\u200c*[{letters}])",
            "\u0621",
        ),
        "doubled-bari-ye": (
            f"(?<=[{letters}])(?<![{vowels}{_MARKS}]){_BARI_YE}{_BARI_YE}(?![{letters}])",
            "\u06cc\u06d2",
        ),
        "plus-minus": (f"(?<=[{letters}])\u00b1(?=[{letters}])", "\u0652"),
        "lookalike-hyphen": (f"(?<=[{letters}])\u2010|\u2010(?=[{letters}])", "-"),
        "lookalike-stop": (f"(?<=[{letters}])\u2024|\u2024(?=[{letters}])", "."),
    }
    rules = {name: "lookalikes" if name.startswith("lookalike") else name for name in wanted}
    wanted = {name: value for name, value in wanted.items() if _on(rules[name], profile)}
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
        return bool(_HARAKA.search(_word_before(text, found.start()) + _word_after(text, found.end())))
    if found.group() == _BARI_YE * 2 and frequency is not None:
        return frequency(_bare(_word_before(text, found.start())) + new) > 0
    return True


# ------------------------------------------------------------------ heh

_INSIDE, _AT_END = 0.80, 0.90  # the share of do-chashmi heh from which it is taken for an unknown word
_COMMONER = 20  # how many times as common the word with heh goal must be
_MET = 50  # how often each of two words that lack a space must be met to tell which heh is meant
_LONG = 5  # letters: two of a shorter word may well be swapped to make another


class _Hehs:
    """What the tables say about heh."""

    def __init__(self) -> None:
        self.share = {
            characters(row["after"]): (float(row["medial"]), float(row["final"]))
            for row in table("characters/heh-shares").dicts()
        }
        doublets = table("characters/heh-doublets")
        self.goal = frozenset(doublets.column("goal"))
        self.dochashmi = frozenset(doublets.column("dochashmi"))
        self.prefixes = tuple(table("characters/dochashmi-misuse").column("word"))
        self.doubtful = frozenset("\u0631\u0644\u0645\u0646")  # both hehs stand after these


def _heh(profile: Profile, frequency: Frequency | None) -> Step | None:
    """Give each heh of a word its Urdu code point."""
    chars = {_HEH: "heh", _AE: "ae", _DOCHASHMI: "dochashmi-misuse"}
    chars = {char: name for char, name in chars.items() if _on(name, profile)}
    if not chars:
        return None
    pattern = re.compile("|".join(_DOUBTFUL_DOCHASHMI if char == _DOCHASHMI else char for char in chars))
    known = _Hehs()

    def step(text: str) -> Sequence[Edit]:
        if not pattern.search(text):
            return ()
        edits: list[Edit] = []
        for segment in _SEGMENT.finditer(text):
            if pattern.search(text, *segment.span()):
                start = segment.start()
                digit = text[start - 1 : start].isdigit()
                word = segment.group()
                new = _resolved(word, chars, digit, known, frequency)
                edits += (
                    Edit(start + k, start + k + 1, right, (f"characters/{chars[wrong]}",))
                    for k, (wrong, right) in enumerate(zip(word, new, strict=True))
                    if wrong != right
                )
        return edits

    return step


def _resolved(word: str, chars: Mapping[str, str], digit: bool, known: _Hehs, frequency: Frequency | None) -> str:
    """Return a word with each heh resolved; it stays as long as it was."""
    places = [k for k, char in enumerate(word) if char != _TATWEEL and not unicode.combining(char)]
    letters = [word[k] for k in places]
    last = len(letters) - 1
    while last > 0 and letters[last] == _HIGH_HAMZA:
        last -= 1
    if _AE in chars:
        letters = [_GOAL if char == _AE and k == last else char for k, char in enumerate(letters)]
    if _HEH in chars and _HEH in letters:
        if letters == [_HEH] and digit:
            letters = [_DOCHASHMI]  # the sign of the Hijri year
        open_places: list[int] = []
        for k, char in enumerate(letters):
            if char == _HEH:
                hamza = letters[k + 1 : k + 2] == [_HIGH_HAMZA] or _HAMZA_ABOVE in _marks_after(word, places[k])
                if hamza or k == 0 or letters[k - 1] not in known.share:
                    letters[k] = _GOAL
                else:
                    open_places.append(k)
        if open_places:
            _decide(letters, open_places, last, known, frequency)
    if _DOCHASHMI in chars and _DOCHASHMI in letters:
        _without_misuse(letters, known, frequency)
    result = list(word)
    for k, char in zip(places, letters, strict=True):
        result[k] = char
    return "".join(result)


def _marks_after(word: str, position: int) -> str:
    end = position + 1
    while end < len(word) and unicode.combining(word[end]):
        end += 1
    return word[position + 1 : end]


def _decide(letters: list[str], places: list[int], last: int, known: _Hehs, frequency: Frequency | None) -> None:
    """Fill in heh where both are possible: by the commoner word, else by the letter before."""

    def filled(choice: Iterable[str]) -> str:
        copy = letters.copy()
        for k, char in zip(places, choice, strict=True):
            copy[k] = char
        return "".join(copy)

    goal = (_GOAL,) * len(places)
    if filled(goal) in known.goal:
        choice: tuple[str, ...] = goal
    else:
        choice = tuple(_by_share(letters[k - 1], k == last, known) for k in places)
        if frequency is not None and len(places) <= 4:
            choices = list(product((_GOAL, _DOCHASHMI), repeat=len(places)))
            counts = {one: frequency(filled(one)) for one in choices}
            if not any(counts.values()):
                counts = {one: _apart(filled(one), frequency) for one in choices}
            best = max(counts.values())
            if counts[choice] < best:
                choice = next(one for one, count in counts.items() if count == best)
    for k, char in zip(places, choice, strict=True):
        letters[k] = char


def _apart(run: str, frequency: Frequency) -> int:
    """How often the rarer of two words is met that a missing space has joined, where it does not show; 0 if hardly ever."""
    ends = (k for k in range(2, len(run) - 1) if run[k - 1] in _APART)
    rarer = max((min(frequency(run[:k]), frequency(run[k:])) for k in ends), default=0)
    return rarer if rarer >= _MET else 0


def _by_share(before: str, final: bool, known: _Hehs) -> str:
    share = known.share[before][final]
    return _DOCHASHMI if share >= (_AT_END if final else _INSIDE) else _GOAL


def _without_misuse(letters: list[str], known: _Hehs, frequency: Frequency | None) -> None:
    """Replace do-chashmi heh where only heh goal can stand."""
    word = "".join(letters)
    if len(letters) == 1 or _DOCHASHMI * 3 in word or word.startswith(known.prefixes) or word in known.dochashmi:
        return
    new = letters.copy()
    doubtful: list[int] = []
    for k, char in enumerate(letters):
        if char == _DOCHASHMI:
            if k == 0 or letters[k - 1] not in known.share:
                new[k] = _GOAL
            elif letters[k - 1] in known.doubtful:
                doubtful.append(k)
    unknown = frequency is None or not frequency("".join(new))
    if unknown and _DOCHASHMI * 2 in word:
        return  # a drawn-out cry, or a key that was pressed twice
    if (
        unknown
        and frequency is not None
        and len(word) >= _LONG
        and new != letters
        and any(map(frequency, _swapped(word)))
    ):
        return  # «پیھنک»: what is wrong with it is the order
    if doubtful and frequency is not None:
        now = frequency("".join(new))
        then = "".join(_GOAL if k in doubtful else char for k, char in enumerate(new))
        if then not in known.goal and frequency(then) >= _COMMONER * max(now, 1):
            new = list(then)
    letters[:] = new


def _swapped(word: str) -> Iterator[str]:
    return (word[:k] + word[k + 1] + word[k] + word[k + 2 :] for k in range(len(word) - 1))


# ------------------------------------------------------------------ high hamza


def _high_hamza(profile: Profile) -> Step | None:
    if not _on("high-hamza", profile):
        return None
    rule = ("characters/high-hamza",)
    takes = {row.source[0] for row in rows(table("characters/high-hamza")) if len(row.source) > 1} - {_ALEF}
    composed = frozenset("\u0623\u0624\u0626\u06c2\u06d3")

    def step(text: str) -> Sequence[Edit]:
        if _HIGH_HAMZA not in text:
            return ()
        edits: list[Edit] = []
        base = ""  # the letter that a hamza would sit on
        for k, char in enumerate(text):
            if char == _HIGH_HAMZA:
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
            elif char != _TATWEEL and not unicode.combining(char):
                base = char
        return edits

    return step


def _ends(text: str, position: int) -> bool:
    """Whether no letter follows, past marks and further high hamzas."""
    while position < len(text) and (unicode.combining(text[position]) or text[position] == _HIGH_HAMZA):
        position += 1
    return position == len(text) or not _is_letter(text[position])


# ------------------------------------------------------------------ bidi controls

_EMBEDDINGS, _POP = "\u202a\u202b\u202d\u202e", "\u202c"
_ISOLATES, _POP_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_BIDI_MARKS = "\u061c\u200e\u200f"
_DROPPED_LATER = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufdd0-\ufdef\ufeff]"
)


def _bidi(text: str) -> Sequence[Edit]:
    places = [match.start() for match in BIDI.finditer(text)]
    if not places:
        return ()
    dropped = set(places)
    if any(unicode.is_left_to_right(char) for char in BIDI.sub("", text)):
        dropped = _unmatched(text, places)
        dropped |= _inside_words(text, dropped)
    return [Edit(k, k + 1, "", ("characters/bidi",)) for k in sorted(dropped)]


def _unmatched(text: str, places: Sequence[int]) -> set[int]:
    """Embeddings and isolates without an end, and ends without a beginning."""
    unmatched: set[int] = set()
    open_: list[int] = []
    isolates = 0  # how many of those open are isolates
    for k in places:
        char = text[k]
        if char in _EMBEDDINGS:
            open_.append(k)
        elif char in _ISOLATES:
            open_.append(k)
            isolates += 1
        elif char == _POP:
            if open_ and text[open_[-1]] in _EMBEDDINGS:
                open_.pop()
            else:
                unmatched.add(k)
        elif char == _POP_ISOLATE and not isolates:
            unmatched.add(k)
        elif char == _POP_ISOLATE:
            while text[open_[-1]] in _EMBEDDINGS:
                unmatched.add(open_.pop())
            open_.pop()
            isolates -= 1
    return unmatched.union(open_)


def _inside_words(text: str, dropped: set[int]) -> set[int]:
    """Bidi marks with Arabic letters or marks on both sides, once what is ``dropped`` is gone."""
    found: set[int] = set()
    waiting: list[int] = []  # marks since the last character that stays
    inside = False
    for k, char in enumerate(text):
        if char in _BIDI_MARKS:
            waiting.append(k)
        elif k not in dropped and not _DROPPED_LATER.match(char):
            letter = bool(_LETTER_OR_MARK.match(char))
            if not letter and unicode.combining(char):
                continue  # a mark of another script may stand before one of ours, or after it
            if inside and letter:
                found.update(waiting)
            inside = letter
            waiting.clear()
    return found
