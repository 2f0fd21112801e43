"""Guards: which parts of a text are not Urdu prose and must be left alone.

Three questions are answered here. What inside a chunk nothing may touch (:func:`opaque`). Whether a word is of
another language (:func:`is_foreign`). Which spans of a line (:func:`find`) or of a whole text (:func:`blocks`) are
code, markup, Arabic, another language or verse. :func:`raises` says cheaply, chunk by chunk, whether a line needs
:func:`find` at all.

Nothing here changes text. A decision never rests on a letter that another stage would change outside of the span:
neighbours are compared in folded form, evidence lies inside the span. So what is guarded once stays guarded.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from urdu_norm import lexicon, unicode
from urdu_norm.segment import RAW_WORD, WORD
from urdu_norm.tables import table

__all__ = ["Span", "blocks", "find", "is_foreign", "opaque", "raises", "untouchable"]


class Span(NamedTuple):
    """``text[start:end]`` is guarded; ``mode`` says how far, ``name`` by which guard.

    ``opaque`` means byte for byte, ``minimal`` that only what looks identical may be made so, ``letters`` that code
    points may be unified but nothing respelled.
    """

    start: int
    end: int
    mode: str
    name: str


# ------------------------------------------------------------------ inside a chunk

_W = rf"(?:\w|{WORD.pattern[:-1]})"  # \w knows no combining marks
_REST = r"[^\s<>\"'`“”«»۔،؛؟]"  # what an address goes on with; Urdu punctuation ends it
_URL = re.compile(
    rf"(?:[a-z][a-z0-9+.-]{{1,15}}://|www\.|mailto:|tel:|urn:|doi:|//(?=[a-z0-9-]+\.[a-z])){_REST}+", re.IGNORECASE
)
_DOMAIN_PATH = re.compile(rf"(?<![\w.@-])(?:[a-z0-9-]+\.)+[a-z]{{2,}}(?::\d+)?[/?#]{_REST}*", re.IGNORECASE)
_MAIL = re.compile(rf"{_W}[\w.+-]{{0,64}}@[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(rf"(?<![\w@])@{_W}+(?:@[\w-]+(?:\.[\w-]+)+)?")
_TAG = re.compile(rf"(?<![\w&])[#＃](?=[\d_]*[^\W\d_]){_W}+")
_PATH = re.compile(rf"(?<![\w/\\])(?:[a-z]:[\\/]|\\\\|~/|\.{{1,2}}/|/(?=[^\s/]+/))(?:{_REST}(?<!\|))*", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z][a-z0-9]*|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
_ELEMENT = re.compile(r"<(?:/?[a-z][\w:-]*(?:\s[^<>]*)?/?|![a-z][^<>]*|\?[a-z][^<>]*\?)>", re.IGNORECASE)
_LINK = re.compile(
    r"""\]\(\s*(?:<[^<>]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)|!\[|\]\[[^\[\]\s]*\]"""
)
_BACKTICKS = re.compile("`+")
_ASCII = re.compile(r"[!-~]+")
_LETTER = re.compile(r"[A-Za-z]")
_NUMBER_LIKE = re.compile(
    r"(?<![\w.])\+?\d[\d()]*-[\d()-]*\d(?!\w)"  # telephone, identity card, book number
    r"|(?<!\w)\+\d{7,}"
    r"|(?<![\w.])\d+(?:\.\d+){2,}(?!\w)",  # version, network address
    re.ASCII,
)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,:/·٫٬،؍۔–-](?=\d)")
_TRAILING = ".,;:!?'\"|*"
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}
_OPENERS = {"(": ")", "[": "]", "{": "}"}
_EDGE = 8  # how many characters of punctuation are taken off at either end of a run
_HINT = re.compile(r"[A-Za-z@#＃/\\&`\[\]]")  # without one of them nothing is opaque but the marks inside numbers
_DIGIT = re.compile(r"\d")
_DROPPED = re.compile("[\u034f\u200b-\u200d]")


def opaque(chunk: str, names: frozenset[str]) -> Sequence[tuple[int, int]]:
    """Return the spans of a chunk (text without a space) that nothing may touch, sorted and disjoint.

    Web and mail addresses, @handles, #hashtags, paths, file names and everything in Latin letters (``opaque``), inline
    code (``code``), tags, entities, link targets and LaTeX (``markup``), identifiers and the marks inside numbers
    (``numbers``). Plain digits are not among them: a profile may convert those.

    >>> opaque("https://example.com/كتاب۔", frozenset({"opaque"}))
    [(0, 24)]
    """
    if _DROPPED.search(chunk):  # what is dropped outside of a span must not have decided where it begins
        kept = [k for k, char in enumerate(chunk) if not _DROPPED.match(char)]
        spans = opaque("".join(chunk[k] for k in kept), names)
        return [(kept[start], kept[end - 1] + 1) for start, end in spans]
    found: list[tuple[int, int]] = []
    if _HINT.search(chunk):
        if "code" in names and "`" in chunk:
            found.extend(_code(chunk))
        if "opaque" in names:
            for pattern in (_URL, _DOMAIN_PATH, _MAIL, _HANDLE, _TAG, _PATH):
                matches = pattern.finditer(chunk)
                found.extend((match.start(), _without_tail(chunk, *match.span())) for match in matches)
            found.extend(_latin(chunk))
        if "markup" in names:
            for pattern in (_ENTITY, _ELEMENT, _LINK):
                found.extend(match.span() for match in pattern.finditer(chunk))
            if "\\" in chunk:
                found.extend(_latex(chunk))
    if "numbers" in names and _DIGIT.search(chunk):
        found.extend(match.span() for match in _NUMBER_LIKE.finditer(chunk))
        found.extend(match.span() for match in _BETWEEN_DIGITS.finditer(chunk))
    return _united(found)


def _united(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans sorted, those that touch or overlap made one."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif start < end:
            spans.append((start, end))
    return spans


def _code(text: str) -> Iterator[tuple[int, int]]:
    """Yield code spans: from a run of backticks to the next run of the same length."""
    runs = [match.span() for match in _BACKTICKS.finditer(text)]
    following: dict[int, int] = {}  # length of a run -> the nearest run of that length further on
    closing = [-1] * len(runs)
    for k in range(len(runs) - 1, -1, -1):
        length = runs[k][1] - runs[k][0]
        closing[k] = following.get(length, -1)
        following[length] = k
    k = 0
    while k < len(runs):
        if closing[k] >= 0:
            yield runs[k][0], runs[closing[k]][1]
            k = closing[k]
        k += 1


def _without_tail(chunk: str, start: int, end: int) -> int:
    """Return the end of an address without sentence punctuation and closing brackets that it does not open."""
    for _ in range(_EDGE):
        last = chunk[end - 1] if end > start else ""
        if last in _PAIRS:
            if chunk.count(last, start, end) <= chunk.count(_PAIRS[last], start, end):
                break
        elif last == "" or last not in _TRAILING:
            break
        end -= 1
    return end


def _latin(chunk: str) -> Iterator[tuple[int, int]]:
    """Yield runs of ASCII with a letter in them: names, code, file names; also the Urdu stem of a file name."""
    for match in _ASCII.finditer(chunk):
        if not _LETTER.search(match.group()):
            continue
        start, end = match.span()
        for _ in range(_EDGE):
            first = chunk[start]
            if first not in "'\"*|" and not (first in _OPENERS and _left_open(chunk, start, end)):
                break
            start += 1
        end = _without_tail(chunk, start, end)
        if _OPENERS.get(chunk[start]) == chunk[end - 1]:
            start, end = start + 1, end - 1  # the brackets around it are not part of it
        if chunk.startswith(".", start) and chunk[start + 1 : end].lower() in _names("extension"):
            stem = _STEM.search(chunk, max(0, start - 80), start)
            start = stem.start() if stem else start
        yield start, end


_STEM = re.compile(rf"(?:{_W}|[-.])+\Z")


def _left_open(chunk: str, start: int, end: int) -> bool:
    return chunk.count(_OPENERS[chunk[start]], start, end) < chunk.count(chunk[start], start, end)


_COMMAND = re.compile(r"\\(?:([A-Za-z]+)\*?|[^\sA-Za-z])")
_ARGUMENT = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]")


def _latex(text: str) -> Iterator[tuple[int, int]]:
    """Yield LaTeX commands; with their arguments where these are keys, file names or mathematics."""
    for match in _COMMAND.finditer(text):
        end = match.end()
        if match.group(1) in _names("command"):
            while argument := _ARGUMENT.match(text, end):
                end = argument.end()
        elif match.group(1) and text.startswith("{", end):
            end += 1
        yield match.start(), end


@cache
def _names(kind: str) -> frozenset[str]:
    names = table("guards/markup-names")
    return frozenset(row["name"] for row in names.dicts() if row["kind"] == kind)


# ------------------------------------------------------------------ words

_HARAKAT = re.compile("[\u064b-\u0652\u0656\u0657\u0670\u06e1]")
_DOUBLED = re.compile(f"({_HARAKAT.pattern})\\1+")  # a key held too long says nothing about the language
_MARKS = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0897-\u089f\u08ca-\u08e1\u08e3-\u08ff\u0640\u200d]"
)
_UNUSUAL = re.compile(
    f"{_MARKS.pattern[:-1]}\u034f\u0674\u200b\ufb50-\ufefc]"
)  # marks, presentation forms: what has to be composed first
# Signs and ligatures of printed scripture; the Quranic sukun is not among them, since keyboards have it for the other.
_SCRIPTURE = re.compile("[\u06d6-\u06dc\u06df\u06e0\u06e2-\u06ed\ufbb2-\ufbc2\ufc00-\ufd3d\ufd50-\ufdc7]")
_FOLD = str.maketrans("يىكهھةأإٱۀ", "ییکہہۃاااۂ")
_SPELLING = str.maketrans("يىكهةأإٱۀە", "ییکہۃاااۂہ", "\u0674")  # the same, but ھ stays: it may be an aspirate
_DROPPED_INSIDE = re.compile("[\u034f\u200b]")
_HIGH_HAMZA_LAST = re.compile("\u0627\u0674+\\Z")
_PRESENTATION = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdf9\ufe70-\ufefc]")
_ARABIC_LETTERS = frozenset("يىكهةأإٱ")  # Arabic code points where Urdu writes another letter, or none
_URDU_ONLY = frozenset("ٹپچڈڑژگںے")
_SOUNDS = re.compile("[ٹڈڑںے]|[بپتجچدکگ]ھ")  # letters for what Arabic and Persian do not have
_NATIVE = re.compile("[ٹڈڑںےہۂۃ]|[بپتچدک]ھ")  # letters of Urdu and Punjabi only, as they are written there
_INDIC = frozenset("ٹڈڑ")  # no language without letters of its own has them, but Punjabi
_HEH_ALONE = re.compile("(?:\\A|[^بپتٹجچدڈڑکگرلمن])ھ")  # do-chashmi heh where nothing is aspirated
_AE_INSIDE = re.compile("\u06d5[\u0621-\u06d3]|\\A\u0626[\u0649\u06d5][\u0621-\u06d5]")  # Kurdish and Uyghur spelling
_PERSIAN_FORM = re.compile("ن?م[یيى]\u200c.|.*.\u200c(?:ها[یيى]{0,2}|اند|ام|ا[یيى]|اش|تر|تر[یي]ن|ا[یي]م|ا[یي]د)\\Z")
_ARTICLE = re.compile("(?:[وفبکل]|وب)?(?:ال|لل)")
_PRONOUN = re.compile("[^بپتٹجچدڈڑکگرلمناویےھ]ھ(?:ا|م|ما|ن)\\Z|..[اوی]ھ(?:م|ما)\\Z|.....[اوی]ھا\\Z")
_HAMZA_FIRST = re.compile("[وفبکكل]?أ.")
_CASE_ENDING = re.compile("[\u064c\u064d]|(?<![\u0627\u064e])[\u064e\u064f\u0652]\\Z")
_LONG_VOWEL = re.compile("\u0650[یي][\u0652\u06e1]|\u064fو[\u0652\u06e1]|\u064e[یيو][\u0652\u06e1]")
_ALIF_SIGN = re.compile("[^یي]\u0670|\u0670.")


class _Word(NamedTuple):
    """What is known of a word. ``fold``, ``arabic`` and ``urdu`` are the same before and after unification."""

    fold: str  # letters only, Arabic letters read as Urdu ones
    plain: str  # letters only, as they stand
    unified: str  # the same in the letters of Urdu, in which Punjabi is written too
    odd: frozenset[str]  # its letters that unification would change
    vocalised: bool  # at least two vowel signs on at least four letters in ten
    arabic: float  # evidence of Arabic: 2 certain, 1 strong, 0.5 weak
    urdu: bool  # a word that only Urdu has
    foreign: bool  # has a letter that Urdu does not have
    tongues: tuple[str, ...]  # the languages of which it is a strong function word
    weight: float  # its evidence, at most 1, with a little for letters that unification would change
    alien: bool  # it cannot stand in Arabic: it has letters that only Urdu or a third language has
    signs: int  # what a line asks of all its words: the sum of some of _EVIDENCE … _HEH
    spoken: int  # the languages (bits in the order of _LANGUAGES) of which it is any evidence
    ends: int  # the languages that end before it: it is an Urdu word that they do not share


_EVIDENCE, _URDU, _ALIEN, _FOREIGN, _STRONG, _OWN, _STRANGE, _HEH = (1 << k for k in range(8))
"""Evidence of Arabic or its keyboard; a word only of Urdu; not Arabic; foreign letters; a strong function word of a
third language; letters of Urdu, or a word that no other language has; letters that unification would change; the heh of
Persian."""

_LANGUAGES = ("", "ckb", "fa", "pnb", "ps", "sd")  # the first stands for any other
_ALL = (1 << len(_LANGUAGES)) - 1
_FA, _PNB = (1 << _LANGUAGES.index(language) for language in ("fa", "pnb"))
_NOT_PUNJABI = _ALL & ~_PNB & ~1  # Punjabi shares the words of Urdu, and their letters


@cache
def _only(bit: int) -> bytes:
    """Return the table that makes 1 of every byte with a bit and 0 of all others."""
    return bytes([bool(byte & bit) for byte in range(256)])


_HAS = {1 << k: _only(1 << k) for k in range(8)}
_ENDS_ARABIC = _only(_URDU | _ALIEN)
_LONG = 100  # nothing longer is a word
_WORDS_KEPT = 16_384
_RARE, _COMMON = lexicon.band_of(30), lexicon.band_of(2000)
_TYPED, _UNTYPED = frozenset("يىكه"), frozenset("یکہ")  # what an Arabic keyboard has for letters of Urdu, and these
_YEH_KAF = str.maketrans("يىك", "ییک")
_SURE = 9  # bands: eight times as frequent
_DOUBTS = 3  # for each word that only Urdu has
_HEH_PLACES = 4  # how many hehs of a word are tried both ways


class _Reading(NamedTuple):
    """A word as it is if it was typed on an Arabic keyboard. It is the same before and after unification."""

    word: _Word
    proof: bool  # only Urdu has it, in whatever letters
    rarity: float  # how surely it is no Urdu word: 0, 0.5 or 1
    common: bool  # Urdu has it all the time


class _Words(dict[str, _Word]):
    """A bounded memo of words."""

    def __missing__(self, word: str) -> _Word:
        if len(self) >= _WORDS_KEPT:
            self.clear()
        known = self[word] = _known(word if len(word) <= _LONG else "")
        return known


_words = _Words()
_word = _words.__getitem__


def _known(word: str) -> _Word:
    if _UNUSUAL.search(word):
        word = _DROPPED_INSIDE.sub("", word)
        word = unicode.nfc(_HIGH_HAMZA_LAST.sub("\u0627\u0621", word).replace("\u0674", "\u0654"))
        if _PRESENTATION.search(word):
            word = unicode.nfc(_PRESENTATION.sub(_plain_letters, word))
        word = _DOUBLED.sub("\\1", word)
        parts = _MARKS.sub("", word)
        marks = len(_HARAKAT.findall(word))
    else:
        parts, marks = word, 0
    letters = parts.replace("\u200c", "")
    fold = letters.translate(_FOLD)
    odd = _ARABIC_LETTERS.intersection(letters)
    if "ھ" in letters and len(letters) > 1 and _HEH_ALONE.search(letters):
        odd |= {"ھ"}
    arabic = _arabic_evidence(word, letters, fold, marks)
    urdu = fold in _urdu_words() and arabic < 2
    foreign = not _foreign_letters().isdisjoint(letters) or bool(_AE_INSIDE.search(letters))
    unified = letters.translate(_SPELLING) if odd else letters
    tongues = _tongues(parts, letters)
    if odd and "pnb" in _strong_words().get(unified, ()):
        tongues = tuple(sorted({*tongues, "pnb"}))
    alien = foreign or (arabic < 2 and not _URDU_ONLY.isdisjoint(fold))
    weight = max(min(arabic, 1.0), 0.25 if odd and not urdu else 0.0)
    heh = "ه" in odd and not urdu and fold not in _NAMES_OF_GOD  # whoever writes Persian writes it, in any word
    spoken, shared = _bits().get(letters, (0, 0))
    punjabi = _bits().get(unified, (0, 0))
    spoken, shared = spoken | punjabi[0] & _PNB, shared | punjabi[1] & _PNB
    own = bool(_NATIVE.search(letters)) or (urdu and not shared)
    if foreign:
        spoken, ends = _ALL, 0
    else:
        spoken |= _FA if heh else 0
        # As it stands, not folded: in other languages some words, so folded, look like Urdu ones.
        ends = _ALL & ~_PNB if letters in _urdu_spellings() else 0 if _INDIC.isdisjoint(letters) else _FA
        ends = (ends | (_PNB if urdu else 0)) & ~shared
    for language in tongues:
        spoken |= 1 << _LANGUAGES.index(language)
    signs = (
        (_EVIDENCE if arabic >= 1 or odd else 0)
        | (_URDU if urdu else 0)
        | (_ALIEN if alien else 0)
        | (_FOREIGN if foreign else 0)
        | (_STRONG if tongues else 0)
        | (_OWN if own else 0)
        | (_STRANGE if odd or "ە" in letters else 0)
        | (_HEH if heh else 0)
    )
    return _Word(
        fold,
        letters,
        unified,
        odd,
        marks >= 2 and marks >= 0.4 * len(letters),
        arabic,
        urdu,
        foreign,
        tongues,
        weight,
        alien,
        signs,
        spoken,
        ends,
    )


@lru_cache(maxsize=_WORDS_KEPT)
def _reading(token: str) -> _Reading:
    seen = _word(token)
    if len(token) > _LONG:
        return _Reading(seen, proof=False, rarity=1.0, common=False)
    letters = token.translate(_YEH_KAF)
    places = [k for k, char in enumerate(letters) if char in "هہھ"][:_HEH_PLACES]
    best, band = "", -2
    for choice in product("ہھ", repeat=len(places)):  # it may be either letter; the more frequent word is meant
        chars = list(letters.replace("ه", "ہ"))
        for place, char in zip(places, choice, strict=True):
            chars[place] = char
        spelling = "".join(chars)
        if (found := lexicon.band(_MARKS.sub("", spelling))) > band:
            best, band = spelling, found
    word = _word(best)
    rarity = min(_seldom(best), _seldom(word.plain))  # with and without its vowel signs: فوراً has one
    proof = word.urdu
    if not (proof or rarity) and len(word.plain) > 2 and _SOUNDS.search(word.plain):
        proof = "ھ" not in word.plain or band - lexicon.band(word.plain.replace("ھ", "ہ")) >= _SURE
    if proof:
        others = (_bits().get(same, (0, 0))[1] for same in {seen.plain, letters, word.plain})
        proof = not any(shared & _NOT_PUNJABI for shared in others)
    return _Reading(word, proof, rarity, band >= _COMMON)


@cache
def _bits() -> dict[str, tuple[int, int]]:
    """Return, for every word of the table, the languages of which it is evidence, and those that have it at all."""
    bits: dict[str, tuple[int, int]] = {}
    for k, language in enumerate(_LANGUAGES[1:], 1):
        for word, weight in _function_words(language).items():
            spoken, shared = bits.get(word, (0, 1))  # the first language is any of them
            bits[word] = (spoken | (1 << k if weight else 0), shared | 1 << k)
    return bits


def _tongues(parts: str, letters: str) -> tuple[str, ...]:
    """Return the languages of which a word, or a part of it before or after a non-joiner, is a strong function word."""
    known = _strong_words()
    if parts == letters:
        return known.get(letters, ())
    found = {language for part in (letters, *parts.split("\u200c")) for language in known.get(part, ())}
    if _PERSIAN_FORM.match(parts):
        found.add("fa")
    return tuple(sorted(found))


def _plain_letters(match: re.Match[str]) -> str:
    """Return the letters that a presentation form stands for."""
    if match.group() == "\ufdf2":
        return "اللہ"
    parts = unicode.decomposition(match.group()).split()
    letters = "".join(chr(int(part, 16)) for part in parts if not part.startswith("<"))
    return letters.replace(" ", "").replace("\u0640", "") or match.group()


def _arabic_evidence(word: str, letters: str, fold: str, marks: int) -> float:
    """Return how surely a word is Arabic: 2, 1, 0.5 or 0."""
    vocalised = marks >= 2 and marks >= 0.4 * len(letters)
    marked = vocalised and _marked_as_arabic(word, letters)
    if not marked and not _URDU_ONLY.isdisjoint(letters):
        return 0
    if fold in _NAMES_OF_GOD and not _CASE_ENDING.search(word):
        return 0.5  # with its shadda and khari zabar it is Urdu spelling too
    weight = _listed(fold)
    if marked or (vocalised and weight) or _SCRIPTURE.search(word) or not _QURANIC.isdisjoint(letters):
        return 2
    if vocalised:
        return max(weight, 1 if marks >= 0.6 * len(letters) else 0.5)
    if _HAMZA_FIRST.match(letters) or _PRONOUN.search(letters):
        return 1
    article = _ARTICLE.match(fold)
    if article and len(fold) - article.end() >= 2:
        if not _ARABIC_LETTERS.isdisjoint(letters[article.end() :]):
            return 2
        return max(weight, 1.0 if fold[-1] == "ۃ" else 0.5)
    return max(weight, 0.5 if fold[-1:] == "ۃ" and len(fold) > 2 else 0.0)


def _listed(fold: str) -> float:
    """Return the weight of a word in the table, with or without one of the particles that Arabic writes joined."""
    words = _arabic_words()
    weight = words.get(fold)
    if weight is None and fold[0:1] in ("و", "ف") and len(fold) > 3:
        weight = words.get(fold[1:], 0.0)
        if len(fold) == 4:
            weight = min(weight, 0.5)  # too short to be sure
    return weight or 0.0


_QURANIC = frozenset("ةٱإ")
_NAMES_OF_GOD = frozenset({"اللہ", "للہ", "باللہ", "واللہ"})


def _marked_as_arabic(word: str, letters: str) -> bool:
    """Whether the vowel signs are set as Arabic sets them: endings, sukun on long vowels, article, alif signs."""
    return bool(
        _CASE_ENDING.search(word)
        or _LONG_VOWEL.search(word)
        or _SCRIPTURE.search(word)
        or (_ALIF_SIGN.search(word) and "\u0652" in word)
        or any(char in _ARABIC_LETTERS for char in letters)
        or (_ARTICLE.match(letters.translate(_FOLD)) and "\u0652" in word)
    )


@cache
def _foreign_letters() -> frozenset[str]:
    return frozenset(table("guards/foreign-letters").column("letter"))


@cache
def _arabic_words() -> dict[str, float]:
    return {row["word"]: _WEIGHTS[row["weight"]] for row in table("guards/arabic-words").dicts()}


@cache
def _urdu_words() -> frozenset[str]:
    """Return the words of the table, folded."""
    return frozenset(word.translate(_FOLD) for word in _urdu_spellings())


@cache
def _urdu_spellings() -> frozenset[str]:
    return frozenset(table("guards/urdu-words").column("word"))


@cache
def _languages() -> tuple[str, ...]:
    return tuple(sorted(set(table("guards/language-words").column("language"))))


@cache
def _function_words(language: str) -> dict[str, float]:
    if not language:
        return _any_function_words()
    rows = table("guards/language-words").dicts()
    words = {row["word"]: _WEIGHTS[row["weight"]] for row in rows if row["language"] == language}
    if language == "fa":
        for (
            yeh
        ) in "يى":  # much of it is in Arabic letters; words that Urdu shares are so from its keyboards too, with ي
            letters = str.maketrans("یک", yeh + "ك")
            typed = {word.translate(letters): weight for word, weight in words.items() if weight or yeh == "ى"}
            words = typed | words
    return words


@cache
def _strong_words() -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    for language in _languages():
        for word, weight in _function_words(language).items():
            if weight == 1:
                words[word] = (*words.get(word, ()), language)
    return words


@cache
def _weak_words() -> frozenset[str]:
    return frozenset(word for language in _languages() for word, weight in _function_words(language).items() if weight)


@cache
def _any_function_words() -> dict[str, float]:
    return {word: 0.0 for language in _languages() for word in _function_words(language)}


_WEIGHTS = {"strong": 1.0, "weak": 0.5, "shared": 0.0}


def is_foreign(word: str, names: frozenset[str]) -> bool:
    """Whether a word, whatever stands beside it, is not Urdu: only what looks identical may be changed in it.

    It has a letter that Urdu does not have (guard ``language``), or is Arabic with its vowel signs (guard ``arabic``).

    >>> is_foreign("ڪتاب", frozenset({"language"})), is_foreign("کتاب", frozenset({"language"}))
    (True, False)
    """
    known = _word(word)
    if known.foreign:
        return "language" in names
    if "arabic" not in names or not known.vocalised or known.arabic < 2:
        return False
    return 2 * len(_HARAKAT.findall(_DOUBLED.sub("\\1", word))) >= len(known.plain)


# ------------------------------------------------------------------ what a line must be looked at for

_LOOK = re.compile("[`\ufd3e\ufd3f\u060e\u060f]|\\$(?![\\s\\d]|\\Z)|\\S\\$|<[A-Za-z/!?]|\\\\[(\\[]|\\]\\(")
_QUOTES = "’‘“”\"'«»‹›()[]{}\ufd3e\ufd3f"
_QUOTED = re.compile(f"[{re.escape(_QUOTES)}]")
_TOKEN = re.compile(f"{RAW_WORD.pattern}|[\u06fd\u06fe]")  # the Sindhi signs for "and" and "in" are words
_MARKS_IN_OPAQUE = re.compile("[^A-Za-z0-9_@#]")


def raises(chunk: str, names: frozenset[str]) -> bool:
    """Whether a line with this chunk must be looked at by :func:`find`; seldom true of clean Urdu.

    >>> raises("`کوڈ`", frozenset({"code"})), raises("کتاب", frozenset({"code"}))
    (True, False)
    """
    arabic, language = "arabic" in names, "language" in names
    if _PLAIN.fullmatch(chunk):
        return _plain_raises(chunk, arabic, language)
    if _LOOK.search(chunk):
        return True
    if _HINT.search(chunk):
        for start, end in _addresses(chunk, names):
            if _MARKS_IN_OPAQUE.search(chunk, start, end):
                return True
    if not (arabic or language):
        return False
    for word in _TOKEN.findall(chunk):
        if _PLAIN.fullmatch(word):
            if _plain_raises(word, arabic, language):
                return True
            continue
        known = _word(word)
        if language:
            if known.signs & (_FOREIGN | _STRONG | _HEH):
                return True
            strange = known.signs & _STRANGE and not known.signs & _OWN
            if strange and (known.plain in _any_function_words() or _rarity(known)):
                return True
        if arabic:
            if known.arabic >= 1:
                return True
            if known.odd and not known.urdu and _QUOTED.search(chunk):
                return True
            if known.odd and known.arabic and len(known.fold) > 2 and known.fold not in _NAMES_OF_GOD:
                return True
    return False


def _plain_raises(word: str, arabic: bool, language: bool) -> bool:
    if language and word in _strong_words():
        return True
    return arabic and word not in _NAMES_OF_GOD and _listed(word.replace("ھ", "ہ")) >= 1


# Letters that are no evidence of anything by themselves: for such a word two tables decide.
_PLAIN = re.compile(
    "[ءآابتثجحخدذرزسشصضطظعغفقکگلمنوہیئؤپچژ]+|(?:[ءآابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہیےئؤ]|(?<=[بپتٹجچدڈڑکگرلمن])ھ)+"
)


def _addresses(chunk: str, names: frozenset[str]) -> list[tuple[int, int]]:
    """Return the opaque spans of a chunk that punctuation and spacing, which see the whole line, could damage."""
    return list(opaque(chunk, names - {"numbers"}))


# ------------------------------------------------------------------ lines


def find(line: str, names: frozenset[str]) -> list[Span]:
    """Return the guarded spans of a line, sorted and disjoint.

    >>> find("آیت ﴿قُلْ هُوَ اللَّهُ أَحَدٌ﴾ پڑھیے", frozenset({"arabic"}))
    [Span(start=4, end=30, mode='opaque', name='arabic')]
    """
    spans = untouchable(line, names)
    look = _Line(line)
    arabic = [*_arabic(look)] if "arabic" in names else []
    _put(spans, (Span(start, end, "minimal", "arabic") for start, end in arabic))
    if "language" in names:
        found = _united([*_other_languages(look, arabic)])
        _put(spans, (Span(start, end, "minimal", "language") for start, end in found))
    if "verse" in names and (match := _VERSE.search(line)):
        _put(spans, [Span(match.start(), len(line), "letters", "verse")])
    return [trimmed for span in spans if (trimmed := _trimmed(line, span)) is not None]


def untouchable(line: str, names: frozenset[str]) -> list[Span]:
    """Return those of the spans of :func:`find` that stay byte for byte as they are, whatever language they are in."""
    spans: list[Span] = []
    if "code" in names and "`" in line:
        _put(spans, (Span(start, end, "opaque", "code") for start, end in _code(line)))
    if "markup" in names:
        _put(spans, (Span(*span, "opaque", "markup") for span in _markup(line)))
    addresses: list[Span] = []
    start = 0
    while hint := _HINT.search(line, start):
        start = line.rfind(" ", start, hint.start()) + 1 or start
        end = line.find(" ", hint.end())
        end = len(line) if end < 0 else end
        for low, high in _addresses(line[start:end], names):
            addresses.append(Span(start + low, start + high, "opaque", "opaque"))
        start = end
    _put(spans, addresses)
    if "arabic" in names:
        _put(spans, (Span(*match.span(), "opaque", "arabic") for match in _ORNATE.finditer(line)))
    return spans


def _trimmed(line: str, span: Span) -> Span | None:
    """Return a span without the spaces at its edges: they part it from its neighbours."""
    inside = line[span.start : span.end]
    if span.mode == "opaque" or not inside.strip():
        return span if span.mode == "opaque" else None
    start = span.start + len(inside) - len(inside.lstrip())
    return span._replace(start=start, end=start + len(inside.strip()))


def _put(spans: list[Span], more: Iterable[Span]) -> None:
    """Add spans; where one overlaps what is there already, only the rest of it is added. ``spans`` stay sorted."""
    pieces: list[Span] = []
    k = position = 0
    for span in sorted(more):
        start = max(span.start, position)
        position = max(span.end, position)
        while k < len(spans) and spans[k].end <= start:
            k += 1
        while k < len(spans) and spans[k].start < span.end and start < span.end:
            if start < spans[k].start:
                pieces.append(span._replace(start=start, end=spans[k].start))
            start = spans[k].end
            k += 1
        if start < span.end:
            pieces.append(span._replace(start=start))
        k = max(k - 1, 0)
    if pieces:
        spans[:] = sorted(spans + pieces)


_ORNATE = re.compile("\ufd3f[^\ufd3e\ufd3f]*\ufd3e|\ufd3e[^\ufd3e\ufd3f]*\ufd3f")
_VERSE = re.compile("(?<!\\d)(?<!\\d )[\u060e\u060f](?=.*\\w)")  # after a number it is a footnote sign
_INLINE = re.compile(r"(?<![\\$\w])\$(?=[^\s$])([^$]*?)(?<=[^\s\\])\$(?![\d$])")
_MATHS = re.compile(r"[\\^_={}+*/<>|-]|^\s*[A-Za-z]\s*$|^[A-Za-z]\(")


def _markup(line: str) -> Iterator[tuple[int, int]]:
    """Yield mathematics, elements and link targets of a line."""
    if "$" in line or "\\" in line:
        yield from _display(line)
        yield from _latex(line)
        for match in _INLINE.finditer(line):
            if _MATHS.search(match.group(1)) and not _plain_urdu(match.group(1)):
                yield match.span()
    if "<" in line:
        yield from _between(line, "<!--", "-->")
        yield from _closed_by(line, _OPENING, "element", "</{}>")
        for match in _ELEMENT.finditer(line):
            yield match.span()
    if "](" in line:
        for match in _LINK.finditer(line):
            yield match.span()


def _display(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield ``$$…$$``, ``\[…\]`` and ``\(…\)``, unless there is a paragraph or plain Urdu in it."""
    for opening, closing in (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)")):
        for start, end in _between(text, opening, closing):
            inside = text[start + 2 : end - 2]
            if "\n\n" not in inside and not _plain_urdu(inside):
                yield start, end


def _between(text: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    start = text.find(opening)
    while start >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            return
        yield start, end + len(closing)
        start = text.find(opening, end + len(closing))


_TEXT_COMMAND = re.compile(r"\\(?:text|mbox|mathrm|hbox)\w*\{[^{}]*\}")


def _plain_urdu(maths: str) -> bool:
    """Whether there are Urdu words between two dollar signs, which then are dollars."""
    return bool(WORD.search(_TEXT_COMMAND.sub("", maths)))


# ------------------------------------------------------------------ Arabic and other languages in a line


class _Run(NamedTuple):
    """Words ``first`` to ``last`` of a line; ``left`` and ``right`` are the marks that bound them.

    ``""`` stands for the edge of the line, ``"w"`` for a word that ends the run.
    """

    first: int
    last: int
    left: str
    right: str

    @property
    def length(self) -> int:
        return self.last + 1 - self.first

    @property
    def bounded(self) -> bool:
        return self.left != "w" and self.right != "w"

    @property
    def quoted(self) -> bool:
        return self.bounded and self.left != "" and self.right != ""


class _Line:
    """A line and its words; what costs more than a look at the words is made when it is first needed."""

    def __init__(self, text: str) -> None:
        self.text = text
        tokens = _TOKEN.findall(text)
        self.words: Sequence[_Word] = list(map(_word, tokens))
        if any(not _TYPED.isdisjoint(word.odd) for word in self.words):
            readings = list(map(_reading, tokens))
            if _is_typed(self.words, readings, text.lstrip()[:1] in "’‘“”\"'«‹"):
                self.words = [reading.word for reading in readings]
        self.signs = bytes([word.signs for word in self.words])

    def has(self, signs: int) -> bool:
        """Whether any word has any of these signs."""
        return self.signs.translate(_only(signs)).find(1) >= 0

    @cached_property
    def spoken(self) -> bytes:
        return bytes([word.spoken for word in self.words])

    @cached_property
    def ends(self) -> bytes:
        return bytes([word.ends for word in self.words])

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        return [match.span() for match in _TOKEN.finditer(self.text)]

    @cached_property
    def marks(self) -> Mapping[int, Sequence[str]]:
        """The quotation marks and brackets by the index of the word that follows them, in order."""
        marks: dict[int, list[str]] = {}
        position = k = 0
        for match in _QUOTED.finditer(self.text):  # no word has one inside
            k += len(_TOKEN.findall(self.text, position, match.start()))
            position = match.end()
            marks.setdefault(k, []).append(match.group())
        return marks

    @cached_property
    def cuts(self) -> list[int]:
        return list(self.marks)


def _is_typed(words: Sequence[_Word], readings: Sequence[_Reading], quoted: bool) -> bool:
    """Whether a line is Urdu from an Arabic keyboard, whose letters then stand for those of Urdu and prove nothing.

    It has words that only Urdu has, more of them in these letters than in those of Urdu, and more than words of another
    language. Or nothing speaks for one or the other, it does not begin with a quotation mark, and four fifths of the
    words are known to Urdu and not shared.
    """
    proofs = typed = native = against = long = 0
    doubts = 0.0
    for word, reading in zip(words, readings, strict=True):
        odd = not _TYPED.isdisjoint(word.odd)
        if word.signs & (_FOREIGN | _STRONG) and not (odd and reading.common):
            against += 1
        elif reading.proof:
            proofs += 1
            typed += odd
            native += not _UNTYPED.isdisjoint(word.plain)
        if len(word.plain) > 1:
            long += 1
            shared = word.plain in _weak_words() or reading.word.arabic >= 1
            doubts += reading.rarity if not shared else 0.5 if reading.common else 1.0
    if typed or native:
        return typed > native and proofs > against and doubts <= _DOUBTS * proofs
    return not (against or quoted) and 5 * doubts <= long


_STRETCH = re.compile(b"\0+")


def _runs(line: _Line, ends: bytes, low: int = 0, high: int | None = None) -> list[_Run]:
    """Return the stretches of words between words that end them, quotation marks, brackets and the line's edges.

    ``low`` and ``high`` bound the words looked at.
    """
    runs: list[_Run] = []
    marks, cuts, count = line.marks, line.cuts, len(ends)
    k = bisect_left(cuts, low)
    for stretch in _STRETCH.finditer(ends, low, count if high is None else high):
        first, stop = stretch.span()
        left = marks[first][-1] if first in marks else ("w" if first else "")
        while k < len(cuts) and cuts[k] <= first:
            k += 1
        while k < len(cuts) and cuts[k] < stop:
            runs.append(_Run(first, cuts[k] - 1, left, marks[cuts[k]][0]))
            first, left = cuts[k], marks[cuts[k]][-1]
            k += 1
        runs.append(_Run(first, stop - 1, left, marks[stop][0] if stop in marks else ("w" if stop < count else "")))
    return runs


def _cut(run: _Run, first: int, last: int) -> _Run:
    return _Run(first, last, run.left if first == run.first else "w", run.right if last == run.last else "w")


def _arabic(line: _Line) -> Iterator[tuple[int, int]]:
    """Yield the Arabic quotations: word runs with enough evidence, and what joins them."""
    if not line.has(_EVIDENCE):
        return
    words, signs = line.words, line.signs
    evidence, urdu = signs.translate(_HAS[_EVIDENCE]), signs.translate(_HAS[_URDU])
    # Letters that the Urdu words of the line have too show the writer's keyboard, not his language.
    keyboard = frozenset[str]().union(*{word.odd for word in words if word.urdu and word.odd})
    runs: list[_Run] = []
    parts: list[_Run | None] = []
    ends = signs.translate(_ENDS_ARABIC)
    for run in _runs(line, signs.translate(_HAS[_ALIEN])):
        # A long Arabic text has a word or two that look like Urdu ones.
        few = urdu.count(1, run.first, run.last + 1)
        some = evidence.find(1, run.first, run.last + 1) >= 0
        if few == 0 or (some and few <= 0.08 * run.length and _score(words, run) >= 0.35 * run.length):
            part = _arabic_part(words, run, keyboard) if some else None
            if part is not None or few == 0:
                runs.append(run)
                parts.append(part)
                continue
        if not some:
            continue
        for smaller in _runs(line, ends, run.first, run.last + 1):
            some = evidence.find(1, smaller.first, smaller.last + 1) >= 0
            runs.append(smaller)
            parts.append(_arabic_part(words, smaller, keyboard) if some else None)
    yield from _spans(line, _joined(words, runs, parts))


def _score(words: Sequence[_Word], run: _Run) -> float:
    return sum(word.weight for word in words[run.first : run.last + 1])


def _arabic_part(words: Sequence[_Word], run: _Run, keyboard: frozenset[str]) -> _Run | None:
    """Return the part of a run that is Arabic, or ``None``."""
    tokens = words[run.first : run.last + 1]
    count = len(tokens)
    score = _score(words, run)
    certain = sum(word.arabic == 2 for word in tokens)
    strong = sum(word.arabic >= 1 for word in tokens)
    odd = sum(bool(word.odd - keyboard) for word in tokens)
    if run.quoted and count <= 3 and (certain or (strong and score > 0.5 * count and count > 1)):
        return run
    # A word or two in quotation marks, in letters that the writer does not use elsewhere (not just the heh of ھندی).
    plain_quotes = run.left not in "([{" and run.right not in ")]}"
    if (
        run.quoted
        and count <= 3
        and any(
            word.odd - keyboard and (word.arabic or (plain_quotes and word.odd - keyboard - {"ھ"})) for word in tokens
        )
    ):
        return run
    if run.quoted and odd and (4 * odd + 2 * score >= count or score >= 0.2 * count):
        return run
    if run.bounded and odd >= 2 and score >= 0.25 * count and any(word.arabic or _rarity(word) for word in tokens):
        return run
    if run.bounded and certain and count >= 2 and score >= 0.3 * count:
        return run
    if run.bounded and strong and count >= 3 and score >= (0.35 if count < 12 else 0.25) * count:
        return run
    # Inside a sentence: from the first to the last word with strong evidence, and on while there is any.
    strong_at = [k for k in range(run.first, run.last + 1) if words[k].arabic >= 1]
    if len(strong_at) < 2:
        return None
    first, last = strong_at[0], strong_at[-1]
    inner = words[first : last + 1]
    if len(inner) == 2 and any(word.arabic < 2 for word in inner):
        return None
    if sum(word.weight for word in inner) < 0.45 * len(inner):
        return None
    while last < run.last and words[last + 1].weight:
        last += 1
    while first > run.first and words[first - 1].weight:
        first -= 1
    # Up to the quotation mark, bracket or edge, if it is near.
    if run.left != "w" and first - run.first <= 3:
        first = run.first
    if run.right != "w" and run.last - last <= 3:
        last = run.last
    return _cut(run, first, last)


def _joined(words: Sequence[_Word], runs: Sequence[_Run], parts: Sequence[_Run | None]) -> list[_Run]:
    """Return the guarded runs, with those between and beside them that cannot be Urdu, joined where they meet."""
    kept: list[_Run] = []
    if parts.count(None) == len(parts):
        return kept
    for k, (run, part) in enumerate(zip(runs, parts, strict=True)):
        if part is None:
            before = k > 0 and parts[k - 1] is not None and runs[k - 1].last + 1 == run.first
            after = k + 1 < len(runs) and parts[k + 1] is not None and run.last + 1 == runs[k + 1].first
            if not (before or after):
                continue
            inside = words[run.first : run.last + 1]
            evidence = run.bounded and any(word.arabic or word.odd for word in inside)
            if not ((before and after) or evidence):
                continue
            part = run
        if kept and _meet(words, kept[-1], part):
            part = _Run(kept[-1].first, part.last, kept[-1].left, part.right)
            kept.pop()
        kept.append(part)
    return kept


def _meet(words: Sequence[_Word], left: _Run, right: _Run) -> bool:
    """Whether what lies between two guarded runs belongs to them: nothing, or a word or two that Arabic may have."""
    between = words[left.last + 1 : right.first]
    if len(between) > 2 or any(not _URDU_ONLY.isdisjoint(word.fold) for word in between):
        return not between
    long = left.last - left.first >= 2 and right.last - right.first >= 2
    return not between or long or not any(word.urdu for word in between)


_OPENING_MARKS = "([{«‹“”‘’\"'"
_CLOSING_MARKS = ")]}»›“”‘’\"'"
_AFTER = re.compile(r"\s*(?:[.،,:؛;!?؟…*]|۔(?!\S))+")
_REFERENCE = re.compile(r"\s*[(\[][^()\[\]\d]{0,80}\d[^()\[\]]{0,80}[)\]]")


def _spans(look: _Line, kept: Sequence[_Run]) -> Iterator[tuple[int, int]]:
    """Yield the spans of guarded runs, with the quotation marks, reference and punctuation that go with them."""
    line = look.text
    for run in kept:
        start, end = look.places[run.first][0], look.places[run.last][1]
        if run.left and run.left in _OPENING_MARKS:
            start = line.rfind(run.left, 0, start)
        elif run.left == "":
            start = 0
        if run.right and run.right in _CLOSING_MARKS:
            end = line.find(run.right, end) + 1
        elif run.right == "":
            end = len(line)
        reference = _REFERENCE.match(line, end)
        if reference and len(WORD.findall(reference.group())) <= 5:
            end = reference.end()
        if after := _AFTER.match(line, end):
            end = after.end()
        yield start, end


def _other_languages(line: _Line, arabic: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield stretches between words with foreign letters, sentences and lines with another language's words."""
    if not line.has(_FOREIGN | _STRONG | _STRANGE):
        return
    words = line.words
    if _strange(line, arabic) or _punjabi(line):
        yield line.places[0][0], line.places[-1][1]
        return
    foreign = [k for k, word in enumerate(words) if word.foreign]
    for k, near in pairwise(foreign):
        if near - k <= 6:
            yield line.places[k][0], line.places[near][1]
    spoken = {language for word in words for language in word.tongues}
    if line.has(_HEH):
        spoken.add("fa")
    if foreign:
        spoken.add("")  # some other
    for k, language in enumerate(_LANGUAGES):
        if language not in spoken:
            continue
        known = _function_words(language)
        heard = line.spoken.translate(_HAS[1 << k])
        runs = _runs(line, line.ends.translate(_HAS[1 << k]))
        parts = [
            _other_part(words, run, language, known) if heard.find(1, run.first, run.last + 1) >= 0 else None
            for run in runs
        ]
        yield from _spans(line, _joined(words, runs, parts))
        if heard.count(1) > 1 and _throughout(words, language, known):
            yield line.places[0][0], line.places[-1][1]


@lru_cache(maxsize=_WORDS_KEPT)
def _seldom(word: str) -> float:
    """Return how surely a spelling is no Urdu word: 1 if nobody counted it, 0.5 if hardly anybody."""
    band = lexicon.band(word)
    return 1.0 if band < 0 else 0.5 if band < _RARE else 0.0


def _rarity(word: _Word) -> float:
    return _seldom(word.fold if "ھ" in word.odd else word.plain.translate(_SPELLING))


def _strange(line: _Line, arabic: Sequence[tuple[int, int]]) -> bool:
    """Whether a line in other letters than those of Urdu has nothing Urdu, but words that Urdu does not know.

    It is not enough that there is nothing Urdu: Urdu typed on an Arabic keyboard has lines of two or three names.
    Arabic in the line, and with it the reference, is no evidence.
    """
    if line.has(_OWN) or not line.has(_FOREIGN | _STRANGE):
        return False
    words = [word for word in line.words if len(word.plain) > 1]
    if arabic:
        starts = [start for start, _ in arabic]
        words = [
            word
            for word, (start, _) in zip(line.words, line.places, strict=True)
            if len(word.plain) > 1 and not _within(arabic, starts, start)
        ]
        if not any(word.signs & (_FOREIGN | _STRANGE) for word in words):
            return False
    count = len(words)
    share = 0.5 if count < 4 else 0.25 if count < 8 else 0.2
    return count > 1 and sum(map(_foreignness, words)) >= max(1, share * count)


def _within(spans: Sequence[tuple[int, int]], starts: Sequence[int], place: int) -> bool:
    """Whether a place is in one of the spans, which are sorted by their starts."""
    k = bisect_right(starts, place)
    return k > 0 and place < spans[k - 1][1]


def _foreignness(word: _Word) -> float:
    if word.signs & (_FOREIGN | _STRONG):
        return 1
    return max(_rarity(word), 0.5 if word.plain in _weak_words() else 0.0)


def _punjabi(line: _Line) -> bool:
    """Whether a line has a word of Punjabi, others that Urdu hardly knows, and none or one that is only Urdu."""
    if not line.has(_STRONG):
        return False
    known = _function_words("pnb")
    words = [word for word in line.words if len(word.plain) > 1]
    strong = {word.unified for word in words if "pnb" in word.tongues}
    urdu = line.ends.translate(_HAS[1 << _LANGUAGES.index("pnb")]).count(1)
    if not strong or urdu > 1 or len(words) < 3:
        return False
    sure = [known[word.unified] for word in words if word.unified in known]
    total = sum(sure) + sum(0.5 * _rarity(word) for word in words if word.unified not in known)
    density = total / len(words)
    if total < 1.5 or density < 0.2 or sum(sure) < 0.08 * len(words):
        return False
    if strong == {"دا"}:  # it stands in names and titles too
        return urdu == 0 and density >= 0.3
    return urdu == 0 or (density >= 0.25 and (len(strong) > 1 or (density >= 0.3 and 0.5 in sure)))


def _speaks(word: _Word, language: str, known: Mapping[str, float]) -> float:
    """Return the weight of a word as evidence of a language."""
    weight = (
        1.0
        if word.foreign or language in word.tongues
        else known.get(word.unified if language == "pnb" else word.plain, 0.0)
    )
    return max(weight, 0.5) if language == "fa" and word.signs & _HEH else weight


def _other_part(words: Sequence[_Word], run: _Run, language: str, known: Mapping[str, float]) -> _Run | None:
    """Return the part of a run that is in a language, or ``None``."""
    found: dict[int, float] = {}
    for k in range(run.first, run.last + 1):
        weight = _speaks(words[k], language, known)
        if weight:
            found[k] = weight
    if not found:
        return None
    count = run.last + 1 - run.first
    if language == "fa":
        # Urdu words typed with another heh, or Persian ones that look like them: then much must speak for Persian.
        doubtful = sum(words[k].urdu and words[k].plain not in known for k in range(run.first, run.last + 1))
        if doubtful and (4 * doubtful > count or sum(found.values()) < 2 + doubtful):
            return None
    distinct = {words[k].plain: weight for k, weight in found.items()}
    strong = sum(weight == 1 for weight in distinct.values())
    total = sum(distinct.values())
    density = sum(found.values()) / count
    if run.bounded and density >= (0.12 if count >= 6 else 0.17):
        enough = _ENOUGH.get(language, 1.5)
        if any(words[k].foreign for k in found) or (strong and count >= 3 and total >= enough):
            return run
        plenty = total >= 3 or (total >= 1.5 and density >= 0.25)
        if language == "fa" and plenty and any(word in known for word in distinct):
            return run
    if strong < 2 or density < 0.2:
        return None
    return run if run.bounded else _cut(run, min(found), max(found))


_ENOUGH = {"fa": 1.0, "pnb": 2.0}  # Urdu shares most with Punjabi; Persian quotations are short


def _throughout(words: Sequence[_Word], language: str, known: Mapping[str, float]) -> bool:
    """Whether a whole line is in a language: its words are there, and hardly any that only Urdu has."""
    strong = [word.plain for word in words if word.foreign or language in word.tongues]
    if len(set(strong)) < 2 or len(strong) < 0.08 * len(words):
        return False
    urdu = sum(word.plain in _urdu_spellings() and word.plain not in known for word in words)
    return len(strong) > urdu if language == "pnb" else len(strong) >= 4 * urdu  # Punjabi shares most words


# ------------------------------------------------------------------ blocks of several lines

_FENCE = re.compile(r"^(?P<indent> {0,3}(?:> ?)*)(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*(?:\n|\Z)", re.MULTILINE)
_OPENING = re.compile(r"<([a-z]+)(?:\s[^<>]*)?>", re.IGNORECASE)
_BEGIN = re.compile(r"\\begin\{([a-z]+)\*?\}", re.IGNORECASE)


def blocks(text: str, names: frozenset[str]) -> list[Span]:
    r"""Return the guarded spans of a text that may hold several lines, sorted and disjoint.

    Fenced code (guard ``code``); elements whose content is code, comments, displayed mathematics and LaTeX environments
    of code and mathematics (guard ``markup``). A fence that is never closed reaches to the end, as in Markdown.

    >>> blocks("متن\n```\nx = 'كتاب'\n```\n", frozenset({"code"}))
    [Span(start=4, end=22, mode='opaque', name='code')]
    """
    spans: list[Span] = []
    if "code" in names and ("```" in text or "~~~" in text):
        _put(spans, (Span(start, end, "opaque", "code") for start, end in _fences(text)))
    if "markup" in names:
        found: list[tuple[int, int]] = []
        if "$$" in text or "\\[" in text:
            found.extend(_display(text))
        if "<" in text:
            found.extend(_between(text, "<!--", "-->"))
            found.extend(_closed_by(text, _OPENING, "element", "</{}>"))
        if "\\begin" in text:
            found.extend(_closed_by(text, _BEGIN, "environment", "\\end{{{}}}"))
        _put(spans, (Span(start, end, "opaque", "markup") for start, end in found))
    return spans


def _fences(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    while opening := _FENCE.search(text, position):
        mark, length = opening["fence"][0], len(opening["fence"])
        closing = re.compile(rf"^[ >]*{re.escape(mark)}{{{length},}}[ \t]*$", re.MULTILINE).search(text, opening.end())
        position = closing.end() if closing else len(text)
        yield opening.start("fence"), position


def _closed_by(text: str, opening: re.Pattern[str], kind: str, closing: str) -> Iterator[tuple[int, int]]:
    """Yield elements or environments, from their opening to their closing tag, if content of their kind is no text."""
    position = 0
    lower = text.lower() if len(text.lower()) == len(text) else text
    unclosed: set[str] = set()
    while match := opening.search(text, position):
        position = match.end()
        name = match.group(1).lower()
        if name in unclosed or name not in _names(kind):
            continue
        end = closing.format(name)
        found = lower.find(end, position)
        if found < 0:
            unclosed.add(name)
        else:
            position = found + len(end)
            yield match.start(), position
