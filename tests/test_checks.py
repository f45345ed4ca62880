"""Checks are data with a whole head, run whatever becomes of their neighbours, and what they find is kept."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from config.settings import Settings
from flows.checking import note_check, run_checks
from flows.home import Home
from flows.rebuild import rebuild
from tests.test_cli import readout
from warehouse.asking import Limits
from warehouse.check_results import add_note, holding_notes
from warehouse.check_runs import Circumstances, failed_blocking, result_of
from warehouse.checking import CheckError, chosen, read_check, read_checks
from warehouse.connect import WarehouseError, open_reader, open_writer
from warehouse.guarded_checks import run_guarded
from warehouse.read import query

NOW = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)
HEAD = "-- severity: warn\n-- dimension: validity\n-- meaning: Of a test.\n-- threshold: 0\n-- blocking: no\n"
POPULATION = "-- population: select count(*) from core.release\n"
ENDLESS = "select count(*) from range(100000) a, range(100000) b, range(100000) c where a.range + b.range + c.range < 0"
BROKEN = "update core.evidence set quote = quote || '!' where rowid = 0"


@pytest.fixture
def home(golden_home: Home, tmp_path: Path) -> Home:
    """A working folder of the samples that a test may change."""
    return Home(shutil.copytree(golden_home.folder, tmp_path / "home"))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Writes a check of the user's own, in a current folder that has such checks."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "readout.d" / "checks"
    folder.mkdir(parents=True)

    def write(name: str, text: str) -> Path:
        path = folder / f"{name}.sql"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def break_evidence(home: Home) -> None:
    """One quote is no longer the words at its span, in the writer's file and in the snapshot."""
    for path in (home.core, home.snapshot):
        with closing(open_writer(path)) as con:
            con.execute(BROKEN)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("select 1", ":1: the head lacks severity"),
        (HEAD.replace("-- meaning: Of a test.\n", "") + "select 1", ":1: the head lacks meaning"),
        (HEAD.replace("Of a test.", "") + "select 1", ":1: the head lacks meaning"),
        (HEAD.replace("warn", "grave") + "select 1", ":1: severity: 'grave' is none of error, warn, info"),
        (HEAD.replace("validity", "beauty") + "select 1", ":2: dimension: 'beauty' is none of"),
        (HEAD.replace("threshold: 0", "threshold: few") + "select 1", ":4: threshold: 'few' is neither"),
        (HEAD.replace("threshold: 0", "threshold: 120%") + POPULATION + "select 1", ":4: threshold: '120%' is neither"),
        (HEAD.replace("threshold: 0", "threshold: 2%") + "select 1", ":4: threshold: a share needs the population"),
        (HEAD.replace("blocking: no", "blocking: yes") + "select 1", ":5: blocking: only a check of severity error"),
        (HEAD + "-- owner: me\nselect 1", ":6: owner: unknown key"),
        (HEAD + "-- severity: info\nselect 1", ":6: severity stands in line 1 already"),
        ("-- a comment\n" + HEAD + "select 1", ":1: a line of the head is"),
        (HEAD, ":6: no query follows"),
    ],
)
def test_a_check_without_a_whole_head_is_refused(text: str, fault: str, tmp_path: Path) -> None:
    """The message names the file and the line."""
    path = tmp_path / "some_check.sql"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CheckError) as refused:
        read_check(path)
    assert f"{path}{fault}" in str(refused.value)


def test_a_head_may_go_on_in_a_second_line(tmp_path: Path) -> None:
    """A line that begins with two spaces belongs to the one before; a share knows its population."""
    path = tmp_path / "some_check.sql"
    path.write_text(
        HEAD.replace("test.", "test,\n--   told at length.").replace(": 0", ": 2.5 %") + POPULATION + "select 1 -- x: y", encoding="utf-8"
    )
    check = read_check(path)
    assert (check.meaning, str(check.threshold), check.population) == (
        "Of a test, told at length.",
        "2.5%",
        "select count(*) from core.release",
    )
    assert not check.threshold.is_passed_by(5, 200)
    assert check.threshold.is_passed_by(6, 200)


def test_own_checks_are_laid_over_the_shipped(own: Callable[[str, str], Path], home: Home) -> None:
    """A file of the same name replaces the shipped check, another is added; an unknown name is refused."""
    own("evidence__is_unique", HEAD + "select 1 as a")
    own("mine", HEAD + "select 2 as a where false")
    run = run_checks(Settings(home=home.folder), ["mine", "evidence__is_unique"], NOW)
    assert [(r.name, r.outcome) for r in run.checked.results] == [("evidence__is_unique", "warned"), ("mine", "passed")]
    with pytest.raises(CheckError, match="yours: no such check"):
        run_checks(Settings(home=home.folder), ["yours"], NOW)


