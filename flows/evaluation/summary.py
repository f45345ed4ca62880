"""What an evaluation tells: figures, calibration, rules, differences, as plain values."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from flows.evaluation.calibration import calibration, cross_validated, intervals, rule_precisions, share_when_sure, values
from flows.evaluation.gold import AnsweredRelease
from flows.evaluation.judging import judge
from flows.evaluation.scoring import Figures, score_release


def summary(releases: Sequence[AnsweredRelease]) -> dict[str, Any]:
    """Figures with 95 % intervals, the calibration of confidences, each rule's precision, and every difference."""
    by_release = [score_release(release.expected, release.found) for release in releases]
    total = Figures()
    for figures in by_release:
        total.add(figures)
    ranges = intervals(by_release)
    rows = judge(releases)
    scored = cross_validated(rows)
    own = [(row.confidence or 0.0, row.is_right) for row in values(rows)]
    return {
        "releases": len(releases),
        "figures": {
            name: {"value": total.value(name), "low": ranges[name][0], "high": ranges[name][1], "count": total.count(name)}
            for name in [*total.tallies, *total.shares]
            if total.value(name) is not None
        },
        "calibration": {
            "own": _calibration(calibration(own), share_when_sure(own)),
            "cross_validated": _calibration(calibration(scored), share_when_sure(scored)),
        },
        "rules": [dataclasses.asdict(row) for row in rule_precisions(rows)],
        "differences": [
            {key: value for key, value in dataclasses.asdict(row).items() if key != "is_right"} for row in rows if not row.is_right
        ],
    }


def _calibration(bins: Sequence[Any], sure: tuple[int, float | None]) -> dict[str, Any]:
    return {"bins": [dataclasses.asdict(row) for row in bins], "sure_count": sure[0], "sure_share_right": sure[1]}
