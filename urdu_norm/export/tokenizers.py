"""Hugging Face ``tokenizers``: a declarative normalizer, which is stored in ``tokenizer.json`` and keeps offsets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from urdu_norm.export.subset import Subset, subset
from urdu_norm.profile import Profile

__all__ = ["tokenizers"]


def tokenizers(profile: Profile) -> dict[str, str]:
    """Return the JSON of a ``Sequence`` of ``Replace`` steps; put it under ``"normalizer"`` in a ``tokenizer.json``."""
    made = subset(profile)
    steps = [_regex(sub.pattern, sub.new) for sub in made.first]
    steps += _grouped(made)
    steps += [_regex(sub.pattern, sub.new) for sub in made.then]
    readme = [
        "# A normalizer for Hugging Face tokenizers",
        "",
        *made.remarks(),
        "  characters/heh: an Arabic heh after a letter that may be aspirated stays",
        "  words: respellings and joined words",
    ]
    return {
        "README.md": "\n".join(readme) + "\n",
        "normalizer.json": json.dumps({"type": "Sequence", "normalizers": steps}, ensure_ascii=True, indent=1) + "\n",
    }


def _grouped(made: Subset) -> Iterator[dict[str, Any]]:
    """Yield the map as few steps: keys with one target that differ in their first character make one class."""
    groups: dict[tuple[int, str, str], list[str]] = {}
    for source, target in made.sequential(made.folded):
        groups.setdefault((-len(source), source[1:], target), []).append(source[0])
    for (_, rest, target), firsts in groups.items():
        if len(firsts) == 1:
            yield {"type": "Replace", "pattern": {"String": firsts[0] + rest}, "content": target}
        else:
            yield _regex(f"[{''.join(map(re.escape, firsts))}]{re.escape(rest)}", target)


def _regex(pattern: str, new: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": {"Regex": pattern}, "content": new}
