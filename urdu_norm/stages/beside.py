"""What stands beside a word in its line, and how much more often than by chance; what several rules ask of two words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet

from urdu_norm import lexicon
from urdu_norm.edits import Edit, apply, compose
from urdu_norm.profile import Profile
from urdu_norm.segment import WORD, last_word
from urdu_norm.tables import active, table, tables

__all__ = [
    "VERB_ENDINGS",
    "has_article",
    "in_force",
    "is_arabic",
    "kept",
    "last_word_of",
    "repeated",
    "tie_of",
    "word_after",
    "word_before",
]

_ROUNDS = 4

VERB_ENDINGS = frozenset(("نا", "نے", "نی", "یا"))
"""Words that make, joined to what is before them, a form of a verb, which hardly anybody may have counted: «سٹھیایا»."""


def in_force(rule_id: str, profile: Profile) -> bool:
    """Whether a rule that goes by counts is on: a folded text does not spell its words as they were counted."""
    return active(tables()[rule_id].rule, profile) and profile.variants != "fold"


def kept(profile: Profile) -> set[str]:
    """Return the words that no neighbour may change: kept or left undecided by name, or what a user writes for another."""
    words = {*table("lists/keep").column("word"), *table("lists/undecided").column("word")}
    words.update(piece for _, right in profile.extra for piece in right.split(" "))
    return words


def has_article(word: str) -> bool:
    """Whether a word begins with what may be the article of Arabic."""
    return word.startswith("ال")


def is_arabic(words: Sequence[str]) -> bool:
    """Whether the words that a run divides into are one in Arabic: و and the article, as in «والقرآن»."""
    return words[0] == lexicon.AND and has_article(words[1])


def last_word_of(chunk: str) -> str:
    """Return the word that a chunk ends with; of one longer than any known word no more than tells that it is."""
    return chunk if chunk.isalpha() else last_word(chunk[-2 * lexicon.MAX_LENGTH :])


def word_before(text: str, start: int) -> tuple[str, int]:
    """Return the word that only spaces part from what starts at ``start`` and where it ends, or an empty string."""
    end = start
    while end and text[end - 1] == " ":
        end -= 1
    if end == start:
        return "", start
    low = max(0, end - 2 * lexicon.MAX_LENGTH)
    chunk = text[max(text.rfind(" ", low, end) + 1, low) : end]
    word = last_word(chunk)
    return (word, end) if word else ("", start)


def word_after(text: str, stop: int) -> tuple[str, int]:
    """Return the word that only spaces part from what stops at ``stop`` and where it ends, or an empty string."""
    start = stop
    while text.startswith(" ", start):
        start += 1
    found = WORD.match(text, start) if start > stop else None
    return (found.group(), found.end()) if found is not None else ("", stop)


def tie_of(first: str, second: str) -> float | None:
    """Return how much more often than by chance ``second`` follows ``first``; None if it was hardly ever met there."""
    words = lexicon.words()
    return lexicon.model().tie(first, words.get(first, -1), second, words.get(second, -1))


def repeated(step: Callable[[str, AbstractSet[int]], list[Edit]], text: str, sites: Iterable[int]) -> list[Edit]:
    """Return the edits that ``step`` makes of a line, and then of what it has made; ``sites`` are where it looks."""
    total: list[Edit] = []
    wanted = set(sites)
    for _ in range(_ROUNDS):
        found = step(text, wanted)
        if not found:
            break
        total = compose(total, found)
        text = apply(text, found)
        # What was put right is a new neighbour of what stands beside it, and may itself be two words.
        wanted, delta = _moved(wanted, found), 0
        for edit in found:
            low = edit.start + delta
            wanted.update(low + match.start() for match in WORD.finditer(edit.new))
            delta += len(edit.new) - (edit.end - edit.start)
    return total


def _moved(sites: AbstractSet[int], edits: Sequence[Edit]) -> set[int]:
    """Return ``sites`` after ``edits``, without those inside them."""
    moved: set[int] = set()
    waiting = sorted(sites, reverse=True)
    delta = 0
    for edit in edits:
        while waiting and waiting[-1] < edit.start:
            moved.add(waiting.pop() + delta)
        while waiting and waiting[-1] < edit.end:
            waiting.pop()
        delta += len(edit.new) - (edit.end - edit.start)
    moved.update(site + delta for site in waiting)
    return moved
