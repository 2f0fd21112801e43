"""SQLite: a function for every connection, and a full-text index on normalized text."""

from __future__ import annotations

from dataclasses import fields

from urdu_norm.profile import Profile

__all__ = ["sqlite"]

_MODULE = '''"""The SQL function urdu_norm(text) for a connection of Python's sqlite3. Nothing is left out.

Made by urdu_norm from the profile {name}; export again rather than edit.
"""

import sqlite3

from urdu_norm import Normalizer, Profile

PROFILE = {profile}
FINGERPRINT = "{fingerprint}"


def register(connection: sqlite3.Connection) -> None:
    """Make urdu_norm(text) known to a connection; NULL gives NULL.

    Raises RuntimeError when the rules are not those of the export: what is stored was made by others, so export again
    and fill the index anew.
    """
    normalize = Normalizer(PROFILE)
    if normalize.fingerprint != FINGERPRINT:
        raise RuntimeError(f"the rules have changed since the export: {{normalize.fingerprint}} is not {{FINGERPRINT}}")
    connection.create_function(
        "urdu_norm", 1, lambda text: None if text is None else normalize(text), deterministic=True
    )
'''

_SQL = """-- A table, a full-text index on its normalized text, and the triggers that keep them together.
-- Query:  SELECT d.* FROM documents_index i JOIN documents d ON d.id = i.rowid
--         WHERE documents_index MATCH '"' || replace(urdu_norm(?), '"', '""') || '"';
CREATE TABLE documents (id INTEGER PRIMARY KEY, text TEXT);
CREATE VIRTUAL TABLE documents_index USING fts5(text, content='',
  tokenize="unicode61 remove_diacritics 0");
CREATE TRIGGER documents_in AFTER INSERT ON documents BEGIN
  INSERT INTO documents_index(rowid, text) VALUES (new.id, urdu_norm(new.text));
END;
CREATE TRIGGER documents_out AFTER DELETE ON documents BEGIN
  INSERT INTO documents_index(documents_index, rowid, text) VALUES ('delete', old.id, urdu_norm(old.text));
END;
CREATE TRIGGER documents_new AFTER UPDATE OF text ON documents BEGIN
  INSERT INTO documents_index(documents_index, rowid, text) VALUES ('delete', old.id, urdu_norm(old.text));
  INSERT INTO documents_index(rowid, text) VALUES (new.id, urdu_norm(new.text));
END;
"""


def sqlite(profile: Profile) -> dict[str, str]:
    """Return a module that registers the function, and the SQL of a table with a full-text index."""
    options = []
    for field in fields(profile):
        value = getattr(profile, field.name)
        if value != field.default:
            shown = f"frozenset({sorted(value)!a})" if isinstance(value, frozenset) else ascii(value)
            options.append(f"{field.name}={shown}")
    module = _MODULE.format(
        name=profile.name, profile=f"Profile({', '.join(options)})", fingerprint=profile.fingerprint
    )
    return {"urdu_norm_sqlite.py": module, "documents.sql": _SQL}
