"""The tables of words that speak for Arabic, for another language, or for Urdu."""

from __future__ import annotations

from functools import cache

from urdu_norm.tables import table

__all__ = [
    "FOLD",
    "LANGUAGES",
    "any_function_words",
    "arabic_words",
    "foreign_letters",
    "function_words",
    "languages_of",
    "strong_words",
    "urdu_spellings",
    "urdu_words",
    "weak_words",
]

FOLD = str.maketrans("يىكهھةأإٱۀ", "ییکہہۃاااۂ")
LANGUAGES = ("", "ckb", "fa", "pnb", "ps", "sd")  # the first stands for any other


@cache
def languages_of() -> dict[str, tuple[int, int]]:
    """Return, for every word of the table, the languages of which it is evidence, and those that have it at all."""
    bits: dict[str, tuple[int, int]] = {}
    for k, language in enumerate(LANGUAGES[1:], 1):
        for word, weight in function_words(language).items():
            spoken, shared = bits.get(word, (0, 1))  # the first language is any of them
            bits[word] = (spoken | (1 << k if weight else 0), shared | 1 << k)
    return bits


@cache
def foreign_letters() -> frozenset[str]:
    """Return the letters that Urdu does not have."""
    return frozenset(table("guards/foreign-letters").column("letter"))


@cache
def arabic_words() -> dict[str, float]:
    """Return the weights of the words of Arabic, folded."""
    return {row["word"]: _WEIGHTS[row["weight"]] for row in table("guards/arabic-words").dicts()}


@cache
def urdu_words() -> frozenset[str]:
    """Return the words of the table, folded."""
    return frozenset(word.translate(FOLD) for word in urdu_spellings())


@cache
def urdu_spellings() -> frozenset[str]:
    """Return the words that only Urdu has, as they stand in the table."""
    return frozenset(table("guards/urdu-words").column("word"))


@cache
def _languages() -> tuple[str, ...]:
    return tuple(sorted(set(table("guards/language-words").column("language"))))


@cache
def function_words(language: str) -> dict[str, float]:
    """Return the weights of the function words of a language, or of any if none is named."""
    if not language:
        return any_function_words()
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
def strong_words() -> dict[str, tuple[str, ...]]:
    """Return the languages of which a word is a strong function word."""
    words: dict[str, tuple[str, ...]] = {}
    for language in _languages():
        for word, weight in function_words(language).items():
            if weight == 1:
                words[word] = (*words.get(word, ()), language)
    return words


@cache
def weak_words() -> frozenset[str]:
    """Return the words that are evidence of any language."""
    return frozenset(word for language in _languages() for word, weight in function_words(language).items() if weight)


@cache
def any_function_words() -> dict[str, float]:
    """Return the words of all languages, those that Urdu shares among them."""
    return {word: 0.0 for language in _languages() for word in function_words(language)}


_WEIGHTS = {"strong": 1.0, "weak": 0.5, "shared": 0.0}
