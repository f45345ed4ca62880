"""Ad-hoc SQL can read the warehouse and nothing else, and takes no more than it may."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.home import Home
from warehouse.asking import Limits, ask
from warehouse.connect import QueryError, WarehouseError

FEW = Limits(mebibytes=256, seconds=30, rows=1000)


def test_rows_come_as_they_are(golden_home: Home) -> None:
    """Dates, lists and nulls arrive typed; a statement without rows gives none."""
    answer = ask(golden_home.snapshot, "select date '2024-05-01' as day, ['PER', 'USA'] as parties, null::integer as n", FEW)
    assert [str(value) for value in answer.rows.to_pylist()[0].values()] == ["2024-05-01", "['PER', 'USA']", "None"]
    assert not answer.is_cut
    assert ask(golden_home.snapshot, "describe engagements", FEW).rows.num_rows > 5


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('{secret}')",
        "select * from read_csv('{secret}')",
        "select * from '{secret}'",
        "select * from glob('{folder}/*')",
        "copy (select 1 as a) to '{folder}/out.csv'",
        "copy (select 1 as a) to '{snapshot}.tmp/out.csv'",
        "export database '{folder}/out'",
        "attach '{folder}/other.duckdb' as other",
        "install json",
        "load fts",
        "create persistent secret s (type http, bearer_token 'x')",
        "drop table main.engagements",
        "delete from core.report",
        "create table main.mine as select 1 as a",
        "set memory_limit = '100GB'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set temp_directory = '{folder}'",
        "call enable_logging('QueryLog', storage = 'file', storage_path = '{folder}')",
    ],
)
def test_nothing_but_reading(golden_home: Home, tmp_path: Path, sql: str) -> None:
    """No file is read or written, no extension loaded, no table changed, no setting turned."""
    secret = tmp_path / "secret.csv"
    secret.write_text("a\nsecret\n")
    before = golden_home.snapshot.read_bytes()
    with pytest.raises(QueryError) as caught:
        ask(golden_home.snapshot, sql.format(secret=secret, folder=tmp_path, snapshot=golden_home.snapshot), FEW)
    assert "secret\n" not in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.csv"]
    assert golden_home.snapshot.read_bytes() == before
    assert not golden_home.snapshot.with_name(golden_home.snapshot.name + ".tmp").exists()


def test_a_query_without_end_is_stopped(golden_home: Home) -> None:
    """Time runs out for a recursion that never ends."""
    endless = "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t"
    with pytest.raises(QueryError, match="2 seconds"):
        ask(golden_home.snapshot, endless, Limits(seconds=2))


@pytest.mark.parametrize("sql", ["select list(range) from range(2_000_000_000)", "select repeat('x', 1_000_000) as a from range(900)"])
def test_a_query_that_wants_too_much_memory_is_stopped(golden_home: Home, sql: str) -> None:
    """Memory is bounded, for the query and for its result."""
    with pytest.raises(QueryError, match=r"ask for less"):
        ask(golden_home.snapshot, sql, FEW)


def test_a_long_result_is_cut_and_says_so(golden_home: Home) -> None:
    """No more rows than allowed, the first ones; exactly as many are no cut."""
    answer = ask(golden_home.snapshot, "select range as n from range(10_000_000_000)", FEW)
    assert (answer.rows.num_rows, answer.is_cut) == (1000, True)
    assert answer.rows["n"].to_pylist() == list(range(1000))
    assert not ask(golden_home.snapshot, "select range as n from range(1000)", FEW).is_cut


def test_where_there_is_no_warehouse(tmp_path: Path) -> None:
    """The missing file is named with what to do."""
    with pytest.raises(WarehouseError, match="readout ingest"):
        ask(tmp_path / "warehouse.duckdb", "select 1", FEW)
