"""The fold: line ends, lines, chunks through the memo, then what only a line can decide. Start reading here.

    text -> line ends -> lines -> chunks -> memo -> joined line -> context, merges, spacing, punctuation

A chunk is what stands between two spaces. :meth:`Normalizer._chunk` says what happens inside one, once per distinct chunk.
If something about it can only be decided in its line, it raises a flag, and :meth:`Normalizer._settle` looks there.
Everything is made of edits (:mod:`urdu_norm.edits`): the text is what they make, the explanation is what they are.
"""

from __future__ import annotations

import functools
import operator
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from urdu_norm import guards
from urdu_norm.edits import Edit, OffsetMap, Step, apply, compose, run, shift
from urdu_norm.explanation import Explanation, Suggestion
from urdu_norm.memo import CONTEXT, FRAGMENT, LINE, SPACE, Chunk, Memo, Site, marks_for, unmark
from urdu_norm.profile import LETTERS, MINIMAL, STANDARD, Profile
from urdu_norm.segment import LINE_END, RAW_WORD, WORD
from urdu_norm.stages import characters, context, decide, folds, punctuation, spacing, words
from urdu_norm.tables import active, check_profile, fingerprint, rules

__all__ = ["Normalizer", "normalizer"]

_SIGNS = "spacing/signs"
_REACH = 5  # chunks: more than any rule looks at
_ROUNDS = 4  # how often a line is looked at again after a correction; the laws hold that fewer are needed
_BLOCK = 65_536  # characters of one line that are split at a time: bounds the memory of a text without line ends
_ASCII_JUNK = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPECIAL = re.compile(r"[\r\v\f\x85\u2028\u2029`~<$\\]")  # what line ends and guarded blocks are made of
_LINE_END_RULE = "characters/line-ends"
# Letters that no rule on characters ever looks at (so not ھ, which may stand for ہ) and the stops that may follow them.
_PLAIN = re.compile("((?:[ءآابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہیئؤ]|ے(?!ے))+)([۔،؟؛!:]?)")

Spans = Sequence[tuple[int, int]]


class _Stages:
    """The rules of a profile, compiled: built when first needed, never changed."""

    def __init__(self, profile: Profile) -> None:
        self.guards = profile.guards
        self.equivalent = characters.equivalent(profile)
        self.bidi = characters.line(profile)
        self.lexicon = decide.compile(profile)
        self.words = words.compile(profile, self.lexicon)
        folded = folds.steps(profile)
        self.later: tuple[Step, ...] = (
            *characters.unify(profile, decide.frequency),
            *folds.prepare(profile),
            self.words.step,
            *folded,
        )
        # What later stages write has to look as if it had been folded with the rest of the text.
        self.settle: Callable[[str], str] = (lambda text: run(text, folded)[0] or text) if folded else str
        self.context = context.compile(profile, self.settle)
        self.spacing = spacing.compile(profile) if profile.spacing == "fix" else None
        whole = punctuation.compile(profile)
        strips = profile.punctuation == "strip"
        self.strip: Step | None = whole if strips else None
        self.punctuation: Step | None = None if strips else whole
        self.protect = [re.compile(pattern) for pattern in profile.protect]
        self.line_ends = _LINE_END_RULE in rules() and active(rules()[_LINE_END_RULE], profile)
        self.plain_stays = profile.characters != "fold" and not folded
        # Plain ASCII text cannot change unless a profile looks at punctuation or digits, or has pairs of its own.
        self.ascii_stays = whole is None and profile.digits == "keep" and not profile.extra

    def written(self, edit: Edit) -> Edit:
        """An edit of a line with its words looked up and folded, as those of a chunk are."""
        pieces: list[str] = []
        rules = dict.fromkeys(edit.rules)
        for piece in edit.new.split(" "):
            found = self.words.look_up(piece)
            pieces.append(piece if found is None else found[0])
            rules.update(dict.fromkeys(found[1] if found is not None else ()))
        return edit._replace(new=self.settle(" ".join(pieces)), rules=tuple(rules))


