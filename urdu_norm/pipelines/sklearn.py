r"""scikit-learn: a transformer for the front of a text pipeline.

Give the vectorizer after it ``token_pattern=r"\S+"``: the default, ``r"(?u)\b\w\w+\b"``, cuts words at the
zero-width non-joiner and at vowel signs, and drops words of one letter.

>>> UrduNormalizer("letters").fit_transform(["ميں"])
['میں']
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import validate_data

from urdu_norm.pipelines import ProfileLike, normalize_present, ready

__all__ = ["UrduNormalizer"]


class UrduNormalizer(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Normalize texts: a list, array or series of them, or every column of a table.

    ``profile`` is a profile, its name or a normalizer; names suit a grid search. ``None`` and ``NaN`` stay. Texts in
    one dimension come back as a list; a table comes back as an array of objects, or as ``set_output`` says.
    """

    def __init__(self, profile: ProfileLike = "standard") -> None:
        self.profile = profile

    def fit(self, X: Any, y: Any = None) -> UrduNormalizer:  # noqa: N803
        """Check the profile and remember the names of the columns; there is nothing to learn."""
        ready(self.profile)
        validate_data(self, X, skip_check_array=True)
        return self

    def transform(self, X: Any) -> Any:  # noqa: N803
        """Return the texts normalized."""
        one = ready(self.profile)
        if getattr(X, "ndim", 1) == 1:
            return normalize_present(X, one)
        validate_data(self, X, skip_check_array=True, reset=False)
        table = np.asarray(X, dtype=object)
        columns = [normalize_present(column, one) for column in table.T.tolist()]
        return np.array(columns, dtype=object).T.reshape(table.shape)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = tags.input_tags.one_d_array = tags.input_tags.two_d_array = True
        tags.requires_fit = False
        return tags
