"""Elasticsearch, OpenSearch and Solr: one analyzer in the three dialects of Lucene.

Character filters do what needs no words, before the tokenizer, so that offsets still lead to the raw text; a synonym
filter does the words after it. A word that becomes two is two tokens, at the place of one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from urdu_norm.export.subset import Sub, Subset, subset
from urdu_norm.profile import Profile

__all__ = ["elasticsearch", "opensearch", "solr"]

_MAPPING, _WORDS = "urdu_mapping.txt", "urdu_words.txt"


def elasticsearch(profile: Profile) -> dict[str, str]:
    """Return an index template and the two files that it names, which belong in the ``config`` folder of every node."""
    return _json_dialect("Elasticsearch", "_index_template", profile)


def opensearch(profile: Profile) -> dict[str, str]:
    """Return the same for OpenSearch."""
    return _json_dialect("OpenSearch", "_index_template", profile)


def solr(profile: Profile) -> dict[str, str]:
    """Return a field type for ``schema.xml`` and the two files that it names, which belong in the ``conf`` folder."""
    made = subset(profile)
    steps = [
        *(_char_filter_xml(sub) for sub in made.first),
        f'      <charFilter class="solr.MappingCharFilterFactory" mapping="{_MAPPING}"/>',
        *(_char_filter_xml(sub) for sub in made.then),
        '      <tokenizer class="solr.StandardTokenizerFactory"/>',
        f'      <filter class="solr.SynonymGraphFilterFactory" synonyms="{_WORDS}" expand="false" format="solr"/>',
        '      <filter class="solr.FlattenGraphFilterFactory"/>',
        *(
            f'      <filter class="solr.PatternReplaceFilterFactory" pattern={quoteattr(_java(sub.pattern))} '
            f'replacement={quoteattr(sub.new)} replace="all"/>'
            for sub in (*made.last, *made.folds)
        ),
        '      <filter class="solr.LowerCaseFilterFactory"/>',
    ]
    schema = [
        '<fieldType name="text_ur" class="solr.TextField" positionIncrementGap="100">',
        "  <!--",
        *(f"  {line}" for line in made.remarks()),
        "  -->",
        "  <analyzer>",
        *steps,
        "  </analyzer>",
        "</fieldType>",
        "",
    ]
    return {"README.md": _readme("Solr", made), "fieldtype.xml": "\n".join(schema), **_files(made)}


def _char_filter_xml(sub: Sub) -> str:
    pattern = quoteattr(_java(sub.pattern))
    return f'      <charFilter class="solr.PatternReplaceCharFilterFactory" pattern={pattern} replacement="{sub.new}"/>'


def _json_dialect(engine: str, endpoint: str, profile: Profile) -> dict[str, str]:
    made = subset(profile)
    first = {f"urdu_first_{k}": _pattern(sub) for k, sub in enumerate(made.first)}
    then = {f"urdu_then_{k}": _pattern(sub) for k, sub in enumerate(made.then)}
    last = {f"urdu_last_{k}": _pattern(sub) for k, sub in enumerate((*made.last, *made.folds))}
    words = {"urdu_words": {"type": "synonym", "synonyms_path": _WORDS, "expand": False}}
    analysis: dict[str, Any] = {
        "char_filter": {**first, "urdu_mapping": {"type": "mapping", "mappings_path": _MAPPING}, **then},
        "filter": {**words, **last},
        "analyzer": {
            "urdu": {
                "type": "custom",
                "char_filter": [*first, "urdu_mapping", *then],
                "tokenizer": "standard",
                "filter": [*words, *last, "lowercase"],
            }
        },
    }
    template = {
        "index_patterns": ["urdu-*"],
        "template": {
            "settings": {"analysis": analysis},
            "mappings": {
                "_meta": {"urdu_norm": list(made.remarks())},
                "properties": {"text": {"type": "text", "analyzer": "urdu"}},
            },
        },
    }
    return {
        "README.md": _readme(engine, made),
        "index_template.json": json.dumps(template, ensure_ascii=True, indent=2) + "\n",
        **_files(made),
    }


def _pattern(sub: Sub) -> dict[str, str]:
    return {"type": "pattern_replace", "pattern": _java(sub.pattern), "replacement": sub.new}


def _files(made: Subset) -> dict[str, str]:
    mapping = [f"# {line}" for line in made.remarks()]
    mapping += (f'"{_escaped(source)}" => "{_escaped(target)}"' for source, target in sorted(made.mapping.items()))
    words = [f"# {line}" for line in made.remarks()]
    words += _synonyms(made)
    return {_MAPPING: "\n".join(mapping) + "\n", _WORDS: "\n".join(words) + "\n"}


def _synonyms(made: Subset) -> Iterator[str]:
    """Each word with what it becomes; a joiner would part the word in the tokenizer, so such words are left out."""
    for word, new in made.words.items():
        if "\u200c" not in word:
            yield f"{word} => {new}"


def _escaped(text: str) -> str:
    """Return ``text`` in the escapes of Lucene's mapping files: UTF-16 code units, so that nothing is invisible."""
    units = text.encode("utf-16-be")
    return "".join(f"\\u{units[k]:02x}{units[k + 1]:02x}" for k in range(0, len(units), 2))


def _java(pattern: str) -> str:
    """Return a pattern with every character that is not ASCII as an escape, which Java reads as Python does."""
    return "".join(char if char.isascii() and char.isprintable() else _escaped(char) for char in pattern)


def _readme(engine: str, made: Subset) -> str:
    lines = [
        f"# Urdu analysis for {engine}",
        "",
        *made.remarks(),
        "  words with a zero-width non-joiner: the tokenizer parts them",
        "",
        "Two ways lead to the same index. Normalize the documents before they are sent (every rule acts) and let the",
        "analyzer treat the queries; or let the analyzer treat both (the rules above are missing, indexing is slower).",
    ]
    return "\n".join(lines) + "\n"
