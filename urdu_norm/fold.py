"""The fold: line ends, lines, chunks through the memo, then what only a line can decide. Start reading here.

    text -> blocks of lines -> line ends -> lines -> chunks -> memo -> joined line
         -> merges, neighbours, context, spacing, punctuation

A chunk is what stands between two spaces. :mod:`urdu_norm.chunks` says what happens inside one, once per distinct chunk.
If something about it can only be decided in its line, it raises a flag, and :meth:`Fold._settle` looks there.
Everything is made of edits (:mod:`urdu_norm.edits`): the text is what they make, the explanation is what they are.
A line longer than a block is done in pieces, so that no text takes more memory than itself and a block at work.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from urdu_norm import guards
from urdu_norm.chunks import LINE_END_RULE, ZERO_WIDTH_SPACE, Stages
from urdu_norm.edits import Edit, OffsetMap, Step, apply, between, compose, shift
from urdu_norm.explanation import Explanation, Suggestion
from urdu_norm.glance import all_sites, chunk_edits, many, through
from urdu_norm.lines import Line, Spans, outside, with_own
from urdu_norm.memo import CONTEXT, FRAGMENT, LINE, LOOK, NEAR, SIGN, SPACE, Memo, Site
from urdu_norm.profile import LETTERS, MINIMAL, Profile
from urdu_norm.segment import BIDI, BLOCK, LINE_END, WORD, blocks, pieces
from urdu_norm.stages import decide
from urdu_norm.unicode import CORE_LETTERS

__all__ = ["Fold"]

_SHORT = BLOCK // 32  # no line up to this becomes longer than a block: no character becomes more than 18
_TURNS = 8  # how often a whole line is; two are enough for all but what was made to need more
_ROUNDS = 4  # how often a line is looked at again after a correction; the laws hold that fewer are needed
_MEMO = 16_384  # chunks that a fold for the inside of spans remembers
_MARKS = "۔،؛؟!:.,;?()\"'“”‘’«»-"
_RISKY = re.compile(f"[^{CORE_LETTERS}0-9۰-۹ {_MARKS}]|[أۂۓۃ]|(?:^| )ھ|ھؤ|[{_MARKS}] *[{_MARKS}]|\\.[^.]*\\.|  ")
"""What a line has whose marks may have to be looked at twice: two of them or two spaces in a row, or anything but plain Urdu."""
_ASCII_JUNK = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_HIDING = re.compile("[\x00-\x08\x0e-\x1f\x7f\xa0\u034f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_BLOCKS = r"`~<$\\"  # one of these begins every guarded block
_MAY_HAVE_BLOCKS = re.compile(f"[{_BLOCKS}]")
_SPECIAL = re.compile(rf"[\r\v\f\x85\u2028\u2029{_BLOCKS}]")
_SEVERAL = re.compile(f"[\n{_SPECIAL.pattern[1:]}")  # perhaps more than one line


_Seen = tuple[int, Sequence[guards.Span] | None]
"""What was found out about a line before its turns: the flags of its chunks, and the spans of its guards if they were asked."""


class Fold:
    """All that happens to a text under one profile: what a :class:`urdu_norm.Normalizer` keeps and asks."""

    def __init__(self, profile: Profile, memo_size: int = _MEMO) -> None:
        self._profile = profile
        self._memo_size = memo_size

    def text(self, text: str, protect: Spans) -> str:
        """Return the text normalized: the same object if nothing changes."""
        stages = self.stages
        if not protect and text.isascii() and stages.ascii_stays and not _ASCII_JUNK.search(text):
            return text
        if not protect and _SEVERAL.search(text) is None and len(text) <= BLOCK:
            result = self._line(text)
            return text if result == text else result
        special = _SPECIAL.search(text)
        if protect:
            result = apply(text, self._edits(text, protect))
        elif special and (kept := _blocks(text, stages.guards)):
            result = self._around(text, kept)
        elif len(text) <= BLOCK:
            result = self._lines(text, special is not None and stages.line_ends)
        else:
            ends = special is not None and stages.line_ends
            result = "".join([self._lines(block, ends) for block in blocks(text, BLOCK, every_line_end=ends)])
        return text if result == text else result

    def texts(self, texts: Sequence[str | None]) -> list[str | None]:
        """Return each text normalized, ``None`` where there is none: many short ones go through the memo at once."""
        made = list(texts)
        waiting: list[int] = []
        size = 0
        at_once = self._at_once(())
        for k, text in enumerate(texts):
            if text is None:
                continue
            if not at_once or len(text) > _SHORT or _SEVERAL.search(text):
                made[k] = self.text(text, ())
                continue
            waiting.append(k)
            size += len(text)
            if size > BLOCK:
                self._some(made, waiting)
                waiting.clear()
                size = 0
        self._some(made, waiting)
        return made

    def _some(self, texts: list[str | None], places: Sequence[int]) -> None:
        """Normalize the texts at some places, each of which is one line."""
        whole = "\n".join([texts[k] or "" for k in places])
        for k, text in zip(places, self._lines_at_once(whole).split("\n") if places else (), strict=True):
            if text != texts[k]:  # what does not change stays the same object
                texts[k] = text

    def edits(self, text: str, protect: Spans) -> list[Edit]:
        """Return all edits of a text."""
        whole = protect or _SEVERAL.search(text)
        found = self._edits(text, protect) if whole else self._line_edits(text, ())
        return [edit for edit in found if text[edit.start : edit.end] != edit.new]

    @cached_property
    def stages(self) -> Stages:
        """The rules, compiled."""
        return Stages(self._profile)

    @cached_property
    def _memo(self) -> Memo:
        return Memo(self.stages.chunk, self._memo_size, self.stages.faces.of)

    @cached_property
    def _looks(self) -> Memo:
        """What chunks become that change for nobody's eye."""
        return Memo(self.stages.look, self._memo_size)

    def _lines(self, text: str, ends: bool) -> str:
        """A text without guarded blocks, normalized; ``ends`` if it may have line ends other than LF to be unified."""
        if ends:
            text = apply(text, _line_end_edits(text))
        if "\n" not in text:
            return self._line(text)
        lines = text.split("\n")
        return self._lines_at_once(text) if self._at_once(lines) else "\n".join([self._line(line) for line in lines])

    def _lines_at_once(self, text: str) -> str:
        """Some lines of which :meth:`_at_once` is true, normalized."""
        chunks, texts, asking = many(text, self._memo, self.stages)
        made: list[str] = []
        position = 0
        for first, end in asking:
            made += texts[position:first]
            made.append(self._line(" ".join(chunks[first:end])))
            position = end
        return " ".join([*made, *texts[position:]] if made else texts).replace(" \n ", "\n")

    def _at_once(self, lines: Sequence[str]) -> bool:
        """Whether lines can go through the memo at once: none is ever looked at as a whole, nor may grow beyond a block."""
        stages = self.stages
        return stages.calm and not stages.protect and max(map(len, lines), default=0) <= _SHORT

    def _around(self, text: str, kept: list[tuple[int, int]]) -> str:
        """A text with guarded blocks, normalized: what :meth:`_edits` makes of it, of whose edits a block's are kept.

        ``kept`` are its blocks; the list is used up.
        """
        for _ in range(_TURNS):
            made = [apply(block, edits) for _, block, edits in self._all_lines(text, kept)]
            before, text = text, "".join(made)
            del made
            if text == before or not kept:
                break
            kept.clear()
            kept = _blocks(text, self.stages.guards)  # none is left, perhaps: then once more without
        return text

    def _edits(self, text: str, protect: Spans) -> list[Edit]:
        """All edits of a text; with guarded blocks until nothing changes: what went may have been what made one."""
        for start, end in protect:
            if not 0 <= start <= end <= len(text):
                raise ValueError(f"span {start}:{end} is not inside a text of {len(text)} characters")
        mine = [(start, end) for start, end in protect]
        now, total = text, list[Edit]()
        for _ in range(_TURNS):
            found = _blocks(now, self.stages.guards)
            edits: list[Edit] = []
            for start, _, made in self._all_lines(now, guards.united([*mine, *found])):
                edits.extend(shift(made, start))
            total = compose(total, edits)
            if not edits or not found:
                break
            offsets = OffsetMap(len(now), edits)
            mine = offsets.moved(mine)
            now = apply(now, edits)
        return total

    def _all_lines(self, text: str, kept: Spans) -> Iterator[tuple[int, str, list[Edit]]]:
        """Yield the blocks of a text, where they begin and their edits outside of what is ``kept``."""
        start = k = 0
        for block in blocks(text, BLOCK, every_line_end=not kept and self.stages.line_ends):
            inside, k = _within(kept, k, start, start + len(block))
            yield start, block, self._block_edits(block, inside)
            start += len(block)

    def _block_edits(self, text: str, kept: Spans) -> list[Edit]:
        """The edits of some lines outside of what is ``kept``: their line ends, then the lines."""
        first = outside(_line_end_edits(text), kept) if self.stages.line_ends else []
        plain = apply(text, first)
        if kept and first:
            offsets = OffsetMap(len(text), first)
            kept = offsets.moved(kept)
        lines = plain.split("\n")
        if not kept and len(lines) > 1 and self._at_once(lines):
            return compose(first, self._edits_at_once(plain))
        second: list[Edit] = []
        start = k = 0
        for line in lines:
            inside, k = _within(kept, k, start, start + len(line))
            if inside != [(0, len(line))]:
                second.extend(shift(self._line_edits(line, inside), start))
            start += len(line) + 1
        return compose(first, second)

    def _edits_at_once(self, text: str) -> list[Edit]:
        """The edits of some lines that go through the memo at once."""
        chunks, texts, asking = many(text, self._memo, self.stages)
        edits: list[Edit] = []
        start = position = 0
        for first, end in [*asking, (len(chunks), len(chunks))]:
            for chunk, made in zip(chunks[position:first], texts[position:first], strict=True):
                if chunk == "\n":
                    continue  # the space after the chunk before it was counted for it
                if chunk != made:
                    edits.extend(shift(self._memo.edits(chunk), start))
                start += len(chunk) + 1
            if end > first:
                line = " ".join(chunks[first:end])
                edits.extend(shift(self._line_edits(line, ()), start))
                start += len(line) + 1
            position = end
        return edits

    def _line(self, line: str) -> str:
        """One line without protected spans, normalized: what :meth:`_line_edits` makes of it, without the edits."""
        done = self._short_line(line) if len(line) <= BLOCK else line
        return done if len(done) <= BLOCK else self._long_line(done)  # it may have grown beyond a block

    def _short_line(self, line: str) -> str:
        """A line, or a piece of one: until it stays, if it may need more than one turn."""
        done = self._line_once(line)
        if self.stages.calm:
            return done
        for _ in range(_TURNS):
            if done == line or not _RISKY.search(line):
                break
            line, done = done, self._line_once(done)
        return done

    def _line_once(self, line: str) -> str:
        """What one turn makes of a line; all turns, if there is anything to guard in it."""
        stages = self.stages
        if stages.protect and self._has_own(line):
            return apply(line, self._turns(line, ()))
        text, sites, flags = through(line, self._memo, stages)
        if flags & (LINE | SIGN):
            held = None if flags & (SIGN | LOOK) or BIDI.search(line) else guards.find(line, stages.guards)
            if held is None or held:
                return apply(line, self._turns(line, (), (flags, held)))
        if sites or not stages.calm:
            return self._settle(text, sites, flags, ()).text
        return apply(text, stages.spacing(text)) if flags & SPACE and stages.spacing is not None else text

    def _long_line(self, line: str) -> str:
        """A line longer than a block, normalized in pieces until it stays: once it changed it is cut elsewhere."""
        if self._has_own(line):
            return apply(line, self._line_edits(line, ()))
        for _ in range(_TURNS):
            made: list[str] = []
            position = 0
            for start, end in self._pieces(line, ()):
                made += (line[position:start], self._short_line(line[start:end]))
                position = end
            before, line = line, "".join(made)
            if line == before:
                break
        return line

    def _own(self, line: str, kept: Spans) -> list[tuple[int, int]]:
        """What is ``kept`` of a line, and what the patterns of the profile protect in it."""
        found = (match.span() for pattern in self.stages.protect for match in pattern.finditer(line))
        return guards.united([*kept, *found])

    def _has_own(self, line: str) -> bool:
        """Whether the patterns of the profile find anything in a line."""
        return any(pattern.search(line) for pattern in self.stages.protect)

    def _pieces(self, line: str, kept: Spans) -> Iterator[tuple[int, int]]:
        """The pieces of a line longer than a block, none of which cuts what nothing may touch."""
        names = self.stages.guards
        ends = [end for _, end in kept]

        def taken(start: int, end: int) -> Spans:
            found = [(start + span.start, start + span.end) for span in guards.untouchable(line[start:end], names)]
            own = kept[bisect_right(ends, start) : bisect_left(kept, (end,))]
            return guards.united([*own, *found]) if own else found

        return pieces(line, BLOCK, taken)

    def _line_edits(self, line: str, kept: Spans) -> list[Edit]:
        """The edits of one line, in pieces until it stays if it is longer than a block."""
        total: list[Edit] = []
        if len(line) <= BLOCK:
            total = self._turns(line, kept)
            if not total or len(line) + sum(len(edit.new) - (edit.end - edit.start) for edit in total) <= BLOCK:
                return total
            kept = OffsetMap(len(line), total).moved(kept) if kept else kept  # it has grown beyond a block
            line = apply(line, total)
        kept = self._own(line, kept)
        for _ in range(_TURNS):
            edits: list[Edit] = []
            k = 0
            for start, end in self._pieces(line, kept):
                inside, k = _within(kept, k, start, end)
                edits.extend(shift(self._turns(line[start:end], inside), start))
            if not edits:
                break
            total = compose(total, edits)
            kept = OffsetMap(len(line), edits).moved(kept) if kept else kept
            line = apply(line, edits)
        return total

    def _turns(self, line: str, kept: Spans, seen: _Seen | None = None) -> list[Edit]:
        """The edits of one line, or piece of one.

        Where guards or punctuation were looked at it is looked at again, until nothing changes: what went may have been
        what hid a span, or parted two marks.
        """
        total: list[Edit] = []
        for _ in range(_TURNS):
            edits, again = self._turn(line, kept, seen)
            if not edits:
                break
            total = compose(total, edits) if total else edits
            if not again:
                break
            seen = None
            offsets = OffsetMap(len(line), edits)
            kept = offsets.moved(kept)
            line = apply(line, edits)
        return total

    def _turn(self, line: str, kept: Spans, seen: _Seen | None) -> tuple[list[Edit], bool]:
        """The edits of one line, once, and whether there may be more."""
        stages = self.stages
        flags, held = seen or (0, None)
        text = line
        sites: Sequence[Site] = ()  # guarded edits ask for neither
        if not flags & LINE:
            text, sites, flags = through(line, self._memo, stages)
        if flags & SIGN and stages.signs is not None and (first := self._with_signs(line, kept, stages.signs)):
            return first, True
        if flags & LINE or kept or self._has_own(line):
            return self._guarded_edits(line, kept, flags, held)
        edits = chunk_edits(line, self._memo) if text != line else []
        if (sites or flags & SPACE or not stages.calm) and (settled := self._settle(text, sites, flags, ()).edits):
            edits = compose(edits, settled)
        return edits, not stages.calm and _RISKY.search(line) is not None

    def _with_signs(self, line: str, kept: Spans, signs: Step) -> list[Edit]:
        """The edits that put detached signs back on their words, and what characters need first.

        None if no sign moves and no zero width space is there, of which characters make a space, or nothing.
        """
        stages = self.stages
        letters = _folded(_only_characters(self._profile))
        first = letters._line_edits(line, kept)
        offsets = OffsetMap(len(line), first)
        text = apply(line, first)
        ranges = offsets.moved(kept)
        ranges += [match.span() for pattern in stages.protect for match in pattern.finditer(text)]
        found = guards.find(text, stages.guards)
        moved = outside(signs(text), guards.united([*ranges, *((span.start, span.end) for span in found)]))
        return compose(first, moved) if moved or ZERO_WIDTH_SPACE in line else []

    def _same_look(self, line: str, untouched: Spans, kept: Spans) -> list[Edit]:
        """The edits that change nothing to the eye: bidi controls outside of what is ``kept``, all outside of ``untouched``."""
        stages = self.stages
        first = outside(stages.bidi(line), guards.united([*untouched, *kept])) if BIDI.search(line) else []
        offsets = OffsetMap(len(line), first)
        text = apply(line, first)
        spans = offsets.moved(untouched)
        looks = self._looks
        return compose(first, between(text, spans, lambda piece: chunk_edits(piece, looks)))

    def _guarded_edits(
        self, line: str, kept: Spans, flags: int, held: Sequence[guards.Span] | None
    ) -> tuple[list[Edit], bool]:
        """The edits of a line that has, or may have, spans to be left alone, and whether there may be more."""
        stages = self.stages
        own = self._own(line, kept)
        plain, total = line, list[Edit]()
        bidi = BIDI.search(line) is not None
        if flags & LOOK or bidi:
            # Guards judge what the eye sees; what they keep then keeps its bidi controls.
            sure = guards.untouchable(line, stages.guards)
            untouched = guards.united([*own, *((span.start, span.end) for span in sure)])
            seen = self._same_look(line, untouched, ())
            offsets = OffsetMap(len(line), seen)
            held = self._found(apply(line, seen), asked=bool(flags & LINE) and not bidi)
            places = [offsets.to_source(span.start, span.end) for span in held]
            total = self._same_look(line, untouched, places) if bidi else seen
            plain = apply(line, total)
            offsets = OffsetMap(len(line), total)
            own = offsets.moved(own)
            moved = offsets.moved(places)
            held = [span._replace(start=start, end=end) for span, (start, end) in zip(held, moved, strict=True)]
        elif held is None:
            held = self._found(line, asked=bool(flags & LINE))
        spans = with_own(own, held)

        edits: list[Edit] = []
        ranges: list[tuple[int, int]] = []  # of what is protected, in the text that `edits` make
        sites: list[Site] = []
        flags = delta = position = 0
        for span in [*spans, guards.Span(len(plain), len(plain), "opaque", "")]:
            stretch = plain[position : span.start]
            text, found, raised = all_sites(stretch, self._memo)
            if text != stretch:
                edits.extend(shift(chunk_edits(stretch, self._memo), position))
            sites.extend((offset + position + delta, one) for offset, one in found)
            flags |= raised
            delta += len(text) - len(stretch)
            inside = plain[span.start : span.end]
            if span.mode != "opaque":
                changes = _folded(_inside(span.mode, self._profile)).edits(inside, ())
                edits.extend(shift(changes, span.start))
                delta_inside = sum(len(edit.new) - (edit.end - edit.start) for edit in changes)
            else:
                delta_inside = 0
            if span.end > span.start:
                ranges.append((span.start + delta, span.end + delta + delta_inside))
            delta += delta_inside
            position = span.end
        text = apply(plain, edits)
        settled = self._settle(text, sites, flags, ranges)
        made = compose(compose(total, edits), settled.edits)
        # What the guards hold in the end is what they held, and nothing hides: the stages by themselves are done.
        done = stages.calm and not (made and (own or _HIDING.search(line)))
        if made and done:
            ends = [(span.start, span.end) for span in guards.find(settled.text, stages.guards)]
            done = ends == settled.ranges
        return made, not done

    def _found(self, line: str, *, asked: bool) -> list[guards.Span]:
        """The guarded spans of a line; those of other languages only if a word has ``asked`` for them, or one does."""
        names = self.stages.guards
        if not asked and not any(guards.raises(chunk, names) for chunk in line.split(" ")):
            names -= {"arabic", "language"}
        return guards.find(line, names)

    def _settle(self, text: str, sites: Sequence[Site], flags: int, ranges: Spans) -> Line:
        """Return the line with what only it can decide; ``ranges`` are protected."""
        stages = self.stages
        line = Line(text, sites, ranges)
        known: dict[int, Sequence[Edit]] = {}  # what a step wants of the line as it is
        if stages.calm and not flags & SPACE and not self._wanted(line, flags, known):
            return line
        if stages.strip is not None and line.make(stages.strip(text)):
            flags |= line.refresh(stages.sites)
        for _ in range(_ROUNDS):
            made = False
            for flag, step in ((FRAGMENT, stages.lexicon.merge), (NEAR, stages.lexicon.near)):
                found = known.get(flag)
                if found is None:
                    found = step(line.text, line.at(flag)) if flags & flag else []
                found = [stages.written(edit) for edit in found]
                if line.make([edit for edit in found if stages.takes(line.text[edit.start : edit.end], edit.new)]):
                    flags |= line.refresh(stages.sites)
                    known.clear()
                    made = True
            found = known.get(CONTEXT)
            if found is None:
                found = stages.context.edits(line.text, line.at(CONTEXT)) if flags & CONTEXT else []
            known.clear()
            if line.make(found):
                if stages.strip is not None:
                    line.make(stages.strip(line.text))  # a compound may have been put right
                line.refresh(stages.sites)
                made = True
            if not made:
                break
            flags = line.narrow() | flags & SPACE  # what was put right is a new neighbour of what stands beside it
        if flags & SPACE and stages.spacing is not None:
            line.make(stages.spacing(line.text))
        if stages.punctuation is not None:
            line.make(stages.punctuation(line.text))
        return line

    def _wanted(self, line: Line, flags: int, known: dict[int, Sequence[Edit]]) -> bool:
        """Whether a step wants anything of a line, which it does of few; ``known`` gets what the steps asked want."""
        stages = self.stages
        for flag, step in (
            (FRAGMENT, stages.lexicon.merge),
            (NEAR, stages.lexicon.near),
            (CONTEXT, stages.context.edits),
        ):
            known[flag] = step(line.text, line.at(flag)) if flags & flag else ()
            if known[flag]:
                return True
        return False

    # ------------------------------------------------------------------ suggestions and evidence

    def suggestions(self, explanation: Explanation) -> tuple[Suggestion, ...]:
        """Words of the result that may be wrong, at their places in the source."""
        found: list[Suggestion] = []
        stages = self.stages
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

    def evidence(self, old: str, edit: Edit) -> Mapping[str, Any]:
        """What the lexicon knew when it decided; empty for every other edit."""
        if not any(rule.startswith("lexicon/") for rule in edit.rules):
            return {}
        return self.stages.lexicon.evidence(old, edit.new)


