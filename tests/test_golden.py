"""The samples keep their outline, their records and their evidence."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.evaluation.scoring import evaluate
from flows.extract.extract import extract
from flows.reading import ReadRelease
from tests.conftest import GOLDEN, read_folder, shared_folder

FLOORS = yaml.safe_load((GOLDEN / "floors.yaml").read_text(encoding="utf-8"))


def answers(path: Path) -> dict[str, list[Any]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {row["document"]: row["engagements"] for row in rows}


def found(releases: dict[str, ReadRelease]) -> dict[str, list[Any]]:
    return {key: [report.answer() for report in release.extraction.reports] for key, release in releases.items() if release.extraction}


def outline(release: ReadRelease) -> list[list[Any]]:
    document = release.document
    assert document is not None
    rows: list[list[Any]] = []
    for block in document.blocks:
        row: list[Any] = [block.kind, block.level, document.text[block.start : block.end][:60]]
        if block.label:
            row.append(block.label.of(document.text))
        if block.table_no is not None:
            row.append(
                [[c.row_no, c.column_no, c.is_header, document.text[c.start : c.end]] for c in document.tables[block.table_no].cells]
            )
        rows.append(row)
    return rows


def check_floors(figures: Any, floors: dict[str, float]) -> list[str]:
    return [f"{name}: {figures.value(name):.3f} < {floor}" for name, floor in floors.items() if (figures.value(name) or 0) < floor]


def test_outlines(golden: dict[str, ReadRelease]) -> None:
    """Each sample parses into the outline that was read by hand: headings, labels, items, cells; no menu, no banner."""
    expected = {
        row["document"]: row["outline"] for row in map(json.loads, (GOLDEN / "outlines.jsonl").read_text(encoding="utf-8").splitlines())
    }
    assert {key: outline(release) for key, release in golden.items()} == expected


def test_records_reach_the_floors(golden: dict[str, ReadRelease]) -> None:
    """What is found in the samples agrees with the answers at least as well as pinned."""
    figures = evaluate(answers(GOLDEN / "answers.jsonl"), found(golden))
    assert check_floors(figures, FLOORS["golden"]) == []


@pytest.mark.parametrize("name", ["dev", "written1", "written2"])
def test_shared_answers_reach_the_floors(name: str) -> None:
    """What is found in the shared releases agrees with their answers at least as well as pinned."""
    folder = shared_folder(f"gold/{name}")
    figures = evaluate(answers(folder / "answers.jsonl"), found(read_folder(folder)))
    assert check_floors(figures, FLOORS[name]) == []


def test_figures_are_the_scorers_own() -> None:
    """`evaluate` gives the figures of the scorer that the answers come with."""
    folder = shared_folder("gold/written1")
    scorer = runpy.run_path(str(folder.parent / "score.py"), run_name="scorer")
    gold, mine = answers(folder / "answers.jsonl"), found(read_folder(folder))
    theirs = scorer["compare"](gold, mine)
    figures = evaluate(gold, mine)
    for name, row in theirs.items():
        if name != "documents":
            assert figures.value(name) == pytest.approx(row.get("f1", row.get("accuracy"))), name


def test_the_release_of_thx_news() -> None:
    """Every field of the release that the project began with is right."""
    folder = shared_folder("gold/dev")
    key = "thx-2024-07-02-peruvian-minister-of-defense-meeting"
    release = read_folder(folder)[key]
    expected = answers(folder / "answers.jsonl")[key]
    assert release.extraction is not None
    got = [report.answer() for report in release.extraction.reports]
    assert got == expected
    labels = {topic.label for topic in release.extraction.reports[0].topics if topic.label}
    assert {"Air Domain Awareness", "Cybersecurity", "Emerging Technologies", "Peacekeeping"} <= labels
    assert [a.name for a in release.extraction.attributions] == [
        "THX News",
        "US Department of State",
        "US Embassy in Peru",
        "US Department of Defense",
    ]
    assert [r.relation for r in release.extraction.reports[0].references] == ["follows"]


def test_every_value_has_verbatim_evidence(golden: dict[str, ReadRelease]) -> None:
    """Every non-null field of every report has evidence, and every quote is the text at its span."""
    for release in golden.values():
        assert release.document is not None
        assert release.extraction is not None
        for report in release.extraction.reports:
            fields = {(row.element, row.field) for row in report.evidence}
            for row in report.evidence:
                assert row.quote
                assert release.document.part(row.part)[row.start : row.end] == row.quote
            for name, value in (
                ("start_on", report.start),
                ("venue", report.venue),
                ("city", report.city),
                ("country", report.country),
                ("kind", report.kind),
            ):
                assert value is None or ("report", name) in fields, (release.capture.document_id, name)
            assert {f"party/{p.code}" for p in report.parties} <= {element for element, _ in fields}
            assert {f"participant/{p.name}" for p in report.participants} <= {element for element, _ in fields}


def test_reading_depends_on_the_release_alone(golden: dict[str, ReadRelease]) -> None:
    """The same document read again, after all others and in reverse order, yields the same extraction."""
    for release in reversed(golden.values()):
        assert release.document is not None
        assert extract(release.document) == release.extraction
