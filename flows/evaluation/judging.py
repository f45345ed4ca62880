"""Judging: every value found, right or wrong beside its answer, with the rule and the confidence behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flows.evaluation.gold import AnsweredRelease
from flows.evaluation.scoring import likeness_of_words, named, pair, pair_people, span
from flows.extract.report import Report

WHOLE = ("kind", "mode", "status", "focus", "country")
BY_WORDS = ("city", "venue")
# Titles, cities and venues count as right from this likeness of their words on, as in score.py.
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Judgement:
    """One value beside its answer.

    `expected` or `found` is None where there is none; `rule`, `basis` and `confidence` are those of the value found.
    """

    document_id: str
    publisher: str
    engagement: str
    field: str
    expected: str | None
    found: str | None
    is_right: bool
    rule: str | None
    basis: str | None
    confidence: float | None


def judge(releases: Sequence[AnsweredRelease]) -> list[Judgement]:
    """Every value of every report found, and every answer that was not found."""
    return [row for release in releases for row in _judge_release(release)]


def _judge_release(release: AnsweredRelease) -> Iterator[Judgement]:
    pairs = pair(release.expected, release.found)
    for i, j in pairs:
        yield _row(release, release.expected[i], "report", "found", "found", True, release.reports[j])
        yield from _judge_pair(release, release.expected[i], release.reports[j])
    for i, expected in enumerate(release.expected):
        if all(i != a for a, _ in pairs):
            yield _row(release, expected, "report", _brief(expected), None, False, None)
    for j, report in enumerate(release.reports):
        if all(j != b for _, b in pairs):
            answer = report.answer()
            yield _row(release, answer, "report", None, _brief(answer), False, report)


def _judge_pair(release: AnsweredRelease, gold: dict[str, Any], report: Report) -> Iterator[Judgement]:
    found = report.answer()
    for name in WHOLE:
        if gold.get(name) != found.get(name) or found.get(name):
            yield _row(release, gold, name, gold.get(name), found.get(name), gold.get(name) == found.get(name), report)
    if gold.get("start") or found.get("start"):
        yield _row(release, gold, "date", _days(gold), _days(found), span(gold) == span(found), report, key="start_on")
    for name in BY_WORDS:
        if gold.get(name) or found.get(name):
            alike = bool(gold.get(name)) and likeness_of_words(gold[name], found.get(name)) >= ALIKE
            yield _row(release, gold, name, gold.get(name), found.get(name), alike, report)
    for name, element in (("parties", "party"), ("topics", "topic")):
        expected, mine = set(gold.get(name) or []), set(found.get(name) or [])
        for code in sorted(expected | mine):
            wanted, got = (code if code in expected else None), (code if code in mine else None)
            yield _row(release, gold, name, wanted, got, wanted == got, report, element=f"{element}/{code}", key="code")
    yield from _judge_people(release, gold, found, report)


def _judge_people(release: AnsweredRelease, gold: dict[str, Any], found: dict[str, Any], report: Report) -> Iterator[Judgement]:
    people = pair_people(named(gold), named(found))
    for expected, mine in people:
        element = f"participant/{mine['name']}"
        yield _row(release, gold, "participants", expected["name"], mine["name"], True, report, element=element, key="name")
        if expected.get("title"):
            alike = likeness_of_words(expected["title"], mine.get("title")) >= ALIKE
            yield _row(release, gold, "title", expected["title"], mine.get("title"), alike, report, element=element)
        if expected.get("party"):
            same = expected["party"] == mine.get("party")
            yield _row(release, gold, "person_party", expected["party"], mine.get("party"), same, report, element=element, key="party")
    for expected in named(gold):
        if all(expected is not a for a, _ in people):
            yield _row(release, gold, "participants", expected["name"], None, False, None)
    for mine in named(found):
        if all(mine is not b for _, b in people):
            element = f"participant/{mine['name']}"
            yield _row(release, gold, "participants", None, mine["name"], False, report, element=element, key="name")


def _row(
    release: AnsweredRelease,
    engagement: dict[str, Any],
    field: str,
    expected: Any,
    found: Any,
    is_right: bool,
    report: Report | None,
    *,
    element: str = "report",
    key: str | None = None,
) -> Judgement:
    rule = basis = confidence = None
    if report is not None and found is not None:
        name = "kind" if field == "report" else key or field
        rows = [row for row in report.evidence if row.element == element and row.field == name]
        best = max(rows, key=lambda row: row.confidence, default=None)
        if best is not None:
            rule, basis, confidence = best.rule, best.basis, report.confidence if field == "report" else best.confidence
    return Judgement(
        release.document_id, release.publisher, _brief(engagement), field, expected, found, is_right, rule, basis, confidence
    )  # fmt: skip


def _days(engagement: dict[str, Any]) -> str | None:
    start, end = engagement.get("start"), engagement.get("end")
    return f"{start}..{end}" if end else start


def _brief(engagement: dict[str, Any]) -> str:
    parties = ",".join(engagement.get("parties") or [])
    return f"{engagement.get('focus')} {engagement['kind']} {_days(engagement) or '-'} {parties}"
