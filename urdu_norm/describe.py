"""What each code point of a text is, and what the rules would do with it on its own."""

from __future__ import annotations

from typing import NamedTuple

from urdu_norm.normalizer import check_text, normalizer
from urdu_norm.profile import LETTERS, MINIMAL, SEARCH
from urdu_norm.segment import ARABIC_SCRIPT
from urdu_norm.unicode import CORE_LETTERS, URDU_MARKS, category, name

__all__ = ["CodePoint", "describe"]

_URDU_PUNCTUATION = "،؛؟۔؍؎؏٪٫٬٭؀؁؂؃؄"
_URDU_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
_LANGUAGE = frozenset({"language"})


class CodePoint(NamedTuple):
    """One code point: ``code`` is ``U+XXXX``; the last fields are what each profile makes of it alone, and by which rules.

    ``status`` is one of ``urdu letter``, ``urdu mark``, ``urdu punctuation``, ``digit``, ``space``, ``not urdu`` (LETTERS
    changes it), ``other language``, ``arabic script`` (kept, but no part of Urdu), ``other script``, ``other``.
    """

    char: str
    code: str
    name: str
    status: str
    minimal: str
    letters: str
    search: str
    rules: tuple[str, ...]


def describe(text: str, /) -> tuple[CodePoint, ...]:
    """Return what each code point of ``text`` is; raises ``TypeError`` for anything but a ``str``.

    The results are those of the code point standing alone; what its neighbours change, ``explain`` says.

    >>> [(one.code, one.status, one.letters) for one in describe("كی")]
    [('U+0643', 'not urdu', 'ک'), ('U+06CC', 'urdu letter', 'ی')]
    """
    check_text(text)
    known: dict[str, CodePoint] = {}
    for char in text:
        if char not in known:
            known[char] = _describe(char)
    return tuple(known[char] for char in text)


def _describe(char: str) -> CodePoint:
    letters = normalizer(LETTERS).explain(char)
    return CodePoint(
        char=char,
        code=f"U+{ord(char):04X}",
        name=name(char),
        status=_status(char, letters.text),
        minimal=normalizer(MINIMAL)(char),
        letters=letters.text,
        search=normalizer(SEARCH)(char),
        rules=tuple(dict.fromkeys(rule for edit in letters.edits for rule in edit.rules)),
    )


def _status(char: str, letters: str) -> str:
    from urdu_norm import guards  # on first use, as the normalizer does

    if char in CORE_LETTERS:
        return "urdu letter"
    if char in URDU_MARKS:
        return "urdu mark"
    if char in _URDU_PUNCTUATION:
        return "urdu punctuation"
    if char in _URDU_DIGITS or (char.isascii() and char.isdigit()):
        return "digit"
    if char in " \t\n":
        return "space"
    if letters != char:
        return "not urdu"
    if guards.is_foreign(char, _LANGUAGE):
        return "other language"
    if ARABIC_SCRIPT.match(char):
        return "arabic script"
    return "other script" if category(char)[0] in "LM" else "other"
