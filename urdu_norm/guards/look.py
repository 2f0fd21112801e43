"""The guards of a line together, and which chunks ask for them."""

from __future__ import annotations

import re
from functools import cache

from urdu_norm.guards.arabic import arabic_spans
from urdu_norm.guards.chunk import HINT, addresses_in, code_spans
from urdu_norm.guards.languages import language_spans
from urdu_norm.guards.lines import QUOTED, TOKEN, Line
from urdu_norm.guards.markup import markup_spans
from urdu_norm.guards.span import Span, put, united, without_edges
from urdu_norm.guards.tally import is_idle
from urdu_norm.guards.vocabulary import any_function_words, arabic_words, strong_words
from urdu_norm.guards.words import FOREIGN, HEH, NAMES_OF_GOD, OWN, STRANGE, STRONG, listed, rarity_of, word_of

__all__ = ["find", "plain_raises", "quiet", "raises", "reveals", "untouchable", "weighed"]

_LOOK = re.compile("[`\ufd3e\ufd3f\u060e\u060f]|\\$(?![\\s\\d]|\\Z)|\\S\\$|<[A-Za-z/!?]|\\\\[(\\[]|\\]\\(")
_MARKS_IN_OPAQUE = re.compile("[^A-Za-z0-9_@#]")


def raises(chunk: str, names: frozenset[str]) -> bool:
    """Whether a line with this chunk must be looked at by :func:`find`; seldom true of clean Urdu.

    >>> raises("`کوڈ`", frozenset({"code"})), raises("کتاب", frozenset({"code"}))
    (True, False)
    """
    if _PLAIN.fullmatch(chunk):
        return plain_raises(chunk, names)
    arabic, language = "arabic" in names, "language" in names
    if _LOOK.search(chunk):
        return True
    if HINT.search(chunk):
        for start, end in addresses_in(chunk, names):
            if _MARKS_IN_OPAQUE.search(chunk, start, end):
                return True
    if not (arabic or language):
        return False
    for word in TOKEN.findall(chunk):
        if _PLAIN.fullmatch(word):
            if plain_raises(word, names):
                return True
            continue
        known = word_of(word)
        if language:
            if known.signs & (FOREIGN | STRONG | HEH):
                return True
            strange = known.signs & STRANGE and not known.signs & OWN
            if strange and (known.plain in any_function_words() or rarity_of(known)):
                return True
        if arabic:
            if known.arabic >= 1:
                return True
            if known.odd and not known.urdu and QUOTED.search(chunk):
                return True
            if known.odd and known.arabic and len(known.fold) > 2 and known.fold not in NAMES_OF_GOD:
                return True
    return False


def reveals(old: str, new: str, names: frozenset[str]) -> bool:
    """Whether ``new`` would ask for guards where ``old`` did not: evidence that was not there before."""
    return raises(new, names) and not raises(old, names)


def plain_raises(word: str, names: frozenset[str]) -> bool:
    """Do what :func:`raises` does for a word without marks, in letters that are no evidence by themselves."""
    if word in strong_words() and "language" in names:
        return True
    return listed(word.replace("ھ", "ہ")) >= 1 and word not in NAMES_OF_GOD and "arabic" in names


def quiet(word: str) -> bool:
    """Whether :func:`plain_raises` is false of a word under any guards; seldom false if it is."""
    loud = _loud_words()
    if word in loud:
        return False
    if "ھ" in word:
        word = word.replace("ھ", "ہ")
        if word in loud:
            return False
    return word[0] not in "وف" or word[1:] not in loud


@cache
def _loud_words() -> frozenset[str]:
    return frozenset(strong_words()).union(word for word, weight in arabic_words().items() if weight >= 1)


# Letters that are no evidence of anything by themselves: for such a word two tables decide.
_PLAIN = re.compile(
    "[ءآابتثجحخدذرزسشصضطظعغفقکگلمنوہیئؤپچژ]+|(?:[ءآابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہیےئؤ]|(?<=[بپتٹجچدڈڑکگرلمن])ھ)++"
)


def find(line: str, names: frozenset[str]) -> list[Span]:
    """Return the guarded spans of a line, sorted and disjoint.

    >>> find("آیت ﴿قُلْ هُوَ اللَّهُ أَحَدٌ﴾ پڑھیے", frozenset({"arabic"}))
    [Span(start=4, end=30, mode='opaque', name='arabic')]
    """
    return [] if is_idle(line) else weighed(line, names)


def weighed(line: str, names: frozenset[str]) -> list[Span]:
    """Return what :func:`find` does, whatever the words one by one say."""
    spans = untouchable(line, names)
    look = Line(line)
    arabic = [*arabic_spans(look)] if "arabic" in names else []
    put(spans, (Span(start, end, "minimal", "arabic") for start, end in arabic))
    if "language" in names:
        found = united([*language_spans(look, arabic)])
        put(spans, (Span(start, end, "minimal", "language") for start, end in found))
    if "verse" in names and (match := _VERSE.search(line)):
        put(spans, [Span(match.start(), len(line), "letters", "verse")])
    return [trimmed for span in spans if (trimmed := without_edges(line, span)) is not None]


def untouchable(line: str, names: frozenset[str]) -> list[Span]:
    """Return those of the spans of :func:`find` that stay byte for byte as they are, whatever language they are in."""
    spans: list[Span] = []
    if "code" in names and "`" in line:
        put(spans, (Span(start, end, "opaque", "code") for start, end in code_spans(line)))
    if "markup" in names:
        put(spans, (Span(*span, "opaque", "markup") for span in markup_spans(line)))
    addresses: list[Span] = []
    start = 0
    while hint := HINT.search(line, start):
        start = line.rfind(" ", start, hint.start()) + 1 or start
        end = line.find(" ", hint.end())
        end = len(line) if end < 0 else end
        for low, high in addresses_in(line[start:end], names):
            addresses.append(Span(start + low, start + high, "opaque", "opaque"))
        start = end
    put(spans, addresses)
    if "arabic" in names:
        put(spans, (Span(*match.span(), "opaque", "arabic") for match in _ORNATE.finditer(line)))
    return spans


_ORNATE = re.compile("\ufd3f[^\ufd3e\ufd3f]*\ufd3e|\ufd3e[^\ufd3e\ufd3f]*\ufd3f")
_VERSE = re.compile("(?<!\\d)(?<!\\d )[\u060e\u060f](?=.*\\w)")  # after a number it is a footnote sign
