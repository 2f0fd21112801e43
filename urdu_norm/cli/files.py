"""Files: which ones are meant, what they hold, and how they are replaced without ever being half written."""

from __future__ import annotations

import contextlib
import fnmatch
import glob
import io
import os
import secrets
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePath
from typing import IO, Any, BinaryIO, cast

from urdu_norm.cli.errors import InputError, UsageError

__all__ = ["COMPRESSIONS", "FORMATS", "Atomic", "Source", "find", "opened", "remove_unfinished"]

FORMATS: dict[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".srt": "srt",
    ".vtt": "vtt",
}
"""The suffixes that are known; any other file, when it is named, is plain text."""

COMPRESSIONS = (".gz", ".bz2", ".xz", ".zst")
DATA = frozenset({"jsonl", "csv", "tsv", "parquet"})
"""Formats that need to be told which field or column holds the text."""

_NEVER = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        ".bzr",
        "node_modules",
        "__pycache__",
        ".venv",
        "venv",
        ".tox",
        ".nox",
        ".mypy_cache",
    }
    | {".ruff_cache", ".pytest_cache", ".direnv", ".eggs", "_build", "build", "dist", "site-packages"}
)


@dataclass(frozen=True)
class Source:
    """One input: ``path`` is ``None`` for standard input; ``name`` is what messages call it."""

    path: Path | None
    name: str
    format: str
    compression: str = ""


def source_of(path: Path | None, name: str, input_format: str | None) -> Source:
    """Tell the format of a file from its name, unless ``input_format`` says it.

    >>> source_of(None, "a.jsonl.gz", None)
    Source(path=None, name='a.jsonl.gz', format='jsonl', compression='.gz')
    """
    suffixes = PurePath(name).suffixes[-2:]
    compression = suffixes.pop().lower() if suffixes and suffixes[-1].lower() in COMPRESSIONS else ""
    known = FORMATS.get(suffixes[-1].lower(), "text") if suffixes else "text"
    return Source(path, name, input_format or known, compression)


# ------------------------------------------------------------------ which files


