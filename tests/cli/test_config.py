"""Configuration: where it is found, what it may say, and who wins."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.conftest import Command
from urdu_norm.cli.config import Settings, dump, load

TEXT = "زریعے نطر"


def write(path: str, text: str) -> Path:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    return Path(path)


def test_found_above_the_file(command: Command) -> None:
    write("pyproject.toml", "[tool.urdu_norm]\ndisable = ['words/dots']\n")
    write("a/b/c.txt", TEXT)
    assert command("a/b/c.txt").text == "ذریعے نطر"
    assert command("--isolated", "a/b/c.txt").text == "ذریعے نظر"
    assert command(stdin=TEXT).text == "ذریعے نطر"
    write("a/urdu-norm.toml", "typos = 'off'\n")
    assert command("a/b/c.txt").text == TEXT
    write("a/b/pyproject.toml", "[project]\nname = 'x'\n")
    assert command("a/b/c.txt").text == TEXT


def test_not_found_beyond_a_repository(command: Command) -> None:
    write("urdu-norm.toml", "typos = 'off'\n")
    write("a/c.txt", TEXT)
    Path("a/.git").mkdir()
    assert command("a/c.txt").text == "ذریعے نظر"


def test_named(command: Command) -> None:
    write("x/my.toml", "typos = 'off'\n")
    assert command("--config", "x/my.toml", stdin=TEXT).text == TEXT
    assert command("-c", "x/my.toml", "--typos", "certain", stdin=TEXT).text == "ذریعے نظر"


def test_lists_are_added_to_and_words_replaced(command: Command) -> None:
    write("urdu-norm.toml", "profile = 'letters'\ndisable = ['words/dots']\nexclude = ['x']\n")
    assert command("--profile", "standard", stdin=TEXT).text == "ذریعے نطر"
    assert command("--profile", "standard", "--disable", "words/homophones", stdin=TEXT).text == TEXT
    assert 'exclude = ["x", "y"]\n' in command("--exclude", "y", "--dump-config").text


def test_files_are_relative_to_the_configuration(command: Command) -> None:
    write("a/urdu-norm.toml", "dictionary = 'own.tsv'\nignore-words = ['keep.txt']\n")
    write("a/own.tsv", "ابجدیی\tابجدی\n")
    write("a/keep.txt", "نطر\n")
    write("a/b/c.txt", f"{TEXT} ابجدیی")
    assert command("a/b/c.txt").text == "ذریعے نطر ابجدی"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("profil = 'letters'", "urdu-norm.toml: unknown key 'profil'; did you mean 'profile'?"),
        ("profile = 'leters'", "urdu-norm.toml: profile='leters' is not one of: minimal"),
        ("digits = 'roman'", "urdu-norm.toml: digits='roman' is not one of: keep, urdu, ascii"),
        ("digits = 1", "urdu-norm.toml: digits takes a string"),
        ("disable = 3", "urdu-norm.toml: disable takes a list of strings"),
        ("disable = [3]", "urdu-norm.toml: disable takes a list of strings"),
        ("jobs = '2'", "urdu-norm.toml: jobs takes a number"),
        ("force-exclude = 'yes'", "urdu-norm.toml: force-exclude takes true or false"),
        ("disable = ['words/dotz']", "unknown rule 'words/dotz'; did you mean 'words/dots'?"),
        ("guards = ['opaq']", "unknown guard 'opaq'"),
        ("dictionary = 'missing.tsv'", "missing.tsv: No such file or directory"),
        ("x = ", "urdu-norm.toml: not valid TOML: "),
        ("[tool.urdu_norm]\ntypos = 'off'", "urdu-norm.toml: unknown key 'tool'"),
    ],
)
def test_mistakes_are_named(command: Command, content: str, message: str) -> None:
    write("urdu-norm.toml", content)
    result = command(stdin=TEXT)
    assert result.code == 2
    assert message in result.err
    assert result.err.count("\n") == 1
    assert result.out == b""


@pytest.mark.parametrize("wrong", ["urdu-norm", "urdunorm", "Urdu_Norm"])
def test_a_misnamed_table_is_not_passed_over(command: Command, wrong: str) -> None:
    write("pyproject.toml", f"[tool.{wrong}]\ntypos = 'off'\n")
    assert "the table is called [tool.urdu_norm]" in command(stdin=TEXT).err


def test_a_named_file_without_our_table(command: Command) -> None:
    write("x/pyproject.toml", "[project]\nname = 'x'\n")
    assert "has no table [tool.urdu_norm]" in command("--config", "x/pyproject.toml", stdin=TEXT).err


NAMES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), max_size=3).map(tuple)


@given(NAMES, NAMES, st.sampled_from(["keep", "urdu", "ascii"]), st.booleans(), st.integers(0, 9))
def test_what_is_dumped_is_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    exclude: tuple[str, ...],
    column: tuple[str, ...],
    digits: str,
    force: bool,
    jobs: int,
) -> None:
    settings = Settings(digits=digits, exclude=exclude, column=column, force_exclude=force, jobs=jobs)
    path = tmp_path_factory.getbasetemp() / "dumped.toml"
    path.write_text(dump(settings), encoding="utf-8", newline="\n")
    tomllib.loads(path.read_text(encoding="utf-8"))
    assert Settings(**load(path)) == settings
