"""How right production is: shares over the random sample, with their intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from flows.review.lines import Review

# The standard normal's quantile for 95 %.
Z = 1.959964


def wilson(right: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927): it holds for few judgements and for shares near 0 and 1."""
    if not count:
        return 0.0, 1.0
    share, spread = right / count, Z * Z / count
    middle = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt(share * (1 - share) / count + spread / (4 * count)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def review_rows(reviews: Iterable[Review]) -> list[dict[str, Any]]:
    """The rows of ops.review: of a report that was judged more than once the last judgement."""
    last = {review.report_id: review for review in reviews if review.verdict != "skipped"}
    return [row for review in last.values() for row in review.rows()]


def figure_rows(reviews: Iterable[Review]) -> list[dict[str, Any]]:
    """The rows of ops.accuracy: only what was drawn at random counts, so that the figure is unbiased."""
    drawn = review_rows(r for r in reviews if r.mode == "sample")
    figures = []
    for field in dict.fromkeys(row["field"] for row in drawn):
        judged = [row["is_right"] for row in drawn if row["field"] == field]
        low, high = wilson(sum(judged), len(judged))
        figures.append(
            {"field": field, "judged_count": len(judged), "right_count": sum(judged), "share": sum(judged) / len(judged), "low": low, "high": high}
        )  # fmt: skip
    return figures
