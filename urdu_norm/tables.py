"""The only reader of ``data/``: tables of rules as values, the registry of rules, which rules are in force.

A table is a TSV file. Its path below ``data/`` without the suffix is its rule id; the header comments (``# key: value``)
register the rule; the first line that is not a comment names the columns; every other line is a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from urdu_norm._version import __version__
from urdu_norm.profile import OPTIONS, Profile, UrduNormError, nearest

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = [
    "STAGES",
    "Rule",
    "Table",
    "active",
    "characters",
    "check_profile",
    "fingerprint",
    "parse",
    "resource",
    "rules",
    "spelled",
    "spread",
    "table",
    "tables",
]

STAGES = ("characters", "words", "lexicon", "context", "spacing", "punctuation", "folds", "guards", "lists")
"""The folders of ``data/`` that hold tables, in the order in which their rules act; ``guards`` and ``lists`` never act."""

_STATUS = ("preview", "stable", "deprecated", "removed")
_POINT = re.compile("U\\+([0-9A-F]{4,6})")
_HEADER = ("rule", "title", "status", "since", "risk", "option", "why", "not", "source", "kind", "glue")


def spelled(cell: str) -> str:
    r"""Return the text of a table cell, in which a mark that cannot be read raw is written ``U+XXXX``.

    >>> spelled("aU+0301") == "a\u0301"
    True
    """
    return _POINT.sub(lambda match: chr(int(match[1], 16)), cell) if "U+" in cell else cell


def characters(cell: str) -> str:
    """Return the text of a cell that names its characters, parted by spaces; ``-`` is none.

    >>> characters("U+0627 U+0628"), characters("-")
    ('اب', '')
    """
    return "".join(map(spelled, cell.split())) if cell != "-" else ""


def spread(cell: str) -> list[str]:
    """Return what a cell names: one text as in :func:`characters`, or each character of a range.

    >>> spread("U+0627-U+0629"), spread("U+0627 U+0628")
    (['ا', 'ب', 'ة'], ['اب'])
    """
    first, dash, last = cell.partition("-")
    if not (first and dash):
        return [characters(cell)]
    return [chr(code) for code in range(ord(spelled(first)), ord(spelled(last)) + 1)]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule: what the header of its table says.

    ``status`` is preview (off unless enabled), stable, deprecated or removed; ``risk`` is safe or unsafe (unsafe rules
    only suggest); ``option`` says which profile options switch it on (``typos=certain``; several values are parted by ``|``,
    several options by a space); ``why`` and ``not_`` say why it exists and what it leaves alone on purpose.
    """

    id: str
    title: str
    status: str
    since: str
    risk: str
    option: str
    why: str
    not_: str
    source: str

    @property
    def stage(self) -> str:
        """The folder of the rule: its stage."""
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Table:
    """One file of ``data/``: its rule, its columns, its rows as tuples of cells.

    ``kind`` is ``pairs`` unless the header says otherwise; ``glue`` is used by families of joined words.
    """

    rule: Rule
    kind: str
    glue: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def dicts(self) -> Iterator[dict[str, str]]:
        """Yield each row as a mapping from column name to cell."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))

    def column(self, name: str) -> list[str]:
        """Return one column; raise ``KeyError`` if there is none of that name."""
        if name not in self.columns:
            raise KeyError(f"{self.rule.id} has no column {name!r}")
        k = self.columns.index(name)
        return [row[k] for row in self.rows]


def parse(rule_id: str, text: str) -> Table:
    """Return the table that ``text`` (the content of a TSV file) describes.

    Raises :class:`UrduNormError`, naming the line, for a wrong header, an unknown key or a row with too few cells.
    """
    header: dict[str, str] = {}
    columns: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not columns and line.startswith("#"):
            key, colon, value = line[1:].partition(":")
            key = key.strip()
            if not colon or key not in _HEADER:
                raise UrduNormError(f"{rule_id}, line {number}: unknown header {key!r}{nearest(key, _HEADER)}")
            header[key] = f"{header[key]} {value.strip()}" if key in header else value.strip()
        elif not line:
            continue
        elif not columns:
            columns = tuple(line.split("\t"))
        else:
            row = tuple(line.split("\t"))
            if len(row) != len(columns):
                raise UrduNormError(f"{rule_id}, line {number}: {len(row)} cells, expected {len(columns)}")
            rows.append(row)
    rule = _rule(rule_id, header)
    return Table(rule, header.get("kind", "pairs"), header.get("glue", ""), columns, tuple(rows))


def _rule(rule_id: str, header: Mapping[str, str]) -> Rule:
    if header.get("rule") != rule_id:
        raise UrduNormError(f"{rule_id}: the header says rule {header.get('rule')!r}")
    for key in ("title", "status", "since", "risk", "why"):
        if not header.get(key):
            raise UrduNormError(f"{rule_id}: the header has no {key!r}")
    if header["status"] not in _STATUS:
        raise UrduNormError(f"{rule_id}: status {header['status']!r} is not one of: {', '.join(_STATUS)}")
    if header["risk"] not in ("safe", "unsafe"):
        raise UrduNormError(f"{rule_id}: risk {header['risk']!r} is neither safe nor unsafe")
    for name, wanted in _switches(header.get("option", "")):
        if name not in OPTIONS or not wanted <= set(OPTIONS[name]):
            raise UrduNormError(f"{rule_id}: option {name}={'|'.join(sorted(wanted))} does not exist")
    values = {field.name: header.get(field.name.rstrip("_"), "") for field in fields(Rule)}
    return Rule(**(values | {"id": rule_id}))


def _switches(option: str) -> Iterator[tuple[str, set[str]]]:
    for switch in option.split():
        name, _, values = switch.partition("=")
        yield name, set(values.split("|"))


def resource(name: str) -> Traversable:
    """Return a file or folder below ``data/``, such as the lexicon."""
    from importlib.resources import files  # on first use: nothing else here takes as long to import

    return files("urdu_norm") / "data" / name


@cache
def tables() -> Mapping[str, Table]:
    """Return every table by rule id, in the order of the stages, then of the names."""
    found: dict[str, Table] = {}
    for stage in STAGES:
        for file in sorted(resource(stage).iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".tsv"):
                rule_id = f"{stage}/{file.name.removesuffix('.tsv')}"
                found[rule_id] = parse(rule_id, file.read_text(encoding="utf-8"))
    return MappingProxyType(found)


def table(rule_id: str) -> Table:
    """Return one table; raise :class:`UrduNormError` naming the nearest id if there is none."""
    try:
        return tables()[rule_id]
    except KeyError:
        raise UrduNormError(f"unknown rule {rule_id!r}{nearest(rule_id, tables())}") from None


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule ever released, by id: its title, status, risk, option, reasons.

    >>> all(rule.id == rule_id for rule_id, rule in rules().items())
    True
    """
    return MappingProxyType({rule_id: one.rule for rule_id, one in tables().items()})


