"""SentencePiece: a ``--normalization_rule_tsv`` for training; the rules are compiled into the model."""

from __future__ import annotations

from urdu_norm.export.subset import Subset, subset
from urdu_norm.profile import Profile

__all__ = ["sentencepiece", "sequences"]


def sentencepiece(profile: Profile) -> dict[str, str]:
    """Return the rules as code points, longest match first, as SentencePiece wants them."""
    made = subset(profile)
    rows = [f"{_points(source)}\t{_points(target)}" for source, target in sorted(sequences(made).items())]
    readme = [
        "# Normalization rules for SentencePiece",
        "",
        *made.remarks(),
        "  characters/heh: an Arabic heh after a letter that may be aspirated stays",
        "  words: respellings and joined words",
        "",
        "Train with: spm_train --normalization_rule_tsv=urdu.tsv --remove_extra_whitespaces=false …",
    ]
    return {"README.md": "\n".join(readme) + "\n", "urdu.tsv": "\n".join(rows) + "\n"}


def sequences(made: Subset) -> dict[str, str]:
    """Return the map with the substitutions that can be said as sequences of two characters."""
    found = dict(made.mapping)
    for sub in made.then:
        source, new = sub.target, sub.new
        forms = [source, *(char for char, target in made.mapping.items() if target == source)]
        before = set(sub.unless_before.replace("\u200b-\u200d", "\u200b\u200c\u200d"))
        before |= {char for char, target in made.mapping.items() if target[-1:] in before and len(char) == 1}
        for form in forms:
            found[form] = new
            found.update({left + form: made.mapping.get(left, left) + source for left in before})
    return found


def _points(text: str) -> str:
    return " ".join(f"{ord(char):04X}" for char in text)
