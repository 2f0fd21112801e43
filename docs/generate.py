"""Write the pages that are made from the tables: ``python docs/generate.py`` (``--check`` only compares)."""

from __future__ import annotations

import sys
from pathlib import Path

from urdu_norm.profile import PROFILES
from urdu_norm.tables import STAGES, Table, active, tables

HERE = Path(__file__).parent
SHOWN = 12
TITLES = {
    "characters": "Code points and marks",
    "words": "Whole words",
    "lexicon": "What the lexicon decides",
    "context": "What the neighbours decide",
    "spacing": "Spaces",
    "punctuation": "Punctuation and digits",
    "folds": "Folds of SEARCH and SPEECH",
    "guards": "What is left alone",
    "lists": "Word lists that rules share",
}


def cell(text: str) -> str:
    """A table cell: pipes would end it."""
    return text.replace("|", "\\|") or " "


def rule_section(one: Table) -> list[str]:
    """The section of one rule."""
    rule = one.rule
    lines = [f"## {rule.id.partition('/')[2]}", "", f"**{rule.title}.** {rule.why}", ""]
    if rule.not_:
        lines += [f"*Left alone on purpose:* {rule.not_}", ""]
    facts = [f"id `{rule.id}`", rule.status, f"since {rule.since}", rule.risk]
    if rule.stage not in ("guards", "lists"):
        on = [name.upper() for name, profile in PROFILES.items() if active(rule, profile)]
        facts.append("on in " + ", ".join(on) if on else "off unless enabled")
    lines += [" · ".join(facts), ""]
    if one.rows:
        lines += [f"{len(one.rows)} rows" + (f", the first {SHOWN}:" if len(one.rows) > SHOWN else ":"), ""]
        lines += ["| " + " | ".join(one.columns) + " |", "|" + "---|" * len(one.columns)]
        lines += ["| " + " | ".join(map(cell, row)) + " |" for row in one.rows[:SHOWN]]
        lines.append("")
    return lines


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    made: dict[Path, str] = {}
    index = ["# Rules", "", "Generated from the tables by `python docs/generate.py`.", ""]
    for stage in STAGES:
        found = [one for one in tables().values() if one.rule.stage == stage]
        if not found:
            continue
        lines = [
            f"# {TITLES[stage]}",
            "",
            f"Generated from `urdu_norm/data/{stage}/` by `python docs/generate.py`.",
            "",
        ]
        index += [f"## [{TITLES[stage]}]({stage}.md)", ""]
        for one in found:
            lines += rule_section(one)
            name = one.rule.id.partition("/")[2]
            index.append(f"* [`{one.rule.id}`]({stage}.md#{name}): {one.rule.title}")
        index.append("")
        made[HERE / "rules" / f"{stage}.md"] = "\n".join(lines).rstrip() + "\n"
    made[HERE / "rules" / "README.md"] = "\n".join(index).rstrip() + "\n"
    return made


def main() -> int:
    """Write the pages, or with ``--check`` say which are out of date."""
    check = "--check" in sys.argv[1:]
    stale = 0
    for path, text in pages().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale += 1
            print(f"{'out of date' if check else 'written'}: {path.relative_to(HERE.parent)}")
            if not check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
    return int(check and stale > 0)


if __name__ == "__main__":
    raise SystemExit(main())
