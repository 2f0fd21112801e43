"""What was changed and why, as a value: text, edits, offsets, suggestions are views of one edit list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from urdu_norm.edits import Edit, OffsetMap, apply

__all__ = ["Explanation", "Suggestion"]


class Suggestion(NamedTuple):
    """A place of the source that may be wrong: ``source[start:end]``, candidates (best first), the rule that asks."""

    start: int
    end: int
    candidates: tuple[str, ...]
    rule: str


class Explanation:
    """The normalized text of ``source`` with every change that made it.

    ``edits`` are sorted and disjoint and refer to ``source``; there are none exactly when nothing changed.

    >>> from urdu_norm import explain
    >>> result = explain("اس كے زریعے")
    >>> result.text
    'اس کے ذریعے'
    >>> [(result.source[edit.start : edit.end], edit.new) for edit in result.edits]
    [('ك', 'ک'), ('زریعے', 'ذریعے')]
    """

    def __init__(
        self,
        source: str,
        edits: tuple[Edit, ...],
        profile_name: str,
        fingerprint: Callable[[], str],
        suggest: Callable[[Explanation], tuple[Suggestion, ...]],
        evidence: Callable[[str, Edit], Mapping[str, Any]],
    ) -> None:
        self.source = source
        self.edits = edits
        self.profile = profile_name
        self._fingerprint = fingerprint
        self._suggest = suggest
        self._evidence = evidence

    @cached_property
    def text(self) -> str:
        """The normalized text."""
        return apply(self.source, self.edits)

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """Places that may be wrong but were not certain enough to change; computed when first asked for."""
        return self._suggest(self)

    @cached_property
    def _offsets(self) -> OffsetMap:
        return OffsetMap(len(self.source), self.edits)

    def to_target(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of ``text`` that holds ``source[start:end]``; raise ``ValueError`` if out of range.

        A span that begins or ends inside an edit grows to the whole of what the edit made.
        """
        return self._offsets.to_target(start, end)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of ``source`` that became ``text[start:end]``; raise ``ValueError`` if out of range."""
        return self._offsets.to_source(start, end)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain lists, strings and numbers, ready for JSON; ``schema`` numbers the form."""
        return {
            "schema": 1,
            "profile": self.profile,
            "fingerprint": self._fingerprint(),
            "source": self.source,
            "text": self.text,
            "edits": [self._edit(edit) for edit in self.edits],
            "suggestions": [
                {
                    "start": one.start,
                    "end": one.end,
                    "old": self.source[one.start : one.end],
                    "candidates": list(one.candidates),
                    "rule": one.rule,
                }
                for one in self.suggestions
            ],
        }

    def _edit(self, edit: Edit) -> dict[str, Any]:
        old = self.source[edit.start : edit.end]
        found: dict[str, Any] = {"start": edit.start, "end": edit.end, "old": old, "new": edit.new}
        found["rules"] = list(edit.rules)
        evidence = self._evidence(old, edit)
        if evidence:
            found["evidence"] = dict(evidence)
        return found

    def __repr__(self) -> str:
        return f"<Explanation: {len(self.edits)} edits in {len(self.source)} characters, profile {self.profile}>"
