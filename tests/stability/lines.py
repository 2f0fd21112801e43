"""Lines to hold a version to: 20,000 of them, made of frozen words and samples by a seeded generator.

``words.txt`` was taken once from the tables and the lexicon and stays as it is: were it made anew, a changed table would
change the question along with the answer. Only ``random()`` is used, whose sequence Python promises to keep.
"""

from __future__ import annotations

import random
from pathlib import Path

HERE = Path(__file__).parent
COUNT = 20_000
_ODD = "يكىهةھۀأإ\u0640\u200b\u200c\u200d\u200e\u00a0\ufeff\u064e\u064f\u0650\u0651\u0654\u0670ءئؤ"
_BETWEEN = (" ",) * 40 + (
    "  ",
    "",
    "، ",
    " ،",
    "۔ ",
    " ۔ ",
    "۔۔",
    "! ",
    " ؟ ",
    ": ",
    "\u00a0",
    "\t",
    " - ",
    "/",
    "...",
)
_EXTRA = (
    "https://example.pk/ك", "a@b.pk", "#كتاب", "@ali", "`x=ي`", "<b>ي</b>", "&nbsp;", "3.14", "۱۹۴۷ء", "1,000", "٣٫٥",
    "قُلْ هُوَ اللَّهُ", "“", "”", "«", "»", "(", ")", "ﷺ", "ﷲ", "ﻻ", "ﮨﮯ", "است", "ڪتاب", "Urdu", "۱۹۹۳ئ", "$x$", "\\emph{ي}",
)  # fmt: skip


def lines() -> list[str]:
    """Return the lines: the same ones on every machine and under every version."""
    words = (HERE / "words.txt").read_text(encoding="utf-8").split()
    rng = random.Random(20_240_101)
    pick = rng.random

    def one_of(some: str | list[str] | tuple[str, ...]) -> str:
        return some[int(pick() * len(some))]

    found: list[str] = []
    for _ in range(COUNT):
        pieces: list[str] = []
        for _ in range(1 + int(pick() * 9)):
            word = one_of(_EXTRA) if pick() < 0.06 else one_of(words)
            if pick() < 0.12:
                at = int(pick() * (len(word) + 1))
                kind = int(pick() * 5)
                word = (
                    word[:at] + word[at + 1 :],
                    word[:at] + word[at : at + 1] + word[at:],
                    word[:at] + one_of(_ODD) + word[at + 1 :],
                    word[:at] + one_of(_ODD) + word[at:],
                    word[:at] + " " + word[at:],
                )[kind]
            pieces += (word, one_of(_BETWEEN))
        found.append("".join(pieces[:-1]) if pick() < 0.8 else "".join(pieces))
    return found
