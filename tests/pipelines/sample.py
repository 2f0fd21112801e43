"""Sentences written for the tests, and a seeded generator of lines that are typed the way people type them."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

SENTENCES = """
صبح سے بارش ہو رہی ہے اور گلی میں پانی کھڑا ہے۔
امی نے کہا کہ دودھ ابل گیا، چولہا بند کر دو۔
میرے دادا گاؤں میں ایک چھوٹا سا باغ لگا رہے ہیں۔
کل شام کو ہم سب نے مل کر چائے پی اور پرانی تصویریں دیکھیں۔
استاد نے تختے پر ایک مشکل سوال لکھا اور مسکرا دیے۔
بس وقت پر نہیں آئی تو ہم پیدل ہی چل پڑے۔
اس کتاب کے تین سو صفحات ہیں مگر قصہ دو صفحوں کا ہے۔
کیا آپ نے کبھی پہاڑ پر رات گزاری ہے؟
شہر کے پرانے بازار میں مٹی کے برتن اب بھی ملتے ہیں۔
بچے صحن میں کھیل رہے تھے اور بلی دیوار پر سو رہی تھی۔
ڈاکٹر نے بتایا کہ دوا دن میں دو بار لینی ہے۔
یہ مسئلہ اتنا آسان نہیں جتنا دکھائی دیتا ہے۔
ریل گاڑی ۱۵ منٹ دیر سے پہنچی، مسافر تھک چکے تھے۔
بہن نے خط میں لکھا ہے کہ وہ اگلے مہینے گھر آئے گی۔
مجھے سمندر کی آواز اور تازہ مچھلی دونوں پسند ہیں۔
جب بجلی گئی تو سارا محلہ چھت پر جمع ہو گیا۔
مؤثر تقریر وہ ہے جو مختصر ہو اور دل سے نکلے۔
کسان نے بیج بوئے، پانی دیا اور آسمان کی طرف دیکھنے لگا۔
لائبریری میں خاموشی تھی، صرف پنکھے کی آواز آ رہی تھی۔
ہماری ٹیم نے پہلا میچ ہارا لیکن آخری تین جیت لیے۔
میں نے کھڑکی کھولی تو ٹھنڈی ہوا کمرے میں بھر گئی۔
دکان دار نے ترازو اٹھایا اور چاول تولنے لگا۔
اُس نے اِس بات پر زور دیا کہ اعلیٰ معیار کے لیے محنت چاہیے۔
سڑک کے دونوں طرف شیشم کے درخت لگے ہوئے ہیں۔
پچھلے ہفتے دفتر میں کام کم تھا، اس لیے ہم نے الماری ترتیب دی۔
نانی اماں کہانی سناتے سناتے خود سو جاتی ہیں۔
پولیس نے راستہ بند کر رکھا ہے، دوسرا راستہ لے لیں۔
چاند نکلا تو ندی کا پانی چاندی جیسا لگنے لگا۔
تمھارے بھائی کا فون آیا تھا، اسے واپس ملا لینا۔
انہوں نے کہا: ”جو بویا ہے وہی کاٹو گے“۔
گاؤں کی مسجد کے سامنے ایک پرانا کنواں ہے۔
آج کا اخبار میز پر رکھا ہے، پڑھ کر واپس رکھ دینا۔
خوب‌صورت لکھائی کے لیے اچھا قلم اور صبر، دونوں چاہییں۔
جرأت کا مطلب یہ نہیں کہ ڈر نہ لگے۔
درجۂ حرارت بڑھا تو برف پگھلنے لگی اور ندی چڑھ گئی۔
فوراً جواب دینا ضروری نہیں، سوچ کر جواب دو۔
ان کے ہاں مہمان آئے ہوئے تھے، اس لیے وہ نہیں آ سکیں۔
ہسپتال کے باہر پھل بیچنے والا ہر مریض کا حال پوچھتا ہے۔
اردو کی پہلی کتاب میں ”بلبل کا بچہ“ والی نظم تھی۔
قیمت ۲۵۰ روپے تھی مگر اس نے ۲۰۰ میں دے دی۔
سنا ہے کہ اس پل کی تعمیر میں پانچ سال لگے۔
مچھیرے منہ اندھیرے کشتیاں لے کر نکل جاتے ہیں۔
میرا خیال ہے کہ ہمیں ایک دن اور رک جانا چاہیے۔
اللہ کا شکر ہے کہ سب خیریت سے پہنچ گئے۔
دیکھو، وہ ستارہ باقی سب سے زیادہ روشن ہے۔
کھیتوں کے بیچ ایک ٹوٹا ہوا راستہ نہر تک جاتا ہے۔
پرندے ہر سال سردیوں میں اس جھیل پر آتے ہیں۔
شاعر نے غزل سنائی اور محفل دیر تک داد دیتی رہی۔
نئے مکان کی دیواریں سفید ہیں اور دروازہ نیلا۔
وہ ہر اتوار کو اپنی سائیکل دھوتا ہے، چلاتا کم ہے۔
گرمیوں میں آم اور سردیوں میں مالٹے، یہی ہماری عید ہے۔
اگر تم سچ کہتے ہو تو گھبراتے کیوں ہو؟
مزدور نے اینٹیں گنیں، پھر پانی پیا اور دوبارہ کام پر لگ گیا۔
بوڑھا مالی ہر پودے کو نام لے کر بلاتا ہے۔
یہ راستہ جنگل سے ہو کر جھرنے تک جاتا ہے۔
ٹکٹ گھر کے سامنے لمبی قطار لگی ہوئی تھی۔
اس سال گندم کی فصل پچھلے سال سے اچھی رہی۔
کمپیوٹر بند کر کے دوبارہ چلایا تو فائل مل گئی۔
روزہ دار افطار کے وقت دسترخوان کے گرد بیٹھے تھے۔
ہوائی اڈے پر دھند کی وجہ سے پروازیں روک دی گئیں۔
لڑکے نے پتنگ کی ڈور چھوڑ دی اور رونے لگا۔
بڑھئی نے لکڑی ناپی، آری چلائی اور کرسی کا پایہ بنا دیا۔
عدالت نے فیصلہ اگلی پیشی تک محفوظ کر لیا۔
سب سے پہلے اپنی غلطی مان لینا بڑی بات ہے۔
پہاڑی گاؤں میں شام جلد اور رات دیر تک رہتی ہے۔
""".strip().split("\n")

ARABIC = str.maketrans("یکہھۂ", "يكههۀ")
"""An Arabic keyboard has no Urdu yeh and kaf, and one heh."""

PERSIAN = str.maketrans("ہھۂ", "ههۀ")
"""A Persian keyboard has yeh and kaf, but one heh."""

_JOINED = [
    ("اس کے", "اسکے"),
    ("اس لیے", "اسلیے"),
    ("کے لیے", "کیلئے"),
    ("گھر کے", "گھرکے"),
    ("ہوا ہے", "ہواہے"),
    ("آپ نے", "آپنے"),
]
_FORMS: dict[str, list[str]] = {}
for _point in [*range(0xFB50, 0xFBB2), *range(0xFBFC, 0xFC00), *range(0xFE80, 0xFEFD)]:
    _plain = unicodedata.normalize("NFKC", chr(_point))
    if len(_plain) == 1:
        _FORMS.setdefault(_plain, []).append(chr(_point))
_FORMS.update({"ی": _FORMS["ی"] + _FORMS["ي"], "ک": _FORMS["ک"] + _FORMS["ك"]})


def _forms(word: str, dice: random.Random) -> str:
    return "".join(dice.choice(_FORMS[letter]) if letter in _FORMS else letter for letter in word)


def _marks(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word) + 1)
    return word[:at] + dice.choice("\u064e\u064f\u0650\u0651\u0652\u0670") + word[at:]


def _joiner(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word) + 1)
    return word[:at] + dice.choice("\u0640\u200b\u200c\u200d\ufeff\u00ad\u200f") + word[at:]


def _hamza(word: str, dice: random.Random) -> str:
    return (
        word.replace("ئ", dice.choice(["\u06cc\u0654", "\u064a\u0654"]))
        .replace("ؤ", "\u0648\u0654")
        .replace("ۂ", "\u06c1\u0654")
        .replace("آ", "\u0627\u0653")
    )


def _digits(word: str, dice: random.Random) -> str:
    return word.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", dice.choice(["0123456789", "٠١٢٣٤٥٦٧٨٩"])))


_DAMAGE: list[tuple[int, Callable[[str, random.Random], str]]] = [
    (8, lambda word, dice: word.translate(ARABIC)),
    (8, lambda word, dice: word.translate(PERSIAN)),
    (2, _forms),
    (3, _marks),
    (2, _joiner),
    (4, _hamza),
    (4, _digits),
]


def lines(count: int, seed: int = 20261124, damage: float = 0.25) -> list[str]:
    """``count`` lines, the same for the same seed: one or two sentences, ``damage`` of the words typed some other way."""
    dice = random.Random(seed)
    made: list[str] = []
    kinds = [kind for weight, kind in _DAMAGE for _ in range(weight)]
    words = [word for sentence in SENTENCES for word in sentence.rstrip("۔").split(" ")]
    while len(made) < count:
        if dice.random() < 0.5:  # a new order of words, so that neighbours and lines do not repeat
            tokens = [dice.choice(words) for _ in range(dice.randrange(4, 16))]
        else:
            tokens = " ".join(dice.sample(SENTENCES, dice.randrange(1, 3))).split(" ")
        text = " ".join(dice.choice(kinds)(token, dice) if dice.random() < damage else token for token in tokens)
        if dice.random() < 0.1:
            text = text.replace(*dice.choice(_JOINED))
        if dice.random() < 0.05:
            text = text.replace(" ", dice.choice(["  ", "\u00a0", "\u2003"]), 1)
        made.append(text)
    return made


def column(count: int, seed: int = 1) -> list[str | None]:
    """Lines with a null in every eleventh place, empty strings, text that is not Urdu, and repeated values."""
    made: list[str | None] = list(lines(count, seed))
    made[::11] = [None] * len(made[::11])
    made[3::17] = [""] * len(made[3::17])
    made[5::23] = ["plain ASCII, 100% 🙂"] * len(made[5::23])
    made[7::29] = ["كتاب"] * len(made[7::29])
    return made
