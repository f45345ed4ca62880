"""Making corrections: checked against the release before they are written down."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flows.corrections.applying import Concern, correct
from flows.corrections.effects import End
from flows.corrections.fields import WrongValue, family
from flows.corrections.journal import CorrectionsError, append_lines, read_corrections
from flows.corrections.lines import Change, Correction, Merge, Split, Target, Undo, content_key, read_line, undone
from flows.corrections.passages import NotFound, find_report, passage_of
from flows.extract.report import Extraction, Report
from flows.fetch.archive import Archive
from flows.fetch.capture import Capture
from flows.home import Home
from flows.parse.document import Document
from flows.reading import read
from warehouse.correctable import Correctable, find_correctable


@dataclass(frozen=True, slots=True)
class Draft:
    """A correction before it has an id: `where` names the option, or the file and line, that it comes from."""

    where: str
    author: str
    reason: str
    target: Target | None
    change: Change
    made_at: dt.datetime | None = None


@dataclass(slots=True)
class Desk:
    """The published warehouse and the corrections made so far, against which new ones are checked."""

    home: Home
    corrections: list[Correction] = field(default_factory=list)
    _read: dict[str, tuple[Correctable, Document, Extraction]] = field(default_factory=dict)

    def find(self, name: str) -> Correctable:
        """The release of an id or address, or of a report's or engagement's id.  Raises `CorrectionsError`."""
        found = find_correctable(self.home.snapshot, name)
        if found is None:
            raise CorrectionsError(
                f"{name}: no release of that id or address, and no report or engagement; `readout find` and `search` give them"
            )
        return found

    def reading(self, release_id: str) -> tuple[Correctable, Document, Extraction]:
        """A release with its current text as extraction alone reads it.  Raises `CorrectionsError`."""
        if release_id not in self._read:
            found = self.find(release_id)
            result = read(self.capture(release_id))
            if result.document is None or result.extraction is None:
                raise CorrectionsError(f"{release_id}: its body can no longer be read: {result.skipped}")
            self._read[release_id] = (found, result.document, result.extraction)
        return self._read[release_id]

    def capture(self, release_id: str) -> Capture:
        """The archived body of a release's current text.  Raises `CorrectionsError`."""
        found = self.find(release_id)
        capture = Archive(self.home.archive).at(found.segment, found.offset)
        if capture is None:
            raise CorrectionsError(
                f"{found.segment} at {found.offset}: the archive holds no body there that can be read; take it from a backup"
            )
        return capture

    def concerns(self, release_id: str, *, extra: Sequence[Correction] = ()) -> list[Concern]:
        """What was corrected in a release, and is to be."""
        gone = undone([*self.corrections, *extra])
        found = []
        for correction in [*self.corrections, *extra]:
            ends: list[tuple[End, Target | None]] = [("target", correction.target), ("other", getattr(correction.change, "other", None))]
            found += [Concern(correction, end, correction.id in gone) for end, target in ends if target and target.release_id == release_id]
        return found

    def reports(self, release_id: str) -> tuple[Document, list[Report]]:
        """The release's text, and its reports with all corrections so far."""
        _, document, extraction = self.reading(release_id)
        corrected, _ = correct(document, extraction, self.concerns(release_id))
        return document, list(corrected.reports)

    def target(self, name: str, quote: str | None, element: str = "report", field_name: str | None = None) -> Target:
        """The target for a release, report or engagement and, where it tells of several, a passage.  Raises `CorrectionsError`."""
        found = self.find(name)
        document, reports = self.reports(found.release_id)
        try:
            if quote is None and found.trigger is None and len(reports) != 1:
                raise NotFound(f"it tells of {len(reports)} engagements; give the report's id, or quote the words that announce it")
            if quote is None:
                report = reports[0] if found.trigger is None else _at(reports, found.trigger)
                quote = passage_of(document, reports, report)
        except NotFound as error:
            raise CorrectionsError(f"{name}: {error}") from error
        return Target(release_id=found.release_id, address=found.address, quote=quote, element=element, field=field_name)

    def take(self, draft: Draft) -> Correction | None:
        """The correction, checked against the release, among those that are to be written; None where it stands already.

        Raises `CorrectionsError`, which names where the draft comes from.
        """
        key = content_key(draft.target, draft.change)
        same = [c for c in self.corrections if c.key == key]
        if same and same[-1].id not in undone(self.corrections):
            return None
        correction = Correction(
            id=hashlib.sha256(f"{key} {len(same)}".encode()).hexdigest()[:10], author=draft.author, reason=draft.reason,
            made_at=draft.made_at or dt.datetime.now(dt.UTC).replace(microsecond=0), target=draft.target, change=draft.change,
        )  # fmt: skip
        try:
            self._check(correction)
        except (CorrectionsError, WrongValue, NotFound) as error:
            raise CorrectionsError(f"{draft.where}: {error}") from error
        self.corrections.append(correction)
        return correction

    def _check(self, correction: Correction) -> None:
        change = correction.change
        if isinstance(change, Undo):
            self._check_undo(change)
            return
        ends: Iterable[Target | None] = (correction.target, getattr(change, "other", None))
        for target in [t for t in ends if t is not None]:
            _, document, extraction = self.reading(target.release_id)
            _, effects = correct(document, extraction, self.concerns(target.release_id, extra=[correction]))
            notes = [e.note for e in effects if e.correction_id == correction.id and e.note]
            if notes:
                raise CorrectionsError(notes[0])
        if isinstance(change, Merge | Split) and correction.target is not None:
            self._check_pair(correction.target, change.other, is_merge=isinstance(change, Merge))

    def _check_undo(self, change: Undo) -> None:
        found = next((c for c in self.corrections if c.id == change.correction), None)
        if found is None:
            raise CorrectionsError(f"{change.correction}: no such correction; `readout corrections list` shows them")
        if isinstance(found.change, Undo):
            raise CorrectionsError(f"{change.correction}: takes another one back; make that one again instead")

    def _check_pair(self, target: Target, other: Target, *, is_merge: bool) -> None:
        """What resolution would not honour is not taken down."""
        if family(target.element) != family(other.element) or family(target.element) not in {"report", "participant"}:
            raise CorrectionsError("two engagements or two persons are expected")
        if target == other:
            raise CorrectionsError("both are the same")
        if not is_merge:
            return
        if target.element == "report" and target.release_id == other.release_id:
            raise CorrectionsError("one release tells of an engagement once; remove one of its two reports instead")
        if target.element != "report":
            parties = {self._party(t) for t in (target, other)} - {None}
            if len(parties) > 1:
                raise CorrectionsError(f"one speaks for {' and the other for '.join(sorted(map(str, parties)))}; correct the party first")

    def _party(self, target: Target) -> str | None:
        document, reports = self.reports(target.release_id)
        report = find_report(document, reports, target.quote)
        return next((p.party for p in report.participants if f"participant/{p.name}" == target.element), None)


def _at(reports: Sequence[Report], place: tuple[str, int]) -> Report:
    for report in reports:
        if (report.trigger_part, report.trigger_start) == place:
            return report
    raise NotFound("the report is not there any longer; publish what was corrected first")


def open_desk(home: Home) -> Desk:
    """The desk of a working folder.  Raises `CorrectionsError` where a line of the file cannot be read."""
    return Desk(home, read_corrections(home.corrections))


def write_down(path: Path, corrections: Sequence[Correction]) -> None:
    """Add corrections to the file, on disk before this returns.  Raises `CorrectionsError`."""
    if corrections:
        append_lines(path, [correction.line() for correction in corrections], read_line)
