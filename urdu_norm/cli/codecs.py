"""Encodings other than UTF-8, and byte order marks: everything inside the command is UTF-8 without a mark."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from urdu_norm.cli.errors import InputError, UsageError
from urdu_norm.cli.inputs.lines import Readable

__all__ = ["Decoded", "Encoder", "check_encoding"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def check_encoding(name: str) -> str:
    """Return the canonical name of a text encoding; raise :class:`UsageError` for any other.

    >>> check_encoding("windows-1256"), check_encoding("UTF8")
    ('cp1256', 'utf-8')
    """
    try:
        info = codecs.lookup(name)
    except LookupError:
        raise UsageError(f"unknown encoding {name!r}") from None
    if not getattr(info, "_is_text_encoding", True):
        raise UsageError(f"{name!r} is not an encoding of text")
    return "utf-8" if info.name == "utf-8-sig" else info.name


def _errors(encoding: str) -> str:
    return "surrogatepass" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"


@dataclass(frozen=True)
class Encoder:
    """How to write what was read: the byte order mark (``b""`` for none) and the encoding."""

    mark: bytes
    encoding: str

    def encode(self, name: str, data: bytes, line: int = 0) -> bytes:
        """Return UTF-8 bytes in the encoding; raise :class:`InputError` naming the character that it lacks."""
        if self.encoding == "utf-8":
            return data
        errors = _errors(self.encoding)
        text = data.decode("utf-8", errors)
        try:
            return text.encode(self.encoding, errors)
        except UnicodeEncodeError as error:
            code = f"U+{ord(text[error.start]):04X}"
            line += text.count("\n", 0, error.start) if line else 0
            message = f"{self.encoding} has no {code}: use --output-encoding utf-8"
            raise InputError(name, message, line) from None


class Decoded:
    """A stream of UTF-8 over a stream of any encoding. ``encoder`` is there after the first read."""

    def __init__(self, name: str, stream: Readable, encoding: str) -> None:
        self._name = name
        self._stream = stream
        self._encoding = encoding
        self._decoder: codecs.IncrementalDecoder | None = None
        self._pending = b""
        self._offset = 0
        self.encoder: Encoder | None = None

    def read(self, size: int, /) -> bytes:
        """Return about ``size`` bytes of UTF-8, none at the end."""
        while True:
            data = self._stream.read(size)
            ended = not data
            if self.encoder is None:
                while not ended and len(data) < 4:
                    more = self._stream.read(size)
                    ended = not more
                    data += more
                data = self._start(data)
                ended = ended and not data
            if self._decoder is None:
                return data
            made = self._decode(data, ended)
            if made or ended:
                return made

    def _start(self, data: bytes) -> bytes:
        mark, encoding = b"", self._encoding
        found = next(((one, name) for one, name in _MARKS if data.startswith(one)), None)
        if found and (encoding == "utf-8" or encoding.replace("-", "").startswith(found[1][:-3].replace("-", ""))):
            # A file that begins with the mark of UTF-16 cannot be UTF-8, whatever was asked for.
            mark, encoding = found
        elif encoding in ("utf-16", "utf-32"):
            encoding += "-le"
        self.encoder = Encoder(mark, encoding)
        if encoding != "utf-8":
            self._decoder = codecs.getincrementaldecoder(encoding)(_errors(encoding))
        self._offset = len(mark)
        return data[len(mark) :]

    def _decode(self, data: bytes, ended: bool) -> bytes:
        assert self._decoder is not None
        assert self.encoder is not None
        encoding = self.encoder.encoding
        errors = _errors(encoding)
        waiting = self._pending + data
        try:
            text = self._decoder.decode(data, ended)
        except UnicodeDecodeError as error:
            raise InputError(self._name, f"not {encoding} at byte {self._offset + error.start}") from None
        left = self._decoder.getstate()[0]
        self._pending = left
        used = waiting[: len(waiting) - len(left)]
        if text.encode(encoding, errors) != used:
            raise InputError(self._name, f"cannot be written back unchanged in {encoding}")
        self._offset += len(used)
        return text.encode("utf-8", errors)
