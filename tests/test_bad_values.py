"""Every kind of bad value in every column of every table: turned away with table, column, check and reason, and the rest goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from flows.reading import ReadRelease
from flows.rows import Rows, add_rows, empty_rows
from flows.validate import validate
from schemas.frames import frame_of
from schemas.tables import CORE, OF_REPORT, OPS, PRIMARY_KEYS, RESOLVED, Table
from tests.conftest import MOMENT
from warehouse.connect import WarehouseError
from warehouse.frames import checked_frame

ALL = CORE | RESOLVED | OPS
# Tables that no release fills: what people ask for or correct.
OF_PEOPLE = frozenset({"tombstone", "correction", "correction_effect"})
# What a column of each type does not take, however it may be read: Polars takes many of these in silence.
WRONG: dict[type, list[Any]] = {
    pl.String: [7, True, b"x", ["x"], {}, MOMENT, "half a character: \ud83d"],
    pl.Int64: ["7", 1.5, True, MOMENT, 2**64, float("nan"), [1]],
    pl.Float64: ["0.5", True, MOMENT, [0.5]],
    pl.Boolean: ["true", 1, 0.0, [True]],
    pl.Date: ["2026-01-02", 20455, MOMENT, [1]],
    pl.Datetime: ["2026-01-02T03:04:05Z", 1767323045, dt.date(2026, 1, 2), dt.datetime(2026, 1, 2), [1]],
}
RIGHT: dict[type, Any] = {
    pl.String: "words", pl.Int64: 1, pl.Float64: 0.5, pl.Boolean: True, pl.Date: dt.date(2026, 1, 2), pl.Datetime: MOMENT
}  # fmt: skip


def kind_of(column: Any) -> type:
    dtype = column.dtype.type
    return dtype if isinstance(dtype, type) else type(dtype)


def bad_values(model: type[Table]) -> Iterator[tuple[str, Any]]:
    """(column, value) for each way in which a value can break the model: null, another type, each check of the column."""
    for name, column in model.to_schema().columns.items():
        if not column.nullable:
            yield name, None
        for value in WRONG[kind_of(column)]:
            yield name, value
        for check in column.checks:
            yield name, breaking(check)


def breaking(check: Any) -> Any:
    """A value of the right type that breaks a check."""
    facts = check.statistics
    if check.name == "isin":
        return "a word of no vocabulary"
    if check.name == "greater_than_or_equal_to":
        return type(facts["min_value"])(facts["min_value"] - 1)
    if check.name == "less_than_or_equal_to":
        return facts["max_value"] + 0.5
    assert check.name == "str_length", f"{check.name}: say here what breaks it"
    return ""


def fitting(column: Any) -> Any:
    """A value that satisfies a column."""
    for check in column.checks:
        if check.name == "isin":
            return check.statistics["allowed_values"][0]
    return RIGHT[kind_of(column)]


def copy_of(release: ReadRelease, number: int) -> Rows:
    """The rows of a release under keys of its own."""
    rows = empty_rows()
    add_rows(rows, replace(release, known_id=f"release-{number}"), f"revision-{number}", 1, "load")
    return rows


@pytest.fixture(scope="module")
def example(golden: dict[str, ReadRelease]) -> dict[str, ReadRelease]:
    """For each table of core, the shortest sample with rows in it."""
    found: dict[str, ReadRelease] = {}
    for release in sorted((r for r in golden.values() if r.document), key=lambda r: len(r.document.text if r.document else "")):
        rows = copy_of(release, 0)
        for name in CORE:
            if rows[name]:
                found.setdefault(name, release)
    return found


@pytest.mark.parametrize("table", [name for name in CORE if name not in OF_PEOPLE])
def test_a_bad_value_goes_to_quarantine_and_the_rest_goes_on(table: str, example: dict[str, ReadRelease]) -> None:
    """One copy of a release for each bad value: each is named with table, column, check and value, and only what it belongs to is turned away."""
    bad = list(bad_values(CORE[table]))
    rows, good = empty_rows(), copy_of(example[table], 0)
    for number in range(len(bad) + 1):
        fresh = copy_of(example[table], number)
        if number:
            column, value = bad[number - 1]
            fresh[table][0][column] = value
        for name, listed in fresh.items():
            rows[name] += listed
    checked = validate(rows)
    wrong = {(f.column, f.reason) for f in checked.faults if f.table == table and f.check not in {"reference_resolves", "is_unique"}}
    for column, value in bad:
        assert any(c == column and repr(value)[:40] in reason for c, reason in wrong), (table, column, value)
    assert {f.table for f in checked.faults if f.check not in {"reference_resolves", "is_unique"}} == {table}
    for name, listed in good.items():
        left = checked.frames[name].to_dicts()
        assert all(row in left for row in listed), (table, name)
        assert len(left) < len(rows[name]) or not listed or name != table


@pytest.mark.parametrize("table", list(ALL))
def test_a_bad_value_that_readout_itself_makes_is_refused(table: str) -> None:
    """A row of any table, of ops and of what is resolved too, is refused with table, column and check before anything is written."""
    model = ALL[table]
    row = {name: fitting(column) for name, column in model.to_schema().columns.items()}
    assert checked_frame(table, [row]).height == 1
    for column, value in bad_values(model):
        with pytest.raises(WarehouseError, match=rf"^{table}\.{column}: \w"):
            checked_frame(table, [row, row | {column: value}])


def test_what_columns_take_is_taken() -> None:
    """Null where it may be, whole numbers as shares, whole characters beyond the first plane, moments of any zone."""
    row = {name: fitting(column) for name, column in CORE["report"].to_schema().columns.items()}
    row |= {name: None for name, column in CORE["report"].to_schema().columns.items() if column.nullable}
    frame, misfits = frame_of(CORE["report"], [row | {"confidence": 1, "report_id": "\U0001f600"}])
    assert (frame.height, misfits) == (1, [])
    zone = dt.timezone(dt.timedelta(hours=5))
    robots = {"origin": "https://a.example", "asked_at": MOMENT.astimezone(zone), "rules": None, "problem": ""}
    assert checked_frame("robots", [robots])["asked_at"].to_list() == [MOMENT]


@pytest.mark.parametrize("table", sorted(set(PRIMARY_KEYS) & set(CORE)))
def test_a_key_that_stands_twice_is_turned_away(table: str, example: dict[str, ReadRelease]) -> None:
    """Two rows of one key go, with what belongs to them; the database would refuse the whole load for them."""
    rows, good = copy_of(example["report"], 1), copy_of(example["report"], 2)
    rows[table].append(dict(rows[table][0]))
    both = {name: rows[name] + good[name] for name in rows}
    checked = validate(both)
    assert ("is_unique", PRIMARY_KEYS[table]) in {(f.check, f.column) for f in checked.faults}
    assert checked.frames["report"].height == len(good["report"]) + (len(rows["report"]) - 2 if table == "report" else 0)


@pytest.mark.parametrize("table", [*OF_REPORT, "report", "section", "block", "revision"])
def test_a_row_of_nothing_is_turned_away(table: str, example: dict[str, ReadRelease]) -> None:
    """A row whose report, revision or release is not in its batch is turned away with that reason."""
    rows = copy_of(example[table], 1)
    column = "report_id" if table in OF_REPORT else "release_id" if table == "revision" else "revision_id"
    rows[table][0][column] = "nowhere"
    checked = validate(rows)
    assert (table, column, "reference_resolves") in {(f.table, f.column, f.check) for f in checked.faults}
    assert "nowhere" not in (checked.frames[table][column].to_list() if checked.frames[table].height else [])
