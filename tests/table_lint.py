"""The linter of the tables: what is wrong with the bytes, the cells, the rows, and with all rows together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from urdu_norm import unicode
from urdu_norm.profile import Profile, UrduNormError
from urdu_norm.segment import ARABIC_SCRIPT, WORD
from urdu_norm.stages import words
from urdu_norm.tables import Table, parse, spelled

COLUMNS = {
    "pairs": ("risk", "source", "evidence", "reason", "wrong", "right"),
    "family": ("part", "source", "reason", "text", "as"),
    "lists": ("source", "reason", "word"),
}
PARTS = ("left", "right", "except")
READABLE_MARKS = "\u064b\u0650\u0670"
"""Tanween, khari zabar and the zer of an izafat are spelling and may stand raw after a letter; any other mark is U+XXXX."""

_CODE_POINT = re.compile(r"U\+[0-9A-F]{4,6}")


def shape(table: Table) -> str:
    """Which columns, order and checks a table has; empty for the tables of other stages, which keep their order."""
    if table.rule.stage == "words":
        return "family" if table.kind == "family" else "pairs"
    return table.rule.stage if table.rule.stage == "lists" else ""


def order(table: Table, row: tuple[str, ...]) -> tuple[object, ...]:
    """What rows are sorted by: the word they are about."""
    kind = shape(table)
    if kind == "family" and row[0] in PARTS:
        return (PARTS.index(row[0]), row[3], row[4])
    return (0, *row[-2:]) if kind == "pairs" else (0, row[-1])


def canonical(rule_id: str, text: str) -> str:
    """The bytes a table should have: LF, NFC, no spaces at the ends of cells, rows sorted and met once."""
    lines = unicode.nfc(text.replace("\r\n", "\n")).strip("\n").split("\n")
    lines = ["\t".join(cell.strip(" ") for cell in line.split("\t")) for line in lines if line.strip(" ")]
    table = parse(rule_id, "\n".join(lines) + "\n")
    start = len(lines) - len(table.rows)
    body = [tuple(line.split("\t")) for line in lines[start:]]
    if shape(table):
        body = sorted(dict.fromkeys(body), key=lambda row: order(table, row))
    return "\n".join([*lines[:start], *("\t".join(row) for row in body)]) + "\n"


def of_table(rule_id: str, text: str, sources: Iterable[str]) -> list[str]:
    """Everything that is wrong with one table by itself."""
    try:
        table = parse(rule_id, text)
    except UrduNormError as error:
        return [str(error)]
    found = [] if text == canonical(rule_id, text) else ["not canonical: run pytest --regen"]
    kind = shape(table)
    if kind and table.columns[: len(COLUMNS[kind])] != COLUMNS[kind]:
        return [*found, f"columns {table.columns}, expected {COLUMNS[kind]}"]
    known = frozenset(sources)
    unknown = [source for source in table.rule.source.split() if source not in known]
    found += [f"header: unknown source {source!r}" for source in unknown]
    seen: set[object] = set()
    for number, row in enumerate(table.rows, 1):
        cells = dict(zip(table.columns, row, strict=True))
        problems = list(_of_cells(cells))
        if "source" in cells and cells["source"] not in known:
            problems.append(f"unknown source {cells['source']!r}")
        if kind == "pairs":
            problems += _of_pair(cells)
            key: object = (cells["wrong"], cells["right"])
        elif kind == "family":
            problems += _of_part(cells)
            key = (cells["part"], cells["text"])
        else:
            key = cells["word"] if kind == "lists" else row
        if key in seen:
            problems.append("met twice")
        seen.add(key)
        found += [f"row {number} ({' '.join(row)}): {problem}" for problem in problems]
    if kind == "family" and not {"left", "right"} <= set(table.column("part")):
        found.append("a family needs left and right parts")
    return found


def _of_cells(cells: Mapping[str, str]) -> Iterator[str]:
    for column, cell in cells.items():
        before = ""
        for char in cell:
            category = unicode.category(char)
            if category in ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp") or (category == "Zs" and char != " "):
                yield f"{column}: U+{ord(char):04X} is invisible: write it as U+XXXX"
            elif category[0] == "M" and not (before.isalpha() and (char in READABLE_MARKS or column == "reason")):
                yield f"{column}: the mark U+{ord(char):04X} cannot be read here: write it as U+XXXX"
            before = char
        if unicode.nfc(cell) != cell:
            yield f"{column}: not in NFC"
    if ARABIC_SCRIPT.search(next(iter(cells.values()))) and len(cells) > 1:
        yield "the first column is not ASCII"


def _of_pair(cells: Mapping[str, str]) -> Iterator[str]:
    wrong, right = spelled(cells["wrong"]), spelled(cells["right"])
    if cells["risk"] not in ("safe", "unsafe"):
        yield f"risk {cells['risk']!r} is neither safe nor unsafe"
    if not re.fullmatch(r"\d*:\d*", cells["evidence"]):
        yield f"evidence {cells['evidence']!r} is not count:count"
    if cells["risk"] == "unsafe" and not cells["reason"]:
        yield "an unsafe row needs a reason"
    if not WORD.fullmatch(wrong):
        yield f"{wrong!r} is not one word"
    if not right or right != " ".join(right.split()):
        yield f"{right!r} is not words parted by single spaces"
    if wrong == right:
        yield "changes nothing"
    for text in (wrong, right):
        if unicode.nfc(text) != text:
            yield f"{text!r} is not in NFC once spelled out"


def _of_part(cells: Mapping[str, str]) -> Iterator[str]:
    if cells["part"] not in PARTS:
        yield f"part {cells['part']!r} is not one of: {', '.join(PARTS)}"
    if not cells["text"]:
        yield "no text"
    if cells["part"] == "except" and not cells["reason"]:
        yield "an exception needs a reason"
    if (cells["part"] == "except" or cells["text"].startswith("@")) and cells["as"]:
        yield "an exception or a list has nothing to be read as"
    if cells["as"] == cells["text"]:
        yield "leave the last cell empty where nothing is respelled"


class Undecided:
    """A lexicon that decides nothing: the tables by themselves."""

    def word(self, word: str) -> None:
        return None


def pairs(tables: Mapping[str, Table]) -> Iterator[tuple[str, str, str]]:
    """Every safe row of every table of pairs: rule, wrong, right."""
    for rule_id, table in tables.items():
        if shape(table) == "pairs" and table.rule.risk == "safe":
            for row in table.dicts():
                if row["risk"] == "safe":
                    yield rule_id, spelled(row["wrong"]), spelled(row["right"])


def made(one: words.Family) -> Iterator[tuple[str, str]]:
    """Every joined word that a family makes, with its reading."""
    for left, left_as in one.left.items():
        for right, right_as in one.right.items():
            if left + right not in one.exceptions:
                yield left + right, left_as + one.glue + right_as


def together(tables: Mapping[str, Table], families: Iterable[words.Family], keep: Iterable[str]) -> list[str]:
    """Everything that is wrong between tables: words corrected twice, kept words changed, exceptions for nothing."""
    found: list[str] = []
    kept = frozenset(keep)
    first: dict[str, tuple[str, str]] = {}
    for rule_id, wrong, right in pairs(tables):
        if wrong in first:
            found.append(f"{rule_id}: {wrong!r} is corrected by {first[wrong][0]} as well")
        if wrong in kept:
            found.append(f"{rule_id}: {wrong!r} is in lists/keep")
        first[wrong] = (rule_id, right)
    for one in families:
        products = {left + right for left in one.left for right in one.right}
        found += [f"{one.rule}: makes no {word!r} to except" for word in sorted(one.exceptions - products)]
        for wrong, right in made(one):
            if first.get(wrong, (one.rule, right))[1] != right:
                found.append(f"{one.rule}: {wrong!r} -> {right!r}, but {first[wrong][0]} says {first[wrong][1]!r}")
            elif wrong in first:
                found.append(f"{one.rule}: {wrong!r} is made by {first[wrong][0]} as well")
            if wrong in kept:
                found.append(f"{one.rule}: {wrong!r} is in lists/keep")
            first[wrong] = (one.rule, right)
    return found


def closure(words_of: words.Words, every: Iterable[tuple[str, str, str]]) -> list[str]:
    """Rows that are not reached, lead back to a word already left behind, or do not end in words that stay."""
    found: list[str] = []
    for rule_id, wrong, right in every:
        end = words_of.look_up(wrong)
        if end is None or rule_id not in end[1]:
            found.append(f"{rule_id}: {wrong!r} is not corrected by this row")
            continue
        expected = " ".join((words_of.look_up(piece) or (piece,))[0] for piece in right.split(" "))
        if end[0] != expected:
            found.append(f"{rule_id}: {wrong!r} becomes {end[0]!r}, not {expected!r}")
        found += [
            f"{rule_id}: {wrong!r} does not come to an end" for piece in end[0].split(" ") if words_of.look_up(piece)
        ]
    return found


def profiles_of(options: Iterable[str], values: Mapping[str, tuple[str, ...]]) -> Iterator[Profile]:
    """One profile for each value of each option, the other options being those that switch most on."""
    base = Profile(typos="certain", variants="unify", joined_words="split", joined_verbs="apart", characters="unify")
    yield base
    for option in options:
        for value in values[option]:
            yield base.replace(**{option: value})
