"""Print a software bill of materials (CycloneDX 1.5) of a wheel: ``python tests/sbom.py dist/urdu_norm-….whl``.

Its parts are the locked dependencies, and the data that the wheel carries with the source and licence of each.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def dependencies() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^ \\]+)", line):
            name, version = match.groups()
            found.append(
                {
                    "type": "library",
                    "name": name,
                    "version": version,
                    "purl": f"pkg:pypi/{name}@{version}",
                    "hashes": [],
                }
            )
        for digest in re.findall(r"--hash=sha256:([0-9a-f]{64})", line):
            found[-1]["hashes"].append({"alg": "SHA-256", "content": digest})
    return found


def data(wheel: Path) -> list[dict[str, Any]]:
    with zipfile.ZipFile(wheel) as archive:
        return [
            {
                "type": "data",
                "name": name,
                "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(archive.read(name)).hexdigest()}],
            }
            for name in sorted(archive.namelist())
            if name.startswith("urdu_norm/data/")
        ]


def main(wheel: Path) -> None:
    version = wheel.name.split("-")[1]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "name": "urdu-norm",
                "version": version,
                "purl": f"pkg:pypi/urdu-norm@{version}",
                "licenses": [{"license": {"id": "MIT"}}],
                "hashes": [{"alg": "SHA-256", "content": digest}],
            }
        },
        "components": [*dependencies(), *data(wheel)],
    }
    json.dump(bill, sys.stdout, indent=1, ensure_ascii=True)
    print()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
