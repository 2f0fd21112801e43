"""What each sub-command does, and the exit code of the process."""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from urdu_norm import Profile, Rule, UrduNormError, rules
from urdu_norm.cli.codecs import check_encoding
from urdu_norm.cli.config import Settings, build_profile, dump, find_file, load
from urdu_norm.cli.errors import InputError, UsageError
from urdu_norm.cli.files import Atomic, find, remove_unfinished
from urdu_norm.cli.formats import Printer, make
from urdu_norm.cli.parser import build, split
from urdu_norm.cli.session import Outcome, Session
from urdu_norm.cli.work import Want
from urdu_norm.explanation import page
from urdu_norm.profile import nearest
from urdu_norm.tables import active

__all__ = ["main"]

CLEAN, FOUND, ERROR, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code: 0 clean, 1 would change, 2 error."""
    before: dict[signal.Signals, Any] = {}
    try:
        with suppress(ValueError):  # not in the main thread
            for number in (signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])):
                before[number] = signal.signal(number, _terminate)
        return _guarded(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:  # also between two handlers
        return INTERRUPTED
    finally:
        remove_unfinished()
        for number, handler in before.items():
            signal.signal(number, handler)


def _guarded(arguments: Sequence[str]) -> int:
    """Run, with every expected failure as one line and an exit code."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except (UrduNormError, InputError) as error:
        return _fail(str(error))
    except BrokenPipeError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except MemoryError:
        return _fail("out of memory")
    except OSError as error:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _fail(error.strerror or str(error))
    return code


def _terminate(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)  # unwinds, so that no unfinished file stays


def _fail(message: str) -> int:
    line = f"error: {message}".replace("\n", " ")
    with suppress(OSError):
        sys.stderr.buffer.write(f"{line}\n".encode("utf-8", "backslashreplace"))
        sys.stderr.buffer.flush()
    return ERROR


def _run(arguments: Sequence[str]) -> int:
    command, rest = split(arguments)
    parser = build(command)
    if "--print-completion" in rest:
        return _completion(parser, rest)
    options = parser.parse_args(rest)
    settings = _settings(options)
    if options.dump_config:
        _out(dump(settings))
        return CLEAN
    if command == "rules":
        return _rules(options, build_profile(settings))
    if command == "export":
        return _export(options, build_profile(settings))
    if command == "report":
        return _report(options, settings)
    return _normalize(options, settings)


def _out(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))


# ------------------------------------------------------------------ settings


def _settings(options: argparse.Namespace) -> Settings:
    """Merge the defaults, the configuration file, the command line: lists are added to, words replaced."""
    found: dict[str, Any] = {}
    if options.config is not None:
        found = load(Path(options.config))
    elif not options.isolated:
        path = find_file(_start(options))
        if path is not None:
            found = load(path)
    for field in fields(Settings):
        value = getattr(options, field.name, None)
        if value is None:
            continue
        if isinstance(value, list | tuple):
            value = tuple(value)
            if field.name not in ("field", "column", "guards"):
                value = (*found.get(field.name, ()), *value)
        found[field.name] = value
    settings = Settings(**found)
    if settings.delimiter is not None:
        delimiter = {"\\t": "\t", "tab": "\t"}.get(settings.delimiter, settings.delimiter)
        if len(delimiter) != 1 or delimiter in '"\r\n':
            raise UsageError(f"--delimiter {settings.delimiter!r} is not one character")
        settings = replace(settings, delimiter=delimiter)
    return replace(settings, encoding=check_encoding(settings.encoding))


def _start(options: argparse.Namespace) -> Path:
    """Where to look for a configuration: above all files."""
    names = [name for name in getattr(options, "files", []) if name != "-"]
    given = getattr(options, "stdin_filename", None)
    if not names and given:
        names = [given]
    folders = []
    for name in names:
        path = Path(name).absolute()
        folders.append(str(path if path.is_dir() else path.parent))
    try:
        return Path(os.path.commonpath(folders)) if folders else Path.cwd()
    except ValueError:  # on different drives
        return Path.cwd()


