"""The context stage: its cases, the laws of its tables, its bounds."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urdu_norm import normalize
from urdu_norm.edits import Edit, apply
from urdu_norm.profile import LETTERS, MINIMAL, PUBLISH, STANDARD, UrduNormError
from urdu_norm.segment import WORD
from urdu_norm.stages import context
from urdu_norm.stages.context import EDGE, REACH, Condition, Context, Row, _Around
from urdu_norm.tables import parse, tables

CASES = [
    line.split("\t")
    for line in Path(__file__).with_name("cases").joinpath("context.tsv").read_text(encoding="utf-8").splitlines()[1:]
]
RULES = [one.rule for one in tables().values() if one.rule.stage == "context"]
CONTEXT = context.compile(PUBLISH)  # all rules; STANDARD lacks one of the Imla committee
ROWS = [row for rule in RULES for row in context.rows(rule)]
SAFE = [row for row in ROWS if row.safe]


def corrected(text: str, by: Context = CONTEXT) -> str:
    return apply(text, by.edits(text, [match.start() for match in WORD.finditer(text)]))


@pytest.mark.parametrize(("rule", "text", "expected"), CASES)
def test_case(rule: str, text: str, expected: str) -> None:
    edits = CONTEXT.edits(text, [match.start() for match in WORD.finditer(text)])
    assert apply(text, edits) == expected
    if text != expected:
        assert f"context/{rule}" in {rule_id for edit in edits for rule_id in edit.rules}
    assert corrected(expected) == expected


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_every_rule_has_a_positive_and_a_negative_case(rule: str) -> None:
    mine = [(text, expected) for name, text, expected in CASES if f"context/{name}" == rule]
    assert any(text != expected for text, expected in mine)
    assert any(text == expected for text, expected in mine)


# ---------------------------------------------------------------------- the laws of the tables


def patterns(row: Row) -> Iterator[tuple[list[str], int]]:
    """Texts (as words) in which the row applies, and where its wrong words begin: every alternative at least once."""
    before = sorted(row.before.needed) or [()]
    after = sorted(row.after.needed) or [()]
    for k in range(max(len(before), len(after))):
        left = [word for word in before[k % len(before)] if word != EDGE]
        right = [word for word in after[k % len(after)] if word != EDGE]
        if not row.before.needed and (EDGE,) in row.before.vetoed:
            left = ["ضد"]  # any word that no row names
        if not row.after.needed and (EDGE,) in row.after.vetoed:
            right = ["ضد"]
        yield [*left, *row.wrong, *right], len(left)


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_every_row_can_fire_and_its_result_stays(rule: str) -> None:
    for row in (row for row in SAFE if row.rule == rule):
        for words, start in patterns(row):
            text = " ".join(words)
            if row.before.holds(words[:start], True) and row.after.holds(words[start + len(row.wrong) :], False):
                expected = " ".join([*words[:start], row.right, *words[start + len(row.wrong) :]])
                result = corrected(text)
                assert result == expected or result == corrected(expected), (row, text)
                assert corrected(result) == result, (row, text)


def test_every_row_is_reachable() -> None:
    never = [
        row
        for row in SAFE
        if not any(
            row.rule in edit.rules
            for words, _ in patterns(row)
            for text in [" ".join(words)]
            for edit in CONTEXT.edits(text, [match.start() for match in WORD.finditer(text)])
        )
    ]
    assert never == []


def test_vetoes_hold() -> None:
    for row in SAFE:
        alone = Context([row])
        for words, start in list(patterns(row))[:1]:
            left, right = words[:start], words[start + len(row.wrong) :]
            for veto in row.before.vetoed:
                text = " ".join(word for word in [*veto, *row.wrong, *right] if word != EDGE)
                assert corrected(text, alone) == text, (row, text)
            for veto in row.after.vetoed:
                text = " ".join(word for word in [*left, *row.wrong, *veto] if word != EDGE)
                assert corrected(text, alone) == text, (row, text)


def test_no_row_undoes_or_continues_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one row makes a word that another row looks at, one pass is enough, and it ends by itself."""
    makers: dict[str, list[Row]] = defaultdict(list)
    for row in SAFE:
        for word in set(row.right.split(" ")) - set(row.wrong):
            makers[word].append(row)
    broken: list[tuple[str, str, str]] = []
    for row in SAFE:
        for words, _ in patterns(row):
            for k, word in enumerate(words):
                for maker in makers.get(word, ()):
                    text = " ".join([*words[:k], *maker.wrong, *words[k + 1 :]])
                    once = corrected(text)
                    monkeypatch.setattr(context, "_ROUNDS", 4)
                    few = corrected(text)
                    monkeypatch.setattr(context, "_ROUNDS", 7)
                    if not once == corrected(text) == few == corrected(once):
                        broken.append((text, once, corrected(once)))
    assert broken == []