@functools.cache
def _inside(mode: str, profile: Profile) -> Profile:
    """The profile for the inside of a span: without guards, which found it, and bidi, which only the line can judge."""
    base = LETTERS if mode == "letters" and profile.characters != "equivalent" else MINIMAL
    return base.replace(guards=frozenset(), disable=profile.disable | {"characters/bidi"})


@functools.cache
def _only_characters(profile: Profile) -> Profile:
    """The profile that only does what ``profile`` does to characters."""
    rules = frozenset(rule for rule in profile.enable if rule.startswith("characters"))
    return Profile(
        characters="equivalent" if profile.characters == "equivalent" else "unify",
        guards=profile.guards,
        protect=profile.protect,
        enable=rules,
        disable=profile.disable,
    )


def _within(spans: Spans, k: int, start: int, end: int) -> tuple[list[tuple[int, int]], int]:
    """What of sorted ``spans``, of which the first ``k`` end before, lies in a stretch of a text; and the ``k`` after it."""
    inside: list[tuple[int, int]] = []
    while k < len(spans) and spans[k][0] < end:
        if spans[k][1] > start:
            inside.append((max(spans[k][0], start) - start, min(spans[k][1], end) - start))
        if spans[k][1] > end:  # goes on after it
            break
        k += 1
    return inside, k


