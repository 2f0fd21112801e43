"""Words: a closed map of respellings, then the families of joined words, then what the lexicon decides.

A table row says ``wrong -> right`` for one spelling; a family says it for every word that a left and a right part make.
Both are data. What a rule writes is looked up again until nothing changes, so a row may stop half way: the row
for a hamza and the family that splits the word each do their own part, and each can be switched off by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from urdu_norm import guards, lexicon
from urdu_norm.edits import Edit
from urdu_norm.profile import Profile, UrduNormError
from urdu_norm.segment import WORD
from urdu_norm.stages import decide
from urdu_norm.tables import Table, active, spelled, table, tables
from urdu_norm.unicode import VOWEL_MARKS, nfc

__all__ = ["EXTRA", "Decider", "Family", "Words", "compile", "families", "family"]

EXTRA = "extra"
"""The rule id of the caller's own pairs."""

RIDING_MARKS = "\u0610\u0611\u0612\u0613\u0614\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0656\u0657\u0658"
"""Honorific signs, the zer of an izafat, and other signs that may follow a word: they say nothing about its spelling."""

SPELLING_MARKS = "\u064b\u0670"
"""Tanween and khari zabar belong to the spelling of a word; only behind one that has neither they are as good as riding."""

_ZABAR, _TANWEEN = "\u064e", "\u064b"
_MARKED = re.compile(f"[{VOWEL_MARKS}]")


class Decider(Protocol):
    """What this stage needs of :class:`urdu_norm.stages.decide.Decide`."""

    def word(self, word: str) -> tuple[str, str] | None:
        """Return the replacement and the id of the rule that asks for it, or ``None``."""


class Family(NamedTuple):
    """Every left part followed by every right part is a joined word, read with ``glue`` between, unless excepted."""

    rule: str
    left: Mapping[str, str]
    right: Mapping[str, str]
    lengths: tuple[int, ...]
    glue: str
    exceptions: frozenset[str]

    def read(self, word: str) -> str | None:
        """Return how the joined ``word`` is read, or ``None`` if the family does not make it."""
        for length in self.lengths:
            right = self.right.get(word[-length:])
            if right is not None:
                left = self.left.get(word[:-length])
                if left is not None and word not in self.exceptions:
                    return left + self.glue + right
        return None


def family(one: Table) -> Family:
    """Return the family that a table of kind ``family`` describes.

    Raises :class:`UrduNormError` for a part other than ``left``, ``right``, ``except`` and for an unknown list.
    """
    parts: dict[str, dict[str, str]] = {"left": {}, "right": {}, "except": {}}
    for row in one.dicts():
        if row["part"] not in parts:
            raise UrduNormError(f"{one.rule.id}: part {row['part']!r} is not one of: left, right, except")
        texts = table(f"lists/{row['text'][1:]}").column("word") if row["text"].startswith("@") else [row["text"]]
        for text in map(spelled, texts):
            parts[row["part"]][text] = spelled(row["as"]) or text
    lengths = tuple(sorted({len(text) for text in parts["right"]}, reverse=True))
    glue = " " if one.glue == "space" else ""
    return Family(one.rule.id, parts["left"], parts["right"], lengths, glue, frozenset(parts["except"]))


def families(profile: Profile, in_force: bool = True) -> tuple[Family, ...]:
    """Return the families that are in force under ``profile``, or those that are not."""
    return tuple(
        family(one)
        for one in tables().values()
        if one.rule.stage == "words" and one.kind == "family" and active(one.rule, profile) is in_force
    )


