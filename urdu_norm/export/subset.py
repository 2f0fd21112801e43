"""The part of a profile that other engines can be taught: characters with their neighbours, and whole words.

:func:`subset` turns the tables in force into plain steps, values that an exporter writes in the language of its
engine: substitutions, one closed map of characters, substitutions, a map of whole words, substitutions.
:meth:`Subset.run` performs them in Python, :meth:`Subset.run_letters` those without words.
:attr:`Subset.letters` and :attr:`Subset.profile` are the profiles under which :func:`urdu_norm.normalize` does
the same without and with the words; :attr:`Subset.left_out` says what is missing.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from urdu_norm import lexicon, unicode
from urdu_norm.normalizer import Normalizer
from urdu_norm.profile import Profile
from urdu_norm.segment import LETTERS_AND_MARKS, WORD
from urdu_norm.stages import characters, words
from urdu_norm.tables import active, check_profile, rules, spelled, table, tables

__all__ = ["Sub", "Subset", "subset"]

_HEH, _GOAL, _DOCHASHMI, _HAMZA = "\u0647", "\u06c1", "\u06be", "\u0654"
_BLOCKS = "\u0644\u0622\u0623\u0625\u0671"  # after these the ligature for Allah stays
_ALEF, _ALLAH = "\u0627", "\ufdf2"
_MEANWHILE = "\ufffe"
_JOINERS = "\u200b-\u200d"
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff"
_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
_LATIN_AND_DIGITS = f"A-Za-z\u00c0-\u024f{_DIGITS}"

_EQUIVALENT = ("controls", "invisible", "deprecated-letters", "presentation-forms", "ligatures")
_UNIFY = ("spaces", "word-ligatures", *characters.LETTER_MAPS)
_FOLDS = ("honorific-signs", "marks", "joiners", "digits-ascii")

_OUT: dict[str, str] = {
    "lexicon": "asks the lexicon about words that are in no table",
    "context": "looks at neighbouring words",
    "spacing": "looks at the spaces of a line",
    "punctuation": "looks at a line; a tokenizer drops punctuation by itself",
    "characters/ae": "looks for the end of the word",
    "characters/bidi": "looks at the whole line",
    "characters/line-ends": "a matter of files",
    "characters/doubled-bari-ye": "asks the lexicon",
    "characters/doubled-zabar": "looks for the end of the word",
    "characters/grapheme-joiner": "looks past marks",
    "characters/high-hamza": "looks past marks",
    "characters/inverted-question": "looks for the start of the word",
    "characters/lookalikes": "looks at letters on both sides",
    "characters/plus-minus": "looks for marks in the word",
    "characters/repeated-marks": "counts marks",
    "characters/tatweel": "looks past marks (dropped everywhere if marks=strip)",
    "characters/year-hamza": "looks at digits",
    "characters/zwj": "counts the letters of the word (dropped beside letters if marks=strip)",
    "characters/zwnj": "looks past marks (dropped beside letters if marks=strip)",
    "characters/zwsp": "asks the lexicon (dropped beside letters if marks=strip)",
    "folds/aggressive-spaces": "looks at spaces",
    "folds/compounds": "looks at two words",
    "folds/digits-urdu": "looks for Latin letters in the token",
    "folds/honorifics": "expanding looks at spaces",
}
"""Rules, or prefixes of them, that no export covers, each with the reason."""


@dataclass(frozen=True)
class Sub:
    """Replace a character of ``target`` by ``new`` if what stands beside it is as said; ``run`` takes runs as one.

    All but ``new`` and ``run`` are what stands in the brackets of a regular expression.
    """

    target: str
    new: str
    before: str = ""
    unless_before: str = ""
    after: str = ""
    unless_after: str = ""
    run: bool = False

    @property
    def pattern(self) -> str:
        """The regular expression, in the syntax that Python, Java, PostgreSQL and Oniguruma share."""
        left = f"(?<=[{self.before}])" if self.before else f"(?<![{self.unless_before}])" if self.unless_before else ""
        right = f"(?=[{self.after}])" if self.after else f"(?![{self.unless_after}])" if self.unless_after else ""
        return f"{left}[{self.target}]{'+' * self.run}{right}"


@dataclass(frozen=True)
class Subset:
    """What can be exported of one profile; see the module.

    ``folds`` are the letters that meet in a key; they act last, for a word is looked up as it was typed. An engine
    without words can take ``folded``, the map and the folds in one.
    """

    source: Profile
    letters: Profile
    profile: Profile
    first: tuple[Sub, ...]
    mapping: Mapping[str, str]
    then: tuple[Sub, ...]
    words: Mapping[str, str]
    last: tuple[Sub, ...]
    folds: tuple[Sub, ...]
    folded: Mapping[str, str]
    left_out: tuple[tuple[str, str], ...]

    def run_letters(self, text: str) -> str:
        """Return ``text`` after the steps that know no words."""
        return _substitute(self._before_words(text), self.folds)

    def run(self, text: str) -> str:
        """Return ``text`` after all steps."""
        text = WORD.sub(lambda found: self.words.get(found.group(), found.group()), self._before_words(text))
        return _substitute(text, (*self.last, *self.folds))

    def _before_words(self, text: str) -> str:
        text = _substitute(text, self.first)
        text = self._longest.sub(lambda found: self.mapping[found.group()], text)
        return _substitute(text, self.then)

    @staticmethod
    def sequential(mapping: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return a map for engines that replace one key after the other: a target must not be found again.

        Only the ligature for Allah is, where it stays; a noncharacter, which no text holds, stands for it meanwhile.
        """
        keys = sorted(mapping, key=lambda text: (-len(text), text))
        stays = any(_ALLAH in target for target in mapping.values())
        pairs = [(source, mapping[source].replace(_ALLAH, _MEANWHILE)) for source in keys]
        return [*pairs, (_MEANWHILE, _ALLAH)] if stays else pairs

    @cached_property
    def _longest(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.mapping, key=len, reverse=True))) or "(?!)")

    def remarks(self) -> Iterator[str]:
        """Yield lines for the head of an exported file: what it is made from and what it leaves out."""
        yield f"Made by urdu_norm from the profile {self.source.name}; do not edit, export again."
        yield f"Fingerprint of the rules: {self.source.fingerprint}"
        yield "Left out, because it cannot be said here:"
        for rule, reason in self.left_out:
            yield f"  {rule}: {reason}"


