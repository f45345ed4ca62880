"""What a reviewer judged: one object per line of reviews.jsonl, beside corrections.jsonl."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Literal

from flows.corrections.journal import append_lines, read_lines
from flows.corrections.lines import Line, Words

# What is judged of each report; the words of the answers of a gold folder.
FIELDS = ("kind", "mode", "status", "focus", "date", "venue", "city", "country", "parties", "participants", "topics")
Verdict = Literal["right", "wrong", "fixed", "skipped"]
Mode = Literal["sample", "least", "release"]


class Review(Line):
    """A report as it was shown, and what the reviewer said: right, false, fixed in some fields, or skipped.

    `wrong_fields` are those that were named as wrong; `is_complete` says whether the release tells of nothing else, None where that was not asked.
    """

    version: Literal[1] = 1
    reviewed_at: dt.datetime
    author: Words
    mode: Mode
    seed: int | None = None
    release_id: Words
    report_id: Words
    quote: Words
    confidence: float
    verdict: Verdict
    wrong_fields: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    is_complete: bool | None = None

    def rows(self) -> list[dict[str, Any]]:
        """The rows of ops.review: one for the report, and one per field where it is an engagement at all."""
        own = {"report_id": self.report_id, "release_id": self.release_id, "mode": self.mode, "seed": self.seed, "author": self.author,
               "reviewed_at": self.reviewed_at.astimezone(dt.UTC)}  # fmt: skip
        if self.verdict == "skipped":
            return []
        fields = [{"field": "engagement", "is_right": self.verdict != "wrong"}, {"field": "all", "is_right": self.verdict == "right"}]
        if self.verdict != "wrong":
            fields += [{"field": name, "is_right": name not in self.wrong_fields} for name in FIELDS]
        return [own | row for row in fields]


def read_reviews(path: Path) -> list[Review]:
    """All reviews in order.  Raises `CorrectionsError` for a bad line."""
    return read_lines(path, Review.model_validate_json)


def add_review(path: Path, review: Review) -> None:
    """Add a review, on disk before this returns.  Raises `CorrectionsError`."""
    append_lines(path, [review.model_dump_json(exclude_none=True)], Review.model_validate_json)
