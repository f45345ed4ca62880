"""`readout eval`: figures, intervals, calibration and differences on answered releases."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.cli.main import app
from flows.evaluation.calibration import calibration, intervals
from flows.evaluation.gold import GoldError, read_gold
from flows.evaluation.judging import judge
from flows.evaluation.scoring import score_release
from tests.conftest import GOLDEN

RELEASE = "Defence Secretary Helen Marchbank met with Polish Minister of Defence Adam Kowal in Warsaw on 3 May."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A gold folder of one release whose answer is what is found in it."""
    (tmp_path / "a.txt").write_text(RELEASE, encoding="utf-8")
    facts = {"id": "a", "path": "a.txt", "media_type": "text/plain", "published_at": "2024-05-10", "title": "Meeting in Warsaw"}
    (tmp_path / "index.jsonl").write_text(json.dumps(facts | {"publisher": "Ministry of Defence (United Kingdom)"}), encoding="utf-8")
    write(tmp_path, [])
    write(tmp_path, read_gold(tmp_path)[0].found)
    return tmp_path


def write(folder: Path, engagements: list[Any]) -> None:
    (folder / "answers.jsonl").write_text(json.dumps({"document": "a", "engagements": engagements}) + "\n", encoding="utf-8")


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["eval", *map(str, arguments)])


def test_answers_equal_to_what_is_found_score_one(folder: Path) -> None:
    """Nothing differs, every figure is 1, and the command succeeds."""
    result = run(folder, "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert report["differences"] == []
    assert {row["value"] for name, row in report["figures"].items() if name != "invented"} == {1.0}


def test_a_difference_names_release_field_both_values_and_rule(folder: Path) -> None:
    """A wrong city is one difference, with the rule that read it."""
    answers = read_gold(folder)[0].found
    write(folder, [answers[0] | {"city": "Gdansk"}])
    result = run(folder, "--json")
    (row,) = json.loads(result.stdout)["differences"]
    assert result.exit_code == 0
    assert (row["document_id"], row["field"], row["expected"], row["found"], row["rule"]) == (
        "a",
        "city",
        "Gdansk",
        "Warsaw",
        "places.city",
    )


def test_what_is_not_found_lowers_recall(folder: Path) -> None:
    """An answer that is not found is a difference without a rule."""
    answers = read_gold(folder)[0].found
    missing = answers[0] | {"parties": ["FRA", "ITA"], "participants": [], "kind": "call", "mode": "phone", "start": "2024-01-02"}
    write(folder, [*answers, missing])
    report = json.loads(run(folder, "--json").stdout)
    assert report["figures"]["all"]["value"] == pytest.approx(2 / 3)
    assert [(row["field"], row["found"], row["rule"]) for row in report["differences"]] == [("report", None, None)]


def test_intervals_hold_the_figure_and_do_not_change() -> None:
    """Resampling the samples' releases gives the same interval each time, with the figure inside."""
    releases = read_gold(GOLDEN)
    figures = [score_release(release.expected, release.found) for release in releases]
    first, second = intervals(figures), intervals(figures)
    assert first == second
    low, high = first["participants"]
    total = figures[0]
    for other in figures[1:]:
        total.add(other)
    assert low <= (total.value("participants") or 0) <= high


def test_every_value_found_is_judged_with_its_rule() -> None:
    """No value of the samples lacks a rule, a confidence, or a place in the calibration."""
    rows = [
        row for row in judge(read_gold(GOLDEN)) if row.found is not None and row.field not in {"report", "title", "person_party", "mode"}
    ]
    assert [row for row in rows if row.rule is None or not 0 < (row.confidence or 0) <= 1] == []
    assert sum(cell.count for cell in calibration([(row.confidence or 0, row.is_right) for row in rows])) == len(rows)


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        (None, "answers.jsonl: not there"),
        ('{"document": "a", "engagements": []}\n{broken', "line 2: not of the form"),
        ('{"document": "b", "engagements": []}', "answers for 'b'"),
        ('{"document": "a", "engagements": []}\n{"document": "a", "engagements": []}', "line 2: a second answer for 'a'"),
    ],
)
def test_bad_answers_are_named(folder: Path, answers: str | None, message: str) -> None:
    """File and line of what is wrong, and what to do; no traceback."""
    if answers is None:
        (folder / "answers.jsonl").unlink()
    else:
        (folder / "answers.jsonl").write_text(answers, encoding="utf-8")
    with pytest.raises(GoldError, match=message):
        read_gold(folder)
    result = run(folder)
    assert result.exit_code == 3
    assert "Traceback" not in result.output


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A folder that is not there is an error of its own name."""
    shutil.rmtree(tmp_path)
    assert run(tmp_path).exit_code == 3
