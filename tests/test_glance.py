"""A glance at the chunks beside a flag says that nothing is wanted only where the stages say so too."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.stability.lines import lines as golden
from urdu_norm import LETTERS, MINIMAL, PUBLISH, SEARCH, STANDARD, lexicon
from urdu_norm.edits import apply
from urdu_norm.fold import Fold
from urdu_norm.glance import all_sites, many, through
from urdu_norm.memo import CONTEXT, PLACED, SPACE
from urdu_norm.profile import Profile
from urdu_norm.stages.context import rows
from urdu_norm.tables import tables

PROFILES = (STANDARD, PUBLISH, LETTERS, STANDARD.replace(spacing="keep"))


@cache
def fold(profile: Profile) -> Fold:
    return Fold(profile)


@cache
def without_punctuation(profile: Profile) -> Fold:
    one = Fold(profile)
    one.stages.punctuation = None
    return one


@cache
def of_context() -> tuple[tuple[str, ...], ...]:
    """The words of context rows in the order of a text in which the row fires."""
    found: list[tuple[str, ...]] = []
    for one in tables().values():
        if one.rule.stage == "context":
            for row in rows(one.rule):
                before = min(row.before.needed, default=())
                after = min(row.after.needed, default=())
                found.append(tuple(word for word in (*before, *row.wrong, *after) if word != "-"))
    return tuple(found)


@cache
def common() -> tuple[str, ...]:
    words = lexicon.words()
    return tuple(sorted(words, key=lambda word: (-words[word], word))[:4000])


# Made once, as Hypothesis looks at every word when a strategy is new.


@cache
def common_word() -> st.SearchStrategy[str]:
    return st.sampled_from(common())


@cache
def phrase_of_context() -> st.SearchStrategy[tuple[str, ...]]:
    return st.sampled_from(of_context())


@st.composite
def spoiled(draw: st.DrawFn) -> list[str]:
    """A word or a phrase as it may stand in a text: whole, broken, joined to the next, misspelled, of a context row."""
    word = draw(common_word())
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return list(draw(phrase_of_context()))
    if kind == 1 and len(word) > 2:
        cut = draw(st.integers(1, len(word) - 1))
        return [word[:cut], word[cut:]]
    if kind == 2 and len(word) > 4:
        cut = draw(st.integers(1, len(word) - 3))
        return [word[:cut], word[cut : cut + 1], word[cut + 1 :]]
    if kind == 3:
        return [word + draw(common_word())]
    if kind == 4:
        cut = draw(st.integers(0, len(word) - 1))
        return [word[:cut] + draw(st.sampled_from("اونصط")) + word[cut + 1 :]]
    return [word]


@st.composite
def line(draw: st.DrawFn) -> str:
    pieces = [piece for some in draw(st.lists(spoiled(), min_size=1, max_size=4)) for piece in some]
    text = ""
    for piece in pieces:
        before = draw(st.sampled_from(["", "", "", "", "", "", "(", "«", "۵"]))
        after = draw(st.sampled_from(["", "", "", "", "", "", "،", "۔", "ِ", "\u0651", "ab", "/"]))
        text += before + piece + after + draw(st.sampled_from([" ", " ", " ", " ", " ", " ", "  ", "/", "-", "\u06d4"]))
    return text if draw(st.booleans()) else text.rstrip()


@given(line(), st.sampled_from(PROFILES))
@example("دیکھادیتا،", STANDARD)  # what an anchor waits for may be in its own chunk
def test_a_glance_overlooks_nothing(text: str, profile: Profile) -> None:
    one = fold(profile)
    made, sites, flags = through(text, one._memo, one.stages)
    whole, every, raised = all_sites(text, one._memo)
    assert made == whole
    if sites:
        assert (list(sites), flags) == (list(every), raised)
    else:
        assert flags == raised & ~PLACED
        settle = without_punctuation(profile)._settle
        assert settle(made, (), flags, ()).text == settle(whole, every, raised, ()).text


@given(
    st.lists(
        line() | st.sampled_from(["", " ", "یہ ٹھیک ہے۔", "قُلْ هُوَ اللَّهُ", "`ي`", "\u200b", "a\u0301"]),
        min_size=2,
        max_size=5,
    )
)
def test_many_lines_at_once_are_each_line_by_itself(texts: list[str]) -> None:
    text = "\n".join(texts)
    for profile in (STANDARD, LETTERS, MINIMAL, STANDARD.replace(spacing="keep")):
        one = fold(profile)
        assert one._at_once(texts)
        assert one.text(text, ()) == "\n".join([one.text(line, ()) for line in texts])
        assert apply(text, one.edits(text, ())) == one.text(text, ())


def test_empty_lines_are_not_looked_at() -> None:
    one = fold(STANDARD)
    chunks, texts, asking = many("\n\nیہ ٹھیک ہے۔\n\nاس میں زرہ برابر شک نہیں\n", one._memo, one.stages)
    assert texts == chunks
    assert [" ".join(chunks[first:end]) for first, end in asking] == ["اس میں زرہ برابر شک نہیں"]


def test_the_only_line_break_is_the_first_chunk() -> None:
    one = fold(STANDARD)
    chunks, _, asking = many("\nاس میں زرہ برابر شک نہیں", one._memo, one.stages)
    assert [" ".join(chunks[first:end]) for first, end in asking] == ["اس میں زرہ برابر شک نہیں"]
    assert one.text("\nاس میں زرہ برابر شک نہیں", ()) == "\nاس میں ذرہ برابر شک نہیں"


def test_two_spaces_that_stay() -> None:
    """An anchor then sees what stands beyond them, in one line and in many; so does a chunk with two sites."""
    one = fold(STANDARD.replace(spacing="keep"))
    for text, expected in (
        ("اس میں زرہ  برابر شک نہیں", "اس میں ذرہ  برابر شک نہیں"),
        ("وہ کہتا ہے  کے اس نے دیکھا", "وہ کہتا ہے  کہ اس نے دیکھا"),  # «ہے» raises no flag but that of an anchor
        ("یہ  رہی/زرہ برابر شک نہیں", "یہ  رہی/ذرہ برابر شک نہیں"),
    ):
        assert one.text(text, ()) == expected
        assert one.text(f"یہ\n{text}\nوہ", ()) == f"یہ\n{expected}\nوہ"


@pytest.mark.parametrize("phrase", of_context(), ids=" ".join)
def test_every_context_row_is_seen(phrase: tuple[str, ...]) -> None:
    """Alone, between words and before punctuation: what the context stage does, the fold does."""
    one = fold(STANDARD)
    for text in (" ".join(phrase), f"یہ {' '.join(phrase)} ہے", f"({' '.join(phrase)})، اور"):
        whole, sites, _ = all_sites(text, one._memo)
        wanted = one.stages.context.edits(whole, [site for site, flags in sites if flags & CONTEXT])
        _, kept, flags = through(text, one._memo, one.stages)
        assert not wanted or (kept and flags), text


def test_the_second_of_two_words_in_a_chunk() -> None:
    """The first is an anchor of which nothing stands beside it; the second is one that fires."""
    one = fold(STANDARD)
    assert len(one._memo.sites("رہی/زرہ")) == 2
    assert one.text("رہی/زرہ برابر شک نہیں", ()) == "رہی/ذرہ برابر شک نہیں"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("کل (زرہ برابر شک نہیں", "کل (ذرہ برابر شک نہیں"),  # an anchor inside its chunk
        ("کل ا نتخا بات ہوئے", "کل انتخابات ہوئے"),  # the second word after a piece
        ("کل انتخا با ت ہوئے", "کل انتخابات ہوئے"),  # the second word before one
        ("کل تص ور ات تھے", "کل تصورات تھے"),  # and of which neither is a piece itself
        ("کل وہ فر ما تے تھے", "کل وہ فرماتے تھے"),
        ("کل (میر ے پاس", "کل (میرے پاس"),
        ("کل  زرہ برابر شک نہیں", "کل ذرہ برابر شک نہیں"),  # a space too many elsewhere
        ("کل زرہ  برابر شک نہیں", "کل ذرہ برابر شک نہیں"),  # and between the two
        ("آم،زرہ برابر شک نہیں", "آم، ذرہ برابر شک نہیں"),
    ],
)
def test_what_a_glance_must_see(text: str, expected: str) -> None:
    one = fold(STANDARD)
    assert one.text(text, ()) == expected
    assert one.text(f"آم\n{text}\nآم", ()) == f"آم\n{expected}\nآم"


@pytest.mark.parametrize(
    ("text", "profile"),
    [
        ("یہ ہے یکab", STANDARD),  # where a word ends cannot be told from its chunk
        ("یہ  ہے", STANDARD.replace(spacing="keep")),  # two words with two spaces between them are neighbours
        ("یہ ہے", SEARCH),  # what is stripped is no neighbour
    ],
)
def test_where_a_glance_does_not_tell(text: str, profile: Profile) -> None:
    one = fold(profile)
    _, every, raised = all_sites(text, one._memo)
    _, sites, flags = through(text, one._memo, one.stages)
    assert every
    assert (list(sites), flags) == (list(every), raised)


def test_a_line_among_many_is_asked_for_whole() -> None:
    one = fold(STANDARD)
    for lines in (["زرہ برابر", "آم", "کل زرہ برابر"], ["", "زرہ برابر"]):
        chunks, _, asking = many("\n".join(lines), one._memo, one.stages)
        assert [" ".join(chunks[first:end]) for first, end in asking] == [line for line in lines if "زرہ" in line]


@pytest.mark.parametrize(("spaces", "besides"), [(" ", 0), ("  ", SPACE)])
def test_a_glance_asks_for_little(spaces: str, besides: int) -> None:
    """Of odd lines with flags it asks for less than half to be looked at, of clean ones for hardly any."""
    one = fold(STANDARD)
    some = random.Random(5)
    clean = [" ".join(some.sample(common(), 12)) for _ in range(1000)]
    for texts, share in ((golden()[:4000], 1 / 2), (clean, 0.05)):
        flagged = asked = 0
        for text in (text.replace(" ", spaces) for text in texts):
            raised = all_sites(text, one._memo)[2]
            if raised & PLACED and raised & ~PLACED == besides:
                flagged += 1
                asked += bool(through(text, one._memo, one.stages)[1])
        assert flagged > 200
        assert asked <= share * flagged
