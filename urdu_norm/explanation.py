"""What was changed and why, as a value: text, edits, offsets, suggestions are views of one edit list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from urdu_norm.edits import Edit, OffsetMap, apply, trimmed
from urdu_norm.segment import LINE_END, WORD
from urdu_norm.unicode import category, name

__all__ = ["Explanation", "Suggestion", "code_points", "difference", "looks_alike", "page", "whole_words"]

_BREAK = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ENDS = re.compile(f"{LINE_END.pattern}|\n")
_LOOK_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u064a\u0649", "\u06cc"),
        **dict.fromkeys("\u0643\u06aa", "\u06a9"),
        **dict.fromkeys("\u0647\u06be\u06d5", "\u06c1"),
        "\u06c0": "\u06c2",
        "\u0629": "\u06c3",
        **{chr(0x0660 + k): chr(0x06F0 + k) for k in range(10)},
    }
)


class Suggestion(NamedTuple):
    """A place of the source that may be wrong: ``source[start:end]``, candidates (best first), the rule that asks."""

    start: int
    end: int
    candidates: tuple[str, ...]
    rule: str


class Explanation:
    """The normalized text of ``source`` with every change that made it.

    ``edits`` are sorted and disjoint and refer to ``source``; there are none exactly when nothing changed.

    >>> from urdu_norm import explain
    >>> result = explain("اس كے زریعے")
    >>> result.text
    'اس کے ذریعے'
    >>> [(result.source[edit.start : edit.end], edit.new) for edit in result.edits]
    [('ك', 'ک'), ('زریعے', 'ذریعے')]
    """

    def __init__(
        self,
        source: str,
        edits: tuple[Edit, ...],
        profile_name: str,
        fingerprint: Callable[[], str],
        suggest: Callable[[Explanation], tuple[Suggestion, ...]],
        evidence: Callable[[str, Edit], Mapping[str, Any]],
    ) -> None:
        self.source = source
        self.edits = edits
        self.profile = profile_name
        self._fingerprint = fingerprint
        self._suggest = suggest
        self._evidence = evidence

    @cached_property
    def text(self) -> str:
        """The normalized text."""
        return apply(self.source, self.edits)

    @cached_property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """Places that may be wrong but were not certain enough to change; computed when first asked for."""
        return self._suggest(self)

    @cached_property
    def _offsets(self) -> OffsetMap:
        return OffsetMap(len(self.source), self.edits)

    def to_target(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of ``text`` that holds ``source[start:end]``; raise ``ValueError`` if out of range.

        A span that begins or ends inside an edit grows to the whole of what the edit made.
        """
        return self._offsets.to_target(start, end)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of ``source`` that became ``text[start:end]``; raise ``ValueError`` if out of range."""
        return self._offsets.to_source(start, end)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain lists, strings and numbers, ready for JSON; ``schema`` numbers the form."""
        return {
            "schema": 1,
            "profile": self.profile,
            "fingerprint": self._fingerprint(),
            "source": self.source,
            "text": self.text,
            "edits": [self._edit(edit) for edit in self.edits],
            "suggestions": [
                {
                    "start": one.start,
                    "end": one.end,
                    "old": self.source[one.start : one.end],
                    "candidates": list(one.candidates),
                    "rule": one.rule,
                }
                for one in self.suggestions
            ],
        }

    def _edit(self, edit: Edit) -> dict[str, Any]:
        old = self.source[edit.start : edit.end]
        found: dict[str, Any] = {"start": edit.start, "end": edit.end, "old": old, "new": edit.new}
        found["rules"] = list(edit.rules)
        evidence = self._evidence(old, edit)
        if evidence:
            found["evidence"] = dict(evidence)
        return found

    def diff(self, *, color: bool = False) -> str:
        """Return the changed lines before and after, and below them each edit with its rules; empty if nothing changed.

        Made for a terminal: every line begins with a Latin character and old and new are parted by a Latin word, so
        that right-to-left display cannot swap them. Where glyphs look alike, the code points are named.

        >>> from urdu_norm import explain
        >>> print(explain("اس كے زریعے").diff(), end="")
        - اس كے زریعے
        + اس کے ذریعے
          1:4 U+0643 ARABIC LETTER KAF becomes U+06A9 ARABIC LETTER KEHEH [characters/arabic-kaf]
          1:7 زریعے becomes ذریعے [words/homophones]
        """
        red, green, off = ("\x1b[31m", "\x1b[32m", "\x1b[0m") if color else ("", "", "")
        pieces: list[str] = []
        for number, start, before, after, edits in self._changed_lines():
            if before != after:
                pieces.append(f"{red}- {before}{off}\n{green}+ {after}{off}\n")
            for edit in edits:
                what = difference(self.source[edit.start : edit.end], edit.new)
                pieces.append(f"  {number}:{edit.start - start + 1} {what} [{', '.join(edit.rules)}]\n")
        return "".join(pieces)

    def _changed_lines(self) -> Iterator[tuple[int, int, str, str, Sequence[Edit]]]:
        """Yield number, start, text before, text after and edits of every line with an edit."""
        start = k = 0
        number = 1
        ends = [match.span() for match in _ENDS.finditer(self.source)]
        for end, following in [*ends, (len(self.source), len(self.source))]:
            first = k
            while k < len(self.edits) and (
                self.edits[k].start < following or self.edits[k].start <= end or following == len(self.source)
            ):
                k += 1
            if k > first:
                here = self.edits[first:k]
                inside = [
                    Edit(one.start - start, one.end - start, one.new, one.rules) for one in here if one.end <= end
                ]
                before = self.source[start:end]
                yield number, start, before, apply(before, inside), here
            start = following
            number += 1

    def _repr_html_(self) -> str:
        """Show the text in a notebook, right to left, with what was removed and what took its place."""
        from html import escape  # on first use: it brings a table of two thousand entities

        pieces: list[str] = []
        position = 0
        for start, end, new, edits in whole_words(self.source, self.edits):
            pieces.append(escape(self.source[position:start]))
            title = "\n".join(
                f"{difference(self.source[edit.start : edit.end], edit.new)} [{', '.join(edit.rules)}]"
                for edit in edits
            )
            pieces.append(f'<span title="{escape(title)}">')
            if start < end:
                old = escape(self.source[start:end])
                pieces.append(f'<del style="background:#fdd;color:#a00">{old}</del>')
            if new:
                pieces.append(f'<ins style="background:#dfd;color:#060;text-decoration:none">{escape(new)}</ins>')
            pieces.append("</span>")
            position = end
        pieces.append(escape(self.source[position:]))
        style = "white-space:pre-wrap;line-height:2.2;font-family:'Noto Nastaliq Urdu','Jameel Noori Nastaleeq',serif"
        return f'<div dir="rtl" lang="ur" style="{style}">{"".join(pieces)}</div>'

    def __repr__(self) -> str:
        return f"<Explanation: {len(self.edits)} edits in {len(self.source)} characters, profile {self.profile}>"


