"""Every code point alone, every pair of the Urdu repertoire: as declared, stable, in Form C."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

import pytest

from tests.characters import normalizer
from urdu_norm import tables, unicode
from urdu_norm.profile import LETTERS, MINIMAL, Profile
from urdu_norm.stages import characters, decide

LINE_ENDS = "\n\v\f\r\x85\u2028\u2029"  # not a matter of chunks
PIECE = re.compile("[\u0600-\u06ff\u0750-\u077f\u0860-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+")


@cache
def declared() -> Mapping[str, Sequence[tuple[str, characters.Row]]]:
    """For each character that a table lists by itself the rules that list it, with their rows."""
    found: dict[str, list[tuple[str, characters.Row]]] = defaultdict(list)
    for rule_id, one in tables.tables().items():
        if one.rule.stage == "characters" and "to" in one.columns:
            for row in characters.rows(one):
                if len(row.source) == 1:
                    found[row.source].append((rule_id, row))
    return dict(found)


def expected(char: str, profile: Profile) -> str:
    """What the tables say of a character alone; a character that no table lists stays."""
    for _ in range(3):
        for rule_id, row in declared().get(char, ()):
            rule = tables.rules()[rule_id]
            if row.where in ("any", "isolated") and row.target != row.source and tables.active(rule, profile):
                if len(row.target) != 1:
                    return "".join(expected(part, profile) for part in row.target)
                char = row.target
                break
        else:
            break
    return char


@pytest.mark.parametrize("profile", [MINIMAL, LETTERS], ids=lambda profile: profile.name)
def test_every_code_point_alone(profile: Profile) -> None:
    norm = normalizer(profile)
    wrong = [
        f"U+{code:04X}"
        for code in range(0x110000)
        if chr(code) not in LINE_ENDS and norm(chr(code)) != composed(expected(chr(code), profile))
    ]
    assert not wrong


def composed(text: str) -> str:
    """Form C, of text of the Arabic script only."""
    return unicode.nfc(text) if PIECE.fullmatch(text) else text


def test_every_code_point_of_the_script_is_declared() -> None:
    """The Arabic blocks, the joiners and controls around them: nothing is left to chance."""
    blocks = [(0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)]
    blocks += [
        (0x10E60, 0x10E7F),
        (0x10EC0, 0x10EFF),
        (0x1EC70, 0x1ECBF),
        (0x1ED00, 0x1ED4F),
        (0x1EE00, 0x1EEFF),
    ]
    blocks += [
        (0x00, 0x1F),
        (0x7F, 0x9F),
        (0x200B, 0x200F),
        (0x2028, 0x202E),
        (0x2060, 0x2064),
        (0x2066, 0x206F),
    ]
    missing = [
        f"U+{code:04X}"
        for first, last in blocks
        for code in range(first, last + 1)
        if unicode.category(chr(code)) != "Cn" and chr(code) not in declared()
    ]
    assert not missing


def test_what_stays_everywhere_is_declared_once() -> None:
    for char, entries in declared().items():
        everywhere = [rule_id for rule_id, row in entries if row.where == "any"]
        assert len(everywhere) <= 1, (char, everywhere)


# ------------------------------------------------------------------ pairs and longer strings


def repertoire() -> list[str]:
    """The Arabic block, all forms, and what may stand between letters: about a thousand characters."""
    codes: list[int] = []
    for first, last in (
        (0x0600, 0x06FF),
        (0xFB50, 0xFBB1),
        (0xFBE8, 0xFBFF),
        (0xFC00, 0xFDCF),
        (0xFDF0, 0xFDFF),
    ):
        codes += range(first, last + 1)
    codes += [*range(0xFE70, 0xFEFD), *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    return [*map(chr, codes), *"\u00a0\u00ad\u00b1\u00bf\u0301\u034f\u2009\u2010\u2024\u2060\ufeff \ta1.-(ç"]


def faults(texts: Iterable[str]) -> Iterator[str]:
    norms = [normalizer(MINIMAL), normalizer(LETTERS), normalizer(LETTERS, decide.frequency)]
    for text in texts:
        for norm in norms:
            once = norm(text)
            if norm(once) != once:
                yield f"not stable: {text!a} -> {once!a} -> {norm(once)!a}"
            if any(unicode.nfc(piece) != piece for piece in PIECE.findall(once)):
                yield f"not in Form C: {text!a} -> {once!a}"


def test_pairs_sampled() -> None:
    chosen = random.Random(20)
    alphabet = repertoire()
    assert not list(faults("".join(chosen.choices(alphabet, k=2)) for _ in range(20_000)))


@pytest.mark.parametrize("length", [3, 5, 9])
def test_strings_sampled(length: int) -> None:
    chosen = random.Random(length)
    alphabet = [
        *repertoire(),
        *"\u200b\u200c\u200d\u0640\u064e\u0651\u0654\u0674\u0647\u06d5\u06be اوییکبرلن" * 20,
    ]
    assert not list(faults("".join(chosen.choices(alphabet, k=length)) for _ in range(5_000)))


@pytest.mark.slow
def test_every_pair() -> None:
    alphabet = repertoire()
    assert not list(faults(first + second for first in alphabet for second in alphabet))
