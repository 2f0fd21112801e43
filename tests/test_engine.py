"""The engine where texts seldom go: blocks of a long line, the memo, tables that are wrong."""

from __future__ import annotations

import dataclasses
import itertools
import random
import shutil
from pathlib import Path

import pytest

from urdu_norm import (
    LETTERS,
    MINIMAL,
    PUBLISH,
    SEARCH,
    SPEECH,
    STANDARD,
    Normalizer,
    Profile,
    UrduNormError,
    explain,
    fold,
    lexicon,
    normalize,
    tables,
)
from urdu_norm.chunks import Stages
from urdu_norm.edits import Edit
from urdu_norm.guards import Span, united
from urdu_norm.lines import Line, outside, with_own
from urdu_norm.memo import CONTEXT, FRAGMENT, LINE, LOOK, MIXED, NEAR, SIGN, SPACE, Chunk, Memo, changes, flags_of
from urdu_norm.stages.words import Words
from urdu_norm.tables import fingerprint, parse, table

HEADER = "# rule: words/x\n# title: t\n# status: stable\n# since: 0.1.0\n# risk: safe\n# why: w\n"


def test_a_long_line_is_cut_at_spaces_without_a_trace() -> None:
    """Lines go through the memo in blocks; the joints must not show, wherever they fall."""
    dice = random.Random(5)
    words = ["کتاب", "زریعے", "اسکے", "", "ميں", "۔", "نطر", "\u0610", "اب", "تک"]
    line = " ".join(dice.choice(words) for _ in range(60_000))
    whole = normalize(line)
    assert whole == explain(line).text
    assert normalize(whole) == whole
    joined = normalize("ا" * 70_000 + " زریعے " + "ب" * 70_000)
    assert joined == "ا" * 70_000 + " ذریعے " + "ب" * 70_000


def test_a_memo_forgets_but_answers() -> None:
    calls: list[str] = []

    def compute(chunk: str) -> Chunk:
        calls.append(chunk)
        if chunk == "cd":
            return Chunk(chunk, (), ())
        return Chunk(
            chunk.upper(), (Edit(0, 2, chunk.upper(), ("r",)),), ((0, CONTEXT),) if chunk == "ab" else ((1, NEAR),)
        )

    for size in (0, 2, 4, 100):  # none is kept, one, two at a time, all
        memo = Memo(compute, size)
        calls.clear()
        for _ in range(3):
            shapes = [memo[chunk] for chunk in ("ab", "cd", "ef")]
            assert [(flags_of(shape), changes(shape)) for shape in shapes] == [
                (CONTEXT, True),
                (0, False),
                (NEAR, True),
            ]
            assert [memo.text(chunk) for chunk in ("ab", "cd", "ef")] == ["AB", "cd", "EF"]
            assert [memo.sites(chunk) for chunk in ("ab", "cd", "ef")] == [((0, CONTEXT),), (), ((1, NEAR),)]
            assert [len(memo.edits(chunk)) for chunk in ("ab", "cd", "ef")] == [1, 0, 1]
        assert (len(calls) == 3) == (size >= 4)
    both = ((0, CONTEXT), (2, NEAR))
    assert Memo(lambda chunk: Chunk(chunk, (), both), 10).sites("ghi") == both
    memo = Memo(lambda chunk: Chunk(chunk, (), both), 10)
    assert (flags_of(memo["ghi"]), changes(memo["ghi"])) == (CONTEXT | NEAR, False)
    assert memo.sites("ghi") == both
    memo = Memo(compute, 10)
    calls.clear()
    assert memo["a" * 300] == memo["a" * 300]
    assert len(calls) == 2, "chunks that are no words are not kept"
    assert flags_of(memo["a" * 300]) == NEAR
    assert memo.sites("a" * 300) == ((1, NEAR),)


