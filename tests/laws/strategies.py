"""What the laws are tried on: strings over five alphabets, and profiles."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from urdu_norm import LETTERS, MINIMAL, PUBLISH, SEARCH, SPEECH, STANDARD
from urdu_norm.tables import tables
from urdu_norm.unicode import CORE_LETTERS, URDU_MARKS

NAMED = (MINIMAL, LETTERS, STANDARD, PUBLISH, SEARCH, SPEECH)
INVISIBLE = (
    "\u034f\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069\u061c\ufeff\u00ad\u2060\u0640\u00a0\u2009"
)
LINE_ENDS = "\n\r\v\f\x85\u2028\u2029\t"
PUNCTUATION = "۔،؛؟!:.,;?()[]«»\"'“”‘’…-–—/٪%؎؏﴿﴾`<>$@#&_*¿±"
DIGITS = "0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩"
ARABIC_LETTERS = "ةأإٱىيكهەۀۓئؤٴٸٶ"
FOREIGN_LETTERS = "ڪڳڻېټځښۆێݨ"
LIGATURES = "ﷲﷺﻻﻼﺎﮨﯾﮟﻣ\ufe70\ufe77\ufc60"

urdu = st.text(st.sampled_from(CORE_LETTERS + URDU_MARKS + "     " + ARABIC_LETTERS), max_size=40)
everything_urdu = st.text(
    st.sampled_from(
        CORE_LETTERS * 3
        + URDU_MARKS
        + ARABIC_LETTERS
        + "          "
        + INVISIBLE
        + LINE_ENDS
        + PUNCTUATION
        + DIGITS
        + FOREIGN_LETTERS
        + LIGATURES
        + "abXY"
    ),
    max_size=40,
)
arabic_blocks = st.text(
    st.one_of(
        st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
        st.characters(min_codepoint=0x750, max_codepoint=0x77F),
        st.characters(min_codepoint=0x860, max_codepoint=0x8FF),
        st.characters(min_codepoint=0xFB50, max_codepoint=0xFDFF),
        st.characters(min_codepoint=0xFE70, max_codepoint=0xFEFF),
        st.just(" "),
    ),
    max_size=24,
)
any_text = st.text(st.characters(exclude_categories=()), max_size=24)


@cache
def words() -> tuple[str, ...]:
    """Words of the tables, wrong and right, and the keep list: every rule has something to bite on."""
    found: set[str] = set()
    for rule_id, table in tables().items():
        for column in ("wrong", "right", "word", "text", "before", "after"):
            if column in table.columns and not rule_id.startswith(("characters/", "spacing/")):
                for cell in table.column(column):
                    found.update(part for part in cell.replace("|", " ").replace("!", " ").split() if part.isalpha())
    return tuple(sorted(found))


@cache
def a_word() -> st.SearchStrategy[str]:
    """One of the words: made once, as Hypothesis looks at every word when a strategy is new."""
    return st.sampled_from(words())


how_many = st.integers(1, 6)
damages = st.sampled_from(("as it is", "as it is", "lose", "double", "swap", "replace", "insert", "split"))
strange = st.sampled_from(CORE_LETTERS + ARABIC_LETTERS + URDU_MARKS + INVISIBLE)
between = st.sampled_from((" ", " ", " ", " ", "", "  ", "،", "۔ ", " ۔", "\n", "! "))


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A few words, each perhaps with a letter lost, doubled, swapped, replaced, or its spaces wrong."""
    pieces: list[str] = []
    for _ in range(draw(how_many)):
        word = draw(a_word())
        at = draw(st.integers(0, len(word)))
        how = draw(damages)
        other = draw(strange)
        word = {
            "as it is": word,
            "lose": word[:at] + word[at + 1 :],
            "double": word[:at] + word[at : at + 1] * 2 + word[at + 1 :],
            "swap": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            "replace": word[:at] + other + word[at + 1 :],
            "insert": word[:at] + other + word[at:],
            "split": word[:at] + " " + word[at:],
        }[how]
        pieces.append(word)
        pieces.append(draw(between))
    return "".join(pieces)


mixed = st.lists(
    st.one_of(urdu, any_text, damaged(), st.sampled_from(("https://a.pk/ك", "Hello, world", "`x=ي`"))), max_size=4
).map(" ".join)
texts = st.one_of(urdu, everything_urdu, arabic_blocks, any_text, damaged(), mixed)
profiles = st.sampled_from(NAMED)
