"""A document at a glance: what does not belong in Urdu text, and where it mixes conventions. Never a change."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any, NamedTuple

from urdu_norm.describe import CodePoint, describe
from urdu_norm.normalizer import normalizer
from urdu_norm.profile import SEARCH, STANDARD, Profile
from urdu_norm.segment import WORD
from urdu_norm.tables import table

__all__ = ["Mix", "Report", "report"]

_DIGITS = {"urdu": "۰۱۲۳۴۵۶۷۸۹", "ascii": "0123456789", "arabic-indic": "٠١٢٣٤٥٦٧٨٩"}
_PUNCTUATION = {"urdu": "،؛؟۔", "latin": ",;?"}
_BELONGS = frozenset({"urdu letter", "urdu mark", "urdu punctuation", "digit", "space", "other"})
_SHORTEST_COMPOUND = 5


class Mix(NamedTuple):
    """Conventions that a text mixes: ``kind`` is ``spacing``, ``spelling``, ``digits`` or ``punctuation``; forms with counts."""

    kind: str
    forms: tuple[tuple[str, int], ...]


class Report(NamedTuple):
    """What :func:`report` found.

    ``characters``: code points that do not belong in Urdu text, with counts, commonest first. ``rules``: how often each rule
    would change something. ``suggestions``: how often each rule doubts something. ``mixed``: conventions mixed.
    """

    characters: tuple[tuple[CodePoint, int], ...]
    rules: dict[str, int]
    suggestions: dict[str, int]
    mixed: tuple[Mix, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain lists, strings and numbers, ready for JSON."""
        return {
            "schema": 1,
            "characters": [
                {"code": one.code, "name": one.name, "status": one.status, "becomes": one.letters, "count": count}
                for one, count in self.characters
            ],
            "rules": self.rules,
            "suggestions": self.suggestions,
            "mixed": [{"kind": mix.kind, "forms": dict(mix.forms)} for mix in self.mixed],
        }


def report(text: str, /, profile: Profile = STANDARD) -> Report:
    """Return what is unusual in ``text``; raises ``TypeError`` for anything but a ``str``.

    >>> found = report("دوطرفہ بات اور دو طرفہ معاہدہ، كتاب")
    >>> [(one.code, count) for one, count in found.characters]
    [('U+0643', 1)]
    >>> found.mixed[0].forms
    (('دو طرفہ', 1), ('دوطرفہ', 1))
    """
    counts = Counter(describe(text))
    characters = [(one, count) for one, count in counts.items() if one.status not in _BELONGS]
    result = normalizer(profile).explain(text)
    return Report(
        characters=tuple(sorted(characters, key=lambda found: (-found[1], found[0].code))),
        rules=_ranked(Counter(rule for edit in result.edits for rule in edit.rules)),
        suggestions=_ranked(Counter(one.rule for one in result.suggestions)),
        mixed=(
            *_spacing(text),
            *_spelling(text),
            *_sets("digits", _DIGITS, text),
            *_sets("punctuation", _PUNCTUATION, text),
        ),
    )


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _spacing(text: str) -> list[Mix]:
    """Compounds that the text writes both joined and apart."""
    keep = frozenset(table("lists/keep").column("word"))
    words = [(match.group(), match.start(), match.end()) for match in WORD.finditer(text)]
    joined = Counter(word for word, _, _ in words)
    apart: Counter[tuple[str, str]] = Counter()
    for (left, _, end), (right, start, _) in pairwise(words):
        if text[end:start] == " ":
            apart[left, right] += 1
    return [
        Mix("spacing", ((f"{left} {right}", count), (left + right, joined[left + right])))
        for (left, right), count in sorted(apart.items())
        if len(left + right) >= _SHORTEST_COMPOUND and left + right in joined and left + right not in keep
    ]


def _spelling(text: str) -> list[Mix]:
    """Words that the text spells in more than one accepted way: different after STANDARD, equal as keys."""
    key = normalizer(SEARCH)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for match in WORD.finditer(normalizer(STANDARD)(text)):
        forms[key(match.group())][match.group()] += 1
    return [
        Mix("spelling", tuple(sorted(found.items(), key=lambda item: (-item[1], item[0]))))
        for folded, found in sorted(forms.items())
        if folded and len(found) > 1
    ]


def _sets(kind: str, sets: dict[str, str], text: str) -> list[Mix]:
    found = [(name, sum(map(text.count, chars))) for name, chars in sets.items()]
    used = tuple((name, count) for name, count in found if count)
    return [Mix(kind, used)] if len(used) > 1 else []