def test_an_errored_check_is_never_green_and_stops_no_other(own: Callable[[str, str], Path], home: Home) -> None:
    """Bad SQL, SQL that writes, that takes too long or too much memory: errored with the reason; the check after it runs."""
    own("a1_nonsense", HEAD + "select nonsense from nowhere")
    own("a2_writes", HEAD + f"copy core.report to '{home.folder}/out.csv'")
    own("a3_slow", HEAD + ENDLESS)
    own("a4_large", HEAD + "select list(a.range) from range(40000000) a, range(10) b")
    own("a5_sound", HEAD + POPULATION + "select release_id from core.release limit 0")
    run = run_guarded(
        home.snapshot, [c for c in read_checks() if c.name[:2] in {"a1", "a2", "a3", "a4", "a5"}], Circumstances(NOW),
        Limits(mebibytes=200, seconds=1.5),
    )  # fmt: skip
    assert [(r.name, r.outcome) for r in run.results] == [
        ("a1_nonsense", "errored"), ("a2_writes", "errored"), ("a3_slow", "errored"), ("a4_large", "errored"), ("a5_sound", "passed"),
    ]  # fmt: skip
    assert all(r.reason for r in run.results[:4])
    assert "1.5 seconds" in (run.results[2].reason or "")
    assert not (home.folder / "out.csv").exists()


def test_the_check_at_which_the_process_ends_is_errored(own: Callable[[str, str], Path], home: Home) -> None:
    """Where the operating system kills the process, the check then running is errored and the others run in a new one."""
    own("b1_first", HEAD + "select 1 as a")
    own("b2_heavy", HEAD + ENDLESS)
    own("b3_last", HEAD + "select 3 as a")
    checks = [c for c in read_checks() if c.name[:2] in {"b1", "b2", "b3"}]
    killer = threading.Thread(target=kill_the_busy_child)
    killer.start()
    run = run_guarded(home.snapshot, checks, Circumstances(NOW), Limits())
    killer.join()
    assert [r.outcome for r in run.results] == ["warned", "errored", "warned"]
    assert "(-9)" in (run.results[1].reason or "")


def kill_the_busy_child() -> None:
    """Kill the child of this process once it has worked for longer than its start takes: it is in the endless query."""
    while True:
        for child in psutil.Process().children():
            if "warehouse.guarded_checks" in child.cmdline() and child.cpu_times().user > 2.5:
                child.kill()
                return
        time.sleep(0.05)


def test_results_are_kept_and_reach_the_snapshot(home: Home) -> None:
    """Each run's results stand in the snapshot with the state that they saw, and are carried over a rebuild."""
    settings = Settings(home=home.folder, workers=1)
    first = run_checks(settings, [], NOW)
    break_evidence(home)
    second = run_checks(settings, ["evidence__quote_is_verbatim"], NOW + dt.timedelta(days=1))
    assert first.checked.seen.load_id == second.checked.seen.load_id
    assert first.checked.seen.content_digest != second.checked.seen.content_digest
    assert first.before == {}
    assert (second.before["evidence__quote_is_verbatim"].outcome, second.before["evidence__quote_is_verbatim"].checked_at) == (
        "passed",
        NOW,
    )
    sql = "select run_id, checked_at, outcome, culprit_count, population_count, sample from ops.check_result where name = 'evidence__quote_is_verbatim' order by checked_at"
    before = query(home.snapshot, sql).to_pylist()
    assert [(row["run_id"], row["outcome"], row["culprit_count"]) for row in before] == [
        (first.run_id, "passed", 0),
        (second.run_id, "failed", 1),
    ]
    (culprit,) = json.loads(before[1]["sample"])
    assert culprit["quote"].endswith("!")
    assert {"report_id", "element", "field"} <= set(culprit)
    rebuild(settings, lambda _: None)
    assert query(home.snapshot, sql).to_pylist() == before