def _color(choice: str, stream: Any) -> bool:
    if choice == "auto":
        return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return choice == "always"


# ------------------------------------------------------------------ normalize, check, explain


def _normalize(options: argparse.Namespace, settings: Settings) -> int:
    command = options.command
    write = getattr(options, "write_changes", False)
    check = getattr(options, "check", False)
    diff = getattr(options, "diff", False)
    output = getattr(options, "output", None)
    kind = options.format
    if command == "explain":
        kind = kind or "explain"
    elif diff:
        if kind:
            raise UsageError("--diff and --format exclude each other")
        kind = "diff"
    elif command == "check" or options.suggestions:
        kind = kind or "brief"
    if output is not None and (write or check or kind):
        raise UsageError("-o excludes -w, --check, --diff and --format")
    encoding = check_encoding(options.output_encoding) if options.output_encoding else None
    if write and not options.files:
        raise UsageError("-w needs files")
    profile = build_profile(settings)

    printer: Printer | None = None
    suggestions = options.suggestions or command == "explain"
    want = Want(changes=kind is not None, counts=kind is not None or write or check, suggestions=suggestions)
    if kind is not None:
        printer = make(kind, _out, _color(options.color, sys.stdout))
    filtering = not (write or check or kind or output)
    session = Session(
        settings,
        profile,
        want,
        write=write,
        output=Path(output) if output else None,
        stream=sys.stdout.buffer if filtering else None,
        output_encoding=encoding,
        printer=printer,
        verbose=options.verbose,
        quiet=options.quiet,
        progress=True,
    )
    outcome = _over(session, options, settings)
    if printer is not None:
        printer.close(outcome.summary())
    sys.stdout.flush()
    if not filtering and output is None and not options.quiet and kind not in ("json", "sarif", "github"):
        _summary(session, outcome, write)
    if outcome.errors:
        return ERROR
    if outcome.changed and (check or (kind is not None and command != "explain" and not write)):
        return FOUND
    return CLEAN


def _over(session: Session, options: argparse.Namespace, settings: Settings) -> Outcome:
    names = options.files or ["-"]
    if session.output is not None and len(names) > 1:
        raise UsageError("-o takes the text of one file")
    if names == ["-"] and not options.files and sys.stdin is not None and sys.stdin.isatty() and not session.quiet:
        session.say("reading from the terminal; end with Ctrl-D")
    return session.run(
        find(
            names,
            exclude=settings.exclude,
            force=settings.force_exclude,
            data=bool(settings.field or settings.column),
            input_format=options.input_format,
            stdin_name=options.stdin_filename or "",
        )
    )


def _summary(session: Session, outcome: Outcome, write: bool) -> None:
    total = outcome.files + outcome.errors
    what = "changed" if write else "would change"
    parts = [f"{outcome.changed} of {total} {'file' if total == 1 else 'files'} {what}"]
    if outcome.edits:
        parts.append(f"{outcome.edits} {'edit' if outcome.edits == 1 else 'edits'}")
    if outcome.errors:
        parts.append(f"{outcome.errors} {'error' if outcome.errors == 1 else 'errors'}")
    session.say(", ".join(parts))
    for rule, count in outcome.rules.most_common(None if session.verbose else 10):
        session.say(f"{count:>8} {rule}")
    rest = len(outcome.rules) - 10
    if rest > 0 and not session.verbose:
        session.say(f"         and {rest} more rules (-v names them)")


# ------------------------------------------------------------------ report


def _report(options: argparse.Namespace, settings: Settings) -> int:
    from urdu_norm.cli.report import Report

    profile = build_profile(settings)
    report = Report(options.title, profile, options.max_lines)
    session = Session(
        settings,
        profile,
        Want(changes=True, counts=True, suggestions=True),
        printer=report,
        verbose=options.verbose,
        quiet=options.quiet,
        progress=True,
    )
    outcome = _over(session, options, settings)
    html = re.sub("[\ud800-\udfff]", "\ufffd", report.render(outcome)).encode("utf-8")
    if options.output:
        target = Atomic(Path(options.output), replace=False)
        try:
            target.write(html)
            target.commit()
        finally:
            target.abort()
        if not options.quiet:
            session.say(f"wrote {options.output}")
    else:
        sys.stdout.buffer.write(html)
    return ERROR if outcome.errors else CLEAN


