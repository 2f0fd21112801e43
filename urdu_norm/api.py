"""The public functions: the whole normalizer in one call, and small pure functions for single jobs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from urdu_norm.explanation import Explanation
from urdu_norm.normalizer import normalizer
from urdu_norm.profile import MINIMAL, SEARCH, STANDARD, Profile, UrduNormError

__all__ = [
    "compose",
    "convert_digits",
    "explain",
    "fix_spacing",
    "fix_spelling",
    "is_normalized",
    "normalize",
    "normalize_batch",
    "normalize_punctuation",
    "search_key",
    "strip_marks",
    "unify_characters",
]

Spans = Sequence[tuple[int, int]]

_UNIFY = Profile(name="unify", characters="unify")
_COMPOSE = MINIMAL.replace(
    name="compose", disable=frozenset({"characters"}), enable=frozenset({"characters/composition"})
)
_MARKS = Profile(name="marks", marks="strip")
_SPELLING = Profile(name="spelling", characters="unify", typos="certain", variants="unify")
_SPACING = Profile(name="spacing", spacing="fix", joined_words="split", joined_verbs="apart")
_PUNCTUATION = Profile(name="punctuation", spacing="fix", punctuation="urdu")
_DIGITS = {to: Profile(name="digits", digits=to) for to in ("urdu", "ascii")}
_AGGRESSIVE = SEARCH.replace(enable=frozenset({"folds"}))


def normalize(text: str, /, profile: Profile = STANDARD, *, protect: Spans = ()) -> str:
    """Return ``text`` normalized under ``profile``.

    ``protect`` are spans ``(start, end)`` of ``text``, in characters, that stay exactly as they are. Text without anything
    to change is returned as the same object. Raises ``TypeError`` for anything but a ``str`` (bytes must be decoded first)
    and ``ValueError`` for spans out of range; no ``str`` raises, lone surrogates included.

    >>> normalize("اسكے زریعے نطر رکھے ہوئے ہیں ۔")
    'اس کے ذریعے نظر رکھے ہوئے ہیں۔'
    """
    return normalizer(profile)(text, protect=protect)


def explain(text: str, /, profile: Profile = STANDARD, *, protect: Spans = ()) -> Explanation:
    """Return what :func:`normalize` does to ``text`` and why: the text, the edits, offsets, suggestions.

    >>> explain("زریعے").edits[0].rules
    ('words/homophones',)
    """
    return normalizer(profile).explain(text, protect=protect)


def is_normalized(text: str, /, profile: Profile = STANDARD) -> bool:
    """Whether :func:`normalize` would leave ``text`` as it is.

    >>> is_normalized("ذریعے"), is_normalized("زریعے")
    (True, False)
    """
    return normalizer(profile)(text) == text


def normalize_batch(texts: Iterable[str | None], /, profile: Profile = STANDARD) -> list[str | None]:
    """Return each text normalized; ``None`` stays ``None``.

    >>> normalize_batch(["ميں", None])
    ['میں', None]
    """
    return normalizer(profile).batch(texts)


def unify_characters(text: str, /) -> str:
    """Return ``text`` with Arabic and Persian code points as their Urdu letters; words and spaces stay.

    >>> unify_characters("ميں نے كتاب پڑهی")
    'میں نے کتاب پڑھی'
    """
    return normalizer(_UNIFY)(text)


def compose(text: str, /) -> str:
    r"""Return ``text`` in Unicode NFC, with the compositions that Urdu needs beyond it (ی + hamza above → ئ).

    >>> compose("گی\u0654ے") == "گئے"
    True
    """
    return normalizer(_COMPOSE)(text)


def strip_marks(text: str, /) -> str:
    """Return ``text`` without vowel signs and other marks that print leaves out.

    >>> strip_marks("اُردُو")
    'اردو'
    """
    return normalizer(_MARKS)(text)


def fix_spelling(text: str, /) -> str:
    """Return ``text`` with letters unified and certain misspellings and variants corrected; spaces stay.

    >>> fix_spelling("اس کے زریعے")
    'اس کے ذریعے'
    """
    return normalizer(_SPELLING)(text)


def fix_spacing(text: str, /) -> str:
    """Return ``text`` with joined words split and the spaces around words and punctuation right; letters stay.

    >>> fix_spacing("اسکے بعد  ، وہ")
    'اس کے بعد، وہ'
    """
    return normalizer(_SPACING)(text)


def normalize_punctuation(text: str, /) -> str:
    """Return ``text`` with Urdu punctuation where the context is Urdu, rightly spaced; words stay.

    >>> normalize_punctuation("وہ کون ہے?")
    'وہ کون ہے؟'
    """
    return normalizer(_PUNCTUATION)(text)


def convert_digits(text: str, /, to: str = "urdu") -> str:
    """Return ``text`` with its digits as Urdu digits (``to="urdu"``) or ASCII digits (``to="ascii"``).

    Raises :class:`UrduNormError` for any other ``to``.

    >>> convert_digits("۱۹۴۷ء", to="ascii")
    '1947ء'
    """
    if to not in _DIGITS:
        raise UrduNormError(f"to={to!r} is not one of: {', '.join(_DIGITS)}")
    return normalizer(_DIGITS[to])(text)


def search_key(text: str, /, *, aggressive: bool = False) -> str:
    """Return a key under which a reader's "same word" meets: for comparing and indexing, never for showing.

    ``aggressive`` also folds آ/ا, ھ/ہ, ے/ی, ں/ن and drops ء and spaces: more is found, different words meet.

    >>> search_key("مؤثر") == search_key("موثر")
    True
    """
    return normalizer(_AGGRESSIVE if aggressive else SEARCH)(text)
