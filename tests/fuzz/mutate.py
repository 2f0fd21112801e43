"""Mutation testing: are the tests worth anything? ``python tests/fuzz/mutate.py urdu_norm/edits.py --limit 60``.

One small change at a time is made to a copy of the repository (a comparison turned, a number moved, a branch negated, a
call's result dropped …), and the tests named by ``--tests`` run on it until the first fails. What survives is printed
with its place; ``docs/benchmarks.md`` says which survivors are harmless and why.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CHARACTERS = [
    "tests/test_characters.py",
    "tests/test_characters_exhaustive.py",
    "--doctest-modules",
    "urdu_norm/stages/characters.py",
]
DECIDE = [
    "tests/test_decide.py",
    "tests/test_lexicon.py",
    "--doctest-modules",
    "urdu_norm/stages/decide.py",
    "--deselect=tests/test_lexicon.py::test_build_is_reproducible",  # what builds the lexicon is not copied
]
TESTS = {
    "edits.py": ["tests/laws/test_edits.py", "--doctest-modules", "urdu_norm/edits.py"],
    "memo.py": [
        "tests/test_engine.py",
        "tests/laws/test_sharing.py",
        "tests/test_faces.py",
        "tests/test_glance.py",
        "--doctest-modules",
        "urdu_norm/memo.py",
    ],
    "faces.py": ["tests/test_faces.py", "tests/test_glance.py"],
    "tally.py": ["tests/test_guards.py", "--doctest-modules", "urdu_norm/guards/tally.py"],
    "glance.py": ["tests/test_glance.py", "tests/test_engine.py", "tests/test_context.py", "tests/fuzz/test_cases.py"],
    "lines.py": [
        "tests/fuzz/test_cases.py",
        "tests/test_context.py",
        "tests/test_engine.py",
        "tests/test_spec_cases.py",
    ],
    "chunks.py": [
        "tests/fuzz/test_cases.py",
        "tests/test_engine.py",
        "tests/test_guards.py",
        "tests/test_spec_cases.py",
    ],
    "segment.py": ["tests/laws/test_long.py", "--examples", "100", "--doctest-modules", "urdu_norm/segment.py"],
    "fold.py": [
        "tests/laws/test_long.py",
        "tests/fuzz/test_cases.py",
        "tests/test_engine.py",
        "tests/test_public_api.py",
        "tests/test_guards.py",
        "tests/laws/test_normalize.py",
    ],
    "normalizer.py": [
        "tests/test_engine.py",
        "tests/test_public_api.py",
        "tests/laws/test_sharing.py",
        "tests/test_decide.py",
    ],
    "tables.py": [
        "tests/test_engine.py",
        "tests/test_tables.py",
        "tests/test_public_api.py",
        "--doctest-modules",
        "urdu_norm/tables.py",
    ],
    "words.py": ["tests/test_words.py", "--doctest-modules", "urdu_norm/stages/words.py"],
    "context.py": ["tests/test_context.py", "--doctest-modules", "urdu_norm/stages/context.py"],
    **dict.fromkeys(("decide.py", "slips.py", "divisions.py", "merges.py"), DECIDE),
    "neighbours.py": ["tests/test_neighbours.py", "tests/test_glance.py"],
    "beside.py": ["tests/test_neighbours.py", "tests/test_broken.py"],
    "broken.py": ["tests/test_broken.py"],
    "lexicon.py": [
        "tests/test_lexicon.py",
        "tests/test_decide.py",
        "--doctest-modules",
        "urdu_norm/lexicon.py",
        "--deselect=tests/test_lexicon.py::test_build_is_reproducible",
    ],
    **dict.fromkeys(("characters.py", "letters.py", "marks.py", "joiners.py", "hehs.py", "bidi.py"), CHARACTERS),
    "spacing.py": [
        "tests/test_spacing.py",
        "tests/test_spec_cases.py",
        "--doctest-modules",
        "urdu_norm/stages/spacing.py",
    ],
    "punctuation.py": [
        "tests/test_punctuation.py",
        "tests/test_folds.py",
        "tests/test_spec_cases.py",
        "--doctest-modules",
        "urdu_norm/stages/punctuation.py",
    ],
    "folds.py": ["tests/test_folds.py", "--doctest-modules", "urdu_norm/stages/folds.py"],
}
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


def places(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the number of each node that can be mutated and what would be done."""
    for number, node in enumerate(ast.walk(tree)):
        if isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in SWAPS:
            yield number, "operator"
        elif isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
            yield number, "comparison"
        elif isinstance(node, ast.BoolOp):
            yield number, "and/or"
        elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
            yield number, "condition"
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            yield number, "number"
        elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
            yield number, "result"
        elif isinstance(node, (ast.Continue, ast.Break)):
            yield number, "jump"


