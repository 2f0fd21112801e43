"""What the neighbours of an unknown word decide: each rule on its own lines, what stays, what is switched off."""

from __future__ import annotations

from collections.abc import Set
from math import log10
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urdu_norm import LETTERS, SEARCH, STANDARD, Normalizer, lexicon
from urdu_norm.edits import Edit, apply
from urdu_norm.segment import WORD
from urdu_norm.stages import beside, decide, neighbours

CASES = Path(__file__).resolve().parent / "cases" / "neighbours.tsv"
ROWS = [line.split("\t") for line in CASES.read_text(encoding="utf-8").split("\n")[2:] if line]
DECIDE = decide.compile(STANDARD)
NEAR = DECIDE._near
NORM = Normalizer(STANDARD)


def sites(text: str) -> list[int]:
    return [match.start() for match in WORD.finditer(text)]


@pytest.mark.parametrize(("rule", "text", "expected"), ROWS)
def test_line(rule: str, text: str, expected: str) -> None:
    edits = DECIDE.near(text, sites(text))
    if expected == "=":
        assert edits == []
    else:
        assert apply(text, edits) == expected
        assert {name for edit in edits for name in edit.rules} == {f"lexicon/{rule}"}
        assert NORM(text) == expected
    assert NORM(NORM(text)) == NORM(text)


def test_each_rule_is_switched_by_name() -> None:
    """A missing space beside the conjunction is seen by two rules."""
    two = {neighbours.SPACE, neighbours.CONJUNCTION}
    for rule, text, expected in ROWS:
        if expected != "=":
            name = f"lexicon/{rule}"
            off = decide.compile(STANDARD.replace(disable=two if name in two else {name}))
            assert off.near(text, sites(text)) == []
            found = decide.compile(STANDARD.replace(disable={name})).near(text, sites(text))
            assert {rule for edit in found for rule in edit.rules} <= two - {name}


def test_off_where_nothing_is_respelled_or_the_text_is_folded() -> None:
    for profile in (LETTERS, SEARCH):
        assert all(decide.compile(profile).near(text, sites(text)) == [] for _, text, _ in ROWS)


def test_what_the_caller_writes_stays() -> None:
    """The right side of an own pair is a word, whatever the counts say."""
    text = "یہ میرے حیال میں ٹھیک ہے"
    mine = decide.compile(STANDARD.replace(extra=[("ککک", "حیال")]))
    assert mine.near(text, sites(text)) == []


def test_a_neighbour_is_parted_by_spaces_only() -> None:
    assert DECIDE.near("میرے، حیال، میں", sites("میرے، حیال، میں")) == []
    assert DECIDE.near("میرے 5 حیال 5 میں", sites("میرے 5 حیال 5 میں")) == []


def test_only_at_sites() -> None:
    assert DECIDE.near("یہ میرے حیال میں ٹھیک ہے", [0, 3]) == []


COMMON = sorted(word for word, band in lexicon.words().items() if band > lexicon.band_of(500))


@given(st.lists(st.sampled_from(COMMON), min_size=1, max_size=8))
def test_common_words_stay(line: list[str]) -> None:
    text = " ".join(line)
    assert DECIDE.near(text, sites(text)) == []


@given(
    st.lists(st.sampled_from(COMMON), min_size=3, max_size=7),
    st.integers(0, 6),
    st.integers(0, 9),
    st.sampled_from("ابپتجخدرزسشعفقکگلمنوہی"),
)
def test_a_second_look_finds_nothing(line: list[str], place: int, k: int, letter: str) -> None:
    word = line[place % len(line)]
    line[place % len(line)] = word[: k % len(word)] + letter + word[k % len(word) + 1 :]
    text = " ".join(line)
    once = apply(text, DECIDE.near(text, sites(text)))
    assert DECIDE.near(once, sites(once)) == []


