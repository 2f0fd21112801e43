"""What every export is tried on: each key alone, keys in pairs, generated lines; and on which of them it must equal normalize."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from functools import cache

from tests.pipelines.sample import lines
from urdu_norm import MINIMAL, Normalizer, Profile
from urdu_norm.export.subset import Subset, subset
from urdu_norm.unicode import CORE_LETTERS, URDU_MARKS

LINES = 20_000

_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0897-\u089f\u08ca-\u08e1\u08e3-\u08ff"
_UNSORTED = re.compile(f"[{_MARKS}]{{2}}")
_JOINER_AT_HEH = re.compile("[\u0640\u200b-\u200f][\u0647\u06be]")
_MARK_AT_LIGATURE = re.compile(f"[{_MARKS}][\ufdf2]|[\ufdf2-\ufdf9][{_MARKS}]|[0-9٠-٩۰-۹]\u0647[{_MARKS}]")
_GLUED_FORMULA = re.compile("[\ufd40-\ufd4f\ufdcf\ufdfa-\ufdff\ufbc3-\ufbd2]")


HEH_LIGATURES = {
    source
    for source, target in subset(MINIMAL).mapping.items()
    if len(source) == 1 < len(target) and "\u0647" in target
}
"""One rule makes their letters, so no other can look at their heh."""


@cache
def keys(profile: Profile) -> tuple[str, ...]:
    """Every key of the map and every letter, mark and digit of Urdu."""
    return tuple(
        dict.fromkeys([*subset(profile).folded, *CORE_LETTERS, *URDU_MARKS, *"۰۱۲۳0123456789", "\u0647", "a", " ", "۔"])
    )


@cache
def pairs(profile: Profile) -> tuple[str, ...]:
    """Every pair of the letters and marks of three keyboards, and 20,000 pairs of any two keys."""
    few = [*CORE_LETTERS, *"يكهىةۀەأإٱ", *URDU_MARKS, "ﻻ", "ﻲ", "ﻪ", "ﮩ", "ﮭ", "ﷲ", " ", "a", "5", "۔"]
    every = [a + b for a in few for b in few]
    dice = random.Random(7)
    some = [dice.choice(keys(profile)) + dice.choice(keys(profile)) for _ in range(20_000)]
    return tuple(dict.fromkeys(every + some))


@cache
def texts() -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines(LINES)))


def covered(made: Subset, text: str) -> bool:
    """Whether an export without words must do what normalize does: a heh that only the word decides is left."""
    return "\u0647" not in made.run_letters(text) and covered_with_words(text)


def covered_with_words(text: str) -> bool:
    """Whether an export with words must: the exceptions are those that it names."""
    look = subset(MINIMAL).run_letters(text)
    if _MARK_AT_LIGATURE.search(text) or _UNSORTED.search(text):
        return False
    return not any(pattern.search(look) for pattern in (_UNSORTED, _JOINER_AT_HEH, _MARK_AT_LIGATURE, _GLUED_FORMULA))


@cache
def expected(profile: Profile, kind: str) -> tuple[tuple[str, str], ...]:
    """Texts of one kind with what ``normalize`` makes of them under the exported letters; covered ones only."""
    made = subset(profile)
    one = Normalizer(made.letters)
    wanted: Iterable[str] = {"keys": keys, "pairs": pairs, "lines": lambda _: texts()}[kind](profile)
    return tuple((text, one(text)) for text in wanted if covered(made, text))


@cache
def expected_with_words(profile: Profile) -> tuple[tuple[str, str], ...]:
    made = subset(profile)
    one = Normalizer(made.profile)
    return tuple((text, one(text)) for text in texts() if covered_with_words(text))


def wrong(found: Iterable[str], wanted: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """The first few differences, readable: text, found, wanted."""
    pairs_ = zip(found, wanted, strict=True)
    return [(ascii(text), ascii(got), ascii(want)) for got, (text, want) in pairs_ if got != want][:5]