class Words:
    """The words stage of one profile: immutable, made by :func:`compile`."""

    __slots__ = (
        "_applied",
        "_decide",
        "_endings",
        "_guards",
        "_keep",
        "_pairs",
        "_rights",
        "_suggestions",
        "_undecided",
    )

    def __init__(
        self,
        pairs: Mapping[str, tuple[str, str]],
        suggestions: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]],
        joined: tuple[Family, ...],
        resting: tuple[Family, ...],
        keep: frozenset[str],
        undecided: frozenset[str],
        decider: Decider,
        guarded: frozenset[str] = frozenset(),
    ) -> None:
        self._pairs = pairs
        self._suggestions = suggestions
        self._applied = len(joined)
        self._keep = keep
        # What a reader doubted or a caller switched off is not left to figures.
        self._undecided = undecided.union(suggestions, *(one.exceptions for one in (*joined, *resting)))
        self._decide = decider.word
        self._guards = guarded
        # A family is asked only about words that end like one of its right parts; most words end like none.
        self._rights: dict[str, list[tuple[int, Family]]] = {}
        for number, one in enumerate((*joined, *resting)):
            for right in one.right:
                self._rights.setdefault(right, []).append((number, one))
        self._endings: dict[str, tuple[int, ...]] = {}
        for right in self._rights:
            self._endings[right[-2:]] = tuple({*self._endings.get(right[-2:], ()), len(right)})

    def step(self, text: str) -> list[Edit]:
        """Return the edits that respell and part the words of ``text``; marks that ride on a word stay in place."""
        edits: list[Edit] = []
        for match in WORD.finditer(text):
            word = match[0]
            found = self.look_up(word)
            if found is None and word[-1] in RIDING_MARKS + SPELLING_MARKS and not lexicon.known(word):
                bare = word.rstrip(RIDING_MARKS)
                if bare[-1:] in SPELLING_MARKS and not (lexicon.known(bare) or bare in self._keep):
                    bare = bare.rstrip(RIDING_MARKS + SPELLING_MARKS)
                found = self.look_up(bare) if bare else None
                rest = word[len(bare) :]
                spelled_with = [mark for mark in rest if mark in SPELLING_MARKS]
                takes = False
                if found is not None and spelled_with:
                    # What is spelled with the mark that is there takes it in; with another one beside it, who knows.
                    takes = spelled_with == [found[0][-1]] and rest[0] == found[0][-1]
                    found = found if takes or found[0][-1] not in SPELLING_MARKS else None
                elif found is not None and rest == _ZABAR and found[0][-1] == _TANWEEN:
                    takes = True  # one stroke of the two: «خصوصاَ»
                word = word[: len(bare) + takes]
                if found is not None and (ordered := nfc(found[0] + rest[takes:])) != found[0] + rest[takes:]:
                    word, found = match[0], (ordered, found[1])
            if found is not None:
                edits.append(Edit(match.start(), match.start() + len(word), *found))
        return edits

    def look_up(self, word: str) -> tuple[str, tuple[str, ...]] | None:
        r"""Return what ``word`` becomes in the end and the ids of all rules that took part, or ``None`` if it stays.

        >>> from urdu_norm.profile import STANDARD
        >>> compile(STANDARD).look_up("کردیئے")
        ('کر دیے', ('words/yeh-variants', 'words/joined-dena'))
        """
        found = self._once(word)
        if found is None:
            return None
        rules: dict[str, None] = {}
        text = self._follow(found, (word,), rules)
        if text == word or guards.reveals(word, text, self._guards):
            return None  # what comes to light is no Urdu: it would guard its neighbours, but only the next time
        return text, tuple(rules)

    def rests(self, word: str) -> bool:
        """Whether no table and no family has anything to say of ``word``, so that it stays if the lexicon knows it."""
        if word in self._pairs:
            return False
        lengths = self._endings.get(word[-2:])
        return lengths is None or self._rights.keys().isdisjoint([word[-length:] for length in lengths])

    def suggest(self, word: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return what the unsafe rows say about ``word``: the ids of their rules, each with its candidates."""
        return self._suggestions.get(word, ())

    def _once(self, word: str) -> tuple[str, str] | None:
        found = self._pairs.get(word)
        if found is not None:
            return found
        if word in self._keep:
            return None
        lengths = self._endings.get(word[-2:])
        if lengths is not None:
            families = {number: one for length in lengths for number, one in self._rights.get(word[-length:], ())}
            for number in sorted(families):
                one = families[number]
                read = one.read(word)
                if read is not None:
                    return (read, one.rule) if number < self._applied else None
        if word in self._undecided or _MARKED.search(word):
            return None
        return self._decide(word)

    def _close(self, word: str, path: tuple[str, ...], rules: dict[str, None]) -> str:
        """Follow ``word`` to the end. The tables have no cycles (tested); a word met before ends the path anyway."""
        found = self._once(word)
        return word if found is None else self._follow(found, path, rules)

    def _follow(self, found: tuple[str, str], path: tuple[str, ...], rules: dict[str, None]) -> str:
        rules[found[1]] = None
        return " ".join(
            piece if piece in path else self._close(piece, (*path, piece), rules) for piece in found[0].split(" ")
        )


def compile(profile: Profile, decider: Decider | None = None) -> Words:  # noqa: A001 - the name all stages share
    """Return the words stage of ``profile``; ``decider`` is asked last, by default what the lexicon decides.

    Raises :class:`UrduNormError` when a pair of ``profile.extra`` is not one word, changes nothing, contradicts another
    pair or a table, or leads back to itself.
    """
    pairs: dict[str, tuple[str, str]] = {}
    suggestions: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
    keep = frozenset(map(spelled, table("lists/keep").column("word")))
    undecided = set(map(spelled, table("lists/undecided").column("word")))
    for rule_id, one in tables().items():
        if one.rule.stage != "words" or one.kind == "family":
            continue
        if not active(one.rule, profile):
            undecided.update(map(spelled, one.column("wrong")))
            continue
        k_risk, k_wrong, k_right = map(one.columns.index, ("risk", "wrong", "right"))
        safe_rule = one.rule.risk == "safe"
        for row in one.rows:
            wrong, right = row[k_wrong], row[k_right]
            if "+" in wrong or "+" in right:
                wrong, right = spelled(wrong), spelled(right)
            if safe_rule and row[k_risk] == "safe":
                pairs[wrong] = (right, rule_id)
            else:
                suggestions[wrong] = (*suggestions.get(wrong, ()), (rule_id, tuple(right.split("|"))))
    if profile.extra:
        _add(pairs, profile.extra)
    joined, resting = families(profile), families(profile, in_force=False)
    decider = decider or decide.compile(profile)
    words = Words(pairs, suggestions, joined, resting, keep, frozenset(undecided), decider, profile.guards)
    for wrong, _ in profile.extra:
        _check_end(words, wrong)
    return words


def _add(pairs: dict[str, tuple[str, str]], extra: Iterable[tuple[str, str]]) -> None:
    for wrong, right in extra:
        if not WORD.fullmatch(wrong):
            raise UrduNormError(f"extra: {wrong!r} is not one word of Arabic-script letters, so it can never be met")
        if wrong == right:
            raise UrduNormError(f"extra: {wrong!r} is paired with itself; use protect to leave a word alone")
        if not right or right != " ".join(right.split()):
            raise UrduNormError(f"extra: {right!r} (for {wrong!r}) has to be words parted by single spaces")
        known = pairs.get(wrong)
        if known is not None and known[0] != right:
            raise UrduNormError(f"extra: {wrong!r} -> {right!r} contradicts {known[1]}, which says {known[0]!r}")
        pairs[wrong] = (right, EXTRA)


def _check_end(words: Words, wrong: str) -> None:
    """Raise if following ``wrong`` through all rules comes back to a word that was already left behind."""
    waiting: list[tuple[str, tuple[str, ...]]] = [(wrong, (wrong,))]
    while waiting:
        word, path = waiting.pop()
        found = words._once(word)
        for piece in found[0].split(" ") if found else ():
            if piece in path:
                raise UrduNormError(f"extra: {wrong!r} never comes to an end: {' -> '.join((*path, piece))}")
            waiting.append((piece, (*path, piece)))