class Normalizer:
    """A profile made ready to use: immutable, picklable, safe to share between threads.

    ``memo_size`` bounds the number of distinct chunks remembered (about 200 bytes each); it never changes a result.
    Raises :class:`urdu_norm.UrduNormError` if the profile names an unknown rule or its own pairs conflict.

    >>> from urdu_norm import LETTERS
    >>> Normalizer(LETTERS)("ميں  نے ")
    'میں نے'
    """

    _profile: Profile
    _memo_size: int

    def __init__(self, profile: Profile = STANDARD, *, memo_size: int = 131_072) -> None:
        check_profile(profile)
        # Not through `self.x = …`: a normalizer is shared, so nobody may set anything on it.
        vars(self).update(_profile=profile, _memo_size=memo_size)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Normalizer is immutable: make a new one instead of setting {name!r}")

    @property
    def profile(self) -> Profile:
        """The profile that this normalizer works by."""
        return self._profile

    @cached_property
    def fingerprint(self) -> str:
        """The digest of options and tables (see :attr:`Profile.fingerprint`); part of the pickled state."""
        return fingerprint(self._profile)

    def __reduce__(self) -> tuple[Callable[..., Normalizer], tuple[Profile, int, str]]:
        # The digest is carried along so that whatever hashes a pickle (a data set's cache) notices new tables.
        return _restore, (self._profile, self._memo_size, self.fingerprint)

    def __repr__(self) -> str:
        return f"Normalizer({self._profile.name}, memo_size={self._memo_size})"

    # ------------------------------------------------------------------ the public calls

    def __call__(self, text: str, /, *, protect: Spans = ()) -> str:
        """Return ``text`` normalized; ``protect`` are spans of it that stay byte for byte as they are.

        Raises ``TypeError`` for anything but a ``str``, ``ValueError`` for spans out of range.
        """
        check_text(text)
        stages = self._stages
        if not protect and text.isascii() and stages.ascii_stays and not _ASCII_JUNK.search(text):
            return text
        memo = self._memo(text)
        special = _SPECIAL.search(text)
        if protect or (special and guards.blocks(text, stages.guards)):
            result = apply(text, self._edits(text, memo, protect))
        else:
            plain = text
            if special and stages.line_ends and LINE_END.search(text):
                plain = apply(text, _line_end_edits(text))
            if "\n" in plain:
                result = "\n".join([self._line(line, memo) for line in plain.split("\n")])
            else:
                result = self._line(plain, memo)
        return text if result == text else result

    def explain(self, text: str, /, *, protect: Spans = ()) -> Explanation:
        """Return ``text`` normalized with every edit that made it; same errors as calling the normalizer."""
        check_text(text)
        edits = tuple(self._edits(text, self._memo(text), protect))
        return Explanation(text, edits, self._profile.name, _Fingerprint(self._profile), self._suggest, self._evidence)

    def lines(self, lines: Iterable[str], /) -> Iterator[str]:
        """Yield each line (with or without its line end) normalized: a whole file in constant memory."""
        for line in lines:
            yield self(line)

    def batch(self, texts: Iterable[str | None], /) -> list[str | None]:
        """Return each text normalized; ``None`` stays ``None``."""
        return [None if text is None else self(text) for text in texts]

    # ------------------------------------------------------------------ the fold

    @cached_property
    def _stages(self) -> _Stages:
        return _Stages(self._profile)

    @cached_property
    def _shared(self) -> Memo:
        return Memo(self._chunk, marks_for(""), self._memo_size)

    def _memo(self, text: str) -> Memo:
        """The memo to use for ``text``: one of its own in the odd case that the text holds the mark of the shared one."""
        memo = self._shared
        return memo if memo.mark not in text else Memo(self._chunk, marks_for(text), self._memo_size)

    def _edits(self, text: str, memo: Memo, protect: Spans) -> list[Edit]:
        """All edits of a text."""
        stages = self._stages
        for start, end in protect:
            if not 0 <= start <= end <= len(text):
                raise ValueError(f"span {start}:{end} is not inside a text of {len(text)} characters")
        kept = _merged([*protect, *(span[:2] for span in guards.blocks(text, stages.guards))])
        first = _line_end_edits(text) if stages.line_ends else []
        first = _outside(first, kept)
        plain = apply(text, first)
        if kept and first:
            offsets = OffsetMap(len(text), first)
            kept = [offsets.to_target(start, end) for start, end in kept]
        second: list[Edit] = []
        start = k = 0
        for line in plain.split("\n"):
            end = start + len(line)
            inside: list[tuple[int, int]] = []
            while k < len(kept) and kept[k][0] < end:
                inside.append((max(kept[k][0], start) - start, min(kept[k][1], end) - start))
                if kept[k][1] > end:  # goes on in the next line
                    break
                k += 1
            second.extend(shift(self._line_edits(line, memo, inside), start))
            start = end + 1
        return [edit for edit in compose(first, second) if text[edit.start : edit.end] != edit.new]

    def _line(self, line: str, memo: Memo) -> str:
        """One line without protected spans, normalized."""
        stages = self._stages
        if stages.protect and any(pattern.search(line) for pattern in stages.protect):
            return apply(line, self._guarded_edits(line, memo, ()))
        marked = _map(line, memo)
        if memo.mark in marked:
            text, sites, flags = unmark(marked, memo.mark)
            if flags & LINE:
                return apply(line, self._guarded_edits(line, memo, ()))
            return self._settle(text, sites, flags, ())[0]
        if stages.punctuation is not None or stages.strip is not None:
            return self._settle(marked, (), 0, ())[0]
        return marked

    def _line_edits(self, line: str, memo: Memo, kept: Spans) -> list[Edit]:
        """The edits of one line."""
        stages = self._stages
        if kept or (stages.protect and any(pattern.search(line) for pattern in stages.protect)):
            return self._guarded_edits(line, memo, kept)
        marked = _map(line, memo)
        text, sites, flags = unmark(marked, memo.mark) if memo.mark in marked else (marked, (), 0)
        if flags & LINE:
            return self._guarded_edits(line, memo, ())
        return compose(_chunk_edits(line, text, memo), self._settle(text, sites, flags, ())[1])

    def _guarded_edits(self, line: str, memo: Memo, kept: Spans) -> list[Edit]:
        """The edits of a line that has, or may have, spans to be left alone."""
        stages = self._stages
        own = [match.span() for pattern in stages.protect for match in pattern.finditer(line)]
        spans = _with_own(_merged([*kept, *own]), guards.find(line, stages.guards))
        total = _outside(stages.bidi(line), [(span.start, span.end) for span in spans]) if _BIDI.search(line) else []
        plain = apply(line, total)
        if total:
            moved = OffsetMap(len(line), total)
            places = [moved.to_target(span.start, span.end) for span in spans]
            spans = [span._replace(start=a, end=b) for span, (a, b) in zip(spans, places, strict=True)]

        edits: list[Edit] = []
        ranges: list[tuple[int, int]] = []  # of what is protected, in the text that `edits` make
        sites: list[Site] = []
        flags = delta = position = 0
        for span in [*spans, guards.Span(len(plain), len(plain), "opaque", "")]:
            stretch = plain[position : span.start]
            text, found, raised = unmark(_map(stretch, memo), memo.mark)
            edits.extend(shift(_chunk_edits(stretch, text, memo), position))
            sites.extend((offset + position + delta, one) for offset, one in found)
            flags |= raised
            delta += len(text) - len(stretch)
            inside = plain[span.start : span.end]
            if span.mode != "opaque":
                changes = normalizer(_inside(span.mode, self._profile)).explain(inside).edits
                edits.extend(shift(changes, span.start))
                delta_inside = sum(len(edit.new) - (edit.end - edit.start) for edit in changes)
            else:
                delta_inside = 0
            if span.end > span.start:
                ranges.append((span.start + delta, span.end + delta + delta_inside))
            delta += delta_inside
            position = span.end
        text = apply(plain, edits)
        return compose(compose(total, edits), self._settle(text, sites, flags, ranges)[1])

    def _settle(self, text: str, sites: Sequence[Site], flags: int, ranges: Spans) -> tuple[str, list[Edit]]:
        """What only the line can decide; ``ranges`` are protected."""
        stages = self._stages
        line = _Line(text, sites, ranges)
        if stages.strip is not None and line.make(stages.strip(text)):
            flags |= line.refresh(self._sites)
        for _ in range(_ROUNDS):
            for step in (stages.lexicon.merge, stages.lexicon.near) if flags & FRAGMENT else ():
                found = [stages.written(edit) for edit in step(line.text, line.at(FRAGMENT))]
                if line.make([edit for edit in found if edit.new != line.text[edit.start : edit.end]]):
                    flags |= line.refresh(self._sites)
            if not (flags & CONTEXT and line.make(stages.context.edits(line.text, line.at(CONTEXT)))):
                break
            if stages.strip is not None:
                line.make(stages.strip(line.text))  # a compound may have been put right
            line.refresh(self._sites)
            flags = line.narrow() | flags & SPACE  # what was put right is a new neighbour of what stands beside it
        if flags & SPACE and stages.spacing is not None:
            spaced = _outside(stages.spacing(line.text), line.ranges)
            if line.make(spaced):
                line.make(self._rejoined(line.text, spaced))
        if stages.punctuation is not None:
            line.make(stages.punctuation(line.text))
        return line.text, line.edits

    def _rejoined(self, text: str, spaced: Sequence[Edit]) -> list[Edit]:
        """Look up the words that a detached sign was put back on by ``spaced``, whose result is ``text``."""
        found: list[Edit] = []
        delta = 0
        for edit in spaced:
            place = edit.start + delta
            delta += len(edit.new) - (edit.end - edit.start)
            if _SIGNS not in edit.rules:
                continue
            start = text.rfind(" ", 0, place) + 1
            word = next((one for one in WORD.finditer(text, start) if one.end() > place), None)
            if word is not None and word.start() < place and (not found or word.start() >= found[-1].end):
                looked_up = self._stages.words.look_up(word.group())
                if looked_up is not None:
                    found.append(Edit(word.start(), word.end(), *looked_up))
        return found

    def _chunk(self, chunk: str) -> Chunk:
        """What happens inside one chunk: opaque spans are cut out, the rest goes through the steps."""
        stages = self._stages
        if stages.plain_stays:
            plain = _PLAIN.fullmatch(chunk)
            if plain is not None:
                return self._plain_word(plain[1], plain[2])
        spans = guards.opaque(chunk, stages.guards)
        if not spans:
            text, edits = self._piece(chunk)
        else:
            edits, position = [], 0
            for start, end in [*spans, (len(chunk), len(chunk))]:
                edits.extend(shift(self._piece(chunk[position:start])[1], position))
                position = end
            text = apply(chunk, edits)
        flags = 0
        if stages.spacing is not None and spacing.raises(text):
            flags = SPACE
        if guards.raises(chunk, stages.guards) or _BIDI.search(chunk):
            flags |= LINE
        return Chunk(text, tuple(edits), self._sites(text, flags))

    def _plain_word(self, word: str, end: str) -> Chunk:
        """A short cut for most chunks: Urdu letters and at most one stop, which only the words stage can change."""
        stages = self._stages
        found = stages.words.look_up(word)
        flags = LINE if guards.raises(word, stages.guards) else 0
        if found is not None:
            return Chunk(found[0] + end, (Edit(0, len(word), *found),), self._sites(found[0], flags))
        if word in stages.context.anchors:
            flags |= CONTEXT
        if stages.lexicon.is_fragment(word):
            flags |= FRAGMENT
        return Chunk(word + end, (), ((0, flags),) if flags else ())

    def _sites(self, text: str, flags: int) -> Sequence[Site]:
        """The words of a chunk that its line must look at; ``flags`` concern the whole chunk."""
        sites: list[Site] = []
        stages = self._stages
        anchors, is_fragment = stages.context.anchors, stages.lexicon.is_fragment
        for match in WORD.finditer(text):
            word = match.group()
            here = CONTEXT if word in anchors else 0
            if is_fragment(word):
                here |= FRAGMENT
            if here:
                sites.append((match.start(), here))
        if flags:
            if sites and sites[0][0] == 0:
                flags |= sites.pop(0)[1]
            sites.insert(0, (0, flags))
        return sites

    def _piece(self, piece: str) -> tuple[str, list[Edit]]:
        """A piece without opaque spans: equivalent steps, then all others on the stretches between foreign words."""
        if not piece:
            return piece, []
        stages = self._stages
        text, edits = run(piece, stages.equivalent)
        foreign = [m.span() for m in RAW_WORD.finditer(text) if guards.is_foreign(m.group(), stages.guards)]
        if not foreign:
            text, later = run(text, stages.later)
            return text, compose(edits, later)
        more: list[Edit] = []
        position = 0
        for start, end in [*foreign, (len(text), len(text))]:
            more.extend(shift(run(text[position:start], stages.later)[1], position))
            position = end
        # What went may have brought a mark to the edge of a foreign word.
        text, last = run(apply(text, more), stages.equivalent)
        return text, compose(compose(edits, more), last)

    # ------------------------------------------------------------------ suggestions and evidence

    def _suggest(self, explanation: Explanation) -> tuple[Suggestion, ...]:
        """Words of the result that may be wrong, at their places in the source."""
        found: list[Suggestion] = []
        stages = self._stages
        for match in WORD.finditer(explanation.text):
            word = match.group()
            doubts = list(stages.words.suggest(word))
            if not doubts and (candidates := stages.lexicon.suggest(word)):
                doubts = [(decide.SUGGESTION, candidates)]
            start, end = explanation.to_source(*match.span())
            found.extend(Suggestion(start, end, candidates, rule) for rule, candidates in doubts)
        start = 0
        for line in explanation.text.split("\n"):
            for edit in stages.context.suggestions(line):
                span = explanation.to_source(start + edit.start, start + edit.end)
                found.append(Suggestion(*span, (edit.new,), edit.rules[0]))
            start += len(line) + 1
        return tuple(sorted(found))

    def _evidence(self, old: str, edit: Edit) -> Mapping[str, Any]:
        """What the lexicon knew when it decided; empty for every other edit."""
        if not any(rule.startswith("lexicon/") for rule in edit.rules):
            return {}
        return self._stages.lexicon.evidence(old, edit.new)


