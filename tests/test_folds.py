"""SEARCH and SPEECH: what meets, what is kept apart, and that the tables of folds are closed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_punctuation import rows
from urdu_norm import LETTERS, MINIMAL, PUBLISH, SEARCH, SPEECH, STANDARD, Normalizer, explain
from urdu_norm.edits import run
from urdu_norm.profile import PROFILES
from urdu_norm.stages import folds
from urdu_norm.tables import spelled, tables
from urdu_norm.unicode import VOWEL_MARKS

CASES = Path(__file__).resolve().parent / "cases"
search, speech, publish = Normalizer(SEARCH), Normalizer(SPEECH), Normalizer(PUBLISH)
wide = Normalizer(SEARCH.replace(enable={"folds/aggressive-letters", "folds/aggressive-spaces"}))
PAIRS = [
    (expect, kind, spelled(a), spelled(b))
    for expect, kind, a, b in (
        line.split("\t") for line in (CASES / "search-pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]
    )
]
DOUBLETS = [
    (rule, row["variant"], row["key"])
    for rule, one in tables().items()
    if one.rule.stage == "folds" and one.kind in ("doublets", "compounds")
    for row in one.dicts()
]


@pytest.mark.parametrize(("profile", "text", "expected"), rows("search.tsv") + rows("speech.tsv"))
def test_case(profile: str, text: str, expected: str) -> None:
    norm = Normalizer(PROFILES[profile])
    assert norm(text) == expected
    assert norm(expected) == expected


def test_there_are_enough_pairs() -> None:
    assert sum(expect == "same" for expect, *_ in PAIRS) >= 300
    assert sum(expect == "differ" for expect, *_ in PAIRS) >= 300


@pytest.mark.parametrize(("expect", "kind", "a", "b"), PAIRS)
def test_pair(expect: str, kind: str, a: str, b: str) -> None:
    assert (search(a) == search(b)) is (expect == "same"), (search(a), search(b))


def test_the_wide_net_holds_what_the_key_holds() -> None:
    missed = [(a, b) for expect, _, a, b in PAIRS if expect == "same" and wide(a) != wide(b)]
    assert not missed
    for a, b in (("آم", "ام"), ("بڑے", "بڑی"), ("کہا", "کھا"), ("ماں", "مان"), ("کر دیا", "کردیا")):
        assert wide(a) == wide(b)


@pytest.mark.parametrize("norm", [search, speech], ids=["search", "speech"])
def test_doublets_meet_and_stay(norm: Normalizer) -> None:
    """Variant and key of every row have one key, and that key is its own key."""
    wrong = [
        (rule, variant, key, norm(variant), norm(key))
        for rule, variant, key in DOUBLETS
        if norm(variant) != norm(key) or norm(norm(key)) != norm(key)
    ]
    assert not wrong


def test_classes_are_closed() -> None:
    """No key is a variant, no variant has two keys, no word is in two classes."""
    keys: dict[str, str] = {}
    for rule, variant, key in DOUBLETS:
        assert keys.setdefault(variant, key) == key, (rule, variant)
    assert not [(variant, key) for variant, key in keys.items() if key in keys]


def test_compounds_are_written_in_folded_letters() -> None:
    """They are matched in a line that is folded already; so where SEARCH folds a part, there is a row for that too."""
    variants = {variant for rule, variant, _ in DOUBLETS if rule == "folds/compounds"}
    for variant in variants:
        assert " ".join(run(word, folds.steps(SEARCH))[0] for word in variant.split(" ")) in variants


@pytest.mark.parametrize(
    "pair",
    ["دانا دانہ", "نالا نالہ", "پتا پتہ", "بہانا بہانہ", "سپورٹ اسپورٹ", "پئے پیے", "گئے گی", "سوء سو"],
)
def test_what_the_tables_leave_out_on_purpose(pair: str) -> None:
    a, b = pair.split(" ")
    assert search(a) != search(b)
    assert speech(a) != speech(b)


def test_profiles_that_keep_everything_have_no_folds() -> None:
    for profile in (MINIMAL, LETTERS, STANDARD, PUBLISH):
        assert folds.steps(profile) == ()


def test_options_work_alone() -> None:
    assert Normalizer(STANDARD.replace(marks="strip"))("اُردُو، اعلیٰ") == "اردو، اعلی"
    assert Normalizer(STANDARD.replace(honorifics="expand"))("محمدﷺ۔") == "محمد صلی اللہ علیہ وسلم۔"
    assert Normalizer(STANDARD.replace(honorifics="strip"))("محمد ﷺ نے") == "محمد نے"
    assert Normalizer(STANDARD.replace(variants="fold"))("انھوں نے، گذشتہ") == "انہوں نے، گزشتہ"
    assert Normalizer(STANDARD.replace(characters="fold"))("مؤثر") == "موثر"


def test_honorifics_are_spelled_in_folded_words() -> None:
    """What an expansion writes is its own SPEECH form."""
    for row in tables()["folds/honorifics"].dicts():
        assert speech(row["words"]) == row["words"]
        ligature = chr(int(row["from"][2:], 16))
        assert search(f"نام {ligature} نے") == "نام نے"
        assert speech(f"نام{ligature}نے") == f"نام {row['words']} نے"


def test_offsets_survive_folding() -> None:
    text = "اُنھوں نے کہا، ’مؤثر‘"
    found = explain(text, SEARCH)
    start = found.text.index("موثر")
    low, high = found.to_source(start, start + 4)
    assert text[low:high] == "مؤثر"


def test_emoji_stay_whole() -> None:
    family = "\U0001f469\u200d\U0001f467"
    assert search(f"ماں {family}") == f"ماں {family}"


WORDS = sorted({variant for _, variant, _ in DOUBLETS} | {a for _, _, a, _ in PAIRS} | {b for *_, b in PAIRS})
sentences = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
marked = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(VOWEL_MARKS + "\u0670\u200c\u0640"), st.integers(0, 3)),
    max_size=4,
).map(lambda parts: " ".join(word[:at] + mark + word[at:] if at else word for word, mark, at in parts))


@pytest.mark.parametrize("norm", [search, speech], ids=["search", "speech"])
def test_idempotent_on_words(norm: Normalizer) -> None:
    for word in WORDS:
        assert norm(norm(word)) == norm(word)


@given(sentences)
def test_idempotent_on_sentences(text: str) -> None:
    for norm in (search, speech):
        assert norm(norm(text)) == norm(text)


@given(marked)
def test_marks_do_not_matter(text: str) -> None:
    """However a word is vocalised, its key is the key of the bare word; Hypothesis puts signs where nobody would."""
    key = search(text)
    assert not set(key) & set(VOWEL_MARKS + "\u0670\u200c\u0640")
    assert search(key) == key


@given(st.one_of(sentences, st.text(st.sampled_from('آبپتمنںیےہھاوئؤء ،؛؟۔,;?.!:%()"”“–۱۵05'), max_size=30)))
def test_a_published_text_has_the_same_key(text: str) -> None:
    """search(publish(x)) == search(x) where only punctuation and digits were touched."""
    only = PUBLISH.replace(disable={rule for rule in tables() if rule.startswith(("words/", "lexicon/", "context/"))})
    base = STANDARD.replace(disable=only.disable)
    assert search(Normalizer(only)(text)) == search(Normalizer(base)(text))


def test_tables_name_only_places_that_are_known() -> None:
    where = {
        row["where"]
        for one in tables().values()
        if one.rule.stage == "folds" and "where" in one.columns
        for row in one.dicts()
    }
    assert where <= {"any", "arabic", "urdu"}


def test_classes_fold_without_spellings() -> None:
    bare = Normalizer(SEARCH.replace(disable={"folds/spellings"}))
    assert bare("لئے") == bare("لیے") == search("لیے")


def test_digits_of_a_latin_token() -> None:
    urdu = Normalizer(STANDARD.replace(digits="urdu"))
    assert urdu("سال 2024 میں A4 کاغذ") == "سال ۲۰۲۴ میں A4 کاغذ"
    [step] = [one for one in folds.steps(STANDARD.replace(digits="urdu", guards=())) if one("7")]
    assert not step("A4")


@pytest.mark.parametrize(
    ("text", "expanded", "stripped"),
    [
        ("ﷺ", "W", ""),
        ("نامﷺ", "نام W", "نام"),
        ("نام ﷺ", "نام W", "نام "),
        ("نام\tﷺ", "نام\tW", "نام\t"),
        ("(ﷺ", "(W", "("),
        ("(ﷺ)", "(W)", "()"),
        ("ﷺنے", "W نے", "نے"),
        (" ﷺنے", " W نے", " نے"),
        ("\tﷺنے", "\tW نے", "\tنے"),
        ("(ﷺنے", "(W نے", "( نے"),
        ("نامﷺنے", "نام W نے", "نام نے"),
        ("نامﷺ۔", "نام W۔", "نام۔"),
        ("نامﷺ نے", "نام W نے", "نام نے"),
    ],
)
def test_spaces_around_honorifics(text: str, expanded: str, stripped: str) -> None:
    words = next(row["words"] for row in tables()["folds/honorifics"].dicts() if row["from"] == "U+FDFA")
    for expand, expected in ((True, expanded.replace("W", words)), (False, stripped)):
        assert run(text, [folds._honorifics("folds/honorifics", expand=expand)])[0] == expected


def test_spellings_say_which_rule_folded() -> None:
    fold = folds._spellings("folds/spellings")
    assert fold("لئے") == ("لیے", "folds/spellings")
    assert fold("کتاب") == ("کتاب", "")
    assert fold("لِئے") == ("لِئے", "")  # marks go first


def test_what_classes_are_looked_up_by() -> None:
    """Letters and spellings fold before a word is looked up, each if its rule is in force."""
    for off, expected in (
        ((), "موثر لیے"),
        (("folds/letters",), "مؤثر لیے"),
        (("folds/spellings",), "موثر لئے"),
        (("folds/letters", "folds/spellings"), "مؤثر لئے"),
    ):
        canonical = folds._canonical(SEARCH.replace(disable=off))
        assert " ".join(canonical(word)[0] for word in ("مؤثر", "لئے")) == expected


def test_a_step_for_words_if_there_is_anything_to_fold() -> None:
    lists = {rule for rule, one in tables().items() if folds._is_list(one)}
    assert folds._words(SEARCH) is not None
    assert folds._words(SEARCH.replace(disable=lists)) is not None
    assert folds._words(SEARCH.replace(disable={"folds/spellings"})) is not None
    assert folds._words(SEARCH.replace(disable={"folds/spellings", *lists})) is None
