"""The exported part, performed in Python, is what normalize does under the exported profiles."""

from __future__ import annotations

import pytest

from tests.export.inputs import LINES, expected, expected_with_words, texts, wrong
from urdu_norm import LETTERS, MINIMAL, SEARCH, STANDARD, Normalizer, Profile, UrduNormError, rules
from urdu_norm.export import TARGETS
from urdu_norm.export.subset import _OUT, subset

PROFILES = [MINIMAL, LETTERS, STANDARD, SEARCH]


@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
@pytest.mark.parametrize("kind", ["keys", "pairs", "lines"])
def test_letters(profile: Profile, kind: str) -> None:
    made, wanted = subset(profile), expected(profile, kind)
    assert wrong((made.run_letters(text) for text, _ in wanted), wanted) == []
    # Not a test of nothing: most texts are covered, and normalize changes many of them.
    least = {"keys": 400, "pairs": 10_000, "lines": LINES // 2}[kind]
    assert len(wanted) >= least
    assert sum(text != want for text, want in wanted) > least / 10


@pytest.mark.parametrize("profile", [LETTERS, STANDARD, SEARCH], ids=lambda p: p.name)
def test_words(profile: Profile) -> None:
    made, wanted = subset(profile), expected_with_words(profile)
    assert wrong((made.run(text) for text, _ in wanted), wanted) == []
    assert len(wanted) > 0.95 * len(texts())
    one = Normalizer(made.profile)
    words = list(made.words.items())
    assert wrong((one(word) for word, _ in words), words) == []
    assert len(words) > 5_000


@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
def test_the_map_is_closed(profile: Profile) -> None:
    made = subset(profile)
    values = {
        value
        for value in (*made.folded.values(), *made.words.values())
        if "\u0647" not in value and "\ufdf2" not in value
    }
    assert {value: made.run_letters(value) for value in values if made.run_letters(value) != value} == {}


def test_what_is_left_out_exists_and_is_named() -> None:
    for prefix in _OUT:
        assert any(rule == prefix or rule.startswith(prefix + "/") for rule in rules()), prefix
    named = dict(subset(STANDARD).left_out)
    assert {"lexicon", "context", "spacing", "guards"} <= named.keys()
    assert "punctuation" not in named
    for target, export in TARGETS.items():
        files = export(SEARCH)
        assert files
        if target != "sqlite":
            assert any("context: looks at neighbouring words" in content for content in files.values()), target
        for content in files.values():
            assert content.endswith("\n")
            if not any(name.endswith(".rules") for name in files):  # unaccent has no escapes
                assert [char for char in content if char not in "\n\t" and not char.isprintable()] == [], target


def test_own_rules_are_exported_too() -> None:
    made = subset(STANDARD.replace(extra=(("قطار", "صف"),), disable={"characters/arabic-kaf"}))
    assert made.run("قطار كتاب ميں") == "صف كتاب میں"
    with pytest.raises(UrduNormError, match="unknown rule"):
        subset(LETTERS.replace(disable={"characters/arabic-kav"}))
