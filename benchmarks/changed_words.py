"""Print every common word that a profile changes, for a reader to judge one by one.

    python benchmarks/changed_words.py word_counts.tsv [--least 25] [--profile standard]

The file has a header line and tab-separated columns among which are ``word``, ``total`` and ``flag``; only rows flagged
``ok`` count. Exit status 1 if LETTERS, which must not respell, changes one.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from urdu_norm import LETTERS, Normalizer
from urdu_norm.profile import PROFILES


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=Path)
    parser.add_argument("--least", type=int, default=25)
    parser.add_argument("--profile", choices=PROFILES, default="standard")
    arguments = parser.parse_args()
    norm, letters = Normalizer(PROFILES[arguments.profile]), Normalizer(LETTERS)
    read = changed = respelled = 0
    with arguments.counts.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["flag"] != "ok" or int(row["total"]) < arguments.least:
                continue
            read += 1
            word = row["word"]
            if letters(word) != word:
                respelled += 1
                print(f"letters\t{row['total']}\t{word}\t{letters(word)}")
            if norm(word) != word:
                changed += 1
                rules = ",".join(rule for edit in norm.explain(word).edits for rule in edit.rules)
                print(f"{arguments.profile}\t{row['total']}\t{word}\t{norm(word)}\t{rules}")
    print(f"{read} words read; LETTERS changes {respelled}, {arguments.profile} changes {changed}")
    return int(respelled > 0)


if __name__ == "__main__":
    raise SystemExit(main())