def test_a_full_memo_keeps_what_is_asked_for_again() -> None:
    calls: list[str] = []

    def compute(chunk: str) -> Chunk:
        calls.append(chunk)
        return Chunk(chunk, (), ())

    memo = Memo(compute, 4)
    for chunk in ("a", "b", "c", "a", "b", "d", "a"):
        assert memo[chunk] == "0"
    assert calls == ["a", "b", "c", "d"], "what fell out of the young generation is taken from the old one"
    assert len(memo) <= 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# rule: words/y\n", "the header says rule 'words/y'"),
        ("# rule: words/x\n# titel: t\n", "line 2: unknown header 'titel'; did you mean 'title'?"),
        ("# rule: words/x\n# status: stable\n", "the header has no 'title'"),
        (HEADER.replace("stable", "steady"), "status 'steady' is not one of"),
        (HEADER.replace("risk: safe", "risk: some"), "risk 'some' is neither safe nor unsafe"),
        (HEADER + "# option: typos=maybe\n", "option typos=maybe does not exist"),
        (HEADER + "wrong\tright\nا\n", "line 8: 1 cells, expected 2"),
    ],
)
def test_tables_that_are_wrong_are_refused_by_name(text: str, message: str) -> None:
    with pytest.raises(UrduNormError, match=message.replace("?", r"\?")):
        parse("words/x", text)


def test_a_table_has_the_columns_it_has() -> None:
    with pytest.raises(KeyError, match="words/dots has no column 'nothing'"):
        table("words/dots").column("nothing")
    assert list(parse("words/x", HEADER + "wrong\tright\n\nا\tب\n").dicts()) == [{"wrong": "ا", "right": "ب"}]


def test_a_normalizer_says_what_it_is() -> None:
    one = Normalizer(LETTERS, memo_size=10)
    assert one.profile is LETTERS
    assert repr(one) == "Normalizer(letters, memo_size=10)"
    assert one.fingerprint == LETTERS.fingerprint
    with pytest.raises(AttributeError, match="immutable"):
        one.profile = STANDARD  # type: ignore[misc]


@pytest.mark.parametrize(
    ("profile", "text", "result"),
    [
        (SEARCH, "محمدﷺنے", "محمد نے"),
        (SPEECH, "محمدﷺنے", "محمد صلی اللہ علیہ وسلم نے"),
        (SEARCH, "mp٣ ۳۳", "mp3 33"),
        (Profile(digits="urdu"), "mp3 33", "mp3 ۳۳"),
        (Profile(variants="fold"), "کتاب", "کتاب"),
        (LETTERS, "ہے۔ ۔ ۔", "ہے۔ ۔ ۔"),
        (LETTERS, "وہ !آیا", "وہ! آیا"),
        (LETTERS, "وہ :D", "وہ :D"),
    ],
)
def test_folds_and_spaces_in_odd_places(profile: Profile, text: str, result: str) -> None:
    assert normalize(text, profile) == result


def test_many_profiles_made_on_the_fly_do_not_pile_up() -> None:
    from urdu_norm import normalizer

    for k in range(40):
        assert (
            normalize("زریعے", STANDARD.replace(extra=((f"ااا{chr(0x0628 + k % 8)}{'ب' * (k + 1)}", "با"),))) == "ذریعے"
        )
    assert len(normalizer._NORMALIZERS) <= 32


def test_protected_spans_over_several_lines() -> None:
    text = "زریعے\nزریعے\nزریعے زریعے"
    assert normalize(text, protect=[(2, 14)]) == "زریعے\nزریعے\nزریعے ذریعے"
    assert normalize(text, protect=[(0, 5), (12, 17)]) == "زریعے\nذریعے\nزریعے ذریعے"


def test_spans_are_cut_and_edits_kept_apart() -> None:
    assert united([(5, 7), (0, 2), (2, 3), (6, 9), (4, 4)]) == [(0, 3), (5, 9)]
    found = [Span(0, 10, "minimal", "arabic"), Span(12, 14, "letters", "verse")]
    assert with_own([(2, 3), (5, 6), (9, 12)], found) == [
        Span(0, 2, "minimal", "arabic"),
        Span(2, 3, "opaque", "protect"),
        Span(3, 5, "minimal", "arabic"),
        Span(5, 6, "opaque", "protect"),
        Span(6, 9, "minimal", "arabic"),
        Span(9, 12, "opaque", "protect"),
        Span(12, 14, "letters", "verse"),
    ]
    assert with_own([(0, 20)], found) == [Span(0, 20, "opaque", "protect")]
    assert with_own([], found) == found
    edits = [Edit(0, 1, "x", ()), Edit(1, 3, "x", ()), Edit(3, 3, "x", ()), Edit(4, 5, "x", ()), Edit(6, 6, "x", ())]
    # Insertions at the edges of a range stay, what reaches into it goes.
    assert outside(edits, [(2, 3), (4, 6)]) == [edits[0], edits[2], edits[4]]
    assert outside(edits, [(1, 3)]) == [edits[0], edits[2], edits[3], edits[4]]
    assert outside(edits, []) == edits


