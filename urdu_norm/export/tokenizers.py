"""Hugging Face ``tokenizers``: a declarative normalizer, which is stored in ``tokenizer.json`` and keeps offsets."""

from __future__ import annotations

import json
from typing import Any

from urdu_norm.export.subset import subset
from urdu_norm.profile import Profile

__all__ = ["tokenizers"]


def tokenizers(profile: Profile) -> dict[str, str]:
    """Return the JSON of a ``Sequence`` of ``Replace`` steps; put it under ``"normalizer"`` in a ``tokenizer.json``."""
    made = subset(profile)
    steps = [_regex(sub.pattern, sub.new) for sub in made.first]
    # One pass over a closed map: no step makes what a later one looks for, so the order is only by length.
    steps += [
        {"type": "Replace", "pattern": {"String": source}, "content": made.mapping[source]}
        for source in sorted(made.mapping, key=lambda text: (-len(text), text))
    ]
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


def _regex(pattern: str, new: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": {"Regex": pattern}, "content": new}
