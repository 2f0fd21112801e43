"""Urdu text normalization: fixes what is wrong, never breaks what is right, explains every change.

>>> from urdu_norm import normalize, explain, LETTERS
>>> normalize("اسكے زریعے")                    # code points, joined words, certain typos
'اس کے ذریعے'
>>> normalize("اسكے زریعے", LETTERS)           # code points and spaces only
'اسکے زریعے'
>>> explain("نطر").edits
(Edit(start=0, end=3, new='نظر', rules=('words/dots',)),)

Start with :func:`normalize`; use :class:`Normalizer` in loops and pipelines; see ``docs/`` for what each profile promises.
"""

from urdu_norm._version import __version__
from urdu_norm.api import (
    compose,
    convert_digits,
    explain,
    fix_spacing,
    fix_spelling,
    is_normalized,
    normalize,
    normalize_batch,
    normalize_punctuation,
    search_key,
    strip_marks,
    unify_characters,
)
from urdu_norm.describe import CodePoint, describe
from urdu_norm.edits import Edit
from urdu_norm.explanation import Explanation, Suggestion
from urdu_norm.normalizer import Normalizer
from urdu_norm.profile import (
    LETTERS,
    MINIMAL,
    PUBLISH,
    SEARCH,
    SPEECH,
    STANDARD,
    Profile,
    UrduNormError,
)
from urdu_norm.report import Report, report
from urdu_norm.tables import Rule, rules

__all__ = [
    "LETTERS",
    "MINIMAL",
    "PUBLISH",
    "SEARCH",
    "SPEECH",
    "STANDARD",
    "CodePoint",
    "Edit",
    "Explanation",
    "Normalizer",
    "Profile",
    "Report",
    "Rule",
    "Suggestion",
    "UrduNormError",
    "__version__",
    "compose",
    "convert_digits",
    "describe",
    "explain",
    "fix_spacing",
    "fix_spelling",
    "is_normalized",
    "normalize",
    "normalize_batch",
    "normalize_punctuation",
    "report",
    "rules",
    "search_key",
    "strip_marks",
    "unify_characters",
]
