"""References: which report of a release follows, precedes or is part of which other."""

from __future__ import annotations

from flows.extract.frames import Frame
from schemas.vocabulary import Relation


def find_references(frames: list[Frame]) -> dict[int, list[tuple[Relation, int]]]:
    """For each frame, by its place, its relations to others: (relation, place of the other).

    The first primary engagement follows each earlier one that the release brings up, and
    precedes each later one; a stop is part of the trip or conference it was made on.
    """
    found: dict[int, list[tuple[Relation, int]]] = {}
    main = next((number for number, frame in enumerate(frames) if frame.focus == "primary"), None)
    if main is None:
        return found
    for number, frame in enumerate(frames):
        if frame.focus == "mentioned":
            relation: Relation = "precedes" if frame.status == "scheduled" else "follows"
            found.setdefault(main, []).append((relation, number))
        elif frame.kind != "visit":
            trip = _trip_of(frames, frame)
            if trip is not None:
                found.setdefault(number, []).append(("part_of", trip))
    return found


def _trip_of(frames: list[Frame], frame: Frame) -> int | None:
    for number, trip in enumerate(frames):
        if trip.kind == "visit" and trip.focus == "primary" and set(trip.people) & set(frame.people):
            country = trip.places.get("country")
            if country and frame.places.get("country", country)[0] == country[0]:
                return number
    return None
