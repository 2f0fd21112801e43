"""The reference of all options, made from the parsers: ``python -m urdu_norm.cli.reference docs/cli.md`` writes it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from urdu_norm.cli.parser import COMMANDS, build

__all__ = ["insert", "reference"]

BEGIN, END = "<!-- reference: begin -->\n", "<!-- reference: end -->\n"


def reference() -> str:
    """Return the tables in Markdown: the commands, then the options by group, with the commands that know them.

    >>> "`--profile`" in reference()
    True
    """
    lines = ["| command | what it does |", "|---|---|"]
    lines += [f"| `urdu-norm {name}` | {_cell(text)} |" for name, text in COMMANDS.items()]
    groups: dict[str, dict[str, tuple[str, list[str]]]] = {}
    for name in COMMANDS:
        for group in build(name)._action_groups:  # argparse has no public way to ask for them
            if group.title in (None, "positional arguments", "options"):
                continue
            for action in group._group_actions:
                row = groups.setdefault(str(group.title), {}).setdefault(_names(action), (_help(action), []))
                row[1].append(name)
    for title, rows in groups.items():
        lines += ["", f"### {title[0].upper()}{title[1:]}", "", "| option | meaning | commands |", "|---|---|---|"]
        for names, (text, commands) in rows.items():
            known = "all" if len(commands) == len(COMMANDS) else ", ".join(commands)
            lines.append(f"| {names} | {_cell(text)} | {known} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _names(action: argparse.Action) -> str:
    names = ", ".join(f"`{one}`" for one in action.option_strings)
    if action.choices is not None:
        return f"{names} " + " \\| ".join(str(one) for one in action.choices)
    return f"{names} {action.metavar}" if action.metavar and action.nargs != 0 else names


def _help(action: argparse.Action) -> str:
    return (action.help or "").replace("%(default)s", str(action.default))


def insert(page: str) -> str:
    r"""Return the page with the reference between its marks; raise ``ValueError`` if it has none.

    >>> insert("\n<!-- reference: begin -->\nzzz\n<!-- reference: end -->\n").count("zzz")
    0
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has no marks for the reference")
    return f"{before}{begin}{reference()}{end}{after}"


def main() -> int:
    """Rewrite the pages named on the command line."""
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(insert(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
