"""Make the lexicon from counts: python benchmarks/lexicon/build.py COUNTS BIGRAMS -o urdu_norm/data/lexicon/

COUNTS is a table ``word edited news web total docs flag``, BIGRAMS a gzipped table ``word1 word2 count``. The same
input gives the same bytes. See README.md for where the counts come from.
"""

from __future__ import annotations

import argparse
import gzip
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from urdu_norm import lexicon
from urdu_norm.stages import decide, divisions
from urdu_norm.tables import table

HERE = Path(__file__).parent
SINGLE = set("وآ")  # the only words of one letter that a run may hold
PART_COUNT = 20  # a misspelling as common as this may be part of a run
LETTER_WEIGHT = 5  # how many sightings the shorter context weighs against the longer one

# A counted word is taken for a missing space, not for a word, when the division is so much likelier than an unknown
# word (in hundredths of the logarithm) and the words stand apart so much more often than together.
SURE = 150
RATIO_FUNCTION = 0.5
RATIO_OTHER = 1.0
RATIO_COMMON = 3.5  # two words of content that are often printed as one
COMMON = 20
RATIO_UNEDITED = 0.02  # a rarer word that no edited text has
# Less sure: kept apart in joined.txt. Words of four letters are too short for that.
UNSURE = 50
RATIO_UNSURE = 3.0
SHORTEST_UNSURE = 5
# A counted word is taken for a piece of broken words when so large a part of its sightings makes, with its neighbour,
# a word that is so common and so much commoner than the pair.
FRAGMENT = 0.25
WHOLE = 100
COMMONER = 50
CLOSED_LEAST = 8  # a pair whose first word ends in a letter that joins is kept from this count on


