"""What extraction yields: reports with evidence, attributions and what was withheld."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemas.vocabulary import (
    AttributionKind,
    Basis,
    DateBasis,
    DatePrecision,
    Focus,
    Kind,
    Level,
    Mode,
    OutcomeKind,
    Part,
    Relation,
    Role,
    Side,
    Stance,
    Status,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One span that supports one field of one element of a report.

    `element` is "report", "party/<code>", "participant/<name>", "topic/<key>",
    "outcome/<start>", "reference/<trigger start>" or "attribution/<name>".  `part` names
    the stored text that `start:end` points into; `quote` is that text, verbatim.
    """

    element: str
    field: str
    part: Part
    start: int
    end: int
    quote: str
    rule: str
    basis: Basis
    confidence: float


@dataclass(frozen=True, slots=True)
class Withheld:
    """A candidate that was not believed, and why."""

    element: str
    field: str
    candidate: str
    reason: str
    confidence: float
    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Party:
    code: str
    side: Side


@dataclass(frozen=True, slots=True)
class Participant:
    """A named person who took part; `_text` fields are as written."""

    name: str
    name_text: str
    title: str | None
    title_text: str | None
    party: str | None
    institution: str | None
    level: Level
    role: Role


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic; `code` is None where the release's own label fits no code of TOPICS.md."""

    code: str | None
    label: str | None
    stance: Stance

    @property
    def key(self) -> str:
        """The name of this topic among the report's elements."""
        return self.code or self.label or ""


@dataclass(frozen=True, slots=True)
class Outcome:
    kind: OutcomeKind
    actor: str | None
    verb: str
    content: str
    due_text: str | None
    due_on: str | None
    start: int


@dataclass(frozen=True, slots=True)
class Reference:
    """From this report to another of the same release, by its trigger's place."""

    relation: Relation
    other_part: Part
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who the release names as a source or spokesperson, document-wide."""

    name: str
    kind: AttributionKind
    title: str | None
    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """What one release says of one engagement.

    `start` and `end` are `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.  The trigger is the span of
    the words that announce the engagement: with the revision, it is the report's key.
    """

    trigger_part: Part
    trigger_start: int
    trigger_end: int
    kind: Kind
    mode: Mode
    status: Status
    focus: Focus
    start: str | None
    end: str | None
    date_precision: DatePrecision | None
    date_basis: DateBasis | None
    date_text: str | None
    venue: str | None
    city: str | None
    country: str | None
    event_name: str | None
    series: str | None
    edition_no: int | None
    parent_trigger_start: int | None
    confidence: float
    parties: tuple[Party, ...]
    participants: tuple[Participant, ...]
    topics: tuple[Topic, ...]
    outcomes: tuple[Outcome, ...]
    references: tuple[Reference, ...]
    evidence: tuple[Evidence, ...]

    def answer(self) -> dict[str, Any]:
        """This report in the form that `score.py` compares with the answers."""
        return {
            "kind": self.kind,
            "mode": self.mode,
            "status": self.status,
            "focus": self.focus,
            "start": self.start,
            "end": self.end,
            "venue": self.venue,
            "city": self.city,
            "country": self.country,
            "parties": sorted(p.code for p in self.parties),
            "participants": [{"name": p.name, "title": p.title, "party": p.party} for p in self.participants],
            "topics": sorted({t.code for t in self.topics if t.code}),
        }


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document yields.  `skipped` is the reason where the document was not read."""

    document_id: str
    reports: tuple[Report, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    skipped: str | None = None
