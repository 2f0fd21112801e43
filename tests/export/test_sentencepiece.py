from __future__ import annotations

import re
from pathlib import Path

import pytest
import sentencepiece

from tests.export.inputs import HEH_LIGATURES, expected, texts, wrong
from urdu_norm import LETTERS, MINIMAL, SEARCH, STANDARD, Profile
from urdu_norm.export import TARGETS
from urdu_norm.export.subset import subset

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
        minloglevel=2,
    )
    model = sentencepiece.SentencePieceProcessor(model_file=str(tmp_path / "model.model"))
    for kind in ("keys", "pairs", "lines"):
        wanted = [(text, want) for text, want in expected(profile, kind) if sayable(text, profile)]
        assert len(wanted) > 0.8 * len(expected(profile, kind))
        assert wrong((model.normalize(text).replace("\u2581", " ") for text, _ in wanted), wanted) == []


def sayable(text: str, profile: Profile) -> bool:
    """Joiners look at both sides, a heh after a heh at what the first became, the start of a text has no left neighbour."""
    plain = subset(MINIMAL).run_letters(text)
    joined = profile.marks == "strip" and bool(set(text) & set("\u200b\u200c\u200d"))
    return (
        not joined
        and not re.search(
            "[\u064b-\u065f][\u0647\ufba6-\ufba9\ufcd9\ufee9-\ufeec]", text
        )  # a mark is part of another sequence
        and not set(text) & HEH_LIGATURES
        and not set("\0\ufdf2") & set(text)
        and "\u0647\u0647" not in plain
        and plain[:1] != "\u0647"
        and not re.search(
            "[^ -~\u0600-\u06ff]\u0647|[A-Za-z\\d\u064b-\u065f\u0670\u0610-\u061a\u06d6-\u06dc\u06df-\u06ed]\u0647",
            plain,
        )
    )