# ------------------------------------------------------------------ rules, export


def _chosen(names: Sequence[str]) -> list[Rule]:
    known = rules()
    if not names:
        return list(known.values())
    found: list[Rule] = []
    for name in names:
        fits = [
            rule for rule_id, rule in known.items() if rule_id == name or rule_id.startswith(name.rstrip("/") + "/")
        ]
        if not fits:
            raise UsageError(f"unknown rule {name!r}{nearest(name, known)}")
        found += fits
    return found


def _rules(options: argparse.Namespace, profile: Profile) -> int:
    chosen = _chosen(options.names)
    whole = len(options.names) > 0 and len(chosen) == len(options.names)
    for rule in chosen:
        on = active(rule, profile)
        if options.format == "json":
            facts = {field.name.rstrip("_"): getattr(rule, field.name) for field in fields(rule)}
            _out(json.dumps({"schema": 1, **facts, "on": on, "page": page(rule.id)}, ensure_ascii=False) + "\n")
        elif whole:
            state = f"{rule.status}, since {rule.since}, {rule.risk}, {'on' if on else 'off'} in {profile.name}"
            _out(f"{rule.id}: {rule.title}\n  {state}\n  {rule.why}\n")
            if rule.not_:
                _out(f"  Left alone: {rule.not_}\n")
            _out(f"  docs/{page(rule.id)}\n")
        else:
            _out(f"{'on ' if on else 'off'}  {rule.risk:<6}  {rule.id:<36}  {rule.title}\n")
    return CLEAN


def _targets() -> dict[str, Callable[[Profile], dict[str, str]]]:
    return dict(import_module("urdu_norm.export").TARGETS)


def _export(options: argparse.Namespace, profile: Profile) -> int:
    targets = _targets()
    if options.target is None:
        for name, make_files in sorted(targets.items()):
            title = (make_files.__doc__ or "").strip().partition("\n")[0]
            _out(f"{name:<16} {title}\n")
        return CLEAN
    if options.target not in targets:
        known = ", ".join(sorted(targets))
        raise UsageError(f"unknown target {options.target!r}{nearest(options.target, targets)} (there are: {known})")
    folder = Path(options.output or ".")
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in targets[options.target](profile).items():
        target = Atomic(folder / name, replace=False)
        try:
            target.write(content.encode("utf-8"))
            target.commit()
        finally:
            target.abort()
        if not options.quiet:
            _out(f"{folder / name}\n")
    return CLEAN


# ------------------------------------------------------------------ completion


def _completion(parser: argparse.ArgumentParser, rest: Sequence[str]) -> int:
    shell = rest[rest.index("--print-completion") + 1 :][:1]
    try:
        shtab: Any = import_module("shtab")
    except ImportError:
        raise UsageError("--print-completion needs shtab: pip install 'urdu-norm[cli]'") from None
    if not shell or shell[0] not in shtab.SUPPORTED_SHELLS:
        raise UsageError(f"--print-completion takes one of: {', '.join(shtab.SUPPORTED_SHELLS)}")
    _out(shtab.complete(whole_parser(), shell=shell[0]))
    return CLEAN


def whole_parser() -> argparse.ArgumentParser:
    """One parser with every sub-command in it: for the completion of shells and for the reference."""
    from urdu_norm.cli.parser import COMMANDS

    whole = build("normalize")
    commands = whole.add_subparsers(dest="sub", title="commands")
    for name, text in COMMANDS.items():
        commands.add_parser(name, parents=[build(name)], add_help=False, help=text, conflict_handler="resolve")
    return whole
