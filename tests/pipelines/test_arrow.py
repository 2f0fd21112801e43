from __future__ import annotations

import pickle

import pyarrow as pa
import pytest

from tests.pipelines.sample import column
from urdu_norm import LETTERS, SEARCH, STANDARD, normalize
from urdu_norm.pipelines import arrow
from urdu_norm.pipelines.arrow import ArrowStep, normalize_arrow

TEXTS = column(3_000)
WANTED = [None if text is None else normalize(text) for text in TEXTS]
KINDS = [pa.string(), pa.large_string(), pa.string_view()]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_equals_normalize(kind: pa.DataType) -> None:
    array = pa.array(TEXTS, kind)
    new = normalize_arrow(array)
    assert new.type == kind
    assert new.to_pylist() == WANTED
    new.validate(full=True)


@pytest.mark.parametrize("profile", [LETTERS, SEARCH, "speech"], ids=["letters", "search", "a name"])
def test_takes_every_kind_of_profile(profile: object) -> None:
    from urdu_norm.pipelines import ready

    assert normalize_arrow(pa.array(TEXTS[:200]), profile).to_pylist() == ready(profile).batch(TEXTS[:200])


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_chunks_slices_and_block_edges(kind: pa.DataType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "_ROWS", 7)
    array = pa.array(TEXTS[:100], kind)
    assert normalize_arrow(array.slice(5, 41)).to_pylist() == WANTED[5:46]
    chunked = pa.chunked_array([array.slice(0, 30), array.slice(30, 0), array.slice(30)])
    new = normalize_arrow(chunked)
    assert [len(chunk) for chunk in new.chunks] == [30, 0, 70]
    assert new.to_pylist() == WANTED[:100]
    assert normalize_arrow(pa.chunked_array([], kind)).to_pylist() == []


@pytest.mark.parametrize("index", [pa.int8(), pa.int32(), pa.uint16()], ids=str)
def test_dictionaries_whose_values_meet(index: pa.DataType) -> None:
    texts = ["كتاب", "کتاب", None, "ميں", "كتاب"]
    array = pa.array(texts).dictionary_encode()
    array = pa.DictionaryArray.from_arrays(array.indices.cast(index), array.dictionary)
    new = normalize_arrow(array)
    assert new.type == array.type
    assert new.to_pylist() == ["کتاب", "کتاب", None, "میں", "کتاب"]
    assert new.dictionary.to_pylist() == ["کتاب", "میں"]
    assert normalize_arrow(array.slice(2, 2)).to_pylist() == [None, "میں"]


def test_a_null_inside_a_dictionary() -> None:
    array = pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 2]), pa.array(["ميں", None, "میں"]))
    assert normalize_arrow(array).to_pylist() == ["میں", None, None, "میں"]


def test_nothing_to_change_is_the_same_array() -> None:
    array = pa.array(["میں", None, "ASCII"])
    assert normalize_arrow(array) is array
    assert normalize_arrow(array.dictionary_encode()).dictionary.equals(array.dictionary_encode().dictionary)
    assert normalize_arrow(pa.nulls(3)).null_count == 3


@pytest.mark.parametrize("array", [pa.array([1]), pa.array([b"x"]), pa.array([["ميں"]])], ids=lambda a: str(a.type))
def test_other_types_are_refused(array: pa.Array) -> None:
    with pytest.raises(TypeError, match="expected an array of strings"):
        normalize_arrow(array)


@pytest.mark.parametrize("make", [pa.table, pa.RecordBatch.from_pydict], ids=["table", "batch"])
def test_step(make: object) -> None:
    step = pickle.loads(pickle.dumps(ArrowStep(["a", "b"], STANDARD)))
    batch = make({"a": ["ميں", None], "n": [1, 2], "b": pa.array(["كتاب", ""], pa.large_string())})  # type: ignore[operator]
    new = step(batch)
    assert type(new) is type(batch)
    assert new.schema == batch.schema
    assert new.to_pydict() == {"a": ["میں", None], "n": [1, 2], "b": ["کتاب", ""]}
    with pytest.raises(KeyError, match="no column 'c'"):
        ArrowStep("c")(batch)


def test_the_fingerprint_is_in_the_pickle() -> None:
    assert STANDARD.fingerprint.encode() in pickle.dumps(ArrowStep("text"))
