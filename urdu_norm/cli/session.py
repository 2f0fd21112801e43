"""One run over files: sources to blocks, blocks through the pool, results to their places."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from urdu_norm import Normalizer, Profile
from urdu_norm.cli.codecs import Decoded, Encoder
from urdu_norm.cli.config import Settings
from urdu_norm.cli.errors import InputError
from urdu_norm.cli.files import Atomic, Reading, Source, opened
from urdu_norm.cli.formats import Printer
from urdu_norm.cli.inputs.delimited import Delimited
from urdu_norm.cli.inputs.jsonl import JsonLines
from urdu_norm.cli.inputs.lines import BLOCK
from urdu_norm.cli.inputs.markup import KINDS, Markup
from urdu_norm.cli.inputs.text import Text
from urdu_norm.cli.pool import Failed, Pool, Task
from urdu_norm.cli.work import Done, Want

__all__ = ["Outcome", "Session"]


@dataclass
class Outcome:
    """What became of all files."""

    files: int = 0
    changed: int = 0
    edits: int = 0
    errors: int = 0
    rules: Counter[str] = field(default_factory=Counter)

    def summary(self) -> dict[str, Any]:
        """For machines."""
        return {
            "files": self.files,
            "changed": self.changed,
            "edits": self.edits,
            "errors": self.errors,
            "rules": dict(self.rules.most_common()),
        }


@dataclass
class _File:
    """A source under way."""

    source: Source
    reading: Reading | None = None
    decoded: Decoded | None = None
    sink: _Sink | None = None
    changed: bool = False
    failed: InputError | None = None
    found: int = 0
    edits: int = 0


class _Sink:
    """Where the new text of a file goes; this one drops it."""

    def write(self, data: bytes) -> None:
        """Take a block, in the encoding of the file."""

    def end(self, changed: bool) -> None:
        """Keep what was written."""

    def abort(self) -> None:
        """Forget what was written."""


class _Stream(_Sink):
    """Standard output."""

    def __init__(self, stream: BinaryIO, live: bool) -> None:
        self.stream = stream
        self.live = live

    def write(self, data: bytes) -> None:
        try:
            self.stream.write(data)
            if self.live:
                self.stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise InputError("<stdout>", error.strerror or str(error)) from None


class _InPlace(_Sink):
    """The file itself, replaced in one step at the end if anything changed; a small file is written only then."""

    def __init__(self, path: Path, compression: str, warn: Callable[[str], None]) -> None:
        self.path = path
        self.compression = compression
        self.warn = warn
        self.kept: list[bytes] = []
        self.size = 0
        self.atomic: Atomic | None = None

    def write(self, data: bytes) -> None:
        if self.atomic is None and self.size + len(data) <= 2 * BLOCK:
            self.kept.append(data)
            self.size += len(data)
            return
        self._open().write(data)

    def _open(self) -> Atomic:
        if self.atomic is None:
            self.atomic = Atomic(self.path, self.compression)
            for data in self.kept:
                self.atomic.write(data)
            self.kept.clear()
        return self.atomic

    def end(self, changed: bool) -> None:
        if not changed:
            self.abort()
            return
        atomic = self._open()
        if atomic.links > 1:
            self.warn(f"{self.path}: has {atomic.links} names (hard links); the others keep the old text")
        atomic.commit()

    def abort(self) -> None:
        self.kept.clear()
        if self.atomic is not None:
            self.atomic.abort()


class _Other(_InPlace):
    """Another file (``-o``), written whole whether anything changed or not."""

    def _open(self) -> Atomic:
        if self.atomic is None:
            self.atomic = Atomic(self.path, self.compression, replace=False)
            for data in self.kept:
                self.atomic.write(data)
            self.kept.clear()
        return self.atomic

    def end(self, changed: bool) -> None:
        super().end(True)


class Session:
    """Everything that stays the same over the files of one run."""

    def __init__(
        self,
        settings: Settings,
        profile: Profile,
        want: Want,
        *,
        write: bool = False,
        output: Path | None = None,
        stream: BinaryIO | None = None,
        output_encoding: str | None = None,
        printer: Printer | None = None,
        verbose: int = 0,
        quiet: int = 0,
        progress: bool = False,
    ) -> None:
        self.settings = settings
        self.profile = profile
        self.want = want
        self.write = write
        self.output = output
        self.stream = stream
        self.output_encoding = output_encoding
        self.printer = printer
        self.verbose = verbose
        self.quiet = quiet
        self.progress = progress
        self.outcome = Outcome()

    # ------------------------------------------------------------------ messages

    def say(self, text: str) -> None:
        """One line for people; what is not UTF-8 in a name is shown as an escape."""
        sys.stdout.flush()
        line = text.replace("\n", " ") + "\n"
        sys.stderr.buffer.write(line.encode("utf-8", "backslashreplace"))
        sys.stderr.buffer.flush()

    def warn(self, text: str) -> None:
        """Say a warning; ``-qq`` drops it."""
        if self.quiet < 2:
            self.say(f"warning: {text}")

    def error(self, error: InputError | str) -> None:
        """Say an error, whatever the verbosity."""
        self.outcome.errors += 1
        self.say(f"error: {error}")

    # ------------------------------------------------------------------ the run

    def run(self, sources: Iterable[Source | InputError]) -> Outcome:
        """Process all sources; errors of one file do not stop the others."""
        jobs = self.settings.jobs or os.cpu_count() or 1
        current: _File | None = None
        bar = self._bar()
        try:
            with Pool(self.profile, self.want, jobs) as pool:
                for task, made in pool.run(self._tasks(sources)):
                    file: _File = task.owner
                    current = file
                    if made is None:
                        current = None
                        self._finish(file)
                    elif not file.failed:
                        self._block(file, task, made)
                        if bar is not None and task.job:
                            bar.update(len(task.job.data))
        except BaseException:
            if current is not None and current.sink is not None:
                current.sink.abort()
            raise
        finally:
            if bar is not None:
                bar.close()
        return self.outcome

    def _bar(self) -> Any:
        if not self.progress or self.quiet or not sys.stderr.isatty():
            return None
        try:
            tqdm: Any = import_module("tqdm")
        except ImportError:
            return None
        tqdm.tqdm.monitor_interval = 0  # no thread beside the workers
        return tqdm.tqdm(unit="B", unit_scale=True, delay=2, leave=False)

    def _tasks(self, sources: Iterable[Source | InputError]) -> Iterator[Task]:
        """Yield the blocks of every source in order, each file ended by a task without a block."""
        for source in sources:
            if isinstance(source, InputError):
                file = _File(Source(None, source.name, "text"), failed=source)
                yield Task(file)
                continue
            file = _File(source)
            try:
                if source.format == "parquet":
                    self._parquet(file)
                else:
                    yield from self._blocks(file)
            except InputError as error:
                file.failed = InputError(error.name or source.name, error.message, error.line)
            yield Task(file)

    def _blocks(self, file: _File) -> Iterator[Task]:
        handler = self._handler(file.source)
        with opened(file.source) as reading:
            file.reading = reading
            file.decoded = Decoded(file.source.name, reading, self.settings.encoding)
            for job in handler.blocks(file.decoded):
                if file.failed:
                    return
                if job.note:
                    self.warn(f"{file.source.name}:{job.line}: {job.note}")
                yield Task(file, handler, job)

    def _handler(self, source: Source) -> Any:
        settings = self.settings
        if source.format == "jsonl":
            if not settings.field:
                raise InputError(source.name, "JSON Lines need --field KEY")
            return JsonLines(settings.field)
        if source.format in ("csv", "tsv"):
            if not settings.column:
                raise InputError(source.name, f"{source.format.upper()} needs --column NAME")
            delimiter = settings.delimiter or ("\t" if source.format == "tsv" else ",")
            return Delimited(settings.column, delimiter, not settings.no_quotes, not settings.no_header)
        if source.format in KINDS:
            return Markup(source.format)
        return Text(self.profile.guards)

    def _block(self, file: _File, task: Task, made: Done | Failed) -> None:
        source = file.source
        assert task.job is not None
        if isinstance(made, Failed):
            file.failed = InputError(source.name, made.message, made.line)
            return
        file.found += made.found
        if made.data is not None:
            file.changed = True
        if made.counts:
            file.edits += made.edits
            self.outcome.rules.update(made.counts)
        if made.changes and self.printer is not None:
            self.printer.changes(source.name, made.changes)
        try:
            if file.sink is None:
                file.sink = self._sink(source)
                encoder = self._encoder(file)
                if encoder.mark:
                    file.sink.write(encoder.mark)
            data = task.job.data if made.data is None else made.data
            file.sink.write(self._encoder(file).encode(source.name, data, task.job.line))
        except InputError as error:
            file.failed = error

    def _encoder(self, file: _File) -> Encoder:
        assert file.decoded is not None
        assert file.decoded.encoder is not None
        if self.output_encoding is None:
            return file.decoded.encoder
        return Encoder(b"", self.output_encoding)

    def _sink(self, source: Source) -> _Sink:
        if self.write:
            if source.path is None:
                raise InputError(source.name, "-w needs files: standard input cannot be changed")
            return _InPlace(source.path, source.compression, self.warn)
        if self.output is not None:
            suffix = self.output.suffix.lower()
            return _Other(self.output, suffix if suffix in (".gz", ".bz2", ".xz", ".zst") else "", self.warn)
        if self.stream is not None:
            return _Stream(self.stream, source.path is None)
        return _Sink()

    def _finish(self, file: _File) -> None:
        source = file.source
        if file.failed is None:
            try:
                self._check_found(file)
                if file.sink is None and file.decoded is not None and source.format != "parquet":
                    self._empty(file)
                if file.sink is not None:
                    recoded = self.output_encoding is not None and self.write
                    file.sink.end(file.changed or recoded)
            except InputError as error:
                file.failed = error
        if file.failed is not None:
            if file.sink is not None:
                file.sink.abort()
            self.error(file.failed)
            return
        self.outcome.files += 1
        self.outcome.edits += file.edits
        if file.changed:
            self.outcome.changed += 1
            self._tell(file)
        elif self.verbose:
            self.say(f"unchanged {source.name}")

    def _empty(self, file: _File) -> None:
        """Write a file without a block: empty, or nothing but a byte order mark."""
        file.sink = self._sink(file.source)
        encoder = self._encoder(file)
        if encoder.mark:
            file.sink.write(encoder.mark)

    def _check_found(self, file: _File) -> None:
        if file.source.format == "jsonl" and not file.found and file.sink is not None:
            raise InputError(file.source.name, f"no record has a text at {' or '.join(map(repr, self.settings.field))}")

    def _tell(self, file: _File) -> None:
        if self.quiet:
            return
        count = f" ({file.edits} {'edit' if file.edits == 1 else 'edits'})" if self.want.edits else ""
        if self.write:
            self.say(f"changed {file.source.name}{count}")
        elif self.stream is None and self.output is None and self.printer is None:
            self.say(f"would change {file.source.name}{count}")

    # ------------------------------------------------------------------ Parquet

    def _parquet(self, file: _File) -> None:
        """Take a Parquet file from file to file, here: it is not a stream of lines."""
        from urdu_norm.cli.inputs.parquet import rewrite_parquet

        source = file.source
        if source.path is None or source.compression:
            raise InputError(source.name, "Parquet is read from a file, not compressed and not from standard input")
        if not self.settings.column:
            raise InputError(source.name, "Parquet needs --column NAME")
        target = source.path if self.write else self.output
        atomic: Atomic | None = None
        try:
            if not source.path.is_file():
                raise InputError(source.name, "no such file")
            if target is not None:
                atomic = Atomic(target, replace=self.write)
            elif self.stream is not None:
                raise InputError(source.name, "Parquet needs -w or -o FILE")
            normalizer = Normalizer(self.profile)
            path = atomic.temporary if atomic else None
            file.changed, tally = rewrite_parquet(source.path, path, self.settings.column, normalizer, self.want)
            if atomic is not None:
                if file.changed or not self.write:
                    atomic.commit()
                else:
                    atomic.abort()
        except OSError as error:
            if atomic is not None:
                atomic.abort()
            raise InputError(source.name, error.strerror or str(error)) from None
        except BaseException:
            if atomic is not None:
                atomic.abort()
            raise
        file.edits = tally.edits
        self.outcome.rules.update(tally.counts)
        if tally.changes and self.printer is not None:
            self.printer.changes(source.name, tally.changes)
