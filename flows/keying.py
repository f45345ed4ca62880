"""Keying: what was read gets the keys that the writer gives it, and the corrections that are about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from flows.corrections.applying import Concern, concerns_digest
from flows.corrections.settling import add_effects, corrected_release
from flows.reading import ReadRelease, Sighting, read
from flows.rows import Rows, add_rows, report_key
from flows.shaping import Frames, Shaped, of_captures
from flows.validate import Validated, validate
from schemas.tables import CORE

# Columns that hold the key of a release, a revision, a report; and of what a report's key is made.
RELEASE_KEYS = ("release_id",)
REVISION_KEYS = ("revision_id", "current_revision_id")
REPORT_KEYS = ("report_id", "parent_report_id", "other_report_id")
REPORT_SPAN = ("report_id", "revision_id", "trigger_part", "trigger_start_no", "trigger_end_no")


@dataclass(frozen=True, slots=True)
class Placed:
    """A sighting with the revision that it shows; its release's id is known."""

    seen: Sighting
    revision_id: str
    revision_no: int


@dataclass(frozen=True, slots=True)
class Keyed:
    """Frames to load, with what was turned away; `report_count` counts the reports of both."""

    checked: Validated
    report_count: int


def keyed(shaped: Shaped, placed: Sequence[Placed], concerns: Mapping[str, Sequence[Concern]], load_id: str, rows: Rows) -> Keyed:
    """The frames of what is `placed`, under its keys, and of `rows`, which have theirs.

    What has corrections, or broke a schema, is made and validated here, by itself: an edit needs the document, and quarantine the keys.
    """
    simple: list[Placed] = []
    for place in placed:
        own = concerns.get(place.seen.release_id, [])
        if own or place.seen.number in shaped.unsound:
            _add_apart(rows, shaped.unsound.get(place.seen.number) or read(place.seen.capture), place, own, load_id)
        else:
            simple.append(place)
    frames = _under_keys(shaped.frames, simple, load_id)
    report_count = len(rows["report"]) + (frames["report"].height if "report" in frames else 0)
    checked = validate(rows)
    both = {name: [frame for frame in (checked.frames[name], frames.get(name)) if frame is not None and frame.height] for name in CORE}
    merged = {name: pl.concat(parts) if parts else checked.frames[name] for name, parts in both.items()}
    return Keyed(Validated(merged, checked.faults, checked.turned_away), report_count)


def _add_apart(rows: Rows, release: ReadRelease, place: Placed, concerns: Sequence[Concern], load_id: str) -> None:
    corrected, effects = corrected_release(replace(release, known_id=place.seen.release_id), concerns)
    add_rows(rows, corrected, place.revision_id, place.revision_no, load_id, concerns_digest(concerns))
    add_effects(rows, effects, place.revision_id)


def _under_keys(frames: Frames, placed: Sequence[Placed], load_id: str) -> Frames:
    """The rows of what is placed, each number replaced by the key that it stands for."""
    releases = {place.seen.number: place.seen.release_id for place in placed}
    revisions = {place.seen.number: place.revision_id for place in placed}
    numbers = {place.seen.number: place.revision_no for place in placed}
    chosen = of_captures(frames, releases)
    spans = chosen["report"].select(REPORT_SPAN).iter_rows() if "report" in chosen else ()
    reports = {old: report_key(revisions[number], part, start, end) for old, number, part, start, end in spans}
    new = {
        **dict.fromkeys(RELEASE_KEYS, releases), **dict.fromkeys(REVISION_KEYS, revisions), **dict.fromkeys(REPORT_KEYS, reports)
    }  # fmt: skip
    return {
        name: frame.with_columns(
            *(_replaced(column, keys) for column, keys in new.items() if column in frame.columns),
            *([pl.col("revision_id").replace_strict(numbers, return_dtype=pl.Int64).alias("revision_no")] if name == "revision" else []),
            *([pl.lit(load_id).alias("load_id")] if "load_id" in frame.columns else []),
        )
        for name, frame in chosen.items()
        if frame.height
    }


def _replaced(column: str, new: Mapping[str, str]) -> pl.Expr:
    """Each key of a column by the one that takes its place; null stays null."""
    return pl.col(column).replace_strict(dict(new), default=None, return_dtype=pl.String)
