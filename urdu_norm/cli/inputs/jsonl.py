"""JSON Lines: the text of one field in every record; all other bytes of the line stay as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]

from urdu_norm import Edit, Normalizer
from urdu_norm.cli.errors import InputError
from urdu_norm.cli.inputs.lines import LONGEST, Readable, blocks
from urdu_norm.cli.work import Done, Job, Tally, Want, decode, encode, rewrite

__all__ = ["JsonLines", "places"]

_SPACE = re.compile(r"[ \t\r\n]*")
_UNIT = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL)
_VALUE = json.JSONDecoder(strict=False)


@dataclass(frozen=True)
class JsonLines:
    """A field is a path of keys parted by dots; lists on the way are walked through (``messages.content``)."""

    fields: tuple[str, ...]

    def blocks(self, stream: Readable) -> Iterator[Job]:
        """Cut at line ends; a record longer than 256 MB is refused by its reader."""
        line = 1

        def cut(buffer: bytearray, _at_end: bool) -> int:
            end = buffer.rfind(b"\n") + 1
            if not end and len(buffer) > LONGEST * 16:
                raise InputError("", f"a record of more than {LONGEST * 16 >> 20} MB", line)
            return end

        for data in blocks(stream, cut):
            yield Job(data, line)
            line += data.count(b"\n")

    def work(self, job: Job, normalizer: Normalizer, want: Want) -> Done:
        """Normalize the field in a block of records."""
        tally = Tally(want)
        paths = [(field, field.split(".")) for field in self.fields]
        lines = job.data.split(b"\n")
        changed = False
        for number, raw in enumerate(lines):
            if not raw.strip():
                continue
            line = decode(raw)
            try:
                found = sorted(((*place, field) for field, path in paths for place in places(line, path)), reverse=True)
            except (ValueError, RecursionError) as error:
                message = getattr(error, "msg", "nested too deeply")
                column = getattr(error, "pos", 0) + 1
                raise InputError("", f"not valid JSON: {message} (column {column})", number + 1) from None
            tally.found += len(found)
            for start, end, value, field in found:
                new, edits, suggestions = rewrite(value, normalizer, want._replace(changes=True))
                if edits:
                    line = line[:start] + _patched(line[start:end], value, edits) + line[end:]
                if want.edits and (edits or suggestions):
                    tally.add(job.line + number, field, value, new, edits, suggestions)
            new_raw = encode(line)
            if new_raw != raw:
                lines[number] = new_raw
                changed = True
        return tally.done(b"\n".join(lines) if changed else None)


def places(line: str, path: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield ``(start, end, value)`` for each string at ``path``; the span holds what stands between the quotes.

    Raises ``ValueError`` if the line is not one JSON value.

    >>> list(places('{"id": 1, "a": {"b": ["x", 2]}}', ["a", "b"]))
    [(23, 24, 'x')]
    """
    found: list[tuple[int, int, str]] = []
    end = _walk(line, _skip(line, 0), path, found)
    end = _skip(line, end)
    if end != len(line):
        raise json.JSONDecodeError("Extra data", line, end)
    yield from found


def _skip(line: str, position: int) -> int:
    match = _SPACE.match(line, position)
    return match.end() if match else position


def _walk(line: str, position: int, path: Sequence[str] | None, found: list[tuple[int, int, str]]) -> int:
    """Read one value; note the strings where the path ends. Return the position behind the value."""
    char = line[position : position + 1]
    if path is not None and char == "[":
        return _list(line, position, path, found)
    if path and char == "{":
        return _object(line, position, path, found)
    if path is not None and not path and char == '"':
        value, end = scanstring(line, position + 1, False)
        found.append((position + 1, end - 1, value))
        return int(end)
    try:
        return _VALUE.raw_decode(line, position)[1]
    except StopIteration as error:
        raise json.JSONDecodeError("Expecting value", line, error.value) from None


def _list(line: str, position: int, path: Sequence[str], found: list[tuple[int, int, str]]) -> int:
    position = _skip(line, position + 1)
    if line.startswith("]", position):
        return position + 1
    while True:
        position = _skip(line, _walk(line, position, path, found))
        if line.startswith("]", position):
            return position + 1
        position = _comma(line, position)


def _object(line: str, position: int, path: Sequence[str], found: list[tuple[int, int, str]]) -> int:
    position = _skip(line, position + 1)
    if line.startswith("}", position):
        return position + 1
    while True:
        if not line.startswith('"', position):
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", line, position)
        key, position = scanstring(line, position + 1, False)
        position = _skip(line, position)
        if not line.startswith(":", position):
            raise json.JSONDecodeError("Expecting ':' delimiter", line, position)
        inner = path[1:] if key == path[0] else None
        position = _skip(line, _walk(line, _skip(line, position + 1), inner, found))
        if line.startswith("}", position):
            return position + 1
        position = _comma(line, position)


def _comma(line: str, position: int) -> int:
    if not line.startswith(",", position):
        raise json.JSONDecodeError("Expecting ',' delimiter", line, position)
    return _skip(line, position + 1)


def _patched(raw: str, value: str, edits: Sequence[Edit]) -> str:
    """Make edits in the raw text of a string: what no edit touches keeps its own escapes."""
    units = _UNIT.findall(raw)
    ascii_only = "\\u" in raw and raw.isascii()
    if len(units) != len(value):  # a lone surrogate next to another: written anew as a whole
        units = [_written(char, ascii_only) for char in value]
    pieces: list[str] = []
    position = 0
    for edit in edits:
        start, end, new, _ = edit
        while start < end and new and value[start] == new[0]:
            start, new = start + 1, new[1:]
        while start < end and new and value[end - 1] == new[-1]:
            end, new = end - 1, new[:-1]
        pieces += units[position:start]
        pieces.append(_written(new, ascii_only))
        position = end
    return "".join([*pieces, *units[position:]])


def _written(text: str, ascii_only: bool) -> str:
    """Return ``text`` as JSON, in ASCII where the file is; a byte that is not UTF-8 stays one."""
    if ascii_only:
        return json.dumps(text)[1:-1]
    return json.dumps(text, ensure_ascii=False)[1:-1]
