"""Parquet: some columns of a file, row group by row group; needs ``pyarrow``."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from urdu_norm import Normalizer
from urdu_norm.cli.errors import InputError, UsageError
from urdu_norm.cli.work import Tally, Want, rewrite
from urdu_norm.profile import nearest

__all__ = ["rewrite_parquet"]


def rewrite_parquet(
    source: Path, target: Path | None, columns: tuple[str, ...], normalizer: Normalizer, want: Want
) -> tuple[bool, Tally]:
    """Normalize ``columns`` of ``source`` into ``target`` (``None`` to look only); return whether anything changed.

    The schema, its metadata, the row groups and the compression of every column are kept. Raises :class:`InputError`.
    """
    try:
        pa: Any = import_module("pyarrow")
        pq: Any = import_module("pyarrow.parquet")
    except ImportError:
        raise UsageError("Parquet files need pyarrow: pip install 'urdu-norm[arrow]'") from None
    name = str(source)
    try:
        with pq.ParquetFile(source, memory_map=False) as file:
            schema = file.schema_arrow
            for column in columns:
                if column not in schema.names:
                    raise InputError(
                        name,
                        f"no column {column!r}{nearest(column, schema.names)} (there are: {', '.join(schema.names)})",
                    )
                if not _is_text(schema.field(column).type, pa):
                    raise InputError(name, f"column {column!r} is {schema.field(column).type}, not text")
            writer = pq.ParquetWriter(target, schema, **_options(file)) if target else None
            changed, tally = _groups(file, writer, columns, normalizer, want)
            if writer:
                writer.close()
            return changed, tally
    except (pa.ArrowException, OSError, EOFError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise InputError(name, f"damaged Parquet file: {str(error).splitlines()[0]}") from None


def _options(file: Any) -> dict[str, Any]:
    metadata = file.metadata
    if not metadata.num_row_groups:
        return {}
    first = metadata.row_group(0)
    chunks = [first.column(k) for k in range(first.num_columns)]
    compression = {chunk.path_in_schema: chunk.compression.replace("UNCOMPRESSED", "NONE") for chunk in chunks}
    statistics = [chunk.path_in_schema for chunk in chunks if chunk.is_stats_set]
    dictionary = [chunk.path_in_schema for chunk in chunks if chunk.has_dictionary_page]
    return {
        "compression": compression,
        "write_statistics": statistics or False,
        "use_dictionary": dictionary or False,
        "version": metadata.format_version,
    }


def _groups(file: Any, writer: Any, columns: tuple[str, ...], normalizer: Normalizer, want: Want) -> tuple[bool, Tally]:
    pa: Any = import_module("pyarrow")
    tally = Tally(want)
    changed = False
    row = 1
    for group in range(file.metadata.num_row_groups):
        table = file.read_row_group(group) if writer else file.read_row_group(group, columns=list(columns))
        for column in columns:
            at = table.schema.get_field_index(column)
            field = table.schema.field(at)
            old = table.column(at)
            values = [_deep(value, row + k, column, normalizer, want, tally) for k, value in enumerate(old.to_pylist())]
            if writer or not changed:
                new = _array(values, field.type, pa)
                if not new.equals(pa.chunked_array(old, type=field.type).combine_chunks()):
                    changed = True
                    table = table.set_column(at, field, new)
        if writer:
            writer.write_table(table, row_group_size=max(table.num_rows, 1))
        row += table.num_rows
    return changed, tally


def _array(values: list[Any], kind: Any, pa: Any) -> Any:
    if pa.types.is_dictionary(kind):
        return pa.array(values, kind.value_type).dictionary_encode().cast(kind)
    return pa.array(values, kind)


def _deep(value: Any, row: int, column: str, normalizer: Normalizer, want: Want, tally: Tally) -> Any:
    if isinstance(value, list):
        return [_deep(one, row, column, normalizer, want, tally) for one in value]
    if value is None:
        return None
    tally.found += 1
    new, edits, suggestions = rewrite(value, normalizer, want)
    if want.edits and (edits or suggestions):
        tally.add(row, column, value, new, edits, suggestions)
    return new


def _is_text(kind: Any, pa: Any) -> bool:
    test: Callable[[Any], bool]
    for test in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view):
        if test(kind):
            return True
    if pa.types.is_dictionary(kind) or pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _is_text(kind.value_type, pa)
    return False
