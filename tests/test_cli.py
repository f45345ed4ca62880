"""The command as a user meets it: real processes, real files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import GOLDEN, ROOT

RELEASES = GOLDEN / "releases"


def readout(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    environment = os.environ | {"READOUT_HOME": str(home), "READOUT_WORKERS": "1", "COLUMNS": "120"}
    code = "from flows.cli.main import run; run()"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with the samples ingested."""
    folder = tmp_path_factory.mktemp("home")
    result = readout("ingest", RELEASES, home=folder)
    assert result.returncode == 0, result.stderr
    assert "26 new, 0 changed, 0 unchanged, 0 skipped, 0 quarantined" in result.stdout
    return folder


def test_the_second_ingest_says_that_nothing_changed(home: Path) -> None:
    """Running twice changes nothing and says so; with --json nothing but data is on standard output."""
    result = readout("ingest", "--json", RELEASES, home=home)
    assert result.returncode == 0, result.stderr
    counts = json.loads(result.stdout)
    assert (counts["new_count"], counts["changed_count"], counts["unchanged_count"]) == (0, 0, 26)


def test_rebuild_and_verify(home: Path) -> None:
    """The warehouse is made again from the archive, and every invariant holds."""
    assert readout("rebuild", home=home).returncode == 0
    result = readout("verify", home=home)
    assert result.returncode == 0
    assert "FAILED" not in result.stdout


def test_sql_in_every_form(home: Path, tmp_path: Path) -> None:
    """A query comes as a table, as JSON lines, as CSV and as Parquet."""
    sql = "select kind, count(*) as n from engagements group by 1 order by 2 desc, 1"
    rows = [json.loads(line) for line in readout("sql", sql, "--json", home=home).stdout.splitlines()]
    assert rows[0]["kind"] == "meeting"
    assert readout("sql", sql, "--csv", home=home).stdout.splitlines()[0] == "kind,n"
    assert "meeting" in readout("sql", sql, home=home).stdout
    target = tmp_path / "x.parquet"
    assert readout("sql", sql, "--parquet", target, home=home).returncode == 0
    assert target.stat().st_size > 0
    bad = readout("sql", "select nonsense", home=home)
    assert bad.returncode == 2
    assert "Traceback" not in bad.stderr


def test_tables_prints_the_dictionary(home: Path) -> None:
    """The data dictionary names tables and columns with their comments."""
    assert "main.engagements: One row per engagement" in readout("tables", home=home).stdout


def test_extract_needs_no_warehouse(tmp_path: Path) -> None:
    """Extraction prints one object per release and leaves no working folder behind."""
    result = readout("extract", RELEASES, home=tmp_path / "none")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(rows) == 26
    assert all(set(row) == {"document", "engagements"} for row in rows)
    assert not (tmp_path / "none").exists()


def test_extract_with_evidence(tmp_path: Path) -> None:
    """With --evidence each engagement carries its spans, quotes, rules and bases."""
    result = readout("extract", "--evidence", RELEASES / "pentagon-talks-peru.html", "-o", tmp_path / "x.jsonl", home=tmp_path)
    assert result.returncode == 0
    row = json.loads((tmp_path / "x.jsonl").read_text(encoding="utf-8"))
    assert {"quote", "rule", "basis", "start", "end"} <= set(row["engagements"][0]["evidence"][0])


def test_extract_imports_neither_prefect_nor_duckdb() -> None:
    """Extraction and help start without the heavy libraries."""
    code = "import sys, flows.reading, flows.cli.main; print(sorted({'prefect', 'duckdb', 'polars', 'pandera'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert result.stdout.strip() == "[]"


def test_show_prints_outline_and_engagements(tmp_path: Path) -> None:
    """One release is shown as the pipeline sees it."""
    result = readout("show", RELEASES / "thx-style-rewrite.txt", home=tmp_path)
    assert result.returncode == 0
    for words in ("metadata", "outline", "table", "Jana Nelson", "Pentagon"):
        assert words in result.stdout


@pytest.mark.parametrize("command", ["extract", "show", "ingest"])
def test_a_missing_path_is_named_without_a_traceback(command: str, tmp_path: Path) -> None:
    """A path that does not exist ends with code 3 and its name."""
    result = readout(command, tmp_path / "nowhere", home=tmp_path / "home")
    assert result.returncode == 3
    assert "nowhere" in result.stderr
    assert "Traceback" not in result.stderr


def test_bad_files_are_skipped_and_the_others_loaded(tmp_path: Path) -> None:
    """A binary, an empty and a deeply nested file are named and recorded; the good one is loaded."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text("Polish President Adam Kowal met with Czech President Jan Novák in Prague on 3 May 2024.")
    (folder / "binary.html").write_bytes(b"\x89PNG\x00\x01")
    (folder / "empty.md").write_text("")
    (folder / "deep.html").write_text("<div>" * 100_000)
    result = readout("ingest", folder, "--strict", home=tmp_path / "home")
    assert result.returncode == 1
    assert "1 new, 0 changed, 0 unchanged, 3 skipped" in result.stdout
    for name in ("binary.html", "empty.md", "deep.html"):
        assert name in result.stderr
    assert "Traceback" not in result.stderr
    kept = readout("sql", "select count(*) as n from ops.skipped", "--json", home=tmp_path / "home")
    assert json.loads(kept.stdout) == {"n": 3}


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    """A setting out of range ends with code 2 and the setting's name."""
    environment = os.environ | {"READOUT_BATCH_RELEASES": "0", "READOUT_HOME": str(tmp_path)}
    code = "from flows.cli.main import run; run()"
    result = subprocess.run([sys.executable, "-c", code, "verify"], capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert result.returncode == 2
    assert "READOUT_BATCH_RELEASES" in result.stderr


def test_the_readmes_commands_run(home: Path) -> None:
    """Every `readout` line of the README runs."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line.removeprefix("$ ") for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    commands = [line for line in lines if line.startswith(".venv/bin/readout ")]
    assert len(commands) >= 5
    import shlex

    for command in commands:
        result = readout(*shlex.split(command, comments=True)[1:], home=home)
        assert result.returncode == 0, (command, result.stderr)