def mutant(source: ast.Module, number: int) -> tuple[str, int, str]:
    """Return the source with one node changed, its line, and what the change is."""
    tree = copy.deepcopy(source)
    node = list(ast.walk(tree))[number]
    line, before = getattr(node, "lineno", 0), ast.unparse(node).partition("\n")[0]
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        node.op = SWAPS[type(node.op)]()  # type: ignore[assignment]
    elif isinstance(node, ast.Compare):
        node.ops[0] = SWAPS[type(node.ops[0])]()  # type: ignore[call-overload]
    elif isinstance(node, ast.BoolOp):
        node.op = SWAPS[type(node.op)]()  # type: ignore[assignment]
    elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Constant):
        node.value = int(node.value) + 1  # type: ignore[arg-type]
    elif isinstance(node, ast.Return):
        node.value = ast.Constant(None)
    else:
        for parent in ast.walk(tree):
            for _, body in ast.iter_fields(parent):
                if isinstance(body, list) and node in body:
                    body[body.index(node)] = ast.copy_location(ast.Pass(), node)
    jump = isinstance(node, (ast.Continue, ast.Break))
    after = "pass" if jump else ast.unparse(ast.fix_missing_locations(node)).partition("\n")[0]
    return ast.unparse(ast.fix_missing_locations(tree)), line, f"{before} -> {after}"


def annotations(tree: ast.Module) -> set[int]:
    """The ids of nodes inside annotations, which do nothing at run time."""
    found: set[int] = set()
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            part = getattr(node, name, None)
            if part is not None:
                found.update(map(id, ast.walk(part)))
    return found


class Copy:
    """A copy of the repository in which one file is changed and tests are run."""

    def __init__(self, folder: str, examples: int, timeout: int) -> None:
        self.folder = Path(folder)
        self.timeout = timeout
        self.command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", "not slow"]
        self.command += ["--examples", str(examples)]
        self.environment = os.environ | {"PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        for name in ("urdu_norm", "tests", "docs"):
            shutil.copytree(ROOT / name, self.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", folder)

    def fails(self, tests: Sequence[str]) -> str:
        """What the tests say if one of them fails or they take too long; else nothing."""
        try:
            run = subprocess.run(
                [*self.command, *tests],
                cwd=self.folder,
                capture_output=True,
                text=True,
                env=self.environment,
                timeout=self.timeout,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "too long"
        return run.stdout[-2000:] if run.returncode else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--tests", nargs="*", help="what to give to pytest (default: by the name of the file)")
    parser.add_argument("--again", nargs="*", default=[], help="tests on which what survives is tried again")
    parser.add_argument(
        "--limit", type=int, default=0, help="try only so many mutants, chosen with a seed (default all)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed is another sample")
    parser.add_argument("--examples", type=int, default=60, help="Hypothesis examples per law")
    parser.add_argument("--timeout", type=int, default=120, help="seconds after which a mutant counts as killed")
    options = parser.parse_args()
    path = options.file.resolve().relative_to(ROOT)
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    source = ast.parse("\n".join(lines))
    skipped = annotations(source)
    nodes = list(ast.walk(source))
    todo = [(number, what) for number, what in places(source) if id(nodes[number]) not in skipped]
    if options.limit and len(todo) > options.limit:
        todo = sorted(random.Random(options.seed).sample(todo, options.limit))
    tests = options.tests or TESTS[path.name]
    killed = later = 0
    with tempfile.TemporaryDirectory() as folder:
        copied = Copy(folder, options.examples, options.timeout)
        for chosen in filter(None, (tests, options.again)):
            if said := copied.fails(chosen):
                raise SystemExit(f"the tests fail without any mutation:\n{said}")
        for number, what in todo:
            text, line, change = mutant(source, number)
            (copied.folder / path).write_text(text, encoding="utf-8")
            if copied.fails(tests):
                killed += 1
            elif options.again and copied.fails(options.again):
                later += 1
            else:
                print(f"survived: {path}:{line}: {what}: {change} in: {lines[line - 1].strip()}", flush=True)
    by = f" ({later} of them by the tests tried again)" if options.again else ""
    share = 100 * (killed + later) / max(1, len(todo))
    print(f"{path}: {killed + later} of {len(todo)} mutants killed, {share:.0f} %{by}")


if __name__ == "__main__":
    main()
