"""Which reports are reviewed: the least confident, a random sample, or those of one release."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from flows.review.lines import Mode, Review
from warehouse.reviewable import Reviewable


def pick(reports: Sequence[Reviewable], judged: Sequence[Review], mode: Mode, count: int, seed: int | None) -> list[Reviewable]:
    """The reports still to be judged, in order.

    A sample is the first `count` of an order that the seed and the reports' ids alone give, so that a session can be taken up again;
    what was judged or skipped in it counts.
    """
    before = {review.report_id for review in judged if review.mode == mode and review.seed == seed}
    if mode == "sample":
        left = [r for r in reports if r.report_id not in before]
        left.sort(key=lambda r: hashlib.sha256(f"{seed} {r.report_id}".encode()).digest())
        return left[: max(count - len(before), 0)]
    done = {review.report_id for review in judged if review.verdict != "skipped"} | before
    left = [r for r in reports if r.report_id not in done]
    left.sort(key=lambda r: (r.confidence, r.report_id) if mode == "least" else (r.part != "title", r.start))
    return left[:count]