VOCABULARY = sorted(
    {
        word
        for row in ROWS
        for words in (row.wrong, tuple(row.right.split(" ")), *row.before.needed, *row.after.needed)
        for word in words
        if word != EDGE
    }
)


@given(st.lists(st.sampled_from([*VOCABULARY, "کے", "نا", "کہ", "،", "۵"]), min_size=1, max_size=9), st.data())
def test_one_pass_is_enough(words: list[str], data: st.DataObject) -> None:
    gaps = data.draw(st.lists(st.sampled_from([" ", " ", "  ", "، "]), min_size=len(words), max_size=len(words)))
    text = "".join(word + gap for word, gap in zip(words, gaps, strict=True))
    once = corrected(text)
    assert corrected(once) == once


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_table_is_in_order(rule: str) -> None:
    table = tables()[rule]
    key = [(row[5], row[4], row[6], row[7]) for row in table.rows]
    assert key == sorted(set(key))
    assert {row[0] for row in table.rows} <= {"safe", "unsafe"}
    assert all(row[3] for row in table.rows), "every row says why"


# ---------------------------------------------------------------------- how it looks at a text


def test_neighbours_are_parted_by_spaces_only() -> None:
    assert corrected("زرہ  برابر") == "ذرہ  برابر"
    for text in ("زرہ، برابر", "زرہ\u200bبرابر", "زرہ (برابر)", "زرہ\tبرابر", "زرہ۔ برابر"):
        assert corrected(text) == text


def test_marks_on_neighbours_do_not_count() -> None:
    assert corrected("نمازِ اثر کے بعد") == "نمازِ عصر کے بعد"
    assert corrected("بات کے خاف") == "بات کے خلاف"


def test_a_detached_mark_is_seen() -> None:
    assert corrected("تقریبا \u064b سب") == "تقریبا \u064b سب"
    assert corrected("تقریبا \u064bسب") == "تقریبا \u064bسب"
    assert corrected("تقریبا سب") == "تقریباً سب"


def test_only_chunks_near_a_site_are_looked_at() -> None:
    text = "زرہ برابر اور پھر بہت دیر تک کچھ نہ ہوا مگر سب نے زرہ برابر کہا"
    far = text.rindex("زرہ")
    assert [edit.start for edit in CONTEXT.edits(text, [far])] == [far]
    assert CONTEXT.edits(text, []) == []


def test_a_chunk_may_have_been_parted_before() -> None:
    assert normalize("قانون کےخلاف ورزی", STANDARD) == "قانون کی خلاف ورزی"
    assert normalize("قانون «کےخلاف ورزی» ہے", STANDARD) == "قانون «کی خلاف ورزی» ہے"


def test_a_correction_can_be_the_neighbour_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    assert corrected("قانون کے خاف ورزی") == "قانون کی خلاف ورزی"
    monkeypatch.setattr(context, "_ROUNDS", 1)
    assert corrected("قانون کے خاف ورزی") == "قانون کے خلاف ورزی"


def test_leftmost_then_longest() -> None:
    text = "معیا ر ی کام"
    assert corrected(text) == "معیاری کام"


def test_profiles() -> None:
    assert context.compile(MINIMAL).anchors == context.compile(LETTERS).anchors == frozenset()
    only = context.compile(STANDARD.replace(joined_verbs="keep"))
    assert corrected("اجازت دیدی", only) == "اجازت دیدی"
    assert corrected("اجازت دیدی") == "اجازت دے دی"
    without = context.compile(STANDARD.replace(disable={"context/negation"}))
    assert corrected("یہ کام نا کریں", without) == "یہ کام نا کریں"


