"""Lossless cutting: lines, chunks, word runs."""

from __future__ import annotations

import re

__all__ = ["ARABIC_SCRIPT", "LETTERS_AND_MARKS", "LINE_END", "RAW_WORD", "WORD"]

LETTERS_AND_MARKS = (
    "\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0860-\u0887\u0889-\u088f\u0897-\u08e1\u08e3-\u08ff"
    "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdf9\ufe70-\ufefc"
)
"""The inside of a character class: Arabic-script letters and marks, tatweel and presentation forms included."""

WORD = re.compile(f"[{LETTERS_AND_MARKS}\u200c\u200d]+")
"""A run of Arabic-script letters, marks, joiners and tatweel; digits, punctuation and honorific ligatures are outside."""

RAW_WORD = re.compile(f"[{LETTERS_AND_MARKS}\u034f\u200b-\u200d]+")
"""A word as it will be once the invisible characters that may stand in it are gone."""

ARABIC_SCRIPT = re.compile("[\u0600-\u06ff\u0750-\u077f\u0860-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
"""One character of the Arabic script (any language), presentation forms included."""

LINE_END = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
"""A line end other than LF."""
