"""The HTML report: one page that needs nothing else, right to left, with every change, its reason and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from urdu_norm import Profile, Suggestion, __version__, rules
from urdu_norm.cli.errors import UsageError
from urdu_norm.cli.session import Outcome
from urdu_norm.cli.work import Change
from urdu_norm.explanation import difference, looks_alike, page, whole_words
from urdu_norm.unicode import category, name

__all__ = ["Report"]

_CLASSES = {
    "characters": "حروف",
    "words": "الفاظ",
    "lexicon": "لغت",
    "context": "سیاق",
    "spacing": "فاصلے",
    "punctuation": "اوقاف",
    "folds": "یکسانی",
}


class Piece(NamedTuple):
    """A stretch of a line: ``kind`` is ``same``, ``del``, ``ins`` or ``maybe``."""

    kind: str
    text: str
    title: str = ""
    rules: str = ""


class Line(NamedTuple):
    """A changed or questionable line as the template shows it."""

    file: str
    number: int
    where: str
    before: list[Piece]
    after: list[Piece]
    rules: list[str]


class Bar(NamedTuple):
    """One bar of a chart."""

    label: str
    number: int
    share: float
    title: str = ""


class Report:
    """Collects changes and renders them; memory is bounded by ``max_lines``, the counts are of everything."""

    def __init__(self, title: str, profile: Profile, max_lines: int) -> None:
        self._template = _template()
        self._title = title
        self._profile = profile
        self._max = max_lines
        self._lines: list[Line] = []
        self._left_out = 0
        self._suggested: Counter[str] = Counter()
        self._by_file: Counter[str] = Counter()

    def changes(self, name: str, changes: Sequence[Change]) -> None:
        """Take some changes of a file."""
        for change in changes:
            self._by_file[name] += len(change.edits)
            self._suggested.update(one.rule for one in change.suggestions)
            if len(self._lines) < self._max:
                self._lines.append(_line(name, change))
            else:
                self._left_out += 1

    def close(self, summary: dict[str, Any]) -> None:
        """Do nothing: :meth:`render` is the end."""

    def render(self, outcome: Outcome) -> str:
        """Return the page."""
        known = rules()
        classes: Counter[str] = Counter()
        for rule_id, count in outcome.rules.items():
            classes[rule_id.partition("/")[0]] += count
        reasons = {
            rule_id: (known[rule_id].title, known[rule_id].why, page(rule_id))
            for rule_id in [*outcome.rules, *self._suggested]
            if rule_id in known
        }
        return str(
            self._template.render(
                title=self._title,
                profile=self._profile.name,
                version=__version__,
                outcome=outcome,
                lines=self._lines,
                left_out=self._left_out,
                by_rule=_bars(outcome.rules, {key: value[0] for key, value in reasons.items()}),
                by_class=_bars(classes, _CLASSES),
                suggested=self._suggested.most_common(),
                files=self._by_file.most_common(),
                reasons=sorted(reasons.items()),
            )
        )


def _template() -> Any:
    try:
        jinja2: Any = import_module("jinja2")
    except ImportError:
        raise UsageError("the report needs jinja2: pip install 'urdu-norm[report]'") from None
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("report.html")


def _bars(counts: Counter[str], titles: dict[str, str]) -> list[Bar]:
    highest = max(counts.values(), default=1)
    return [Bar(label, count, count / highest, titles.get(label, "")) for label, count in counts.most_common()]


def _line(name: str, change: Change) -> Line:
    before: list[Piece] = []
    after: list[Piece] = []
    met: dict[str, None] = {}
    position = 0
    marks: list[tuple[int, int, Any]] = [(one[0], one[1], one) for one in whole_words(change.before, change.edits)]
    marks += [(one.start, one.end, one) for one in change.suggestions]
    for start, end, mark in sorted(marks, key=lambda one: one[:2]):
        if start < position:
            continue  # a suggestion inside an edit
        same = Piece("same", change.before[position:start])
        before.append(same)
        after.append(same)
        old = change.before[start:end]
        if not isinstance(mark, Suggestion):
            _, _, new, edits = mark
            ids = list(dict.fromkeys(rule for edit in edits for rule in edit.rules))
            met.update(dict.fromkeys(ids))
            said = [difference(change.before[edit.start : edit.end], edit.new) for edit in edits]
            title = "\n".join([*said, _reasons(ids)])
            alike = looks_alike(old, new)
            before.append(Piece("del", _visible(old, alike), title, " ".join(ids)))
            after.append(Piece("ins", _visible(new, alike), title, " ".join(ids)))
        else:
            met[mark.rule] = None
            title = f"{' / '.join(mark.candidates)} ?\n{_reasons((mark.rule,))}"
            maybe = Piece("maybe", old, title, mark.rule)
            before.append(maybe)
            after.append(maybe)
        position = end
    rest = Piece("same", change.before[position:])
    return Line(name, change.line, change.where, [*before, rest], [*after, rest], list(met))


def _reasons(ids: Sequence[str]) -> str:
    known = rules()
    return "\n".join(f"{rule_id}: {known[rule_id].title}" if rule_id in known else rule_id for rule_id in ids)


def _visible(text: str, alike: bool) -> str:
    """Show what is invisible: a space as an open box, nothing as a bar, a control by its code point."""
    if not text:
        return "\u2758"
    if text.isspace():
        return "\u2423" * len(text)
    if not alike:
        return text
    return "".join(
        f"[{name(char).replace('ZERO WIDTH ', 'ZW ')}]" if category(char) in ("Cf", "Cc") else char for char in text
    )
