"""Guards: which parts of a text are not Urdu prose and must be left alone.

Three questions are answered here. What inside a chunk nothing may touch (:func:`opaque`). Whether a word is of
another language (:func:`is_foreign`). Which spans of a line (:func:`find`) or of a whole text (:func:`blocks`) are
code, markup, Arabic, another language or verse. :func:`raises` says cheaply, chunk by chunk, whether a line needs
:func:`find` at all.

Nothing here changes text. A decision never rests on a letter that another stage would change outside of the span:
neighbours are compared in folded form, evidence lies inside the span. So what is guarded once stays guarded.
"""

from urdu_norm.guards.chunk import opaque
from urdu_norm.guards.look import find, plain_raises, quiet, raises, reveals, untouchable
from urdu_norm.guards.markup import blocks
from urdu_norm.guards.span import Span, united
from urdu_norm.guards.words import is_foreign

__all__ = [
    "Span",
    "blocks",
    "find",
    "is_foreign",
    "opaque",
    "plain_raises",
    "quiet",
    "raises",
    "reveals",
    "united",
    "untouchable",
]