class _Line:
    """A line on its way through the stages that look at a whole line: its text, the edits so far, what moves with them."""

    __slots__ = ("_fresh", "edits", "ranges", "sites", "text")

    def __init__(self, text: str, sites: Sequence[Site], ranges: Spans) -> None:
        self.text = text
        self.sites = sites
        self.ranges = ranges
        self.edits: list[Edit] = []
        self._fresh: list[tuple[int, int]] = []  # what was written since the last look around

    def at(self, flag: int) -> list[int]:
        """The offsets of the words that raised a flag."""
        return [offset for offset, flags in self.sites if flags & flag]

    def make(self, edits: Sequence[Edit]) -> bool:
        """Make the edits that touch nothing protected; whether there were any."""
        edits = _outside(edits, self.ranges) if self.ranges else edits
        if not edits:
            return False
        moved = OffsetMap(len(self.text), edits)
        self.sites = [(moved.to_target(offset, offset)[0], flags) for offset, flags in self.sites]
        self.ranges = [moved.to_target(start, end) for start, end in self.ranges]
        self._fresh = [moved.to_target(start, end) for start, end in self._fresh]
        delta = 0
        for edit in edits:
            self._fresh.append((edit.start + delta, edit.start + delta + len(edit.new)))
            delta += len(edit.new) - (edit.end - edit.start)
        self.text = apply(self.text, edits)
        self.edits = compose(self.edits, edits) if self.edits else list(edits)
        return True

    def refresh(self, sites_of: Callable[[str, int], Sequence[Site]]) -> int:
        """Find the words to look at where something was written; return the flags of these together."""
        written = _merged(_grown(self.text, start, end, 0) for start, end in self._fresh)
        found: list[Site] = []
        for start, end in written:
            found.extend((start + offset, flags) for offset, flags in sites_of(self.text[start:end], 0))
        starts = [start for start, _ in written]
        for site in self.sites:
            k = bisect_right(starts, site[0]) - 1
            if k < 0 or site[0] >= written[k][1]:
                found.append(site)
        self.sites = sorted(found)
        return functools.reduce(operator.or_, (flags for _, flags in found), 0)

    def narrow(self) -> int:
        """Keep only the words within reach of what was written; return their flags together."""
        near = _merged(_grown(self.text, start, end, _REACH) for start, end in self._fresh)
        starts = [start for start, _ in near]
        self._fresh = []
        self.sites = [
            site for site in self.sites if (k := bisect_right(starts, site[0]) - 1) >= 0 and site[0] < near[k][1]
        ]
        return functools.reduce(operator.or_, (flags for _, flags in self.sites), 0)


