"""The laws as one function: what every text must satisfy under every named profile. Raises ``AssertionError`` otherwise."""

from __future__ import annotations

from urdu_norm import LETTERS, MINIMAL, PUBLISH, SEARCH, SPEECH, STANDARD, Normalizer
from urdu_norm.edits import apply

PROFILES = (MINIMAL, LETTERS, STANDARD, PUBLISH, SEARCH, SPEECH)
BESIDE = "زریعے سے نطر آپ کا"
BLOCK_OR_LINE_END = frozenset("`~<$\\\r\v\f\x85\u2028\u2029")  # what may hold several lines together, or part one
SHARED = [Normalizer(profile) for profile in PROFILES]
TINY = [Normalizer(profile, memo_size=3) for profile in PROFILES]


def check(text: str, k: int) -> None:
    """Hold ``text`` against the laws under profile ``k``."""
    norm = SHARED[k]
    once = norm(text)
    assert norm(once) == once, f"{PROFILES[k].name}: not idempotent: {text!r} -> {once!r} -> {norm(once)!r}"
    explained = norm.explain(text)
    assert explained.text == once, (
        f"{PROFILES[k].name}: explain says {explained.text!r}, normalize {once!r}, of {text!r}"
    )
    assert apply(text, explained.edits) == once, f"{PROFILES[k].name}: the edits of {text!r} do not make {once!r}"
    end = 0
    for edit in explained.edits:
        assert end <= edit.start <= edit.end <= len(text), f"{PROFILES[k].name}: edits out of order for {text!r}"
        assert text[edit.start : edit.end] != edit.new, f"{PROFILES[k].name}: an edit changes nothing in {text!r}"
        assert edit.rules, f"{PROFILES[k].name}: an edit without a rule in {text!r}"
        end = edit.end
    if 0 < k < 4:  # each of these four does all that the one before it does
        weaker = SHARED[k - 1](text)
        assert norm(weaker) == once, (
            f"{PROFILES[k].name}: {PROFILES[k - 1].name} first makes {norm(weaker)!r} of {text!r}"
        )
    assert TINY[k](text) == once, f"{PROFILES[k].name}: the memo shows in {text!r}"
    assert norm.batch([text, "", BESIDE, text]) == [once, "", norm(BESIDE), once], (
        f"{PROFILES[k].name}: {text!r} is another one in a batch"
    )
    if BLOCK_OR_LINE_END.isdisjoint(text):
        lines = "\n".join([norm(line) for line in text.split("\n")])
        assert lines == once, f"{PROFILES[k].name}: the lines of {text!r} are {lines!r} one by one, {once!r} together"


def decode(data: bytes) -> tuple[str, int]:
    """Return the text and the profile that a fuzzer's bytes stand for: any code points, most of them Urdu."""
    if not data:
        return "", 0
    k, rest = data[0] % len(PROFILES), data[1:]
    # A byte is an Urdu letter or mark, or a space, unless it announces two bytes of any code point.
    found: list[str] = []
    position = 0
    while position < len(rest):
        byte = rest[position]
        if byte < 0x80:
            found.append(chr(byte))
        elif byte < 0xE8:
            found.append(ALPHABET[byte - 0x80])
        else:
            found.append(chr(int.from_bytes(rest[position + 1 : position + 3], "big")))
            position += 2
        position += 1
    return "".join(found), k


ALPHABET = (
    "ءآابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیےئؤأۂۓۃ"
    "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0670\u0610\u0611"
    "ةيىكهۀٱإٴ\u200b\u200c\u200d\u200e\u200f\u202b\u202c\u0640\u00a0\ufeff\u2028\r"
    "۔،؛؟«»“”‘’…٪۰۱۵۹٣"
)
ALPHABET += "   " * ((0xE8 - 0x80 - len(ALPHABET)) // 3 + 1)
