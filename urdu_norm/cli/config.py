"""Settings: what the configuration file says, what the command line says, and the profile that follows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from urdu_norm import Normalizer, Profile
from urdu_norm.cli.errors import InputError, UsageError
from urdu_norm.profile import GUARDS, OPTIONS, PROFILES, UrduNormError, nearest
from urdu_norm.segment import WORD

__all__ = ["Settings", "build_profile", "dump", "load", "read_pairs", "read_words"]


@dataclass(frozen=True)
class Settings:
    """Everything that a configuration file may say; the command line says the same in the same words."""

    profile: str = "standard"
    characters: str | None = None
    marks: str | None = None
    digits: str | None = None
    typos: str | None = None
    variants: str | None = None
    joined_words: str | None = None
    joined_verbs: str | None = None
    spacing: str | None = None
    punctuation: str | None = None
    honorifics: str | None = None
    enable: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    guards: tuple[str, ...] | None = None
    protect: tuple[str, ...] = ()
    dictionary: tuple[str, ...] = ()
    ignore_words: tuple[str, ...] = ()
    ignore_words_list: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    field: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    delimiter: str | None = None
    no_quotes: bool = False
    no_header: bool = False
    encoding: str = "utf-8"
    jobs: int = 1


_KINDS: dict[str, str] = {field.name: str(field.type) for field in fields(Settings)}
_PATHS = ("dictionary", "ignore_words")


# ------------------------------------------------------------------ the file


def find_file(start: Path) -> Path | None:
    """Return the nearest ``urdu-norm.toml``, or ``pyproject.toml`` with our table, from ``start`` up to a ``.git``."""
    for folder in (start, *start.parents):
        own = folder / "urdu-norm.toml"
        if own.is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and _table(project) is not None:
            return project
        if (folder / ".git").exists():
            return None
    return None


def _table(path: Path) -> Mapping[str, Any] | None:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if path.name != "pyproject.toml":
        return content
    tool = content.get("tool", {})
    for wrong in tool:
        if wrong != "urdu_norm" and wrong.replace("-", "_").lower() in ("urdu_norm", "urdunorm"):
            raise UsageError(f"{path}: the table is called [tool.urdu_norm], not [tool.{wrong}]")
    found = tool.get("urdu_norm")
    return found if isinstance(found, dict) else None


def load(path: Path) -> dict[str, Any]:
    """Return the settings of a configuration file; raise :class:`UsageError` naming a wrong key or value."""
    table = _table(path)
    if table is None:
        raise UsageError(f"{path}: has no table [tool.urdu_norm]")
    found: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in _KINDS:
            known = [one.replace("_", "-") for one in _KINDS]
            raise UsageError(f"{path}: unknown key {key!r}{nearest(key, known)}")
        found[name] = _checked(f"{path}: {key}", name, value)
        if name in _PATHS:  # relative to the file that names them
            found[name] = tuple(str(path.parent / one) for one in found[name])
    return found


def _checked(where: str, name: str, value: Any) -> Any:
    kind = _KINDS[name]
    if kind.startswith("tuple"):
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise UsageError(f"{where} takes a list of strings")
        return tuple(value)
    if kind == "bool" or kind == "int":
        wanted: type = bool if kind == "bool" else int
        if type(value) is not wanted:
            raise UsageError(f"{where} takes {'true or false' if kind == 'bool' else 'a number'}")
        return value
    if not isinstance(value, str):
        raise UsageError(f"{where} takes a string")
    check_value(where, name, value)
    return value


def check_value(where: str, name: str, value: str) -> None:
    """Raise :class:`UsageError` if an option of a profile, or its name, has a value that does not exist."""
    known: Iterable[str] | None = PROFILES if name == "profile" else OPTIONS.get(name)
    if known is not None and value not in known:
        raise UsageError(f"{where}={value!r} is not one of: {', '.join(known)}{nearest(value, known)}")


def dump(settings: Settings) -> str:
    """Return the settings as TOML that :func:`load` reads back.

    >>> print(dump(Settings(typos="off")), end="")
    profile = "standard"
    typos = "off"
    force-exclude = false
    no-quotes = false
    no-header = false
    encoding = "utf-8"
    jobs = 1
    """
    lines: list[str] = []
    for field in fields(settings):
        value = getattr(settings, field.name)
        if value is None or value == ():
            continue
        lines.append(f"{field.name.replace('_', '-')} = {_toml(value)}\n")
    return "".join(lines)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, int):
        return str(value)
    escaped = re.sub(
        r'[\x00-\x1f\x7f"\\]',
        lambda match: f"\\u{ord(match.group()):04x}" if match.group() not in '"\\' else "\\" + match.group(),
        value,
    )
    return f'"{escaped}"'


# ------------------------------------------------------------------ the profile


def build_profile(settings: Settings) -> Profile:
    """Return the profile that the settings describe; raise :class:`UrduNormError` or :class:`InputError`."""
    check_value("profile", "profile", settings.profile)
    changes: dict[str, Any] = {name: value for name in OPTIONS if (value := getattr(settings, name)) is not None}
    if settings.enable:
        changes["enable"] = frozenset(settings.enable)
    if settings.disable:
        changes["disable"] = frozenset(settings.disable)
    if settings.guards is not None:
        changes["guards"] = GUARDS & frozenset(settings.guards)
        unknown = sorted(set(settings.guards) - GUARDS)
        if unknown:
            raise UsageError(f"unknown guard {unknown[0]!r}{nearest(unknown[0], GUARDS)}")
    protect = [_pattern(one) for one in settings.protect]
    words = [
        *settings.ignore_words_list,
        *(word for file in settings.ignore_words for word in read_words(file)),
    ]
    if words:
        protect.append(_words_pattern(words))
    if protect:
        changes["protect"] = tuple(protect)
    profile = PROFILES[settings.profile].replace(**changes) if changes else PROFILES[settings.profile]
    pairs: dict[str, tuple[str, str, int]] = {}
    for name in settings.dictionary:
        for line, wrong, right in read_pairs(name):
            if wrong in pairs and pairs[wrong][0] != right:
                other, file, number = pairs[wrong]
                raise InputError(name, f"{wrong} should be {right}, but {file}:{number} says {other}", line)
            pairs.setdefault(wrong, (right, name, line))
    if pairs:
        profile = _with_pairs(profile, pairs)
    return profile


def _pattern(text: str) -> str:
    try:
        found = re.compile(text)
    except re.error as error:
        raise UsageError(f"--protect {text!r} is not a regular expression: {error}") from None
    if found.match(""):
        raise UsageError(f"--protect {text!r} fits the empty text")
    return text


def _words_pattern(words: Sequence[str]) -> str:
    letters = WORD.pattern[:-1]
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?<!{letters})(?:{'|'.join(map(re.escape, ordered))})(?!{letters})"


def _with_pairs(profile: Profile, pairs: Mapping[str, tuple[str, str, int]]) -> Profile:
    """Add own pairs, checked against each other and the tables, so that a result is never changed again."""
    plain = Normalizer(profile)
    for wrong, (right, name, line) in pairs.items():
        for word in right.split(" "):
            if word in pairs:
                other, file, number = pairs[word]
                raise InputError(name, f"{right} (for {wrong}) is itself changed to {other} by {file}:{number}", line)
        made = plain(right)
        if made != right:
            rules = ", ".join(rule for edit in plain.explain(right).edits for rule in edit.rules)
            raise InputError(name, f"{right} (for {wrong}) is itself changed to {made} by {rules}", line)
    extended = profile.replace(extra=tuple((wrong, right) for wrong, (right, _, _) in pairs.items()))
    try:
        Normalizer(extended)("ا")
    except UrduNormError:
        for wrong, (right, name, line) in pairs.items():  # which one is it?
            try:
                Normalizer(profile.replace(extra=((wrong, right),)))("ا")
            except UrduNormError as error:
                raise InputError(name, str(error).removeprefix("extra: "), line) from None
        raise
    return extended


def _lines(name: str) -> list[str]:
    try:
        return Path(name).read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(name, f"not UTF-8 at byte {error.start}") from None
    except OSError as error:
        raise InputError(name, error.strerror or str(error)) from None


def read_words(name: str) -> list[str]:
    """Return the words of a file, one on each line; ``#`` begins a comment."""
    return [word for line in _lines(name) if (word := line.partition("#")[0].strip())]


def read_pairs(name: str) -> list[tuple[int, str, str]]:
    """Return ``(line, wrong, right)`` of a file of own pairs: ``wrong<TAB>right`` or ``wrong->right``.

    Raises :class:`InputError` naming the line for anything else, and for a word that stands there with two answers.
    """
    found: list[tuple[int, str, str]] = []
    seen: dict[str, tuple[str, int]] = {}
    for number, raw in enumerate(_lines(name), 1):
        line = raw.partition("#")[0].strip()
        if not line:
            continue
        cells = [cell.strip() for cell in re.split(r"\t+|->", line)]
        if len(cells) != 2 or not all(cells):
            raise InputError(name, "expected: wrong<TAB>right, or wrong->right", number)
        wrong, right = cells
        if wrong == right:
            raise InputError(name, f"{wrong} is paired with itself (--ignore-words leaves a word alone)", number)
        if wrong in seen and seen[wrong][0] != right:
            other, first = seen[wrong]
            raise InputError(name, f"{wrong} should be {right}, but line {first} says {other}", number)
        if wrong not in seen:
            seen[wrong] = (right, number)
            found.append((number, wrong, right))
    return found
