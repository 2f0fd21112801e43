"""Every other tool that can be run beside urdu_norm, each as a function from text to text.

A tool that cannot be had is reported with the reason. Some import frameworks that their normalizer does not use
(tensorflow, torch, …); where such a framework is absent, an empty stand-in takes its place.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.metadata
import sys
import types
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

Run = Callable[[str], str]


class Peer(NamedTuple):
    """A tool: its name, what it does to a text, its package, whether it is made for Urdu, how to get the function."""

    name: str
    does: str
    package: str
    urdu: bool
    load: Callable[[], Run]


class _StandIn(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__init__": lambda *_, **__: None, "__getattr__": lambda *_: None})


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, names: Sequence[str]) -> None:
        self.names = set(names)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name.partition(".")[0] in self.names:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: Any) -> types.ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        module.__path__ = []


@contextmanager
def stand_ins(*names: str) -> Iterator[None]:
    """Let modules that are not installed be imported as empty ones, for the time of an import."""
    finder = _Finder(names)
    sys.meta_path.append(finder)  # last: what is installed comes first
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in list(sys.modules):
            if isinstance(sys.modules[name], _StandIn):
                del sys.modules[name]


def _urduhack() -> Any:
    """The normalization package of urduhack without its ``__init__``, which imports tensorflow."""
    if "urduhack" not in sys.modules:
        spec = importlib.machinery.PathFinder.find_spec("urduhack")
        if spec is None or spec.submodule_search_locations is None:
            raise ModuleNotFoundError("No module named 'urduhack'")
        package = types.ModuleType("urduhack")
        package.__path__ = list(spec.submodule_search_locations)
        sys.modules["urduhack"] = package
    return importlib.import_module("urduhack.normalization")


def urduhack() -> Run:
    return _urduhack().normalize


def urduhack_spaced() -> Run:
    module = _urduhack()
    before = importlib.import_module("urduhack.preprocessing")
    normalize, punctuation = module.normalize, module.character.punctuations_space
    digits, english = before.digits_space, before.english_characters_space
    return lambda text: english(digits(punctuation(normalize(text))))


def lughaat() -> Run:
    with stand_ins(
        "torch",
        "torchtext",
        "tensorflow",
        "keras",
        "nltk",
        "gtts",
        "speech_recognition",
        "sklearn",
        "transformers",
        "Levenshtein",
        "networkx",
        "pandas",
        "pydub",
    ):
        module = importlib.import_module("LughaatNLP.LughaatNLP")
    return module.LughaatNLP().normalize


def urdu_nlp() -> Run:
    module = importlib.import_module("urdu_nlp.normalizer")
    for name in ("normalize", "normalize_text"):
        if hasattr(module, name):
            return getattr(module, name)
    return module.UrduNormalizer().normalize


def indic() -> Run:
    _urduhack()
    module = importlib.import_module("indicnlp.normalize.indic_normalize")
    return module.UrduNormalizer("ur").normalize


def hazm() -> Run:
    with stand_ins("sklearn", "pycrfsuite", "gensim", "fasttext", "flashtext", "smart_open", "numpy", "pandas", "tqdm"):
        module = importlib.import_module("hazm")
    return module.Normalizer().normalize


def parsivar() -> Run:
    return importlib.import_module("parsivar").Normalizer().normalize


def ftfy() -> Run:
    return importlib.import_module("ftfy").fix_text


def camel() -> Run:
    module = importlib.import_module("camel_tools.utils.normalize")
    return lambda text: module.normalize_alef_maksura_ar(module.normalize_unicode(text))


def camel_charmap() -> Run:
    return importlib.import_module("camel_tools.utils.charmap").CharMapper.builtin_mapper("arclean")


LETTERS = {
    "ي": "ی",
    "ى": "ی",
    "ك": "ک",
    "ه": "ہ",
    "ة": "ۃ",
    "ۀ": "ۂ",
    "\u0640": "",
    "ے\u0654": "ۓ",
    "ٸ": "ئ",
    **{chr(0x660 + k): chr(0x6F0 + k) for k in range(10)},
}


def huggingface() -> Run:
    module = importlib.import_module("tokenizers").normalizers
    steps = [module.NFC(), *(module.Replace(old, new) for old, new in LETTERS.items())]
    return module.Sequence(steps).normalize_str


def icu() -> Run:
    module = importlib.import_module("icu")
    rules = "".join(f"\\u{ord(old):04X} > {new} ;" for old, new in LETTERS.items() if len(old) == 1)
    made = module.Transliterator.createFromRules("letters", "::NFC ; " + rules, module.UTransDirection.FORWARD)
    return made.transliterate


def nfc() -> Run:
    return lambda text: unicodedata.normalize("NFC", text)


def translate() -> Run:
    table = str.maketrans({old: new for old, new in LETTERS.items() if len(old) == 1})
    return lambda text: text.translate(table)


def memcpy() -> Run:
    return lambda text: (text + "x")[:-1]


ALL = (
    Peer("urduhack", "characters, combining, diacritics removed", "urduhack", True, urduhack),
    Peer(
        "urduhack + spacing",
        "the same, then spaces at punctuation, digits, Latin",
        "urduhack",
        True,
        urduhack_spaced,
    ),
    Peer("LughaatNLP", "characters, punctuation, diacritics removed", "LughaatNLP", True, lughaat),
    Peer("urdu-nlp", "characters, diacritics removed", "urdu-nlp", True, urdu_nlp),
    Peer("indic-nlp-library", "urduhack, then spaces at punctuation", "indic-nlp-library", True, indic),
    Peer("hazm", "Persian characters, spacing, affixes", "hazm", False, hazm),
    Peer("parsivar", "Persian characters, spacing, affixes", "parsivar", False, parsivar),
    Peer("ftfy", "mojibake, entities, quotes, NFC", "ftfy", False, ftfy),
    Peer("camel-tools", "NFKC, alef maksura", "camel-tools", False, camel),
    Peer("camel-tools arclean", "Arabic character map", "camel-tools", False, camel_charmap),
    Peer("HF tokenizers", f"NFC and {len(LETTERS)} replacements", "tokenizers", False, huggingface),
    Peer("PyICU", f"NFC and {len(LETTERS)} rules", "PyICU", False, icu),
    Peer("unicodedata NFC", "NFC", "", False, nfc),
    Peer("str.translate", f"{len(LETTERS)} characters", "", False, translate),
    Peer("copy", "nothing: a copy of the string", "", False, memcpy),
)


def version(package: str) -> str:
    if not package:
        return sys.version.split()[0]
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "-"


def available() -> tuple[list[tuple[Peer, Run]], list[tuple[Peer, str]]]:
    """Return the peers that run here, and those that do not with the reason."""
    found: list[tuple[Peer, Run]] = []
    missing: list[tuple[Peer, str]] = []
    for peer in ALL:
        try:
            run = peer.load()
            if not isinstance(run("یہ ایک جملہ ہے۔"), str):
                raise TypeError("returns no string")
            found.append((peer, run))
        except Exception as error:  # whatever breaks in a peer is what we want to report
            missing.append((peer, f"{type(error).__name__}: {error}"))
    return found, missing
