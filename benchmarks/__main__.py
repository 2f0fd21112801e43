"""``python -m benchmarks``: how fast urdu_norm is, beside every other tool that is installed.

One process, the tools take turns, CPU time, medians over the rounds, ratios within a round. ``--write`` puts the tables
into ``docs/benchmarks.md`` and draws the charts; ``--corpus PATH`` measures on the lines of a file of yours too;
``--scale 0.1`` is a quick look. Tools that are not installed are listed with the reason.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import resource
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import process_time, time

from urdu_norm import STANDARD, Normalizer, Profile, __version__
from urdu_norm.chunks import Stages
from urdu_norm.fold import Fold, _folded

from .measure import Together, interleaved, ratio, seconds, size
from .peers import ALL, Run, available, version
from .plots import bars, curves
from .text import Writer, dirty

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
CHARTS = ROOT / "docs" / "benchmarks"
BEGIN, END = "<!-- results -->", "<!-- end of results -->"

Table = list[list[str]]


def ready(profile: Profile = STANDARD) -> Normalizer:
    """Return a normalizer with an empty memo whose tables are loaded."""
    norm = Normalizer(profile)
    vars(norm._fold)["stages"] = LOADED[profile]
    return norm


LOADED: dict[Profile, Stages] = {}


def forget() -> None:
    """Empty what is kept beside the memo of words that were met, so that to what comes next each of them is new."""
    found: list[object] = []
    for name, module in list(sys.modules.items()):
        if name.startswith("urdu_norm"):
            found += vars(module).values()
    for stages in LOADED.values():
        found += vars(stages.lexicon._near).values()
    for one in found:
        if hasattr(one, "cache_parameters") and one.cache_parameters()["maxsize"] is not None and one is not _folded:
            one.cache_clear()
        elif isinstance(one, dict) and hasattr(one, "__missing__"):
            one.clear()
    for held in gc.get_objects():  # the inside of held spans has memos of its own
        if isinstance(held, Fold) and held._profile not in LOADED:
            vars(held).pop("_memo", None)


def load(profile: Profile) -> None:
    norm = Normalizer(profile)
    norm("کتابتھی زریعے")  # an unknown word loads the lexicon's model
    LOADED[profile] = norm._fold.stages


def floor(texts: Sequence[str]) -> Run:
    """Return what any design that looks words up one by one has to do: split, look up, join."""
    known = {chunk: chunk for text in texts for chunk in text.split(" ")}
    return lambda text: " ".join(map(known.__getitem__, text.split(" ")))


def table(rows: Table) -> str:
    head, *body = rows
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in body)]) + "\n"


class Report:
    """Collects sections; prints each as soon as it is there."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def add(self, text: str) -> None:
        print(text, flush=True)
        self.parts.append(text)


def throughput(
    kinds: dict[str, list[str]], other: list[str], runs: dict[str, Run], rounds: int, limit: float
) -> dict[str, dict[str, list[float]]]:
    """Time every tool on every kind of text; ours warm, on unseen text and cold."""
    found: dict[str, dict[str, list[float]]] = {}
    for kind, texts in kinds.items():
        warmed, filled = ready(), ready()
        for text in other:
            filled(text)

        def warm(warmed: Normalizer = warmed, texts: Sequence[str] = texts) -> Normalizer:
            for text in texts:  # others have made it forget
                warmed(text)
            return warmed

        def cold() -> Normalizer:
            forget()
            return ready()

        def unseen(filled: Normalizer = filled) -> Normalizer:
            norm = cold()
            memo, full = norm._fold._memo, filled._fold._memo
            memo.update(full)
            for name in ("texts", "edits", "sites"):
                getattr(memo._young, name).update(getattr(full._young, name))
            memo._old = full._old
            for text in other[::4]:
                norm(text)  # what is kept beside the memo is of other text, too
            return norm

        makes: dict[str, Callable[[], Callable[[str], object] | Together]] = {
            "urdu_norm, warm": warm,
            "urdu_norm, unseen": unseen,
            "urdu_norm batch, warm": lambda warm=warm: Together(warm().batch),
            "urdu_norm batch, unseen": lambda unseen=unseen: Together(unseen().batch),
            "urdu_norm, cold": cold,
            "urdu_norm explain, warm": lambda warm=warm: warm().explain,
            "floor: split, dict, join": lambda texts=texts: floor(texts),
        }
        makes |= {name: (lambda run=run: run) for name, run in runs.items()}
        found[kind] = interleaved(makes, texts, rounds, limit)
        print(f"  measured {kind}: {size(texts):.2f} MB", file=sys.stderr, flush=True)
    return found


def speed_table(kinds: dict[str, list[str]], times: dict[str, dict[str, list[float]]]) -> Table:
    names = list(next(iter(times.values())))
    rows = [["MB/s", *kinds]]
    for name in names:
        rows.append([name, *(f"{size(kinds[kind]) / median(times[kind][name]):.3g}" for kind in kinds)])
    return rows


