"""Text to measure with: own samples, and words drawn with the frequencies of the lexicon. Everything is seeded.

Nothing here is taken from anybody's text; a real corpus is measured with ``--corpus PATH``.
"""

from __future__ import annotations

import random
from itertools import accumulate
from pathlib import Path

from urdu_norm import lexicon
from urdu_norm.tables import tables

SAMPLES = Path(__file__).parent / "samples"
SYLLABLES = [
    "با",
    "ری",
    "نو",
    "شا",
    "کل",
    "مان",
    "تا",
    "رو",
    "دی",
    "سن",
    "گر",
    "لا",
    "فی",
    "زو",
    "ہا",
    "من",
    "خی",
    "قا",
    "طر",
    "جو",
    "چن",
    "ڈا",
    "ٹی",
    "پو",
]
KEYBOARD = str.maketrans({"ی": "ي", "ک": "ك"})  # an Arabic keyboard


def samples() -> list[str]:
    """Return the sample sentences, written for this benchmark."""
    return [
        line for path in sorted(SAMPLES.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines() if line
    ]


class Writer:
    """Writes lines of Urdu: samples as they are, and sentences of words as frequent as they are in print."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        # What the lexicon rules would change must not be in clean text; joined spellings are left out by band.
        words = lexicon.words()
        self._words = list(words)
        self._weights = list(accumulate(2 ** (band / lexicon.BANDS_PER_DOUBLING) for band in words.values()))
        self._samples = samples()

    def words(self, count: int) -> list[str]:
        """Return words with a Zipf tail: one in a hundred is a name that no lexicon has."""
        rng = self._random
        found = rng.choices(self._words, cum_weights=self._weights, k=count)
        for k in range(count):
            if rng.random() < 0.012:
                found[k] = "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4)))
        return found

    def sentence(self) -> str:
        """Return one sentence: a third of the time a sample, else drawn words with punctuation."""
        rng = self._random
        if rng.random() < 0.33:
            return rng.choice(self._samples)
        words = self.words(rng.randint(6, 24))
        if rng.random() < 0.3:
            words[len(words) // 2] += "،"
        if rng.random() < 0.05:
            words.append(str(rng.randint(1900, 2030)) + "ء")
        if rng.random() < 0.03:
            words.insert(0, "“" + words.pop(0))
            words[-1] += "”"
        return " ".join(words) + rng.choice("۔۔۔۔۔۔؟!")

    def lines(self, size: int, length: int = 0) -> list[str]:
        """Return lines of about ``length`` characters (0: one sentence), ``size`` bytes of UTF-8 together."""
        found: list[str] = []
        done = 0
        while done < size:
            line = self.sentence()
            while len(line) < length:
                line += " " + self.sentence()
            if length:
                cut = line.rfind(" ", 0, length + 1)
                line = line[: cut if cut > 0 else length]
            found.append(line)
            done += len(line.encode()) + 1
        return found


def dirty(lines: list[str], seed: int) -> list[str]:
    """Return the lines with the errors that typed Urdu has: about one word in twelve."""
    rng = random.Random(seed)
    wrong: dict[str, list[str]] = {}
    for one in tables().values():
        if one.rule.stage == "words" and "wrong" in one.columns and one.rule.risk == "safe":
            for row in one.dicts():
                if row["risk"] == "safe" and " " not in row["right"]:
                    wrong.setdefault(row["right"], []).append(row["wrong"])
    found: list[str] = []
    for line in lines:
        if rng.random() < 0.2:
            line = line.translate(KEYBOARD)
        words = line.split(" ")
        for k, word in enumerate(words):
            chance = rng.random()
            if word in wrong and chance < 0.3:
                words[k] = rng.choice(wrong[word])
            elif chance < 0.01 and k + 1 < len(words):
                words[k] = word + " "  # two spaces
            elif chance < 0.02 and word[-1:] in "۔،؟":
                words[k] = word[:-1] + " " + word[-1]
            elif chance < 0.03:
                words[k] = word.replace("ہ", "ه", 1)
            elif chance < 0.035 and len(word) > 4:
                at = rng.randrange(1, len(word) - 1)
                words[k] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            elif chance < 0.04 and k + 1 < len(words) and word[-1:] in "اےدرو":
                words[k + 1] = word + words[k + 1]  # joined
                words[k] = ""
        found.append(" ".join(word for word in words if word))
    return found
