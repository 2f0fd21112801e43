"""What anchors see of the chunks beside them: two faces in a row say no only where reading the words would."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urdu_norm import STANDARD
from urdu_norm.faces import Faces
from urdu_norm.fold import Fold
from urdu_norm.memo import (
    ANCHORS,
    ASKING,
    CHANGING,
    CONTEXT,
    FACES,
    LINE,
    LINE_BREAK,
    LOUD,
    MIXED,
    SPACE,
    Site,
    changes,
    face_of,
    flags_of,
    shape_of,
)
from urdu_norm.profile import UrduNormError
from urdu_norm.segment import WORD

SMALL = Faces(frozenset({"زرہ", "کے", "اب"}), {"زرہ": ({"یہ", "نہ"}, {"برابر"}), "کے": (set(), {"خاف", "کے"})})


@cache
def fold() -> Fold:
    return Fold(STANDARD)


def shape(text: str, faces: Faces = SMALL) -> str:
    """The shape of a chunk that stays, of which every anchor raises a flag."""
    anchors = ("زرہ", "کے", "اب")
    sites: list[Site] = [(found.start(), CONTEXT) for found in WORD.finditer(text) if found.group() in anchors]
    return shape_of(sites, changes=False, face=faces.of(text, sites))


@pytest.mark.parametrize(
    ("left", "right", "before", "after"),
    [
        ("یہ", "زرہ", True, None),
        ("برابر", "زرہ", False, None),  # that is a word for its other side
        ("قلم", "زرہ", False, None),
        ("زرہ", "برابر", None, True),
        ("زرہ", "یہ", None, False),
        ("زرہ", "قلم", None, False),
        ("یہ", "زرہ،", True, None),
        ("یہ", "(زرہ", False, None),
        ("زرہ،", "برابر", None, False),
        ("(زرہ", "برابر", None, True),
        ("یہ،", "زرہ", False, None),
        ("(یہ", "زرہ", True, None),
        ("زرہ", "برابر،", None, True),
        ("زرہ", "(برابر", None, False),
        ("قلم/یہ", "زرہ", True, None),
        ("یہ/قلم", "زرہ", False, None),
        ("زرہ", "قلم/برابر", None, False),
        ("یہ/نہ", "زرہ", True, None),  # two words that rows know: it has to be looked at
        ("یِہ", "زرہ", True, None),  # vowel signs do not count
        ("کے", "کے", False, True),
        ("کے", "(کے", False, False),
        ("قلم", "اب", False, None),  # an anchor that may fire beside any word says so once
        ("اب", "قلم", None, True),
        ("زرہ/کے", "قلم", None, True),  # two anchors in a chunk: so do they
        ("زرہ/اب،", "قلم", None, True),
        ("(زرہ)", "قلم", None, True),  # and one that nothing shows of
    ],
)
def test_two_faces(left: str, right: str, before: bool | None, after: bool | None) -> None:
    two = shape(left) + shape(right)
    if before is not None:
        assert SMALL.before[two] is before
    if after is not None:
        assert SMALL.after[two] is after


def test_nothing_beside_an_anchor() -> None:
    for edge in ("", LINE_BREAK):
        assert not SMALL.before[edge + shape("زرہ")] if edge else not SMALL.before[edge]
        assert not SMALL.after[shape("زرہ") + edge]
        assert SMALL.after[shape("اب") + edge]
    loud = shape_of([(0, LINE)], changes=True)  # it has no face
    assert SMALL.before[loud + shape("زرہ")]
    assert SMALL.after[shape("زرہ") + loud]
    assert not SMALL.before[loud + shape("کے")], "nothing before it matters"


def test_too_many_words_are_an_error() -> None:
    words = ["ا" * number for number in range(1, FACES // 3 + 1)]
    most = Faces(frozenset(words[1:]), {})
    for text in (words[-1], words[-1] + "۔", "(" + words[-1]):
        assert 0 < most.of(text, ()) < FACES
    with pytest.raises(UrduNormError, match="faces for"):
        Faces(frozenset(words), {})


def test_pairs_are_forgotten_and_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    faces = Faces(frozenset({"زرہ"}), {"زرہ": ({"یہ"}, {"برابر"})})
    monkeypatch.setattr(type(faces.before), "_MOST", 2)
    chunks = [shape(text, faces) for text in ("یہ", "قلم", "زرہ،")]
    for _ in range(2):
        assert [faces.before[chunk + shape("زرہ", faces)] for chunk in chunks] == [True, False, False]
        assert len(faces.before) <= 2


@pytest.mark.parametrize("together", range(2 * MIXED))
@pytest.mark.parametrize("change", [False, True])
def test_a_shape_is_what_it_is_made_of(together: int, change: bool) -> None:
    (stays, after_stays), (changing, after_changing) = ANCHORS
    for face in (0, 1, 5000, FACES - 1):
        for sites in ([(0, together)], [(0, together & CONTEXT), (1, together & ~CONTEXT)]):
            one = shape_of(sites, change, face)
            assert len(one) == 1
            assert (flags_of(one), changes(one)) == (together, change)
            assert face_of(one) == (face if together < SPACE else None)
            assert bool(re.match(CHANGING, one)) is change
            assert bool(re.match(ASKING, one)) is (together > 0)
            assert (one >= LOUD) is (together >= SPACE)
            assert (stays <= one < after_stays) is (together == CONTEXT and not change)
            assert (changing <= one < after_changing) is (together == CONTEXT and change)


WORDS = sorted(fold().stages.context.anchors) + sorted(
    {word for sides in fold().stages.context.near.values() for side in sides for word in side}
)
MARKS = st.sampled_from(["", "", "", "(", ")", "،", "۔", "/", "\u0650", "5", "/قلم/"])


@given(st.lists(st.tuples(MARKS, st.sampled_from(WORDS), MARKS), min_size=2, max_size=2), MARKS)
def test_faces_overlook_nothing(chunks: list[tuple[str, str, str]], more: str) -> None:
    """Where the rows of an anchor lead somewhere in a line of two chunks, their faces say so."""
    one = fold()
    memo, faces, context = one._memo, one.stages.faces, one.stages.context
    left, right = ("".join(parts) for parts in chunks)
    right += more
    shapes = memo[left] + memo[right]
    line = f"{memo.text(left)} {memo.text(right)}"
    sites = [at for at, flags in memo.sites(left) if flags & CONTEXT]
    if flags_of(shapes[0]) == CONTEXT and context.edits(line, sites):
        assert faces.after[shapes]
    start = len(memo.text(left)) + 1
    sites = [start + at for at, flags in memo.sites(right) if flags & CONTEXT]
    if flags_of(shapes[1]) == CONTEXT and context.edits(line, sites):
        assert faces.before[shapes] or faces.after[shapes[1]]