def test_settled_spelling() -> None:
    """A profile that folds letters gives the function that folds; the rules then read and write folded words."""
    folded = context.compile(STANDARD, lambda word: word.replace("ذ", "ز").replace("ھ", "ہ"))
    assert corrected("خدمت پر معمور تہا", folded) == "خدمت پر مامور تہا"
    assert corrected("زرہ برابر", folded) == "زرہ برابر"  # folded, both are one word: the row is gone
    assert "زرہ" not in folded.anchors


def test_suggestions_are_never_edits() -> None:
    text = "اس کے وجہ سے کام رک گیا"
    assert corrected(text) == text
    assert [(edit.new, edit.rules) for edit in CONTEXT.suggestions(text)] == [("کی", ("context/conjunctions",))]


def test_end_to_end() -> None:
    assert normalize("ان کے خاف کوئی ثبوت نہیں") == "ان کے خلاف کوئی ثبوت نہیں"
    assert normalize("تحفے کے طور پر یش کیا") == "تحفے کے طور پر پیش کیا"
    for _, text, _expected in CASES:
        assert normalize(normalize(text)) == normalize(text)


def test_cost_follows_the_sites() -> None:
    words = "کچھ لوگ دیر تک ہنستے بولتے " * 20_000 + "زرہ برابر"
    start = time.process_time()
    for _ in range(100):
        CONTEXT.edits(words, [len(words) - len("زرہ برابر")])
    assert time.process_time() - start < 1
    hostile = "زرہ" * 100_000 + " " * 100_000 + "زرہ برابر " * 1000
    start = time.process_time()
    CONTEXT.edits(hostile, [match.start() for match in WORD.finditer(hostile)])
    assert time.process_time() - start < 10


# ---------------------------------------------------------------------- bad tables