def test_a_failing_blocking_check_is_told_before_publishing(home: Home, own: Callable[[str, str], Path]) -> None:
    """`failed_blocking` names what fails or cannot be run on an open database, and nothing that only warns, be it for a file of the user's own."""
    own("only_warns", HEAD + "select 1 as a")
    with closing(open_reader(home.snapshot)) as con:
        assert failed_blocking(con) == []
    break_evidence(home)
    with closing(open_reader(home.snapshot)) as con:
        assert [(r.name, r.outcome) for r in failed_blocking(con)] == [("evidence__quote_is_verbatim", "failed")]
    own("evidence__quote_is_verbatim", HEAD + "select 1 as a")
    with closing(open_reader(home.snapshot)) as con:
        assert failed_blocking(con) == []
    own("mine", HEAD.replace("warn", "error").replace("blocking: no", "blocking: yes") + "select nonsense")
    with closing(open_reader(home.snapshot)) as con:
        assert [(r.name, r.outcome) for r in failed_blocking(con)] == [("mine", "errored")]


def test_a_mute_holds_until_its_day_and_an_acknowledgement_while_nothing_more_is_found(tmp_path: Path) -> None:
    """What was said last counts; nothing said before is taken back; a run that failed acknowledges nothing."""
    check = next(check for check in read_checks() if check.name == "quarantine__is_empty")
    name, today = check.name, NOW.date()

    def holds(count: int | None, day: int) -> str | None:
        result = result_of(check, 0.0, "warned" if count else "errored", culprit_count=count)
        return holding_notes(con, [result], today + dt.timedelta(days=day)).get(name)

    with closing(open_writer(tmp_path / "core.duckdb")) as con:
        add_note(con, name, "mute", NOW, "it is mended", until_on=today + dt.timedelta(days=1))
        assert [holds(3, 0), holds(9, 1), holds(None, 1), holds(3, 2)] == ["mute", "mute", "mute", None]
        add_note(con, name, "acknowledge", NOW + dt.timedelta(hours=1), "known", culprit_count=3)
        assert [holds(3, 9), holds(2, 9), holds(4, 9), holds(None, 9)] == ["acknowledge", "acknowledge", None, None]
        add_note(con, name, "unmute", NOW + dt.timedelta(hours=2), "look again")
        assert holds(3, 0) is None
        assert con.execute("select count(*) from ops.check_note").fetchall() == [(3,)]


def test_an_acknowledgement_needs_something_found(home: Home) -> None:
    """What was not found cannot be known; an acknowledged check is shown so in the snapshot and still keeps a broken warehouse from publishing."""
    settings, name = Settings(home=home.folder), "evidence__quote_is_verbatim"
    with pytest.raises(CheckError, match="nothing to acknowledge"):
        note_check(settings, name, "acknowledge", NOW, "known")
    break_evidence(home)
    run_checks(settings, [name], NOW)
    assert note_check(settings, name, "acknowledge", NOW, "known") == 1
    assert query(home.snapshot, "select kind, culprit_count, reason from ops.check_note").to_pylist() == [
        {"kind": "acknowledge", "culprit_count": 1, "reason": "known"}
    ]
    with closing(open_reader(home.snapshot)) as con:
        assert [r.name for r in failed_blocking(con)] == [name]


def test_no_snapshot_is_told(tmp_path: Path) -> None:
    """Without a warehouse the message says what makes one."""
    with pytest.raises(WarehouseError, match="readout ingest"):
        run_guarded(tmp_path / "none.duckdb", chosen(read_checks(), []), Circumstances(NOW), Limits())


def test_checks_on_the_command_line(home: Home) -> None:
    """`list`, `run` and `mute` say what they did; what fails ends with 1, muted with 0, a day that has passed with 2."""
    assert "evidence__quote_is_verbatim" in readout("checks", "list", home=home.folder).stdout
    break_evidence(home)
    failed = readout("checks", "run", "evidence__quote_is_verbatim", "--json", home=home.folder)
    assert failed.returncode == 1
    told = json.loads(failed.stdout)
    assert (told["culprit_count"], told["before"]) == (1, None)
    assert (
        readout("checks", "mute", "evidence__quote_is_verbatim", "--until", "2020-01-01", "--reason", "x", home=home.folder).returncode == 2
    )
    muted = readout("checks", "mute", "evidence__quote_is_verbatim", "--until", "2999-01-01", "--reason", "known", home=home.folder)
    assert "mute until 2999-01-01" in muted.stdout
    run = readout("checks", "run", "evidence__quote_is_verbatim", home=home.folder)
    assert (run.returncode, "(mute)" in run.stdout) == (0, True)
    wrong = readout("checks", "mute", "evidence__quote_is_verbatim", "--until", "2020-01-01", "--reason", "x", home=home.folder)
    assert (wrong.returncode, "Traceback" in wrong.stderr) == (2, False)
