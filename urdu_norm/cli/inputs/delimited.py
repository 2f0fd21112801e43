"""CSV and TSV: the cells of some columns; every other cell, all quotes and line ends stay byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from urdu_norm import Normalizer
from urdu_norm.cli.errors import InputError
from urdu_norm.cli.inputs.lines import LONGEST, Readable, blocks
from urdu_norm.cli.work import Done, Job, Tally, Want, decode, encode, rewrite
from urdu_norm.profile import nearest

__all__ = ["Delimited"]


@dataclass(frozen=True)
class Delimited:
    """Records of cells. ``columns`` are names of the first record, or numbers counted from 1.

    Quoting is that of RFC 4180: a cell is quoted if it *begins* with a quote, a quote inside is doubled. Without
    ``quotes`` a quote is a character like any other. Every record must have as many cells as the first.
    """

    columns: tuple[str, ...]
    delimiter: str = ","
    quotes: bool = True
    header: bool = True

    @cached_property
    def _cell(self) -> re.Pattern[str]:
        """One cell with what ends it: quoted, plain, or (group 3) a quoted one that never closes."""
        mark = re.escape(self.delimiter)
        plain = rf"([^{mark}\r\n]*)"
        ending = rf"({mark}|\r\n|\r|\n|\Z)"
        if not self.quotes:
            return re.compile(rf"(?:(?!)()|{plain}){ending}")
        return re.compile(rf'(?:"((?:[^"]|"")*)"(?={mark}|[\r\n]|\Z)|(?!"){plain}){ending}')

    @cached_property
    def _stray(self) -> re.Pattern[bytes]:
        """A quote in the middle of a cell, where counting quotes cannot tell whether a line end is inside a cell."""
        mark = re.escape(self.delimiter.encode())
        return re.compile(rb'(?<![%b\r\n"])(?<!^)"(?![%b\r\n"]|\Z)' % (mark, mark))

    def blocks(self, stream: Readable) -> Iterator[Job]:
        """Cut at the ends of records; the first block tells where the columns are."""
        line = 1
        facts: tuple[int, ...] = ()

        def cut(buffer: bytearray, at_end: bool) -> int:
            end = len(buffer) if at_end else self._record_end(buffer)
            if not end and len(buffer) > LONGEST * 4:
                hint = "; is a quote left open? (--no-quotes takes quotes as plain characters)" if self.quotes else ""
                raise InputError("", f"a record of more than {LONGEST * 4 >> 20} MB{hint}", line)
            return end

        for data in blocks(stream, cut):
            facts = facts or self._facts(decode(data))
            yield Job(data, line, facts=facts)
            line += data.count(b"\n")

    def _record_end(self, buffer: bytearray) -> int:
        end = buffer.rfind(b"\n") + 1
        if not self.quotes or b'"' not in buffer:
            return end
        if self._stray.search(buffer):
            return self._exact_end(buffer)
        odd = buffer.count(b'"', 0, end) % 2
        while odd and end:
            previous = buffer.rfind(b"\n", 0, end - 1) + 1
            odd ^= buffer.count(b'"', previous, end) % 2
            end = previous
        return end

    def _exact_end(self, buffer: bytearray) -> int:
        text = decode(bytes(buffer))
        end = position = 0
        while position < len(text):
            match = self._cell.match(text, position)
            if match is None or match.end() == len(text):
                break
            position = match.end()
            if match[3] in ("\n", "\r\n"):
                end = position
        return len(encode(text[:end]))

    def _facts(self, text: str) -> tuple[int, ...]:
        """Return the number of cells of the first record, then the places of the columns."""
        names: list[str] = []
        for match in self._cells(text, 0, 1):
            names.append(_value(match))
            if match[3] != self.delimiter:
                break
        found: list[int] = []
        for column in self.columns:
            places = [k for k, name in enumerate(names) if name == column] if self.header else []
            if not places and column.isdigit() and 1 <= int(column) <= len(names):
                places = [int(column) - 1]
            if not places:
                known = ", ".join(names) if self.header else f"1 to {len(names)}"
                raise InputError("", f"no column {column!r}{nearest(column, names)} (there are: {known})", 1)
            found += places
        return (len(names), *dict.fromkeys(found))

    def _cells(self, text: str, position: int, line: int) -> Iterator[re.Match[str]]:
        while True:
            match = self._cell.match(text, position)
            if match is None:
                raise InputError(
                    "",
                    "a quoted cell that is not closed (--no-quotes takes quotes as plain characters)",
                    line + text.count("\n", 0, position),
                )
            yield match
            position = match.end()

    def work(self, job: Job, normalizer: Normalizer, want: Want) -> Done:
        """Normalize the columns in a block of records."""
        tally = Tally(want)
        text = decode(job.data)
        width, *wanted = job.facts
        places = {k: self.columns[min(n, len(self.columns) - 1)] for n, k in enumerate(wanted)}
        skip = self.header and job.line == 1
        pieces: list[str] = []
        line = job.line
        copied = position = cell = 0
        for match in self._cells(text, 0, 1):
            if cell in places and not skip:
                value = _value(match)
                new, edits, suggestions = rewrite(value, normalizer, want)
                if want.edits and (edits or suggestions):
                    tally.add(line, places[cell], value, new, edits, suggestions)
                tally.found += 1
                if new != value:
                    pieces += [text[copied : match.start()], self._written(new, match[1] is not None)]
                    copied = match.start(3)
            line += match[0].count("\n")
            position = match.end()
            cell += 1
            if match[3] != self.delimiter:
                blank = cell == 1 and not match[1] and not match[2]
                if cell != width and not blank:
                    number = text.count("\n", 0, match.start(3)) + 1
                    raise InputError("", f"{cell} cells, expected {width}", number)
                cell, skip = 0, False
                if position == len(text):
                    break
        pieces.append(text[copied:])
        made = "".join(pieces)
        return tally.done(None if made == text else encode(made))

    def _written(self, value: str, quoted: bool) -> str:
        if not self.quotes:
            return value
        if quoted or value.startswith('"') or re.search(rf"[{re.escape(self.delimiter)}\r\n]", value):
            return '"' + value.replace('"', '""') + '"'
        return value


def _value(match: re.Match[str]) -> str:
    return match[2] if match[1] is None else match[1].replace('""', '"')
