"""Outcomes: what was agreed, pledged and announced, and the next step."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.extract.dates import find_dates
from schemas.vocabulary import OutcomeKind


@dataclass(frozen=True, slots=True)
class FoundOutcome:
    """One outcome at `start:end`; its parts as spans of the same text."""

    start: int
    end: int
    kind: OutcomeKind
    actor_span: tuple[int, int] | None
    verb_span: tuple[int, int]
    content_span: tuple[int, int]
    due_span: tuple[int, int] | None
    due_on: str | None


# In order; a commitment is a discrete, future-oriented statement of intended action by a party.
PATTERNS: tuple[tuple[OutcomeKind, re.Pattern[str]], ...] = (
    (
        "next_engagement",
        re.compile(
            r"(?P<verb>(?:agreed to|will|is to|are to|plan(?:s)? to) (?:next )?(?:meet|hold|host|reconvene|convene)(?: next| again)?)"
            r"(?P<content>[^.;]*\b(?:next|again|session|round|edition|meeting|talks|dialogue|consultations?)\b[^.;]*)"
        ),
    ),
    ("agreement", re.compile(r"(?P<verb>\bagreed (?:to|that|on)|\bsigned)\b(?P<content>[^.;]{5,})")),
    (
        "commitment",
        re.compile(
            r"(?P<verb>\b(?:pledged|committed|promised|undertook) (?:to|that)|\bwill (?=(?:provide|send|deliver|host|build|train|buy|donate|deploy|fund|supply|increase|open|establish)\b))(?P<content>[^.;]{5,})"
        ),
    ),
    ("announcement", re.compile(r"(?P<verb>\bannounced)\b(?P<content>[^.;]{5,})")),
)
ACTOR = re.compile(r"^(?P<actor>[A-ZÀ-Þ“\"][^,;:]{1,90}?)\s+(?:also |further |have |has |had )*$")


def find_outcomes(text: str, sentences: Sequence[tuple[int, int]], published_on: dt.date | None) -> list[FoundOutcome]:
    """The outcomes told in `sentences`, spans of `text`; at most one per sentence and kind."""
    found = []
    for start, end in sentences:
        for kind, pattern in PATTERNS:
            match = pattern.search(text, start, end)
            if match is None:
                continue
            actor = ACTOR.match(text[start : match.start()])
            low, high = match.span("content")
            while low < high and text[low].isspace():
                low += 1
            due = next((mention for mention in find_dates(text[low:high])), None)
            resolved = due.resolve(published_on, future=True, anchor=None) if due else None
            found.append(
                FoundOutcome(
                    start,
                    end,
                    kind,
                    (start + actor.start("actor"), start + actor.end("actor")) if actor else None,
                    match.span("verb"),
                    (low, high),
                    (low + due.start, low + due.end) if due and resolved else None,
                    resolved.start if resolved else None,
                )
            )
            break
    return found
