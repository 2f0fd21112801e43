"""SentencePiece: a ``--normalization_rule_tsv`` for training; the rules are compiled into the model."""

from __future__ import annotations

import re

from urdu_norm.export.subset import Subset, subset
from urdu_norm.profile import Profile

__all__ = ["HAMZA", "sentencepiece", "sequences"]

HAMZA = "\u0654"


def sentencepiece(profile: Profile) -> dict[str, str]:
    """Return the rules as code points, longest match first, as SentencePiece wants them."""
    made = subset(profile)
    rows = [f"{_points(source)}\t{_points(target)}" for source, target in sorted(sequences(made).items())]
    readme = [
        "# Normalization rules for SentencePiece",
        "",
        *made.remarks(),
        "  characters/heh: an Arabic heh stays at the start of a text and after a letter that may be aspirated",
        "  characters/word-ligatures: U+FDF2 becomes a word after every letter",
        "  words: respellings and joined words",
        "",
        "Train with: spm_train --normalization_rule_tsv=urdu.tsv --remove_extra_whitespaces=false …",
    ]
    return {"README.md": "\n".join(readme) + "\n", "urdu.tsv": "\n".join(rows) + "\n"}


def sequences(made: Subset) -> dict[str, str]:
    """Return the map, and pairs for a heh that its left neighbour decides: no rule may leave a text as it is."""
    found = {source: target for source, target in made.folded.items() if source not in ("\0", target)}
    for sub in made.then:
        if not sub.unless_before:
            continue
        unclear = set(re.findall(f"[{sub.unless_before}]", "".join(map(chr, range(0x600, 0x2070)))))
        lefts = [*" \t\n(\"'-/.!:;\u00ab\u2018\u201c\u060c\u061b\u061f\u06d4", *map(chr, range(0x0621, 0x06D6))]
        lefts += [char for char in made.folded if len(char) == 1]
        heh = [sub.target, *(char for char, target in made.folded.items() if target == sub.target)]
        for left in lefts:
            new = made.folded.get(left, left)
            if new and new[-1] not in unclear and new[-1] != sub.target:
                found.update({left + form: new + sub.new for form in heh})
                found.update({left + f + HAMZA: new + made.folded[f + HAMZA] for f in heh if f + HAMZA in made.folded})
    return found


def _points(text: str) -> str:
    return " ".join(f"{ord(char):04X}" for char in text)
