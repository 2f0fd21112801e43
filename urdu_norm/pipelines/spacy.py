"""spaCy: the component ``urdu_normalizer`` sets ``token.norm_``; the text, and so every offset, stays as it is.

>>> import spacy
>>> nlp = spacy.blank("ur")
>>> _ = nlp.add_pipe("urdu_normalizer", first=True)
>>> doc = nlp("كتاب")
>>> doc.text, doc[0].norm_
('كتاب', 'کتاب')
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from urdu_norm.pipelines import ProfileLike, ready

__all__ = ["UrduNormComponent", "create"]


class UrduNormComponent:
    """Set the norm of each token to its normalized text, so that matchers and features on ``NORM`` see spellings meet.

    A token is normalized by itself, so that its norm does not depend on where it stands: a pattern made from the word
    alone matches it everywhere. Rules that look at neighbours or spaces therefore do not act. A token of which
    nothing would be left (punctuation under ``search``) keeps the norm that it had.
    """

    def __init__(self, profile: ProfileLike) -> None:
        self.normalizer = ready(profile)

    def __call__(self, doc: Doc) -> Doc:
        """Set the norms of ``doc`` and return it."""
        one = self.normalizer
        for token in doc:
            text = token.text
            norm = one(text)
            if norm and norm != text:
                token.norm_ = norm
        return doc


@Language.factory("urdu_normalizer", default_config={"profile": "search"}, assigns=["token.norm"])
def create(nlp: Language, name: str, profile: str) -> UrduNormComponent:
    """Make the component from a pipeline config; ``profile`` is the name of a profile."""
    return UrduNormComponent(profile)
