"""A step for every engine that already moves the text: one thin module per engine, each importing its engine itself.

Every adapter does the same three things: make the normalizer ready (:func:`ready`), hand it lists of texts, and let
what is missing (``None``, ``NaN``, ``NA``) through. The normalizer itself refuses anything but a ``str``, so the
treatment of nulls is visible here and nowhere else. All callables made here can be pickled, and their pickles hold
the fingerprint of the rules: a cache that is keyed by them goes stale when the tables change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from urdu_norm.normalizer import Normalizer, normalizer
from urdu_norm.profile import PROFILES, STANDARD, Profile, UrduNormError, nearest

__all__ = ["ProfileLike", "normalize_present", "ready"]

ProfileLike = Profile | Normalizer | str
"""What every adapter takes: a profile, the name of a profile, or a normalizer made by yourself."""


def ready(profile: ProfileLike = STANDARD) -> Normalizer:
    """Return the normalizer for a profile, for the name of one, or the normalizer given.

    Raises :class:`urdu_norm.UrduNormError` for an unknown name and ``TypeError`` for anything else.

    >>> ready("letters")("ميں")
    'میں'
    """
    if isinstance(profile, Normalizer):
        return profile
    if isinstance(profile, str):
        if profile not in PROFILES:
            raise UrduNormError(f"unknown profile {profile!r}{nearest(profile, PROFILES)}")
        profile = PROFILES[profile]
    if not isinstance(profile, Profile):
        raise TypeError(f"expected a Profile, its name or a Normalizer, got {type(profile).__name__}")
    return normalizer(profile)


def normalize_present(values: Iterable[Any], one: Normalizer) -> list[Any]:
    """Return each text normalized and each missing value (``None``, ``NaN``, ``NA``, ``NaT``) as it is.

    Raises ``TypeError`` for everything else. No engine is imported.

    >>> normalize_present(["ميں", None, float("nan")], ready())
    ['میں', None, nan]
    """
    every = list(values)
    made = one.batch([value if value.__class__ is str else None for value in every])
    return [text if text is not None else _missing(value, one) for text, value in zip(made, every, strict=True)]


def _missing(value: Any, one: Normalizer) -> Any:
    if value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value):
        return value
    return one(value)  # a subclass of str, or the TypeError that says what to do
