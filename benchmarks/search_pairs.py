"""How many pairs of words that should, and should not, meet in a search do meet: our key and the analyzers of Lucene.

    python benchmarks/search_pairs.py
    python benchmarks/search_pairs.py --jar path/to/a.jar    # any jar that holds lucene-core and lucene-analysis-common

A jar comes with the Python package ``pyserini`` (``pyserini/resources/jars/``). Stop words are off, since a word
that is dropped from an index meets every other one; an analyzer's key is the list of the terms that it makes.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from urdu_norm import LETTERS, SEARCH, STANDARD, Normalizer
from urdu_norm.stages.words import spelled

PAIRS = Path(__file__).resolve().parent.parent / "tests" / "cases" / "search-pairs.tsv"
AGGRESSIVE = SEARCH.replace(enable={"folds/aggressive-letters", "folds/aggressive-spaces"})
ANALYZERS = {
    "Lucene PersianAnalyzer": "org.apache.lucene.analysis.fa.PersianAnalyzer",
    "Lucene ArabicAnalyzer": "org.apache.lucene.analysis.ar.ArabicAnalyzer",
    "Lucene StandardAnalyzer": "org.apache.lucene.analysis.standard.StandardAnalyzer",
}
JAVA = """
import java.io.*;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.analysis.*;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

public class Keys {
    public static void main(String[] args) throws Exception {
        Analyzer analyzer = (Analyzer) Class.forName(args[0])
            .getConstructor(CharArraySet.class).newInstance(CharArraySet.EMPTY_SET);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            StringBuilder key = new StringBuilder();
            try (TokenStream stream = analyzer.tokenStream("f", line)) {
                CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
                stream.reset();
                while (stream.incrementToken()) key.append(term).append(' ');
                stream.end();
            }
            out.println(key.toString().trim());
        }
        out.flush();
    }
}
"""


def pairs() -> Iterator[tuple[bool, str, str, str]]:
    """Yield each pair: whether the two are the same word, their kind, the two."""
    for line in PAIRS.read_text(encoding="utf-8").splitlines()[1:]:
        expect, kind, a, b = line.split("\t")
        yield expect == "same", kind, spelled(a), spelled(b)


def lucene(jar: str, analyzer: str, texts: list[str]) -> list[str]:
    """Return the key that a Lucene analyzer makes of each text."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "Keys.java"
        source.write_text(JAVA, encoding="utf-8")
        subprocess.run(["javac", "-cp", jar, "-d", folder, str(source)], check=True)
        command = ["java", "-cp", f"{jar}:{folder}", "Keys", analyzer]
        run = subprocess.run(command, input="\n".join(texts), capture_output=True, check=True, encoding="utf-8")
    return run.stdout.split("\n")[: len(texts)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jar", help="a jar with lucene-core and lucene-analysis-common")
    parser.add_argument("--wrong", action="store_true", help="list the pairs that SEARCH gets wrong")
    options = parser.parse_args()
    table = list(pairs())
    texts = [text for _, _, a, b in table for text in (a, b)]
    keys = {
        name: list(map(Normalizer(profile), texts))
        for name, profile in (
            ("SEARCH", SEARCH),
            ("SEARCH, aggressive", AGGRESSIVE),
            ("STANDARD", STANDARD),
            ("LETTERS", LETTERS),
        )
    }
    keys["no normalization"] = texts
    if options.jar:
        for name, analyzer in ANALYZERS.items():
            keys[name] = lucene(options.jar, analyzer, texts)
    same = sum(one for one, *_ in table)
    print(f"{'':28}{'same that meet':>18}{'different kept apart':>24}{'right':>10}")
    for name, values in keys.items():
        meets = [values[k] == values[k + 1] for k in range(0, len(values), 2)]
        found = sum(meet for (expected, *_), meet in zip(table, meets, strict=True) if expected)
        apart = sum(not meet for (expected, *_), meet in zip(table, meets, strict=True) if not expected)
        share = (found + apart) / len(table)
        print(f"{name:28}{found:>10} of {same:<4}{apart:>16} of {len(table) - same:<4}{share:>10.1%}")
    if options.wrong:
        values = keys["SEARCH"]
        for k, (expected, kind, a, b) in enumerate(table):
            if (values[2 * k] == values[2 * k + 1]) != expected:
                print(kind, a, b, values[2 * k], values[2 * k + 1], sep=" | ")


if __name__ == "__main__":
    main()
