"""What the command does with its flags, and how it ends."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import RIGHT, WRONG, Command, process
from urdu_norm import __version__, rules


def write(path: str | Path, text: str = WRONG + "\n") -> Path:
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_a_filter_by_default(command: Command) -> None:
    assert command(stdin=WRONG) == (0, RIGHT.encode(), "")
    assert command("-", stdin=WRONG + "\n") == (0, (RIGHT + "\n").encode(), "")


def test_files_go_to_standard_output_and_stay_as_they_are(command: Command) -> None:
    first, second = write("a.txt"), write("b.txt", "ب\n")
    assert command(first, second) == (0, f"{RIGHT}\nب\n".encode(), "")
    assert first.read_text() == WRONG + "\n"


@pytest.mark.parametrize(
    ("flags", "clean", "wrong"),
    [
        ([], 0, 0),
        (["--check"], 0, 1),
        (["--diff"], 0, 1),
        (["--format", "brief"], 0, 1),
        (["--format", "json"], 0, 1),
        (["--json"], 0, 1),
        (["--format", "sarif"], 0, 1),
        (["--format", "github"], 0, 1),
        (["check"], 0, 1),
        (["explain"], 0, 0),
        (["-w"], 0, 0),
        (["--check", "-w"], 0, 1),
        (["check", "-w"], 0, 1),
    ],
)
def test_exit_codes(command: Command, flags: list[str], clean: int, wrong: int) -> None:
    write("clean.txt", RIGHT)
    write("wrong.txt")
    assert command(*flags, "clean.txt").code == clean
    assert command(*flags, "clean.txt", "wrong.txt").code == wrong
    assert command(*flags, "clean.txt", "missing.txt").code == 2
    assert (Path("wrong.txt").read_text() == RIGHT + "\n") == ("-w" in flags)


def test_one_missing_file_does_not_stop_the_others(command: Command) -> None:
    write("a.txt")
    result = command("-w", "missing.txt", "a.txt")
    assert result.code == 2
    assert "error: missing.txt: no such file\n" in result.err
    assert Path("a.txt").read_text() == RIGHT + "\n"


@pytest.mark.parametrize("flags", [["--check"], ["check"], ["--diff"], ["explain"], ["-w"], ["--json"]])
def test_quiet_says_nothing_beside_the_result(command: Command, flags: list[str]) -> None:
    write("a.txt")
    assert command(*flags, "-q", "a.txt").err == ""


def test_the_summary_counts_by_rule(command: Command) -> None:
    write("a.txt", f"{WRONG}\n{WRONG}\n")
    result = command("-w", "a.txt")
    assert "changed a.txt (8 edits)\n1 of 1 file changed, 8 edits\n" in result.err
    assert re.search(r"^ +2 words/homophones$", result.err, re.MULTILINE)


def test_verbose_names_what_is_unchanged(command: Command) -> None:
    write("a.txt", RIGHT)
    assert "unchanged a.txt\n" in command("--check", "-v", "a.txt").err


def test_mode_is_kept(command: Command) -> None:
    path = write("a.txt")
    path.chmod(0o640)
    assert command("-w", path).code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_an_unchanged_file_is_not_written(command: Command) -> None:
    path = write("a.txt", RIGHT)
    before = path.stat()
    assert command("-w", path).code == 0
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_symbolic_link_stays_one(command: Command) -> None:
    path = write("real/a.txt")
    Path("link.txt").symlink_to(path)
    assert command("-w", "link.txt").code == 0
    assert Path("link.txt").is_symlink()
    assert path.read_text() == RIGHT + "\n"


def test_hard_links_are_warned_of(command: Command) -> None:
    write("a.txt")
    os.link("a.txt", "b.txt")
    assert "has 2 names" in command("-w", "a.txt").err
    assert Path("b.txt").read_text() == WRONG + "\n"


def test_output(command: Command) -> None:
    write("a.txt")
    assert command("a.txt", "-o", "b.txt").code == 0
    assert Path("b.txt").read_text() == RIGHT + "\n"
    assert command("-o", "c.txt", stdin=WRONG).code == 0
    assert Path("c.txt").read_text() == RIGHT
    assert command("a.txt", "b.txt", "-o", "c.txt").code == 2
    assert command("a.txt", "-w", "-o", "c.txt").code == 2


def test_directories_are_searched(command: Command) -> None:
    for name in ("d/a.txt", "d/e/b.md", "d/c.py", "d/.git/x.txt", "d/node_modules/y.txt", "d/t.csv", "d/s.srt.gz"):
        write(name)
    listed = {
        line.split()[1] for line in command("--check", "-v", "d").err.splitlines() if line.startswith("unchanged")
    }
    checked = {line.split()[2] for line in command("--check", "d").err.splitlines() if line.startswith("would change")}
    assert checked | listed == {"d/a.txt", "d/e/b.md"}
    assert "t.csv" in command("--check", "--column", "1", "--no-header", "d").err


def test_patterns_are_expanded(command: Command) -> None:
    write("d/a.txt")
    write("d/e/b.txt")
    assert command("--check", "d/**/*.txt").err.count("would change d/") == 2
    assert command("--check", "d/*.nothing") == (
        2,
        b"",
        "error: d/*.nothing: no file matches\n0 of 1 file would change, 1 error\n",
    )


def test_the_same_file_is_taken_once(command: Command) -> None:
    write("a.txt")
    assert command("a.txt", "./a.txt", "*.txt").text == RIGHT + "\n"


@pytest.mark.parametrize("flag", ["--exclude", "-S", "--skip"])
def test_exclude(command: Command, flag: str) -> None:
    for name in ("d/a.txt", "d/old/b.txt", "d/c.txt"):
        write(name)
    assert command(flag, "old,c.*", "--check", "d").err.count("would change d/") == 1
    assert command(flag, "d/old/", "--check", "d").err.count("would change d/") == 2
    assert command(flag, "a.txt", "--check", "d/a.txt").code == 1
    assert command(flag, "a.txt", "--force-exclude", "--check", "d/a.txt").code == 0


def test_standard_input_by_another_name(command: Command) -> None:
    result = command("check", "--stdin-filename", "x/y.txt", "-", stdin=WRONG)
    assert result.text.startswith("x/y.txt:1:4: characters/arabic-kaf ")
    assert command("--stdin-filename", "a.jsonl", "--field", "t", stdin='{"t": "زریعے"}').text == '{"t": "ذریعے"}'
    forced = command("--stdin-filename", "x/y.txt", "--exclude", "x", "--force-exclude", "--check", "-", stdin=WRONG)
    assert forced.code == 0


def test_input_format(command: Command) -> None:
    write("a.data", "t\tu\nزریعے\tزریعے\n")
    assert command("--input-format", "tsv", "--column", "t", "a.data").text == "t\tu\nذریعے\tزریعے\n"
    assert command("--input-format", "html", "-", stdin="<p title='زریعے'>زریعے").text == "<p title='زریعے'>ذریعے"


def test_options_of_the_profile(command: Command) -> None:
    assert command("--profile", "letters", stdin=WRONG).text == "اس کے زریعے نطر آئے۔"
    assert command("-p", "minimal", stdin=WRONG).text == WRONG
    assert command("--typos", "off", stdin="زریعے اسكے").text == "زریعے اس کے"
    assert command("--digits=ascii", stdin="۱۹۴۷").text == "1947"
    assert command("--disable", "words/homophones", stdin="زریعے نطر").text == "زریعے نظر"
    assert command("--disable", "words", "--enable", "words/dots", stdin="زریعے نطر").text == "زریعے نظر"
    assert command("--protect", "زریعے|x+", stdin="زریعے نطر").text == "زریعے نظر"
    assert command("--ignore-regex", "زریعے", stdin="زریعے نطر").text == "زریعے نظر"


def test_words_of_ones_own(command: Command) -> None:
    write("own.tsv", "# my words\nقلمکارہ\tقلم کارہ\nابجدیی->ابجدی # typed so\n")
    write("keep.txt", "زریعے  # a name here\n")
    assert command("-D", "own.tsv", stdin="وہ قلمکارہ ابجدیی").text == "وہ قلم کارہ ابجدی"
    assert command("-I", "keep.txt", stdin="زریعے نطر زریعےسے").text.startswith("زریعے نظر ")
    assert command("-L", "زریعے,نطر", stdin="زریعے نطر").text == "زریعے نطر"


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("ابجدیی\n", 1, "expected: wrong<TAB>right"),
        ("ا\tب\tپ\n", 1, "expected: wrong<TAB>right"),
        ("\n# x\nابجدیی\tابجدیی\n", 3, "paired with itself"),
        ("ابجدیی\tابجدی\nابجدیی\tابجدہ\n", 2, "ابجدیی should be ابجدہ, but line 1 says ابجدی"),
        ("ابجدیی\tزریعے\n", 1, "زریعے (for ابجدیی) is itself changed to ذریعے by words/homophones"),
        ("ابجدیی\tابجدیہ\nابجدیہ\tابجدی\n", 1, "is itself changed to ابجدی by own.tsv:2"),
        ("latin\tابجدی\n", 1, "not one word of Arabic-script letters"),
        ("زریعے\tنظر\n", 1, "contradicts words/homophones"),
    ],
)
def test_own_pairs_are_checked_with_the_line(command: Command, content: str, line: int, message: str) -> None:
    write("own.tsv", content)
    result = command("-D", "own.tsv", stdin="ا")
    assert result.code == 2
    assert result.out == b""
    assert result.err.startswith(f"error: own.tsv:{line}: ")
    assert message in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--profil", "letters"], "did you mean '--profile'?"),
        (["--profile", "leters"], "invalid choice: 'leters'"),
        (["--disable", "words/dotz"], "unknown rule 'words/dotz'; did you mean 'words/dots'?"),
        (["--guards", "opaq"], "unknown guard 'opaq'; did you mean 'opaque'?"),
        (["--protect", "("], "is not a regular expression"),
        (["--protect", "a*"], "fits the empty text"),
        (["--encoding", "klingon"], "unknown encoding 'klingon'"),
        (["--encoding", "hex"], "is not an encoding of text"),
        (["--delimiter", "ab"], "is not one character"),
        (["--diff", "--json"], "exclude each other"),
        (["-w"], "-w needs files"),
        (["-D", "missing.tsv"], "missing.tsv: No such file or directory"),
        (["-j", "-1"], "number of processes"),
        (["--config", "missing.toml"], "missing.toml: No such file or directory"),
        (["rules", "wordz"], "unknown rule 'wordz'; did you mean"),
        (["export", "elastic-search"], "unknown target 'elastic-search'"),
    ],
)
def test_usage_errors(command: Command, arguments: list[str], message: str) -> None:
    result = command(*arguments, stdin=WRONG)
    assert result.code == 2
    assert message in result.err
    assert result.out == b""
    assert "Traceback" not in result.err


def test_brief_has_no_two_urdu_words_side_by_side(command: Command) -> None:
    """Between old and new stands a Latin word: no terminal can show them the wrong way round."""
    lines = command("check", stdin=WRONG).text.splitlines()
    assert lines[1] == "<stdin>:1:7: words/homophones زریعے becomes ذریعے"
    assert len(lines) == 4


def test_diff_can_be_applied(command: Command, tmp_path: Path) -> None:
    import shutil
    import subprocess

    path = write("a.txt", f"ا\n{WRONG}\nب\n{WRONG}\n")
    result = command("--diff", path)
    assert (
        "@@ -2 +2 @@ characters/arabic-kaf (U+0643 ARABIC LETTER KAF becomes U+06A9 ARABIC LETTER KEHEH)" in result.text
    )
    if shutil.which("patch"):
        subprocess.run(["patch", "-s", path], input=result.out, check=True)
        assert path.read_text() == f"ا\n{RIGHT}\nب\n{RIGHT}\n"


def test_json_lines(command: Command) -> None:
    write("a.txt")
    *changes, summary = map(json.loads, command("--json", "a.txt").text.splitlines())
    assert summary == {
        "schema": 1,
        "type": "summary",
        "files": 1,
        "changed": 1,
        "edits": 4,
        "errors": 0,
        "rules": dict.fromkeys(
            ("characters/arabic-kaf", "words/homophones", "words/dots", "spacing/before-punctuation"), 1
        ),
    }
    assert changes[1] == {
        "schema": 1,
        "type": "change",
        "path": "a.txt",
        "line": 1,
        "column": 7,
        "end_column": 12,
        "where": None,
        "old": "زریعے",
        "new": "ذریعے",
        "rules": ["words/homophones"],
    }


def test_sarif(command: Command) -> None:
    write("میرا متن.txt")
    log = json.loads(command("--format", "sarif", "میرا متن.txt").out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    known = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(run["results"]) == 4
    for result in run["results"]:
        assert known[result["ruleIndex"]] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].isascii()
        region = place["region"]
        replacement = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
        assert replacement["deletedRegion"] == region
        assert 1 <= region["startColumn"] <= region["endColumn"]
    assert json.loads(command("--format", "sarif", stdin="x").out)["runs"][0]["results"] == []


def test_github(command: Command) -> None:
    write("a,b.txt")
    lines = command("--format", "github", "a,b.txt").text.splitlines()
    assert lines[1] == "::warning file=a%2Cb.txt,line=1,col=7,endColumn=12,title=words/homophones::زریعے becomes ذریعے"
    assert len(lines) == 4


def test_explain_gives_reasons(command: Command) -> None:
    text = command("explain", stdin=WRONG).text
    assert f"- {WRONG}\n+ {RIGHT}\n" in text
    assert f"    words/homophones: {rules()['words/homophones'].title}. {rules()['words/homophones'].why}\n" in text


def test_rules(command: Command) -> None:
    table = command("rules").text
    assert len(table.splitlines()) == len(rules())
    assert re.search(r"^on   safe +words/dots ", table, re.MULTILINE)
    assert re.search(r"^off  safe +words/dots ", command("rules", "--profile", "letters").text, re.MULTILINE)
    one = command("rules", "words/dots").text
    assert "docs/rules/words.md#dots" in one
    assert {json.loads(line)["id"] for line in command("rules", "--format", "json").text.splitlines()} == set(rules())
    assert all("words/" in line for line in command("rules", "words/").text.splitlines())


def test_color(command: Command) -> None:
    assert b"\x1b[" in command("--diff", "--color", "always", stdin=WRONG).out
    assert b"\x1b[" not in command("--diff", stdin=WRONG).out


def test_version_and_help(command: Command) -> None:
    assert command("--version").text == f"urdu-norm {__version__}\n"
    for name in ("normalize", "check", "explain", "report", "rules", "export"):
        result = command(name, "--help")
        assert result.code == 0
        assert "exit codes: 0" in result.text


def test_completion(command: Command) -> None:
    pytest.importorskip("shtab")
    for shell in ("bash", "tcsh", "zsh"):
        text = command("--print-completion", shell).text
        assert "urdu-norm" in text
        assert "joined-words" in text
    assert command("--print-completion", "rc").code == 2


def test_flags_before_the_sub_command(command: Command) -> None:
    assert command("-q", "check", stdin=WRONG).code == 1
    write("check")
    assert command("./check").text == RIGHT + "\n"


def test_jobs_give_the_same_bytes_in_the_same_order(command: Command, tmp_path: Path) -> None:
    for k in range(40):
        write(f"d/{k:02}.txt", f"{k} {WRONG}\n" * (k + 1))
    write("d/bad.csv", 'a,b\n1,"زریعے\n')
    one = command("check", "d", "d/bad.csv", "--column", "a")
    several = process("check", "-j", "3", "d", "d/bad.csv", "--column", "a", cwd=tmp_path)
    assert several == one
    assert one.code == 2
    assert process("-j", "2", "d", cwd=tmp_path).out == command("d").out


def test_python_m(tmp_path: Path) -> None:
    assert process("-", cwd=tmp_path, stdin=WRONG.encode()).out == RIGHT.encode()


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    import subprocess
    import sys

    from tests.cli.conftest import environment

    path = write(tmp_path / "a.txt", f"{WRONG}\n" * 40_000)
    made = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m urdu_norm {path} | head -n 1"],
        capture_output=True,
        env=environment(),
        check=True,
    )
    assert made.stdout.decode() == RIGHT + "\n"
    assert made.stderr == b""


def test_live_input_is_answered_at_once(tmp_path: Path) -> None:
    import subprocess
    import sys

    from tests.cli.conftest import environment

    with subprocess.Popen(
        [sys.executable, "-m", "urdu_norm"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
        cwd=tmp_path,
    ) as running:
        assert running.stdin
        assert running.stdout
        for _ in range(3):
            running.stdin.write((WRONG + "\n").encode())
            running.stdin.flush()
            assert running.stdout.readline().decode() == RIGHT + "\n"
        running.stdin.close()
        assert running.wait() == 0


def test_suggestions_are_shown_but_change_nothing(command: Command) -> None:
    from urdu_norm import explain

    text = "کتااب"
    (one,) = explain(text).suggestions
    write("a.txt", text)
    assert command("check", "a.txt").out == b""
    assert command("check", "--suggestions", "a.txt").text.startswith(
        f"a.txt:1:1: {one.rule} (suggestion) {text} may be {one.candidates[0]}"
    )
    assert command("check", "--suggestions", "a.txt").code == 0
    assert "not changed, not certain" in command("explain", "a.txt").text
    found = json.loads(command("--json", "--suggestions", "a.txt").text.splitlines()[0])
    assert (found["type"], found["candidates"]) == ("suggestion", list(one.candidates))
    assert command("--format", "github", "--suggestions", "a.txt").text.startswith("::notice file=a.txt,line=1,col=1,")
    (result,) = json.loads(command("--format", "sarif", "--suggestions", "a.txt").out)["runs"][0]["results"]
    assert result["level"] == "note"
    assert f'<mark title="{one.candidates[0]}' in command("report", "a.txt").text
    assert command("-w", "a.txt").code == 0
    assert Path("a.txt").read_text() == text


def test_export(command: Command, tmp_path: Path) -> None:
    from urdu_norm import STANDARD
    from urdu_norm.export import TARGETS

    listed = command("export").text
    assert [line.split()[0] for line in listed.splitlines()] == sorted(TARGETS)
    for target in TARGETS:
        made = command("export", target, "-o", f"out/{target}")
        assert made.code == 0
        files = {path.name: path.read_text() for path in Path(f"out/{target}").iterdir()}
        assert files == TARGETS[target](STANDARD)
        assert sorted(made.text.split()) == sorted(f"out/{target}/{name}" for name in files)