def _substitute(text: str, subs: Iterable[Sub]) -> str:
    for sub in subs:
        text = re.sub(sub.pattern, sub.new, text)
    return text


@cache
def subset(profile: Profile) -> Subset:
    r"""Return what can be exported of ``profile``; raise :class:`urdu_norm.UrduNormError` if it names an unknown rule.

    >>> from urdu_norm import LETTERS, SEARCH
    >>> subset(LETTERS).run("\u0643\u062a\u0627\u0628 \u0645\u064a\u06ba")
    'کتاب میں'
    """
    check_profile(profile)
    out = frozenset(name for name in _OUT if name != "folds/honorifics" or profile.honorifics == "expand")
    covered = profile.replace(
        name=f"{profile.name}, exported part",
        guards=frozenset(),
        protect=(),
        enable=frozenset(name for name in profile.enable if not _within(name, out)),
        disable=profile.disable | out,
    )
    letters = covered.replace(
        name=f"{profile.name}, exported letters",
        typos="off",
        variants="keep",
        joined_words="keep",
        joined_verbs="keep",
        extra=(),
        disable=covered.disable | {"characters/dochashmi-misuse"},
    )
    single = _single(letters)
    folds = {row.source: row.target for row in _rows("folds/letters", letters)}
    heh = active(rules()["characters/heh"], letters)
    if heh:
        folds.pop(_HEH, None)  # not by the map: the letter before it, and the word, decide
    mapping = _mapping(letters, single)
    folded = _mapping(letters, folds | single)
    share = "".join(chr(int(row["after"][2:], 16)) for row in table("characters/heh-shares").dicts())
    then = []
    if heh:
        then.append(Sub(_HEH, _DOCHASHMI, before=_DIGITS, unless_after=LETTERS_AND_MARKS))  # the sign of the Hijri year
        then.append(Sub(_HEH, _GOAL, unless_before=share + _marks(single) + _JOINERS))
    first = []
    if active(rules()["folds/joiners"], letters):
        beside = f"{_ARABIC}\ufb50-\ufdff\ufe70-\ufefc"
        first += [Sub(_JOINERS, "", before=beside, run=True), Sub(_JOINERS, "", after=beside, run=True)]
    if active(rules()["folds/honorifics"], letters):
        # Between two words that nothing else parts, a formula of blessing leaves a space.
        signs = "".join(chr(int(cell[2:], 16)) for cell in table("folds/honorifics").column("from"))
        glued = f"{_LATIN_AND_DIGITS}\u0620-\u06d3"
        first += [Sub(signs, " ", before="!-~\u00a1-\u1fff\u2070-\uffff", after=glued)]
        mapping |= dict.fromkeys(signs, "")
        folded |= dict.fromkeys(signs, "")
    by_target: dict[str, str] = {}
    for source, target in folds.items():
        by_target[target] = by_target.get(target, "") + source
    last = [Sub(sources, target) for target, sources in by_target.items()]
    made = Subset(profile, letters, covered, tuple(first), mapping, tuple(then), {}, (), tuple(last), folded, ())
    respells = covered.replace(disable=letters.disable) != letters
    found = _words(made, share) if heh or respells else {}
    return dataclasses.replace(made, words=found, last=tuple(_fallbacks(heh)), left_out=tuple(_left(profile, out)))


