"""How changes are shown: as lines, as a diff, as JSON Lines, as GitHub annotations, as SARIF."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any, Protocol
from urllib.parse import quote

from urdu_norm import Edit, Rule, Suggestion, __version__, rules
from urdu_norm.cli.work import Change
from urdu_norm.explanation import difference, page

__all__ = ["FORMATS", "Printer", "make"]

FORMATS = ("brief", "json", "github", "sarif")
SCHEMA = 1
"""The number of the JSON form: it grows when a key is removed or changes its meaning, not when one is added."""

Write = Callable[[str], None]


class Printer(Protocol):
    """Takes changes file by file."""

    def changes(self, name: str, changes: Sequence[Change]) -> None:
        """Show some changes of a file."""

    def close(self, summary: dict[str, Any]) -> None:
        """End the output."""


def make(kind: str, write: Write, color: bool) -> Printer:
    """Return the printer of that name (``diff`` and ``explain`` as well as :data:`FORMATS`)."""
    printers: dict[str, Callable[[Write, bool], Printer]] = {
        "brief": _Brief,
        "json": _Json,
        "github": _GitHub,
        "sarif": _Sarif,
        "diff": _Diff,
        "explain": _Explain,
    }
    return printers[kind](write, color)


def _span(change: Change, start: int, end: int) -> str:
    return change.before[start:end]


def _place(name: str, change: Change, column: int) -> str:
    where = f"{change.where}:" if change.where else ""
    return f"{name}:{change.line}:{where}{column}"


def _maybe(old: str, suggestion: Suggestion) -> str:
    return f"{old} may be {' or '.join(suggestion.candidates) or 'wrong'}"


class _Base:
    def __init__(self, write: Write, color: bool) -> None:
        self.write = write
        self.color = color

    def paint(self, text: str, code: int) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text

    def close(self, summary: dict[str, Any]) -> None:
        """Nothing to end."""


class _Brief(_Base):
    """``name:line:column: rule old becomes new``: no two Urdu words side by side, so no terminal can swap them."""

    def changes(self, name: str, changes: Sequence[Change]) -> None:
        for change in changes:
            for edit in change.edits:
                what = difference(_span(change, edit.start, edit.end), edit.new)
                place = self.paint(_place(name, change, edit.start + 1), 1)
                self.write(f"{place}: {self.paint(', '.join(edit.rules), 33)} {what}\n")
            for one in change.suggestions:
                place = self.paint(_place(name, change, one.start + 1), 1)
                rule = self.paint(f"{one.rule} (suggestion)", 36)
                self.write(f"{place}: {rule} {_maybe(_span(change, one.start, one.end), one)}\n")


class _Diff(_Base):
    """A unified diff without context. The rules stand behind the second ``@@``, where every tool allows a remark."""

    def __init__(self, write: Write, color: bool) -> None:
        super().__init__(write, color)
        self._last = ""

    def changes(self, name: str, changes: Sequence[Change]) -> None:
        for change in changes:
            if not change.edits:
                continue
            if name != self._last:
                self.write(self.paint(f"--- {name}", 1) + "\n" + self.paint(f"+++ {name}", 1) + "\n")
                self._last = name
            where = f"{change.where}: " if change.where else ""
            remarks = "; ".join(_remark(change, edit) for edit in change.edits)
            self.write(self.paint(f"@@ -{change.line} +{change.line} @@ {where}{remarks}", 36) + "\n")
            for sign, text, code in (("-", change.before, 31), ("+", change.after, 32)):
                for line in text.split("\n"):
                    self.write(self.paint(f"{sign}{line}", code) + "\n")


def _remark(change: Change, edit: Edit) -> str:
    old = _span(change, edit.start, edit.end)
    what = difference(old, edit.new)
    return f"{'+'.join(edit.rules)}{f' ({what})' if 'U+' in what else ''}"


class _Explain(_Base):
    """Each line before and after, each edit with the reason of its rules, and what may be wrong."""

    def changes(self, name: str, changes: Sequence[Change]) -> None:
        for change in changes:
            where = f", {change.where}" if change.where else ""
            self.write(self.paint(f"{name}, line {change.line}{where}", 1) + "\n")
            if change.edits:
                self.write(self.paint(f"- {change.before}", 31) + "\n" + self.paint(f"+ {change.after}", 32) + "\n")
            else:
                self.write(f"  {change.before}\n")
            for edit in change.edits:
                self.write(f"  column {edit.start + 1}: {difference(_span(change, edit.start, edit.end), edit.new)}\n")
                for rule_id in edit.rules:
                    rule = rules().get(rule_id)
                    reason = f": {rule.title}. {rule.why}" if rule else ""
                    self.write(f"    {self.paint(rule_id, 33)}{reason}\n")
            for one in change.suggestions:
                old = _span(change, one.start, one.end)
                self.write(f"  column {one.start + 1}: {_maybe(old, one)} [{one.rule}]; not changed, not certain\n")
            self.write("\n")


class _Json(_Base):
    """One JSON object per line: ``type`` is ``change``, ``suggestion`` or, in the last line, ``summary``."""

    def _line(self, **keys: Any) -> None:
        self.write(_dumps({"schema": SCHEMA, **keys}) + "\n")

    def changes(self, name: str, changes: Sequence[Change]) -> None:
        for change in changes:
            for edit in change.edits:
                self._line(
                    type="change",
                    path=name,
                    line=change.line,
                    column=edit.start + 1,
                    end_column=edit.end + 1,
                    where=change.where or None,
                    old=_span(change, edit.start, edit.end),
                    new=edit.new,
                    rules=list(edit.rules),
                )
            for one in change.suggestions:
                self._line(
                    type="suggestion",
                    path=name,
                    line=change.line,
                    column=one.start + 1,
                    end_column=one.end + 1,
                    where=change.where or None,
                    old=_span(change, one.start, one.end),
                    candidates=list(one.candidates),
                    rules=[one.rule],
                )

    def close(self, summary: dict[str, Any]) -> None:
        self._line(type="summary", **summary)


def _dumps(value: Any) -> str:
    """JSON with Urdu readable; a byte that is not UTF-8 (a lone surrogate inside) as an escape."""
    text = json.dumps(value, ensure_ascii=False)
    return (
        "".join(f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char for char in text)
        if _lone(text)
        else text
    )


def _lone(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


class _GitHub(_Base):
    """Workflow commands: an annotation at the place of each change."""

    def changes(self, name: str, changes: Sequence[Change]) -> None:
        for change in changes:
            for edit in change.edits:
                what = difference(_span(change, edit.start, edit.end), edit.new)
                self._annotate("warning", name, change, edit.start, edit.end, ", ".join(edit.rules), what)
            for one in change.suggestions:
                what = _maybe(_span(change, one.start, one.end), one)
                self._annotate("notice", name, change, one.start, one.end, one.rule, what)

    def _annotate(self, level: str, name: str, change: Change, start: int, end: int, title: str, what: str) -> None:
        where = f"{change.where}: " if change.where else ""
        place = f"file={_property(name)},line={change.line}"
        if not change.where:
            place += f",col={start + 1},endColumn={max(end, start + 1) + 1}"
        self.write(f"::{level} {place},title={_property(title)}::{_data(where + what)}\n")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


class _Sarif(_Base):
    """SARIF 2.1.0, one run; each result carries its fix. The rules that were met stand at the end of the run."""

    def __init__(self, write: Write, color: bool) -> None:
        super().__init__(write, color)
        self._met: dict[str, int] = {}
        self._first = True
        write(
            '{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", '
            '"runs": [{"columnKind": "unicodeCodePoints", "results": ['
        )

    def changes(self, name: str, changes: Sequence[Change]) -> None:
        for change in changes:
            for edit in change.edits:
                what = difference(_span(change, edit.start, edit.end), edit.new)
                found = self._result("warning", name, change, edit.start, edit.end, edit.rules, what)
                if not change.where:
                    region = found["locations"][0]["physicalLocation"]["region"]
                    replacement = {"deletedRegion": dict(region), "insertedContent": {"text": edit.new}}
                    location = dict(found["locations"][0]["physicalLocation"]["artifactLocation"])
                    found["fixes"] = [
                        {"artifactChanges": [{"artifactLocation": location, "replacements": [replacement]}]}
                    ]
                self._put(found)
            for one in change.suggestions:
                what = _maybe(_span(change, one.start, one.end), one)
                self._put(self._result("note", name, change, one.start, one.end, (one.rule,), what))

    def _result(
        self, level: str, name: str, change: Change, start: int, end: int, ids: Sequence[str], what: str
    ) -> dict[str, Any]:
        for rule_id in ids:
            self._met.setdefault(rule_id, len(self._met))
        region: dict[str, Any] = {"startLine": change.line}
        if not change.where:
            region |= {"startColumn": start + 1, "endColumn": end + 1}
        where = f"{change.where}: " if change.where else ""
        return {
            "ruleId": ids[0],
            "ruleIndex": self._met[ids[0]],
            "level": level,
            "message": {"text": f"{where}{what} [{', '.join(ids)}]"},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(name)}, "region": region}}],
        }

    def _put(self, result: dict[str, Any]) -> None:
        self.write(("\n" if self._first else ",\n") + _dumps(result))
        self._first = False

    def close(self, summary: dict[str, Any]) -> None:
        known = rules()
        driver = {
            "name": "urdu-norm",
            "version": __version__,
            "rules": [_descriptor(rule_id, known.get(rule_id)) for rule_id in self._met],
        }
        self.write('\n], "tool": {"driver": ' + _dumps(driver) + "}}]}\n")


def _descriptor(rule_id: str, rule: Rule | None) -> dict[str, Any]:
    found: dict[str, Any] = {"id": rule_id, "properties": {"page": page(rule_id)}}
    if rule:
        found |= {"shortDescription": {"text": rule.title}, "fullDescription": {"text": rule.why}}
    return found


def _uri(name: str) -> str:
    return quote(PurePath(name).as_posix())
