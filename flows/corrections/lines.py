"""What an analyst corrected: one object per line of corrections.jsonl, which with the archive is the truth."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from schemas.vocabulary import Basis

VERSION = 1
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Value = Words | int
Quotes = Annotated[list[Words], Field(min_length=1)]


class Line(BaseModel):
    """What all parts of a line share: nothing unknown is let pass."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Target(Line):
    """What is corrected: `quote` is a passage of the release in which the words stand that announce the report.

    `element` is report, party/CODE, participant/NAME, topic/CODE or outcome/WORDS; `address` finds the release where its id is gone.
    """

    release_id: Words
    quote: Words
    element: Words = "report"
    field: Words | None = None
    address: Words | None = None


class Set(Line):
    """The field has this value, for these words of the release say so."""

    action: Literal["set"] = "set"
    value: Value
    evidence: Quotes
    basis: Basis = "stated"


class Null(Line):
    """The release does not tell the field's value; the old one is withheld."""

    action: Literal["null"] = "null"


class Add(Line):
    """An element is missing: a participant, party, topic, outcome, or the whole report.  `evidence` holds quotes by field."""

    action: Literal["add"] = "add"
    values: dict[Words, Value | list[Words]] = {}
    evidence: dict[Words, Quotes] = {}
    basis: Basis = "stated"


class Remove(Line):
    """The element, or the whole report, is false."""

    action: Literal["remove"] = "remove"


class Merge(Line):
    """The target and the other are one engagement, or one person."""

    action: Literal["merge"] = "merge"
    other: Target


class Split(Line):
    """The target and the other are two engagements, or two persons."""

    action: Literal["split"] = "split"
    other: Target


class Undo(Line):
    """An earlier correction is taken back."""

    action: Literal["undo"] = "undo"
    correction: Words


Change = Annotated[Set | Null | Add | Remove | Merge | Split | Undo, Field(discriminator="action")]


class Correction(Line):
    """One line: who corrected what, when and why."""

    version: Literal[1] = 1
    id: Words
    author: Words
    reason: Words
    made_at: dt.datetime
    target: Target | None = None
    change: Change

    @property
    def key(self) -> str:
        """What it says, whoever says it when: the same twice changes nothing."""
        return content_key(self.target, self.change)

    def line(self) -> str:
        """The line of the file, without its end."""
        return self.model_dump_json(exclude_none=True)


def content_key(target: Target | None, change: Change) -> str:
    """A digest of what a correction says."""
    said = [target.model_dump(mode="json", exclude_none=True) if target else None, change.model_dump(mode="json", exclude_none=True)]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:10]


def undone(corrections: list[Correction]) -> dict[str, str]:
    """The ids of corrections that were taken back, each with the id of the line that does so."""
    return {c.change.correction: c.id for c in corrections if isinstance(c.change, Undo)}


def read_line(words: str | bytes) -> Correction:
    """The correction of a line.

    Raises `ValueError` with what is wrong and where in the line.
    """
    row: Any = json.loads(words)
    if isinstance(row, dict) and isinstance(row.get("version"), int) and row["version"] > VERSION:
        raise ValueError(f"version {row['version']} is newer than this Readout's {VERSION}; install a newer one")
    correction = Correction.model_validate_json(words)
    if (correction.target is None) != isinstance(correction.change, Undo):
        raise ValueError("target: every correction but an undo has one")
    return correction
