"""Plain text: whole blocks of lines through the normalizer, line ends and ignored lines as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from urdu_norm import Edit, Normalizer, Suggestion, guards
from urdu_norm.cli.inputs.lines import LONGEST, Readable, blocks, last_line_end, split_ends
from urdu_norm.cli.work import Done, Job, Tally, Want, decode, encode, rewrite
from urdu_norm.segment import LINE_END

__all__ = ["Text", "ignored", "line_changes"]

_MARK = "urdu-norm:"
_IGNORE = re.compile(r"urdu-norm:[ \t]*(ignore-next|ignore|off|on)(?![\w-])")
_OPENING = re.compile(r"^[ >]*(?P<fence>`{3,}|~{3,})|<!--|\$\$|\\\[|\\begin\{|<[A-Za-z]", re.MULTILINE)
_PATIENCE = 1 << 22  # bytes in which a comment, formula or element must be closed to count as one


@dataclass(frozen=True)
class Text:
    """Plain text. ``guards`` are those of the profile: a block must not begin inside a span that they would find."""

    guards: frozenset[str]
    longest: int = LONGEST

    def blocks(self, stream: Readable) -> Iterator[Job]:
        """Cut at line ends, never inside fenced code, a comment or an ignored block: so blocks are independent."""
        cutter = _Cutter(self.guards, self.longest)
        line = 1
        for data in blocks(stream, cutter.cut):
            yield Job(data, line, cutter.raw, cutter.note)
            line += data.count(b"\n")

    def work(self, job: Job, normalizer: Normalizer, want: Want) -> Done:
        """Normalize one block of lines."""
        tally = Tally(want)
        text = decode(job.data)
        pieces: list[str] = []
        line = job.line
        for piece, kept in ignored(text):
            pieces.append(piece if kept else _piece(piece, line, normalizer, want, tally))
            line += piece.count("\n")
        new = "".join(pieces)
        return tally.done(None if new == text else encode(new))


def _piece(text: str, line: int, normalizer: Normalizer, want: Want, tally: Tally) -> str:
    """Normalize lines without their ends: the normalizer would unify those, and a file keeps its own."""
    ends: list[str] = []
    plain = text
    if LINE_END.search(text):
        lines, ends = split_ends(text)
        plain = "\n".join(lines)
    new, edits, suggestions = rewrite(plain, normalizer, want)
    if edits or suggestions:
        line_changes(plain, new, edits, suggestions, line, tally)
    if not ends:
        return new
    if new == plain:
        return text
    return "".join(f"{one}{end}" for one, end in zip(new.split("\n"), [*ends, ""], strict=True))


def line_changes(
    text: str, new: str, edits: Sequence[Edit], suggestions: Sequence[Suggestion], line: int, tally: Tally
) -> None:
    """Note the changes of a text line by line. No edit reaches over a line end, so both texts have the same lines."""
    before, after = text.split("\n"), new.split("\n")
    start = number = i = j = 0
    for number, (old, made) in enumerate(zip(before, after, strict=True)):
        end = start + len(old)
        first, second = i, j
        while i < len(edits) and edits[i].start <= end:
            i += 1
        while j < len(suggestions) and suggestions[j].start <= end:
            j += 1
        if i > first or j > second:
            here = tuple(Edit(one.start - start, one.end - start, one.new, one.rules) for one in edits[first:i])
            maybe = tuple(one._replace(start=one.start - start, end=one.end - start) for one in suggestions[second:j])
            tally.add(line + number, "", old, made, here, maybe)
        start = end + 1


def ignored(text: str) -> Iterator[tuple[str, bool]]:
    r"""Yield the text in pieces of whole lines, each with whether an ignore comment keeps it as it is.

    >>> list(ignored("a\nb urdu-norm: ignore\nc\n"))
    [('a\n', False), ('b urdu-norm: ignore\n', True), ('c\n', False)]
    """
    if _MARK not in text:
        yield text, False
        return
    off = following = False
    start = position = 0
    kept = False
    for line in text.splitlines(keepends=True) if "\n" not in text else re.findall(r"[^\n]*\n|[^\n]+", text):
        match = _IGNORE.search(line)
        word = match.group(1) if match else ""
        keep = off or following or bool(word)
        following = word == "ignore-next"
        off = word == "off" or (off and word != "on")
        if keep != kept:
            if position > start:
                yield text[start:position], kept
            start, kept = position, keep
        position += len(line)
    if position > start:
        yield text[start:position], kept


class _Cutter:
    """Where a block of plain text may end. ``raw`` and ``note`` describe the block that the last cut made."""

    def __init__(self, names: frozenset[str], longest: int) -> None:
        self.names = names
        self.longest = longest
        self.raw = False
        self.note = ""
        self.until: re.Pattern[bytes] | None = None  # inside a raw region: what ends it

    def cut(self, buffer: bytearray, at_end: bool) -> int:
        self.note = ""
        self.raw = self.until is not None
        if self.until is not None:
            match = self.until.search(buffer)
            if match is None or (match.end() == len(buffer) and not at_end):
                # No end in sight: let everything but the last line go as it is.
                if match is not None:
                    return match.start()
                end = last_line_end(buffer)
                return end if end or len(buffer) < self.longest else len(buffer) - 64
            end = buffer.find(b"\n", match.end() - 1) + 1
            if not end and not at_end:
                return match.start()
            self.until = None
            return end or len(buffer)
        end = len(buffer) if at_end else last_line_end(buffer)
        if not end:
            return self._long(buffer)
        if not self._may_open(buffer):
            return end
        return self._settled(buffer, end, at_end)

    def _long(self, buffer: bytearray) -> int:
        """Cut a line without an end so far at a space, when it is too long."""
        if len(buffer) < self.longest:
            return 0
        self.note = f"a line of more than {self.longest >> 20} MB was cut at a space"
        space = buffer.rfind(b" ") + 1
        if space:
            return space
        end = len(buffer) - 1
        while end > len(buffer) - 4 and buffer[end] & 0xC0 == 0x80:
            end -= 1
        return end

    def _may_open(self, buffer: bytearray) -> bool:
        """Whether something in the buffer might go on behind it. Five searches that are nearly free."""
        if b"urdu-norm:" in buffer:
            return True
        if "code" in self.names and (b"```" in buffer or b"~~~" in buffer):
            return True
        return "markup" in self.names and (
            b"<" in buffer or b"$$" in buffer or b"\\[" in buffer or b"\\begin" in buffer
        )

    def _settled(self, buffer: bytearray, end: int, at_end: bool) -> int:
        """Return the end of the last line after which nothing is open, or begin a raw region."""
        text = decode(bytes(buffer[:end]))
        opened = _open_at(text, self.names)
        if opened is None or at_end:
            return end
        kind, offset = opened
        start = text.rfind("\n", 0, offset) + 1
        if start:
            return len(encode(text[:start]))
        if kind == "off":
            self.until = re.compile(rb"urdu-norm:[ \t]*on(?![\w-])")
        elif kind.startswith(("`", "~")):
            mark = re.escape(kind[0].encode())
            self.until = re.compile(rb"(?m)^[ >]*%b{%d,}[ \t]*\r?$" % (mark, len(kind)))
        else:  # the first line opens something: wait for what closes it, but not for ever
            return 0 if kind == "next" or len(buffer) < _PATIENCE else end
        self.raw = True
        return end


def _open_at(text: str, names: frozenset[str]) -> tuple[str, int] | None:
    """Return what is still open at the end of the text, and where it begins."""
    state: tuple[str, int] | None = None
    for match in _IGNORE.finditer(text):
        word = match.group(1)
        if word == "off" and state is None:
            state = ("off", match.start())
        elif word == "on":
            state = None
    if state is not None:
        return state
    last = text.rstrip("\n").rfind("\n") + 1
    following = re.compile(r"urdu-norm:[ \t]*ignore-next(?![\w-])").search(text, last)
    if following:
        return "next", following.start()
    spans = guards.blocks(text, names)
    if spans and spans[-1].end == len(text):
        fence = _OPENING.match(text, text.rfind("\n", 0, spans[-1].start) + 1)
        if fence and fence["fence"] and not _closes(text[spans[-1].start :], fence["fence"]):
            return fence["fence"], spans[-1].start
    if "markup" not in names:
        return None
    k = 0
    for match in _OPENING.finditer(text):
        while k < len(spans) and spans[k].end <= match.start():
            k += 1
        inside = k < len(spans) and spans[k].start <= match.start()
        if not inside and not match["fence"] and _would_close(text, match, names):
            return "markup", match.start()
    return None


def _closes(text: str, fence: str) -> bool:
    last = text.rstrip("\n").rpartition("\n")[2].strip(" >\t\r")
    return len(last) >= len(fence) and set(last) == {fence[0]} and "\n" in text.rstrip("\n")


_ENDINGS = {"<!--": "-->", "$$": "$$", "\\[": "\\]"}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def _would_close(text: str, match: re.Match[str], names: frozenset[str]) -> bool:
    """Whether a closing mark behind the text would make a guarded span of what ``match`` opens."""
    start = match.start()
    mark = match.group()
    ending = _ENDINGS.get(mark)
    if ending is None:
        name = _NAME.match(text, match.end() - (1 if mark.startswith("<") else 0))
        if name is None:
            return False
        ending = f"</{name.group()}>" if mark.startswith("<") else f"\\end{{{name.group()}}}"
    line = text.find("\n", start)
    head = text[start : line if 0 <= line < start + 1000 else start + 1000]
    return any(span.start == 0 for span in guards.blocks(f"{head}\nx\n{ending}", names))
