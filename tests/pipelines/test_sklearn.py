from __future__ import annotations

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from tests.pipelines.sample import column
from urdu_norm import LETTERS, SEARCH, UrduNormError, normalize
from urdu_norm.pipelines.sklearn import UrduNormalizer

TEXTS = column(500)
WANTED = [None if text is None else normalize(text) for text in TEXTS]


@pytest.mark.parametrize(
    "make", [list, tuple, lambda t: np.array(t, dtype=object), lambda t: pd.Series(t, dtype=object)]
)
def test_one_dimension(make: object) -> None:
    assert UrduNormalizer().fit(TEXTS).transform(make(TEXTS)) == WANTED  # type: ignore[operator]
    assert UrduNormalizer().transform(make(TEXTS)) == WANTED  # type: ignore[operator]


def test_numpy_strings() -> None:
    assert UrduNormalizer().transform(np.array(["ميں", "كتاب"])) == ["میں", "کتاب"]


def test_clone_pickle_and_parameters() -> None:
    for profile in ("search", LETTERS, SEARCH.replace(digits="urdu")):
        one = clone(UrduNormalizer(profile))
        assert pickle.loads(pickle.dumps(one)).get_params() == {"profile": profile}
    assert UrduNormalizer().set_params(profile="minimal").profile == "minimal"
    with pytest.raises(UrduNormError):
        UrduNormalizer("serch").fit(TEXTS)


def test_set_output_names_the_columns() -> None:
    frame = pd.DataFrame({"a": ["ميں", None], "b": ["كتاب", "x"]}, index=[7, 8])
    one = UrduNormalizer().set_output(transform="pandas")
    new = one.fit_transform(frame)
    assert list(new.columns) == list(one.get_feature_names_out()) == ["a", "b"]
    assert list(new.index) == [7, 8]
    assert new["b"].tolist() == ["کتاب", "x"]
    assert pd.isna(new["a"].iloc[1])
    with pytest.raises(ValueError, match="feature names"):
        one.transform(frame.rename(columns={"a": "c"}))
    plain = UrduNormalizer().fit_transform(frame)
    assert plain.shape == (2, 2)
    assert plain[0, 0] == "میں"


def test_column_transformer() -> None:
    frame = pd.DataFrame({"text": ["ميں", "كتاب"], "n": [1, 2]})
    one = ColumnTransformer(
        [("text", UrduNormalizer(), ["text"])], remainder="passthrough", verbose_feature_names_out=False
    )
    new = one.set_output(transform="pandas").fit_transform(frame)
    assert new.to_dict("list") == {"text": ["میں", "کتاب"], "n": [1, 2]}


def test_grid_search_over_profiles_in_two_processes() -> None:
    """Two classes told apart by one word, typed on two keyboards: only what unifies letters can learn it."""
    texts = ["اچھی کتاب ملی", "اچھی كتاب ملي", "نیا قلم ملا", "نيا قلم ملا"] * 6
    labels = [0, 0, 1, 1] * 6
    model = make_pipeline(UrduNormalizer(), TfidfVectorizer(token_pattern=r"\S+"), LogisticRegression())
    search = GridSearchCV(model, {"urdunormalizer__profile": ["letters", LETTERS, SEARCH]}, cv=2, n_jobs=2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # joblib and multiprocessing have their own about forks and resources
        search.fit(texts, labels)
    assert search.best_score_ == 1.0
    assert list(search.predict(["كتاب"])) == list(search.predict(["کتاب"])) == [0]
    names = search.best_estimator_[1].get_feature_names_out()
    assert not [name for name in names if set(name) & set("يك")]


def test_the_advice_on_token_pattern() -> None:
    texts = ["صورت\u200cحال", "اُردُو و"]
    default = TfidfVectorizer().fit(texts).get_feature_names_out()
    assert "صورت\u200cحال" not in default
    advised = TfidfVectorizer(token_pattern=r"\S+").fit(texts).get_feature_names_out()
    assert {"صورت\u200cحال", "اُردُو", "و"} == set(advised)