def rows(path: Path) -> Iterable[list[str]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return (line.split("\t") for line in text.decode("utf-8").split("\n")[1:] if line)


def listed(name: str) -> list[str]:
    """Words of a list of ours, without its comments."""
    lines = (HERE / name).read_text(encoding="utf-8").split("\n")
    return [line.split("\t")[0] for line in lines if line and not line.startswith("#")]


def letters(words: Iterable[str]) -> dict[str, dict[str, int]]:
    """Costs of each letter after two, and after one where two were never seen; "" is the cost of going to one."""
    seen: Counter[str] = Counter()
    contexts: Counter[str] = Counter()
    for word in words:
        run = f"^^{lexicon._SPELLING_MARKS.sub('', word)}$"
        for k in range(2, len(run)):
            for context in (run[k - 2 : k], run[k - 1], ""):
                seen[context + run[k]] += 1
                contexts[context] += 1

    def single(char: str) -> float:
        return (seen[char] + 0.5) / (contexts[""] + 50)

    def double(context: str, char: str) -> float:
        return (seen[context + char] + LETTER_WEIGHT * single(char)) / (contexts[context] + LETTER_WEIGHT)

    alphabet = sorted({key for key in seen if len(key) == 1})
    costs: dict[str, dict[str, int]] = {}
    for context in sorted(contexts):
        if len(context) == 1:
            costs[context] = {char: round(-100 * math.log10(double(context, char))) for char in alphabet}
        elif len(context) == 2:
            total = contexts[context] + LETTER_WEIGHT
            row = {}
            for char in alphabet:
                if seen[context + char]:
                    p = (seen[context + char] + LETTER_WEIGHT * double(context[1], char)) / total
                    row[char] = round(-100 * math.log10(p))
            row[""] = round(-100 * math.log10(LETTER_WEIGHT / total))
            costs[context] = row
    return costs


def following(bigrams: Mapping[str, Mapping[str, int]], usable: Mapping[str, int]) -> dict[str, str]:
    """For each word, what follows it, band by band: all pairs that a missing space could join without showing.

    Of the others, which only tell what an unknown word beside them may be, the commoner ones.
    """
    lines: dict[str, str] = {}
    for first in sorted(bigrams):
        if first not in usable:
            continue
        least = 1 if lexicon.ends_open(first) else CLOSED_LEAST
        by_band: dict[int, list[str]] = defaultdict(list)
        for second, count in bigrams[first].items():
            if second in usable and count >= least:
                by_band[lexicon.band_of(count)].append(second)
        if by_band:
            lines[first] = "\t".join(
                f"{number} {' '.join(sorted(by_band[number]))}" for number in sorted(by_band, reverse=True)
            )
    return lines


def apart(model: lexicon.Model, found: lexicon.Segmentation) -> float:
    """About how often the words of a division stand in a row."""
    cost = model.cost(found.words[0]) or 0
    for first, second in zip(found.words, found.words[1:], strict=False):
        cost += model.cost(second, first) or 0
    return float(lexicon.TOKENS * 10 ** (-cost / 100))


def fragments(
    total: Mapping[str, int],
    bigrams: Mapping[str, Mapping[str, int]],
    words: Mapping[str, int],
    keep: AbstractSet[str],
) -> list[str]:
    """Counted words that are mostly one piece of a broken word: (mo jood), where the whole is far commoner."""
    pieces: Counter[str] = Counter()
    for side in (0, 1):
        here: Counter[str] = Counter()
        for first, row in bigrams.items():
            for second, number in row.items():
                whole = first + second
                if whole in words and total.get(whole, 0) >= max(WHOLE, COMMONER * number):
                    here[(first, second)[side]] += number
        pieces |= here  # the larger of the two sides
    return sorted(
        piece
        for piece, number in pieces.items()
        if piece in words and piece not in keep and number >= FRAGMENT * total[piece]
    )


def sections(words: Mapping[str, int]) -> str:
    by_band: dict[int, list[str]] = defaultdict(list)
    for word, number in words.items():
        by_band[number].append(word)
    return "\n\n".join("\n".join([str(n), *sorted(by_band[n])]) for n in sorted(by_band, reverse=True)) + "\n"


def build(counts: Path, bigram_counts: Path, out: Path, report: Path | None) -> None:
    total: dict[str, int] = {}
    flag: dict[str, str] = {}
    edited: set[str] = set()  # words of carefully edited text
    for row in rows(counts):
        if row[1] != "0":
            edited.add(row[0])
        total[row[0]] = int(row[4])
        flag[row[0]] = row[6]
    bigrams: dict[str, dict[str, int]] = defaultdict(dict)
    for first, second, number in rows(bigram_counts):
        bigrams[first][second] = int(number)

    function = {row["text"] for row in table("lexicon/segmentation").dicts() if row["part"] == "function"}
    division = divisions.division(table(decide.SEGMENTATION))
    words = {
        word: lexicon.band_of(number)
        for word, number in total.items()
        if flag[word] == "ok" and (len(word) > 1 or word in SINGLE)
    }
    parts = {
        word: lexicon.band_of(number)
        for word, number in total.items()
        if flag[word] in ("typo", "joined") and number >= PART_COUNT and len(word) > 1
    }
    keep = {*listed("one-word.tsv"), *listed("added.tsv")}
    for word in sorted(keep):
        words.setdefault(word, lexicon.band_of(max(total.get(word, 1), 1)))
        parts.pop(word, None)
    for word in fragments(total, bigrams, words, keep):
        del words[word]
    # A joined word that divides where a missing space does not show needs no entry of its own.
    model = lexicon.Model(words, parts, {}, letters(words))
    parts = {word: number for word, number in parts.items() if flag[word] == "typo" or model.segment(word) is None}
    usable = words | parts
    lines = following(bigrams, usable)
    dropped: dict[str, lexicon.Segmentation] = {}
    while True:
        model = lexicon.Model(words, parts, lines, letters(words))
        joined = {}
        for word in words:
            if word in keep or len(word) < 4:
                continue
            found = model.segment(word)
            if found is None or found.odds < UNSURE:
                continue
            if word not in edited and total[word] < COMMON and found.odds >= division.least(word, found.words):
                ratio = RATIO_UNEDITED
            elif found.odds >= SURE:
                if function & set(found.words):
                    ratio = RATIO_FUNCTION
                else:
                    ratio = RATIO_COMMON if total[word] >= COMMON else RATIO_OTHER
            elif function & set(found.words) and len(word) >= SHORTEST_UNSURE:
                ratio = RATIO_UNSURE
            else:
                continue
            if apart(model, found) > ratio * total[word]:
                joined[word] = found
        if not joined:
            break
        dropped |= joined
        words = {word: number for word, number in words.items() if word not in joined}
    lines = following(bigrams, words | parts)
    out.mkdir(parents=True, exist_ok=True)
    (out / "words.txt").write_text(sections(words), encoding="utf-8")
    (out / "parts.txt").write_text(sections(parts), encoding="utf-8")
    (out / "bigrams.txt").write_text("".join(f"{k}\t{v}\n" for k, v in lines.items()), encoding="utf-8")
    (out / "letters.txt").write_text(
        "".join(
            f"{context}\t{''.join(row)}\t{' '.join(map(str, row.values()))}\n"
            for context, row in letters(words).items()
        ),
        encoding="utf-8",
    )
    model = lexicon.Model(words, parts, lines, letters(words))
    (out / "divisions.txt").write_text(lexicon.divisions(model), encoding="utf-8")
    (out / "unmet.txt").write_text(lexicon.unmet(model), encoding="utf-8")
    (out / "reach.bin").write_bytes(lexicon.shapes(words))
    (out / "affixes.bin").write_bytes(lexicon.affixes(words))
    unsure = sorted(word for word, found in dropped.items() if found.odds < SURE)
    (out / "joined.txt").write_text("".join(f"{word}\n" for word in unsure), encoding="utf-8")
    if report:
        report.write_text(
            "".join(f"{total[w]}\t{d.odds}\t{' '.join(d.words)}\n" for w, d in sorted(dropped.items())),
            encoding="utf-8",
        )
    print(f"{len(words)} words, {len(parts)} parts, {len(dropped)} joined words dropped ({len(unsure)} less sure)")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the lexicon from counts.")
    parser.add_argument("counts", type=Path)
    parser.add_argument("bigrams", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--report", type=Path, help="write the words that were taken for a missing space to this file")
    arguments = parser.parse_args()
    build(arguments.counts, arguments.bigrams, arguments.out, arguments.report)


if __name__ == "__main__":
    main()
