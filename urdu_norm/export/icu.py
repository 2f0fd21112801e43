"""ICU: the rules of a transliterator, for ``uconv -x``, Java, C, PyICU and everything else that holds ICU."""

from __future__ import annotations

from collections.abc import Iterator

from urdu_norm.export.subset import Sub, Subset, subset
from urdu_norm.profile import Profile

__all__ = ["icu"]


def icu(profile: Profile) -> dict[str, str]:
    """Return the rules. They act one after the other where ``::Null`` parts them; a longer sequence stands first."""
    made = subset(profile)
    return {"urdu.txt": "\n".join(_rules(made)) + "\n"}


def _rules(made: Subset) -> Iterator[str]:
    yield from (f"# {line}" for line in made.remarks())
    yield "#   characters/heh: an Arabic heh after a letter that may be aspirated stays"
    yield "#   words: respellings and joined words"
    for sub in made.first:
        yield from _substitution(sub)
    for source in sorted(made.folded, key=lambda text: (-len(text), text)):
        yield f"{_escaped(source)} > {_escaped(made.folded[source])} ;"
    yield "::Null ;"
    for sub in made.then:
        yield from _substitution(sub)


def _substitution(sub: Sub) -> Iterator[str]:
    """Yield a rule and the end of its pass. In a set, ``$`` is the edge of the text."""
    left = right = ""
    if sub.before:
        left = f"[{_escaped(sub.before)}] {{ "
    elif sub.unless_before:
        left = f"[[^{_escaped(sub.unless_before)}]$] {{ "
    if sub.unless_after:
        right = f" }} [[^{_escaped(sub.unless_after)}]$]"
    if sub.after:
        right = f" }} [{_escaped(sub.after)}]"
    yield f"{left}[{_escaped(sub.target)}]{'+' * sub.run}{right} > {_escaped(sub.new)} ;"
    yield "::Null ;"


def _escaped(text: str) -> str:
    """Every character as an escape, save the hyphen, which makes ranges."""
    return "".join(
        char if char == "-" else f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"
        for char in text
    )
