"""Law 15: time grows like the text, memory stays within six times the input, output within the tight bound of U+FDFA."""

from __future__ import annotations

import gc
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import count

import pytest

from urdu_norm import LETTERS, MINIMAL, PUBLISH, SEARCH, SPEECH, STANDARD, Normalizer, Profile, fold
from urdu_norm.unicode import CORE_LETTERS, URDU_MARKS

N = 32_000
LETTERS_OF = "ابپتجدرسکلمنوہی"


NUMBERS = count(1)


def distinct_words(n: int) -> str:
    """Words that no call before has made: what was remembered of another text must not make this one cheap."""
    words: list[str] = []
    size = 0
    while size < n:
        digits, rest = [], next(NUMBERS) * 7919
        while rest:
            rest, digit = divmod(rest, len(LETTERS_OF))
            digits.append(LETTERS_OF[digit])
        words.append("".join(digits))
        size += len(digits) + 1
    return " ".join(words)[:n]


HOSTILE: dict[str, Callable[[int], str]] = {
    "one mark": lambda n: "ب" + "\u0650" * n,
    "alternating marks": lambda n: "ب" + "\u0651\u0650" * (n // 2),
    "marks with hamza": lambda n: "ی" + "\u0650\u0654" * (n // 2),
    "spaces": lambda n: "ا" + " " * n + "ب",
    "one letter": lambda n: "ک" * n,
    "arabic yeh": lambda n: "ي" * n,
    "arabic heh": lambda n: "ه" * n,
    "bari ye": lambda n: "ے" * n,
    "tatweel": lambda n: "ا" + "\u0640" * n + "ب",
    "zwnj": lambda n: "ب" + "\u200c" * n + "ب",
    "bidi": lambda n: "ب" + "\u202b\u202c" * (n // 2),
    "open bidi": lambda n: "aب" + "\u202b" * n,
    "stops": lambda n: "ہے" + "۔" * n,
    "spaced stops": lambda n: "ہے" + " ۔" * (n // 2),
    "commas and letters": lambda n: "،ب" * (n // 2),
    "letters and spaces": lambda n: "ب " * (n // 2),
    "digits": lambda n: "۱" * n,
    "grouped digits": lambda n: "۱," * (n // 2),
    "ligature": lambda n: "ﷺ" * n,
    "allah": lambda n: "اﷲ" * (n // 2),
    "context": lambda n: "کے خاف " * (n // 7),
    "broken words": lambda n: "مو جود " * (n // 7),
    "joined words": lambda n: "اسکے" * (n // 4),
    "distinct words": distinct_words,
    "one distinct word": lambda n: distinct_words(n).replace(" ", ""),
    "backticks": lambda n: "`" * n,
    "code spans": lambda n: "`ي` ب " * (n // 6),
    "fences": lambda n: "```\nي\n" * (n // 6),
    "tags": lambda n: "<b>" * (n // 3),
    "open tags": lambda n: "<b " * (n // 3),
    "open quotes": lambda n: "“ا " * (n // 3),
    "dollars": lambda n: "$ب " * (n // 3),
    "slashes": lambda n: "a/" * (n // 2),
    "at signs": lambda n: "a@" * (n // 2),
    "urls": lambda n: "http://a.b " * (n // 11),
    "arabic": lambda n: "قُلْ هُوَ " * (n // 10),
    "persian": lambda n: "است از که " * (n // 10),
    "sindhi": lambda n: "ڪتاب ڳوٺ " * (n // 10),
    "line ends": lambda n: "ب\u2028" * (n // 2),
    "newlines": lambda n: "ب\n" * (n // 2),
}


def seconds(norm: Callable[[str], object], make: Callable[[int], str], n: int) -> float:
    best = float("inf")
    gc.disable()
    try:
        for _ in range(2):
            text = make(n)
            start = time.process_time()
            norm(text)
            best = min(best, time.process_time() - start)
    finally:
        gc.enable()
    return best


def assert_linear(name: str, norm: Callable[[str], object], tries: int = 5) -> None:
    """Four times the text may take six times as long: room for noise, none for a quadratic pass (sixteen times).

    Another process may have had the core: each new try has a longer text, of which noise is a smaller part.
    """
    ratios: list[float] = []
    for n in (N << k for k in range(tries)):
        small, large = seconds(norm, HOSTILE[name], n // 4), seconds(norm, HOSTILE[name], n)
        if (n == N and large < 0.02) or large / small <= 6:
            return
        ratios.append(large / small)
    raise AssertionError(f"{name}: {ratios} times as long for four times the text")


@pytest.mark.parametrize("profile", [LETTERS, STANDARD, PUBLISH, SEARCH, SPEECH], ids=lambda one: one.name)
@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_like_the_text(name: str, profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one piece: that a long line is cut must not be what makes this true."""
    monkeypatch.setattr(fold, "BLOCK", sys.maxsize)
    norm = Normalizer(profile, memo_size=0)  # every call computes everything again
    norm("گرم")
    assert_linear(name, norm)


@pytest.mark.parametrize("profile", [MINIMAL, STANDARD, SEARCH], ids=lambda one: one.name)
def test_no_letter_takes_long_in_a_row(profile: Profile) -> None:
    """A run of one character before something else: a pattern that can read it in two ways would take for ever."""
    norm = Normalizer(profile)
    start = time.process_time()
    for char in [*CORE_LETTERS, *URDU_MARKS, *"٫؍۔،؟۰1aA ()«”’-_./:@#`\u200c\u0640\ufdfa"]:
        for end in ("`ا", "\u0650", ".", " ", "\u200e"):
            norm(char * 60 + end)
    assert time.process_time() - start < 30


@pytest.mark.parametrize(
    "name", ["one mark", "alternating marks", "marks with hamza", "code spans", "context", "urls", "arabic"]
)
def test_explaining_grows_like_the_text(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fold, "BLOCK", sys.maxsize)
    norm = Normalizer(STANDARD, memo_size=0)
    norm("گرم")
    assert_linear(name, norm.explain)


def test_a_quadratic_pass_is_seen() -> None:
    with pytest.raises(AssertionError, match="times as long"):
        assert_linear("one mark", lambda text: sum(text[:n].count("ب") for n in range(0, len(text), 2)), tries=2)


CONSTANT = 10_000_000  # bytes: the memo, the caches and one block at work


def assert_memory(name: str, n: int) -> None:
    """Six bytes for each byte of the input, of which a character has two."""
    norm = Normalizer(STANDARD, memo_size=1024)
    norm("گرم زریعے کہاکہ `ي` <b> ﷺ قُلْ هُوَ است از که " + distinct_words(2_000))  # load tables and lexicon first
    text = HOSTILE[name](n)
    gc.collect()
    tracemalloc.start()
    norm(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak <= 6 * len(text) * 2 + CONSTANT, f"{name}: {peak / (len(text) * 2):.1f} times the input"


@pytest.mark.parametrize("name", HOSTILE)
def test_memory_within_six_times_the_input(name: str) -> None:
    assert_memory(name, 100_000)


MILLION = dict.fromkeys(
    (
        "one mark",
        "alternating marks",
        "marks with hamza",
        "spaces",
        "one letter",
        "arabic yeh",
        "tatweel",
        "zwnj",
        "bidi",
        "stops",
        "digits",
        "grouped digits",
        "ligature",
        "newlines",
        "fences",
    ),
    1_000_000,
) | {"distinct words": 200_000, "one distinct word": 5_000_000}
"""How many characters of each. Unknown words are slow under tracemalloc; there is a test of a million below."""


@pytest.mark.slow
@pytest.mark.parametrize("name", MILLION)
def test_memory_of_a_million_characters(name: str) -> None:
    assert_memory(name, MILLION[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", MILLION)
def test_a_million_more_take_as_long_again(name: str) -> None:
    norm = Normalizer(STANDARD, memo_size=0)
    norm("گرم")
    ratios: list[float] = []
    for n in (MILLION[name] * k // 2 for k in (2, 3, 4)):  # another process may have had the core
        ratios.append(seconds(norm, HOSTILE[name], 2 * n) / seconds(norm, HOSTILE[name], n))
        if ratios[-1] <= 2.3:
            return
    raise AssertionError(f"{name}: {ratios} times as long for twice the text")


@pytest.mark.slow
def test_a_million_distinct_words_take_twice_as_long_as_half_of_them() -> None:
    """No two are the same and the lexicon knows none: nothing that is remembered helps, and nothing may pile up."""
    norm = Normalizer(STANDARD)
    norm("گرم")
    took: list[float] = []
    for count_of in (500_000, 1_000_000):
        words = distinct_words(14 * count_of).split(" ")[:count_of]
        assert len(set(words)) == count_of
        text = " ".join(words)
        start = time.process_time()
        norm(text)
        took.append(time.process_time() - start)
    assert took[1] <= 2.3 * took[0]


@pytest.mark.parametrize("profile", [LETTERS, STANDARD, SEARCH, SPEECH], ids=lambda one: one.name)
@pytest.mark.parametrize("name", HOSTILE)
def test_output_within_bounds(name: str, profile: Profile) -> None:
    text = HOSTILE[name](2_000)
    limit = 20 if name == "ligature" else 3
    assert len(Normalizer(profile)(text)) <= limit * len(text)
