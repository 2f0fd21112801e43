from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path

import pytest
import spacy
from spacy.matcher import Matcher, PhraseMatcher

from tests.pipelines.sample import lines
from urdu_norm import normalize
from urdu_norm.pipelines import spacy as component
from urdu_norm.profile import SEARCH

LINES = lines(200)


@pytest.fixture
def nlp() -> spacy.Language:
    nlp = spacy.blank("ur")
    nlp.add_pipe("urdu_normalizer", first=True)
    return nlp


def test_norms_are_set_and_text_and_offsets_stay(nlp: spacy.Language) -> None:
    bare = spacy.blank("ur")
    changed = 0
    for doc, line in zip(nlp.pipe(LINES), LINES, strict=True):
        assert doc.text == line
        for token, other in zip(doc, bare(line), strict=True):
            assert (token.text, token.idx) == (other.text, other.idx)
            wanted = normalize(token.text, SEARCH)
            assert token.norm_ == (wanted if wanted and wanted != token.text else other.norm_)
            changed += token.norm_ != other.norm_
    assert changed > 100


def test_matchers_meet_on_the_norm(nlp: spacy.Language) -> None:
    phrases = PhraseMatcher(nlp.vocab, attr="NORM")
    phrases.add("BOOK", [nlp("کتاب")])
    doc = nlp("یہ كتاب اور وہ کِتاب")
    assert [doc[start:end].text for _, start, end in phrases(doc)] == ["كتاب", "کِتاب"]
    matcher = Matcher(nlp.vocab)
    matcher.add("BOOK", [[{"NORM": "کتاب"}]])
    assert len(matcher(doc)) == 2


def test_config_disk_and_processes(tmp_path: Path) -> None:
    nlp = spacy.blank("ur")
    nlp.add_pipe("urdu_normalizer", config={"profile": "letters"})
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert again.get_pipe("urdu_normalizer").normalizer.profile.name == "letters"
    texts = LINES[:40]
    wanted = [[token.norm_ for token in nlp(text)] for text in texts]
    assert [[token.norm_ for token in doc] for doc in again.pipe(texts, n_process=2, batch_size=10)] == wanted
    with pytest.raises(ValueError, match="unknown profile 'seerch'"):
        spacy.blank("ur").add_pipe("urdu_normalizer", config={"profile": "seerch"})


def test_the_entry_point_leads_to_the_factory() -> None:
    project = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text())["project"]
    module, _, name = project["entry-points"]["spacy_factories"]["urdu_normalizer"].partition(":")
    assert getattr(import_module(module), name) is component.create
