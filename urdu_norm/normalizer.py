"""The normalizer: a profile made ready to use. What it does to a text is :mod:`urdu_norm.fold`, imported on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from urdu_norm.edits import Edit
from urdu_norm.explanation import Explanation, Suggestion
from urdu_norm.profile import STANDARD, Profile
from urdu_norm.tables import check_profile, fingerprint

if TYPE_CHECKING:
    from urdu_norm.fold import Fold
    from urdu_norm.lines import Spans

__all__ = ["Normalizer", "normalizer"]


class Normalizer:
    """A profile made ready to use: immutable, picklable, safe to share between threads.

    ``memo_size`` bounds the number of distinct chunks remembered (about 200 bytes each); it never changes a result.
    Raises :class:`urdu_norm.UrduNormError` if the profile names an unknown rule or its own pairs conflict.

    >>> from urdu_norm import LETTERS
    >>> Normalizer(LETTERS)("ميں  نے ")
    'میں نے'
    """

    _profile: Profile
    _memo_size: int

    def __init__(self, profile: Profile = STANDARD, *, memo_size: int = 131_072) -> None:
        check_profile(profile)
        # Not through `self.x = …`: a normalizer is shared, so nobody may set anything on it.
        vars(self).update(_profile=profile, _memo_size=memo_size)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Normalizer is immutable: make a new one instead of setting {name!r}")

    @property
    def profile(self) -> Profile:
        """The profile that this normalizer works by."""
        return self._profile

    @cached_property
    def fingerprint(self) -> str:
        """The digest of options and tables (see :attr:`Profile.fingerprint`); part of the pickled state."""
        return fingerprint(self._profile)

    def __reduce__(self) -> tuple[Callable[..., Normalizer], tuple[Profile, int, str]]:
        # The digest is carried along so that whatever hashes a pickle (a data set's cache) notices new tables.
        return _restore, (self._profile, self._memo_size, self.fingerprint)

    def __repr__(self) -> str:
        return f"Normalizer({self._profile.name}, memo_size={self._memo_size})"

    # ------------------------------------------------------------------ the public calls

    def __call__(self, text: str, /, *, protect: Spans = ()) -> str:
        """Return ``text`` normalized; ``protect`` are spans of it that stay byte for byte as they are.

        Raises ``TypeError`` for anything but a ``str``, ``ValueError`` for spans out of range.
        """
        check_text(text)
        return self._fold.text(text, protect)

    def explain(self, text: str, /, *, protect: Spans = ()) -> Explanation:
        """Return ``text`` normalized with every edit that made it; same errors as calling the normalizer."""
        check_text(text)
        edits = tuple(self._fold.edits(text, protect))
        return Explanation(text, edits, self._profile.name, _Fingerprint(self._profile), self._suggest, self._evidence)

    def lines(self, lines: Iterable[str], /) -> Iterator[str]:
        """Yield each line (with or without its line end) normalized: a whole file in constant memory."""
        for line in lines:
            yield self(line)

    def batch(self, texts: Iterable[str | None], /) -> list[str | None]:
        """Return each text normalized, as calling the normalizer on each does but faster; ``None`` stays ``None``.

        Raises ``TypeError`` for anything but a ``str`` or ``None``.
        """
        found = list(texts)
        for text in found:
            if text is not None:
                check_text(text)
        return self._fold.texts(found)

    @cached_property
    def _fold(self) -> Fold:
        from urdu_norm.fold import Fold  # on first use: guards and stages take longer to import than all else

        return Fold(self._profile, self._memo_size)

    def _suggest(self, explanation: Explanation) -> tuple[Suggestion, ...]:
        return self._fold.suggestions(explanation)

    def _evidence(self, old: str, edit: Edit) -> Mapping[str, Any]:
        return self._fold.evidence(old, edit)


class _Fingerprint:
    """A picklable thunk: the digest costs a walk over all tables and few explanations need it."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def __call__(self) -> str:
        return fingerprint(self._profile)


def check_text(text: object) -> None:
    """Raise ``TypeError`` saying what to do unless ``text`` is a ``str``."""
    if not isinstance(text, str):
        hint = (
            "decode it first: data.decode('utf-8', 'surrogateescape')"
            if isinstance(text, bytes)
            else "pass one text at a time"
        )
        raise TypeError(f"expected str, got {type(text).__name__}: {hint}")


def _restore(profile: Profile, memo_size: int, _fingerprint: str) -> Normalizer:
    return Normalizer(profile, memo_size=memo_size)


_NORMALIZERS: dict[Profile, Normalizer] = {}


def normalizer(profile: Profile) -> Normalizer:
    """Return the shared normalizer of a profile."""
    found = _NORMALIZERS.get(profile)
    if found is None:
        if len(_NORMALIZERS) >= 32:  # profiles made on the fly must not pile up
            _NORMALIZERS.clear()
        found = _NORMALIZERS[profile] = Normalizer(profile)
    return found
