"""Unicode Standard Annex #15 for the Arabic repertoire, in the form of its NormalizationTest: source, NFC and NFD meet.

The lines are generated from ``unicodedata`` of the interpreter, which is not the copy that the library uses: two
independent implementations have to agree. Code points that the older of both does not know are left out.
"""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urdu_norm import LETTERS, MINIMAL, PUBLISH, SEARCH, SPEECH, STANDARD, Normalizer, Profile, compose
from urdu_norm.unicode import combining, nfc, nfd, sort_marks

PROFILES = (MINIMAL, LETTERS, STANDARD, PUBLISH, SEARCH, SPEECH)
BLOCKS = ((0x600, 0x6FF), (0x750, 0x77F), (0x870, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
ASSIGNED = [
    chr(code)
    for low, high in BLOCKS
    for code in range(low, high + 1)
    if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")
]
MARKS = [char for char in ASSIGNED if unicodedata.combining(char)]
COMPOSED = [char for char in ASSIGNED if unicodedata.normalize("NFD", char) != char]
OF_EACH_CLASS = list({unicodedata.combining(mark): mark for mark in MARKS}.values())


def forms(text: str) -> tuple[str, str, str]:
    return text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)


def test_the_repertoire_is_there() -> None:
    assert len(ASSIGNED) > 1100
    assert len(MARKS) > 100
    assert {"آ", "أ", "ؤ", "ئ", "ۂ", "ۓ"} <= set(COMPOSED)
    assert len(OF_EACH_CLASS) >= 10


@pytest.mark.parametrize("char", ASSIGNED, ids=lambda char: f"U+{ord(char):04X}")
def test_part_1_every_character(char: str) -> None:
    """Columns 1 to 3 of the test: c2 == NFC(c1) == NFC(c2) == NFC(c3), c3 == NFD(c1) == NFD(c2) == NFD(c3)."""
    source, composed, decomposed = forms(char)
    assert composed == nfc(source) == nfc(composed) == nfc(decomposed)
    assert decomposed == nfd(source) == nfd(composed) == nfd(decomposed)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_equivalent_sources_have_one_result(profile: Profile) -> None:
    norm = Normalizer(profile)
    for char in ASSIGNED:
        for text in (char, f"ب{char}", f"{char}ب", f"ا{char}\u0651ب"):
            results = {norm(form) for form in forms(text)}
            assert len(results) == 1, (ascii(text), [ascii(result) for result in results])


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_order_of_marks(profile: Profile) -> None:
    """The canonical order of one mark of each combining class after a base, in every order that is equivalent."""
    norm = Normalizer(profile)
    for base in "بایہ":
        for marks in itertools.combinations(OF_EACH_CLASS, 3):
            texts = [base + "".join(order) for order in itertools.permutations(marks)]
            canonical = {unicodedata.normalize("NFC", text) for text in texts}
            assert len(canonical) == 1
            results = {norm(text) for text in texts}
            assert len(results) == 1, (ascii(texts[0]), [ascii(result) for result in results])


def test_output_is_nfc() -> None:
    for profile in PROFILES:
        norm = Normalizer(profile)
        for char, mark in itertools.product(COMPOSED + list("بایوہے"), MARKS):
            result = norm(f"{char}{mark}")
            assert result == unicodedata.normalize("NFC", result), (
                profile.name,
                ascii(char + mark),
                ascii(result),
            )


def test_compose_is_nfc_and_the_letters_that_urdu_needs_beyond_it() -> None:
    for char in COMPOSED:
        if ord(char) < 0x900:
            assert compose(unicodedata.normalize("NFD", char)) == unicodedata.normalize("NFC", char)
    assert compose("ی\u0654") == "ئ"  # no canonical composition


@given(st.text(st.sampled_from(MARKS), min_size=250, max_size=320))
def test_long_runs_of_marks_are_sorted_like_short_ones(run: str) -> None:
    assert sort_marks(run) == "".join(sorted(run, key=combining))
