"""A file keeps every byte that no rule is about: marks, line ends, undecodable bytes, encodings, compression."""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.conftest import RIGHT, WRONG, Command
from urdu_norm import STANDARD, Normalizer
from urdu_norm.cli.codecs import Decoded
from urdu_norm.cli.inputs.text import Text
from urdu_norm.cli.work import Want

NORMALIZER = Normalizer()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\v", "\n\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends(command: Command, end: str, last: bool) -> None:
    tail = end if last else ""
    assert command(stdin=f"{WRONG}{end}{WRONG}{tail}").out == f"{RIGHT}{end}{RIGHT}{tail}".encode()


@pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\x00\x00", b"\r", b"\xef\xbb"])
def test_tiny_files(command: Command, data: bytes) -> None:
    Path("a.txt").write_bytes(data)
    assert command("a.txt").out == data
    assert command("-w", "a.txt").code == 0
    assert Path("a.txt").read_bytes() == data
    assert command("a.txt", "-o", "b.txt").code == 0
    assert Path("b.txt").read_bytes() == data


def test_undecodable_bytes(command: Command) -> None:
    data = b"\xff " + WRONG.encode() + b"\n\xd9 \x80\xed\xa0\x80 " + WRONG.encode()
    assert command(stdin=data).out == b"\xff " + RIGHT.encode() + b"\n\xd9 \x80\xed\xa0\x80 " + RIGHT.encode()


@pytest.mark.parametrize(
    ("mark", "encoding", "flags"),
    [
        (codecs.BOM_UTF8, "utf-8", []),
        (codecs.BOM_UTF16_LE, "utf-16-le", []),
        (codecs.BOM_UTF16_BE, "utf-16-be", []),
        (codecs.BOM_UTF32_LE, "utf-32-le", []),
        (codecs.BOM_UTF32_BE, "utf-32-be", []),
        (codecs.BOM_UTF16_BE, "utf-16-be", ["--encoding", "utf-16"]),
        (b"", "utf-16-le", ["--encoding", "utf-16"]),
        (b"", "utf-16-be", ["--encoding", "utf-16-be"]),
        (codecs.BOM_UTF8, "utf-8", ["--encoding", "utf-8-sig"]),
    ],
)
def test_encodings_and_marks(command: Command, mark: bytes, encoding: str, flags: list[str]) -> None:
    Path("a.txt").write_bytes(mark + f"{WRONG}\r\n{WRONG}".encode(encoding))
    assert command("-w", *flags, "a.txt").code == 0
    assert Path("a.txt").read_bytes() == mark + f"{RIGHT}\r\n{RIGHT}".encode(encoding)


def test_utf_16_with_a_lone_surrogate(command: Command) -> None:
    before = f"\ud800 {WRONG}\n".encode("utf-16-le", "surrogatepass")
    after = f"\ud800 {RIGHT}\n".encode("utf-16-le", "surrogatepass")
    assert command("--encoding", "utf-16-le", stdin=before).out == after


def test_an_encoding_that_lacks_a_letter(command: Command) -> None:
    """windows-1256 has no Urdu yeh: nothing is lost silently, and converting is one flag."""
    before = "\nكتاب ميں زريعے".encode("windows-1256")
    Path("a.txt").write_bytes(before)
    result = command("-w", "--encoding", "windows-1256", "a.txt")
    assert result.code == 2
    assert result.err.startswith("error: a.txt:2: cp1256 has no U+06CC: use --output-encoding utf-8\n")
    assert Path("a.txt").read_bytes() == before
    assert command("-w", "--encoding", "windows-1256", "--output-encoding", "utf-8", "a.txt").code == 0
    assert Path("a.txt").read_text() == "\nکتاب میں ذریعے"


def test_windows_1256_stays_windows_1256_where_it_can(command: Command) -> None:
    assert command("--encoding", "cp1256", stdin="كب\xa0\r\n".encode("cp1256")).out.decode("cp1256").startswith("کب")


def test_an_unchanged_file_of_another_encoding(command: Command) -> None:
    every = bytes(range(256))
    assert (
        command(
            "--encoding",
            "cp1256",
            "--profile",
            "minimal",
            "--disable",
            "characters",
            "--disable",
            "spacing",
            stdin=every,
        ).out
        == every
    )


def test_utf_16_cut_short(command: Command) -> None:
    data = WRONG.encode("utf-16-le")[:-1]
    Path("a.txt").write_bytes(data)
    result = command("-w", "--encoding", "utf-16-le", "a.txt")
    assert result.code == 2
    assert f"error: a.txt: not utf-16-le at byte {len(data) - 1}" in result.err
    assert Path("a.txt").read_bytes() == data


