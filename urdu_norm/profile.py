"""What to do: a frozen set of options, and the named profiles. No logic lives here."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

__all__ = [
    "GUARDS",
    "LETTERS",
    "MINIMAL",
    "PROFILES",
    "PUBLISH",
    "SEARCH",
    "SPEECH",
    "STANDARD",
    "Profile",
    "UrduNormError",
]


class UrduNormError(ValueError):
    """The one base error of this library: a wrong option, rule id, profile name, table row or input format."""


OPTIONS: dict[str, tuple[str, ...]] = {
    "characters": ("equivalent", "unify", "fold"),
    "marks": ("keep", "strip"),
    "digits": ("keep", "urdu", "ascii"),
    "typos": ("off", "certain"),
    "variants": ("keep", "unify", "fold"),
    "joined_words": ("keep", "split"),
    "joined_verbs": ("keep", "apart"),
    "spacing": ("keep", "fix"),
    "punctuation": ("keep", "urdu", "strip"),
    "honorifics": ("keep", "strip", "expand"),
}
"""Each option of words with its values, the first being the default of a bare :class:`Profile`."""

GUARDS = frozenset({"opaque", "code", "markup", "numbers", "arabic", "language", "verse"})
"""The names of all guards: kinds of span that are left alone (see ``docs/guards.md``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Options of a normalizer. All are words, none a boolean; every field is keyword-only and checked.

    ``enable`` and ``disable`` hold rule ids (``words/dots``) or prefixes of them (``words/``); ``extra`` holds your own
    ``(wrong, right)`` pairs, checked like the tables; ``protect`` holds regular expressions whose matches stay as they are.

    >>> Profile(typos="certain").replace(digits="ascii").digits
    'ascii'
    >>> Profile(typos="maybe")
    Traceback (most recent call last):
        ...
    urdu_norm.profile.UrduNormError: typos='maybe' is not one of: off, certain
    """

    name: str = dataclasses.field(default="custom", compare=False)
    characters: str = "equivalent"
    marks: str = "keep"
    digits: str = "keep"
    typos: str = "off"
    variants: str = "keep"
    joined_words: str = "keep"
    joined_verbs: str = "keep"
    spacing: str = "keep"
    punctuation: str = "keep"
    honorifics: str = "keep"
    guards: frozenset[str] = GUARDS
    protect: tuple[str, ...] = ()
    enable: frozenset[str] = frozenset()
    disable: frozenset[str] = frozenset()
    extra: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for option, values in OPTIONS.items():
            value = getattr(self, option)
            if value not in values:
                raise UrduNormError(f"{option}={value!r} is not one of: {', '.join(values)}")
        for field, kind in (("guards", frozenset), ("enable", frozenset), ("disable", frozenset)):
            object.__setattr__(self, field, kind(_words(field, getattr(self, field))))
        object.__setattr__(self, "protect", tuple(_words("protect", self.protect)))
        object.__setattr__(self, "extra", tuple((wrong, right) for wrong, right in self.extra))
        unknown = sorted(self.guards - GUARDS)
        if unknown:
            raise UrduNormError(f"unknown guard {unknown[0]!r}{nearest(unknown[0], GUARDS)}")

    def replace(self, **changes: Any) -> Profile:
        """Return a profile with some options changed; raise :class:`UrduNormError` for an unknown option or value."""
        known = {field.name for field in dataclasses.fields(self)}
        for name in changes:
            if name not in known:
                raise UrduNormError(f"unknown option {name!r}{nearest(name, known)}")
        changes.setdefault("name", self.name if not changes else "custom")
        return dataclasses.replace(self, **changes)

    @property
    def fingerprint(self) -> str:
        """A digest over the options and over every table row in force: equal digests give equal results."""
        from urdu_norm.tables import fingerprint  # the one import of ours: the digest is made of both

        return fingerprint(self)


def _words(field: str, value: Any) -> Any:
    if isinstance(value, str):
        raise UrduNormError(f"{field} takes a collection of strings, not the one string {value!r}")
    return value


def nearest(word: str, known: Any) -> str:
    """Return ``"; did you mean 'x'?"`` for the nearest known word, or an empty string."""
    from difflib import get_close_matches  # on first use: only errors need it

    close = get_close_matches(word, sorted(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


MINIMAL = Profile(name="minimal")
"""Looks identical; safe for any Arabic-script text in any language."""

LETTERS = Profile(name="letters", characters="unify", spacing="fix")
"""The same words in the right code points, rightly spaced; never respells."""

STANDARD = Profile(
    name="standard",
    characters="unify",
    spacing="fix",
    typos="certain",
    variants="unify",
    joined_words="split",
    joined_verbs="apart",
)
"""The default: also every certain correction."""

PUBLISH = STANDARD.replace(name="publish", punctuation="urdu")
"""An editor's pass: also Urdu punctuation glyphs and the style rules that can be applied without guessing."""

SEARCH = STANDARD.replace(
    name="search",
    characters="fold",
    marks="strip",
    digits="ascii",
    variants="fold",
    punctuation="strip",
    honorifics="strip",
    guards=GUARDS - {"arabic", "language", "verse"},
)
"""A key for comparing, never for showing; Arabic quotations and words of other languages are folded like all else, since
the key of a word must not depend on what stands beside it."""

SPEECH = STANDARD.replace(
    name="speech",
    marks="strip",
    digits="ascii",
    variants="fold",
    punctuation="strip",
    honorifics="expand",
    guards=GUARDS - {"arabic", "language", "verse"},
)
"""Fair comparison of transcripts."""

PROFILES: dict[str, Profile] = {
    profile.name: profile for profile in (MINIMAL, LETTERS, STANDARD, PUBLISH, SEARCH, SPEECH)
}
