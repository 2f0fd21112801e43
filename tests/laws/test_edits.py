"""Laws 8 and 9: edits form a monoid, offsets are monotone and map slices back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, combinations_with_replacement, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urdu_norm.edits import Edit, OffsetMap, apply, between, compose, run, shift


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    """A valid edit list for a text: sorted, disjoint, none empty, no two insertions at one place."""
    found: list[Edit] = []
    position = 0
    while position <= len(text) and draw(st.booleans()):
        start = draw(st.integers(position, len(text)))
        end = draw(st.integers(start, min(len(text), start + 3)))
        new = draw(st.text("xyz ", min_size=1 if start == end else 0, max_size=3))
        if found and start == end == found[-1].end == found[-1].start:
            break
        found.append(Edit(start, end, new, (str(len(found)),)))
        position = end
    return found


source = st.text("abcdef", max_size=8)


@given(source, st.data())
def test_identity(text: str, data: st.DataObject) -> None:
    edits = data.draw(edits_of(text))
    assert apply(text, compose([], edits)) == apply(text, compose(edits, [])) == apply(text, edits)
    assert apply(text, []) is text


@given(source, st.data())
def test_compose_then_apply(text: str, data: st.DataObject) -> None:
    first = data.draw(edits_of(text))
    middle = apply(text, first)
    second = data.draw(edits_of(middle))
    both = compose(first, second)
    assert apply(text, both) == apply(middle, second)
    assert all(edit.start < edit.end or edit.new for edit in both)
    assert all(a.end <= b.start for a, b in pairwise(both))


@given(source, st.data())
def test_associative(text: str, data: st.DataObject) -> None:
    first = data.draw(edits_of(text))
    second = data.draw(edits_of(apply(text, first)))
    third = data.draw(edits_of(apply(apply(text, first), second)))
    left = compose(compose(first, second), third)
    right = compose(first, compose(second, third))
    assert apply(text, left) == apply(text, right)


@given(source, st.data())
def test_rules_are_carried(text: str, data: st.DataObject) -> None:
    first = [edit._replace(rules=("first",)) for edit in data.draw(edits_of(text))]
    second = [edit._replace(rules=("second",)) for edit in data.draw(edits_of(apply(text, first)))]
    both = compose(first, second)
    named = {rule for edit in both for rule in edit.rules}
    assert named <= {"first", "second"}
    if second and "second" not in named:
        # All that the second did was to take out again what the first had put in.
        assert set(both) < set(first)


@given(source, st.data())
def test_offsets(text: str, data: st.DataObject) -> None:
    edits = data.draw(edits_of(text))
    target = apply(text, edits)
    offsets = OffsetMap(len(text), edits)
    assert offsets.to_target(0, len(text)) == (0, len(target))
    assert offsets.to_source(0, len(target)) == (0, len(text))
    for to, length, limit in ((offsets.to_target, len(text), len(target)), (offsets.to_source, len(target), len(text))):
        for spans in (
            [to(start, length) for start in range(1, length + 1)],
            [to(0, end) for end in range(1, length)],
            [to(k, k) for k in range(1, length)],
        ):
            assert all(0 <= low <= high <= limit for low, high in spans)
            assert spans == sorted(spans)
        assert all(to(k, k)[0] == to(k, k)[1] for k in range(1, length))
    # What no edit touches maps exactly, both ways.
    changed = {k for edit in edits for k in range(edit.start, edit.end)}
    for k, char in enumerate(text):
        if k not in changed and len(text) > 1 and len(target) > 1:  # a whole text maps to a whole text
            start, end = offsets.to_target(k, k + 1)
            assert target[start:end] == char
            assert offsets.to_source(start, end) == (k, k + 1)


@given(source, st.data())
def test_a_span_comes_back_with_all_that_it_held(text: str, data: st.DataObject) -> None:
    edits = data.draw(edits_of(text))
    offsets = OffsetMap(len(text), edits)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = offsets.to_source(*offsets.to_target(start, end))
    kept = [k for k in range(start, end) if not any(edit.start <= k < edit.end and not edit.new for edit in edits)]
    assert all(low <= k < high for k in kept)


def lists(text: str, news: Sequence[Sequence[str]], start: int = 0) -> Iterator[list[Edit]]:
    """Every valid edit list for a text with at most as many edits as ``news`` has entries, which say what they write.

    But not two deletions that touch: whether what is put in their place belongs to both nobody says.
    """
    yield []
    for low, high in combinations_with_replacement(range(start, len(text) + 1), 2) if news else ():
        for new in news[0]:
            if low < high or new:
                here = Edit(low, high, new, (new or "-",))
                for rest in lists(text, news[1:], high):
                    touch = rest and rest[0].start == high
                    if not touch or ((new or rest[0].new) and (low < high or rest[0].start < rest[0].end)):
                        yield [here, *rest]


def composed(text: str, first: list[Edit], second: list[Edit]) -> list[Edit]:
    """What :func:`compose` has to return, the slow way: groups of edits that overlap, each made by itself."""
    middle = apply(text, first)
    delta = 0
    groups: list[list[tuple[int, int, bool, Edit]]] = [[(edit.start, edit.end, True, edit)] for edit in second]
    for edit in first:
        groups.append([(edit.start + delta, edit.start + delta + len(edit.new), False, edit)])
        delta += len(edit.new) - (edit.end - edit.start)

    def overlap(one: list[tuple[int, int, bool, Edit]], other: list[tuple[int, int, bool, Edit]]) -> bool:
        return any(
            a[2] != b[2] and ((a[0] < b[1] and b[0] < a[1]) or a[0] == a[1] == b[0] == b[1]) for a in one for b in other
        )

    while pair := next((pair for pair in combinations(groups, 2) if overlap(*pair)), None):
        groups = [group for group in groups if group not in pair] + [[*pair[0], *pair[1]]]
    found: list[Edit] = []
    delta = 0
    for low, high, before, after in sorted(
        (
            min(member[0] for member in group),
            max(member[1] for member in group),
            sorted(edit for _, _, late, edit in group if not late),
            sorted(edit for _, _, late, edit in group if late),
        )
        for group in groups
    ):
        start = low - delta
        delta += sum(len(edit.new) - (edit.end - edit.start) for edit in before)
        rules = dict.fromkeys(rule for edit in (*before, *after) for rule in edit.rules)
        found.append(Edit(start, high - delta, apply(middle[low:high], shift(after, -low)), tuple(rules)))
    return [edit for edit in found if edit.start != edit.end or edit.new]


def test_every_small_composition() -> None:
    """Of much that can happen to three characters, and then to what came of it; later edits write earlier letters."""
    for first in lists("abc", (("z", "xy", ""), ("w", ""), ("",))):
        for second in lists(apply("abc", first), (("C", ""), ("B",), ("A",))):
            assert compose(first, second) == composed("abc", first, second), (first, second)


def test_out_of_range() -> None:
    offsets = OffsetMap(3, [Edit(1, 2, "xy", ())])
    for span in ((-1, 1), (2, 1), (0, 5)):
        with pytest.raises(ValueError, match="is not inside a text"):
            offsets.to_target(*span)
    with pytest.raises(ValueError, match="out of order or outside"):
        apply("ab", [Edit(1, 2, "", ()), Edit(0, 1, "", ())])
    with pytest.raises(ValueError, match="out of order or outside"):
        apply("ab", [Edit(1, 4, "", ())])


def test_run_and_shift() -> None:
    text, edits = run("ab", [lambda _: [], lambda t: [Edit(0, 1, t[1], ("one",))]])
    assert (text, edits) == ("bb", [Edit(0, 1, "b", ("one",))])
    assert shift(edits, 2) == [Edit(2, 3, "b", ("one",))]


def test_between_spans_there_is_something() -> None:
    def step(text: str) -> list[Edit]:
        return [Edit(0, 0, f"<{text}>", ())]

    assert [edit.new for edit in between("abc", [], step)] == ["<abc>"]
    assert [(edit.start, edit.new) for edit in between("abc", [(0, 1), (2, 3)], step)] == [(1, "<b>")]


def test_spans_move_along() -> None:
    offsets = OffsetMap(4, [Edit(1, 2, "XYZ", ())])
    assert offsets.moved([(0, 1), (1, 2), (2, 2), (2, 4)]) == [(0, 1), (1, 4), (4, 4), (4, 6)]
    assert offsets.moved([]) == []


def test_a_group_of_several_edits_on_both_sides() -> None:
    """One edit of the second list spans two of the first, others touch only one of them."""
    first = [Edit(0, 1, "ab", ("1",)), Edit(2, 3, "cd", ("2",))]
    middle = apply("xyz", first)
    assert middle == "abycd"
    second = [Edit(0, 1, "A", ("3",)), Edit(1, 4, "-", ("4",)), Edit(4, 5, "D", ("5",))]
    both = compose(first, second)
    assert apply("xyz", both) == apply(middle, second) == "A-D"
    assert both == [Edit(0, 3, "A-D", ("1", "2", "3", "4", "5"))]
