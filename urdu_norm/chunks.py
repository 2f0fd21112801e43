"""What happens inside one chunk (what stands between two spaces), once per distinct chunk: the rules of a profile, compiled.

A chunk says what of it only its line can decide by raising flags (:mod:`urdu_norm.memo`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from urdu_norm import guards, lexicon
from urdu_norm.edits import Edit, Step, apply, between, compose, run
from urdu_norm.faces import Faces
from urdu_norm.memo import CONTEXT, FRAGMENT, LINE, LOOK, MIXED, NEAR, SIGN, SPACE, Chunk, Site
from urdu_norm.profile import Profile
from urdu_norm.segment import BIDI, RAW_WORD, WORD
from urdu_norm.stages import characters, context, decide, folds, punctuation, spacing, words
from urdu_norm.tables import active, rules

__all__ = ["LINE_END_RULE", "ZERO_WIDTH_SPACE", "Stages"]

LINE_END_RULE = "characters/line-ends"
ZERO_WIDTH_SPACE = "\u200b"
# Letters that no rule on characters ever looks at, an aspirate's ھ among them, and the marks that may stand around them.
_PLAIN = re.compile(
    "([(\"'“”‘’«]?)((?:[ءآاثحخذرزژسشصضطظعغفقلمنںوہیئؤ]|[بپتٹجچدڈڑکگ]ھ?|ے(?!ے))++)([)\"'“”‘’»]?[۔،؟؛!:]?[)\"'“”‘’»]?)"
)


Spans = Sequence[tuple[int, int]]


class Stages:
    """The rules of a profile, compiled: built when first needed, never changed."""

    def __init__(self, profile: Profile) -> None:
        self.guards = profile.guards
        # What guarded text gets too: no more than MINIMAL, whatever else the profile does to characters.
        self.equivalent = characters.equivalent(profile.replace(characters="equivalent", enable=frozenset()))
        self.bidi = characters.line(profile)
        self.lexicon = decide.compile(profile)
        self.words = words.compile(profile, self.lexicon)
        folded = folds.steps(profile)
        self.later: tuple[Step, ...] = (
            *characters.equivalent(profile),
            *characters.unify(profile, decide.frequency),
            *folds.prepare(profile),
            self.words.step,
            *folded,
        )
        # What later stages write has to look as if it had been folded with the rest of the text.
        self.settle: Callable[[str], str] = (lambda text: run(text, folded)[0] or text) if folded else str
        self.context = context.compile(profile, self.settle)
        self.faces = Faces(self.context.anchors, self.context.near)
        self.signs = spacing.signs(profile)
        self.spacing = spacing.compile(profile) if profile.spacing == "fix" else None
        whole = punctuation.compile(profile)
        strips = profile.punctuation == "strip"
        self.strip: Step | None = whole if strips else None
        self.punctuation: Step | None = None if strips else whole
        self.calm = whole is None  # lines without sites need no look
        self.protect = [re.compile(pattern) for pattern in profile.protect]
        self.line_ends = LINE_END_RULE in rules() and active(rules()[LINE_END_RULE], profile)
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

    def takes(self, old: str, new: str) -> bool:
        """Whether ``new`` may be written for ``old``: not if it is evidence of another language that was not there."""
        return new != old and not guards.reveals(old, new, self.guards)

    def chunk(self, chunk: str) -> Chunk:
        """What happens inside one chunk: opaque spans are cut out, the rest goes through the steps."""
        if self.plain_stays:
            plain = _PLAIN.fullmatch(chunk)
            if plain is not None:
                return self._plain_word(chunk, plain[1], plain[2], plain[3])
        # Guards judge what the eye sees: first what looks the same becomes the same.
        opaque = guards.opaque(chunk, self.guards)
        first = self._same_look(chunk, opaque)
        seen = chunk
        if first:
            seen = apply(chunk, first)
            opaque = guards.opaque(seen, self.guards)
        if opaque:
            edits = between(seen, opaque, lambda piece: self._piece(piece)[1])
            text = apply(seen, edits)
        else:
            text, edits = self._piece(seen)
        flags = 0
        if self.spacing is not None and spacing.raises(text):
            flags = SPACE
        if self.signs is not None and (
            ZERO_WIDTH_SPACE in chunk
            or spacing.has_sign_apart(text)
            or (text != seen and spacing.has_sign_apart(seen))  # a fold has taken it off
        ):
            flags |= SIGN
        if guards.raises(seen, self.guards) or BIDI.search(chunk):
            flags |= LINE
        if first:
            flags |= LOOK
        if text.isalpha() and not WORD.fullmatch(text) and WORD.search(text):
            flags |= MIXED
        return Chunk(text, tuple(compose(first, edits) if first else edits), self.sites(text, flags))

    def look(self, chunk: str) -> Chunk:
        """What becomes of a chunk where only what looks the same becomes the same."""
        text, edits = run(chunk, self.equivalent)
        return Chunk(text, tuple(edits), ())

    def _plain_word(self, chunk: str, before: str, word: str, after: str) -> Chunk:
        """A short cut for most chunks: Urdu letters and a mark or two, of which only the words stage can change any."""
        rests = word in lexicon.words() and self.words.rests(word)
        if rests and word not in self.context.anchors and guards.quiet(word):
            here = self._flags(word)
            return Chunk(chunk, (), ((len(before), here),) if here else ())
        found = None if rests else self.words.look_up(word)
        flags = LINE if guards.plain_raises(word, self.guards) else 0
        start = len(before)
        if found is not None:
            text = f"{before}{found[0]}{after}"
            return Chunk(text, (Edit(start, start + len(word), *found),), self.sites(text, flags))
        sites: list[Site] = [(0, flags)] if flags else []
        here = self._asks(chunk, start, start + len(word))
        if here and flags and not start:
            sites = [(0, flags | here)]
        elif here:
            sites.append((start, here))
        return Chunk(chunk, (), sites)

    def sites(self, text: str, flags: int) -> Sequence[Site]:
        """The words of a chunk that its line must look at; ``flags`` concern the whole chunk."""
        sites: list[Site] = []
        for match in WORD.finditer(text):
            here = self._asks(text, *match.span())
            if here:
                sites.append((match.start(), here))
        if flags:
            if sites and sites[0][0] == 0:
                flags |= sites.pop(0)[1]
            sites.insert(0, (0, flags))
        return sites

    def _asks(self, text: str, start: int, end: int) -> int:
        """The flags that a word of a chunk raises."""
        flags = CONTEXT if self.context.asks(text, start, end) else 0
        if start == 0 or end == len(text) or text[start - 1] == " " or text[end] == " ":  # or nothing stands beside it
            flags |= self._flags(text[start:end])
        return flags

    def _flags(self, word: str) -> int:
        """The flags that a word raises wherever it stands."""
        return (FRAGMENT if self.lexicon.is_piece(word) else 0) | (NEAR if self.lexicon.asks(word) else 0)

    def _same_look(self, text: str, opaque: Spans) -> Sequence[Edit]:
        """The equivalent steps, which what nothing may touch is spared."""
        if not characters.NOT_PLAIN.search(text):
            return []
        return between(text, opaque, lambda piece: run(piece, self.equivalent)[1])

    def _piece(self, piece: str) -> tuple[str, Sequence[Edit]]:
        """The later steps on what stands between opaque spans, words of other languages left out."""
        foreign = [m.span() for m in RAW_WORD.finditer(piece) if guards.is_foreign(m.group(), self.guards)]
        if not foreign:
            return run(piece, self.later)
        edits = between(piece, foreign, lambda stretch: run(stretch, self.later)[1])
        # What went may have brought a mark to the edge of a foreign word.
        text, last = run(apply(piece, edits), self.equivalent)
        return text, compose(edits, last)
