"""Reviewed releases as a gold folder for `readout eval`: bodies, index and answers."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.corrections.making import Desk
from flows.evaluation.gold import ANSWERS
from flows.fetch.capture import Capture
from flows.fetch.files import ENDINGS, FACTS, INDEX
from flows.review.lines import Review
from warehouse.reviewable import Reviewable

MEDIA_ENDINGS = {"text/html": ".html", "text/plain": ".txt", "text/markdown": ".md", "application/json": ".json"}


@dataclass(frozen=True, slots=True)
class Exported:
    """How many releases were written, and how many were left out since not all of them was judged."""

    written_count: int
    left_out_count: int


def export_gold(desk: Desk, everything: Sequence[Reviewable], reviews: Sequence[Review], folder: Path) -> Exported:
    """Write the releases of which every report was judged, and that tell of nothing else, with what corrections leave as the answers.

    An answer must be whole: what is found and not answered counts as false.  Raises `CorrectionsError`, and `OSError` where the folder refuses.
    """
    last = {review.report_id: review for review in reviews if review.verdict != "skipped"}
    complete = {review.release_id for review in reviews if review.is_complete}
    unjudged = {r.release_id for r in everything if r.report_id not in last}
    touched = {review.release_id for review in last.values()}
    folder.mkdir(parents=True, exist_ok=True)
    index, answers = [], []
    for release_id in sorted((touched & complete) - unjudged):
        capture = desk.capture(release_id)
        _, reports = desk.reports(release_id)
        identity = f"{re.sub(r'[^A-Za-z0-9._-]+', '-', capture.document_id).strip('-')[:80]}-{release_id[:6]}"
        path = identity + _ending(capture)
        (folder / path).write_bytes(capture.body)
        facts = {name: capture.facts[name] for name in FACTS if capture.facts.get(name) is not None}
        index.append({"id": identity, "path": path, "media_type": capture.media_type} | facts)
        answers.append({"document": identity, "engagements": [report.answer() for report in reports]})
    for name, rows in ((INDEX, index), (ANSWERS, answers)):
        (folder / name).write_text("".join(_line(row) for row in rows), encoding="utf-8")
    return Exported(len(answers), len(touched) - len(answers))


def _ending(capture: Capture) -> str:
    own = Path(capture.path).suffix.lower()
    return own if own in ENDINGS else MEDIA_ENDINGS.get((capture.media_type or "").split(";")[0], ".html")


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"
