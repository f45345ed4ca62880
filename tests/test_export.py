"""What is exported opens again with the same rows."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

from flows.home import Home
from tests.test_cli import readout
from warehouse.connect import WarehouseError, open_reader
from warehouse.export import YEARS, export


def rows_of(home: Home, sql: str) -> list[tuple[object, ...]]:
    con = open_reader(home.snapshot)
    try:
        return con.sql(sql).fetchall()
    finally:
        con.close()


def test_parquet_opens_again_by_year(golden_home: Home, tmp_path: Path) -> None:
    """Every table comes back with the same rows; tables with days are partitioned by year, undated rows under year 0."""
    written = export(golden_home.snapshot, tmp_path / "out", "parquet")
    assert {item.table for item in written} >= set(YEARS)
    con = duckdb.connect()
    for item in written:
        where = f"{item.path}/**/*.parquet" if item.path.is_dir() else str(item.path)
        back = con.sql(f"select * from read_parquet('{where}', hive_partitioning = true)")
        columns = ", ".join(f'"{name}"' for name in back.columns if name != "year" or item.table not in YEARS)
        expected = rows_of(golden_home, f"select {columns} from main.{item.table} order by all")
        assert con.sql(f"select {columns} from back order by all").fetchall() == expected, item.table
        assert len(expected) == item.row_count
    years = {int(str(row[0])) for row in rows_of(golden_home, "select distinct coalesce(year(start_on), 0) from engagements")}
    assert {int(path.name.removeprefix("year=")) for path in (tmp_path / "out" / "engagements").iterdir()} == years


def test_csv_and_json_lines_open_again(golden_home: Home, tmp_path: Path) -> None:
    """Python's own readers find every row and column, lists joined by spaces in CSV and kept in JSON."""
    expected = rows_of(golden_home, "select engagement_id, parties from engagements order by 1")
    export(golden_home.snapshot, tmp_path / "csv", "csv")
    with (tmp_path / "csv" / "engagements.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted((row["engagement_id"], row["parties"]) for row in csv.DictReader(file))
    assert rows == [(key, " ".join(parties or ())) for key, parties in expected]
    export(golden_home.snapshot, tmp_path / "jsonl", "jsonl")
    lines = (tmp_path / "jsonl" / "engagements.jsonl").read_text(encoding="utf-8").splitlines()
    found = sorted((json.loads(line)["engagement_id"], json.loads(line)["parties"]) for line in lines)
    assert found == [(key, parties) for key, parties in expected]


def test_cameo_events_have_codes_and_two_actors(golden_home: Home, tmp_path: Path) -> None:
    """Every event has source, target, CAMEO code and PLOVER event; codes keep their leading zero."""
    (written,) = export(golden_home.snapshot, tmp_path / "events", "cameo")
    with written.path.open(encoding="utf-8", newline="") as file:
        events = list(csv.DictReader(file, delimiter="\t"))
    assert len(events) == written.row_count > 0
    for event in events:
        assert event["cameo_code"].startswith("0")
        assert event["plover_event"] in {"AGREE", "CONSULT", "COOPERATE", "SUPPORT"}
        assert event["source"] != event["target"]


def test_no_file_is_written_over(golden_home: Home, tmp_path: Path) -> None:
    """A folder that holds files is refused and left as it was; so is a place where no folder can be."""
    (tmp_path / "mine.txt").write_text("mine")
    result = readout("export", tmp_path, home=golden_home.folder)
    assert (result.returncode, "new folder" in result.stderr) == (3, True)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(WarehouseError, match="cannot be written"):
        export(golden_home.snapshot, tmp_path / "mine.txt" / "out", "csv")
    assert readout("export", tmp_path / "new", "--format", "csv", home=golden_home.folder).returncode == 0
