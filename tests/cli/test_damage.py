"""Damaged input, full disks, signals: never a lost or half-written file, one line saying where, the right exit code."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.conftest import RIGHT, WRONG, Command, Result, environment, process
from urdu_norm.cli import main

ROOT_USER = hasattr(os, "geteuid") and os.geteuid() == 0


class Damage(NamedTuple):
    """A file that must be refused: its name and bytes, flags, and what the error has to say behind the name."""

    id: str
    name: str
    data: bytes
    flags: tuple[str, ...]
    says: str


TEXT = "".join(f"{k} {WRONG}\n" for k in range(3000)).encode()
CLEAN = '{"text": "متن"}\n'


def _zst(data: bytes) -> bytes:
    from backports import zstd

    return bytes(zstd.compress(data))


def compressed() -> Iterator[Damage]:
    packers: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}
    with contextlib.suppress(ImportError):
        _zst(b"")
        packers["zst"] = _zst
    for kind, pack in packers.items():
        good = pack(TEXT)
        says = f": damaged {kind} data: "
        for part in (0.05, 0.5, 0.95):
            yield Damage(f"{kind}-cut-{part}", f"a.txt.{kind}", good[: int(len(good) * part)], (), says)
        yield Damage(f"{kind}-last-byte-lost", f"a.txt.{kind}", good[:-1], (), says)
        yield Damage(f"{kind}-not-at-all", f"a.txt.{kind}", TEXT[:500], (), says)
        if kind != "zst":  # its frames carry no checksum by default
            middle = len(good) // 2
            flipped = good[:middle] + bytes([good[middle] ^ 0x55]) + good[middle + 1 :]
            yield Damage(f"{kind}-flipped", f"a.txt.{kind}", flipped, (), says)
        yield Damage(f"{kind}-second-member-cut", f"a.txt.{kind}", good + good[: len(good) // 2], (), says)


def json_lines() -> Iterator[Damage]:
    wrong = {
        "open-object": '{"text": "زریعے"',
        "open-string": '{"text": "زریعے}',
        "no-colon": '{"text" "زریعے"}',
        "bare-key": "{text: 1}",
        "bad-literal": '{"text": nul}',
        "two-values": '{"text": "زریعے"} {}',
        "bad-escape": '{"text": "\\x"}',
        "csv": "زریعے,نطر",
    }
    for name, line in wrong.items():
        for place, before in (("first", ""), ("second-block", CLEAN * 60_000)):
            number = before.count("\n") + 1
            data = f"{before}{line}\n{CLEAN}".encode()
            yield Damage(f"json-{name}-{place}", "a.jsonl", data, ("--field", "text"), f":{number}: not valid JSON: ")
    yield Damage(
        "json-last-line-cut", "a.jsonl", (CLEAN * 5 + '{"te').encode(), ("--field", "text"), ":6: not valid JSON"
    )
    yield Damage("json-no-field", "a.jsonl", CLEAN.encode(), ("--field", "txt"), ": no record has a text at 'txt'")
    yield Damage("json-gz-bad", "a.jsonl.gz", gzip.compress(b"{"), ("--field", "text"), ":1: not valid JSON")


def delimited() -> Iterator[Damage]:
    good = "id,text\n" + "1,متن\n" * 3
    many = "id,text\n" + "1,متن\n" * 150_000
    for place, head in (("early", good), ("second-block", many)):
        number = head.count("\n") + 1
        flags = ("--column", "text")
        yield Damage(
            f"csv-cell-too-many-{place}",
            "a.csv",
            f"{head}1,زریعے,x\n".encode(),
            flags,
            f":{number}: 3 cells, expected 2",
        )
        yield Damage(
            f"csv-cell-missing-{place}", "a.csv", f"{head}زریعے\n".encode(), flags, f":{number}: 1 cells, expected 2"
        )
        yield Damage(
            f"csv-open-quote-{place}", "a.csv", f'{head}1,"زریعے\n'.encode(), flags, f":{number}: a quoted cell"
        )
    yield Damage(
        "csv-wrong-column", "a.csv", good.encode(), ("--column", "txt"), ":1: no column 'txt'; did you mean 'text'?"
    )
    yield Damage("csv-column-zero", "a.csv", good.encode(), ("--column", "0"), ":1: no column '0'")
    yield Damage(
        "csv-wrong-delimiter", "a.csv", good.encode(), ("--column", "text", "--delimiter", ";"), ":1: no column"
    )
    yield Damage("tsv-ragged", "a.tsv", "a\tb\nزریعے\n".encode(), ("--column", "a"), ":2: 1 cells, expected 2")
    yield Damage("csv-no-column", "a.csv", good.encode(), (), ": CSV needs --column NAME")


def parquet() -> Iterator[Damage]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        return
    file = io.BytesIO()
    pq.write_table(pa.table({"text": [WRONG] * 2000, "id": range(2000)}), file, row_group_size=500)
    good = file.getvalue()
    flags = ("--column", "text")
    for part in (0.1, 0.5, 0.9, 0.99):
        yield Damage(
            f"parquet-cut-{part}", "a.parquet", good[: int(len(good) * part)], flags, ": damaged Parquet file: "
        )
    yield Damage("parquet-last-byte-lost", "a.parquet", good[:-1], flags, ": damaged Parquet file: ")
    yield Damage("parquet-empty", "a.parquet", b"", flags, ": damaged Parquet file: ")
    yield Damage("parquet-text", "a.parquet", TEXT, flags, ": damaged Parquet file: ")
    yield Damage(
        "parquet-pages-zeroed", "a.parquet", good[:4] + bytes(300) + good[304:], flags, ": damaged Parquet file: "
    )
    yield Damage("parquet-wrong-column", "a.parquet", good, ("--column", "txt"), ": no column 'txt'")
    yield Damage("parquet-number", "a.parquet", good, ("--column", "id"), ": column 'id' is int64, not text")


def encoded() -> Iterator[Damage]:
    yield Damage(
        "utf-16-cut",
        "a.txt",
        TEXT.decode().encode("utf-16-le")[:-1],
        ("--encoding", "utf-16-le"),
        ": not utf-16-le at byte ",
    )
    yield Damage(
        "utf-32-out-of-range", "a.txt", b"\x00\x00\x11\x00", ("--encoding", "utf-32-le"), ": not utf-32-le at byte 0"
    )
    yield Damage("utf-16-mark-only-half", "a.txt", b"\xff\xfe\x00", (), ": not utf-16-le at byte 2")
    yield Damage(
        "cp1256-lacks-yeh",
        "a.txt",
        "ا\nكتاب ميں".encode("cp1256"),
        ("--encoding", "cp1256"),
        ":2: cp1256 has no U+06CC",
    )
    yield Damage("ascii-lacks-everything", "a.txt", TEXT, ("--output-encoding", "ascii"), ":1: ascii has no U+06")


DAMAGED = [*compressed(), *json_lines(), *delimited(), *parquet(), *encoded()]


def only(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".git")


@pytest.mark.parametrize("damage", DAMAGED, ids=lambda one: one.id)
def test_a_damaged_file_stays_as_it_was(command: Command, tmp_path: Path, damage: Damage) -> None:
    path = Path(damage.name)
    path.write_bytes(damage.data)
    others = [] if "encoding" in "".join(damage.flags) else ["b.txt"]
    for other in others:
        Path(other).write_text(WRONG)
    result = command("-w", "-q", *damage.flags, damage.name, *others)
    assert result.code == 2
    assert result.err.count("\n") == 1, result.err
    assert result.err.startswith(f"error: {damage.name}{damage.says}")
    assert path.read_bytes() == damage.data
    assert only(tmp_path) == sorted([damage.name, *others])
    for other in others:
        assert Path(other).read_text() == RIGHT, "one damaged file must not stop the others"


@pytest.mark.parametrize("damage", DAMAGED[:: len(DAMAGED) // 12], ids=lambda one: one.id)
@pytest.mark.parametrize("flags", [("-j", "2", "-w"), ("--check",), ("-o", "out.txt")], ids=lambda one: one[0])
def test_in_every_mode(command: Command, tmp_path: Path, damage: Damage, flags: tuple[str, ...]) -> None:
    Path(damage.name).write_bytes(damage.data)
    result = command(*flags, "-q", *damage.flags, damage.name)
    assert result.code == 2
    assert result.err.startswith(f"error: {damage.name}{damage.says}"[: len(damage.name) + 9])
    assert result.err.count("\n") == 1
    assert Path(damage.name).read_bytes() == damage.data
    assert only(tmp_path) == [damage.name]


# ------------------------------------------------------------------ the file system


def special(kind: str) -> str:
    """Make a special file; return what the error says about it."""
    path = Path("a.txt")
    if kind == "missing":
        return "no such file"
    if kind == "dangling-link":
        path.symlink_to("nowhere.txt")
        return "a symbolic link that leads nowhere"
    if kind == "link-loop":
        path.symlink_to("b.txt")
        Path("b.txt").symlink_to("a.txt")
        return "a symbolic link that leads nowhere"
    if kind == "read-only":
        path.write_bytes(TEXT)
        path.chmod(0o444)
        return "is read-only"
    if kind == "link-to-read-only":
        Path("target.txt").write_bytes(TEXT)
        Path("target.txt").chmod(0o444)
        path.symlink_to("target.txt")
        return "is read-only"
    if kind == "device":
        path.symlink_to("/dev/null")
        return ""
    raise AssertionError(kind)


@pytest.mark.parametrize("kind", ["missing", "dangling-link", "link-loop", "read-only", "link-to-read-only"])
def test_special_files(command: Command, tmp_path: Path, kind: str) -> None:
    says = special(kind)
    before = only(tmp_path)
    result = command("-w", "-q", "a.txt")
    assert result == (2, b"", f"error: a.txt: {says}\n")
    assert only(tmp_path) == before
    if "read-only" in kind:
        assert Path("a.txt").read_bytes() == TEXT


def test_a_device_is_never_replaced(command: Command) -> None:
    special("device")
    assert command("-w", "-q", "a.txt").code == 0
    assert Path("/dev/null").is_char_device()
    Path("b.txt").write_bytes(TEXT)
    result = command("-q", "b.txt", "-o", "/dev/null")
    assert (result.code, result.err) == (2, "error: /dev/null: is not a regular file\n")


def test_a_pipe_can_be_read_but_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["sh", "-c", f"printf '%s' '{WRONG}' > pipe"], cwd=tmp_path):
        assert process("pipe", cwd=tmp_path).out == RIGHT.encode()
    with subprocess.Popen(["sh", "-c", f"printf '%s' '{WRONG}' > pipe"], cwd=tmp_path):
        result = process("-qw", "pipe", cwd=tmp_path)
    assert (result.code, result.err) == (2, "error: pipe: is not a regular file\n")


def without_privilege(*arguments: str, cwd: Path) -> Result:
    """Run the command where root has no more rights than anybody else."""
    drop = []
    if ROOT_USER:
        if not shutil.which("setpriv"):
            pytest.skip("root reads everything: needs setpriv to drop that")
        drop = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    made = subprocess.run(
        [*drop, sys.executable, "-m", "urdu_norm", *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        check=False,
    )
    return Result(made.returncode, made.stdout, made.stderr.decode())


@pytest.mark.parametrize(
    ("mode", "folder_mode", "says"),
    [(0o000, 0o700, "Permission denied"), (0o600, 0o500, "cannot write beside it, left as it was: Permission denied")],
)
def test_without_permission(tmp_path: Path, mode: int, folder_mode: int, says: str) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    path = folder / "a.txt"
    path.write_bytes(TEXT)
    path.chmod(mode)
    folder.chmod(folder_mode)
    try:
        assert without_privilege("-qw", "a.txt", cwd=folder) == (2, b"", f"error: a.txt: {says}\n")
    finally:
        folder.chmod(0o700)
        path.chmod(0o600)
    assert only(folder) == ["a.txt"]
    assert path.read_bytes() == TEXT


def test_a_file_that_somebody_else_changes_is_left_alone(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from urdu_norm.cli.files import Atomic

    path = Path("a.txt")
    path.write_bytes(TEXT)
    commit = Atomic.commit

    def late(self: Atomic) -> None:
        path.write_bytes(b"mine")
        commit(self)

    monkeypatch.setattr(Atomic, "commit", late)
    result = command("-qw", "a.txt")
    assert result.code == 2
    assert "was changed by something else meanwhile" in result.err
    assert path.read_bytes() == b"mine"
    assert only(tmp_path) == ["a.txt"]


# ------------------------------------------------------------------ full disks


def limited(limit: int) -> Callable[[], None]:
    def set_limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return set_limit


def full_disk_files() -> dict[str, tuple[bytes, tuple[str, ...]]]:
    lines = "".join(f'{{"text": "{k} {WRONG}"}}\n' for k in range(9_000)).encode()
    cells = ("id,text\n" + "".join(f"{k},{WRONG}\n" for k in range(9_000))).encode()
    noise = random.Random(1)
    words = "".join(f"{noise.getrandbits(200):x} {WRONG}\n" for k in range(6_000)).encode()
    files: dict[str, tuple[bytes, tuple[str, ...]]] = {
        "a.txt": (words, ()),
        "a.jsonl": (lines, ("--field", "text")),
        "a.csv": (cells, ("--column", "text")),
        "a.txt.gz": (gzip.compress(words), ()),
        "a.txt.bz2": (bz2.compress(words), ()),
        "a.txt.xz": (lzma.compress(words, preset=0), ()),
    }
    with contextlib.suppress(ImportError):
        import pyarrow as pa
        import pyarrow.parquet as pq

        file = io.BytesIO()
        pq.write_table(pa.table({"text": words.decode().splitlines()}), file, compression="none")
        files["a.parquet"] = (file.getvalue(), ("--column", "text"))
    return files


FULL = full_disk_files()


@pytest.mark.parametrize("limit", [0, 4096, 100_000])
@pytest.mark.parametrize("name", FULL)
def test_a_disk_that_is_full(tmp_path: Path, name: str, limit: int) -> None:
    data, flags = FULL[name]
    (tmp_path / name).write_bytes(data)
    result = process("-qw", "--profile", "letters", *flags, name, cwd=tmp_path, preexec_fn=limited(limit))
    assert result.code == 2, result.err
    assert result.err.startswith(f"error: {name}: ")
    assert result.err.endswith("File too large\n")
    assert result.err.count("\n") == 1
    assert (tmp_path / name).read_bytes() == data
    assert only(tmp_path) == [name]


@pytest.mark.skipif(not ROOT_USER or not shutil.which("mount"), reason="needs to mount a small file system")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_small_file_system(tmp_path: Path, jobs: str) -> None:
    data = FULL["a.txt"][0]
    small = tmp_path / "small"
    small.mkdir()
    size = len(data) + 300_000
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", small], capture_output=True, check=False
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        (small / "a.txt").write_bytes(data)
        result = process("-qw", "-p", "letters", "-j", jobs, "a.txt", cwd=small)
        assert (result.code, result.err) == (
            2,
            "error: a.txt: cannot be written, left as it was: No space left on device\n",
        )
        assert (small / "a.txt").read_bytes() == data
        assert only(small) == ["a.txt"]
    finally:
        subprocess.run(["umount", small], check=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("flags", [[], ["--check", "--json"], ["--diff"], ["explain"], ["report"], ["rules"]], ids=str)
def test_standard_output_that_is_full(tmp_path: Path, flags: list[str]) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    with Path("/dev/full").open("wb") as full:
        made = subprocess.run(
            [sys.executable, "-m", "urdu_norm", *flags, *(["a.txt"] if flags != ["rules"] else [])],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env=environment(),
            check=False,
        )
    assert made.returncode == 2
    assert b"No space left on device" in made.stderr
    assert b"Traceback" not in made.stderr


# ------------------------------------------------------------------ signals


SIGNALS = {"INT": 130, "TERM": 143, "HUP": 129, "KILL": -9}


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("moment", ["start", "writing", "later"])
@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_leaves_the_old_file(tmp_path: Path, name: str, moment: str, jobs: str) -> None:
    data = TEXT * 30
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with subprocess.Popen(
        [sys.executable, "-m", "urdu_norm", "-qw", "-p", "letters", "-j", jobs, "a.txt"],
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as running:
        _wait_for(lambda: _ready(running.pid, tmp_path, moment), running)
        running.send_signal(getattr(signal, f"SIG{name}"))
        _, err = running.communicate(timeout=60)
        _wait_for(lambda: not _group(running.pid), None)
    if running.returncode == 0:  # it was faster than the signal
        assert b"".join(path.read_bytes().splitlines(True)[:1]) == "0 اس کے زریعے نطر آئے۔\n".encode()
        return
    assert running.returncode == SIGNALS[name], err
    assert path.read_bytes() == data
    assert b"Traceback" not in err
    if name != "KILL":
        assert only(tmp_path) == ["a.txt"]


def test_an_interrupt_before_the_work_began(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Also between two handlers: no traceback."""

    def interrupted(*_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(signal, "signal", interrupted)
    assert main(["--version"]) == SIGNALS["INT"]
    assert capfd.readouterr() == ("", "")


def _ready(pid: int, folder: Path, moment: str) -> bool:
    if moment == "start":
        return b"urdu_norm" in Path(f"/proc/{pid}/cmdline").read_bytes() and _handles(pid)
    sizes = [one.stat().st_size for one in folder.glob(".a.txt.*.tmp")]
    return bool(sizes) and sizes[0] > (0 if moment == "writing" else 1 << 20)


def _handles(pid: int) -> bool:
    """Whether the process has installed its handlers: before that it has touched nothing."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = int(status.partition("SigCgt:")[2].split()[0], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def _group(pid: int) -> list[str]:
    """The processes that are left of a session; a worker must not outlive its main process."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == pid and fields[0] != "Z":
                    found.append(entry.name)
    return found


def _wait_for(condition: Callable[[], bool], running: subprocess.Popen[bytes] | None) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if condition():
                return
        if running is not None and running.poll() is not None:
            return
        time.sleep(0.002)
    raise AssertionError("timed out")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_a_kill_left_behind_does_no_harm(tmp_path: Path, jobs: str) -> None:
    (tmp_path / ".a.txt.abc.urdu-norm.tmp").write_bytes(b"half")
    (tmp_path / "a.txt").write_text(WRONG)
    assert process("-qw", "-j", jobs, "a.txt", cwd=tmp_path).code == 0
    assert (tmp_path / "a.txt").read_text() == RIGHT
    assert process("--check", ".", cwd=tmp_path).code == 0


def test_a_worker_that_dies_is_an_error(tmp_path: Path) -> None:
    data = TEXT * 60
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with subprocess.Popen(
        [sys.executable, "-m", "urdu_norm", "-qw", "-j", "2", "a.txt"],
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as running:
        _wait_for(lambda: len(_group(running.pid)) >= 3, running)
        worker = max(int(pid) for pid in _group(running.pid))
        os.kill(worker, signal.SIGKILL)
        _, err = running.communicate(timeout=60)
    assert running.returncode == 2
    assert b"a worker process died" in err
    assert b"Traceback" not in err
    assert path.read_bytes() == data
    assert only(tmp_path) == ["a.txt"]


# ------------------------------------------------------------------ size


@pytest.mark.parametrize(
    "data", [b"", b"\n" * 100_000, b"\x00" * 3_000_000, b"x" * 3_000_000, "ب".encode() * 1_500_000]
)
def test_shapes_that_break_programs(command: Command, data: bytes) -> None:
    Path("a.txt").write_bytes(data)
    result = command("--profile", "minimal", "--disable", "characters/controls", "a.txt")
    assert (result.code, result.out) == (0, data)


@pytest.mark.slow
@pytest.mark.parametrize("megabytes", [100, 1024])
def test_one_line_of_a_gigabyte(tmp_path: Path, megabytes: int) -> None:
    """A single line is bounded too: it is cut at spaces, and said so."""
    line = (WRONG[:-2] + " ").encode() * 4000
    with (tmp_path / "a.txt").open("wb") as file:
        for _ in range((megabytes << 20) // len(line)):
            file.write(line)
    # Not ru_maxrss: that starts with what the process that started this one holds.
    code = (
        "import re, sys; from urdu_norm.cli import main; code = main(sys.argv[1:]);"
        "print(code, int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]) >> 10, file=sys.stderr)"
    )
    with (tmp_path / "b.txt").open("wb") as out:
        made = subprocess.run(
            [sys.executable, "-c", code, "--isolated", "--profile", "minimal", "a.txt"],
            stdout=out,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env=environment(),
            check=True,
        )
    *warnings, last = made.stderr.decode().splitlines()
    assert warnings
    assert all("was cut at a space" in one for one in warnings)
    exit_code, peak = map(int, last.split())
    assert exit_code == 0
    assert peak <= 250
    assert (tmp_path / "b.txt").stat().st_size == (tmp_path / "a.txt").stat().st_size


def test_there_are_at_least_a_hundred_scenarios(request: pytest.FixtureRequest) -> None:
    assert len(DAMAGED) >= 60
    collected = [item for item in request.session.items if item.path == request.path]
    assert len(collected) >= 150 or request.config.option.keyword or len(collected) == 1
