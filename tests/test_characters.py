"""The characters stage: every rule on chosen words, the tables themselves, the classes that save time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.characters import Frequency, normalizer
from urdu_norm import tables, unicode
from urdu_norm.edits import Edit, apply, run, trimmed
from urdu_norm.profile import LETTERS, MINIMAL, STANDARD, Profile
from urdu_norm.stages import characters, decide, hehs, letters
from urdu_norm.stages import marks as composition

CASES = [
    [re.sub(r"\.?U\+([0-9A-F]{4,5})", lambda code: chr(int(code[1], 16)), cell) for cell in line.split("\t")]
    for line in (Path(__file__).parent / "cases" / "characters.tsv").read_text(encoding="utf-8").split("\n")[2:]
    if line
]
RULES = {rule_id for rule_id, rule in tables.rules().items() if rule.stage == "characters"}
ABOUT_WORDS = {
    "characters/heh-doublets",
    "characters/heh-shares",
    "characters/kept",
}  # no rules that act by themselves
BY_THE_CALLER = {"characters/line-ends"}


def ids(cases: list[list[str]]) -> list[str]:
    return [f"{case[0]}-{k}" for k, case in enumerate(cases)]


# ------------------------------------------------------------------ the rules


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_rule_changes_what_it_is_for(case: list[str]) -> None:
    rule, source, expected, stays = case
    text, rules = normalizer(LETTERS).explained(source)
    assert text == expected
    assert rule in rules
    assert normalizer(LETTERS)(stays) == stays


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_disabled_rule_does_not_act(case: list[str]) -> None:
    rule, source, _, _ = case
    _, rules = normalizer(LETTERS.replace(disable=frozenset({rule}))).explained(source)
    assert rule not in rules


@pytest.mark.parametrize("case", CASES, ids=ids(CASES))
def test_minimal_makes_only_what_looks_identical(case: list[str]) -> None:
    rule, source, expected, _ = case
    text, rules = normalizer(MINIMAL).explained(source)
    if tables.rules()[rule].option:
        assert rule not in rules
    else:
        assert rule in rules
        assert normalizer(LETTERS)(text) == expected


def test_every_rule_has_its_cases() -> None:
    assert {case[0] for case in CASES} == RULES - ABOUT_WORDS - BY_THE_CALLER


def test_no_rule_at_all() -> None:
    off = LETTERS.replace(disable=frozenset({"characters", "spacing"}))
    assert characters.equivalent(off) == ()
    assert characters.unify(off.replace(characters="equivalent")) == ()
    assert characters.line(off)("abc\u202b") == ()
    assert normalizer(off)("\ufeffكى\u0654\u200c\u00a0\u0610") == "\ufeffكى\u0654\u200c\u00a0\u0610"


def test_minimal_has_no_unification_unless_a_rule_is_named() -> None:
    assert characters.unify(MINIMAL) == ()
    named = MINIMAL.replace(enable=frozenset({"characters/arabic-kaf"}))
    assert normalizer(named)("كي") == "کي"


def test_one_rule_of_marks_without_the_others() -> None:
    only = Profile(disable=frozenset({"characters"}), enable=frozenset({"characters/repeated-marks"}))
    assert normalizer(only)("ب\u064f\u064fا\u0653") == "ب\u064fا\u0653"
    only = Profile(disable=frozenset({"characters"}), enable=frozenset({"characters/heh-hamza"}))
    assert normalizer(only)("ه\u0654ا\u0653") == "ۂا\u0653"


@pytest.mark.parametrize(
    ("off", "expected"),
    [("ae", "ہہر ہنر نغمە"), ("heh", "هہر هنر نغمہ"), ("dochashmi-misuse", "ہھر ہنر نغمہ")],
)
def test_one_rule_of_heh_without_the_others(off: str, expected: str) -> None:
    norm = normalizer(LETTERS.replace(disable=frozenset({f"characters/{off}"})))
    assert norm("هھر هنر نغمە") == expected


def test_marks_of_nothing_and_of_other_scripts() -> None:
    norm = normalizer(MINIMAL)
    assert norm("\u0301.ب\u0651\u064e") == "\u0301.ب\u064e\u0651"
    assert norm("e\u0651\u064e\u0301") == "e\u064e\u0651\u0301"  # our marks in order, the letter untouched
    assert norm("\u0651\u064e") == "\u064e\u0651"
    assert norm("ب\u0315\u0300\u0651") == "ب\u0651\u0300\u0315"


@pytest.mark.parametrize("joiner", ["\u200d", "\u200c", "\u200b"])
@pytest.mark.parametrize("text", ["क्{}ष", "a{}b", "👩{}👩", "❤{}ب", "🏽{}ب", "{}a"])
def test_joiners_of_other_scripts_stay(joiner: str, text: str) -> None:
    source = text.format(joiner)
    assert run(source, characters.unify(LETTERS))[0] == source


@pytest.mark.parametrize("sign", ["¨", "^", "\U0001fbf0", ".", "۔", ""])
def test_joiners_beside_signs_go(sign: str) -> None:
    """A skin tone is a modifier symbol too, and an emoji; these are neither."""
    assert run(f"{sign}\u200dب\u200dب", characters.unify(LETTERS))[0] == f"{sign}بب"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("\u0640\u200dب", "\u200d\u0640ب"),  # the joiner at the edge, where it shows the form of the letter
        ("\u200d\u0640ب", "\u200d\u0640ب"),
        ("ب\u0640\u200d", "ب\u0640\u200d"),
        ("ب\u200d\u0640\u0640", "ب\u0640\u0640\u200d"),
        ("بب\u200d\u0640", "بب"),
        ("\u0640\u0640", "\u0640\u0640"),
        ("د\u0640\u0640ب", "د\u0640\u0640ب"),
    ],
)
def test_a_letter_that_shows_how_it_joins(source: str, expected: str) -> None:
    assert run(source, characters.unify(LETTERS))[0] == expected


def test_a_joiner_whose_rule_is_off_parts_no_letters() -> None:
    norm = normalizer(LETTERS.replace(disable=frozenset({"characters/zwnj"})))
    assert norm("ب\u200c\u0650\u0640ب") == "ب\u200c\u0650ب"


@pytest.mark.parametrize(
    ("old", "new", "edit"),
    [
        ("ab", "ab", (2, 2, "")),
        ("ab", "acb", (1, 1, "c")),
        ("acb", "ab", (1, 2, "")),
        ("abcd", "aXYd", (1, 3, "XY")),
        ("abab", "ab", (2, 4, "")),
        ("aa", "aaa", (2, 2, "a")),
        ("xbcd", "ybcd", (0, 1, "y")),
        ("abcx", "abcy", (3, 4, "y")),
        ("abc", "", (0, 3, "")),
        ("xbcbd", "ybabd", (0, 3, "yba")),
    ],
)
def test_an_edit_without_what_stays_at_its_ends(old: str, new: str, edit: tuple[int, int, str]) -> None:
    start, end, text = edit
    assert trimmed(10, old, new, ("x",)) == Edit(10 + start, 10 + end, text, ("x",))


def test_marks_of_a_letter() -> None:
    assert hehs._marks_after("ه\u0650\u0654ب\u064e", 0) == "\u0650\u0654"
    assert hehs._marks_after("هب\u0650", 0) == ""
    assert hehs._marks_after("ه", 0) == ""


@pytest.mark.parametrize(
    ("source", "expected"), [("۷ه", "۷ھ"), ("۱۴۰۰ه", "۱۴۰۰ھ"), ("ه", "ہ"), ("۷.ه", "۷.ہ"), ("۷هب", "۷ہب"), ("7ه", "7ھ")]
)
def test_the_sign_of_the_hijri_year(source: str, expected: str) -> None:
    assert normalizer(LETTERS)(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("ﲃ", "کی"),
        ("نﲃ", "نکی"),
        ("نَﲃ", "نَکی"),  # one vowel mark is no scripture
        ("نَََََﲃ", "نَکی"),  # nor the same one five times
        ("نَـَﲃ", "نَکی"),
        ("نَمَﲃ", "نَمَﲃ"),  # two letters with theirs may be
    ],
)
def test_ligatures_in_words_with_vowel_marks(source: str, expected: str) -> None:
    assert run(source, [*characters.equivalent(LETTERS), *characters.unify(LETTERS)])[0] == expected


@pytest.mark.parametrize(
    ("marks", "at"),
    [
        ("", 0),
        ("\u064e", 0),
        ("\u0654", 1),
        ("\u064e\u0654", 2),  # of a lower class
        ("\u064e\u0651\u0654", 3),
        ("\u0653\u0654", 0),  # of the same class: a hamza on a madda
        ("\u0615\u0654", 0),
        ("\u20dd\u0654", 0),  # of class 0: an enclosing circle
        ("\u0301\u0654\u0654", 0),
    ],
)
def test_a_hamza_that_nothing_parts_from_its_letter(marks: str, at: int) -> None:
    assert composition._unblocked_hamza("و" + marks) == at


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("۱۹۴۷ئ", "۱۹۴۷ء"),
        ("۱۹۴۷\u0601ئ", "۱۹۴۷\u0601ئ"),
        ("۷\u0651ئ", "۷\u0651ء"),
        ("۷\u0651\u064eئ", "۷\u064e\u0651ء"),
        ("ب\u0651ئ", "ب\u0651ئ"),  # no year
        ("ب\u0651\u064eئ", "ب\u064e\u0651ئ"),
        ("ب۷بئ", "ب۷بئ"),
        ("۷ئب", "۷ئب"),
        ("۷ئ\u200cب", "۷ئ\u200cب"),
    ],
)
def test_hamza_after_a_year(source: str, expected: str) -> None:
    assert normalizer(LETTERS)(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("وٴ", "ؤ"),
        ("و\u064eٴ", "ؤ\u064e"),  # past marks and tatweel
        ("وـٴ", "و\u0640\u0654"),
        ("ؤٴ", "ؤ"),
        ("وٴٴ", "ؤ"),
        ("اٴ", "اء"),
        ("اٴب", "أب"),
        ("اٴٴ", "اءٴ"),
        ("ٴ", "ٴ"),
        ("بٴ", "بٴ"),
    ],
)
def test_high_hamza(source: str, expected: str) -> None:
    assert normalizer(LETTERS)(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("ھ", "ھ"),  # a letter by itself: the sign of the Hijri year
        ("ھا", "ہا"),
        ("اھ", "اہ"),
        ("ھھھ", "ھھھ"),  # laughter
        ("ھھھھ", "ھھھھ"),
        ("اھھ", "اھھ"),  # a cry
        ("اھب", "اہب"),
        ("ناھید", "ناہید"),
        ("پیھنک", "پیہنک"),
    ],
)
def test_dochashmi_heh_where_it_cannot_stand(source: str, expected: str) -> None:
    assert normalizer(LETTERS)(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("ذریعےکهانا", "ذریعےکھانا"),  # two words that lack a space
        ("سےلاکهوں", "سےلاکھوں"),
        ("برامده", "برامدہ"),  # «برا مدھ» is hardly likely
        ("پیھنک", "پیھنک"),  # not aspirated where it stands, but «پھینک» with two letters swapped
        ("دوھ", "دوہ"),  # though «دھو» is a word: so short a one proves nothing
    ],
)
def test_heh_of_what_nobody_knows(source: str, expected: str) -> None:
    assert normalizer(LETTERS, decide.frequency)(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("ڑه", "ڑھ"),
        ("ڑه\u0654", "ڑۂ"),  # no aspirate has a hamza
        ("ڑه\u0674", "ڑۂ"),
        ("ڑه\u0674ا", "ڑۂا"),
        ("چهٴر", "چۂر"),
        ("چه\u0650ٴ", "چۂ\u0650"),
        ("\u0627\u0674چها", "أچھا"),  # it stands elsewhere
    ],
)
def test_heh_under_a_hamza_is_heh_goal(source: str, expected: str) -> None:
    assert normalizer(LETTERS)(source) == expected


def test_how_much_tells_which_heh_is_meant() -> None:
    met = {"برا": 50, "مدھ": 50}
    assert normalizer(LETTERS, lambda word: met.get(word, 0))("برامده") == "برامدھ"
    met["برا"] = 49
    assert normalizer(LETTERS, lambda word: met.get(word, 0))("برامده") == "برامدہ"
    known = {"پھینک", "پھین"}
    norm = normalizer(LETTERS, lambda word: int(word in known))
    assert norm("پیھنک") == "پیھنک"
    assert norm("پیھن") == "پیہن"  # so short a word proves nothing
    parts = {"دھر": 50, "ب": 50}
    assert normalizer(LETTERS, lambda word: parts.get(word, 0))("دهرب") == "دہرب"  # a letter is no word
    parts["بن"] = 50
    assert normalizer(LETTERS, lambda word: parts.get(word, 0))("دهربن") == "دھربن"


def test_the_lexicon_is_not_asked_of_very_many_hehs() -> None:
    asked: list[str] = []

    def count(word: str) -> int:
        asked.append(word)
        return 0

    norm = normalizer(LETTERS, count)
    norm("به" * 5)
    assert len(asked) == 1, "what the letters before have decided"
    norm("به" * 4)
    assert len(set(asked)) > 16


def test_rules_of_an_edit_are_those_that_asked_for_it() -> None:
    text, rules = normalizer(LETTERS).explained("ﻛـ\u200dﺘﺎب")
    assert text == "کتاب"
    assert rules == {
        "characters/presentation-forms",
        "characters/tatweel",
        "characters/zwj",
        "characters/arabic-kaf",
    }


# ------------------------------------------------------------------ order: what once went wrong elsewhere


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("ه\u0674", "ۂ"),
        ("لەھ\u0674", "لەھ\u0674"),
        ("ﺎﷲ", "اللہ"),
        ("ا\u200cﷲ", "اللہ"),
        ("د\u064e\u0640\u200cر\u0640\u200bد", "د\u064e\u0640ر\u0640د"),
        ("ب\u064e\u0640\u200cر\u0640\u200bد", "ب\u064e\u200cر\u0640د"),
        ("ا\u064e\u064e\u064e", "ا\u064b"),
        ("ا\u064e\u064eب", "ا\u064eب"),
        ("نیا\u200c\u00a0\u0613\u0640", "نیا \u0613\u0640"),
        ("ڑ\u06e1\u0652", "ڑ\u0652"),
        ("هه", "ہہ"),
        ("ھه", "ہہ"),
    ],
)
def test_order_of_the_steps(source: str, expected: str) -> None:
    norm = normalizer(LETTERS)
    assert norm(source) == expected
    assert norm(expected) == expected


def test_ae_before_high_hamza() -> None:
    """Only when no guard takes the word for Kurdish."""
    assert run("نغمە\u0674", characters.unify(LETTERS))[0] == "نغمۂ"
    assert run("نغمە\u200cدل", characters.unify(LETTERS))[0] == "نغمہ\u200cدل"


# ------------------------------------------------------------------ what the lexicon decides

COUNTS = {
    "پھر": 900,
    "پہر": 9,
    "رہتا": 400,
    "رھتا": 3,
    "ٹھہرا": 50,
    "کہیں": 70,
    "نیا": 5,
    "قلم": 5,
    "لیے": 9,
    "کھلا": 7,
    "اب": 9,
    "تک": 9,
    "و": 99,
    "ٹہٹھٹہٹہ": 1,
    "ملھب": 3,
    "ملہب": 60,
    "مرھب": 3,
    "مرہب": 59,
    "منہب": 20,
    "سنہب": 19,
}


@pytest.mark.parametrize(
    ("source", "expected", "unknowing"),
    [
        ("پهر", "پھر", "پہر"),  # the commoner word
        ("كهيں", "کہیں", "کہیں"),
        ("پهه", "پہہ", "پہہ"),  # no word known: the letter before
        ("رھتا", "رہتا", "رھتا"),  # twenty times as common
        ("ملھب", "ملہب", "ملھب"),
        ("مرھب", "مرھب", "مرھب"),  # not quite
        ("منھب", "منہب", "منھب"),
        ("سنھب", "سنھب", "سنھب"),
        ("کولھڑ", "کولھڑ", "کولھڑ"),
        ("ٹھھرا", "ٹھہرا", "ٹھھرا"),  # a known word comes out
        ("اچھھا", "اچھھا", "اچھھا"),
        ("نیا\u200bقلم", "نیا قلم", "نیاقلم"),  # two known words, not one
        ("قل\u200bم", "قلم", "قلم"),
        ("نِیا\u200bقَلـم", "نِیا قَلم", "نِیاقَلم"),  # marks and tatweel do not count
        ("نیا\u200bضضض", "نیاضضض", "نیاضضض"),  # one known word, before or after, is not enough
        ("ضدض\u200bقلم", "ضدضقلم", "ضدضقلم"),
        ("اب\u200bتک", "اب تک", "ابتک"),
        ("و\u200bقلم", "وقلم", "وقلم"),  # a letter by itself may be anything
        ("نیا\u200bو", "نیاو", "نیاو"),
        ("لےے", "لیے", "لیے"),
        ("گےے", "گےے", "گیے"),
        ("تمهیں", "تمہیں", "تمہیں"),  # both spellings live
        ("تمھیں", "تمھیں", "تمھیں"),
        ("ٹهٹهٹهٹه", "ٹہٹھٹہٹہ", "ٹھٹھٹھٹہ"),  # of sixteen readings the one that is known
        ("ٹهٹهٹهٹهٹه", "ٹھٹھٹھٹھٹہ", "ٹھٹھٹھٹھٹہ"),  # too many readings to ask about each
    ],
)
def test_lexicon(source: str, expected: str, unknowing: str) -> None:
    known: Frequency = lambda word: COUNTS.get(word, 0)  # noqa: E731
    assert normalizer(LETTERS, known)(source) == expected
    assert normalizer(LETTERS, known)(expected) == expected
    assert normalizer(LETTERS)(source) == unknowing


# ------------------------------------------------------------------ bidi controls


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("\u200fقلم\u200e ۵", "قلم ۵"),
        ("A \u200fقلم\u200e.", "A \u200fقلم\u200e."),
        ("A \u202bقلم\u202c\u202c", "A \u202bقلم\u202c"),
        ("A \u2067\u202bقلم\u2069\u202c", "A \u2067قلم\u2069"),
        ("A \u202bقلم\u2069\u202c", "A \u202bقلم\u202c"),
        ("A \u202a\u2067\u202c\u2069", "A \u2067\u2069"),
        ("A ق\u200e\u2069\ufeff\u061cلم", "A ق\ufeffلم"),
        ("A قلم", "A قلم"),
        ("A \u2067قلم\u2069\u2069", "A \u2067قلم\u2069"),
        ("A \u2067\u2066قلم\u2069\u2069\u2069", "A \u2067\u2066قلم\u2069\u2069"),
        ("A ق\u200e\u0301لم", "A ق\u0301لم"),  # a mark of another script parts nothing
        ("A ق\u0301\u200eلم", "A ق\u0301لم"),
        ("A ق.\u200eلم", "A ق.\u200eلم"),
        ("A ق\u200e.لم", "A ق\u200e.لم"),
    ],
)
def test_bidi(source: str, expected: str) -> None:
    step = characters.line(LETTERS)
    assert apply(source, step(source)) == expected
    assert not step(expected)


# ------------------------------------------------------------------ tables and classes


def test_every_range_of_forms_decomposes() -> None:
    for name in ("presentation-forms", "ligatures"):
        assert all(row.target for row in characters.rows(tables.table(f"characters/{name}")))


def test_names_codes_and_raw_text_agree() -> None:
    for rule_id in sorted(RULES):
        one = tables.table(rule_id)
        if "to" not in one.columns:
            continue
        for cells in one.dicts():
            first, _, last = cells["from"].partition("-")
            codes = [chr(int(code[2:], 16)) for code in first.split()]
            names = " + ".join(map(_name, codes)) + (f" - {_name(chr(int(last[2:], 16)))}" if last else "")
            assert cells["names"] == names, (rule_id, cells)
            if cells["raw"]:
                [row] = [
                    row for row in characters.rows(one) if row.source == "".join(codes) and row.where == cells["where"]
                ]
                assert cells["raw"] == f"{row.source} {row.target}"


def _name(char: str) -> str:
    category = unicode.category(char)
    if category == "Cn":
        return "<noncharacter>"
    return "<control>" if category == "Cc" else unicode.name(char)


def test_targets_are_not_changed_again() -> None:
    """The map of the tables is closed: what a rule makes is made of what no rule changes everywhere."""
    everywhere = {
        row.source
        for rule_id in RULES
        if "to" in tables.table(rule_id).columns
        for row in characters.rows(tables.table(rule_id))
        if row.where == "any" and len(row.source) == 1 and row.source != row.target
    }
    for rule_id in RULES - ABOUT_WORDS:
        if "to" in tables.table(rule_id).columns and tables.rules()[rule_id].option:
            for row in characters.rows(tables.table(rule_id)):
                if row.source != row.target:
                    assert not everywhere.intersection(row.target), (rule_id, row)


def test_what_tables_name_is_looked_at() -> None:
    """The classes that let a chunk through unseen hold none of the characters of the tables."""
    for rule_id in sorted(RULES - ABOUT_WORDS - BY_THE_CALLER - {"characters/bidi"}):
        one = tables.table(rule_id)
        if "to" not in one.columns:
            continue
        look = characters._NOT_URDU if one.rule.option else characters.NOT_PLAIN
        for row in characters.rows(one):
            text = f"۱{row.source}" if rule_id == "characters/year-hamza" else row.source
            assert look.search(text) or row.source == row.target, (rule_id, row)


def test_shares_are_those_of_letters_that_may_be_aspirated() -> None:
    shares = {row["raw"] for row in tables.table("characters/heh-shares").dicts()}
    unseen = {letter for letter in shares if not re.search(hehs.DOUBTFUL_DOCHASHMI, f"{letter}ھ")}
    assert shares - unseen == set("رلمن")


def test_doublets_differ_in_their_heh_only() -> None:
    for row in tables.table("characters/heh-doublets").dicts():
        assert row["dochashmi"] != row["goal"]
        assert row["dochashmi"].replace("ھ", "ہ") == row["goal"].replace("ھ", "ہ")


def test_marks_of_the_class_are_those_of_unicode() -> None:
    """Every Arabic-script mark with a combining class is in the class of marks, and nothing else is."""
    marks = re.compile(f"[{letters.MARKS}]")
    for code in [*range(0x0600, 0x0700), *range(0x0750, 0x0780), *range(0x0860, 0x0900)]:
        assert bool(marks.match(chr(code))) == bool(unicode.combining(chr(code))), f"{code:04X}"


def test_standard_unifies_like_letters() -> None:
    for _, source, _, _ in CASES:
        assert normalizer(STANDARD.replace(name="custom"))(source) == normalizer(LETTERS)(source)
