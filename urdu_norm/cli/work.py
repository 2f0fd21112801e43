"""What is done to a block of a file, in this process or in a worker: pure functions of bytes and a normalizer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from urdu_norm import Edit, Normalizer, Suggestion
from urdu_norm.cli.errors import InputError

__all__ = ["Change", "Done", "Handler", "Job", "Want", "decode", "encode", "rewrite"]


class Want(NamedTuple):
    """What is asked for beside the new bytes: the changes, their count by rule, suggestions."""

    changes: bool = False
    counts: bool = False
    suggestions: bool = False

    @property
    def edits(self) -> bool:
        """Whether edits are needed at all; without them a block costs less."""
        return self.changes or self.counts or self.suggestions


class Change(NamedTuple):
    """One line (or JSON value, table cell) before and after; the offsets of edits and suggestions are in ``before``."""

    line: int
    where: str
    before: str
    after: str
    edits: tuple[Edit, ...]
    suggestions: tuple[Suggestion, ...]


class Job(NamedTuple):
    """A block of a file, in UTF-8: ``line`` is the number of its first line; ``raw`` says that it stays as it is.

    ``note`` is a warning to print; ``facts`` are what a format has to know beyond the block (the place of a column).
    """

    data: bytes
    line: int
    raw: bool = False
    note: str = ""
    facts: tuple[int, ...] = ()


class Done(NamedTuple):
    """A block done: its new bytes (``None`` for no change) and what was asked for."""

    data: bytes | None
    changes: Sequence[Change] = ()
    counts: Counter[str] | None = None
    edits: int = 0
    found: int = 0  # how many values a data format held


class Handler(Protocol):
    """One input format: cuts a stream into blocks (in the main process) and works on one (anywhere)."""

    def work(self, job: Job, normalizer: Normalizer, want: Want) -> Done:
        """Normalize one block; raise :class:`InputError` with the line *within the block*."""


def decode(data: bytes) -> str:
    """UTF-8 to text; bytes that are not UTF-8 come back as they were in :func:`encode`."""
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    r"""Return UTF-8.

    >>> encode(decode(b"\xff\xd9\x85")) == b"\xff\xd9\x85"
    True
    """
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:  # no rule makes a lone surrogate; a value of a data format may hold one
        raise InputError("", f"holds the lone surrogate U+{ord(text[error.start]):04X}") from None


def rewrite(
    text: str, normalizer: Normalizer, want: Want, protect: Sequence[tuple[int, int]] = ()
) -> tuple[str, tuple[Edit, ...], tuple[Suggestion, ...]]:
    """Return the new text, the edits if they are wanted and the suggestions if they are."""
    if not want.edits:
        return normalizer(text, protect=protect), (), ()
    explained = normalizer.explain(text, protect=protect)  # costs hardly more than the text alone
    return explained.text, explained.edits, explained.suggestions if want.suggestions else ()


class Tally:
    """Collects what a block gives."""

    def __init__(self, want: Want) -> None:
        self.want = want
        self.changes: list[Change] = []
        self.counts: Counter[str] = Counter()
        self.edits = 0
        self.found = 0

    def add(
        self,
        line: int,
        where: str,
        before: str,
        after: str,
        edits: tuple[Edit, ...],
        suggestions: tuple[Suggestion, ...],
    ) -> None:
        """Note one changed (or questionable) line or value."""
        self.edits += len(edits)
        for edit in edits:
            self.counts.update(edit.rules)
        if self.want.changes and (edits or suggestions):
            self.changes.append(Change(line, where, before, after, edits, suggestions))

    def done(self, data: bytes | None) -> Done:
        """Return the result of the block."""
        return Done(data, self.changes, self.counts if self.want.edits else None, self.edits, self.found)
