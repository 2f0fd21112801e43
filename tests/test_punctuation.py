"""PUBLISH: Urdu punctuation by context, spacing of brackets, quotes and dashes, digits; and the punctuation of keys off."""

from __future__ import annotations

import re
import time
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from urdu_norm import PUBLISH, SEARCH, SPEECH, STANDARD, Normalizer, Profile, explain, guards
from urdu_norm.edits import apply
from urdu_norm.fold import _RISKY
from urdu_norm.stages import punctuation, spacing
from urdu_norm.tables import spelled, tables

CASES = Path(__file__).resolve().parent / "cases"
publish, search, speech, standard = map(Normalizer, (PUBLISH, SEARCH, SPEECH, STANDARD))
step = punctuation.compile(PUBLISH)
assert step is not None


def rows(name: str) -> list[tuple[str, str, str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()[1:]
    cells = [[spelled(cell) for cell in line.split("\t")] for line in lines]
    return [(rule, text, text if expected == "=" else expected) for rule, text, expected in cells]


ROWS = rows("punctuation.tsv")


@pytest.mark.parametrize(("rule", "text", "expected"), ROWS)
def test_case(rule: str, text: str, expected: str) -> None:
    assert publish(text) == expected


@pytest.mark.parametrize(("rule", "text", "expected"), [row for row in ROWS if row[1] != row[2]])
def test_every_change_is_by_its_rule_alone(rule: str, text: str, expected: str) -> None:
    """With the rule switched off, what it changed stays; so no case passes by another rule's work."""
    without = Normalizer(PUBLISH.replace(disable={f"punctuation/{rule}"}))
    assert without(text) != expected
    assert any(f"punctuation/{rule}" in edit.rules for edit in explain(text, PUBLISH).edits)


def test_every_rule_has_a_case_that_changes_and_one_that_does_not() -> None:
    changing = {rule for rule, text, expected in ROWS if text != expected}
    keeping = {rule for rule, text, expected in ROWS if text == expected}
    rules = {
        name.removeprefix("punctuation/")
        for name, one in tables().items()
        if one.rule.stage == "punctuation"
        and one.rule.option.startswith("punctuation=urdu")
        and one.rule.status == "stable"
        and name != "punctuation/abbreviations"  # what punctuation/full-stop leaves
    }
    assert rules == changing == keeping


def test_quotes_are_never_swapped() -> None:
    for text in ("”ہاں“", "“ہاں”", '"ہاں"', "‘ہاں’", "’ہاں‘", "«ہاں»"):
        assert publish(text) == text


def test_long_ellipsis_is_an_option() -> None:
    longer = Normalizer(PUBLISH.replace(enable={"punctuation/long-ellipsis"}))
    assert (publish("گیا۔۔۔۔۔"), longer("گیا۔۔۔۔۔"), longer("گیا۔۔۔")) == ("گیا۔۔۔۔۔", "گیا۔۔۔", "گیا۔۔۔")


@pytest.mark.parametrize(
    ("digits", "text", "expected"),
    [
        ("urdu", "1947ء میں 50% لوگ", "۱۹۴۷ء میں ۵۰٪ لوگ"),
        ("urdu", "F-16 اور 5G", "F-16 اور 5G"),
        ("urdu", "قیمت 1,234.5 روپے", "قیمت ۱,۲۳۴.۵ روپے"),
        ("urdu", "دیکھیں https://example.com/2024/05 پر", "دیکھیں https://example.com/2024/05 پر"),
        ("ascii", "۱۹۴۷ء میں ۵۰٪ لوگ", "1947ء میں 50% لوگ"),
        ("ascii", "قیمت ۱٬۲۳۴٫۵ روپے", "قیمت 1,234.5 روپے"),
        ("ascii", "ایف-۱۶", "ایف-16"),
        ("keep", "1947 اور ۱۹۴۷", "1947 اور ۱۹۴۷"),
    ],
)
def test_digits(digits: str, text: str, expected: str) -> None:
    norm = Normalizer(PUBLISH.replace(digits=digits))
    assert norm(text) == expected
    assert norm(expected) == expected


def test_digits_go_without_punctuation_too() -> None:
    assert Normalizer(STANDARD.replace(digits="ascii"))("۱۴؍اگست ۱۹۴۷ء") == "14؍اگست 1947ء"


def test_protected_spans_stay() -> None:
    text = "پڑھیں `آم, سیب` اور <b title='کون?'>آم</b> اور \ufd3fآیت, آیت\ufd3e."
    assert publish(text).startswith("پڑھیں `آم, سیب` اور <b title='کون?'>")


MARKS = "،؛؟۔,;?.!:%()[]\"“”«»–—-'/0۱۵ \u200c"
texts = st.text(st.sampled_from("آبپتمنںیےہھاوئؤ" + MARKS * 2 + "aX"), max_size=40)


@given(texts)
def test_what_is_published_stays_and_agrees_with_spacing(text: str) -> None:
    """The step alone may have more to do on lines that the fold does again; on the others it has not."""
    once = apply(text, step(text))
    assert _RISKY.search(text) or apply(once, step(once)) == once
    spaced = spacing.compile(PUBLISH)
    steady = publish(text)
    assert publish(steady) == steady
    assume(not guards.find(text, PUBLISH.guards))  # what is guarded keeps its own spaces
    assert apply(steady, spaced(steady)) == steady


@given(texts)
def test_letters_and_digits_stay(text: str) -> None:
    """No rule of a reader's line takes or adds a letter or a digit."""

    def kept(one: str) -> list[str]:
        return [str(int(char)) if char.isdecimal() else char for char in one if char.isalnum()]

    assert kept(apply(text, step(text))) == kept(text)


@pytest.mark.parametrize(
    "unit", [" ", ",", "? ", ". ", "(", "()", "( ", "آ.", "” ", "۱2", "آ (", "1,", "آ ", "۔", "« آ "]
)
def test_the_cost_grows_with_the_line_only(unit: str) -> None:
    """Hostile runs, where each mark could look at all others: that would take minutes here."""
    line = f"آ{unit * 30_000}آ,"
    start = time.perf_counter()
    step(line)
    step(f"{'(' * 5_000}آم{')' * 5_000}")
    assert time.perf_counter() - start < 5


def test_keys_have_no_punctuation() -> None:
    key = Normalizer(SEARCH)
    assert key("”آم“، (سیب)؛ انگور؟ ہاں! – نہیں… #") == "آم سیب انگور ہاں نہیں #"
    assert key("۳٫۵") == key("3.5") != key("35")
    assert key("1,000") == key("۱٬۰۰۰") == key("1000")
    assert key("10,20") == "10 20"


TOKENS = [
    "20",
    "۵",
    "۱۹۴۷ء",
    "فیصد",
    "روپے",
    "سال",
    "جنوری",
    "صفحہ",
    "Lahore",
    "صوبے",
    "نے",
    "ab",
    "ویں",
    "،",
    "۔",
    "(",
    ")",
    "CD",
    "یں",
    "میں",
    "ءمیں",
    "3.5",
    "-",
    "كتاب",
]


@given(st.lists(st.sampled_from([*TOKENS, " ", " ", " "]), min_size=2, max_size=9))
def test_numbers_units_and_latin_words_glued_in_any_way(parts: list[str]) -> None:
    text = "".join(parts)
    for norm in (publish, search, speech):
        assert norm(norm(text)) == norm(text)
    assert publish(standard(text)) == publish(text)


PLAIN = ["آیت", "صفحہ", "فیصد", "میں", "۳", "۵", "ء", "۔", "(", " ", " "]  # nothing that is rare by itself
glued = st.lists(st.sampled_from([*TOKENS, *PLAIN]), max_size=9).map("".join)


@given(st.one_of(texts, st.lists(st.sampled_from(PLAIN), max_size=6).map("".join), glued))
def test_the_quick_look_hides_nothing(text: str) -> None:
    """What a line has to have for a rule to act is never missing from a line in which one acts."""
    quick = list(step(text))
    with mock.patch.object(punctuation, "_RARE", re.compile("")):
        assert list(step(text)) == quick


def test_what_is_stripped_leaves_one_space() -> None:
    """Also where the profile puts no spacing right."""
    bare = Normalizer(Profile(punctuation="strip"))
    assert bare("آم ، سیب ۔") == "آم سیب"
    assert bare("آم،سیب") == "آم سیب"


# ------------------------------------------------------------------ each scan by itself


def scanned(name: str, text: str) -> str:
    return apply(text, list(punctuation._BUILDERS[name](f"punctuation/{name}")(text)))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("comma", "آم,سیب", "آم، سیب"),
        ("comma", "آم , سیب", "آم، سیب"),
        ("comma", "آم,", "آم،"),
        ("comma", ",آم", ",آم"),
        ("comma", "آم,,سیب", "آم,,سیب"),
        ("comma", "آم, ,سیب", "آم، ,سیب"),
        ("comma", "۱,۲", "۱,۲"),
        ("comma", "آم۱,۲", "آم۱,۲"),
        ("comma", "آم۱,سیب", "آم۱، سیب"),
        ("comma", "آم,۱", "آم,۱"),
        ("comma", "آم, ۱", "آم، ۱"),
        ("comma", "a,آم", "a,آم"),
        ("comma", "آم,a", "آم,a"),
        ("comma", "آم, (a", "آم, (a"),
        ("comma", "آم,)", "آم,)"),
        ("comma", "آم ,) سیب", "آم ,) سیب"),
        ("comma", "آم,) سیب", "آم،) سیب"),
        ("comma", f"آ{'۱' * 47},", f"آ{'۱' * 47}،"),
        ("comma", f"آ{'۱' * 48},", f"آ{'۱' * 48},"),  # no letter near
        ("comma", f"آ,{' ' * 47}a", f"آ,{' ' * 47}a"),
        ("comma", f"آ,{' ' * 48}a", f"آ،{' ' * 48}a"),
        ("question-mark", "کیا?", "کیا؟"),
        ("question-mark", "کیا ?", "کیا؟"),
        ("question-mark", "کیا???", "کیا؟؟؟"),
        ("question-mark", "کیا????", "کیا؟؟؟؟"),
        ("question-mark", "کیا ???", "کیا؟؟؟"),
        ("question-mark", "کیا ????", "کیا ????"),
        ("question-mark", "کیا?یہ", "کیا؟ یہ"),
        ("question-mark", "کیا?a", "کیا?a"),
        ("question-mark", "کیا?=", "کیا?="),
        ("question-mark", "کیا۱”?", "کیا۱”؟"),
        ("question-mark", "کیاِ?", "کیاِ؟"),
        ("question-mark", "a?", "a?"),
        ("question-mark", "،?", "،?"),
        ("question-mark", "?", "?"),
        ("full-stop", "آم ہے.", "آم ہے۔"),
        ("full-stop", "آم ہے .", "آم ہے۔"),
        ("full-stop", "آم ہے. سیب", "آم ہے۔ سیب"),
        ("full-stop", "آم ہے.سیب", "آم ہے.سیب"),
        ("full-stop", "آم ہے..", "آم ہے.."),
        ("full-stop", "آم ہے. a", "آم ہے. a"),
        ("full-stop", "آم ہے”. “سیب", "آم ہے”۔ “سیب"),
        ("full-stop", "آم ہ.", "آم ہ."),
        ("full-stop", "آم ہِ.", "آم ہِ."),
        ("full-stop", "۱۹۴۷ء.", "۱۹۴۷ء۔"),
        ("full-stop", "۱۹۴۷.", "۱۹۴۷."),
        ("full-stop", "بی.بی.", "بی.بی."),
        ("full-stop", "بی. بی.", "بی. بی."),
        ("full-stop", "بی. آم.", "بی. آم۔"),
        ("full-stop", "بی.آم.", "بی.آم."),
        ("full-stop", "بی. سیب", "بی. سیب"),
        ("full-stop", "ڈاکٹر. سیب", "ڈاکٹر. سیب"),
        ("percent", "۵%", "۵٪"),
        ("percent", "5%", "5%"),
        ("percent", "۵%a", "۵%a"),
        ("percent", "۵%%", "۵%%"),
        ("latin-words", "یہLahore", "یہ Lahore"),
        ("latin-words", "Lahoreکے", "Lahore کے"),
        ("latin-words", "Lahoreیں", "Lahoreیں"),
        ("latin-words", "Lahoreض", "Lahoreض"),
        ("latin-words", "aکے", "aکے"),
        ("latin-words", "A4کے", "A4کے"),
        ("latin-words", "4abکے", "4abکے"),
        ("latin-words", "کے@abکے", "کے@abکے"),
        ("latin-words", "کےab@کے", "کےab@کے"),
        ("latin-words", "@ کےabکے", "@ کے ab کے"),
        ("latin-words", "کےabکے @", "کے ab کے @"),
        ("double-full-stop", "ہے۔۔", "ہے۔"),
        ("double-full-stop", "ہے۔۔۔", "ہے۔۔۔"),
        ("double-full-stop", "۵۔۔", "۵۔۔"),
        ("double-full-stop", "ہے۔۔a", "ہے۔۔a"),
        ("tatweel-stop", "ہےـ", "ہے۔"),
        ("tatweel-stop", "ےـ", "ےـ"),
        ("tatweel-stop", "ہےـ آم", "ہےـ آم"),
        ("brackets", "آم(سیب ہے)اور", "آم (سیب ہے) اور"),
        ("brackets", "آم(سیب)اور", "آم(سیب)اور"),  # three letters may be part of a word
        ("brackets", "آم(سیبہ)اور", "آم (سیبہ) اور"),
        ("brackets", "آم(سیبہ)وں", "آم (سیبہ)وں"),
        ("brackets", "آم(سیبہ)ض", "آم (سیبہ)ض"),
        ("brackets", "آمِ(سیبہ)", "آمِ (سیبہ)"),
        ("brackets", "۵(سیبہ)", "۵(سیبہ)"),
        ("brackets", "،(سیبہ)", "،(سیبہ)"),
        ("brackets", "a(سیبہ)", "a(سیبہ)"),
        ("brackets", "( سیب  )", "(سیب)"),
        ("brackets", "( abcd )", "( abcd )"),
        ("brackets", "( ۵۵۵۵ )", "( ۵۵۵۵ )"),
        ("brackets", "( سیب ]", "( سیب ]"),
        ("brackets", "( سیب [ آم ] )", "(سیب [آم])"),
        ("brackets", ") ( سیب )", ") (سیب)"),
        ("brackets", "( [ سیب ) ] ( آم )", "( [ سیب ) ] (آم)"),
        ("brackets", "()", "()"),
        ("brackets", "( )", "( )"),
        ("brackets", f"( {'۱' * 94}آ )", f"({'۱' * 94}آ)"),
        ("brackets", f"( {'۱' * 95}آ )", f"( {'۱' * 95}آ )"),  # no letter near
        ("quotes", "“ سیب ”", "“سیب”"),
        ("quotes", "“ ab ”", "“ ab ”"),
        ("quotes", "آم،“ ab ”", "آم،“ ab ”"),
        ("quotes", "“ ab ”،", "“ ab ”،"),
        ("quotes", "a“ سیب ”", "a“ سیب ”"),
        ("quotes", "“ سیب ”a", "“ سیب ”a"),
        ("quotes", "“ سیب", "“ سیب"),
        ("quotes", "“ سیب ” “ آم ”", "“سیب” “آم”"),
        ("quotes", "“ سیب ” ” آم “", "“ سیب ” ” آم “"),
        ("dashes", "آم – سیب", "آم – سیب"),
        ("dashes", "آم– سیب", "آم – سیب"),
        ("dashes", "آم –سیب", "آم – سیب"),
        ("dashes", "آم–سیب", "آم–سیب"),
        ("dashes", "آم– a", "آم– a"),
        ("mixed-digits", "۱2۳", "۱۲۳"),
        ("mixed-digits", "1۲3", "123"),
        ("mixed-digits", "1۲", "۱۲"),
        ("mixed-digits", "1.۲۳", "۱.۲۳"),
        ("mixed-digits", "1۲a", "1۲a"),
        ("mixed-digits", "a1۲", "a1۲"),
        ("mixed-digits", "aآ1۲", "aآ۱۲"),
        ("mixed-digits", "1۲آa", "۱۲آa"),
        ("separators", "۱٬۲", "۱,۲"),
        ("separators", "آ٬۲", "آ٬۲"),
        ("grouping", "1,234", "1234"),
        ("grouping", "12,34,567", "1234567"),
        ("grouping", "1,23", "1,23"),
        ("grouping", "1234,567", "1234,567"),
        ("grouping", "1,2345", "1,2345"),
        ("grouping", ".1,234", ".1,234"),
        ("strip", "آم، سیب", "آم  سیب"),
        ("strip", "آم،سیب", "آم سیب"),
        ("strip", "آم،", "آم "),
        ("strip", "،آم", " آم"),
        ("strip", "3.5", "3.5"),
        ("strip", "3.آ", "3 آ"),
        ("strip", "آ.5", "آ 5"),
        ("strip", "don't", "dont"),
        ("strip", "آ'ب", "آ ب"),
        ("strip", "a'ب", "a ب"),
        ("strip", "آم،؛سیب", "آم  سیب"),
    ],
)
def test_scan(name: str, text: str, expected: str) -> None:
    assert scanned(name, text) == expected