def ratio_table(
    kinds: dict[str, list[str]], times: dict[str, dict[str, list[float]]], ours: str, peers: Sequence[str]
) -> Table:
    rows = [[f"{ours} is … times as fast as", *kinds]]
    for name in peers:
        rows.append([name, *(f"{ratio(times[kind][ours], times[kind][name]):.2f}" for kind in kinds)])
    return rows


def growth(line_source: list[str], largest: int) -> list[tuple[int, float, float, float]]:
    """Return for texts of growing size: bytes, MB/s as lines, MB/s as one line, peak memory in MB beyond the text."""
    rows = []
    length = 1_000
    while length <= largest:
        lines: list[str] = []
        have = k = 0
        while have < length:
            lines.append(line_source[k % len(line_source)])
            have += len(lines[-1].encode()) + 1
            k += 1
        whole = " ".join(lines)
        repeats = max(1, 200_000 // length)
        speeds = []
        for text in ("\n".join(lines), whole):
            norm = ready()
            best = min(seconds(norm, [text] * repeats) / repeats for _ in range(2 if length < 10**7 else 1))
            speeds.append(len(text.encode()) / 1e6 / best)
        peak = 0.0
        if length <= 10**7:
            norm = ready()
            tracemalloc.start()
            norm(whole)
            peak = tracemalloc.get_traced_memory()[1] / 1e6
            tracemalloc.stop()
        rows.append((length, speeds[0], speeds[1], peak))
        length *= 10
    return rows


def child(code: str) -> float:
    """Return the CPU milliseconds of a fresh interpreter that runs ``code``, bytecode cached: the best of nine."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT)
    best = float("inf")
    for _ in range(9):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best * 1e3


def start_up() -> Table:
    bare = child("pass")
    rows = [["CPU ms of a fresh interpreter", "whole", "beyond `pass`"]]
    for name, code in {
        "pass": "pass",
        "import re": "import re",
        "import urdu_norm": "import urdu_norm",
        "first sentence": "import urdu_norm; urdu_norm.normalize('یہ ایک جملہ ہے۔')",
        "first unknown word (loads the model)": "import urdu_norm; urdu_norm.normalize('کتابتھی')",
    }.items():
        whole = child(code)
        rows.append([name, f"{whole:.0f}", f"{whole - bare:.0f}"])
    return rows


def memory(lines: list[str]) -> Table:
    tracemalloc.start()
    norm = ready()
    start = tracemalloc.get_traced_memory()[0]
    for line in lines:
        norm(line)
    grown = tracemalloc.get_traced_memory()[0] - start
    tracemalloc.stop()
    entries = len(norm._fold._memo) + len(norm._fold._memo._old.shapes)
    rows = [
        ["memory", ""],
        ["chunks remembered", f"{entries:,}"],
        ["bytes a chunk", f"{grown / entries:.0f}"],
    ]
    rows.append(["most chunks that are ever remembered", f"{norm._memo_size:,}"])
    return rows


def one_sentence() -> Table:
    norm = ready()
    sentence = "یہ کتاب بہت اچھی ہے اور میں نے اسے کل پڑھا تھا۔"
    rows = [["one sentence of 47 characters", "µs"]]
    for name, run in {"normalize, warm": norm, "explain, warm": norm.explain}.items():
        run(sentence)
        rows.append([name, f"{min(seconds(run, [sentence] * 2000) for _ in range(7)) / 2000 * 1e6:.1f}"])
    cold = []
    for _ in range(50):
        norm = ready()
        start = process_time()
        norm(sentence)
        cold.append(process_time() - start)
    rows.append(["normalize, cold memo", f"{median(cold) * 1e6:.0f}"])
    return rows


def machine() -> str:
    model = platform.processor()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [
            line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")
        ]
        model = f"{len(names)} × {names[0]}" if names else model
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"CPython {platform.python_version()}, {platform.system()} {platform.machine()}, {model}{load}"


def corpus_lines(path: Path, limit: int) -> list[str]:
    """Return lines of a file from all over it, about ``limit`` bytes."""
    lines = [line for line in path.read_text(encoding="utf-8", errors="surrogateescape").split("\n") if line.strip()]
    step = max(1, sum(len(line.encode("utf-8", "surrogatepass")) for line in lines) // max(limit, 1))
    return lines[::step]


def sections(options: argparse.Namespace, report: Report) -> Iterator[tuple[str, str]]:
    """Measure everything; yield charts as (name, SVG)."""
    scale: float = options.scale
    load(STANDARD)
    runs, missing = available()
    peers = {peer.name: run for peer, run in runs}
    urdu = [peer.name for peer, _ in runs if peer.urdu]
    report.add(f"urdu_norm {__version__} (profile STANDARD, everything on), {machine()}. MB = 10⁶ bytes of UTF-8.\n")
    rows = [["tool", "version", "what it does"]]
    rows += [[peer.name, version(peer.package), peer.does] for peer, _ in runs]
    rows += [[peer.name, "not measured", reason.replace("|", "/")[:100]] for peer, reason in missing]
    report.add(table(rows))

    writer = Writer(options.seed)
    clean = writer.lines(int(2e6 * scale))
    noop_norm = ready()
    noop = [noop_norm(line) for line in clean]
    soiled = dirty(clean, options.seed)
    other = Writer(options.seed + 1).lines(int(12e6 * scale))
    other += dirty(other[: len(other) // 2], options.seed + 1)
    short = writer.lines(int(1e6 * scale), 80)
    documents = ["\n".join(soiled[k : k + 20]) for k in range(0, len(soiled), 20)]
    kinds = {
        "clean": clean,
        "nothing to do": noop,
        "dirty": soiled,
        "one text": ["\n".join(clean)],
        "lines of 80": short,
        "documents of 5 KB": documents,
    }
    if options.corpus:
        mine = corpus_lines(options.corpus, int(24e6 * scale))
        part = len(mine) // 8
        kinds = {**kinds, "corpus": mine[:part]}
        other += mine[part:]
    times = throughput(kinds, other, peers, options.rounds, options.limit)
    report.add("### Throughput\n\n" + table(speed_table(kinds, times)))
    names = [*urdu, *(name for name in peers if name not in urdu)]
    for title, ours in {
        "unseen": "urdu_norm, unseen",
        "unseen, a batch": "urdu_norm batch, unseen",
        "warm": "urdu_norm, warm",
    }.items():
        report.add(f"### Ratios: {title}\n\n" + table(ratio_table(kinds, times, ours, names)))
    explain = {"urdu_norm explain, warm": "explain"}
    report.add(
        "### explain\n\n"
        + table(
            [["explain takes … times as long as normalize", *kinds]]
            + [
                [name, *(f"{ratio(times[kind]['urdu_norm, warm'], times[kind][key]):.2f}" for kind in kinds)]
                for key, name in explain.items()
            ]
        )
    )
    shown = "corpus" if options.corpus else "dirty"
    yield (
        "peers",
        bars(
            f"Throughput on {shown} text, MB/s",
            "MB/s",
            {
                name: size(kinds[shown]) / median(values)
                for name, values in times[shown].items()
                if name != "copy" and "NFC" not in name
            },
            ["urdu_norm, warm", "urdu_norm, unseen", "urdu_norm, cold"],
        ),
    )
    yield (
        "ratios",
        bars(
            f"Unseen {shown} text: how many times as fast urdu_norm (STANDARD) is",
            "×",
            {
                name: ratio(times[shown]["urdu_norm, unseen"], times[shown][name])
                for name in names
                if name not in ("copy", "unicodedata NFC")
            },
            [],
        ),
    )
    report.add("### One sentence\n\n" + table(one_sentence()))
    report.add("### Start-up\n\n" + table(start_up()))
    report.add("### Memory of the memo\n\n" + table(memory(clean)))
    grown = growth(soiled, options.largest)
    rows = [
        [
            "size of a dirty text (the memo is empty at the start)",
            "MB/s, lines",
            "MB/s, one line",
            "peak memory, one line",
        ]
    ]
    rows += [[f"{length:,}", f"{a:.3g}", f"{b:.3g}", f"{peak:.1f} MB" if peak else "-"] for length, a, b, peak in grown]
    report.add("### Growth\n\n" + table(rows))
    yield (
        "growth",
        curves(
            "Throughput by size of the text (empty memo at the start)",
            "bytes of UTF-8",
            "MB/s",
            {
                "lines": [(length, a) for length, a, _, _ in grown],
                "one line": [(length, b) for length, _, b, _ in grown],
            },
        ),
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0, help="share of the text to measure with (default 1)")
    parser.add_argument("--rounds", type=int, default=7, help="rounds in which all tools take turns (default 7)")
    parser.add_argument(
        "--limit", type=float, default=3.0, help="seconds a round at most per tool; slower ones see less text"
    )
    parser.add_argument("--largest", type=int, default=10**8, help="largest text of the growth table in bytes")
    parser.add_argument("--corpus", type=Path, help="a UTF-8 file of yours whose lines are measured too")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--write", action="store_true", help="put the results into docs/benchmarks.md and draw the charts"
    )
    options = parser.parse_args()
    report = Report()
    started = time()
    charts = dict(sections(options, report))
    report.add(
        f"`{' '.join(['python -m benchmarks', *('FILE' if '/' in part else part for part in sys.argv[1:])])}`, "
        f"{time() - started:.0f} s in all; {len(ALL)} tools known.\n"
    )
    if options.write:
        CHARTS.mkdir(exist_ok=True)
        for name, svg in charts.items():
            (CHARTS / f"{name}.svg").write_text(svg, encoding="utf-8")
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        _, _, after = rest.partition(END)
        PAGE.write_text(f"{before}{BEGIN}\n\n" + "\n".join(report.parts) + f"\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
