"""JSON Lines, CSV, TSV, Parquet: one field changes, every other byte stays."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.conftest import RIGHT, WRONG, Command
from tests.cli.test_bytes import Short
from urdu_norm import Normalizer
from urdu_norm.cli.errors import InputError
from urdu_norm.cli.inputs.delimited import Delimited
from urdu_norm.cli.inputs.jsonl import JsonLines, places
from urdu_norm.cli.work import Want

NORMALIZER = Normalizer()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"text": "زریعے", "other": "زریعے"}', '{"text": "ذریعے", "other": "زریعے"}'),
        ('  {"n" : 1.50 ,"text":"زریعے"\t, "e":1E5}  ', '  {"n" : 1.50 ,"text":"ذریعے"\t, "e":1E5}  '),
        ('{"text": "\\u0632\\u0631\\u06CC\\u0639\\u06d2 \\/"}', '{"text": "\\u0630\\u0631\\u06CC\\u0639\\u06d2 \\/"}'),
        ('{"text": "\\"زریعے\\" \\\\ \\ud83d\\ude00"}', '{"text": "\\"ذریعے\\" \\\\ \\ud83d\\ude00"}'),
        ('{"text": "\\ud800 زریعے"}', '{"text": "\\ud800 ذریعے"}'),
        ('{"text": null}', '{"text": null}'),
        ('{"text": ["زریعے", 1, {"text": "زریعے"}]}', '{"text": ["ذریعے", 1, {"text": "زریعے"}]}'),
        ('{"a": {"text": "زریعے"}}', '{"a": {"text": "زریعے"}}'),
        ('{"text": "زریعے", "text": "نطر"}', '{"text": "ذریعے", "text": "نظر"}'),
        ("[1, 2]", "[1, 2]"),
        ('"زریعے"', '"زریعے"'),
    ],
)
def test_json_lines(command: Command, before: str, after: str) -> None:
    known = '{"text": ""}'
    for end in ("\n", "\r\n"):
        result = command("--input-format", "jsonl", "--field", "text", stdin=f"{before}{end}{end}{known}")
        assert result == (0, f"{after}{end}{end}{known}".encode(), "")


def test_json_paths(command: Command) -> None:
    line = '{"messages": [{"role": "نطر", "content": "زریعے"}, {"content": "نطر"}], "meta": {"title": "زریعے"}}'
    result = command("--input-format", "jsonl", "--field", "messages.content,meta.title", stdin=line)
    assert result.text == (
        '{"messages": [{"role": "نطر", "content": "ذریعے"}, {"content": "نظر"}], "meta": {"title": "ذریعے"}}'
    )


def test_json_with_bytes_that_are_not_utf_8(command: Command) -> None:
    data = b'{"x": "\xff", "text": "\xff ' + "زریعے".encode() + b'"}'
    assert command("--input-format", "jsonl", "--field", "text", stdin=data).out == data.replace(
        "زریعے".encode(), "ذریعے".encode()
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.just("زریعے"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "a", "b"]), inner, max_size=3),
    max_leaves=12,
)


@given(JSON, st.booleans(), st.sampled_from([None, (",", ":"), (" , ", " : ")]))
@settings(max_examples=300, deadline=None)
def test_json_values_are_found_where_they_are(value: Any, ascii_only: bool, separators: tuple[str, str] | None) -> None:
    line = json.dumps(value, ensure_ascii=ascii_only, separators=separators)
    for path in (["text"], ["a", "text"], ["b"]):
        expected: list[str] = []
        _collect(value, path, expected)
        found = list(places(line, path))
        assert [text for _, _, text in found] == expected
        for start, end, text in found:
            assert json.loads(f'"{line[start:end]}"') == text


def _collect(value: Any, path: list[str], found: list[str]) -> None:
    if isinstance(value, list):
        for one in value:
            _collect(one, path, found)
    elif isinstance(value, dict) and path:
        for key, one in value.items():
            if key == path[0]:
                _collect(one, path[1:], found)
    elif isinstance(value, str) and not path:
        found.append(value)


@given(JSON, st.booleans())
@settings(max_examples=200, deadline=None)
def test_json_is_what_it_was_but_for_the_field(value: Any, ascii_only: bool) -> None:
    line = json.dumps({"keep": value, "text": [WRONG, value]}, ensure_ascii=ascii_only)
    data = line.encode("utf-8", "surrogatepass")
    (job,) = JsonLines(("text",)).blocks(Short(data, 1 << 20))
    made = JsonLines(("text",)).work(job, NORMALIZER, Want()).data or data
    record = json.loads(made.decode("utf-8", "surrogatepass"))
    assert record["keep"] == json.loads(line)["keep"]
    assert record["text"][0] == RIGHT
    assert made.isascii() == data.isascii()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "a"', "Expecting ',' delimiter (column 13)"),
        ('{"text" "a"}', "Expecting ':' delimiter (column 9)"),
        ("{text: 1}", "Expecting property name enclosed in double quotes (column 2)"),
        ('{"a": tru}', "Expecting value (column 7)"),
        ('{"text": "a}', "Unterminated string starting at (column 10)"),
        ('{"text": "a"} x', "Extra data (column 15)"),
        ('{"text": [1, "a"', "Expecting ',' delimiter (column 17)"),
        ("[" * 100_000, ""),
    ],
)
def test_invalid_json_names_the_line(command: Command, line: str, message: str) -> None:
    Path("a.jsonl").write_text('{"text": "زریعے"}\n\n' + line + "\n")
    before = Path("a.jsonl").read_bytes()
    result = command("-w", "--field", "text", "a.jsonl")
    assert result.code == 2
    assert result.err.startswith(f"error: a.jsonl:3: not valid JSON: {message}")
    assert Path("a.jsonl").read_bytes() == before


def test_a_field_that_nobody_has(command: Command) -> None:
    Path("a.jsonl").write_text('{"text": "زریعے"}\n')
    assert "error: a.jsonl: no record has a text at 'txt'\n" in command("--check", "--field", "txt", "a.jsonl").err
    assert "error: a.jsonl: JSON Lines need --field KEY\n" in command("--check", "a.jsonl").err


# ------------------------------------------------------------------ CSV

CSV = 'id,text,note\r\n1,"زریعے ""الف"" ,\nنطر",زریعے\r\n2,زریعے,"زریعے"\r\n\r\n3,"زریعے",\r\n'
CSV_AFTER = 'id,text,note\r\n1,"ذریعے ""الف"" ,\nنظر",زریعے\r\n2,ذریعے,"زریعے"\r\n\r\n3,"ذریعے",\r\n'


@pytest.mark.parametrize("column", ["text", "2"])
def test_csv(command: Command, column: str) -> None:
    Path("a.csv").write_bytes(CSV.encode())
    assert command("--column", column, "a.csv").out == CSV_AFTER.encode()
    assert command("-w", "-q", "--column", column, "a.csv").code == 0
    before = list(csv.reader(io.StringIO(CSV, newline="")))
    after = list(csv.reader(io.StringIO(Path("a.csv").read_bytes().decode(), newline="")))
    for old, new in zip(before, after, strict=True):
        assert old[:1] + old[2:] == new[:1] + new[2:]
        if len(old) > 1:
            assert new[1] == NORMALIZER(old[1])


def test_csv_without_header_and_with_another_delimiter(command: Command) -> None:
    result = command("--input-format", "csv", "--no-header", "--column", "2", "--delimiter", ";", stdin="زریعے;زریعے\n")
    assert result.text == "زریعے;ذریعے\n"


def test_tsv(command: Command) -> None:
    assert (
        command("--input-format", "tsv", "--column", "b", stdin='a\tb\n"x\ty"\tزریعے\n').text == 'a\tb\n"x\ty"\tذریعے\n'
    )
    raw = 'a\tb\n"x\t"زریعے\n'
    assert command("--input-format", "tsv", "--column", "b", stdin=raw).code == 2
    assert command("--input-format", "tsv", "--no-quotes", "--column", "b", stdin=raw).text == 'a\tb\n"x\t"ذریعے\n'


@pytest.mark.parametrize(
    ("content", "flags", "message"),
    [
        ("id,text\n1,x\n", ["--column", "texr"], ":1: no column 'texr'; did you mean 'text'? (there are: id, text)"),
        ("id,text\n1,x\n", ["--column", "3"], ":1: no column '3' (there are: id, text)"),
        ("id,text\n1,x\n", ["--column", "3", "--no-header"], ":1: no column '3' (there are: 1 to 2)"),
        ("id,text\n1,x\n", [], ": CSV needs --column NAME"),
        ("id,text\n1,x\n2,y,z\n", ["--column", "text"], ":3: 3 cells, expected 2"),
        ('id,text\n1,"زریعے\nx\n', ["--column", "text"], ":2: a quoted cell that is not closed"),
        ('id,text\n1,x\n2,"a" b\n', ["--column", "text"], ":3: a quoted cell that is not closed"),
    ],
)
def test_csv_errors_name_the_line(command: Command, content: str, flags: list[str], message: str) -> None:
    Path("a.csv").write_text(content)
    result = command("-w", *flags, "a.csv")
    assert result.code == 2
    assert result.err.startswith(f"error: a.csv{message}")
    assert Path("a.csv").read_text() == content


CELLS = st.sampled_from(
    ["", "x", WRONG, "زریعے", 'ا "ب" پ', "ا,ب", "ا\nب", "زریعے\r\nنطر", '"', '""', " ", '5" پائپ', "'"]
)


@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8), st.sampled_from([",", "\t", ";"]), st.booleans()
)
@settings(max_examples=300, deadline=None)
def test_csv_as_python_writes_it(rows: list[tuple[str, str, str]], delimiter: str, everything: bool) -> None:
    """However it is cut and quoted, only the column changes, as if each cell had been normalized alone."""
    file = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if everything else csv.QUOTE_MINIMAL
    writer = csv.writer(file, delimiter=delimiter, quoting=quoting)
    writer.writerow(["a", "b", "c"])
    writer.writerows(rows)
    data = file.getvalue().encode()
    for size in (len(data) + 1, 11):
        handler = Delimited(("b",), delimiter)
        pieces = []
        for job in handler.blocks(Short(data, size)):
            done = handler.work(job, NORMALIZER, Want())
            pieces.append(job.data if done.data is None else done.data)
        made = list(csv.reader(io.StringIO(b"".join(pieces).decode(), newline=""), delimiter=delimiter))
        assert made[1:] == [[a, NORMALIZER(b), c] for a, b, c in rows]


def test_a_quote_left_open_is_found_before_memory_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urdu_norm.cli.inputs.delimited.LONGEST", 1000)
    data = b'a,b\n1,"' + b"x\n" * 5000
    with pytest.raises(InputError, match="is a quote left open"):
        list(Delimited(("b",)).blocks(Short(data, 512)))


# ------------------------------------------------------------------ Parquet


@pytest.fixture
def table() -> Any:
    pa = pytest.importorskip("pyarrow")
    texts = [WRONG, None, "x", "زریعے"] * 5
    schema = pa.schema(
        [
            pa.field("id", pa.int32(), nullable=False, metadata={b"k": b"v"}),
            pa.field("text", pa.string()),
            pa.field("large", pa.large_string()),
            pa.field("tag", pa.dictionary(pa.int8(), pa.string())),
            pa.field("many", pa.list_(pa.string())),
            pa.field("other", pa.string()),
            pa.field("when", pa.timestamp("us", "Asia/Karachi")),
            pa.field("score", pa.float32()),
            pa.field("raw", pa.binary()),
        ],
        metadata={b"huggingface": b"{}"},
    )
    columns = {
        "id": list(range(20)),
        "text": texts,
        "large": texts,
        "tag": texts,
        "many": [[one, "نطر"] if one else None for one in texts],
        "other": texts,
        "when": [k * 1_000_000 for k in range(20)],
        "score": [k / 7 for k in range(20)],
        "raw": [bytes([k, 255]) for k in range(20)],
    }
    return pa.table(columns, schema=schema)


@pytest.mark.parametrize("compression", ["snappy", "zstd", "gzip", "none"])
def test_parquet(command: Command, table: Any, compression: str) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, "a.parquet", row_group_size=6, compression=compression)
    schema = pq.read_schema("a.parquet")
    result = command("-w", "--column", "text,large,tag,many", "a.parquet")
    assert (result.code, result.out) == (0, b"")
    with pq.ParquetFile("a.parquet") as file:
        metadata = file.metadata
        assert [metadata.row_group(k).num_rows for k in range(metadata.num_row_groups)] == [6, 6, 6, 2]
        assert metadata.row_group(0).column(0).compression == {"none": "UNCOMPRESSED"}.get(
            compression, compression.upper()
        )
        after = file.read()
    assert after.schema.equals(schema, check_metadata=True)
    assert after.schema.metadata == table.schema.metadata
    expected = [None if one is None else NORMALIZER(one) for one in table["text"].to_pylist()]
    for name in ("text", "large", "tag"):
        assert after[name].to_pylist() == expected
    assert after["many"].to_pylist() == [[one, "نظر"] if one else None for one in expected]
    for name in ("id", "other", "when", "score", "raw"):
        assert after[name].equals(table[name])
    before = Path("a.parquet").read_bytes()
    assert command("-w", "--column", "text", "a.parquet").code == 0
    assert Path("a.parquet").read_bytes() == before


def test_parquet_read_by_others(command: Command, table: Any) -> None:
    import pyarrow.parquet as pq

    plain = table.drop_columns(["tag"])
    pq.write_table(plain, "a.parquet", row_group_size=7)
    assert command("a.parquet", "--column", "text", "-o", "b.parquet").code == 0
    polars = pytest.importorskip("polars")
    old, new = polars.read_parquet("a.parquet"), polars.read_parquet("b.parquet")
    assert new.drop("text").equals(old.drop("text"))
    assert new["text"].to_list() == [one and NORMALIZER(one) for one in old["text"].to_list()]
    duckdb = pytest.importorskip("duckdb")
    query = "select id, other, score, raw, large, many from '{}' order by id"
    assert duckdb.sql(query.format("a.parquet")).fetchall() == duckdb.sql(query.format("b.parquet")).fetchall()
    assert duckdb.sql("select text from 'b.parquet' where id = 0").fetchall() == [(RIGHT,)]


def test_csv_and_jsonl_read_by_others(command: Command) -> None:
    polars = pytest.importorskip("polars")
    rows = [{"id": k, "text": WRONG, "other": 'زریعے, "x"\nنطر', "n": k / 3} for k in range(30)]
    frame = polars.DataFrame(rows)
    frame.write_csv("a.csv")
    frame.write_ndjson("a.jsonl")
    for name, flag, read in (("a.csv", "--column", polars.read_csv), ("a.jsonl", "--field", polars.read_ndjson)):
        assert command("-w", flag, "text", name).code == 0
        after = read(name)
        assert after.drop("text").equals(frame.drop("text"))
        assert set(after["text"]) == {RIGHT}


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--check", "--column", "texr"], "no column 'texr'; did you mean 'text'?"),
        (["--check", "--column", "id"], "column 'id' is int32, not text"),
        (["--check"], "Parquet needs --column NAME"),
        (["--column", "text"], "Parquet needs -w or -o FILE"),
    ],
)
def test_parquet_errors(command: Command, table: Any, flags: list[str], message: str) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, "a.parquet")
    result = command(*flags, "a.parquet")
    assert result.code == 2
    assert f"error: a.parquet: {message}" in result.err


def test_parquet_changes_name_the_row(command: Command, table: Any) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, "a.parquet", row_group_size=6)
    lines = command("check", "--column", "text", "a.parquet").text.splitlines()
    assert lines[4] == "a.parquet:4:text:1: words/homophones زریعے becomes ذریعے"
    assert lines[-1].startswith("a.parquet:20:text:")
    assert command("check", "--column", "text", "a.parquet").code == 1
