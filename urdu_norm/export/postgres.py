"""PostgreSQL: ``unaccent`` rules for a server of one's own, and functions for servers that take no files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from urdu_norm import unicode
from urdu_norm.export.sentencepiece import HAMZA
from urdu_norm.export.subset import Sub, Subset, subset
from urdu_norm.profile import Profile
from urdu_norm.segment import LETTERS_AND_MARKS

__all__ = ["postgres"]

_ROWS = 500


def postgres(profile: Profile) -> dict[str, str]:
    """Return ``urdu.rules`` for the extension ``unaccent``, and ``urdu_norm.sql``, which needs no extension."""
    made = subset(profile)
    readme = [
        "# Urdu in PostgreSQL",
        "",
        *made.remarks(),
        "",
        "urdu_norm.sql makes the schema urdu_norm: letters(text) knows no words, normalize(text) does.",
        "urdu.rules belongs in the folder tsearch_data of the server; it leaves out more:",
        "  characters/heh: an Arabic heh after a letter that may be aspirated stays",
        "  characters/spaces: a rule cannot speak of spaces",
        "  words: respellings and joined words",
        "  joiners: zero-width characters",
    ]
    return {
        "README.md": "\n".join(readme) + "\n",
        "urdu.rules": "".join(f"{source}\t{target}\n".replace("\t\n", "\n") for source, target in _rules(made)),
        "urdu_norm.sql": "\n".join(_sql(made)) + "\n",
    }


def _rules(made: Subset) -> Iterator[tuple[str, str]]:
    """Yield the map without what the format cannot say: spaces, and characters that its reader takes for spaces."""
    found = dict(made.folded)
    for sub in made.then:
        if sub.unless_before:
            forms = {sub.target: sub.target} | {s: t for s, t in found.items() if t == sub.target}
            unclear = set(re.findall(f"[{sub.unless_before}]", "".join(map(chr, range(0x600, 0x2070)))))
            lefts = [*unclear, *(char for char, new in made.folded.items() if len(char) == 1 and new[-1:] in unclear)]
            found.update(dict.fromkeys(forms, sub.new))
            for form in forms:
                for left in lefts:
                    new = made.folded.get(left, left)
                    found[left + form] = new + sub.target
                    if form + HAMZA in made.folded:
                        found[left + form + HAMZA] = new + made.folded[form + HAMZA]
    for source, target in sorted(found.items()):
        if not any(char.isspace() or unicode.category(char)[0] in "CZ" for char in source + target):
            yield source, target


def _sql(made: Subset) -> Iterator[str]:
    yield from (f"-- {line}" for line in made.remarks())
    # The server stores no NUL and its literals cannot hold one.
    single = {s: t for s, t in made.mapping.items() if len(s) == 1 and len(t) < 2 and s != "\0"}
    single = dict(sorted(single.items(), key=lambda pair: (not pair[1], pair)))  # what is dropped comes last
    several = {
        source: target for source, target in made.sequential(made.mapping) if source not in single and source != "\0"
    }
    needed = "".join(sorted({source[-1] for source in several}))
    yield f"""
BEGIN;
DROP SCHEMA IF EXISTS urdu_norm CASCADE;
CREATE SCHEMA urdu_norm;

CREATE FUNCTION urdu_norm.before_words(input text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $urdu$
DECLARE
  t text := input;
  sources CONSTANT text[] := {_array(several)};
  targets CONSTANT text[] := {_array(several.values())};
BEGIN
{_steps(made.first)}
  IF t ~ '[{_escaped(needed)}]' THEN
    FOR k IN 1 .. cardinality(sources) LOOP
      t := replace(t, sources[k], targets[k]);
    END LOOP;
  END IF;
  t := translate(t, {_text("".join(single))}, {_text("".join(single.values()))});
{_steps(made.then)}
  RETURN t;
END
$urdu$;

CREATE FUNCTION urdu_norm.letters(input text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $urdu$
DECLARE
  t text := urdu_norm.before_words(input);
BEGIN
{_steps(made.folds)}
  RETURN t;
END
$urdu$;

CREATE TABLE urdu_norm.words (word text COLLATE "C" PRIMARY KEY, new text NOT NULL);"""
    words = list(made.words.items())
    for start in range(0, len(words), _ROWS):
        rows = ",\n".join(f"({_quoted(word)},{_quoted(new)})" for word, new in words[start : start + _ROWS])
        yield f"INSERT INTO urdu_norm.words VALUES\n{rows};"
    word = _escaped(f"{LETTERS_AND_MARKS}\u200c\u200d")
    yield f"""
-- Declared immutable so that an index can be built on it: the table of words is part of the function and never changes.
CREATE FUNCTION urdu_norm.normalize(input text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $urdu$
DECLARE
  t text := urdu_norm.before_words(input);
BEGIN
  SELECT coalesce(string_agg(coalesce(w.new, piece[1]), '' ORDER BY n), '') INTO t
  FROM regexp_matches(t, '[{word}]+|[^{word}]+', 'g')
    WITH ORDINALITY AS p(piece, n)
  LEFT JOIN urdu_norm.words w ON w.word = piece[1];
{_steps((*made.last, *made.folds))}
  RETURN t;
END
$urdu$;
COMMIT;"""


def _steps(subs: Iterable[Sub]) -> str:
    return "\n".join(f"  t := regexp_replace(t, '{_escaped(sub.pattern)}', {_text(sub.new)}, 'g');" for sub in subs)


def _array(texts: Iterable[str]) -> str:
    return f"ARRAY[{', '.join(map(_text, texts))}]::text[]"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'" if text.isprintable() else _text(text)


def _text(text: str) -> str:
    """Return a literal in which nothing is invisible."""
    return "U&'" + "".join(f"\\+{ord(char):06X}" for char in text) + "'"


def _escaped(pattern: str) -> str:
    """Return a regular expression in ASCII."""
    return "".join(char if char.isascii() and char.isprintable() else f"\\U{ord(char):08X}" for char in pattern)
