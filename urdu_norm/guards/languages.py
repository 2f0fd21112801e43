"""Stretches and whole lines in another language than Urdu and Arabic."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from urdu_norm.guards.lines import Line, Run, cut, joined, runs_of, spans_of
from urdu_norm.guards.vocabulary import LANGUAGES, function_words, urdu_spellings, weak_words
from urdu_norm.guards.words import FOREIGN, HAS, HEH, OWN, PNB, STRANGE, STRONG, Word, rarity_of

__all__ = ["language_spans"]


def language_spans(line: Line, arabic: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield stretches between words with foreign letters, sentences and lines with another language's words."""
    if not line.has(FOREIGN | STRONG | STRANGE):
        return
    words = line.words
    if _strange(line, arabic) or _punjabi(line):
        yield line.places[0][0], len(line.text)
        return
    foreign = [k for k, word in enumerate(words) if word.foreign]
    for k, near in pairwise(foreign):
        if near - k <= 6:
            yield line.places[k][0], line.places[near][1]
    spoken = {language for word in words for language in word.tongues}
    if line.has(HEH):
        spoken.add("fa")
    if foreign:
        spoken.add("")  # some other
    for k, language in enumerate(LANGUAGES):
        if language not in spoken:
            continue
        known = function_words(language)
        heard = line.spoken.translate(HAS[1 << k])
        if language != "fa" and not foreign and heard.count(1) < 2:
            continue  # one word is enough for a short quotation in Persian, and of letters that Urdu does not have
        runs = runs_of(line, line.ends.translate(HAS[1 << k]))
        parts = [
            _other_part(words, run, language, known) if heard.find(1, run.first, run.last + 1) >= 0 else None
            for run in runs
        ]
        yield from spans_of(line, joined(words, runs, parts))
        if heard.count(1) > 1 and _throughout(words, language, known):
            yield line.places[0][0], len(line.text)


def _strange(line: Line, arabic: Sequence[tuple[int, int]]) -> bool:
    """Whether a line in other letters than those of Urdu has nothing Urdu, but words that Urdu does not know.

    It is not enough that there is nothing Urdu: Urdu typed on an Arabic keyboard has lines of two or three names.
    Arabic in the line, and with it the reference, is no evidence.
    """
    if line.has(OWN) or not line.has(FOREIGN | STRANGE):
        return False
    words = [word for word in line.words if len(word.plain) > 1]
    if arabic:
        starts = [start for start, _ in arabic]
        words = [
            word
            for word, (start, _) in zip(line.words, line.places, strict=True)
            if len(word.plain) > 1 and not _within(arabic, starts, start)
        ]
        if not any(word.signs & (FOREIGN | STRANGE) for word in words):
            return False
    count = len(words)
    share = 0.5 if count < 4 else 0.25 if count < 8 else 0.2
    return count > 1 and sum(map(_foreignness, words)) >= max(1, share * count)


def _within(spans: Sequence[tuple[int, int]], starts: Sequence[int], place: int) -> bool:
    """Whether a place is in one of the spans, which are sorted by their starts."""
    k = bisect_right(starts, place)
    return k > 0 and place < spans[k - 1][1]


def _foreignness(word: Word) -> float:
    if word.signs & (FOREIGN | STRONG):
        return 1
    return max(rarity_of(word), 0.5 if word.plain in weak_words() else 0.0)


def _punjabi(line: Line) -> bool:
    """Whether a line has a word of Punjabi, others that Urdu hardly knows, and none or one that is only Urdu."""
    if not line.has(STRONG):
        return False
    urdu = line.ends.translate(HAS[PNB]).count(1)
    if urdu > 1:
        return False
    known = function_words("pnb")
    words = [word for word in line.words if len(word.plain) > 1]
    strong = {word.unified for word in words if "pnb" in word.tongues}
    if not strong or len(words) < 3:
        return False
    sure = [known[word.unified] for word in words if word.unified in known]
    total = sum(sure) + sum(0.5 * rarity_of(word) for word in words if word.unified not in known)
    density = total / len(words)
    if total < 1.5 or density < 0.2 or sum(sure) < 0.08 * len(words):
        return False
    if strong == {"دا"}:  # it stands in names and titles too
        return urdu == 0 and density >= 0.3
    return urdu == 0 or (density >= 0.25 and (len(strong) > 1 or (density >= 0.3 and 0.5 in sure)))


def _speaks(word: Word, language: str, known: Mapping[str, float]) -> float:
    """Return the weight of a word as evidence of a language."""
    weight = (
        1.0
        if word.foreign or language in word.tongues
        else known.get(word.unified if language == "pnb" else word.plain, 0.0)
    )
    return max(weight, 0.5) if language == "fa" and word.signs & HEH else weight


def _other_part(words: Sequence[Word], run: Run, language: str, known: Mapping[str, float]) -> Run | None:
    """Return the part of a run that is in a language, or ``None``."""
    found: dict[int, float] = {}
    for k in range(run.first, run.last + 1):
        weight = _speaks(words[k], language, known)
        if weight:
            found[k] = weight
    if not found:
        return None
    count = run.last + 1 - run.first
    if language == "fa":
        # Urdu words typed with another heh, or Persian ones that look like them: then much must speak for Persian.
        doubtful = sum(words[k].urdu and words[k].plain not in known for k in range(run.first, run.last + 1))
        if doubtful and (4 * doubtful > count or sum(found.values()) < 2 + doubtful):
            return None
    distinct = {words[k].plain: weight for k, weight in found.items()}
    strong = sum(weight == 1 for weight in distinct.values())
    total = sum(distinct.values())
    density = sum(found.values()) / count
    if run.bounded and density >= (0.12 if count >= 6 else 0.17):
        enough = _ENOUGH.get(language, 1.5)
        if any(words[k].foreign for k in found) or (strong and count >= 3 and total >= enough):
            return run
        plenty = total >= 3 or (total >= 1.5 and density >= 0.25)
        if language == "fa" and plenty and any(word in known for word in distinct):
            return run
    if strong < 2 or density < 0.2:
        return None
    return run if run.bounded else cut(run, min(found), max(found))


_ENOUGH = {"fa": 1.0, "pnb": 2.0}  # Urdu shares most with Punjabi; Persian quotations are short


def _throughout(words: Sequence[Word], language: str, known: Mapping[str, float]) -> bool:
    """Whether a whole line is in a language: its words are there, and hardly any that only Urdu has."""
    strong = [word.plain for word in words if word.foreign or language in word.tongues]
    if len(set(strong)) < 2 or len(strong) < 0.08 * len(words):
        return False
    urdu = sum(word.plain in urdu_spellings() and word.plain not in known for word in words)
    return len(strong) > urdu if language == "pnb" else len(strong) >= 4 * urdu  # Punjabi shares most words
