"""Injected damage: python benchmarks/lexicon/measure.py TEXT [--size 20000] [--seed 1]

TEXT is correct Urdu text, one paragraph a line. Takes out one space, or makes one slip of a kind, in words of the text;
says how often exactly the right text comes back, how often another one, how often nothing happens.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from urdu_norm import lexicon
from urdu_norm.profile import STANDARD
from urdu_norm.segment import WORD
from urdu_norm.stages import words

Z = str.maketrans("زذضظ", "ذزظض")
DOTS = str.maketrans("طظدڈتٹحخجچ", "ظطڈدٹتخحچج")


def double(word: str, k: int) -> str:
    return word[: k + 1] + word[k:]


def omit(word: str, k: int) -> str:
    return word[:k] + word[k + 1 :]


def swap(word: str, k: int) -> str:
    return word[:k] + word[k + 1 : k + 2] + word[k] + word[k + 2 :]


SLIPS: dict[str, Callable[[str, int], str]] = {
    "z sounds": lambda word, k: word[:k] + word[k].translate(Z) + word[k + 1 :],
    "dots": lambda word, k: word[:k] + word[k].translate(DOTS) + word[k + 1 :],
    "heh for do-chashmi": lambda word, k: word[:k] + word[k].replace("ھ", "ہ") + word[k + 1 :],
    "do-chashmi for heh": lambda word, k: word[:k] + word[k].replace("ہ", "ھ") + word[k + 1 :],
    "bari ye inside": lambda word, k: word[:k] + word[k].replace("ی", "ے") + word[k + 1 :],
    "hamza lost": lambda word, k: word[:k] + word[k].replace("ؤ", "و") + word[k + 1 :],
    "doubled": double,
    "omitted": omit,
    "swapped": swap,
}


def joined(texts: list[list[str]], rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """A missing space after an open letter, where the run is no word."""
    while True:
        line = rng.choice(texts)
        if len(line) < 2:
            continue
        k = rng.randrange(len(line) - 1)
        a, b = line[k], line[k + 1]
        if lexicon.ends_open(a) and lexicon.known(a) and lexicon.known(b) and not lexicon.known(a + b):
            yield "missing space", a + b, f"{a} {b}"


def slipped(texts: list[list[str]], rng: random.Random, name: str) -> Iterator[tuple[str, str, str]]:
    """One slip in a word of four letters or more, where the result is no word."""
    while True:
        word = rng.choice(rng.choice(texts) or [""])
        if len(word) < 4 or not lexicon.known(word):
            continue
        for k in rng.sample(range(len(word)), len(word)):
            wrong = SLIPS[name](word, k)
            if wrong != word and not lexicon.known(wrong):
                yield name, wrong, word
                break


def main() -> None:
    parser = argparse.ArgumentParser(description="Inject damage and see what comes back.")
    parser.add_argument("text", type=Path)
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    lines = arguments.text.read_text(encoding="utf-8").split("\n")
    texts = [[token for token in line.split(" ") if WORD.fullmatch(token)] for line in lines]
    texts = [line for line in texts if line]
    stage = words.compile(STANDARD)
    print(f"{'damage':20} {'right':>7} {'wrong':>7} {'nothing':>7} {'precision':>9}")
    sources = [joined(texts, rng), *(slipped(texts, rng, name) for name in SLIPS)]
    kind = ""
    for source in sources:
        seen: Counter[str] = Counter()
        for name, wrong, right in islice(source, arguments.size):
            kind = name
            found = stage.look_up(wrong)
            expected = " ".join((stage.look_up(word) or (word,))[0] for word in right.split(" "))
            seen["nothing" if found is None else "right" if found[0] == expected else "wrong"] += 1
        share = {what: 100 * seen[what] / seen.total() for what in ("right", "wrong", "nothing")}
        changed = seen["right"] + seen["wrong"]
        precision = f"{100 * seen['right'] / changed:9.1f}" if changed else "        -"
        print(f"{kind:20} {share['right']:7.1f} {share['wrong']:7.1f} {share['nothing']:7.1f} {precision}")


if __name__ == "__main__":
    main()