def _grown(text: str, start: int, end: int, words: int) -> tuple[int, int]:
    """A span grown to whole chunks, and by ``words`` chunks either side."""
    for k in range(words + 1):
        start = text.rfind(" ", 0, max(start, 0))
        end = text.find(" ", end + (k > 0)) if end >= 0 else end
    return start + 1, end if end >= 0 else len(text)


class _Fingerprint:
    """A picklable thunk: the digest costs a walk over all tables and few explanations need it."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def __call__(self) -> str:
        return fingerprint(self._profile)


def check_text(text: object) -> None:
    """Raise ``TypeError`` saying what to do unless ``text`` is a ``str``."""
    if not isinstance(text, str):
        hint = (
            "decode it first: data.decode('utf-8', 'surrogateescape')"
            if isinstance(text, bytes)
            else "pass one text at a time"
        )
        raise TypeError(f"expected str, got {type(text).__name__}: {hint}")


def _restore(profile: Profile, memo_size: int, _fingerprint: str) -> Normalizer:
    return Normalizer(profile, memo_size=memo_size)


@functools.cache
def _inside(mode: str, profile: Profile) -> Profile:
    """The profile for the inside of a span: guards are off there, since the span itself is what they found."""
    base = LETTERS if mode == "letters" and profile.characters != "equivalent" else MINIMAL
    return base.replace(guards=frozenset(), disable=profile.disable)


def _map(line: str, memo: Memo) -> str:
    """The chunks of a line through the memo, joined again; block by block, to keep the lists short."""
    if len(line) <= _BLOCK:
        return " ".join(map(memo.__getitem__, line.split(" ")))
    blocks: list[str] = []
    start = 0
    while start <= len(line):
        end = line.find(" ", start + _BLOCK)
        if end < 0:
            end = len(line)
        blocks.append(" ".join(map(memo.__getitem__, line[start:end].split(" "))))
        start = end + 1
    return " ".join(blocks)


def _chunk_edits(line: str, text: str, memo: Memo) -> list[Edit]:
    """The edits inside the chunks of a line, given the text they make."""
    edits: list[Edit] = []
    if text == line:
        return edits
    start = 0
    for chunk in line.split(" "):
        changes = memo.edits(chunk)
        if changes:
            edits.extend(shift(changes, start))
        start += len(chunk) + 1
    return edits


def _line_end_edits(text: str) -> list[Edit]:
    return [
        Edit(match.start(), match.end(), "\n\n" if match.group() == "\u2029" else "\n", (_LINE_END_RULE,))
        for match in LINE_END.finditer(text)
    ]


def _merged(spans: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
    """Spans as sorted, disjoint ranges."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((span[0], span[1]) for span in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        elif start < end:
            merged.append((start, end))
    return merged


