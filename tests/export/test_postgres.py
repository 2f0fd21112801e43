from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.export.cluster import Cluster
from tests.export.inputs import HEH_LIGATURES, expected, expected_with_words, wrong
from urdu_norm import LETTERS, MINIMAL, SEARCH, STANDARD, Profile
from urdu_norm.export import TARGETS

pytestmark = pytest.mark.slow
PROFILES = [MINIMAL, LETTERS, STANDARD, SEARCH]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    one = Cluster()
    yield one
    one.stop()


def storable(pairs: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """PostgreSQL stores no NUL."""
    return [pair for pair in pairs if "\0" not in pair[0]]


@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
def test_functions_equal_normalize(cluster: Cluster, profile: Profile) -> None:
    cluster.psql(TARGETS["postgres"](profile)["urdu_norm.sql"])
    for kind in ("keys", "pairs", "lines"):
        wanted = storable(expected(profile, kind))
        assert wrong(cluster.map("urdu_norm.letters", [text for text, _ in wanted]), wanted) == []
    if profile is not MINIMAL:
        wanted = storable(expected_with_words(profile))
        assert wrong(cluster.map("urdu_norm.normalize", [text for text, _ in wanted]), wanted) == []


def test_null_empty_and_an_index_on_the_key(cluster: Cluster) -> None:
    cluster.psql(TARGETS["postgres"](SEARCH)["urdu_norm.sql"])
    assert cluster.psql("SELECT urdu_norm.normalize(NULL) IS NULL, urdu_norm.normalize('') = ''") == "t|t\n"
    cluster.psql(
        "DROP TABLE IF EXISTS docs; CREATE TABLE docs (id int, t text); CREATE INDEX ON docs (urdu_norm.normalize(t));"
        "INSERT INTO docs VALUES (1, 'كتاب'), (2, 'کِتاب'), (3, 'قلم')"
    )
    assert (
        cluster.psql("SELECT id FROM docs WHERE urdu_norm.normalize(t) = urdu_norm.normalize('کتاب') ORDER BY id")
        == "1\n2\n"
    )
    query = "SELECT id FROM docs WHERE to_tsvector('simple', urdu_norm.normalize(t)) @@ plainto_tsquery('simple', urdu_norm.normalize('ﮐﺘﺎﺏ')) ORDER BY id"
    assert cluster.psql(query) == "1\n2\n"


@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
def test_unaccent_rules_equal_normalize(cluster: Cluster, profile: Profile) -> None:
    share = subprocess.run(
        [str(cluster.bin / "pg_config"), "--sharedir"], capture_output=True, text=True, check=True
    ).stdout.strip()
    name = f"urdu_test_{profile.name}"
    file = Path(share) / "tsearch_data" / f"{name}.rules"
    try:
        file.write_text(TARGETS["postgres"](profile)["urdu.rules"], encoding="utf-8")
        file.chmod(0o644)
        cluster.psql(
            f"CREATE EXTENSION IF NOT EXISTS unaccent; DROP TEXT SEARCH DICTIONARY IF EXISTS {name};"
            f"CREATE TEXT SEARCH DICTIONARY {name} (TEMPLATE = unaccent, RULES = '{name}')"
        )
        cluster.psql(
            f"CREATE OR REPLACE FUNCTION {name}(t text) RETURNS text LANGUAGE sql AS $$ SELECT unaccent('{name}', t) $$"
        )
        for kind in ("keys", "pairs", "lines"):
            wanted = [pair for pair in storable(expected(profile, kind)) if sayable(pair[0])]
            assert len(wanted) > 0.7 * len(expected(profile, kind))
            assert wrong(cluster.map(name, [text for text, _ in wanted]), wanted) == []
    finally:
        file.unlink(missing_ok=True)


def sayable(text: str) -> bool:
    """A rule speaks of no space and of nothing invisible, nor of a heh that another rule has made."""
    return (
        not set(text) & HEH_LIGATURES
        and not re.search(r"\d[^\W\d]", text)
        and all(char == " " or (char.isprintable() and not char.isspace()) for char in text)
    )
