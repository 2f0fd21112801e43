from __future__ import annotations

from pathlib import Path

import pytest
import sentencepiece

from tests.export.inputs import expected, texts, wrong
from urdu_norm import LETTERS, MINIMAL, SEARCH, STANDARD, Profile
from urdu_norm.export import TARGETS

PROFILES = [MINIMAL, LETTERS, STANDARD, SEARCH]


@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
def test_equals_normalize(profile: Profile, tmp_path: Path) -> None:
    """Read back from a trained model, whose normalizer is what the pieces were counted on."""
    (tmp_path / "urdu.tsv").write_text(TARGETS["sentencepiece"](profile)["urdu.tsv"])
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts()[:2_000]),
        model_prefix=str(tmp_path / "model"),
        vocab_size=400,
        model_type="unigram",
        hard_vocab_limit=False,
        normalization_rule_tsv=str(tmp_path / "urdu.tsv"),
        remove_extra_whitespaces=False,
        add_dummy_prefix=False,
        escape_whitespaces=False,
        minloglevel=2,
    )
    model = sentencepiece.SentencePieceProcessor(model_file=str(tmp_path / "model.model"))
    for kind in ("keys", "pairs", "lines"):
        wanted = [(text, want) for text, want in expected(profile, kind) if sayable(text, profile)]
        assert len(wanted) > 0.8 * len(expected(profile, kind))
        assert wrong((model.normalize(text) for text, _ in wanted), wanted) == []


def sayable(text: str, profile: Profile) -> bool:
    """Joiners beside letters take a look in both directions, which a rule of sequences has not; NUL ends a rule."""
    return "\0" not in text and not (profile.marks == "strip" and set(text) & set("\u200b\u200c\u200d"))
