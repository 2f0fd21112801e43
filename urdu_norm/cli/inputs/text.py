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
_END = re.compile("[\r\v\f\x85\u2028\u2029]")
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
        """Normalize one block of lines; their ends are put back, for the normalizer would unify them."""
        tally = Tally(want)
        text = plain = decode(job.data)
        ends: list[str] = []
        if LINE_END.search(text):
            lines, ends = split_ends(text)
            plain = "\n".join(lines)
        new, edits, suggestions = rewrite(plain, normalizer, want, ignored(plain))
        if edits or suggestions:
            line_changes(plain, new, edits, suggestions, job.line, tally)
        if new == plain:
            return tally.done(None)
        if ends:
            new = "".join(f"{one}{end}" for one, end in zip(new.split("\n"), [*ends, ""], strict=True))
        return tally.done(encode(new))


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


def ignored(text: str) -> list[tuple[int, int]]:
    r"""Return the spans of whole lines that an ignore comment keeps as they are.

    >>> ignored("a\nb urdu-norm: ignore\nc\n")
    [(2, 22)]
    """
    if _MARK not in text:
        return []
    spans: list[tuple[int, int]] = []
    off = following = False
    position = 0
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        match = _IGNORE.search(line)
        word = match.group(1) if match else ""
        end = position + len(line)
        if off or following or word:
            if spans and spans[-1][1] == position:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((position, end))
        following = word == "ignore-next"
        off = word == "off" or (off and word != "on")
        position = end
    return spans


class _Cutter:
    """Where a block of plain text may end. ``raw`` and ``note`` describe the block that the last cut made."""

    def __init__(self, names: frozenset[str], longest: int) -> None:
        self.names = names
        self.longest = longest
        self.raw = False
        self.note = ""
        self.until: re.Pattern[bytes] | None = None  # inside a raw region: what ends it
        self.spaces = False  # a long line was cut in front of these

    def cut(self, buffer: bytearray, at_end: bool) -> int:
        self.note = ""
        self.raw = self.until is not None or self.spaces
        if self.spaces:
            self.spaces = False
            return len(buffer) - len(buffer.lstrip(b" "))
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
        """Cut a line without an end so far in front of a space, when it is too long; the space itself stays."""
        if len(buffer) < self.longest:
            return 0
        self.note = f"a line of more than {self.longest >> 20} MB was cut at a space"
        end = len(buffer[: buffer.rfind(b" ") + 1].rstrip(b" "))
        if end:
            self.spaces = True
            return end
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
        original = text = decode(bytes(buffer[:end]))
        if LINE_END.search(text):  # every line end becomes LF, character by character
            text = _END.sub("\n", text.replace("\r\n", " \n"))
        opened = _open_at(text, self.names)
        if opened is None or at_end:
            return end
        kind, offset = opened
        while start := text.rfind("\n", 0, offset) + 1:
            text = text[:start]  # without what is open behind, something before it may be
            opened = _open_at(text, self.names)
            if opened is None:
                return len(encode(original[:start]))
            kind, offset = opened
        if kind == "next" or len(buffer) < _PATIENCE:
            return 0  # the first line opens something: wait for what closes it, but not for ever
        if kind == "off":
            self.until = re.compile(rb"urdu-norm:[ \t]*on(?![\w-])")
        elif kind.startswith(("`", "~")):
            mark = re.escape(kind[0].encode())
            self.until = re.compile(rb"(?m)^[ >]*%b{%d,}[ \t]*\r?$" % (mark, len(kind)))
        else:
            return end
        self.raw = True
        return end


def _open_at(text: str, names: frozenset[str]) -> tuple[str, int] | None:
    """Return what is still open at the end of the text (the first of several), and where it begins."""
    found = [*_open_ignores(text), *_open_markup(text, names)]
    return min(found, key=lambda one: one[1], default=None)


def _open_ignores(text: str) -> Iterator[tuple[str, int]]:
    off: int | None = None
    last = text.rstrip("\n").rfind("\n") + 1
    for match in _IGNORE.finditer(text):
        word = match.group(1)
        if word == "off" and off is None:
            off = match.start()
        elif word == "on":
            off = None
        elif word == "ignore-next" and match.start() >= last:
            yield "next", match.start()
    if off is not None:
        yield "off", off


def _open_markup(text: str, names: frozenset[str]) -> Iterator[tuple[str, int]]:
    spans = guards.blocks(text, names)
    if spans and spans[-1].end == len(text):
        fence = _OPENING.match(text, text.rfind("\n", 0, spans[-1].start) + 1)
        if fence and fence["fence"] and not _closes(text[spans[-1].start :], fence["fence"]):
            yield fence["fence"], spans[-1].start
    if "markup" not in names:
        return
    lower = text.lower()
    guarded: dict[str, bool] = {}
    closed = 0  # two dollar signs open and close in turn
    for match in _OPENING.finditer(text):
        if match["fence"] or (match.group() == "$$" and match.start() < closed):
            continue
        ending = _ending(text, match)
        if ending is None:
            continue
        if ending not in guarded:
            guarded[ending] = _guarded(text, match.start(), ending, names)
        if not guarded[ending]:
            continue
        end = lower.find(ending, match.end())
        if end >= 0:
            closed = end + 2 if ending == "$$" else closed
        else:
            yield "markup", match.start()
            return


def _closes(text: str, fence: str) -> bool:
    last = text.rstrip("\n").rpartition("\n")[2].strip(" >\t\r")
    return len(last) >= len(fence) and set(last) == {fence[0]} and "\n" in text.rstrip("\n")


_ENDINGS = {"<!--": "-->", "$$": "$$", "\\[": "\\]"}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def _ending(text: str, match: re.Match[str]) -> str | None:
    """Return what closes what ``match`` opens, in small letters."""
    mark = match.group()
    if mark in _ENDINGS:
        return _ENDINGS[mark]
    name = _NAME.match(text, match.end() - (1 if mark.startswith("<") else 0))
    if name is None:
        return None
    return f"</{name.group().lower()}>" if mark.startswith("<") else f"\\end{{{name.group().lower()}}}"


def _guarded(text: str, start: int, ending: str, names: frozenset[str]) -> bool:
    """Whether the library would guard what is opened at ``start`` if ``ending`` came later."""
    line = text.find("\n", start)
    head = text[start : line if 0 <= line < start + 1000 else start + 1000]
    return any(span.start == 0 for span in guards.blocks(f"{head}\nx\n{ending}", names))