def check_profile(profile: Profile) -> None:
    """Raise :class:`UrduNormError` naming the nearest id if ``enable`` or ``disable`` names no rule."""
    for wanted in sorted(profile.enable | profile.disable):
        if not any(_names(wanted, rule_id) for rule_id in rules()):
            raise UrduNormError(f"unknown rule {wanted!r}{nearest(wanted, rules())}")


def _names(wanted: str, rule_id: str) -> bool:
    return rule_id == wanted or rule_id.startswith(wanted.rstrip("/") + "/")


def active(rule: Rule, profile: Profile) -> bool:
    """Whether a rule is in force under a profile: by status and options, unless enabled or disabled by name.

    A name that fits exactly beats a prefix; among equals, ``disable`` wins.
    """
    if rule.status == "removed":
        return False
    for exact in (True, False):
        for wanted, answer in ((profile.disable, False), (profile.enable, True)):
            if rule.id in wanted if exact else any(_names(name, rule.id) for name in wanted):
                return answer
    if rule.status == "preview":
        return False
    return all(getattr(profile, name) in values for name, values in _switches(rule.option))


def fingerprint(profile: Profile) -> str:
    """Return a digest over the version, the options of ``profile`` and every row in force; 32 hexadecimal digits."""
    import hashlib  # on first use: few callers need it

    digest = hashlib.sha256(f"urdu_norm {__version__}\n".encode())  # code decides too
    for field in fields(profile):
        if field.name != "name":
            value = getattr(profile, field.name)
            digest.update(f"{field.name}={sorted(value) if isinstance(value, frozenset) else value!a}\n".encode())
    for one in tables().values():  # in ASCII: what repr() escapes depends on the Unicode version of the interpreter
        if one.rule.stage in ("guards", "lists", "lexicon") or active(one.rule, profile):
            digest.update(f"{one!a}\n".encode())
    for file in sorted(resource("lexicon").iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".tsv"):
            digest.update(f"{file.name}={hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:32]