def _blocks(text: str, names: frozenset[str]) -> list[tuple[int, int]]:
    """The guarded spans of a text that may hold several lines, as they look.

    What nobody sees hides no fence, and every line end ends a line.
    """
    if not _MAY_HAVE_BLOCKS.search(text):
        return []
    unseen = [Edit(*match.span(), "", ()) for match in _UNSEEN.finditer(text)]
    look = compose(unseen, list(_line_end_edits(apply(text, unseen))))
    found = guards.blocks(apply(text, look), names)
    offsets = OffsetMap(len(text), look)
    kept: list[tuple[int, int]] = []
    while found:  # one by one: of a million fences not both lists
        span = found.pop()
        kept.append(offsets.to_source(span.start, span.end) if look else (span.start, span.end))
    return kept[::-1]


def _line_end_edits(text: str) -> Iterator[Edit]:
    rules = (LINE_END_RULE,)
    for match in LINE_END.finditer(text):
        yield Edit(match.start(), match.end(), "\n\n" if match.group() == "\u2029" else "\n", rules)


@functools.lru_cache(maxsize=32)  # profiles made on the fly must not pile up
def _folded(profile: Profile) -> Fold:
    """The fold of a profile for the inside of spans and for what comes before the lines are cut."""
    return Fold(profile)
