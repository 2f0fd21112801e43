"""The tables are right: each by itself, all together, under every profile; and the linter sees what is wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests import table_lint as lint
from urdu_norm import lexicon, tables
from urdu_norm.profile import OPTIONS, PROFILES, STANDARD, Profile
from urdu_norm.stages import words

DATA = Path(__file__).resolve().parent.parent / "urdu_norm" / "data"
CASES = Path(__file__).resolve().parent / "cases"
FILES = sorted(path.relative_to(DATA).with_suffix("").as_posix() for path in DATA.glob("*/*.tsv"))
SOURCES = [line.split("\t")[0] for line in (DATA / "SOURCES.tsv").read_text(encoding="utf-8").split("\n")[1:] if line]
KEEP = [tables.spelled(word) for word in tables.table("lists/keep").column("word")]
WORD_OPTIONS = ("typos", "variants", "joined_words", "joined_verbs")
ALL_PROFILES = [*PROFILES.values(), *lint.profiles_of(WORD_OPTIONS, OPTIONS)]


def in_force(profile: Profile) -> dict[str, tables.Table]:
    return {rule_id: one for rule_id, one in tables.tables().items() if tables.active(one.rule, profile)}


def read(rule_id: str) -> str:
    return (DATA / f"{rule_id}.tsv").read_bytes().decode("utf-8")


@pytest.fixture
def regen(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--regen"))


@pytest.mark.parametrize("rule_id", FILES)
def test_table(rule_id: str, regen: bool) -> None:
    if regen:
        (DATA / f"{rule_id}.tsv").write_bytes(lint.canonical(rule_id, read(rule_id)).encode("utf-8"))
    assert lint.of_table(rule_id, read(rule_id), SOURCES) == []


def test_every_table_is_loaded() -> None:
    """A folder that tables.py does not know would be silently without effect."""
    assert set(FILES) == set(tables.tables())


@pytest.mark.parametrize("profile", ALL_PROFILES, ids=lambda profile: profile.name)
def test_tables_agree(profile: Profile) -> None:
    assert lint.together(in_force(profile), words.families(profile), KEEP) == []


@pytest.mark.parametrize("profile", ALL_PROFILES, ids=lambda profile: profile.name)
def test_every_row_is_reached_and_comes_to_an_end(profile: Profile) -> None:
    alone = words.compile(profile, lint.Undecided())
    assert lint.closure(alone, lint.pairs(in_force(profile))) == []
    made = ((one.rule, *pair) for one in words.families(profile) for pair in lint.made(one))
    assert lint.closure(alone, made) == []


def test_rows_come_to_an_end_with_the_lexicon_too() -> None:
    every = words.compile(STANDARD)
    assert lint.closure(every, lint.pairs(in_force(STANDARD))) == []


def test_keep_words_stay() -> None:
    for profile in PROFILES.values():
        every = words.compile(profile)
        assert [word for word in KEEP if every.look_up(word)] == []


def rewritten() -> list[str]:
    """Words of the lexicon that the tables rewrite, most frequent first: each was read when it was added to the file."""
    alone = words.compile(STANDARD, lint.Undecided())
    found = []
    for word in lexicon.words():
        end = alone.look_up(word)
        if end is not None:
            found.append((-lexicon.band(word), word, end[0]))
    return [f"{word}\t{right}" for _, word, right in sorted(found)]


def test_known_words_that_are_rewritten_were_read(regen: bool) -> None:
    """The lexicon holds what is printed, joined verbs included; a word that is changed has to be one of these."""
    path = CASES / "words_known_rewritten.tsv"
    head = "# Words of the lexicon that the tables rewrite; every line was read. Read new ones before you keep them.\nword\tright\n"
    if regen:
        path.write_text(head + "\n".join(rewritten()) + "\n", encoding="utf-8", newline="\n")
    allowed = set(path.read_text(encoding="utf-8").split("\n")[2:])
    assert [line for line in rewritten() if line not in allowed] == []


# ------------------------------------------------------------------------------------------------ the linter itself

HEADER = "# rule: words/x\n# title: t\n# status: stable\n# since: 0.1.0\n# risk: safe\n# option: typos=certain\n# why: w\n# source: reading\n"
PAIRS = HEADER + "risk\tsource\tevidence\treason\twrong\tright\n"
FAMILY = HEADER + "# kind: family\n# glue: space\npart\tsource\treason\ttext\tas\n"


def lines(*rows: str) -> str:
    return "".join(row.replace(" ", "\t").replace("_", " ") + "\n" for row in rows)


GOOD_FAMILY = lines("left grammar  اس ", "right grammar  کے ")


def test_good_tables_pass() -> None:
    assert lint.of_table("words/x", PAIRS + lines("safe reading 1:2  ذیادہ زیادہ"), SOURCES) == []
    assert lint.of_table("words/x", FAMILY + GOOD_FAMILY, SOURCES) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (PAIRS + lines("safe reading 1:2  ذیادہ زیادہ", "safe reading 1:2  آصل اصل"), "not canonical"),
        (PAIRS + lines("safe reading 1:2  ذیادہ زیادہ_"), "not canonical"),
        (PAIRS.replace("\n", "\r\n"), "unknown header|not canonical|no 'title'|status"),
        (PAIRS.replace("# why: w\n", ""), "no 'why'"),
        (PAIRS.replace("stable", "fine"), "status 'fine'"),
        (PAIRS.replace("typos=certain", "typos=maybe"), "does not exist"),
        (PAIRS.replace("evidence", "proof"), "columns"),
        (PAIRS.replace("# source: reading", "# source: hearsay"), "unknown source 'hearsay'"),
        (PAIRS + lines("safe hearsay 1:2  ذیادہ زیادہ"), "unknown source 'hearsay'"),
        (PAIRS + lines("sure reading 1:2  ذیادہ زیادہ"), "neither safe nor unsafe"),
        (PAIRS + lines("unsafe reading 1:2  ذیادہ زیادہ"), "needs a reason"),
        (PAIRS + lines("safe reading many  ذیادہ زیادہ"), "evidence"),
        (PAIRS + lines("safe reading 1:2  زیادہ زیادہ"), "changes nothing"),
        (PAIRS + lines("safe reading 1:2  ذی_ادہ زیادہ"), "not one word"),
        (PAIRS + lines("safe reading 1:2  ذیادہ زیا__دہ"), "single spaces"),
        (PAIRS + lines("safe reading 1:2  ذیادہ زیادہ", "safe reading 1:3  ذیادہ زیادہ"), "met twice"),
        (PAIRS + lines("safe reading 1:2  ذیا\u200cدہ زیادہ"), "U\\+200C is invisible"),
        (PAIRS + lines("safe reading 1:2  ذیا\u202eدہ زیادہ"), "U\\+202E is invisible"),
        (PAIRS + lines("safe reading 1:2  ذیاد\u064eہ زیادہ"), "mark U\\+064E"),
        (PAIRS + lines("safe reading 1:2  ذیا\u0627\u0653دہ زیادہ"), "not in NFC|mark U\\+0653"),
        (PAIRS + lines("safe reading 1:2  ذیاU+0653دہ زیادہ"), "not in NFC once spelled out"),
        (FAMILY + lines("left grammar  اس "), "needs left and right"),
        (FAMILY + lines("middle grammar  اس ") + GOOD_FAMILY, "part 'middle'"),
        (FAMILY + GOOD_FAMILY + lines("except grammar  اسکے "), "an exception needs a reason"),
        (FAMILY + lines("left grammar  اس اس", "right grammar  کے "), "leave the last cell empty"),
        (FAMILY + lines("left grammar   ", "right grammar  کے "), "no text"),
    ],
)
def test_bad_tables_are_seen(text: str, message: str) -> None:
    found = lint.of_table("words/x", text, SOURCES)
    assert any(re.search(message, problem) for problem in found), found


def parsed(*rows: str, rule_id: str = "words/x") -> tables.Table:
    return tables.parse(rule_id, PAIRS.replace("words/x", rule_id) + lines(*rows))


def test_a_word_corrected_twice_is_seen() -> None:
    two = {
        "words/x": parsed("safe reading 1:2  الف ب"),
        "words/y": parsed("safe reading 1:2  الف پ", rule_id="words/y"),
    }
    assert "as well" in lint.together(two, (), ())[0]


def test_a_kept_word_that_is_changed_is_seen() -> None:
    assert "lists/keep" in lint.together({"words/x": parsed("safe reading 1:2  الف ب")}, (), ["الف"])[0]


def test_bad_families_are_seen() -> None:
    one = words.family(tables.parse("words/x", FAMILY + GOOD_FAMILY + lines("except grammar no اسپر ")))
    assert lint.together({}, [one], ()) == ["words/x: makes no 'اسپر' to except"]
    assert "lists/keep" in lint.together({}, [one], ["اسکے"])[1]
    assert (
        "says 'اس کا'"
        in lint.together({"words/y": parsed("safe reading 1:2  اسکے اس_کا", rule_id="words/y")}, [one], ())[1]
    )
    assert (
        "as well" in lint.together({"words/y": parsed("safe reading 1:2  اسکے اس_کے", rule_id="words/y")}, [one], ())[1]
    )


def alone(*pairs: tuple[str, str, str]) -> words.Words:
    by_word = {wrong: (right, rule_id) for rule_id, wrong, right in pairs}
    return words.Words(by_word, {}, (), (), frozenset(), frozenset(), lint.Undecided())


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("words/x", "الف", "ب"), ("words/y", "الف", "پ")], "not corrected by this row"),
        ([("words/x", "الف", "ب"), ("words/x", "ب", "الف")], "not corrected|come to an end"),
        ([("words/x", "الف", "ب پ"), ("words/x", "پ", "الف")], "come to an end|not 'ب"),
    ],
)
def test_rows_that_are_not_closed_are_seen(rows: list[tuple[str, str, str]], message: str) -> None:
    found = lint.closure(alone(*rows), rows)
    assert any(re.search(message, problem) for problem in found), found


def test_a_removed_rule_is_never_in_force() -> None:
    rule = replace(next(iter(tables.rules().values())), status="removed")
    assert not tables.active(rule, STANDARD.replace(enable={rule.id}))
