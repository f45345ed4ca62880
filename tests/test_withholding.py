"""A value whose evidence is too weak is null, and its candidate is withheld with the reason."""

from __future__ import annotations

import dataclasses

import pytest

from flows.extract.withholding import thresholds, withhold
from flows.reading import ReadRelease

KEPT = ("kind", "mode", "status", "focus", "trigger_start", "trigger_end")


def test_nothing_is_withheld_above_the_thresholds(golden: dict[str, ReadRelease]) -> None:
    """With thresholds of nought every report stays as it is."""
    for release in golden.values():
        for report in release.extraction.reports if release.extraction else ():
            assert withhold(report, {"default": 0.0}) == (report, ())


@pytest.mark.parametrize("field", ["start_on", "city", "country", "title", "party", "code"])
def test_what_is_doubted_leaves_with_its_evidence(golden: dict[str, ReadRelease], field: str) -> None:
    """A field, a person's field, a party or a topic goes; the rest of the report stays, and the reason names both figures."""
    seen = 0
    for release in golden.values():
        for report in release.extraction.reports if release.extraction else ():
            left, found = withhold(report, {"default": 0.0, field: 1.1})
            seen += len(found)
            assert all(row.field == field and row.candidate and f"{row.confidence:.2f} is below 1.10" in row.reason for row in found)
            gone = {(row.element, row.field) for row in found}
            assert not any((row.element, row.field) in gone for row in left.evidence)
            assert {row for row in report.evidence if row.field not in {field, "end_on"}} <= set(left.evidence)
            assert [getattr(left, name) for name in KEPT] == [getattr(report, name) for name in KEPT]
            if field == "start_on":
                assert (left.start, left.end, left.date_text, left.date_precision) == (None,) * 4
            if field == "code":
                assert not any(topic.code for topic in left.topics)
                assert {p.code for p in left.parties} <= {p.party for p in report.participants}
    assert seen


def test_the_least_confidence_of_a_field_is_its_own_or_the_default() -> None:
    """Every threshold is a share, and fields that the file does not list take the default."""
    assert all(0 <= least <= 1 for least in thresholds().values())
    assert "default" in thresholds()


def test_a_weak_second_span_takes_nothing(golden: dict[str, ReadRelease]) -> None:
    """The best of several spans decides."""
    report = next(r for release in golden.values() if release.extraction for r in release.extraction.reports if r.start)
    weak = tuple(dataclasses.replace(row, confidence=0.1) for row in report.evidence if row.field == "start_on")
    doubled = dataclasses.replace(report, evidence=(*weak, *report.evidence))
    assert withhold(doubled, thresholds())[0].start == report.start
