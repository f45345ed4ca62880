"""Calibration: whether a confidence means what it says, and what each rule's has been worth."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flows.evaluation.judging import Judgement
from flows.evaluation.scoring import Figures

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)
# A rule seen this many times counts for half against the mean of all rules of its kind of value.
SHRINKAGE = 8
# The confidence from which a value is promised to be right 95 times in 100 (issue 3).
SURE = 0.9
RESAMPLES = 500
SEED = 20241124


@dataclass(frozen=True, slots=True)
class Bin:
    """The values whose confidence lies in `low:high`: how many, and the share found right."""

    low: float
    high: float
    count: int
    share_right: float


@dataclass(frozen=True, slots=True)
class RulePrecision:
    """How often the values that a rule gave were right."""

    rule: str
    basis: str
    count: int
    share_right: float
    prior: float


def values(rows: Iterable[Judgement]) -> list[Judgement]:
    """The judgements of values that were found by a rule."""
    return [row for row in rows if row.confidence is not None]


def calibration(scored: Iterable[tuple[float, bool]]) -> list[Bin]:
    """The table of (confidence, right) pairs by bins of confidence; empty bins left out."""
    cells: dict[int, list[bool]] = defaultdict(list)
    for confidence, right in scored:
        cells[next(n for n in range(len(BINS) - 1) if confidence < BINS[n + 1])].append(right)
    return [Bin(BINS[n], min(BINS[n + 1], 1.0), len(found), sum(found) / len(found)) for n, found in sorted(cells.items())]


def rule_precisions(rows: Sequence[Judgement]) -> list[RulePrecision]:
    """Each rule's and basis's precision, the most frequent first."""
    groups: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for row in values(rows):
        groups[row.rule or "", row.basis or ""].append(row)
    found = [
        RulePrecision(rule, basis, len(group), sum(r.is_right for r in group) / len(group), group[0].confidence or 0.0)
        for (rule, basis), group in groups.items()
    ]
    return sorted(found, key=lambda row: (-row.count, row.rule, row.basis))


def cross_validated(rows: Sequence[Judgement]) -> list[tuple[float, bool]]:
    """(Confidence, right) of every value, the confidence fitted on the other publishers alone.

    A value's confidence is the share right of its field and rule elsewhere, shrunk towards the field's.
    """
    found = values(rows)
    scored: list[tuple[float, bool]] = []
    for publisher in sorted({row.publisher for row in found}):
        fields, rules = _counts(row for row in found if row.publisher != publisher)
        for row in found:
            if row.publisher == publisher:
                scored.append((_fitted(row, fields, rules), row.is_right))
    return scored


Counts = Mapping[tuple[str, ...], tuple[int, int]]


def _counts(rows: Iterable[Judgement]) -> tuple[Counts, Counts]:
    fields: dict[tuple[str, ...], tuple[int, int]] = {}
    rules: dict[tuple[str, ...], tuple[int, int]] = {}
    for row in rows:
        for table, key in ((fields, (row.field,)), (rules, (row.field, row.rule or "", row.basis or ""))):
            right, count = table.get(key, (0, 0))
            table[key] = (right + row.is_right, count + 1)
    return fields, rules


def _fitted(row: Judgement, fields: Counts, rules: Counts) -> float:
    right, count = fields.get((row.field,), (0, 0))
    mean = (right + 1) / (count + 2)
    right, count = rules.get((row.field, row.rule or "", row.basis or ""), (0, 0))
    return (right + SHRINKAGE * mean) / (count + SHRINKAGE)


def share_when_sure(scored: Iterable[tuple[float, bool]]) -> tuple[int, float | None]:
    """How many values have a confidence of `SURE` or more, and the share of them that is right."""
    sure = [right for confidence, right in scored if confidence >= SURE]
    return len(sure), (sum(sure) / len(sure) if sure else None)


def intervals(figures: Sequence[Figures]) -> dict[str, tuple[float, float]]:
    """Each figure's 95 % interval by resampling releases; the same input gives the same intervals."""
    draw = random.Random(SEED)
    drawn: dict[str, list[float]] = defaultdict(list)
    for _ in range(RESAMPLES if figures else 0):
        total = Figures()
        for _ in figures:
            total.add(figures[draw.randrange(len(figures))])
        for name in [*total.tallies, *total.shares]:
            value = total.value(name)
            if value is not None:
                drawn[name].append(value)
    found = {}
    for name, sample in drawn.items():
        sample.sort()
        found[name] = (sample[int(0.025 * len(sample))], sample[min(int(0.975 * len(sample)), len(sample) - 1)])
    return found