def _within(name: str, prefixes: Iterable[str]) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}/") for prefix in prefixes)


def _left(profile: Profile, out: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the rules in force that are not exported, with the reasons."""
    for prefix in sorted(out):
        if any(_within(rule_id, [prefix]) and active(rule, profile) for rule_id, rule in rules().items()):
            yield prefix, _OUT[prefix]
    yield "guards", "Arabic quotations, other languages, addresses and code are changed like any text"
    if active(rules()["characters/dochashmi-misuse"], profile):
        yield "characters/dochashmi-misuse", "only in words of the lexicon"
    if active(rules()["characters/composition"], profile):
        yield "characters/composition", "marks in an unusual order, or between a letter and its hamza, are not sorted"


# ------------------------------------------------------------------ characters


def _single(profile: Profile) -> dict[str, str]:
    """Each character that a table replaces wherever it stands, with its replacement, not yet closed."""
    found: dict[str, str] = {}
    for name in [*(f"characters/{name}" for name in (*_EQUIVALENT, *_UNIFY)), *(f"folds/{name}" for name in _FOLDS)]:
        for row in _rows(name, profile):
            found.setdefault(row.source, row.target)
    return found


def _rows(rule: str, profile: Profile) -> Iterator[characters.Row]:
    one = tables().get(rule)
    if one is not None and active(one.rule, profile):
        yield from (row for row in characters.rows(one) if row.where == "any" and len(row.source) == 1)


def _mapping(profile: Profile, single: Mapping[str, str]) -> dict[str, str]:
    found = {source: _close(source, single) for source in single} | dict(_pairs(profile, single))
    return {source: target for source, target in found.items() if source != target or len(source) > 1}


def _close(text: str, single: Mapping[str, str]) -> str:
    """Replace until nothing changes; the tables have no cycles (tested)."""
    while True:
        new = "".join(single.get(char, char) for char in text)
        if new == text:
            return unicode.nfc(text)
        text = new


def _marks(single: Mapping[str, str]) -> str:
    """Return the marks that the map leaves on their letters: a heh behind one of them is not looked at."""
    kept = [chr(point) for point in (*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, 0x0640)]
    return "".join(char for char in kept if single.get(char, char))


def _pairs(profile: Profile, single: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield sequences: a letter, in every code that comes to it, with a mark that composes; the ligature for Allah."""
    forms = {
        row.source: row.target
        for name in _EQUIVALENT
        if active(rules()[f"characters/{name}"], profile)
        for row in characters.rows(table(f"characters/{name}"))
        if row.target
    }
    if active(rules()["characters/composition"], profile):
        for (base, mark), whole in _compositions(profile).items():
            ends = [base, *(source for source, target in forms.items() if target[-1] == base)]
            for source in ends:
                before = forms.get(source, source)[:-1]
                yield source + mark, _close(before + whole, single)
    if active(rules()["characters/word-ligatures"], profile):
        stays = "\u0644\u0644\u06c1" if active(rules()["folds/letters"], profile) else _ALLAH
        yield from _allah({char: char for char in (*_BLOCKS, _ALEF)} | forms, single, stays)


def _allah(forms: Mapping[str, str], single: Mapping[str, str], stays: str) -> Iterator[tuple[str, str]]:
    """Yield the ligature for Allah with the letters before it: it takes an alef along, and after some letters ``stays``."""
    allah = single[_ALLAH]
    blocks = [source for source, letters in forms.items() if letters[-1] in _BLOCKS]
    for source in blocks:
        yield source + _ALLAH, _close(source, single) + stays
    for source, letters in forms.items():
        if letters[-1] != _ALEF:
            continue
        if letters[-2:-1] in tuple(_BLOCKS):
            yield source + _ALLAH, _close(source, single) + stays
        else:
            yield source + _ALLAH, _close(letters[:-1], single) + allah
        if letters == _ALEF:
            for block in blocks:
                yield block + source + _ALLAH, _close(block + source, single) + stays


def _compositions(profile: Profile) -> Mapping[tuple[str, str], str]:
    """Return letter and mark with what they make: what Unicode composes in the Arabic blocks, and what we add."""
    found: dict[tuple[str, str], str] = {}
    for point in (*range(0x0600, 0x0700), *range(0x0750, 0x0780), *range(0x08A0, 0x0900)):
        parts = unicode.decomposition(chr(point)).split()
        if len(parts) == 2:
            found[chr(int(parts[0], 16)), chr(int(parts[1], 16))] = chr(point)
    for name in ("composition", "heh-hamza"):
        if active(rules()[f"characters/{name}"], profile):
            for row in characters.rows(table(f"characters/{name}")):
                found[row.source[0], row.source[1]] = row.target
    return found


# ------------------------------------------------------------------ words


def _words(made: Subset, share: str) -> dict[str, str]:
    """Return whole words, as the characters step leaves them, with what they become."""
    one = Normalizer(made.profile)
    found: dict[str, str] = {}
    clashes: set[str] = set()
    for word in _candidates(made.profile, share):
        key, value = made._before_words(word), one(word)
        if not WORD.fullmatch(key) or found.get(key, value) != value:
            clashes.add(key)
        else:
            found[key] = value
    return {key: found[key] for key in sorted(found.keys() - clashes) if found[key] != _substitute(key, made.folds)}


def _candidates(profile: Profile, share: str) -> Iterator[str]:
    """Every word that a table names, every word of the lexicon, and these with the heh of other keyboards."""
    for one in tables().values():
        if one.rule.stage in ("words", "folds") and active(one.rule, profile):
            if one.kind == "pairs":
                yield from (spelled(cell) for cell in one.column("wrong"))
            elif one.kind == "doublets":
                yield from (spelled(cell) for cell in one.column("variant"))
    for family in words.families(profile):
        yield from (left + right for left in family.left for right in family.right)
    yield from (wrong for wrong, _ in profile.extra)
    # A known word stays as it is, unless its heh was typed on another keyboard or one of its spellings folds.
    unclear = re.compile(f"[{share}][{_GOAL}{_DOCHASHMI}]")
    folded = [
        text
        for one in tables().values()
        if one.kind == "spellings" and active(one.rule, profile)
        for text in one.column("text")
    ]
    for word in lexicon.words():
        if any(text in word for text in folded):
            yield word
        if unclear.search(word):
            yield word.replace(_GOAL, _HEH).replace(_DOCHASHMI, _HEH)
        if _GOAL in word:
            yield word.replace(_GOAL, _DOCHASHMI)
            if word[0] == _GOAL:
                yield _DOCHASHMI + word[1:]


def _fallbacks(heh: bool) -> Iterator[Sub]:
    """Yield what becomes of a heh in a word that nothing knows: what is commonest after the letter before it."""
    if heh:
        inside, at_end = 0.80, 0.90
        shares = list(table("characters/heh-shares").dicts())
        medial = "".join(chr(int(row["after"][2:], 16)) for row in shares if float(row["medial"]) >= inside)
        final = "".join(chr(int(row["after"][2:], 16)) for row in shares if float(row["final"]) >= at_end)
        yield Sub(_HEH, _DOCHASHMI, before=medial, after=LETTERS_AND_MARKS)
        yield Sub(_HEH, _DOCHASHMI, before=final)
        yield Sub(_HEH, _GOAL)
