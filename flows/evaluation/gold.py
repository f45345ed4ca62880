"""Gold folders: releases with answers, read and extracted."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.extract.report import Report
from flows.fetch.files import PathError, list_files, read_captures
from flows.reading import read

ANSWERS = "answers.jsonl"


class GoldError(Exception):
    """A gold folder that cannot be used; the message names file and line and what to do."""


@dataclass(frozen=True, slots=True)
class AnsweredRelease:
    """A release with the engagements expected of it and the reports found in it."""

    folder: str
    document_id: str
    publisher: str
    expected: Sequence[dict[str, Any]]
    reports: Sequence[Report]

    @property
    def found(self) -> list[dict[str, Any]]:
        """The reports in the form of the answers."""
        return [report.answer() for report in self.reports]


def read_gold(folder: Path) -> list[AnsweredRelease]:
    """The answered releases of a folder, in the order of their ids.

    The folder holds answers.jsonl and the releases; the answers may lie beside a folder `releases`.
    Raises `GoldError` for a missing folder, missing or broken answers, and answers to releases that are not there.
    """
    expected = _answers(folder / ANSWERS)
    inner = folder / "releases"
    where = inner if (inner / "index.jsonl").is_file() else folder
    try:
        listed, refusals = list_files([where])
    except PathError as error:
        raise GoldError(str(error)) from error
    releases = []
    for capture in read_captures(listed, refusals, dt.datetime.now(dt.UTC)):
        if capture.document_id in expected:
            result = read(capture)
            publisher = (result.document.publisher if result.document else None) or ""
            reports = result.extraction.reports if result.extraction else ()
            releases.append(AnsweredRelease(folder.name, capture.document_id, publisher, expected[capture.document_id], reports))
    missing = sorted(set(expected) - {release.document_id for release in releases})
    if missing:
        raise GoldError(
            f"{folder / ANSWERS}: answers for {missing[0]!r}, but {where} lists no such release; correct the id or add the release"
        )
    return sorted(releases, key=lambda release: release.document_id)


def _answers(path: Path) -> dict[str, list[dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise GoldError(f"{path}: not there; a gold folder holds one JSON object per release: document, engagements") from None
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({error})") from error
    found: dict[str, list[dict[str, Any]]] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            document, engagements = row["document"], row["engagements"]
            if not isinstance(document, str) or not all(isinstance(e, dict) and "kind" in e for e in engagements):
                raise TypeError
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(
                f'{path}, line {number}: not of the form {{"document": id, "engagements": [{{"kind": ...}}, ...]}}; correct the line'
            ) from error
        if document in found:
            raise GoldError(f"{path}, line {number}: a second answer for {document!r}; keep one")
        found[document] = engagements
    return found
