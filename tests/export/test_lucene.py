from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from tests.export import lucene
from tests.export.inputs import expected, expected_with_words, wrong
from urdu_norm import LETTERS, MINIMAL, SEARCH, STANDARD, Profile, normalize
from urdu_norm.export import TARGETS
from urdu_norm.export.subset import subset

pytestmark = pytest.mark.slow
PROFILES = [MINIMAL, LETTERS, STANDARD, SEARCH]


@pytest.fixture(scope="module", autouse=True)
def machine(tmp_path_factory: pytest.TempPathFactory) -> None:
    lucene.start(tmp_path_factory.mktemp("jars"))


def analyzer(profile: Profile, folder: Path, **how: bool) -> Any:
    return lucene.exported(TARGETS["elasticsearch"](profile), folder, **how)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
def test_character_filters_equal_normalize(profile: Profile, tmp_path: Path) -> None:
    one = analyzer(profile, tmp_path, whole=True, words=False)
    for kind in ("keys", "pairs", "lines"):
        wanted = expected(profile, kind)
        assert wrong(("".join(term for term, _, _ in lucene.tokens(one, text)) for text, _ in wanted), wanted) == []


@pytest.mark.parametrize("profile", [LETTERS, STANDARD, SEARCH], ids=lambda p: p.name)
def test_tokens_equal_those_of_normalized_text(profile: Profile, tmp_path: Path) -> None:
    """The whole analyzer on raw text, and the tokenizer alone on what normalize makes of it, give the same tokens."""
    one = analyzer(profile, tmp_path)
    plain = (
        lucene.java("analysis.custom.CustomAnalyzer")
        .builder()
        .withTokenizer("standard")
        .addTokenFilter("lowercase")
        .build()
    )
    joined = [pair for pair in expected_with_words(profile) if "\u200c" not in pair[0]]
    wanted = [(text, " ".join(term for term, _, _ in lucene.tokens(plain, want))) for text, want in joined]
    found = (" ".join(term for term, _, _ in lucene.tokens(one, text)) for text, _ in wanted)
    assert wrong(found, wanted) == []
    assert len(wanted) > 15_000


def test_offsets_lead_to_the_raw_text(tmp_path: Path) -> None:
    one = analyzer(STANDARD, tmp_path)
    joined, apart = next((word, new) for word, new in subset(STANDARD).words.items() if " " in new)
    text = f"{joined} بعد ﷲ نے كِتاب دى"
    found = [(term, text[start:end]) for term, start, end in lucene.tokens(one, text)]
    assert found[:2] == [(word, joined) for word in apart.split(" ")[:2]]
    assert ("اللہ", "ﷲ") in found


def test_three_dialects_say_the_same() -> None:
    files = {target: TARGETS[target](SEARCH) for target in ("elasticsearch", "opensearch", "solr")}
    assert files["elasticsearch"]["index_template.json"] == files["opensearch"]["index_template.json"]
    for name in ("urdu_mapping.txt", "urdu_words.txt"):
        assert len({content[name] for content in files.values()}) == 1
    made = subset(SEARCH)
    root = ET.fromstring(files["solr"]["fieldtype.xml"])
    steps = [
        step.get("pattern") or step.get("mapping") or step.get("synonyms")
        for step in root.iter()
        if "ilter" in step.tag
    ]
    kept = [step for step in steps if step]
    assert len(kept) == len(made.first) + 1 + len(made.then) + 1 + len(made.last) + len(made.folds)
    assert kept[len(made.first)] == "urdu_mapping.txt"


def test_solr_field_type_in_lucene(tmp_path: Path) -> None:
    """The field type, step by step, through the factories that Solr itself calls."""
    import jpype

    files = TARGETS["solr"](STANDARD)
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    builder = lucene.java("analysis.custom.CustomAnalyzer").builder(
        jpype.JClass("java.nio.file.Path").of(str(tmp_path))
    )
    for step in ET.fromstring(files["fieldtype.xml"]).find("analyzer") or ():
        parameters = dict(step.attrib)
        name = parameters.pop("class").removeprefix("solr.")
        add = {
            "charFilter": builder.addCharFilter,
            "tokenizer": builder.withTokenizer,
            "filter": builder.addTokenFilter,
        }[step.tag]
        for suffix in ("CharFilterFactory", "TokenizerFactory", "FilterFactory"):
            if name.endswith(suffix):
                name = name.removesuffix(suffix)
                break
        builder = add(name[0].lower() + name[1:], lucene._map(**parameters))
    joined = next(word for word, new in subset(STANDARD).words.items() if " " in new)
    text = f"{joined} زریعے كتاب ميں"
    found = [term for term, _, _ in lucene.tokens(builder.build(), text)]
    assert found == normalize(text, subset(STANDARD).profile).split(" ")
    assert len(found) > 4
