"""The characters stage by itself: lines, chunks, foreign words, as the normalizer does it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from urdu_norm import guards
from urdu_norm.edits import Edit, apply, compose, run, shift
from urdu_norm.profile import Profile
from urdu_norm.segment import LETTERS_AND_MARKS
from urdu_norm.stages import characters

Frequency = Callable[[str], int]

_WORD = re.compile(f"[{LETTERS_AND_MARKS}\u034f\u200b-\u200d]+")


class Characters:
    """What the normalizer does with a line before it looks at words."""

    def __init__(self, profile: Profile, frequency: Frequency | None) -> None:
        self.guards = profile.guards
        self.bidi = characters.line(profile)
        self.equivalent = characters.equivalent(profile)
        self.unify = characters.unify(profile, frequency)

    def __call__(self, line: str) -> str:
        return self.edited(line)[0]

    def explained(self, line: str) -> tuple[str, set[str]]:
        """The text and the rules that made it."""
        text, edits = self.edited(line)
        assert apply(line, edits) == text
        return text, {rule for edit in edits for rule in edit.rules}

    def edited(self, line: str) -> tuple[str, list[Edit]]:
        first = list(self.bidi(line))
        second: list[Edit] = []
        position = 0
        for chunk in apply(line, first).split(" "):
            second += shift(self._chunk(chunk), position)
            position += len(chunk) + 1
        edits = compose(first, second)
        return apply(line, edits), edits

    def _chunk(self, chunk: str) -> list[Edit]:
        text, edits = run(chunk, self.equivalent)
        more: list[Edit] = []
        position = 0
        foreign = [found.span() for found in _WORD.finditer(text) if guards.is_foreign(found.group(), self.guards)]
        for start, end in [*foreign, (len(text), len(text))]:
            more += shift(run(text[position:start], self.unify)[1], position)
            position = end
        edits = compose(edits, more)
        if foreign and more:  # a mark may have come to stand beside a foreign word that begins with one
            edits = compose(edits, run(apply(text, more), self.equivalent)[1])
        return edits


@cache
def normalizer(profile: Profile, frequency: Frequency | None = None) -> Characters:
    return Characters(profile, frequency)
