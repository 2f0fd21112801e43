"""What is guarded, what is not, and that guarding is stable, linear and honest about its names."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stability.lines import lines as golden
from urdu_norm import LETTERS, MINIMAL, PUBLISH, SEARCH, SPEECH, STANDARD, Normalizer, Profile, guards
from urdu_norm.guards.look import weighed
from urdu_norm.guards.tally import is_idle
from urdu_norm.profile import GUARDS
from urdu_norm.segment import WORD
from urdu_norm.tables import table

CASES = Path(__file__).parent / "cases"
standard, letters, minimal, publish = (Normalizer(profile) for profile in (STANDARD, LETTERS, MINIMAL, PUBLISH))


def rows(name: str) -> list[dict[str, str]]:
    head, *lines = (CASES / name).read_text(encoding="utf-8").rstrip("\n").split("\n")
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def guarded(line: str, names: frozenset[str] = GUARDS) -> list[str]:
    """The texts that a normalizer would leave alone on that line, found only if a chunk asks for it."""
    if not any(guards.raises(chunk, names) for chunk in line.split(" ")):
        return []
    return [line[span.start : span.end] for span in guards.find(line, names)]


# ------------------------------------------------------------------ what nothing may touch

# Each holds what another stage would change were it not guarded: Arabic letters, digits, punctuation, spaces.
OPAQUE = [
    "https://ur.wikipedia.org/wiki/كتاب",
    "http://example.com/a?b=1,2;c=3",
    "https://example.com/راه/كي-بات.html#حصه",
    "www.example.com/urdu?q=ميں",
    "example.org/كتاب",
    "ftp://files.example.net/pub/a.tar.gz",
    "mailto:ali@example.pk",
    "ali.khan@example.pk",
    "user+tag@mail.example.co.uk",
    "@ali_khan",
    "@user@mastodon.example",
    "#پاكستان",
    "#PakVsInd",
    "#شہر_كي_رونق",
    "/home/ali/كتاب/main.py",
    "~/notes/راه.txt",
    "./src/a,b.c",
    "../data/2024.csv",
    "C:\\Users\\علي\\file.docx",
    "report_2024.docx",
    "كتاب.pdf",
    "a,b;c?d",
    "foo(bar)[0]",
    "x=1;y=2",
    "COVID-19",
    "H1N1",
    "v2.0.1-beta",
]
MARKUP = [
    "&nbsp;",
    "&#1603;",
    "&#x643;",
    "<br/>",
    "</p>",
    '<a href="/كتاب?x=1,2">',
    '<img alt="كتاب ہے" src="a.png" />',
    "<!-- يہ تبصرہ -->",
    "<code>كي = 1 ;</code>",
    "<script>var x = 'كتاب' ;</script>",
    "<kbd>Ctrl , C</kbd>",
    "![تصویر](راه/كتاب.png)",
    "\\label{كتاب}",
    "\\cite[ص 5]{كتاب2020}",
    "\\includegraphics[width=3cm]{راه.png}",
    "$x_1 , y_2$",
    "$\\frac{a}{b} ; c$",
    "$$E = mc^2 , F$$",
    "\\( a , b \\)",
    "\\[ x ; y \\]",
]
CODE = ["`كي`", "`x = 1 , 2`", "``a ` ميں``", "`print('كتاب')`", "```كي ; ميں```"]
NUMBERS = ["+92-300-1234567", "0300-1234567", "35202-1234567-1", "978-0-14-044793-4", "+923001234567", "192.168.1.10"]
CONTEXTS = [
    "{}",
    "یہ {} دیکھیے",
    "{}۔",
    "متن میں {}، پھر کچھ اور",
    "({})",
    "اور {} !",
    "”{}“ لکھا تھا",
    "{} اور {}",
    "پہلا\t{}",
]
CASES_BUILT = [(context, item) for context, item in itertools.product(CONTEXTS, [*OPAQUE, *MARKUP, *CODE, *NUMBERS])]


def test_there_are_enough_built_cases() -> None:
    assert len(CASES_BUILT) >= 500


@pytest.mark.parametrize(
    "normalizer", [minimal, letters, standard, publish], ids=["minimal", "letters", "standard", "publish"]
)
@pytest.mark.parametrize("context", CONTEXTS)
def test_markup_and_addresses_stay_byte_for_byte(context: str, normalizer: Normalizer) -> None:
    wrong = []
    for item in [*OPAQUE, *MARKUP, *CODE, *NUMBERS]:
        result = normalizer(context.replace("{}", item))
        if result.count(item) != context.count("{}"):
            wrong.append((item, result))
    assert not wrong


@pytest.mark.parametrize("item", [*OPAQUE, *MARKUP, *CODE])
def test_the_guard_is_what_protects(item: str) -> None:
    """With its guard off, the text is not covered any more: the cases above could fail."""
    line = f"یہ {item} دیکھیے"
    covered = {
        k
        for chunk, start in _chunks(line)
        for a, b in guards.opaque(chunk, frozenset())
        for k in range(start + a, start + b)
    }
    assert not covered
    assert not guards.find(line, frozenset())


def _chunks(line: str) -> list[tuple[str, int]]:
    start, found = 0, []
    for chunk in line.split(" "):
        found.append((chunk, start))
        start += len(chunk) + 1
    return found


@pytest.mark.parametrize(
    ("chunk", "inside"),
    [
        ("https://example.com/a۔", "https://example.com/a"),
        ("https://example.com/a،", "https://example.com/a"),
        ("https://example.com/a؟", "https://example.com/a"),
        ("https://example.com/a.", "https://example.com/a"),
        ("(https://example.com/a_(b))", "https://example.com/a_(b)"),
        ("ali@example.pk۔", "ali@example.pk"),
        ("#اردو،", "#اردو"),
        ("کتاب(book)", "book"),
        ("Hello,", "Hello"),
        ("متن](https://example.com/كتاب)۔", "](https://example.com/كتاب)"),
    ],
)
def test_urdu_punctuation_is_outside(chunk: str, inside: str) -> None:
    assert [chunk[start:end] for start, end in guards.opaque(chunk, GUARDS)] == [inside]


@pytest.mark.parametrize(
    "chunk", ["کتاب", "”کتاب“", "۱۲", "12", "٣٤", "#۱۲", "اور/یا", "(ص)", "$۵۰", "<", "&", "نہیں!", "—"]
)
def test_plain_chunks_have_nothing_opaque(chunk: str) -> None:
    assert not guards.opaque(chunk, GUARDS)
    assert not guards.raises(chunk, GUARDS)


def test_digits_may_be_converted_but_not_the_marks_between_them() -> None:
    assert guards.opaque("۲:۲۵۵", GUARDS) == [(1, 2)]
    assert guards.opaque("12.5", GUARDS) == [(2, 3)]
    assert standard("٢٠٢٤") == "۲۰۲۴"


@pytest.mark.parametrize(
    "line", ["قیمت $50 سے $60 تک", "وہ 5 < 6 اور 7 > 3 ہے", "اس نے `کہا", "لاگت $5 اور نفع 3$ رہا"]
)
def test_lone_signs_guard_nothing_of_the_prose(line: str) -> None:
    assert all(not WORD.search(text) for text in guarded(line))


# ------------------------------------------------------------------ blocks

BLOCKS = [
    "```python\nx = 'كتاب' , 1\n```",
    "~~~\nيہ ; كي\n~~~",
    "````\n```\nكي\n```\n````",
    "<pre>\nكي  ،ميں\n</pre>",
    "<style>\na { b : c }\n</style>",
    "<script>\nlet كي = 1 ;\n</script>",
    "$$\nx , y\n$$",
    "<!--\nيہ\n-->",
    "\\begin{equation}\na , b\n\\end{equation}",
    "\\begin{verbatim}\nكي ; ميں\n\\end{verbatim}",
]


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("normalizer", [minimal, standard, publish], ids=["minimal", "standard", "publish"])
def test_blocks_stay_byte_for_byte(block: str, normalizer: Normalizer) -> None:
    text = f"پہلے متن ہے۔\n{block}\nپھر متن ہے۔"
    assert normalizer(text) == text
    assert [text[span.start : span.end] for span in guards.blocks(text, GUARDS)] == [block]
    assert not guards.blocks(text, frozenset())


def test_text_around_blocks_is_normalized() -> None:
    assert standard("يہ ہے\n```\nيہ\n```\nيہ ہے") == "یہ ہے\n```\nيہ\n```\nیہ ہے"


def test_an_unclosed_fence_reaches_to_the_end_and_an_unclosed_element_nowhere() -> None:
    assert [span.end for span in guards.blocks("a\n```\nb\nc", GUARDS)] == [9]
    assert not guards.blocks("<pre>\nمتن", GUARDS)
    assert not guards.blocks("$$ ایک\n\nدو $$", GUARDS)


# ------------------------------------------------------------------ Arabic


@pytest.mark.parametrize("row", rows("guards-arabic.tsv"), ids=lambda row: row["line"][:40])
def test_arabic_quotations(row: dict[str, str]) -> None:
    line = row["line"].replace("[", "").replace("]", "")
    found = guarded(line)
    if row["where"] == "none":
        assert not found
        assert not any(guards.is_foreign(match.group(), GUARDS) for match in WORD.finditer(line))
    elif row["where"] == "whole":
        assert found == [line]
        assert standard(line) == minimal(line)
    else:
        quotation = row["line"][row["line"].index("[") + 1 : row["line"].index("]")]
        assert len(found) == 1
        assert found[0].strip(" .،۔") == quotation
        assert quotation in standard(line)


def test_ornate_parentheses_are_opaque_and_quotations_minimal() -> None:
    (opaque,) = guards.find("﴿قُلْ ھُوَ﴾", GUARDS)
    (quoted,) = guards.find("”إن الله مع الصابرين“", GUARDS)
    assert (opaque.mode, quoted.mode) == ("opaque", "minimal")


def test_decomposed_arabic_is_found_as_well() -> None:
    import unicodedata2

    line = "آپ نے فرمایا: ’إن الله مع الصابرين‘ یہ سچ ہے۔"
    apart = unicodedata2.normalize("NFD", line)
    assert [unicodedata2.normalize("NFC", text) for text in guarded(apart)] == guarded(line) != []


def test_arabic_guard_can_be_off() -> None:
    assert not guards.find("إن الله مع الصابرين", GUARDS - {"arabic"})
    assert standard("الكتاب") == "الکتاب"


# ------------------------------------------------------------------ other languages


@pytest.mark.parametrize("row", rows("guards-languages.tsv"), ids=lambda row: f"{row['language']}: {row['text'][:25]}")
def test_no_letter_of_another_language_changes(row: dict[str, str]) -> None:
    for normalizer in (letters, standard, publish):
        assert WORD.findall(normalizer(row["text"])) == WORD.findall(minimal(row["text"]))
    foreign = any(guards.is_foreign(match.group(), GUARDS) for match in WORD.finditer(row["text"]))
    assert foreign or guarded(row["text"])
    assert not guarded(row["text"], GUARDS - {"language", "arabic"})


@pytest.mark.parametrize(
    "line",
    [
        "در دوره\u0654 عمر خود نديده\u200cام كه يك نفر اين همه زخم بخورد",
        "سال نو آمد و کنار سفره\u0654 هفت\u200cسین نشست.",
        "همت عالى تو اى مرتجا مى\u200fكشد اين را خدا داند كجا",
    ],
)
def test_a_guarded_line_gets_no_more_than_from_minimal(line: str) -> None:
    for normalizer in (letters, standard, publish):
        assert normalizer(line) == minimal(line)


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("كتاب كي بات هے", "کتاب کی بات ہے"),
        ("وزير اعظم پاكستان", "وزیر اعظم پاکستان"),
        ("شهر كراچي", "شہر کراچی"),
        ("صدر پاكستان آصف علي زرداري لاهور", "صدر پاکستان آصف علی زرداری لاہور"),
        ("مدينه منوره، مكه مكرمه", "مدینہ منورہ، مکہ مکرمہ"),
        ("ڈاكٹر وسيم رانا گجراتي", "ڈاکٹر وسیم رانا گجراتی"),
        ("فوراً گهر پهنچو", "فوراً گھر پہنچو"),
        ("لكهائي صاف ركهو", "لکھائی صاف رکھو"),
        ("اخبار پڑهنا نه بهولو", "اخبار پڑھنا نہ بھولو"),
        ("ساته چلو", "ساتھ چلو"),
        ("نماز كے بعد كهانا كهاؤ", "نماز کے بعد کھانا کھاؤ"),
        ("ترجمه: احمد نديم", "ترجمہ: احمد ندیم"),
        ("كيا وه ”البيان“ پڑه رهي هے", "کیا وہ ”البیان“ پڑھ رہی ہے"),
        ("بارش هو رهي هے", "بارش ہو رہی ہے"),
        ("اسلامي كونسل (لاهور) كا بيان", "اسلامی کونسل (لاہور) کا بیان"),
        ("مسلح جتھے شہر میں دندناتے رہے", "مسلح جتھے شہر میں دندناتے رہے"),
        ("فلم دا گریٹ گیمبلر کی نمائش", "فلم دا گریٹ گیمبلر کی نمائش"),
        ("اوہ میرے خدا", "اوہ میرے خدا"),
    ],
)
def test_urdu_on_another_keyboard_is_still_urdu(line: str, result: str) -> None:
    """No letter tells such a line from another language: that its words are known does, or one that only Urdu has."""
    assert letters(line) == result
    assert not guarded(line)


@pytest.mark.parametrize(
    "line",
    [
        "همه رفتند و او تنها ماند",
        "من كتابي را كه خريدم به دوستم دادم",
        "آيا در اين كتاب هم تجديد نظر كرده‌ايد؟",
        "مرد در خانه نشسته بود",
        "هن گهر ۾ ويٺو هو",
        "هو گهر ويو",
        "زه كور ته ځم",
        "هذا هو البيت الكبير",
        "’متروك الحديث‘",
        "اس نے كہا: ’النهي عن المنكر‘ یہ سچ ہے اور یہی حکم ہے",
    ],
)
def test_another_language_is_not_taken_for_urdu_on_another_keyboard(line: str) -> None:
    assert guarded(line)


@pytest.mark.parametrize("char", table("guards/foreign-letters").column("letter"))
def test_a_foreign_letter_makes_a_foreign_word(char: str) -> None:
    word = f"کا{char}ل"
    if WORD.fullmatch(word):
        assert guards.is_foreign(word, GUARDS)
        assert guards.raises(word, GUARDS)
        assert not guards.is_foreign(word, GUARDS - {"language"})


@pytest.mark.parametrize(
    "word", ["کتاب", "كتاب", "اُردُو", "مَلِک", "ٹھیک", "آئے", "اعلیٰ", "جرأت", "مئی", "فوراََ", "بادشاهٴ", "رحمٰن"]
)
def test_urdu_words_are_not_foreign(word: str) -> None:
    assert not guards.is_foreign(word, GUARDS)


def test_letters_of_urdu_are_not_listed_as_foreign() -> None:
    from urdu_norm.unicode import CORE_LETTERS

    assert not set(CORE_LETTERS) & set(table("guards/foreign-letters").column("letter"))


# ------------------------------------------------------------------ verse


def test_a_verse_is_not_respelled() -> None:
    line = "شاعر نے کہا ؎ دیکھ کر رنگِ چمن"
    (span,) = guards.find(line, GUARDS)
    assert (line[span.start :], span.mode, span.name) == ("؎ دیکھ کر رنگِ چمن", "letters", "verse")
    assert not guards.find(line, GUARDS - {"verse"})


@pytest.mark.parametrize("line", ["۷ ؎ یہ حاشیہ ہے", "متن ۱۲؎ کا", "شعر یہ ہے ؎"])
def test_a_footnote_sign_is_no_verse(line: str) -> None:
    assert not guards.find(line, GUARDS)


# ------------------------------------------------------------------ promises

PIECES = st.sampled_from(
    [
        "یہ", "كتاب", "ہے", "میں", "إن", "الله", "مع", "الصابرين", "قَالَ", "’", "‘", "”", "“", "﴿", "﴾", "(", ")", "`",
        "ڪتاب", "است", "را", "به", "نوں", "وچ", "$", "<b>", "</b>", "https://a.b/ك", "؎", "؏", "\\[", "\\]", "۔", "،", "12",
        "۲:۲۵۵", "#اردو", "ھذا", "کان", "من", "لا", "أن", "لهم", "ە", "ئى", "می‌شود", "&amp;", "](", "a.b", "<pre>", "</pre>",
    ]
)  # fmt: skip
LINES = st.lists(PIECES, max_size=14).map(" ".join) | st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=30)
NAMES = st.sets(st.sampled_from(sorted(GUARDS))).map(frozenset)


@given(LINES, NAMES)
def test_spans_are_sorted_disjoint_and_named(line: str, names: frozenset[str]) -> None:
    end = 0
    for span in guards.find(line, names):
        assert end <= span.start < span.end <= len(line)
        assert span.name in GUARDS
        assert span.mode in ("opaque", "minimal", "letters")
        end = span.end
    end = 0
    for start, stop in guards.opaque(line.replace(" ", ""), names):
        assert end <= start < stop <= len(line)
        end = stop
    end = 0
    for span in guards.blocks(line.replace("۔", "\n"), names):
        assert end <= span.start < span.end
        end = span.end


@given(LINES)
def test_nothing_is_found_with_all_guards_off(line: str) -> None:
    none: frozenset[str] = frozenset()
    assert not guards.find(line, none)
    assert not guards.blocks(line, none)
    assert not guards.opaque(line.replace(" ", ""), none)
    assert not any(guards.is_foreign(match.group(), none) for match in WORD.finditer(line))


# Words of many languages and keyboards, without the marks of code, mathematics and addresses.
WORDS = st.sampled_from(
    [
        "اردو", "انجنئیر", "تًأدیب", "كتاب", "كي", "هے", "إن", "الله", "الصابرين", "قَالَ", "لِلَّهِ", "است", "را", "به", "می‌شود",
        "نوں", "وچ", "ڪتاب", "سنڌي", "پښتو", "كۆرۈش", "ئۇيغۇر", "ە", "ھذا", "من", "لا", "أن", "؎", "’الحق‘", "(اردو)", "”إن“",
    ]
) | st.text("ابتدرسکگلمنوہیےيكىهةھآأإئۀٹپڈًَُِّْٰڪڳۆەښ", min_size=1, max_size=7)  # fmt: skip


@pytest.mark.parametrize("profile", [SEARCH, SPEECH], ids=lambda one: one.name)
@given(words=st.lists(WORDS, min_size=1, max_size=12))
def test_in_a_key_no_word_is_guarded_because_of_its_neighbours(profile: Profile, words: list[str]) -> None:
    line = " ".join(words)
    assert not guards.find(line, profile.guards)
    assert not any(guards.is_foreign(word, profile.guards) for word in words)


def test_a_word_has_one_key_in_a_query_and_in_a_document() -> None:
    for line in (
        "(اردو) (اردو) انجنئیر تًأدیب",
        "كتاب إن الله مع الصابرين",
        "سنڌي ٻولي ڳالهه كتاب",
        "این كتاب را به من می‌دهد",
    ):
        for profile in (SEARCH, SPEECH):
            key = Normalizer(profile)
            assert key(line) == " ".join(key(word) for word in line.split(" "))


def wrapped(words: list[str], pair: str, first: int, last: int) -> str:
    """A line of which some words stand between a pair of marks."""
    words = words.copy()
    low, high = sorted((first % len(words), last % len(words)))
    words[low], words[high] = pair[0] + words[low], words[high] + pair[1]
    return " ".join(words)


SOME = st.lists(WORDS | PIECES | st.sampled_from(["یہ", "كتاب", "ہے", "ٹھیک", "آپنا"]), min_size=1, max_size=12)
PAIRS_OF_MARKS = st.sampled_from(["﴿﴾", "﴾﴿", "()", "‘’", "“”", "``", "$$", "[]", "<>"])
WRAPPED = st.builds(wrapped, SOME, PAIRS_OF_MARKS, st.integers(0, 11), st.integers(0, 11))


@given(LINES | WRAPPED)
def test_an_idle_line_has_nothing_to_guard(line: str) -> None:
    assert not is_idle(line) or not weighed(line, GUARDS)


def test_no_line_with_something_to_guard_is_idle() -> None:
    """Of real ones: the cases and the golden lines, as they are, by five words, and typed on an Arabic keyboard."""
    typed = str.maketrans("یکہ", "يكه")
    cases = [row["line"] for row in rows("guards-arabic.tsv")] + [row["text"] for row in rows("guards-languages.tsv")]
    idle = seen = 0
    for line in [*cases, *itertools.islice(golden(), 0, None, 10)]:
        words = line.split(" ")
        parts = [" ".join(words[k : k + 5]) for k in range(0, len(words), 5)]
        for text in [line, *parts, line.translate(typed), *(part.translate(typed) for part in parts)]:
            found = weighed(text, GUARDS)
            seen += not found
            if is_idle(text):
                idle += 1
                assert not found, text
    assert idle > 0.5 * seen  # most that hold nothing are not weighed, though these lines are odd ones


@pytest.mark.parametrize(
    ("line", "idle"),
    [
        ("", True),
        ("یہ کتاب ہے", True),
        ("يه كتاب هے", True),  # from an Arabic keyboard, wholly
        ("يه كتاب ہے اور وہ", False),  # or not so surely
        ("’يه كتاب هے", True),  # it begins with a quotation mark, but much is only Urdu
        ("’كتاب’", False),
        ("كتاب", True),
        ("كتاب `x`", False),
        ("یہ کتاب https://a.b/ك ہے", False),
        ("یہ ؎ شعر", False),
        ("یہ ﴿کتاب﴾ ہے", False),
        ("يه ﴿كتاب﴾ هے", False),
        ("یہ <b>کتاب</b> ہے", False),
        ("قیمت $x$ ہے", False),
        ("میں نے آپنا کام ٹھیک کیا اور وہ بھی ٹھیک تھا", True),  # one word that another language has
        ("میں نے آپنا کام ٹھیک کیا (اور) وہ بھی ٹھیک تھا", False),  # between marks less would be enough
        ("میں نے آپنا آپنی کام ٹھیک کیا اور وہ بھی ٹھیک تھا", False),
        ("اس نے إنما کہا اور ٹھیک کہا تھا ہم نے", True),
        ("اس نے إنما الأعمال کہا اور ٹھیک کہا تھا ہم نے", False),
        ("اس نے الذی کہا اور ٹھیک کہا تھا ہم نے", True),
        ("اس نے الذی التی کہا اور ٹھیک کہا تھا ہم نے", False),
        ("ڪتاب یہ ٹھیک ہے اور وہ بھی ٹھیک", True),
        ("ڪتاب", False),
        ("إنما", False),
    ],
)
def test_which_lines_are_idle(line: str, idle: bool) -> None:
    assert is_idle(line) is idle


@given(LINES)
def test_what_is_guarded_once_stays_guarded(line: str) -> None:
    """The stages change only what is outside; that must not open a guard."""
    once = letters(line)
    assert letters(once) == once


HOSTILE = [
    "`", "` `` ", "<!--", "<pre>", "<a ", "$$", "$a ", "\\[", "\\(", "](", "](a(b", "@", "a@", "a.", "//", "/a", "((", "))", "&#", "#ا",
    "’", "”ا", "﴿", "ڪ ", "ڪ یہ ", "إن ", "إن یہ ", "است را ", "نوں ", "(۱", "1-", "1.", "\\a{", "\\begin{math}", "```\n", "a\u064e", "ك", "می‌",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_input_takes_linear_time(piece: str) -> None:
    def seconds(count: int) -> float:
        text = piece * count
        start = time.process_time()
        guards.opaque(text.replace(" ", ""), GUARDS)
        guards.find(text, GUARDS)
        guards.blocks(text, GUARDS)
        return time.process_time() - start

    seconds(100)
    # Eight times the text: a quadratic guard would take sixty-four times as long, another process on this core less often.
    assert any(seconds(16_000) < max(30 * min(seconds(2_000) for _ in range(3)), 1.0) for _ in range(4))
