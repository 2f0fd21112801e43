"""Punctuation of a line: Urdu glyphs and their spacing for a reader, or none at all for a key.

The rules are the tables below ``data/punctuation/``. A mark is judged by its neighbours only, within a short window, so
the cost does not grow with the line. Every rule leaves its mark in a state that no rule here or in ``spacing`` changes
again, unless marks stand in a row: the fold does such a line again until it stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from urdu_norm import lexicon
from urdu_norm.edits import Edit, Step, run
from urdu_norm.profile import Profile
from urdu_norm.segment import ARABIC_SCRIPT, LAST_WORD, LETTERS_AND_MARKS, WORD
from urdu_norm.tables import active, characters, table
from urdu_norm.unicode import is_mark

__all__ = ["compile"]

_REACH = 48  # how far to look for the nearest letter
_URDU_DIGITS = "\u06f0-\u06f9"
_DIGITS = f"0-9\u0660-\u0669{_URDU_DIGITS}"
_CLOSERS = "\u2018\u2019\u201c\u201d\u00bb\u00ab\"')\\]}"
_OPENERS = "\u2018\u2019\u201c\u201d\u00bb\u00ab\"'(\\[{"
_LATIN = "A-Za-z\u00c0-\u024f"

_LABEL_AT_END = re.compile(f"(?:(?<=[{_DIGITS}])\u0621|(?<![{LETTERS_AND_MARKS}]))((?:{WORD.pattern})?)$")
"""The word at the end of a text, without the sign of an era before it; nothing if there is only that."""
_DIGIT = re.compile(f"[{_DIGITS}]")
_AFTER_STOP = re.compile(f"(?=[{_CLOSERS}]* *$)|(?=[{_CLOSERS}]* +[{_OPENERS}]*(?P<letter>{WORD.pattern}))")
_BEFORE_STOP = re.compile(f"({WORD.pattern})[{_CLOSERS}]*$")
_YEAR_BEFORE_STOP = re.compile(f"[{_DIGITS}]\u0621[{_CLOSERS}]*$")
_QUESTION_AFTER = re.compile(f"[{_CLOSERS}{_DIGITS}!?\u061f\u06d4\u066a%]*$")
_RARE = re.compile(
    f"[^\u0600-\u063f\u0641-\u066a\u066d-\u06ff {_DIGITS}]|[{_DIGITS}][{_DIGITS}\u0620-\u06d3]|[\u0620-\u06d3][{_DIGITS}]"
    "|\u06d4\u06d4"
)
"""A clean line of Urdu has none of these: no Latin mark, no tatweel, no number of two digits or beside a letter, no two stops."""
_ENDINGS = frozenset(("وں", "یں", "یاں", "ؤں", "ئیں", "ات"))

Scan = Callable[[str], Iterator[Edit]]


def compile(profile: Profile) -> Step | None:  # noqa: A001 - the name all stages share
    """Return the step for one line under ``profile``, or ``None`` when there is nothing to do.

    >>> from urdu_norm.edits import apply
    >>> from urdu_norm.profile import PUBLISH
    >>> apply("آم, سیب; اور?", compile(PUBLISH)("آم, سیب; اور?"))
    'آم، سیب؛ اور؟'
    """
    scans: list[Scan] = []
    for name, build in _BUILDERS.items():
        if active(table(f"punctuation/{name}").rule, profile):
            scans.append(build(f"punctuation/{name}"))
    strips = active(table("punctuation/strip").rule, profile)
    readers = len(scans)
    if strips:
        scans.append(_squeeze("punctuation/strip"))
    # Last, because only now is nothing left between two words but a space.
    for name, build in (("folds/compounds", _compounds), ("folds/aggressive-spaces", _no_spaces)):
        if active(table(name).rule, profile):
            scans.append(build(name))
    steps = [_step(scan) for scan in scans]
    if not steps:
        return None

    def every_line(line: str) -> Sequence[Edit]:
        return run(line, steps)[1]

    def marked_line(line: str) -> Sequence[Edit]:
        return run(line, steps)[1] if _RARE.search(line) and ARABIC_SCRIPT.search(line) else ()

    # A key must not depend on what else stands in its line; a reader's line without Urdu is none of our business.
    return every_line if strips or len(steps) > readers else marked_line


def _step(scan: Scan) -> Step:
    return lambda line: list(scan(line))


def _glyph(rule: str) -> tuple[str, str]:
    """Return the mark that a table replaces, and by what."""
    row = next(table(rule).dicts())
    return characters(row["from"]), characters(row["to"])


def _is_arabic(char: str) -> bool:
    return ARABIC_SCRIPT.match(char) is not None


def _nearest(text: str) -> str:
    """Return the first letter of ``text``, or nothing."""
    return next((char for char in text if char.isalpha()), "")


def _left(line: str, at: int) -> str:
    return line[max(0, at - _REACH) : at]


def _between(rule: str) -> Scan:
    """Scan for a mark whose nearest letters on both sides are Urdu, or only the left one."""
    mark, new = _glyph(rule)
    places = re.compile(f"(?<! ) *{re.escape(mark)}")

    def scan(line: str) -> Iterator[Edit]:
        for match in places.finditer(line):
            start, end = match.span()
            before, after = line[start - 1 : start], line[end : end + 1]
            if not before or mark in (before, after) or (_DIGIT.match(before) and _DIGIT.match(after)):
                continue
            left, right = _nearest(_left(line, start)[::-1]), _nearest(line[end : end + _REACH])
            if not left or not _is_arabic(left) or (right and not _is_arabic(right)):
                continue
            if (not right and after.strip()) or (after in "()" and after and match.group()[0] == " "):
                continue  # glued to something that is not a word: a list of numbers, an emoticon
            yield Edit(start, end, new + (" " if _is_arabic(after) and after.isalpha() else ""), (rule,))

    return scan


def _question(rule: str) -> Scan:
    """Scan for a mark after an Urdu word, closing marks and digits between them allowed."""
    mark, new = _glyph(rule)
    places = re.compile(f"(?<! )( *)({re.escape(mark)}+)")
    glued = re.compile(f"[{_LATIN}{_DIGITS}=&/_]")

    def scan(line: str) -> Iterator[Edit]:
        for match in places.finditer(line):
            start, end = match.span()
            count = match.end(2) - match.start(2)
            if glued.match(line, end) or (match.group(1) and count > 3):
                continue
            before = _QUESTION_AFTER.sub("", _left(line, start))[-1:]
            if not before or not _is_arabic(before) or not (before.isalpha() or is_mark(before)):
                continue
            after = line[end : end + 1]
            yield Edit(start, end, new * count + (" " if after.isalpha() else ""), (rule,))

    return scan


def _full_stop(rule: str) -> Scan:
    """Scan for a stop after a word of two letters and more, at a line end or before an Urdu word."""
    mark, new = _glyph(rule)
    places = re.compile(f"(?<![ {mark}]) *{re.escape(mark)}(?!{re.escape(mark)})")
    initials = frozenset(table("spacing/initials").column("word"))
    titles = frozenset(table("punctuation/abbreviations").column("word"))

    def scan(line: str) -> Iterator[Edit]:
        for match in places.finditer(line):
            start, end = match.span()
            after = _AFTER_STOP.match(line, end)
            if after is None:
                continue
            before = _left(line, start)
            word = _BEFORE_STOP.search(before)
            if word is None:
                continue
            letters = "".join(char for char in word.group(1) if not is_mark(char))
            if len(letters) < 2 and _YEAR_BEFORE_STOP.search(before) is None:
                continue
            behind = before[: word.start()]
            if behind.endswith(mark) or (behind.rstrip(" ").endswith(mark) and letters in initials):
                continue  # the last of several initials
            if after.group("letter") is not None and (letters in initials or letters in titles):
                continue
            yield Edit(start, end, new, (rule,))

    return scan


def _percent(rule: str) -> Scan:
    mark, new = _glyph(rule)
    places = re.compile(f"(?<=[{_URDU_DIGITS}]){re.escape(mark)}(?![{_DIGITS}{_LATIN}{re.escape(mark)}])")
    return _replace(places, new, rule)


def _units(rule: str) -> Scan:
    """Scan for a number with its unit fastened to it, the sign of an era between them allowed, or a number after it."""
    sides = {"before": set[str](), "after": set[str]()}
    for row in table(rule).dicts():
        for side, words in sides.items():
            if row["number"] in (side, "either"):
                words.add(row["word"])
    places = re.compile(f"(?<=[{_DIGITS}])\u0621?(?=({WORD.pattern}))|(?=[{_DIGITS}])(?<=([{LETTERS_AND_MARKS}]))")

    def scan(line: str) -> Iterator[Edit]:
        for match in places.finditer(line):
            at = match.end()
            if match.group(2) is None:
                parted = match.group(1) in sides["before"]
            else:
                found = _LABEL_AT_END.search(_left(line, at))
                parted = found is not None and (not found.group(1) or found.group(1) in sides["after"])
            if parted:
                yield Edit(at, at, " ", (rule,))

    return scan


def _latin_words(rule: str) -> Scan:
    """Scan for Latin words with a known word of Urdu fastened to them."""
    signs = frozenset(characters(point) for point in table(rule).column("char"))
    latin = re.compile(f"(?<![{_DIGITS}])[{_LATIN}]{{2,}}(?![{_DIGITS}])")

    def is_word(match: re.Match[str] | None) -> bool:
        return match is not None and len(word := match.group()) > 1 and word not in _ENDINGS and lexicon.known(word)

    def scan(line: str) -> Iterator[Edit]:
        for match in latin.finditer(line):
            start, end = match.span()
            if not signs.isdisjoint((line[start - 1 : start], line[end : end + 1])):
                continue
            if is_word(LAST_WORD.search(_left(line, start))):
                yield Edit(start, start, " ", (rule,))
            if is_word(WORD.match(line, end)):
                yield Edit(end, end, " ", (rule,))

    return scan


def _tatweel_stop(rule: str) -> Scan:
    """Scan for a lone tatweel after ے at the end of a line."""
    mark, new = _glyph(rule)
    places = re.compile(f"(?<=[{LETTERS_AND_MARKS}]\u06d2){mark}(?=[{_CLOSERS}]* *$)")
    return _replace(places, new, rule)


def _double_stop(rule: str) -> Scan:
    mark, new = _glyph(rule)
    places = re.compile(f"(?<=[\u0620-\u065f\u066e-\u06d3]){mark}(?= |$|[{_CLOSERS}])")
    return _replace(places, new, rule)


def _long_ellipsis(rule: str) -> Scan:
    mark, new = _glyph(rule)
    return _replace(re.compile(f"{mark}+"), new, rule)


def _replace(places: re.Pattern[str], new: str, rule: str) -> Scan:
    def scan(line: str) -> Iterator[Edit]:
        for match in places.finditer(line):
            yield Edit(match.start(), match.end(), new, (rule,))

    return scan


def _brackets(rule: str) -> Scan:
    """Spaces inside and outside balanced brackets that hold Urdu."""
    closing = {characters(row["open"]): characters(row["close"]) for row in table(rule).dicts()}
    marks = re.compile("[" + re.escape("".join(closing) + "".join(closing.values())) + "]")

    def scan(line: str) -> Iterator[Edit]:
        edits: list[Edit] = []
        stack: list[int] = []
        for match in marks.finditer(line):
            at = match.start()
            if match.group() in closing:
                stack.append(at)
            elif stack and closing[line[stack[-1]]] == match.group():
                edits.extend(_bracket(line, stack.pop(), at, rule))
            else:
                stack.clear()
        yield from sorted(edits)  # no two brackets ask for the same space: one stands behind a letter, one before

    return scan


def _bracket(line: str, start: int, end: int, rule: str) -> Iterator[Edit]:
    near = line[start + 1 : min(end, start + 1 + 2 * _REACH)]  # brackets nest: not all that is inside
    letters = sum(char.isalpha() for char in near)
    if not any(_is_arabic(char) and char.isalpha() for char in near):
        return
    yield from _inner(line, start, end, rule)
    if letters <= 3:
        return
    before, after = line[start - 1 : start], WORD.match(line, end + 1)
    if before and _is_arabic(before) and (before.isalpha() or is_mark(before)):
        yield Edit(start, start, " ", (rule,))
    if after is not None and len(after.group()) > 1 and after.group() not in _ENDINGS:
        yield Edit(end + 1, end + 1, " ", (rule,))


def _inner(line: str, start: int, end: int, rule: str) -> Iterator[Edit]:
    """Yield the edits that take the spaces off both ends of what stands between two marks; it is not blank."""
    left, right = start + 1, end
    while line[left] == " ":
        left += 1
    while line[right - 1] == " ":
        right -= 1
    if left > start + 1:
        yield Edit(start + 1, left, "", (rule,))
    if right < end:
        yield Edit(right, end, "", (rule,))


def _quotes(rule: str) -> Scan:
    """No space inside a pair of marks, where it is plain which mark opens and which closes."""
    pairs = {(characters(row["open"]), characters(row["close"])) for row in table(rule).dicts()}
    families = [
        re.compile("[" + re.escape("".join(sorted(set(pair)))) + "]") for pair in sorted(pairs) if pair[0] <= pair[1]
    ]
    opens = re.compile("(?:^|[ \t(\\[{\u060c\u061b:])$")
    closes = re.compile("(?:$|[ \t)\\]}\u060c\u061b\u061f\u06d4!:.,;?])")

    def scan(line: str) -> Iterator[Edit]:
        edits: list[Edit] = []
        for family in families:
            places = [match.start() for match in family.finditer(line)]
            if not places or len(places) % 2:
                continue
            spans = list(zip(places[::2], places[1::2], strict=True))
            styles = {(line[start], line[end]) for start, end in spans}
            if len(styles) > 1 or not styles <= pairs:
                continue
            if all(opens.search(line[max(0, a - 1) : a]) and closes.match(line, b + 1) for a, b in spans):
                for start, end in spans:
                    if ARABIC_SCRIPT.search(line, start + 1, end):
                        edits.extend(_inner(line, start, end, rule))
        yield from sorted(edits)

    return scan


def _dashes(rule: str) -> Scan:
    marks = "".join(characters(point) for point in table(rule).column("char"))
    urdu = "\u0620-\u065f\u066e-\u06d3\u060c\u061b\u061f\u06d4"
    after = re.compile(f"(?<=[{urdu}{_CLOSERS}] [{marks}])(?=[{urdu}{_OPENERS}])")
    before = re.compile(f"(?<=[{urdu}{_CLOSERS}])(?=[{marks}] [{urdu}{_OPENERS}])")

    def scan(line: str) -> Iterator[Edit]:
        points = [match.start() for pattern in (before, after) for match in pattern.finditer(line)]
        for at in sorted(points):
            yield Edit(at, at, " ", (rule,))

    return scan


def _mixed_digits(rule: str) -> Scan:
    """Numbers of more than one set of digits, in the set that most of their digits are in."""
    separators = "".join(characters(point) for point in table(rule).column("char"))
    number = re.compile(f"[{_DIGITS}]+(?:[{re.escape(separators)}][{_DIGITS}]+)*")
    to_ascii = {0x06F0 + k: 0x30 + k for k in range(10)}
    to_urdu = {0x30 + k: 0x06F0 + k for k in range(10)}
    latin = re.compile(f"[{_LATIN}]")

    def scan(line: str) -> Iterator[Edit]:
        for match in number.finditer(line):
            text = match.group()
            ascii_digits = sum(char in "0123456789" for char in text)
            urdu_digits = sum("\u06f0" <= char <= "\u06f9" for char in text)
            if not ascii_digits or not urdu_digits:
                continue
            if latin.match(line, match.end()) or latin.match(line[match.start() - 1 : match.start()]):
                continue
            mapping = to_ascii if ascii_digits > urdu_digits else to_urdu
            for at, char in enumerate(text, match.start()):
                if ord(char) in mapping:
                    yield Edit(at, at + 1, chr(mapping[ord(char)]), (rule,))

    return scan


def _separators(rule: str) -> Scan:
    """Decimal and thousands separators between two digits."""
    new = {characters(row["from"]): characters(row["to"]) for row in table(rule).dicts()}
    places = re.compile(f"(?<=[{_DIGITS}])[{re.escape(''.join(new))}](?=[{_DIGITS}])")

    def scan(line: str) -> Iterator[Edit]:
        for match in places.finditer(line):
            yield Edit(match.start(), match.end(), new[match.group()], (rule,))

    return scan


def _grouping(rule: str) -> Scan:
    marks = re.escape("".join(characters(point) for point in table(rule).column("char")))
    groups = f"[{_DIGITS}]{{1,3}}(?:[{marks}][{_DIGITS}]{{2,3}})*[{marks}][{_DIGITS}]{{3}}"
    number = re.compile(f"(?<![{_DIGITS}{marks}.\u066b]){groups}(?![{_DIGITS}{marks}])")

    def scan(line: str) -> Iterator[Edit]:
        for match in number.finditer(line):
            for at, char in enumerate(match.group(), match.start()):
                if _DIGIT.match(char) is None:
                    yield Edit(at, at + 1, "", (rule,))

    return scan


def _strip(rule: str) -> Scan:
    new = {characters(row["from"]): characters(row["to"]) for row in table(rule).dicts()}
    dropped = re.escape("".join(char for char, to in new.items() if not to))
    replaced = re.escape("".join(char for char, to in new.items() if to))
    marks = re.compile(f"[{replaced}]|[{dropped}]+")
    latin = re.compile(f"[{_LATIN}]")

    def scan(line: str) -> Iterator[Edit]:
        for match in marks.finditer(line):
            start, end = match.span()
            char, before, after = match.group()[0], line[start - 1 : start], line[end : end + 1]
            if char == "." and _DIGIT.match(before) and _DIGIT.match(after):
                continue
            to = new[char]
            if char in "'\u2019" and latin.match(before) and latin.match(after):
                to = ""
            elif not to and before.strip() and after.strip() and not {before, after} & new.keys():
                to = " "  # what stood between two words must not make them one
            yield Edit(start, end, to, (rule,))

    return scan


def _compounds(rule: str) -> Scan:
    """Compounds in two words to one word."""
    tails: dict[str, list[tuple[str, str]]] = {}
    for row in table(rule).dicts():
        first, _, rest = row["variant"].partition(" ")
        tails.setdefault(first, []).append((f" {rest}", row["key"]))

    def scan(line: str) -> Iterator[Edit]:
        words = line.split(" ")
        if tails.keys().isdisjoint(words):
            return
        at = done = 0
        for word in words:
            end = at + len(word)
            for tail, key in tails.get(word, ()) if at >= done else ():
                if line.startswith(tail, end) and WORD.match(line, end + len(tail)) is None:
                    done = end + len(tail)
                    yield Edit(at, done, key, (rule,))
                    break
            at = end + 1

    return scan


def _no_spaces(rule: str) -> Scan:
    return _replace(re.compile("[ \t]+"), "", rule)


def _squeeze(rule: str) -> Scan:
    """One space where there are several, none at the ends."""

    def scan(line: str) -> Iterator[Edit]:
        for match in re.finditer("[ \t]+", line):
            new = " " if match.start() and match.end() < len(line) else ""
            if new != match.group():
                yield Edit(match.start(), match.end(), new, (rule,))

    return scan


_BUILDERS: dict[str, Callable[[str], Scan]] = {
    "comma": _between,
    "semicolon": _between,
    "question-mark": _question,
    "full-stop": _full_stop,
    "tatweel-stop": _tatweel_stop,
    "double-full-stop": _double_stop,
    "long-ellipsis": _long_ellipsis,
    "units": _units,
    "latin-words": _latin_words,
    "brackets": _brackets,
    "quotes": _quotes,
    "dashes": _dashes,
    "mixed-digits": _mixed_digits,
    "percent": _percent,
    "separators": _separators,
    "grouping": _grouping,
    "strip": _strip,
}
"""The rules by name, in the order in which they act."""
