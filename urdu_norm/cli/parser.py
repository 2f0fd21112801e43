"""The options of the command. What they mean is said here once; the reference in the documentation is made from it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from urdu_norm import __version__
from urdu_norm.cli.formats import FORMATS
from urdu_norm.profile import OPTIONS, PROFILES, nearest

__all__ = ["COMMANDS", "build", "split"]

COMMANDS = {
    "normalize": "write normalized text to standard output, or with -w into the files (the default)",
    "check": "list what would change; exit 1 if anything would",
    "explain": "show each change with its reasons, and what may be wrong",
    "report": "write one HTML page with every change",
    "rules": "list the rules, or explain some of them",
    "export": "write the tables for another engine",
}
INPUT_FORMATS = ("text", "html", "md", "srt", "vtt", "jsonl", "csv", "tsv", "parquet")
_MEANINGS = {
    "characters": "code points: what looks identical, Urdu letters for Arabic and Persian ones, or folded",
    "marks": "vowel signs and other marks",
    "digits": "digits",
    "typos": "misspellings that can only be one word",
    "variants": "two spellings of one word",
    "joined_words": "words written as one",
    "joined_verbs": "verbs written as one, which some houses print",
    "spacing": "spaces around words and punctuation",
    "punctuation": "Latin or Urdu punctuation",
    "honorifics": "honorific signs",
}
_FLAGS = {"-q", "--quiet", "-v", "--verbose", "--isolated", "-qq", "-vv"}

_OPERANDS = {"rules": "[RULE ...]", "export": "[TARGET]"}
_EXITS = """exit codes: 0 nothing to change, or written; 1 something would change (check, --check, --diff, --format)
or was changed by check -w; 2 an error (a missing file is one)"""


class _Parser(argparse.ArgumentParser):
    """An argument parser that names the nearest option."""

    def error(self, message: str) -> NoReturn:
        start = "unrecognized arguments: "
        if message.startswith(start):
            wrong = message.removeprefix(start).split()[0].partition("=")[0]
            message += nearest(wrong, self._option_string_actions)
        super().error(message)


def split(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """Return the sub-command and what is left; without one it is ``normalize``. Plain flags may stand in front.

    >>> split(["-q", "check", "a.txt"]), split(["a.txt"])
    (('check', ['-q', 'a.txt']), ('normalize', ['a.txt']))
    """
    k = 0
    while k < len(arguments) and arguments[k] in _FLAGS:
        k += 1
    if k < len(arguments) and arguments[k] in COMMANDS:
        return arguments[k], [*arguments[:k], *arguments[k + 1 :]]
    return "normalize", list(arguments)


def build(command: str) -> argparse.ArgumentParser:
    """Return the parser of a sub-command."""
    listed = "\n".join(f"  {name:<10} {text}" for name, text in COMMANDS.items())
    parser = _Parser(
        prog="urdu-norm" if command == "normalize" else f"urdu-norm {command}",
        description="Urdu text normalization: fixes what is wrong, leaves what is right, explains every change.\n"
        + (f"\ncommands:\n{listed}" if command == "normalize" else f"\n{COMMANDS[command]}"),
        epilog=_EXITS,
        usage=f"%(prog)s [options] {_OPERANDS.get(command, '[FILE ...]')}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(command=command)
    if command == "rules":
        parser.add_argument("names", nargs="*", metavar="RULE", help="rule ids or prefixes (words/dots, words/)")
    elif command == "export":
        parser.add_argument("target", nargs="?", metavar="TARGET", help="the engine; without it the targets are listed")
        parser.add_argument("-o", "--output", metavar="DIR", help="where to write (default: the current directory)")
    else:
        parser.add_argument(
            "files",
            nargs="*",
            metavar="FILE",
            help="files, directories, patterns, - for standard input (the default)",
        )
        _mode(parser, command)
        _input(parser)
    _rules(parser)
    _general(parser, command)
    return parser


def _mode(parser: argparse.ArgumentParser, command: str) -> None:
    group = parser.add_argument_group("mode")
    if command in ("normalize", "check"):
        group.add_argument("-w", "--write-changes", action="store_true", help="change the files themselves")
        group.add_argument(
            "--check",
            action="store_true",
            default=command == "check",
            help="write nothing; exit 1 if anything would change",
        )
        group.add_argument("--diff", action="store_true", help="show a diff; exit 1 if anything would change")
    if command in ("normalize", "report"):
        group.add_argument("-o", "--output", metavar="FILE", help="write here instead of to standard output")
    if command != "report":
        group.add_argument(
            "--format",
            choices=FORMATS,
            help="list the changes: one per line, as JSON Lines, as GitHub annotations, as SARIF 2.1.0",
        )
        group.add_argument(
            "--json", dest="format", action="store_const", const="json", help="the same as --format json"
        )
        group.add_argument("--suggestions", action="store_true", help="also list what may be wrong but is not changed")
    if command == "report":
        group.add_argument("--title", metavar="TEXT", default="urdu-norm", help="the title of the page")
        group.add_argument(
            "--max-lines",
            type=int,
            default=2000,
            metavar="N",
            help="changed lines shown (default: %(default)s)",
        )


def _input(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("input")
    group.add_argument("--input-format", choices=INPUT_FORMATS, help="do not go by the suffix of the name")
    group.add_argument(
        "--stdin-filename",
        metavar="NAME",
        help="the name to use for standard input: for its format and in messages",
    )
    _many(
        group,
        "--field",
        metavar="KEY",
        help="JSON Lines: the field to normalize (meta.title for a nested one)",
    )
    _many(
        group,
        "--column",
        metavar="NAME",
        help="CSV, TSV, Parquet: the column to normalize, by name or number",
    )
    group.add_argument("--delimiter", metavar="CHAR", help="CSV: what parts the cells (default: a comma; .tsv: a tab)")
    group.add_argument(
        "--no-quotes",
        action="store_true",
        default=None,
        help="CSV, TSV: a quote is a character like any other",
    )
    group.add_argument(
        "--no-header", action="store_true", default=None, help="CSV, TSV: the first record is not a header"
    )
    group.add_argument(
        "--encoding",
        metavar="NAME",
        help="of the files (default: utf-8; any codec of Python, such as windows-1256)",
    )
    group.add_argument("--output-encoding", metavar="NAME", help="of what is written (default: as read)")
    _many(group, "--exclude", "-S", "--skip", metavar="GLOB", help="leave out files and directories that fit")
    group.add_argument(
        "--force-exclude", action="store_true", default=None, help="leave them out even when they are named"
    )


def _rules(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is changed")
    group.add_argument("--profile", "-p", choices=list(PROFILES), help="a named set of options (default: standard)")
    for option, values in OPTIONS.items():
        group.add_argument(f"--{option.replace('_', '-')}", choices=values, help=_MEANINGS[option])
    _many(group, "--enable", metavar="RULE", help="switch on a rule, or all that begin with it")
    _many(group, "--disable", metavar="RULE", help="switch off a rule, or all that begin with it")
    _many(group, "--guards", metavar="NAME", help="the only guards to use")
    _many(
        group,
        "-D",
        "--dictionary",
        metavar="FILE",
        help="own pairs: wrong<TAB>right or wrong->right, one per line",
    )
    _many(group, "-I", "--ignore-words", metavar="FILE", help="words that nothing may change, one per line")
    _many(
        group,
        "-L",
        "--ignore-words-list",
        metavar="WORD",
        help="the same, on the command line, parted by commas",
    )
    group.add_argument(
        "--protect",
        "--ignore-regex",
        metavar="REGEX",
        action="append",
        help="leave alone what this regular expression fits",
    )


def _general(parser: argparse.ArgumentParser, command: str) -> None:
    group = parser.add_argument_group("general")
    group.add_argument(
        "-c",
        "--config",
        metavar="FILE",
        help="the configuration (default: urdu-norm.toml or pyproject.toml above the files)",
    )
    group.add_argument("--isolated", action="store_true", help="read no configuration file")
    group.add_argument("--dump-config", action="store_true", help="print the configuration in force as TOML, and exit")
    if command not in ("rules", "export"):
        group.add_argument(
            "-j",
            "--jobs",
            "--threads",
            "--workers",
            type=_jobs,
            metavar="N",
            help="processes (default: 1; 0: one per core)",
        )
    if command == "rules":
        group.add_argument("--format", choices=("brief", "json"), default="brief", help="as a table or as JSON Lines")
    group.add_argument("-q", "--quiet", action="count", default=0, help="no summary; twice: no warnings")
    group.add_argument("-v", "--verbose", action="count", default=0, help="also name what is left unchanged")
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours (default: auto)")
    group.add_argument(
        "--print-completion",
        choices=("bash", "fish", "tcsh", "zsh"),
        help="print the completion of a shell, and exit",
    )
    group.add_argument("-V", "--version", action="version", version=f"urdu-norm {__version__}")


def _jobs(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


_jobs.__name__ = "number of processes"


class _Collect(argparse.Action):
    """Collect values; each may itself be a list with commas."""

    def __call__(self, _parser: Any, namespace: argparse.Namespace, values: Any, _option: str | None = None) -> None:
        found = getattr(namespace, self.dest) or ()
        setattr(namespace, self.dest, (*found, *(one.strip() for one in values.split(",") if one.strip())))


def _many(group: Any, *names: str, **keys: Any) -> None:
    group.add_argument(*names, action=_Collect, **keys)
