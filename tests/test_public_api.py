"""The public names, their errors, and the small functions."""

from __future__ import annotations

import inspect

import pytest

import urdu_norm
from urdu_norm import LETTERS, STANDARD, Normalizer, Profile, UrduNormError, explain, normalize, rules


def test_every_public_name_exists_and_has_a_docstring() -> None:
    for name in urdu_norm.__all__:
        value = getattr(urdu_norm, name)
        if inspect.isfunction(value) or inspect.isclass(value):
            assert value.__doc__, name


def test_text_is_positional_only_and_options_are_keyword_only() -> None:
    for name in ("normalize", "explain", "is_normalized", "normalize_batch"):
        parameters = list(inspect.signature(getattr(urdu_norm, name)).parameters.values())
        assert parameters[0].kind is inspect.Parameter.POSITIONAL_ONLY
    with pytest.raises(TypeError):
        Profile("certain")  # type: ignore[misc]


def test_bytes_say_what_to_do() -> None:
    with pytest.raises(TypeError, match="decode it first"):
        normalize("کتاب".encode())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Profile(typos="sure"), "typos='sure' is not one of: off, certain"),
        (lambda: STANDARD.replace(digit="ascii"), "unknown option 'digit'; did you mean 'digits'?"),
        (lambda: Profile(guards={"opaq"}), "unknown guard 'opaq'; did you mean 'opaque'?"),
        (lambda: Profile(disable="words/dots"), "disable takes a collection of strings"),
        (
            lambda: Normalizer(STANDARD.replace(disable={"words/dotz"})),
            "unknown rule 'words/dotz'; did you mean 'words/dots'?",
        ),
        (lambda: urdu_norm.convert_digits("۱", to="latin"), "to='latin' is not one of"),
    ],
)
def test_wrong_options_name_the_nearest(make, message) -> None:
    with pytest.raises(UrduNormError) as caught:
        make()
    assert message in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_disable_and_enable_by_id_and_prefix() -> None:
    assert normalize("زریعے", STANDARD.replace(disable={"words/homophones"})) == "زریعے"
    assert normalize("زریعے", STANDARD.replace(disable={"words"}, enable={"words/homophones"})) == "ذریعے"
    assert normalize("نطر", STANDARD.replace(disable={"words"}, enable={"words/homophones"})) == "نطر"


def test_fingerprint_follows_options_and_rules_in_force() -> None:
    assert STANDARD.fingerprint == STANDARD.replace(name="other").fingerprint
    prints = {
        profile.fingerprint
        for profile in (
            STANDARD,
            LETTERS,
            STANDARD.replace(disable={"words/dots"}),
            STANDARD.replace(extra=(("غلت", "غلط"),)),
        )
    }
    assert len(prints) == 4


def test_own_pairs() -> None:
    profile = STANDARD.replace(extra=(("غلتی", "غلطی"),))
    assert normalize("یہ غلتی ہے", profile) == "یہ غلطی ہے"


def test_protect_spans_and_patterns() -> None:
    text = "زریعے اور زریعے"
    assert normalize(text, protect=[(0, 5)]) == "زریعے اور ذریعے"
    assert normalize(text, STANDARD.replace(protect=("زریعے$",))) == "ذریعے اور زریعے"
    with pytest.raises(ValueError, match="is not inside a text"):
        normalize("کتاب", protect=[(2, 9)])


def test_unchanged_text_is_the_same_object() -> None:
    text = "یہ ایک سادہ جملہ ہے۔"
    assert normalize(text) is text


def test_lines_and_batch() -> None:
    norm = Normalizer(LETTERS)
    assert list(norm.lines(["ميں\n", "كا\n"])) == ["میں\n", "کا\n"]
    assert norm.batch(["ميں", None]) == ["میں", None]


def test_explain_has_reasons_positions_and_a_dict() -> None:
    result = explain("اس كے زریعے")
    assert [(result.source[e.start : e.end], e.new) for e in result.edits] == [("ك", "ک"), ("زریعے", "ذریعے")]
    assert all(rule in rules() for edit in result.edits for rule in edit.rules)
    assert result.text[slice(*result.to_target(6, 11))] == "ذریعے"
    found = result.to_dict()
    assert found["text"] == result.text
    assert found["schema"] == 1
    assert found["fingerprint"] == STANDARD.fingerprint
    assert repr(result).startswith("<Explanation: 2 edits")
