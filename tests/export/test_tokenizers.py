from __future__ import annotations

import json

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from tests.export.inputs import expected, wrong
from urdu_norm import LETTERS, MINIMAL, SEARCH, STANDARD, Profile
from urdu_norm.export import TARGETS

PROFILES = [MINIMAL, LETTERS, STANDARD, SEARCH]


def tokenizer(profile: Profile) -> Tokenizer:
    """The exported JSON, put where ``tokenizer.json`` has it."""
    bare = Tokenizer(WordLevel({"کتاب": 0, "اللہ": 1, "?": 2}, unk_token="?"))
    bare.pre_tokenizer = WhitespaceSplit()
    whole = json.loads(bare.to_str())
    whole["normalizer"] = json.loads(TARGETS["tokenizers"](profile)["normalizer.json"])
    return Tokenizer.from_str(json.dumps(whole))


@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
@pytest.mark.parametrize("kind", ["keys", "pairs", "lines"])
def test_equals_normalize(profile: Profile, kind: str) -> None:
    one = tokenizer(profile).normalizer
    wanted = expected(profile, kind)
    assert wrong((one.normalize_str(text) for text, _ in wanted), wanted) == []


@pytest.mark.slow
def test_stored_and_read_again_with_offsets_to_the_raw_text() -> None:
    again = Tokenizer.from_str(tokenizer(LETTERS).to_str())
    encoded = again.encode("ﷲ  كتاب")
    assert encoded.tokens == ["اللہ", "کتاب"]
    assert encoded.offsets == [(0, 1), (3, 7)]
