"""What is known of a word: is it Arabic, of another language, or one that only Urdu has."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from urdu_norm import lexicon, unicode
from urdu_norm.guards.vocabulary import (
    FOLD,
    LANGUAGES,
    arabic_words,
    foreign_letters,
    languages_of,
    strong_words,
    urdu_spellings,
    urdu_words,
)

__all__ = [
    "ALIEN",
    "ALL",
    "ENDS_ARABIC",
    "EVIDENCE",
    "FOREIGN",
    "HAS",
    "HEH",
    "LONG",
    "MARKS",
    "NAMES_OF_GOD",
    "OWN",
    "PNB",
    "STRANGE",
    "STRONG",
    "URDU",
    "URDU_ONLY",
    "WORDS_KEPT",
    "Word",
    "is_foreign",
    "listed",
    "only",
    "rarity_of",
    "seldom",
    "word_of",
]

_HARAKAT = re.compile("[\u064b-\u0652\u0656\u0657\u0670\u06e1]")
_DOUBLED = re.compile(f"({_HARAKAT.pattern})\\1+")  # a key held too long says nothing about the language
MARKS = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0897-\u089f\u08ca-\u08e1\u08e3-\u08ff\u0640\u200d]"
)
_UNUSUAL = re.compile(
    f"{MARKS.pattern[:-1]}\u034f\u0674\u200b\ufb50-\ufefc]"
)  # marks, presentation forms: what has to be composed first
# Signs and ligatures of printed scripture; the Quranic sukun is not among them, since keyboards have it for the other.
_SCRIPTURE = re.compile("[\u06d6-\u06dc\u06df\u06e0\u06e2-\u06ed\ufbb2-\ufbc2\ufc00-\ufd3d\ufd50-\ufdc7]")
_SPELLING = str.maketrans("يىكهةأإٱۀە", "ییکہۃاااۂہ", "\u0674")  # the same, but ھ stays: it may be an aspirate
_DROPPED_INSIDE = re.compile("[\u034f\u200b\u200d]")
_HIGH_HAMZA_LAST = re.compile(f"\u0627\u0674+(?={MARKS.pattern}*\\Z)")
_PRESENTATION = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdf9\ufe70-\ufefc]")
_ARABIC_LETTERS = frozenset("يىكهةأإٱ")  # Arabic code points where Urdu writes another letter, or none
URDU_ONLY = frozenset("ٹپچڈڑژگںے")
_NATIVE = re.compile("[ٹڈڑںےہۂۃ]|[بپتچدک]ھ")  # letters of Urdu and Punjabi only, as they are written there
_INDIC = frozenset("ٹڈڑ")  # no language without letters of its own has them, but Punjabi
_HEH_ALONE = re.compile("(?:\\A|[^بپتٹجچدڈڑکگرلمن])ھ")  # do-chashmi heh where nothing is aspirated
_AE_INSIDE = re.compile("\u06d5[\u0621-\u06d3\u06d5]|\\A\u0626[\u0649\u06d5][\u0621-\u06d5]")  # Kurdish and Uyghur
_PERSIAN_FORM = re.compile("ن?م[یيى]\u200c.|.*.\u200c(?:ها[یيى]{0,2}|اند|ام|ا[یيى]|اش|تر|تر[یي]ن|ا[یي]م|ا[یي]د)\\Z")
_ARTICLE = re.compile("(?:[وفبکل]|وب)?(?:ال|لل)")
_PRONOUN = re.compile("[^بپتٹجچدڈڑکگرلمناویےھ]ھ(?:ا|م|ما|ن)\\Z|..[اوی]ھ(?:م|ما)\\Z|.....[اوی]ھا\\Z")
_HAMZA_FIRST = re.compile("[وفبکكل]?أ.")
_CASE_ENDING = re.compile("[\u064c\u064d]|(?<![\u0627\u064e])[\u064e\u064f\u0652]\\Z")
_LONG_VOWEL = re.compile("\u0650[یي][\u0652\u06e1]|\u064fو[\u0652\u06e1]|\u064e[یيو][\u0652\u06e1]")
_ALIF_SIGN = re.compile("[^یي]\u0670|\u0670.")


class Word(NamedTuple):
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
    signs: int  # what a line asks of all its words: the sum of some of EVIDENCE … HEH
    spoken: int  # the languages (bits in the order of LANGUAGES) of which it is any evidence
    ends: int  # the languages that end before it: it is an Urdu word that they do not share


EVIDENCE, URDU, ALIEN, FOREIGN, STRONG, OWN, STRANGE, HEH = (1 << k for k in range(8))
"""Evidence of Arabic or its keyboard; a word only of Urdu; not Arabic; foreign letters; a strong function word of a
third language; letters of Urdu, or a word that no other language has; letters that unification would change; the heh of
Persian."""
ALL = (1 << len(LANGUAGES)) - 1
_FA, PNB = (1 << LANGUAGES.index(language) for language in ("fa", "pnb"))


@cache
def only(bit: int) -> bytes:
    """Return the table that makes 1 of every byte with a bit and 0 of all others."""
    return bytes([bool(byte & bit) for byte in range(256)])


HAS = {1 << k: only(1 << k) for k in range(8)}
ENDS_ARABIC = only(URDU | ALIEN)
LONG = 100  # nothing longer is a word
WORDS_KEPT = 16_384
_RARE = lexicon.band_of(30)


class _Words(dict[str, Word]):
    """A bounded memo of words."""

    def __missing__(self, word: str) -> Word:
        if len(self) >= WORDS_KEPT:
            self.clear()
        known = self[word] = _known(word if len(word) <= LONG else "")
        return known


_words = _Words()
word_of = _words.__getitem__


def _known(word: str) -> Word:
    if _UNUSUAL.search(word):
        word = _DROPPED_INSIDE.sub("", word)
        word = unicode.nfc(_HIGH_HAMZA_LAST.sub("\u0627\u0621", word).replace("\u0674", "\u0654"))
        if _PRESENTATION.search(word):
            word = unicode.nfc(_PRESENTATION.sub(_plain_letters, word))
        word = _DOUBLED.sub("\\1", word)
        parts = MARKS.sub("", word)
        marks = len(_HARAKAT.findall(word))
    else:
        parts, marks = word, 0
    letters = parts.replace("\u200c", "")
    fold = letters.translate(FOLD)
    odd = _ARABIC_LETTERS.intersection(letters)
    if "ھ" in letters and len(letters) > 1 and _HEH_ALONE.search(letters):
        odd |= {"ھ"}
    arabic = _arabic_evidence(word, letters, fold, marks, odd)
    urdu = fold in urdu_words() and arabic < 2
    foreign = not foreign_letters().isdisjoint(letters) or (
        ("\u06d5" in letters or letters.startswith("\u0626")) and bool(_AE_INSIDE.search(letters))
    )
    unified = letters.translate(_SPELLING) if odd else letters
    tongues = _tongues(parts, letters)
    if odd and "pnb" in strong_words().get(unified, ()):
        tongues = tuple(sorted({*tongues, "pnb"}))
    alien = foreign or (arabic < 2 and not URDU_ONLY.isdisjoint(fold))
    weight = max(min(arabic, 1.0), 0.25 if odd and not urdu else 0.0)
    heh = "ه" in odd and not urdu and fold not in NAMES_OF_GOD  # whoever writes Persian writes it, in any word
    spoken, shared = languages_of().get(letters, (0, 0))
    punjabi = languages_of().get(unified, (0, 0))
    spoken, shared = spoken | punjabi[0] & PNB, shared | punjabi[1] & PNB
    own = bool(_NATIVE.search(letters)) or (urdu and not shared)
    if foreign:
        spoken, ends = ALL, 0
    else:
        spoken |= _FA if heh else 0
        # As it stands, not folded: in other languages some words, so folded, look like Urdu ones.
        ends = ALL & ~PNB if letters in urdu_spellings() else 0 if _INDIC.isdisjoint(letters) else _FA
        ends = (ends | (PNB if urdu else 0)) & ~shared
    for language in tongues:
        spoken |= 1 << LANGUAGES.index(language)
    signs = (
        (EVIDENCE if arabic >= 1 or odd else 0)
        | (URDU if urdu else 0)
        | (ALIEN if alien else 0)
        | (FOREIGN if foreign else 0)
        | (STRONG if tongues else 0)
        | (OWN if own else 0)
        | (STRANGE if odd or "ە" in letters else 0)
        | (HEH if heh else 0)
    )
    return Word(
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


def _tongues(parts: str, letters: str) -> tuple[str, ...]:
    """Return the languages of which a word, or a part of it before or after a non-joiner, is a strong function word."""
    known = strong_words()
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


def _arabic_evidence(word: str, letters: str, fold: str, marks: int, odd: frozenset[str]) -> float:
    """Return how surely a word is Arabic: 2, 1, 0.5 or 0."""
    vocalised = marks >= 2 and marks >= 0.4 * len(letters)
    marked = vocalised and _marked_as_arabic(word, letters)
    if not marked and not URDU_ONLY.isdisjoint(letters):
        return 0
    if fold in NAMES_OF_GOD and not _CASE_ENDING.search(word):
        return 0.5  # with its shadda and khari zabar it is Urdu spelling too
    weight = listed(fold)
    if (
        marked
        or (vocalised and weight)
        or (word != letters and _SCRIPTURE.search(word))
        or not _QURANIC.isdisjoint(letters)
    ):
        return 2
    if vocalised:
        return max(weight, 1 if marks >= 0.6 * len(letters) else 0.5)
    if odd and (_HAMZA_FIRST.match(letters) or _PRONOUN.search(letters)):  # both need an odd letter
        return 1
    article = _ARTICLE.match(fold)
    if article and len(fold) - article.end() >= 2:
        if not _ARABIC_LETTERS.isdisjoint(letters[article.end() :]):
            return 2
        return max(weight, 1.0 if fold[-1] == "ۃ" else 0.5)
    return max(weight, 0.5 if fold[-1:] == "ۃ" and len(fold) > 2 else 0.0)


def listed(fold: str) -> float:
    """Return the weight of a word in the table, with or without one of the particles that Arabic writes joined."""
    words = arabic_words()
    weight = words.get(fold)
    if weight is None and fold[0:1] in ("و", "ف") and len(fold) > 3:
        weight = words.get(fold[1:], 0.0)
        if len(fold) == 4:
            weight = min(weight, 0.5)  # too short to be sure
    return weight or 0.0


_QURANIC = frozenset("ةٱإ")
NAMES_OF_GOD = frozenset({"اللہ", "للہ", "باللہ", "واللہ"})


def _marked_as_arabic(word: str, letters: str) -> bool:
    """Whether the vowel signs are set as Arabic sets them: endings, sukun on long vowels, article, alif signs."""
    return bool(
        _CASE_ENDING.search(word)
        or _LONG_VOWEL.search(word)
        or _SCRIPTURE.search(word)
        or (_ALIF_SIGN.search(word) and "\u0652" in word)
        or any(char in _ARABIC_LETTERS for char in letters)
        or (_ARTICLE.match(letters.translate(FOLD)) and "\u0652" in word)
    )


def is_foreign(word: str, names: frozenset[str]) -> bool:
    """Whether a word, whatever stands beside it, is not Urdu: only what looks identical may be changed in it.

    It has a letter that Urdu does not have (guard ``language``), or is Arabic with its vowel signs (guard ``arabic``).

    >>> is_foreign("ڪتاب", frozenset({"language"})), is_foreign("کتاب", frozenset({"language"}))
    (True, False)
    """
    known = word_of(word)
    if known.foreign:
        return "language" in names
    if "arabic" not in names or not known.vocalised or known.arabic < 2:
        return False
    return 2 * len(_HARAKAT.findall(_DOUBLED.sub("\\1", word))) >= len(known.plain)


@lru_cache(maxsize=WORDS_KEPT)
def seldom(word: str) -> float:
    """Return how surely a spelling is no Urdu word: 1 if nobody counted it, 0.5 if hardly anybody."""
    band = lexicon.band(word)
    return 1.0 if band < 0 else 0.5 if band < _RARE else 0.0


def rarity_of(word: Word) -> float:
    """Return how surely a word is none of Urdu: 0, 0.5 or 1."""
    return seldom(word.fold if "ھ" in word.odd else word.plain.translate(_SPELLING))