def _zst(data: bytes) -> bytes:
    zstd = pytest.importorskip("backports.zstd")
    return bytes(zstd.compress(data))


def _unzst(data: bytes) -> bytes:
    zstd = pytest.importorskip("backports.zstd")
    return bytes(zstd.decompress(data))


COMPRESSIONS: list[tuple[str, Callable[[bytes], bytes], Callable[[bytes], bytes]]] = [
    (".gz", gzip.compress, gzip.decompress),
    (".bz2", bz2.compress, bz2.decompress),
    (".xz", lzma.compress, lzma.decompress),
    (".zst", _zst, _unzst),
]


@pytest.mark.parametrize(
    ("suffix", "pack", "unpack"), COMPRESSIONS, ids=lambda one: one if isinstance(one, str) else ""
)
def test_compressed_files(
    command: Command, suffix: str, pack: Callable[[bytes], bytes], unpack: Callable[[bytes], bytes]
) -> None:
    path = Path(f"a.jsonl{suffix}")
    path.write_bytes(pack('{"text": "زریعے"}\n'.encode()) + pack(b'{"text": "x"}\n'))  # two members
    new = '{"text": "ذریعے"}\n{"text": "x"}\n'.encode()
    assert command("--field", "text", path).out == new
    assert command("--field", "text", path, "-o", f"b.jsonl{suffix}").code == 0
    assert unpack(Path(f"b.jsonl{suffix}").read_bytes()) == new
    assert command("--field", "text", "-w", path).code == 0
    assert unpack(path.read_bytes()) == new
    before = path.read_bytes()
    assert command("--field", "text", "-w", path).code == 0
    assert path.read_bytes() == before


class Short:
    """A stream that gives a few bytes at a time: blocks become as short as they can be."""

    def __init__(self, data: bytes, size: int) -> None:
        self.data, self.size = data, size

    def read(self, _size: int, /) -> bytes:
        piece, self.data = self.data[: self.size], self.data[self.size :]
        return piece


def through_blocks(data: bytes, size: int, longest: int = 1 << 24) -> bytes:
    handler = Text(STANDARD.guards, longest)
    pieces = []
    line = 1
    for job in handler.blocks(Short(data, size)):
        assert job.data
        assert job.line == line
        line += job.data.count(b"\n")
        done = None if job.raw else handler.work(job, NORMALIZER, Want())
        pieces.append(job.data if done is None or done.data is None else done.data)
    return b"".join(pieces)


LINES = st.lists(
    st.sampled_from(
        [
            WRONG,
            "",
            "زریعے",
            "```",
            "~~~~",
            "```python",
            "<!-- زریعے",
            "زریعے -->",
            "$$",
            "\\[",
            "\\] نطر",
            "<pre>",
            "</pre>",
            "<b>زریعے</b> نطر",
            "\\begin{equation}",
            "\\end{equation}",
            "x < y",
            "زریعے urdu-norm: ignore",
            "urdu-norm: off",
            "urdu-norm: on",
            "# urdu-norm: ignore-next",
        ]
    ),
    max_size=14,
)


@given(LINES, st.integers(1, 60), st.sampled_from(["\n", "\r\n"]), st.booleans())
@settings(max_examples=1500, deadline=None)
def test_blocks_give_what_the_whole_gives(lines: list[str], size: int, end: str, last: bool) -> None:
    """However a stream is cut, the result is the same: no fence, comment, formula or ignored block is torn."""
    data = (end.join(lines) + (end if last else "")).encode()
    assert through_blocks(data, size) == through_blocks(data, len(data) + 1)


@given(LINES)
@settings(max_examples=100, deadline=None)
def test_without_ignore_comments_it_is_what_the_library_gives(lines: list[str]) -> None:
    text = "\n".join(line for line in lines if "urdu-norm" not in line)
    assert through_blocks(text.encode(), 40).decode() == NORMALIZER(text)


@given(st.binary(max_size=300), st.integers(1, 50))
@settings(max_examples=300, deadline=None)
def test_any_bytes_come_through(data: bytes, size: int) -> None:
    """What is not text for any rule comes out as it went in, however it is cut."""
    whole = through_blocks(data, len(data) + 1)
    assert through_blocks(data, size) == whole
    assert through_blocks(whole, size) == whole
    assert whole.count(b"\n") == data.count(b"\n")
    assert whole.count(b"\r") == data.count(b"\r")
    if all(byte < 0x80 and (byte >= 0x20 or byte in (9, 10, 13)) for byte in data):
        assert [line.rstrip(b" \t") for line in data.split()] == whole.split()