def whole_words(text: str, edits: Sequence[Edit]) -> list[tuple[int, int, str, list[Edit]]]:
    """Return ``(start, end, new, edits)`` for each edit grown to the word around it; edits of one word come together.

    For showing: the letters of half a word, marked on their own, would not be joined to the rest.

    >>> whole_words("اس كے", [Edit(3, 4, "ک", ())])
    [(3, 5, 'کے', [Edit(start=3, end=4, new='ک', rules=())])]
    """
    groups: list[tuple[int, int, list[Edit]]] = []
    for edit in edits:
        start, end = edit.start, edit.end
        if WORD.search(text[start:end] + edit.new):
            while start and WORD.match(text[start - 1]):
                start -= 1
            while end < len(text) and WORD.match(text[end]):
                end += 1
        if groups and start < groups[-1][1]:
            first, last, together = groups.pop()
            groups.append((first, max(last, end), [*together, edit]))
        else:
            groups.append((start, end, [edit]))
    return [
        (
            start,
            end,
            apply(text[start:end], [one._replace(start=one.start - start, end=one.end - start) for one in some]),
            some,
        )
        for start, end, some in groups
    ]


def looks_alike(old: str, new: str) -> bool:
    """Whether a reader may see no difference between two texts: invisible characters, spaces, look-alike letters.

    >>> looks_alike("علي", "علی"), looks_alike("زریعے", "ذریعے")
    (True, False)
    """
    if not old or not new or old.isspace() or new.isspace():
        return True
    return _shape(old) == _shape(new) or len(old) == 1 == len(new)


def _shape(text: str) -> str:
    visible = (char for char in text.translate(_LOOK_ALIKE) if category(char) not in ("Cf", "Cc", "Mn"))
    return "".join(visible)


def code_points(text: str) -> str:
    """Name the characters of a text; a long run of one character is counted.

    >>> code_points("  \u200c")
    'U+0020 SPACE (2 times), U+200C ZERO WIDTH NON-JOINER'
    """
    if not text:
        return "nothing"
    named: list[list[Any]] = []
    for char in text:
        if named and named[-1][0] == char:
            named[-1][1] += 1
        else:
            named.append([char, 1])
    return ", ".join(f"{_named(char)}{f' ({count} times)' if count > 1 else ''}" for char, count in named)


def _named(char: str) -> str:
    code = f"U+{ord(char):04X}"
    title = name(char)
    return code if title == code else f"{code} {title}"


def difference(old: str, new: str) -> str:
    """Say in one line what became of ``old``: by its letters, or by its code points where glyphs look alike.

    >>> difference("نطر", "نظر")
    'نطر becomes نظر'
    >>> difference("ي", "ی")
    'U+064A ARABIC LETTER YEH becomes U+06CC ARABIC LETTER FARSI YEH'
    """
    if looks_alike(old, new):
        edit = trimmed(0, old, new, ())
        a, b = old[edit.start : edit.end], edit.new
        if len(a) + len(b) <= 8:
            where = f"{old}: " if len(a) < len(old) and not old.isspace() and not _BREAK.search(old) else ""
            if not b:
                return f"{where}{code_points(a)} removed"
            if not a:
                return f"{where}{code_points(b)} added"
            return f"{where}{code_points(a)} becomes {code_points(b)}"
    shown_old = old if old and not _BREAK.search(old) else code_points(old)
    shown_new = new if new and not _BREAK.search(new) else code_points(new)
    return f"{shown_old} becomes {shown_new}"


def page(rule_id: str) -> str:
    """Return where the documentation of a rule stands, relative to ``docs/``.

    >>> page("words/dots")
    'rules/words.md#dots'
    """
    stage, _, rest = rule_id.partition("/")
    return f"rules/{stage}.md#{rest}"