def test_a_line_carries_sites_and_ranges_along() -> None:
    line = Line("ab cd ef gh ij kl mn op", [(0, 1), (6, 1), (21, 2)], [(3, 5)])
    assert line.at(1) == [0, 6]
    assert not line.make([Edit(3, 4, "x", ("r",))])
    assert line.make([Edit(0, 2, "abcd", ("r",)), Edit(3, 4, "x", ("r",))])
    assert line.text == "abcd cd ef gh ij kl mn op"
    assert (line.sites, line.ranges) == ([(0, 1), (8, 1), (23, 2)], [(5, 7)])
    assert line.refresh(lambda text, flags: [(0, 4)] if text == "abcd" else []) == 7
    assert line.sites == [(0, 4), (8, 1), (23, 2)]
    assert line.narrow() == 5  # the last word is out of reach of what was written
    assert line.sites == [(0, 4), (8, 1)]
    assert line.edits == [Edit(0, 2, "abcd", ("r",))]


def test_a_fingerprint_covers_all_that_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Version, every row in force, lists, guards and the words of the lexicon; not what is switched off."""
    standard, letters = fingerprint(STANDARD), fingerprint(LETTERS)
    every = dict(tables.tables())

    def without_a_row(rule_id: str) -> tuple[str, str]:
        fewer = {**every, rule_id: dataclasses.replace(every[rule_id], rows=every[rule_id].rows[1:])}
        monkeypatch.setattr(tables, "tables", lambda: fewer)
        return fingerprint(STANDARD), fingerprint(LETTERS)

    for rule_id in ("lists/keep", "guards/urdu-words", "lexicon/dots", "characters/heh"):
        one, other = without_a_row(rule_id)
        assert one != standard, rule_id
        assert other != letters, rule_id
    one, other = without_a_row("words/dots")
    assert (one != standard, other) == (True, letters)
    monkeypatch.setattr(tables, "tables", lambda: every)
    assert (fingerprint(STANDARD), fingerprint(LETTERS)) == (standard, letters)

    resource = tables.resource
    shutil.copytree(str(resource("lexicon")), tmp_path / "lexicon")
    monkeypatch.setattr(tables, "resource", lambda name: tmp_path / name)
    assert fingerprint(STANDARD) == standard
    (tmp_path / "lexicon" / "words.txt").write_text("0\nکتاب\n", encoding="utf-8")
    assert fingerprint(STANDARD) != standard
    monkeypatch.setattr(tables, "resource", resource)
    monkeypatch.setattr(tables, "__version__", "0.0.0")
    assert fingerprint(STANDARD) != standard


def test_an_option_that_does_not_exist_is_refused() -> None:
    for option in ("typo=certain", "typos=certain|maybe", "spacing=keep, typos=some"):
        with pytest.raises(UrduNormError, match="does not exist"):
            parse("words/x", f"{HEADER}# option: {option}\nwrong\tright\n")


def test_a_word_of_which_a_span_is_the_beginning() -> None:
    """What follows a span in the same word may look like a word that context asks for."""
    for word in sorted(Normalizer()._fold.stages.context.anchors):
        text = f"دل{word} کے بعد"
        assert normalize(text, protect=[(0, 2)]).startswith("دل")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028"])
def test_fences_in_texts_with_other_line_ends(end: str) -> None:
    """A fence begins and ends a line, whatever ends that; inside it nothing changes, line ends included."""
    code = f"```{end}x = 'كتاب'{end}```"
    text = f"یہ كتاب ہے۔{end}{code}{end}یہ كتاب ہے۔"
    assert normalize(text) == f"یہ کتاب ہے۔\n{code}\nیہ کتاب ہے۔"
    assert explain(text).text == normalize(text)


def test_suggestions_name_their_places_in_the_source() -> None:
    """Of words by the lexicon and of contexts: each with its place, on whatever line it is."""
    text = "يہ ایک ورق ہے\nگھر كی کتابخ\nاس کے وجہ سے دیر ہوئی"
    found = explain(text).suggestions
    assert [(text[one.start : one.end], one.candidates) for one in found] == [("کتابخ", ("کتاب",)), ("کے", ("کی",))]
    assert [one.rule for one in found] == ["lexicon/one-slip", "context/conjunctions"]


def test_texts_are_done_again_no_more_often_than_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fold, "_TURNS", 1)
    once = Normalizer()
    assert once("```\nكتاب\n```\nيہ زریعے") == "```\nكتاب\n```\nیہ ذریعے"
    assert once("قال `كتاب` زریعے") == "قال `كتاب` ذریعے"
    assert once.explain("```\nكتاب\n```\nيہ زریعے").text == "```\nكتاب\n```\nیہ ذریعے"
    assert once("،؛ ،", protect=[(0, 1)]) == once.explain("،؛ ،", protect=[(0, 1)]).text
    monkeypatch.setattr(fold, "BLOCK", 16)
    assert once("یہ كتاب زریعے مو جود ہے") == "یہ کتاب ذریعے موجود ہے"
    assert once.explain("یہ كتاب زریعے مو جود ہے").text == "یہ کتاب ذریعے موجود ہے"


def test_a_line_is_looked_at_again_no_more_often_than_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fold, "_ROUNDS", 1)
    assert Normalizer()("مو جود زریعے") == "موجود ذریعے"


@pytest.mark.parametrize(
    "profile", [LETTERS, STANDARD, STANDARD.replace(guards=frozenset())], ids=["letters", "standard", "bare"]
)
def test_the_short_cut_of_a_known_word_leads_where_the_long_way_does(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages = Stages(profile)
    known = [f"{word}{mark}" for word, mark in zip(lexicon.words(), itertools.cycle(["", "", "۔", "،"]), strict=False)]
    short = [stages.chunk(chunk) for chunk in known]
    monkeypatch.setattr(Words, "rests", lambda *_: False)
    for chunk, (text, edits, sites) in zip(known, short, strict=True):
        whole = stages.chunk(chunk)
        assert (text, [*edits], [*sites]) == (whole.text, [*whole.edits], [*whole.sites]), chunk


@pytest.mark.parametrize(
    ("chunk", "sites"),
    [
        ("کتاب", []),
        ("ab", []),
        ("ميں", []),  # changes, and needs no line for it
        ("لکل", [(0, CONTEXT | FRAGMENT | NEAR)]),
        ("(لکل", [(1, FRAGMENT | NEAR)]),  # what its row waits for cannot stand beside it
        ("(لکل)", []),  # nothing can
        ("حیال", [(0, FRAGMENT | NEAR)]),
        ("لاری", [(0, FRAGMENT)]),  # neighbours can do nothing about it
        ("ضضضض", []),  # nor is it a piece: no word begins or ends so
        ("(زرہ", [(1, CONTEXT | NEAR)]),
        ("حیال/لکل", [(0, FRAGMENT | NEAR), (5, FRAGMENT | NEAR)]),
        ("قُلْ", [(0, LINE)]),
        ("است", [(0, LINE)]),
        ("`ي`", [(0, LINE)]),
        ("\u200fمیں", [(0, LINE)]),
        ("۔", [(0, SPACE)]),
        ("آم،سیب", [(0, CONTEXT | SPACE)]),
        ("یکab", [(0, MIXED)]),
        ("م\ufef4ں", [(0, LOOK)]),
        ("لکل\u200b", [(0, CONTEXT | FRAGMENT | NEAR | SIGN)]),
        ("\u064e", [(0, SIGN | SPACE)]),
        ("\u200f\u064e", [(0, SIGN | LINE)]),
    ],
)
def test_which_flags_a_chunk_raises(chunk: str, sites: list[tuple[int, int]]) -> None:
    assert [*Stages(STANDARD).chunk(chunk).sites] == sites


@pytest.mark.parametrize(
    ("profile", "ascii_stays", "plain_stays", "calm", "strips"),
    [
        (MINIMAL, True, True, True, False),
        (LETTERS, True, True, True, False),
        (STANDARD, True, True, True, False),
        (PUBLISH, False, True, False, False),
        (SEARCH, False, False, False, True),
        (SPEECH, False, False, False, True),
        (STANDARD.replace(digits="urdu"), False, False, True, False),
        (STANDARD.replace(extra=[("ککک", "حیال")]), False, True, True, False),
    ],
)
def test_what_the_rules_of_a_profile_leave_alone(
    profile: Profile, ascii_stays: bool, plain_stays: bool, calm: bool, strips: bool
) -> None:
    stages = Stages(profile)
    assert (stages.ascii_stays, stages.plain_stays, stages.calm) == (ascii_stays, plain_stays, calm)
    assert (stages.strip is not None) == strips
    assert (stages.punctuation is not None) == (not calm and not strips)
    assert stages.line_ends
    assert not Stages(profile.replace(disable=["characters/line-ends"])).line_ends