@given(
    st.text(max_size=200), st.integers(1, 40), st.sampled_from(["utf-16-le", "utf-32-be", "utf-8", "cp1256", "gb18030"])
)
@settings(max_examples=200, deadline=None)
def test_decoding_in_pieces_loses_nothing(text: str, size: int, encoding: str) -> None:
    data = text.encode(encoding, "ignore")
    stream = Decoded("x", Short(data, size), encoding)
    made = b"".join(iter(lambda: stream.read(1 << 20), b""))
    if stream.encoder is None:
        assert data == b""
    else:
        assert stream.encoder.mark + stream.encoder.encode("x", made) == data


def test_a_long_line_is_cut_at_a_space_and_said_so(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (WRONG[:-2] + " ") * 200
    assert through_blocks(data.encode(), 100, 1000).decode() == NORMALIZER(data.rstrip(" ")) + " "
    word = "ب" * 3000
    assert through_blocks(word.encode(), 100, 1000).decode() == word
    monkeypatch.setattr("urdu_norm.cli.inputs.text.Text.longest", 1 << 20, raising=False)
    handler = Text(STANDARD.guards, 1 << 20)
    notes = [job.note for job in handler.blocks(Short(data.encode() * 200, 1 << 16)) if job.note]
    assert notes
    assert set(notes) == {"a line of more than 1 MB was cut at a space"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("زریعے urdu-norm: ignore\nزریعے", "زریعے urdu-norm: ignore\nذریعے"),
        ("زریعے <!-- urdu-norm:ignore -->\nزریعے", "زریعے <!-- urdu-norm:ignore -->\nذریعے"),
        ("urdu-norm: ignore-next\nزریعے\nزریعے", "urdu-norm: ignore-next\nزریعے\nذریعے"),
        (
            "زریعے\nurdu-norm: off\nزریعے\nزریعے\nurdu-norm: on\nزریعے",
            "ذریعے\nurdu-norm: off\nزریعے\nزریعے\nurdu-norm: on\nذریعے",
        ),
        ("urdu-norm: off\r\nزریعے\r\n", "urdu-norm: off\r\nزریعے\r\n"),
        ("urdu-norm: ignored\nزریعے", "urdu-norm: ignored\nذریعے"),
        ("urdu-norm: on\nزریعے", "urdu-norm: on\nذریعے"),
    ],
)
def test_ignore_comments(command: Command, before: str, after: str) -> None:
    assert command(stdin=before).text == after
    assert command("--input-format", "md", stdin=before).text == after


@pytest.mark.parametrize("size", [7, 50, 64])
@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("```python", "```"),
        ("~~~", "~~~~~"),
        ("urdu-norm: off", "x urdu-norm: on y"),
        ("```", ""),
        ("urdu-norm: off", ""),
    ],
)
def test_a_region_longer_than_patience_is_passed_through(
    monkeypatch: pytest.MonkeyPatch, opening: str, closing: str, size: int
) -> None:
    """Memory stays bounded inside a fence or an ignored block of any length, closed or not."""
    monkeypatch.setattr("urdu_norm.cli.inputs.text._PATIENCE", 100)
    inside = f"{WRONG}\n" * 30
    before = f"{WRONG}\n{opening}\n{inside}{closing}\n{WRONG}\n"
    last = RIGHT if closing else WRONG
    after = f"{RIGHT}\n{opening}\n{inside}{closing}\n{last}\n"
    assert through_blocks(before.encode(), size).decode() == after
    jobs = list(Text(STANDARD.guards).blocks(Short(before.encode(), size)))
    assert max(len(job.data) for job in jobs) < 400
    assert any(job.raw for job in jobs)


@pytest.mark.parametrize("size", [7, 64])
def test_a_comment_that_is_never_closed_is_waited_for_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("urdu_norm.cli.inputs.text._PATIENCE", 100)
    before = f"<!-- x\n{WRONG}\n" + f"{WRONG}\n" * 30
    assert through_blocks(before.encode(), size).decode() == before.replace(WRONG, RIGHT)


def test_a_huge_line_inside_a_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urdu_norm.cli.inputs.text._PATIENCE", 100)
    before = f"urdu-norm: off\n{'زریعے ' * 600}\nurdu-norm: on\n{WRONG}\n"
    assert through_blocks(before.encode(), 64, 1000).decode() == before.replace(WRONG, RIGHT)
