"""Corrections into the warehouse: what was read without them is read again, and only that."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from flows.corrections.applying import Concern, concerning, concerns_digest, correct
from flows.corrections.effects import Effect
from flows.corrections.journal import read_corrections
from flows.corrections.lines import Add, Correction, Set, undone
from flows.corrections.passages import Passage
from flows.fetch.archive import Archive
from flows.reading import ReadRelease, read
from flows.rows import Rows, report_key
from warehouse.corrections import ReadRevision, corrected_revisions, correction_lines, find_releases, store_corrections

log = logging.getLogger(__name__)


def sync(con: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Bring core.correction up to the file; whether anything changed.

    Raises `CorrectionsError` where a line cannot be read: nothing is changed then.
    """
    corrections = read_corrections(path)
    targets = [target for c in corrections for target in (c.target, getattr(c.change, "other", None)) if target]
    release_of = find_releases(con, [(target.release_id, target.address) for target in targets])
    taken_back = undone(corrections)
    return store_corrections(con, [_row(c, number, taken_back, release_of) for number, c in enumerate(corrections, start=1)])


def _row(correction: Correction, number: int, taken_back: dict[str, str], release_of: dict[tuple[str, str | None], str]) -> dict[str, Any]:
    target, change = correction.target, correction.change
    other = getattr(change, "other", None)
    value = str(change.value) if isinstance(change, Set) else None
    if isinstance(change, Add):
        value = json.dumps(change.values, ensure_ascii=False, sort_keys=True)
    return {
        "correction_id": correction.id, "line_no": number, "author": correction.author, "reason": correction.reason,
        "made_at": correction.made_at.astimezone(dt.UTC), "action": change.action,
        "release_id": release_of[target.release_id, target.address] if target else None,
        "quote": target.quote if target else None, "element": target.element if target else None, "field": target.field if target else None,
        "value": value, "other_release_id": release_of[other.release_id, other.address] if other else None,
        "other_quote": other.quote if other else None, "other_element": other.element if other else None,
        "undone_by": taken_back.get(correction.id), "line": correction.line(),
    }  # fmt: skip


def known_concerns(con: duckdb.DuckDBPyConnection) -> dict[str, list[Concern]]:
    """By release, the corrections that the warehouse knows to be about it."""
    rows = correction_lines(con)
    corrections = [Correction.model_validate_json(line) for line, _, _ in rows]
    release_of: dict[tuple[str, str | None], str] = {}
    for correction, (_, release_id, other_id) in zip(corrections, rows, strict=True):
        for target, found in ((correction.target, release_id), (getattr(correction.change, "other", None), other_id)):
            if target is not None and found is not None:
                release_of[target.release_id, target.address] = found
    return concerning(corrections, undone(corrections), release_of)


def unsettled(con: duckdb.DuckDBPyConnection, concerns: dict[str, list[Concern]]) -> list[ReadRevision]:
    """The revisions that were read with other corrections than they are to be."""
    return [r for r in corrected_revisions(con, concerns) if r.corrections_digest != concerns_digest(concerns.get(r.release_id, []))]


def reread(archive: Archive, revisions: Sequence[ReadRevision]) -> list[tuple[ReadRelease, ReadRevision]]:
    """The bodies of revisions read again, each as the revision that it is of."""
    done = []
    for revision in revisions:
        capture = archive.at(revision.segment, revision.offset)
        result = read(capture) if capture else None
        if result is None or result.document is None:
            log.warning("%s at %d: no body that can be read; its corrections wait for a backup", revision.segment, revision.offset)
        else:
            done.append((replace(result, known_id=revision.release_id), revision))
    return done


def add_effects(rows: Rows, effects: Sequence[Effect], revision_id: str) -> None:
    """Add what corrections came to in a revision to `rows`."""
    for effect in effects:
        rows["correction_effect"].append(
            {"revision_id": revision_id, "correction_id": effect.correction_id, "end": effect.end, "about_report_id": _key(revision_id, effect.report),
             "name": effect.name, "note": effect.note}
        )  # fmt: skip


def _key(revision_id: str, place: Passage | None) -> str | None:
    return report_key(revision_id, place.part, place.start, place.end) if place else None


def corrected_release(release: ReadRelease, concerns: Sequence[Concern]) -> tuple[ReadRelease, list[Effect]]:
    """The release as its corrections leave it, and what each came to."""
    if not concerns or release.document is None or release.extraction is None:
        return release, []
    extraction, effects = correct(release.document, release.extraction, concerns)
    return replace(release, extraction=extraction), effects
