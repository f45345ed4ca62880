"""Rows as frames that satisfy their table's model, and which rows do not: by column, with the check and the value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

import pandera.errors
import pandera.polars as pa
import polars as pl

from schemas.tables import Table

# What a failed check says at most; a batch can fail half a million times.
LONGEST_REASON = 300
# Polars makes 1 of 1.5, "7" of 7 and a moment in UTC of one without a zone, and says nothing.
PYTHON_TYPES: dict[type, tuple[type, ...]] = {
    pl.String: (str,),
    pl.Int64: (int,),
    pl.Float64: (float, int),
    pl.Boolean: (bool,),
    pl.Date: (dt.date,),
    pl.Datetime: (dt.datetime,),
}
INT64 = range(-(2**63), 2**63)


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value that its column does not take; `row_no` counts from 0."""

    row_no: int
    column: str
    check: str
    reason: str


def frame_of(model: type[Table], rows: Sequence[Mapping[str, Any]]) -> tuple[pl.DataFrame, list[Misfit]]:
    """Rows as a frame of the model's types, and the misfits; the frame is empty where a value is missing or of another type."""
    types, nullable, checked = _asked(model)
    frame, misfits = _typed(rows, types, nullable)
    if not rows or misfits or checked is None:
        return frame, misfits
    try:
        checked.validate(frame.select(list(checked.columns)), lazy=True)
    except pandera.errors.SchemaErrors as errors:
        misfits = [_of_case(case) for case in errors.failure_cases.iter_rows(named=True)]
    return frame, misfits


@cache
def _asked(model: type[Table]) -> tuple[dict[str, Any], frozenset[str], pa.DataFrameSchema | None]:
    """Of a model: each column's type, the columns that may be null, and the schema of those with checks; None where no column has any.

    Types and nulls are seen to by `_typed`, value by value; Pandera, asked for them again, takes a millisecond a column whatever the rows.
    """
    schema = model.to_schema()
    types = {name: column.dtype.type for name, column in schema.columns.items()}
    nullable = frozenset(name for name, column in schema.columns.items() if column.nullable)
    plain = [name for name, column in schema.columns.items() if not column.checks]
    return types, nullable, schema.remove_columns(plain) if len(plain) < len(types) else None


def _typed(rows: Sequence[Mapping[str, Any]], types: Mapping[str, Any], nullable: frozenset[str]) -> tuple[pl.DataFrame, list[Misfit]]:
    columns = {name: _values(rows, name) for name in types}
    suspects = [name for name, dtype in types.items() if not set(map(type, columns[name])) <= _plain(dtype, name in nullable)]
    frame = None
    try:
        frame = pl.DataFrame(columns, schema=types, strict=True)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
        suspects = list(types)
    misfits = []
    for name in suspects:
        for number, value in enumerate(columns[name]):
            if value is None and name not in nullable:
                misfits.append(Misfit(number, name, "not_nullable", f"{name} = None: not_nullable"))
            elif value is not None and not _fits(value, types[name]):
                misfits.append(Misfit(number, name, "dtype", f"{name} = {value!r}: not {types[name]}"[:LONGEST_REASON]))
    if frame is None and not misfits:
        raise TypeError(f"rows of {', '.join(types)} make no frame")
    return pl.DataFrame(schema=types) if misfits or frame is None else frame, misfits


def _values(rows: Sequence[Mapping[str, Any]], name: str) -> list[Any]:
    """A column's values; None where a row lacks it."""
    try:
        return list(map(itemgetter(name), rows))
    except KeyError:
        return [row.get(name) for row in rows]


def _plain(dtype: Any, is_nullable: bool) -> set[type]:
    """The types that need no second look."""
    kind = _kind(dtype)
    plain = set() if kind is pl.Datetime else set(PYTHON_TYPES[kind])
    return plain | {type(None)} if is_nullable else plain


def _fits(value: Any, dtype: Any) -> bool:
    kind = _kind(dtype)
    if not isinstance(value, PYTHON_TYPES[kind]):
        return False
    if isinstance(value, str):  # Half a character, as JSON can write it, is none.
        return value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, dt.datetime):
        return kind is pl.Datetime and value.tzinfo is not None
    if isinstance(value, bool):
        return kind is pl.Boolean
    return kind is not pl.Int64 or value in INT64


def _kind(dtype: Any) -> type:
    return dtype if isinstance(dtype, type) else type(dtype)


def _of_case(case: Mapping[str, Any]) -> Misfit:
    """The misfit of one of Pandera's failure cases."""
    column, check = case["column"], str(case["check"])
    return Misfit(case["index"], column, check[:120], f"{column} = {case['failure_case']!r}: {check}"[:LONGEST_REASON])
