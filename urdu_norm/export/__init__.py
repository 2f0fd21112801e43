"""Tables for engines that cannot call Python: search engines, databases, tokenizers.

:data:`TARGETS` holds a function for each target, from a profile to files (name to content). What an export does
equals :func:`urdu_norm.normalize` on the part of the profile that it covers; each names what it leaves out.

>>> from urdu_norm import LETTERS
>>> sorted(TARGETS["sentencepiece"](LETTERS))
['README.md', 'urdu.tsv']
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from urdu_norm.export import icu, lucene, postgres, sentencepiece, sqlite, tokenizers
from urdu_norm.profile import Profile

__all__ = ["TARGETS"]

TARGETS: Mapping[str, Callable[[Profile], dict[str, str]]] = MappingProxyType(
    {
        "elasticsearch": lucene.elasticsearch,
        "icu": icu.icu,
        "opensearch": lucene.opensearch,
        "postgres": postgres.postgres,
        "sentencepiece": sentencepiece.sentencepiece,
        "solr": lucene.solr,
        "sqlite": sqlite.sqlite,
        "tokenizers": tokenizers.tokenizers,
    }
)
"""Target name to exporter."""
