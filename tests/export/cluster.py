"""A PostgreSQL server of one's own: made in a folder, spoken to through ``psql`` over its socket, thrown away."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path


class Cluster:
    """Runs as the user ``postgres`` if the tests run as root, for the server refuses root."""

    def __init__(self) -> None:
        # Not in pytest's own folder: that is closed to every user but its owner.
        self.folder = folder = Path(tempfile.mkdtemp(prefix="urdu-norm-"))
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.user:
            shutil.chown(folder, "postgres")
        self._run(
            "initdb",
            "-D",
            str(folder / "data"),
            "-U",
            "test",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c synchronous_commit=off"
        self._run("pg_ctl", "-D", str(folder / "data"), "-o", options, "-l", str(folder / "log"), "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*self.user, str(self.bin / program), *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/"
        )

    def psql(self, sql: str, *, data: str | None = None) -> str:
        """The unaligned output of ``sql``; ``data`` is what it copies from standard input, as hexadecimal if it must be."""
        command = [
            "psql",
            "-X",
            "-q",
            "-At",
            "-h",
            str(self.folder),
            "-U",
            "test",
            "-d",
            "postgres",
            "-v",
            "ON_ERROR_STOP=1",
        ]
        if data is None:
            done = subprocess.run([*command, "-f", "-"], input=sql, capture_output=True, text=True, check=False)
        else:
            done = subprocess.run([*command, "-c", sql], input=data, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def map(self, function: str, texts: list[str]) -> list[str]:
        """What an SQL function makes of each text."""
        self.psql("DROP TABLE IF EXISTS texts; CREATE TABLE texts (n int, hex text)")
        rows = "".join(f"{n}\t{text.encode().hex()}\n" for n, text in enumerate(texts))
        self.psql("COPY texts FROM STDIN", data=rows)
        made = self.psql(
            f"SELECT encode(convert_to({function}(convert_from(decode(hex, 'hex'), 'UTF8')), 'UTF8'), 'hex') FROM texts ORDER BY n"
        )
        return [bytes.fromhex(line).decode() for line in made.split("\n")[:-1]]