HEAD = """# rule: context/demo
# title: Demo
# status: stable
# since: 0.1.0
# risk: safe
# why: a test
risk	source	anchor	reason	before	wrong	after	right
"""


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("safe\treading\tnearby\tx\t\tا\t\tب", "anchor 'nearby'"),
        ("safe\treading\tbefore\tx\t\tا\t\tب", "names no words"),
        ("safe\treading\tafter\tx\t\tا\t!د\tب", "names no words"),
        ("safe\treading\tafter\tx\t\tا\t-|د\tب", "names no words"),
        ("safe\treading\tword\tx\tا ب ت\tا\tا ب\tب", f"further than {REACH} words"),
        ("safe\treading\tword\tx\t\tا ب ت\tا ب ت\tب", "further than 4 words"),
    ],
)
def test_bad_rows(row: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = parse("context/demo", HEAD + row + "\n")
    monkeypatch.setattr(context, "tables", lambda: {"context/demo": bad})
    with pytest.raises(UrduNormError, match=message):
        context.compile(STANDARD)


def test_a_row_may_look_as_far_as_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    good = parse("context/demo", HEAD + "safe\treading\tword\tx\tا ب\tا\tا ب\tب\n")
    monkeypatch.setattr(context, "tables", lambda: {"context/demo": good})
    assert corrected("ا ب ا ا ب", context.compile(STANDARD)) == "ا ب ب ا ب"


def test_condition() -> None:
    condition = Condition.of("طور پر|اے!کے", str)
    assert condition.reach == 2
    assert condition.holds(["طور", "پر"], True)
    assert not condition.holds(["پر"], True)
    assert not condition.holds(["اے", "کے"], True)
    assert Condition.of("", str).holds([], False)
    assert Condition.of("!-", str).holds(["اے"], False)
    assert not Condition.of("!-", str).holds([EDGE], False)


ONE_SIDED = {
    side: [(word, next(iter(sorted(near[side])))) for word, near in sorted(CONTEXT.near.items()) if not near[1 - side]]
    for side in (0, 1)
}
"""Anchors of which all rows wait for a word before (0), or after (1), with one such word."""


def leads_somewhere(anchor: str, text: str, at: int) -> bool:
    """Whether any row is worth a look for an anchor of a line."""
    return any(True for _ in CONTEXT._safe[anchor].rows(_Around(text, at, at + len(anchor))))


@pytest.mark.parametrize(("anchor", "before"), ONE_SIDED[0])
def test_an_anchor_that_waits_for_what_stands_before_it(anchor: str, before: str) -> None:
    asks = CONTEXT.asks
    size = len(anchor)
    assert asks(anchor, 0, size)
    assert asks(f"{anchor})", 0, size)
    assert not asks(f"({anchor}", 1, 1 + size)
    assert asks(f"ض {anchor}", 2, 2 + size)
    assert leads_somewhere(anchor, f"{before} {anchor}", len(before) + 1)
    assert leads_somewhere(anchor, f"ضض {before} {anchor} ضض", len(before) + 4)
    assert not leads_somewhere(anchor, f"{before} ضض {anchor}", len(before) + 4)
    assert not leads_somewhere(anchor, f"ضض {anchor} {before}", 3)
    assert not leads_somewhere(anchor, f"{before}، {anchor}", len(before) + 2)
    assert not leads_somewhere(anchor, anchor, 0)
    assert leads_somewhere(anchor, f"{before}  {anchor}", len(before) + 2)
    assert leads_somewhere(anchor, f"ab/{before} {anchor}", len(before) + 4)


@pytest.mark.parametrize(("anchor", "after"), ONE_SIDED[1])
def test_an_anchor_that_waits_for_what_stands_after_it(anchor: str, after: str) -> None:
    asks = CONTEXT.asks
    size = len(anchor)
    assert asks(anchor, 0, size)
    assert asks(f"({anchor}", 1, 1 + size)
    assert not asks(f"{anchor})", 0, size)
    assert asks(f"{anchor} ض", 0, size)
    assert leads_somewhere(anchor, f"{anchor} {after}", 0)
    assert leads_somewhere(anchor, f"ضض {anchor} {after}، ضض", 3)
    assert not leads_somewhere(anchor, f"{anchor} ضض {after}", 0)
    assert not leads_somewhere(anchor, f"{after} {anchor} ضض", len(after) + 1)
    assert not leads_somewhere(anchor, f"{anchor} ({after}", 0)
    assert not leads_somewhere(anchor, anchor, 0)
    assert leads_somewhere(anchor, f"{anchor}  {after}", 0)


def row(anchor: str, before: str, wrong: str, after: str) -> Row:
    sides = Condition.of(before, str), Condition.of(after, str)
    return Row("context/demo", True, anchor, sides[0], tuple(wrong.split()), sides[1], "ذ")


@pytest.mark.parametrize(
    ("one", "anchors"),
    [
        (row("word", "ب", "ا", "ج"), {("ا", 0)}),
        (row("word", "", "ا د ر", ""), {("ا", 0)}),
        (row("last", "", "ا", "ج"), {("ا", 0)}),
        (row("last", "", "ا د ر", "ج"), {("ر", -2)}),
        (row("before", "ب|پ", "ا د", ""), {("ب", 1), ("پ", 1)}),
        (row("before", "ببب پ|ب پپپ", "ا", ""), {("ببب", 2), ("پپپ", 1)}),
        (row("after", "", "ا", "ج|چ"), {("ج", -1), ("چ", -1)}),
        (row("after", "", "ا د", "ج"), {("ج", -2)}),
        (row("after", "", "ا د", "ججج چ|ج چچچ"), {("ججج", -2), ("چچچ", -3)}),
    ],
)
def test_where_the_wrong_words_are_seen_from_an_anchor(one: Row, anchors: set[tuple[str, int]]) -> None:
    assert set(one.anchors()) == anchors


@pytest.mark.parametrize(
    ("one", "offset", "before", "after"),
    [
        (row("word", "ب|پ", "ا", ""), 0, "بپ", ""),
        (row("word", "ت ب|پ", "ا", ""), 0, "بپ", ""),
        (row("word", "", "ا", "ج چ|ح"), 0, "", "جح"),
        (row("word", "ب|پ", "ا", "ج"), 0, "", "ج"),  # the side with fewer words
        (row("word", "ب", "ا", "ج"), 0, "ب", ""),
        (row("word", "ب", "ا", "ج|ح"), 0, "ب", ""),
        (row("word", "ب|-", "ا", ""), 0, "", ""),  # any word may stand there, or none
        (row("word", "ب|-", "ا", "ج|ح"), 0, "", "جح"),
        (row("word", "", "ا", ""), 0, "", ""),
        (row("word", "!ب", "ا", "!ج"), 0, "", ""),
        (row("word", "", "ا د", ""), 0, "", "د"),
        (row("word", "ب|پ", "ا د", ""), 0, "", "د"),
        (row("word", "ب", "ا د ر", "ج"), 0, "ب", ""),
        (row("last", "ب", "ا د", ""), -1, "ا", ""),
        (row("last", "ب", "ا د", "ج"), -1, "ا", ""),
        (row("last", "", "ا د ر", ""), -2, "د", ""),
        (row("before", "ب", "ا", ""), 1, "", "ا"),
        (row("before", "ب", "ا د", ""), 1, "", "ا"),
        (row("before", "ببب پ", "ا", ""), 2, "", ""),  # what the alternative itself names is not asked for
        (row("after", "", "ا", "ج"), -1, "ا", ""),
        (row("after", "", "ا د", "ج"), -2, "د", ""),
        (row("after", "", "ا", "چ ججج"), -2, "", ""),
    ],
)
def test_what_must_stand_beside_an_anchor(one: Row, offset: int, before: str, after: str) -> None:
    assert context._beside(one, offset) == (set(before), set(after))


@pytest.mark.parametrize(("anchor", "before"), ONE_SIDED[0])
def test_a_chunk_before_an_anchor_lets_it_be_asked(anchor: str, before: str) -> None:
    for left, asks in (
        (before, True),
        ("ضض", False),
        ("", False),
        ("(ضض", True),
        ("ضِض", True),
        ("ضض،", False),
        (")", False),
    ):
        assert CONTEXT.may_want(left, anchor, "ضض") is asks, left


@pytest.mark.parametrize(("anchor", "after"), ONE_SIDED[1])
def test_a_chunk_after_an_anchor_lets_it_be_asked(anchor: str, after: str) -> None:
    chunks = (
        (after, True),
        (f"{after}،", True),
        ("ضض", False),
        ("", False),
        ("(ضض", False),
        ("ضِض،", True),
        ("ضض،", False),
    )
    for right, asks in chunks:
        assert CONTEXT.may_want("ضض", anchor, right) is asks, right


def test_words_around_an_anchor() -> None:
    text = "ا  ب، پ ت (ٹ) نمازِ ث  ج چ، ح"
    at = text.index("ث")
    around = _Around(text, at, at + 1)
    assert [around.word(place) for place in range(-3, 5)] == ["", "", "نمازِ", "ث", "ج", "چ", "", ""]
    assert (around.before(0, 1), around.before(0, 3)) == (["نماز"], ["-", "نماز"])
    assert (around.after(0, 1), around.after(0, 2), around.after(0, 4)) == (["ج"], ["ج", "چ"], ["ج", "چ", "-"])
    assert around.before(2, 2) == ["ث", "ج"]
    assert around.after(-1, 2) == ["ث", "ج"]
    assert around.span(1) == (text.index("ج"), text.index("ج") + 1)


def test_chunks_either_side() -> None:
    text = "ا  بب ت ٹٹ، ج"
    starts = [0, 3, 6, 8, 12]
    ends = [1, 5, 7, 11, 13]
    for k, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for count in range(5):
            assert context._chunks_before(text, start, count) == starts[max(k - count, 0)]
            assert context._chunks_before(text, end, count) == starts[max(k - count, 0)]
            if count:
                assert context._chunks_after(text, start, count) == ends[min(k + count - 1, 4)]
                assert context._chunks_after(text, end, count) == ends[min(k + count, 4)]


def test_what_stands_near_a_correction_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four chunks either side, wherever corrections before it have moved it; and no longer than anything is corrected."""
    rounds: list[tuple[str, list[int]]] = []
    one_round = context._round

    def recorded(index: context.Index, text: str, sites: list[int]) -> list[Edit]:
        rounds.append((text, sorted(sites)))
        return one_round(index, text, sites)

    monkeypatch.setattr(context, "_round", recorded)
    words = [f"{'ضظغ'[k % 3]}{'ثذخ'[k // 3 % 3]}{'صطع'[k // 9]}" for k in range(27)]
    line = [*words[:9], "بات", "کے", "خاف", *words[9:18], "بات", "کے", "خاف", *words[18:]]
    text = " ".join(line)
    result = corrected(text)
    assert result == text.replace("خاف", "خلاف")
    assert [seen for seen, _ in rounds] == [text, result]
    near = [k for k, word in enumerate(line) for at in (11, 23) if abs(k - at) <= REACH]
    starts = [match.start() for match in WORD.finditer(result)]
    assert rounds[1][1] == [starts[k] for k in near]
