"""Shaping: captures as read become validated frames, before anyone knows the keys under which they will stand.

A release's id and its revision's number depend on all that the archive says before it (`flows/identity.py`). Whoever reads puts the
capture's number in their place, and the one writer, who sees all in order, the keys in the place of the number.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from flows.fetch.capture import Capture
from flows.reading import Gist, ReadRelease, Sighting, read
from flows.rows import add_rows, empty_rows
from flows.validate import validate
from schemas.tables import OF_REPORT, OF_REVISION

# Tables by name; one without rows may be missing.
Frames = Mapping[str, pl.DataFrame]
# What travels of `Shaped`: of each capture its gist or why it was skipped; tables as Arrow IPC streams; what broke a schema.
Packed = tuple[list[tuple[Gist | None, str | None]], dict[str, bytes], dict[str, ReadRelease]]


@dataclass(frozen=True, slots=True)
class Shaped:
    """What captures say, in order: the validated rows of those that broke no schema, and by number those that did, as they were read."""

    sightings: Sequence[Sighting]
    frames: Frames
    unsound: Mapping[str, ReadRelease]


def shape(releases: Sequence[ReadRelease], first: int = 0) -> Shaped:
    """The frames of releases that were read; their numbers count from `first`."""
    numbered = {str(number): release for number, release in enumerate(releases, start=first)}
    rows = empty_rows()
    for number, release in numbered.items():
        if release.document is not None:
            add_rows(rows, replace(release, known_id=number), number, 1, "")
    checked = validate(rows)
    blamed = {fault.release_id for fault in checked.faults} | _dangling(checked.frames)
    # Of a row that names no release nobody knows whose it is.
    unsound = {number: release for number, release in numbered.items() if number in blamed or not blamed <= numbered.keys()}
    frames = of_captures(checked.frames, numbered.keys() - unsound.keys()) if unsound else checked.frames
    sightings = [replace(release.sighting, number=number) for number, release in numbered.items()]
    return Shaped(sightings, {name: frame for name, frame in frames.items() if frame.height}, unsound)


def of_captures(frames: Frames, numbers: Collection[str]) -> dict[str, pl.DataFrame]:
    """The rows of the captures of these numbers."""
    of_release = pl.col("release_id").is_in(list(numbers))
    reports = frames["report"].filter(of_release)["report_id"].to_list() if "report" in frames else []
    wanted = {
        name: pl.col("report_id").is_in(reports)
        if name in OF_REPORT
        else pl.col("revision_id").is_in(list(numbers))
        if name in OF_REVISION
        else of_release
        for name in frames
    }
    return {name: frame.filter(wanted[name]) for name, frame in frames.items()}


def joined(parts: Sequence[Shaped]) -> Shaped:
    """The parts as one, in order; their numbers differ."""
    names = dict.fromkeys(name for part in parts for name in part.frames)
    return Shaped(
        [seen for part in parts for seen in part.sightings],
        {name: pl.concat([part.frames[name] for part in parts if name in part.frames]) for name in names},
        {number: release for part in parts for number, release in part.unsound.items()},
    )


def read_packed(captures: Sequence[Capture], first: int) -> Packed:
    """What a worker does: captures read and shaped, packed for the way to the writer, who has the captures themselves."""
    shaped = shape([read(capture) for capture in captures], first)
    return [(seen.gist, seen.skipped) for seen in shaped.sightings], {n: _stream(f) for n, f in shaped.frames.items()}, dict(shaped.unsound)


def unpacked(captures: Sequence[Capture], first: int, packed: Packed) -> Shaped:
    """What a worker said of captures."""
    said, streams, unsound = packed
    sightings = [
        Sighting(capture, gist, skipped, number=str(number))
        for number, (capture, (gist, skipped)) in enumerate(zip(captures, said, strict=True), start=first)
    ]
    return Shaped(sightings, {name: pl.read_ipc_stream(io.BytesIO(stream)) for name, stream in streams.items()}, unsound)


def _stream(frame: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    # A third of the size for a hundredth of the time that reading takes.
    frame.write_ipc_stream(stream, compression="lz4")
    return stream.getvalue()


def _dangling(frames: Frames) -> set[str]:
    """The numbers of captures with a report that refers to none of theirs: its key would stay a number."""
    reports = frames["report"]
    lost = frames["report_reference"].join(reports, left_on="other_report_id", right_on="report_id", how="anti")
    return set(reports.join(lost, on="report_id", how="semi")["release_id"])
