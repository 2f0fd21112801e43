"""datatrove: a formatting step that normalizes ``document.text`` and counts what it changed.

>>> UrduNormFormatter("letters").format("ميں")
'میں'
"""

from __future__ import annotations

from datatrove.pipeline.formatters.base import BaseFormatter

from urdu_norm.pipelines import ProfileLike, ready
from urdu_norm.profile import STANDARD

__all__ = ["UrduNormFormatter"]


class UrduNormFormatter(BaseFormatter):
    """Normalize each document. The stats count changed documents; with ``count_rules`` also edits by rule (slower)."""

    name = "Urdu normalization"

    def __init__(self, profile: ProfileLike = STANDARD, *, count_rules: bool = False) -> None:
        super().__init__()
        self.normalizer = ready(profile)
        self.count_rules = count_rules

    def format(self, text: str) -> str:
        """Return ``text`` normalized."""
        new = self.normalizer(text)
        if new != text:
            self.stat_update("changed")
            if self.count_rules:
                for edit in self.normalizer.explain(text).edits:
                    self.stat_update(*edit.rules)
        return new