@pytest.mark.parametrize(
    "text",
    [
        "اپنے کیرئر کا",  # two known words are as near
        "اور موصلاتی نظام",  # a vowel more or less: another transliteration
        "اگر بےنظیر بھٹو",  # a prefix and a word
        "خبر کیلئے یہ",  # a counted misspelling: the words decide, not its neighbours
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    assert DECIDE.near(text, sites(text)) == []


def test_a_table_without_a_kind_divides_none_of_that_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    divided = [(text, expected) for rule, text, expected in ROWS if rule == "near-space" and expected != "="]
    assert divided
    spaces = NEAR._spaces
    for kind in spaces:
        monkeypatch.setattr(NEAR, "_spaces", {kind: spaces[kind]})
        NEAR._prospects.clear()
        NEAR._judged.cache_clear()
        found = {apply(text, DECIDE.near(text, sites(text))) == expected for text, expected in divided}
        assert False in found  # what is of another kind stays
    NEAR._prospects.clear()
    NEAR._judged.cache_clear()


def test_corrections_end_and_do_not_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    near = decide.compile(STANDARD)._near
    text = "ککک گگگ ککڈ"

    def judge(word: str, left: str, right: str) -> tuple[str, str, str] | None:
        return {"ککک": ("x", "کککگ گگ", "right"), "ککڈ": ("x", "گگ گککڈ", "left")}.get(word)

    monkeypatch.setattr(near, "_judged", judge)
    found = near._round(text, frozenset(sites(text)))
    assert found == [Edit(0, 7, "کککگ گگ", ("x",))]  # the last word would take the same one in
    monkeypatch.setattr(near, "_judged", lambda word, left, right: ("x", word, ""))
    assert len(near.edits(text, [0])) == 1  # as often as it may, and no longer


ANY = st.sampled_from(COMMON)


@given(ANY, ANY, st.sampled_from((1, 2)), st.booleans())
def test_a_space_that_may_be_moved_is_a_prospect(first: str, second: str, k: int, forward: bool) -> None:
    a, b = (first + second[:k], second[k:]) if forward else (first[:-k], first[-k:] + second)
    for word, left, right in ((a, "", b), (b, a, "")):
        if word and not lexicon.known(word) and NEAR._shift(word, left, right) is not None:
            divided = NEAR._divided(word)
            assert NEAR._prospects[word].shift or (divided is not None and divided[1] > neighbours._IMPLAUSIBLE)


@given(ANY, st.integers(0, 20), st.sampled_from("ابتسشدرزنمو"), st.integers(0, 2), st.integers(0, 4))
def test_a_slip_that_neighbours_see_is_a_prospect(word: str, k: int, letter: str, kind: int, which: int) -> None:
    k %= len(word)
    before = [first for first in COMMON[:400] if lexicon.bigram(first, word)][:5]
    left = before[which % len(before)] if before else ""
    slip = word[:k] + letter * (kind < 2) + word[k + (kind > 0) :]
    near = lexicon.within_reach(slip)
    if lexicon.known(slip) or not near or not 3 <= len(slip) <= neighbours._LONGEST:
        return
    if not neighbours._PLAIN.issuperset(slip):
        return  # «تعالیٰ»: what a mark means is not for neighbours to say
    divided = NEAR._divided(slip)
    form = NEAR._may_be_word(slip, divided[1] if divided else None)
    reached = {known: (NEAR._asked(slip, known, form), lexicon.band(known)) for known in near}
    if slip not in lexicon.model().parts and NEAR._slip(reached, slip, left, "") is not None:
        assert NEAR._prospects[slip].slips == reached


@pytest.mark.parametrize(
    ("slip", "kind"),
    [
        ("اکستان", "omitted-first"),
        ("پاکتان", "omitted"),
        ("پاکستا", ""),  # the last letter is nobody's guess
        ("ضپاکستان", ""),
        ("پاکستانض", ""),
        ("پاکستانن", ""),
        ("پااکستان", "doubled"),
        ("پاکستاان", "doubled"),
        ("پاکضستان", "inserted"),
        ("پاکوستان", ""),  # another transliteration
        ("اپکستان", "swapped-first"),
        ("پاکتسان", "swapped"),
        ("پاکستنا", ""),
        ("تاکستان", "like-first"),
        ("پاکصتان", "like"),
        ("ظاکستان", ""),
        ("پاکظتان", "replaced"),
        ("پاکستاں", ""),
        ("پاکستاق", ""),
    ],
)
def test_kinds_of_slips(slip: str, kind: str) -> None:
    assert "پاکستان" in lexicon.within_reach(slip)
    assert NEAR._kind(slip, "پاکستان") == kind


@pytest.mark.parametrize(
    ("slip", "word", "kind"),
    [
        ("خدشا", "خدشہ", "sound-last"),
        ("حفاظط", "حفاظت", "sound-last"),
        ("بورد", "بورڈ", "like-last"),
        ("کرتی", "کرتا", ""),  # an ending for another
        ("قوتون", "قوتوں", ""),
        ("مضموں", "مضمون", ""),
        ("راونہ", "روانہ", "swapped"),
        ("بھڑنے", "بڑھنے", "swapped-aspirate"),
        ("اکھٹا", "اکٹھا", "swapped-aspirate"),
        ("شہزدا", "شہزاد", ""),  # the last two letters
    ],
)
def test_kinds_of_slips_at_the_end_and_around_an_aspirate(slip: str, word: str, kind: str) -> None:
    assert NEAR._kind(slip, word) == kind


def test_the_last_letter_is_another_of_its_sound_or_shape_but_no_ending() -> None:
    sounds, like = NEAR._sounds, NEAR._like
    assert sounds
    assert all((b, a) in sounds for a, b in sounds)
    assert all((b, a) in like for a, b in like)
    for a, b in sorted(like | sounds):
        expected = "sound-last" if (a, b) in sounds else "" if {a, b} & neighbours._INFLECTING else "like-last"
        assert NEAR._kind(f"ضظغ{a}", f"ضظغ{b}") == expected


def test_what_a_slip_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    short, long, form = (
        neighbours.Least(1, 1, length, forms=forms) for length, forms in ((4, False), (5, False), (5, True))
    )
    monkeypatch.setattr(NEAR, "_slips", {"like": [short, long, form]})
    assert "منصوبہ" in lexicon.within_reach("منسوبہ")
    assert NEAR._asked("منسوبہ", "منصوبہ", False) == [short, long, form]
    assert NEAR._asked("منسوبہ", "منصوبہ", True) == [form]
    assert NEAR._asked("حیال", "خیال", False) == []  # the first letter: a kind that is not asked for
    assert NEAR._asked("سہر", "شہر", False) == []
    monkeypatch.setattr(NEAR, "_slips", {"like-first": [short, long, form]})
    assert NEAR._asked("حیال", "خیال", False) == [short]
    assert NEAR._asked("حیال", "خیال", True) == []


def test_a_kind_may_have_several_rows() -> None:
    """One is enough: more evidence makes up for worse odds, and the other way round."""
    rows = {kind: rows for kind, rows in NEAR._slips.items() if len(rows) > 1}
    assert rows
    for leasts in rows.values():
        for one in leasts:
            assert not any(
                other is not one
                and other.odds <= one.odds
                and other.evidence <= one.evidence
                and other.length <= one.length
                and other.forms >= one.forms
                for other in leasts
            ), "a row that another makes idle"


def test_the_likelier_of_a_slip_and_a_missing_space(monkeypatch: pytest.MonkeyPatch) -> None:
    near = decide.compile(STANDARD)._near
    least = neighbours.Least(0, 0, 1)
    opening = neighbours.Opening(("ضظ", "غغ"), 0, least)
    monkeypatch.setattr(near, "_prospects", {"ضظغغ": neighbours.Prospects(False, opening, (), {"ضظغض": ([least], 1)})})
    for slip, space, expected in (
        (("ضظغض", 5), 6, "ضظ غغ"),
        (("ضظغض", 6), 6, "ضظ غغ"),
        (("ضظغض", 7), 6, "ضظغض"),
        (("ضظغض", 7), None, "ضظغض"),
        (None, 6, "ضظ غغ"),
    ):
        monkeypatch.setattr(near, "_slip", lambda *_, slip=slip: slip)
        monkeypatch.setattr(near, "_opens", lambda *_, space=space: space)
        judged = near._judge("ضظغغ", "", "")
        assert judged is not None
        assert judged[1] == expected
    monkeypatch.setattr(near, "_slip", lambda *_: None)
    monkeypatch.setattr(near, "_opens", lambda *_: None)
    assert near._judge("ضظغغ", "", "") is None


def test_what_may_be_a_word_of_its_own() -> None:
    endings, prefixes = NEAR._endings, NEAR._prefixes
    stem = "ضظغ"  # nobody counted anything that begins or ends so
    assert not NEAR._may_be_word(stem, None)
    assert not NEAR._may_be_word(stem, -50)
    assert NEAR._may_be_word(stem, -49)
    some = [word for word in COMMON if len(word) > 4][::50]
    for word in some:
        for length in (1, 2, 3):
            ending = next(one for one in sorted(endings) if len(one) == length)
            assert NEAR._may_be_word(word + ending, None)
            assert not NEAR._may_be_word(word + "ضظغ"[:length], None)
    assert not NEAR._may_be_word("ضظغ" + next(iter(endings)), None)
    for word in some:
        for length in (2, 3):
            first = next(one for one in sorted(prefixes) if len(one) == length)
            assert NEAR._may_be_word(first + word, None)
            assert not NEAR._may_be_word("ضظغ"[:length] + word, None)
    for less in (0, 1):
        rare = next(word for word, band in lexicon.words().items() if band == neighbours._STEM - less and len(word) > 5)
        assert NEAR._may_be_word(f"{rare}ؤں", None) is not bool(less)


def test_what_is_left_when_a_space_moves() -> None:
    words = lexicon.words()
    expected = set()
    for word, band in words.items():
        if band >= neighbours._COMMON and len(word) > 2:
            expected.update((word[1:], word[2:], word[:-1], word[:-2]))
    assert neighbours._cut_words() == expected - words.keys()


def test_a_tie_is_how_much_oftener_than_by_chance() -> None:
    for first, second in (("کے", "بعد"), ("میرے", "خیال"), ("وزیر", "اعظم")):
        together = lexicon.bigram(first, second)
        chance = lexicon.count(first) * lexicon.count(second) / lexicon.TOKENS
        tie = beside.tie_of(first, second)
        assert tie is not None
        assert tie == pytest.approx(100 * log10(together / chance), abs=15)  # bands are a third of a doubling wide
    assert beside.tie_of("کے", "پرندہ") is None
    assert beside.tie_of("", "بعد") is beside.tie_of("بعد", "") is None


def test_a_known_word_that_was_met_here_is_not_divided() -> None:
    word = next(
        word for word in sorted(lexicon.model().divisions) if any(lexicon.bigram(first, word) for first in COMMON[:300])
    )
    left = next(first for first in COMMON[:300] if lexicon.bigram(first, word))
    opening = neighbours.Opening((word[:2], word[2:]), 10_000, neighbours.Least(0, -10_000, 0))
    assert NEAR._opens(opening, word, "", "") is not None
    assert NEAR._opens(opening, word, left, "") is None
    assert NEAR._opens(opening._replace(odds=-1), word, "", "") is None
    assert NEAR._opens(opening._replace(odds=0), word, "", "") == 0
    assert NEAR._opens(opening._replace(least=neighbours.Least(0, 1, 0)), word, "", "") is None


def test_where_a_conjunction_may_be_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    near = decide.compile(STANDARD)._near
    joined = neighbours._JOINED
    bands = {"ضظغ": joined, "وضظغ": joined - 1, "ضظغو": -1, "غغغ": joined - 1, "الضظغ": 90, "ضظو": 90, "ضظ": 90}
    monkeypatch.setattr(lexicon, "words", lambda: bands)
    assert near._conjunctions("وضظغ") == [("و", "ضظغ")]
    assert near._conjunctions("ضظغو") == [("ضظغ", "و")]
    assert near._conjunctions("ضظغ") == near._conjunctions("غضظغ") == []
    assert near._conjunctions("وغغغ") == near._conjunctions("غغغو") == []  # too rare
    assert near._conjunctions("والضظغ") == []  # the article of Arabic
    assert near._conjunctions("وضظ") == near._conjunctions("ضظو") == []  # too short
    bands["وضظغ"] = joined
    assert near._conjunctions("وضظغ") == []  # no rarer than what would be left
    bands |= {"وضظغو": -1, "ضظغو": 90, "وضظغ": 90}
    assert near._conjunctions("وضظغو") == [("و", "ضظغو"), ("وضظغ", "و")]
    one = near._parted_from
    for kind, pair in (("first", ("و", "ضظغو")), ("last", ("وضظغ", "و"))):
        monkeypatch.setattr(near, "_parted_from", {kind: one[kind]})
        assert near._conjunctions("وضظغو") == [pair]


@pytest.mark.parametrize("first", [True, False])
def test_a_conjunction_has_to_join_both_words(first: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    near = decide.compile(STANDARD)._near
    pair, left, right = (("و", "تحمل"), "صبر", "غغ") if first else (("صبر", "و"), "غغ", "تحمل")
    ties = beside.tie_of("صبر", "و"), beside.tie_of("و", "تحمل")
    assert None not in ties
    both = sum(tie or 0 for tie in ties)
    kind = "first" if first else "last"
    for evidence, joined in ((int(both), True), (int(both) + 1, False)):
        monkeypatch.setattr(near, "_parted_from", {kind: neighbours.Least(evidence=evidence)})
        assert near._joins(pair, left, right) is joined
    monkeypatch.setattr(near, "_parted_from", {kind: neighbours.Least(evidence=-1000)})
    for other in ("غغغ", "ہیں"):  # never met beside it, or more seldom than by chance
        assert not near._joins(pair, *((other, "") if first else ("", other)))
    assert not near._joins(pair, "", "")


def test_a_known_word_is_asked_about_for_its_conjunction() -> None:
    near = decide.compile(STANDARD.replace(disable=[neighbours.SPACE]))._near
    assert lexicon.known("وجہد")
    assert near.asks("وجہد")
    assert near._prospects["وجہد"].conjunctions == [("و", "جہد")]
    assert not near.asks("وقار")
    undivided = [
        word
        for word in lexicon.words()
        if word not in lexicon.model().divisions and near._is_rare(word) and near._conjunctions(word)
    ]
    assert undivided
    assert all(map(near.asks, undivided))


def test_a_hopeless_division_is_one_that_no_row_of_the_table_believes() -> None:
    assert min(least.alone for least in NEAR._spaces.values()) > lexicon.HOPELESS


# ---------------------------------------------------------------------- at the very edge of what is believed


def rated(word: str, left: str, right: str) -> tuple[str, float, float, str]:
    """The likeliest known word one slip away, its odds, what the neighbours add to them, and the kind of the slip."""
    words = lexicon.words()

    def ties(form: str) -> float:
        return sum(max(0, beside.tie_of(*pair) or 0) for pair in ((left, form), (form, right)))

    def weight(form: str) -> float:
        return words[form] * neighbours._BAND + ties(form)

    best = max(lexicon.within_reach(word), key=weight)
    chance = lexicon.model().unknown(word) - (neighbours._TOKENS - weight(best) + neighbours._COST)
    return best, chance, ties(best), NEAR._kind(word, best)


SLIPS = [("میرے", "حیال", "میں"), ("ربیع", "الاؤل", ""), ("اور", "پاکضتان", "کے")]


@pytest.mark.parametrize(("left", "word", "right"), SLIPS)
def test_a_slip_needs_all_of_its_odds_and_evidence(left: str, word: str, right: str) -> None:
    best, odds, evidence, kind = rated(word, left, right)
    assert kind
    bands = {form: lexicon.words()[form] for form in lexicon.within_reach(word)}
    evidence = bands[best] * neighbours._BAND + evidence - bands[best] * neighbours._BAND  # as it is summed

    def with_least(*asked: tuple[float, float]) -> tuple[str, float] | None:
        leasts = [neighbours.Least(odds, evidence, 1) for odds, evidence in asked]
        return NEAR._slip({form: (leasts, band) for form, band in bands.items()}, word, left, right)

    assert with_least((odds, evidence)) == (best, odds)
    assert with_least((odds + 1e-6, evidence)) is None
    assert with_least((odds, evidence + 1e-6)) is None
    assert with_least((odds + 1e-6, 0), (0, evidence + 1e-6)) is None
    assert with_least((odds + 1e-6, 0), (odds, evidence)) == (best, odds)  # one is enough
    assert with_least() is None


def test_a_slip_with_a_rival_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = ([neighbours.Least(-(1 << 30), 0, 0)], 60), ((), 40)
    apart = 60 * neighbours._BAND - 40 * neighbours._BAND  # as it is reckoned
    for alone, expected in ((apart, "ضضضض"), (apart + 1e-6, None)):
        monkeypatch.setattr(neighbours, "_ALONE", alone)
        for reached in ({"ضضضض": first, "ظظظظ": second}, {"ظظظظ": second, "ضضضض": first}):
            found = NEAR._slip(reached, "غغغغ", "", "")
            assert (found and found[0]) == expected


def test_a_rare_word_is_not_believed_to_lack_a_vowel(monkeypatch: pytest.MonkeyPatch) -> None:
    least = neighbours.Least(-(1 << 30), 0, 0)
    monkeypatch.setattr(NEAR, "_slips", {"omitted": [least]})
    rare, known = neighbours._SOFT_LEAST - 1, neighbours._SOFT_LEAST
    for band, form, expected in ((known, "ضاظغ", [least]), (rare, "ضاظغ", []), (rare, "ضسظغ", [least])):
        monkeypatch.setattr(lexicon, "words", lambda band=band, form=form: {form: band})
        assert list(NEAR._asked("ضظغ", form, False)) == expected


def test_a_division_needs_all_of_its_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    left, pieces, right = "کے", ("بعد", "میں"), "بھی"
    word = "ضظغضظغ"  # no known word, which would have to be met nowhere
    ties = [beside.tie_of(left, pieces[0]), beside.tie_of(pieces[-1], right)]
    assert all(tie is not None for tie in ties)
    evidence = sum(tie or 0 for tie in ties)

    def opens(odds: float, least_odds: float, least_evidence: float) -> bool:
        least = neighbours.Least(least_odds, least_evidence, 0)
        found = NEAR._opens(neighbours.Opening(pieces, odds, least), word, left, right)
        assert found in (None, odds + evidence)
        return found is not None

    assert opens(10, 10 + evidence, evidence)
    assert not opens(10, 10 + evidence + 1e-6, evidence)
    assert not opens(10, 10, evidence + 1e-6)
    monkeypatch.setattr(neighbours, "_AGAINST", min(tie or 0 for tie in ties))
    assert opens(10, 10, evidence)
    monkeypatch.setattr(neighbours, "_AGAINST", min(tie or 0 for tie in ties) + 1e-6)
    assert not opens(10, 10, evidence)


def test_a_word_that_lacks_a_space_of_its_own_takes_no_letters() -> None:
    for word in ("آپک", "فلسطینک"):
        assert NEAR._may_shift(word, None)
        assert NEAR._may_shift(word, neighbours._IMPLAUSIBLE)
        assert not NEAR._may_shift(word, neighbours._IMPLAUSIBLE + 1)


@pytest.mark.parametrize(
    ("word", "left", "right", "expected"),
    [
        ("آپک", "", "و", None),  # «و» by itself is a word: which of the two lost its letter cannot be told
        ("کاا", "", "نتخاب", ("کا انتخاب", False)),
        ("اکتاب", "ک", "", None),
        ("رمذہب", "او", "", ("اور مذہب", True)),
        ("ںلوگوں", "می", "", ("میں لوگوں", True)),
        ("یراعظم", "وز", "", None),  # together they are one word
        ("کتاب", "اور", "", None),
        ("", "", "", None),
        ("آپک", "", "", None),
    ],
)
def test_a_space_in_the_wrong_place(word: str, left: str, right: str, expected: tuple[str, bool] | None) -> None:
    assert NEAR._shift(word, left, right) == expected


def test_no_space_moves_without_the_rule() -> None:
    without = decide.compile(STANDARD.replace(disable={"lexicon/shifted-space"}))._near
    assert NEAR._shift("ررات", "او", "") == ("اور رات", True)
    assert without._shift("ررات", "او", "") is None
    assert not without._prospects["ررات"].shift


def test_how_sure_a_moved_space_must_be(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = "اور", "کتاب"
    tie = beside.tie_of(first, second)
    assert tie is not None
    words = lexicon.words()
    commoner = max(words[first], words[second])
    bands = {commoner - neighbours._RARER: "ضضض", commoner - neighbours._RARER + 1: "ظظظ"}
    known = {**words, **{word: band for band, word in bands.items()}}
    monkeypatch.setattr(lexicon, "words", lambda: known)
    rare, common = bands.values()
    sure = neighbours.Least(0, tie, 2)
    unsure = neighbours.Least(0, tie + 1e-6, 2)
    assert NEAR._parted(first, second, common, sure)
    assert not NEAR._parted(first, second, common, unsure)
    assert NEAR._parted(first, second, rare, unsure) is (tie >= 0)  # a piece so rare proves the rest
    assert not NEAR._parted(first, second, "ض", unsure)  # but for a letter
    for missing in (first, second):
        monkeypatch.setattr(lexicon, "words", lambda known={**known, missing: neighbours._COMMON}: known)
        assert NEAR._parted(first, second, "ض", neighbours.Least(0, -(1 << 30), 2))
        monkeypatch.setattr(lexicon, "words", lambda known={**known, missing: neighbours._COMMON - 1}: known)
        assert not NEAR._parted(first, second, common, sure)


def test_which_words_may_take_letters_or_give_them() -> None:
    assert "ضرورت" not in neighbours._cut_words()
    for letters in ("ض", "ضض"):
        assert NEAR._may_shift(letters + "کتاب", None)
        assert NEAR._may_shift("کتاب" + letters, None)
    assert not NEAR._may_shift("ضضضکتاب", None)
    assert not NEAR._may_shift("کتابضضض", None)
    assert NEAR._may_shift("تاب" + "ضض", None) is (lexicon.band("تاب") >= neighbours._COMMON)


def test_which_words_are_looked_at() -> None:
    bands = lexicon.words()
    at, beyond = (
        next(word for word, band in bands.items() if band == lexicon.RARE + k and len(word) > 3) for k in (0, 1)
    )
    assert NEAR._is_rare(at)
    assert not NEAR._is_rare(beyond)
    assert NEAR._is_rare("ضض")
    assert not NEAR._is_rare("ض")
    assert NEAR._is_rare("ض" * lexicon.MAX_LENGTH)
    assert not NEAR._is_rare("ض" * (lexicon.MAX_LENGTH + 1))
    assert not NEAR._is_rare("ضِض")
    divided = [word for word in lexicon.model().divisions if NEAR._is_rare(word)]
    assert any(map(NEAR.asks, divided))
    assert not NEAR.asks(beyond)


def test_one_rule_is_enough_to_look() -> None:
    rules = [neighbours.SLIP, neighbours.SPACE, neighbours.SHIFTED, neighbours.CONJUNCTION]
    for rule in rules:
        others = [one for one in rules if one != rule]
        assert decide.compile(STANDARD.replace(disable=others))._near
    assert not decide.compile(STANDARD.replace(disable=rules))._near


def test_a_word_without_neighbours_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    near = decide.compile(STANDARD)._near
    asked: list[str] = []
    monkeypatch.setattr(near, "_judged", lambda *words: asked.append(" ".join(words)))
    for text in ("حیال", "، حیال،", "میرے حیال،", "، حیال میں"):
        near.edits(text, sites(text))
    assert asked == ["حیال میرے ", "حیال  میں"]


@pytest.mark.parametrize(
    ("word", "whole", "lacks"),
    [
        ("بتث", "باتث", True),
        ("بتث", "بتثی", True),
        ("بتث", "ابتث", True),
        ("بتث", "بجتث", False),
        ("بتث", "باتج", False),
        ("بتث", "بتث", False),
        ("بات", "بتت", False),
    ],
)
def test_a_lacking_vowel(word: str, whole: str, lacks: bool) -> None:
    assert neighbours._lacks_vowel(word, whole) is lacks


def test_the_rarest_words_have_ties(monkeypatch: pytest.MonkeyPatch) -> None:
    tie = beside.tie_of("وزیر", "اعظم")
    assert tie is not None
    words = lexicon.words()
    for rare in ("وزیر", "اعظم"):
        monkeypatch.setattr(lexicon, "words", lambda known={**words, rare: 0}: known)
        assert beside.tie_of("وزیر", "اعظم") == pytest.approx(tie + words[rare] * neighbours._BAND)
        monkeypatch.setattr(lexicon, "words", lambda known={**words, rare: -1}: known)
        assert beside.tie_of("وزیر", "اعظم") is None


def test_a_stem_of_one_letter_makes_no_word() -> None:
    assert lexicon.words()["و"] >= neighbours._STEM
    assert {"یں", "اں"} - NEAR._endings == {"اں"}
    assert not NEAR._may_be_word("وضں", None)
    assert NEAR._may_be_word("ویں", None) is (lexicon.band("وی") >= neighbours._STEM and "ں" in NEAR._endings)
    assert not NEAR._may_be_word("آپن", None)


def test_a_word_of_no_slip_has_none() -> None:
    for word in ("ضظغضظغ", "حیا", "ح" * 25, "حیالّ", "پاکستاںa"):
        assert NEAR._slips_of(word, None) == {}
    assert NEAR._slips_of("حیال", -51)
    assert NEAR._slips_of("حیال", -49) == {}


# ---------------------------------------------------------------------- what stands beside a word


@pytest.mark.parametrize(
    ("chunk", "word"),
    [("کتاب", "کتاب"), ("(کتاب", "کتاب"), ("الف،کتاب", "کتاب"), ("کتاب،", ""), ("", ""), ("،", ""), ("کِتاب", "کِتاب")],
)
def test_the_last_word_of_a_chunk(chunk: str, word: str) -> None:
    assert beside.last_word_of(chunk) == word


def test_of_a_long_word_only_that_it_is_long() -> None:
    long = "ب" * (3 * lexicon.MAX_LENGTH)
    for found in (beside.last_word_of(f"({long}"), beside.word_before(f"({long} ", len(long) + 2)[0]):
        assert lexicon.MAX_LENGTH < len(found) <= 2 * lexicon.MAX_LENGTH + 1


def test_words_beside_a_word() -> None:
    text = "(الف  ب   ج، د"
    b = text.index("ب")
    assert beside.word_before(text, b) == ("الف", 4)
    assert beside.word_after(text, b + 1) == ("ج", text.index("ج") + 1)
    j = text.index("ج")
    assert beside.word_before(text, j) == ("ب", b + 1)
    assert beside.word_after(text, j + 1) == ("", j + 1)  # a comma comes first
    assert beside.word_before(text, text.index("د")) == ("", text.index("د"))
    assert beside.word_before(text, 1) == ("", 1)
    assert beside.word_after(text, 2) == ("", 2)  # no space: it is the same word
    assert beside.word_after(text, len(text)) == ("", len(text))
    assert beside.word_before("ب ", 2) == ("ب", 1)
    assert beside.word_before(" ب", 1) == ("", 1)


@pytest.mark.parametrize(
    ("sites", "edits", "moved"),
    [
        ({0, 4, 9}, [], {0, 4, 9}),
        ({0, 4, 9}, [Edit(4, 7, "ab", ())], {0, 8}),
        ({0, 3, 4, 6, 7, 9}, [Edit(4, 7, "abcd", ())], {0, 3, 8, 10}),
        ({0, 5, 9, 12}, [Edit(0, 2, "", ()), Edit(9, 10, "abc", ())], {3, 12}),
        ({2}, [Edit(0, 2, "", ())], {0}),
    ],
)
def test_sites_move_with_the_text(sites: set[int], edits: list[Edit], moved: set[int]) -> None:
    assert beside._moved(sites, edits) == moved


def test_what_was_put_right_is_looked_at_again() -> None:
    """A step sees what it has made: the sites that are left, where they stand now, and each word of its edits."""
    seen: list[tuple[str, set[int]]] = []
    made = {
        "الف بب ججج": [Edit(0, 3, "ا بب", ()), Edit(4, 6, "بببب دد", ())],
        "ا بب بببب دد ججج": [Edit(13, 16, "ج", ())],
    }

    def step(line: str, sites: Set[int]) -> list[Edit]:
        seen.append((line, set(sites)))
        return made.get(line, [])

    edits = beside.repeated(step, "الف بب ججج", [0, 7])
    assert seen == [
        ("الف بب ججج", {0, 7}),
        ("ا بب بببب دد ججج", {0, 2, 5, 10, 13}),
        ("ا بب بببب دد ج", {0, 2, 5, 10, 13}),
    ]
    assert apply("الف بب ججج", edits) == "ا بب بببب دد ج"


def test_a_step_that_never_ends_is_stopped() -> None:
    edits = beside.repeated(lambda line, sites: [Edit(0, 0, "ا", ())], "ب", [0])
    assert len(apply("ب", edits)) <= 10


def test_short_words_lack_no_space() -> None:
    pieces = ("کا", "ہے")
    assert NEAR._opening("ضظغ", pieces, 10_000) is None
    found = NEAR._opening("ضظغع", pieces, 10_000)
    assert found == neighbours.Opening(pieces, 10_000, NEAR._spaces["short"])
    least = NEAR._spaces["short"]
    assert NEAR._opening("ضظغع", pieces, least.alone) is not None
    assert NEAR._opening("ضظغع", pieces, least.alone - 1) is None
    assert least.length == 4


def test_what_has_prospects_is_kept_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def find(word: str) -> neighbours.Prospects:
        asked.append(word)
        return neighbours.Prospects(word != "کتاب", None, (), {})

    kept = neighbours._Prospective(find)
    monkeypatch.setattr(neighbours, "_KEPT", 2)
    for word in ("کتااب", "کتااب", "کتاب", "کتاب", "قلمم"):
        assert bool(kept[word]) == (word != "کتاب")
    assert asked == ["کتااب", "کتاب", "کتاب", "قلمم"]
    assert kept["دوات"].shift
    assert list(kept) == ["دوات"]
