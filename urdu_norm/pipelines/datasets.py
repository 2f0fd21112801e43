"""Hugging Face ``datasets``: a function for ``Dataset.map`` whose cache goes stale when the rules change.

``datasets`` names a cached result by a hash of the pickled function. A function that is found by its module and name
is hashed by that name alone, so a new release of its module, with other tables, finds the old results. Here the
pickle holds the digest of the tables and the version of the library.

>>> hf_map("text")({"text": ["ميں", None], "id": [1, 2]})
{'text': ['میں', None]}
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from urdu_norm._version import __version__
from urdu_norm.normalizer import Normalizer
from urdu_norm.pipelines import ProfileLike, ready
from urdu_norm.profile import STANDARD, Profile

__all__ = ["hf_map"]


def hf_map(*columns: str, profile: ProfileLike = STANDARD) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Return a function for ``Dataset.map`` and ``IterableDataset.map``, batched or not; ``None`` stays ``None``.

    Use it batched: ``ds.map(hf_map("text"), batched=True)``. Raises ``ValueError`` when no column is named.
    """
    if not columns:
        raise ValueError("name the columns to normalize: hf_map('text')")
    return _Map(columns, ready(profile))


class _Map:
    def __init__(self, columns: Sequence[str], one: Normalizer) -> None:
        self._columns = tuple(columns)
        self._normalizer = one

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        return {column: self._one(batch[column]) for column in self._columns}

    def _one(self, value: Any) -> Any:
        if value is None:
            return None
        return self._normalizer(value) if isinstance(value, str) else self._normalizer.batch(value)

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        # One string in a fixed order: a pickled set, or a string that happens to be shared, would make the hash differ
        # from one session to the next, and the cache would never be found again.
        profile = self._normalizer.profile
        options = {one.name: getattr(profile, one.name) for one in fields(profile)}
        state = {
            "columns": self._columns,
            "profile": {name: sorted(x) if isinstance(x, frozenset) else x for name, x in options.items()},
            "fingerprint": self._normalizer.fingerprint,
            "version": __version__,
        }
        return _restore, (json.dumps(state, sort_keys=True),)


def _restore(state: str) -> _Map:
    known = json.loads(state)
    return _Map(known["columns"], Normalizer(Profile(**known["profile"])))
