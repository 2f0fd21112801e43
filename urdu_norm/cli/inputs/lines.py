"""Cutting a stream of bytes into blocks at line ends, and a text into its lines, whatever ends them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Protocol

__all__ = ["BLOCK", "LONGEST", "Readable", "blocks", "last_line_end", "split_ends"]

BLOCK = 1 << 20
"""Bytes that are read at a time: large enough that the work per block is negligible, small enough for the memory."""

LONGEST = 1 << 24
"""Bytes of one line (or record) that are kept whole; a longer line of plain text is cut at a space."""

_END = re.compile("\r\n?|[\n\v\f\x85\u2028\u2029]")


class Readable(Protocol):
    """What blocks are read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, none at the end."""


def last_line_end(data: bytes | bytearray) -> int:
    r"""Return the offset behind the last line end, 0 if there is none; a CR at the very end may be half of a CR LF.

    >>> last_line_end(b"a\nb"), last_line_end(b"a\rb\r"), last_line_end(b"ab")
    (2, 2, 0)
    """
    end = data.rfind(b"\n") + 1
    return end or data.rfind(b"\r", 0, max(len(data) - 1, 0)) + 1


def blocks(stream: Readable, cut: Callable[[bytearray, bool], int], size: int = BLOCK) -> Iterator[bytes]:
    """Yield the stream in blocks. ``cut(buffer, at_end)`` says how much of a buffer is a block; 0 asks for more."""
    buffer = bytearray()
    at_end = False
    while True:
        if not at_end:
            data = stream.read(size)
            at_end = not data
            buffer += data
        while buffer:
            position = cut(buffer, at_end)
            if not position:
                if not at_end:
                    break
                position = len(buffer)
            yield bytes(buffer[:position])
            del buffer[:position]
            if len(buffer) < size and not at_end:
                break
        if at_end and not buffer:
            return


def split_ends(text: str) -> tuple[list[str], list[str]]:
    r"""Return the lines of a text and what ends each; the last line has no end.

    >>> split_ends("a\r\nb\n")
    (['a', 'b', ''], ['\r\n', '\n'])
    """
    return _END.split(text), _END.findall(text)