def find(
    names: Sequence[str],
    *,
    exclude: Sequence[str],
    force: bool,
    data: bool,
    input_format: str | None,
    stdin_name: str,
) -> Iterator[Source | InputError]:
    """Yield what ``names`` stand for: files, directories (searched), patterns, ``-``. A name for nothing is an error.

    A directory gives the files of known suffixes; those that need a column only if ``data`` says that one was given.
    ``exclude`` holds patterns for names and paths; a file that was named itself is only left out if ``force`` says so.
    """
    seen: set[str] = set()
    for name in names:
        if name == "-":
            if not (force and _excluded(PurePath(stdin_name), exclude)):
                yield source_of(None, stdin_name or "<stdin>", input_format)
            continue
        path = Path(name)
        if path.is_dir():
            found: Iterator[Path] = _walk(path, exclude, data)
        elif not os.path.lexists(path) and glob.has_magic(name):
            matches = [Path(one) for one in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207 - absolute patterns too
            if not matches:
                yield InputError(name, "no file matches")
            found = (one for one in matches if one.is_file() and not _excluded(one, exclude))
        elif not path.exists():
            yield InputError(name, "a symbolic link that leads nowhere" if path.is_symlink() else "no such file")
            continue
        else:
            found = iter(() if force and _excluded(path, exclude) else (path,))
        for one in found:
            real = str(one.absolute())
            if real not in seen:
                seen.add(real)
                yield source_of(one, str(one), input_format)


def _walk(folder: Path, exclude: Sequence[str], data: bool) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        here = Path(root)
        folders[:] = sorted(name for name in folders if name not in _NEVER and not _excluded(here / name, exclude))
        for name in sorted(files):
            path = here / name
            suffixes = [suffix.lower() for suffix in path.suffixes]
            if suffixes and suffixes[-1] in COMPRESSIONS:
                suffixes.pop()
            known = FORMATS.get(suffixes[-1]) if suffixes else None
            if known and (data or known not in DATA) and not _excluded(path, exclude) and path.is_file():
                yield path


def _excluded(path: PurePath, patterns: Sequence[str]) -> bool:
    """Whether a pattern fits the path, a part of it, or a folder above it (as in a ``.gitignore``)."""
    text = path.as_posix().removeprefix("./")
    parts = text.split("/")
    for pattern in patterns:
        wanted = pattern.rstrip("/").removeprefix("./")
        if "/" not in wanted:
            if any(fnmatch.fnmatchcase(part, wanted) for part in parts):
                return True
        elif (
            any(fnmatch.fnmatchcase("/".join(parts[:k]), wanted.lstrip("/")) for k in range(1, len(parts) + 1))
            or fnmatch.fnmatchcase(text, wanted)
            or fnmatch.fnmatchcase(text, f"*/{wanted}")
        ):
            return True
    return False


# ------------------------------------------------------------------ reading


def _zstd() -> Any:
    for name in ("compression.zstd", "backports.zstd"):  # the first is there from Python 3.14
        with contextlib.suppress(ImportError):
            return import_module(name)
    raise UsageError(".zst files need backports.zstd: pip install 'urdu-norm[cli]'")


def _damage() -> tuple[type[BaseException], ...]:
    """Return what the readers of compressed files raise when the data are damaged."""
    import lzma
    import zlib

    found: tuple[type[BaseException], ...] = (EOFError, zlib.error, lzma.LZMAError)
    with contextlib.suppress(UsageError):
        found = (*found, _zstd().ZstdError)
    return found


def expanded(stream: BinaryIO, compression: str, *, write: bool = False) -> BinaryIO:
    """Return a stream of plain bytes over a stream of compressed ones."""
    mode: Any = "wb" if write else "rb"
    if compression == ".gz":
        import gzip

        # No time and no name inside, so that equal text gives equal bytes.
        return cast(BinaryIO, gzip.GzipFile(filename="", fileobj=stream, mode=mode, mtime=0))
    if compression == ".bz2":
        import bz2

        return cast(BinaryIO, bz2.BZ2File(stream, mode))
    if compression == ".xz":
        import lzma

        return cast(BinaryIO, lzma.LZMAFile(stream, mode))
    if compression == ".zst":
        return cast(BinaryIO, _zstd().ZstdFile(stream, mode))
    return stream


class Reading:
    """An opened source: :meth:`read` gives its bytes, uncompressed; errors come as :class:`InputError`."""

    def __init__(self, source: Source, stream: BinaryIO, raw: BinaryIO) -> None:
        self.source = source
        self._stream = stream
        self._live = source.path is None and stream is raw and hasattr(raw, "read1")

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, none at the end; from standard input what there is, without waiting for more."""
        try:
            if self._live:
                return cast(io.BufferedReader, self._stream).read1(size)
            return self._stream.read(size)
        except _damage() as error:
            raise InputError(self.source.name, f"damaged {self.source.compression[1:]} data: {error}") from None
        except OSError as error:
            if self.source.compression and not error.errno:
                raise InputError(self.source.name, f"damaged {self.source.compression[1:]} data: {error}") from None
            raise InputError(self.source.name, _reason(error)) from None


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


@contextlib.contextmanager
def opened(source: Source) -> Iterator[Reading]:
    """Open a source for reading; raise :class:`InputError` if that fails."""
    if source.path is None:
        raw = cast(BinaryIO, getattr(sys.stdin, "buffer", sys.stdin))
        yield Reading(source, expanded(raw, source.compression), raw)
        return
    try:
        mode = source.path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(source.name, "is a directory")
        file = source.path.open("rb")
    except OSError as error:
        raise InputError(source.name, _reason(error)) from None
    with file:
        yield Reading(source, expanded(file, source.compression), file)


# ------------------------------------------------------------------ writing


_unfinished: set[Path] = set()


def remove_unfinished() -> None:
    """Remove what an interrupted run has begun to write."""
    for path in list(_unfinished):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        _unfinished.discard(path)


class Atomic:
    """A new version of a file, beside it, that takes its place in one step: it is never seen half written.

    The target of a symbolic link is replaced, the link stays. Mode, owner and extended attributes are kept. Nothing
    happens if the file was changed by somebody else in the meantime.
    """

    def __init__(self, path: Path, compression: str = "", *, replace: bool = True) -> None:
        self.name = str(path)
        self._target = Path(os.path.realpath(path))
        self._before = _state(self._target)
        if self._before is not None and stat.S_ISREG(self._before.st_mode):
            if not self._before.st_mode & 0o222 or not os.access(self._target, os.W_OK):
                raise InputError(self.name, "is read-only")
        elif replace or self._before is not None:
            raise InputError(self.name, "is not a regular file")
        name = f".{self._target.name[:100]}.{secrets.token_hex(4)}.urdu-norm.tmp"
        self.temporary = self._target.parent / name
        _unfinished.add(self.temporary)  # before it is there, so that no signal can come between
        try:
            handle = os.open(self.temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except OSError as error:
            _unfinished.discard(self.temporary)
            raise InputError(self.name, f"cannot write beside it, left as it was: {_reason(error)}") from None
        self._file: IO[bytes] = os.fdopen(handle, "wb")
        self._stream = expanded(cast(BinaryIO, self._file), compression, write=True)
        self._compressed = bool(compression)

    def write(self, data: bytes) -> None:
        """Add bytes; raise :class:`InputError` if the disk is full."""
        try:
            self._stream.write(data)
        except OSError as error:
            raise InputError(self.name, f"cannot be written, left as it was: {_reason(error)}") from None

    def commit(self) -> None:
        """Put the new version in place."""
        try:
            if self._compressed:
                self._stream.close()
            self._file.flush()
            self._keep_attributes()
            os.fsync(self._file.fileno())
            self._file.close()
            now = _state(self._target)
            if _identity(now) != _identity(self._before):
                raise InputError(self.name, "was changed by something else meanwhile, left as it is")
            self.temporary.replace(self._target)
            _unfinished.discard(self.temporary)
        except OSError as error:
            self.abort()
            raise InputError(self.name, f"cannot be written, left as it was: {_reason(error)}") from None
        except BaseException:
            self.abort()
            raise

    def _keep_attributes(self) -> None:
        before = self._before
        if before is None:
            umask = os.umask(0)
            os.umask(umask)
            self.temporary.chmod(0o666 & ~umask)
            return
        if hasattr(os, "chown"):
            with contextlib.suppress(OSError):
                os.chown(self.temporary, before.st_uid, before.st_gid)
        self.temporary.chmod(stat.S_IMODE(before.st_mode))
        if hasattr(os, "listxattr"):
            with contextlib.suppress(OSError):
                for attribute in os.listxattr(self._target):
                    os.setxattr(self.temporary, attribute, os.getxattr(self._target, attribute))

    @property
    def links(self) -> int:
        """How many names the old file has."""
        return self._before.st_nlink if self._before else 1

    def abort(self) -> None:
        """Throw the new version away."""
        with contextlib.suppress(OSError, ValueError):
            self._file.close()
        with contextlib.suppress(OSError):
            self.temporary.unlink(missing_ok=True)
        _unfinished.discard(self.temporary)


def _state(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _identity(state: os.stat_result | None) -> tuple[int, ...]:
    return (state.st_ino, state.st_size, state.st_mtime_ns) if state else ()
