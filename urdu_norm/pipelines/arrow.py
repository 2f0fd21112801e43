"""Apache Arrow: the shared engine of the columnar adapters.

>>> import pyarrow as pa
>>> normalize_arrow(pa.array(["ميں", None])).to_pylist()
['میں', None]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from urdu_norm.normalizer import Normalizer
from urdu_norm.pipelines import ProfileLike, ready
from urdu_norm.profile import STANDARD

__all__ = ["ArrowStep", "normalize_arrow"]

_ROWS = 16_384  # texts made into Python strings at a time: bounds memory, and other threads get their turn in between


def normalize_arrow(array: Any, profile: ProfileLike = STANDARD) -> Any:
    """Return an array of the same type and length with every text normalized; nulls stay null.

    Takes a ``pyarrow.Array`` or ``ChunkedArray`` of ``string``, ``large_string``, ``string_view``, a dictionary of
    one of them, or ``null``; raises ``TypeError`` for every other type. Chunks are kept. An array in which nothing
    changes is returned as it is.
    """
    return _array(array, ready(profile))


def _array(array: Any, one: Normalizer) -> Any:
    kind = array.type
    if isinstance(array, pa.ChunkedArray):
        return pa.chunked_array([_array(chunk, one) for chunk in array.chunks], type=kind)
    if pa.types.is_null(kind):
        return array
    if pa.types.is_dictionary(kind):
        return _dictionary(array, one)
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        raise TypeError(f"expected an array of strings, got {kind}: normalize the text column alone, or cast it first")
    pieces, changed = [], False
    for start in range(0, len(array), _ROWS):
        piece = array.slice(start, _ROWS)
        old = piece.to_pylist()
        new = one.batch(old)
        if new != old:
            changed, piece = True, pa.array(new, type=kind)
        pieces.append(piece)
    return pa.concat_arrays(pieces) if changed else array


def _dictionary(array: Any, one: Normalizer) -> Any:
    """Each value once. Values may meet after normalization, so the indices are laid anew over the distinct ones."""
    values = _array(array.dictionary, one)
    if values is array.dictionary:
        return array
    encoded = values.dictionary_encode()  # its indices lead from an old value to its place among the distinct new ones
    indices = encoded.indices.take(array.indices).cast(array.type.index_type)
    return pa.DictionaryArray.from_arrays(indices, encoded.dictionary, ordered=array.type.ordered)


class ArrowStep:
    """A callable from a ``Table`` or ``RecordBatch`` to the same with some columns normalized; picklable.

    For every engine that hands out Arrow data: Ray Data, Spark, Dask, Daft, plain loops over Parquet files.

    >>> import pyarrow as pa
    >>> ArrowStep("text")(pa.table({"text": ["ميں"], "id": [1]})).to_pydict()
    {'text': ['میں'], 'id': [1]}
    """

    def __init__(self, columns: str | Sequence[str], profile: ProfileLike = STANDARD) -> None:
        self.columns = (columns,) if isinstance(columns, str) else tuple(columns)
        self.normalizer = ready(profile)

    def __call__(self, batch: Any) -> Any:
        """Return ``batch`` with the columns normalized; raises ``KeyError`` if it lacks one of them."""
        for name in self.columns:
            k = batch.schema.get_field_index(name)
            if k < 0:
                raise KeyError(f"no column {name!r}, or more than one, among {batch.schema.names}")
            batch = batch.set_column(k, batch.schema.field(k), _array(batch.column(k), self.normalizer))
        return batch