def _with_own(own: Spans, found: Iterable[guards.Span]) -> list[guards.Span]:
    """The caller's own ranges as opaque spans, and what is left of the spans that the guards found."""
    spans = [guards.Span(start, end, "opaque", "protect") for start, end in own]
    ends = [end for _, end in own]
    for span in found:
        start = span.start
        k = bisect_right(ends, start)
        while start < span.end:
            stop = min(own[k][0], span.end) if k < len(own) else span.end
            if start < stop:
                spans.append(span._replace(start=start, end=stop))
            if k == len(own):
                break
            start = own[k][1]
            k += 1
    return sorted(spans)


def _outside(edits: Iterable[Edit], ranges: Spans) -> list[Edit]:
    """The edits that change nothing inside a range (ranges are sorted and disjoint); insertions at an edge stay."""
    if not ranges:
        return list(edits)
    ends = [end for _, end in ranges]
    outside: list[Edit] = []
    for edit in edits:
        k = bisect_right(ends, edit.start)
        if k == len(ends) or edit.end <= ranges[k][0]:
            outside.append(edit)
    return outside


_NORMALIZERS: dict[Profile, Normalizer] = {}


def normalizer(profile: Profile) -> Normalizer:
    """Return the shared normalizer of a profile."""
    found = _NORMALIZERS.get(profile)
    if found is None:
        if len(_NORMALIZERS) >= 32:  # profiles made on the fly must not pile up
            _NORMALIZERS.clear()
        found = _NORMALIZERS[profile] = Normalizer(profile)
    return found
