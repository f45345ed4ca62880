"""What one release tells twice: two reports of one trip, or of one day's talks."""

from __future__ import annotations

from flows.resolve.likeness import TALKS, meet
from flows.resolve.reports import Told


def told_as_two(a: Told, b: Told) -> bool:
    """What one release tells as two engagements is two, but where it plainly tells one twice: a guest's trip, or the talks of two sides on one day."""
    if a.release_id != b.release_id:
        return False
    # "The trip that was put off in December" is not the one that is announced.
    return a.kind != b.kind or "cancelled" in {a.status, b.status} or not (_trip_twice(a, b) if a.kind == "visit" else _talks_twice(a, b))


def _trip_twice(a: Told, b: Told) -> bool:
    """A trip of one guest to one state, whoever else is named with him, with days that meet where both tell them: announced, and spoken of in another sentence."""
    guests, others = ({i for party, ids in told.people.items() if party != told.country for i in ids} for told in (a, b))
    if a.country is None or a.country != b.country or not guests or not others or not (guests <= others or others <= guests):
        return False
    return a.start_on is None or b.start_on is None or meet(a, b)


def _talks_twice(a: Told, b: Told) -> bool:
    """Talks on one day in which the same people of two sides are named; a schedule lists each meeting once."""
    if a.kind not in TALKS or a.release_type == "schedule" or len(a.people) < 2 or a.people != b.people:
        return False
    return a.has_days and b.has_days and (a.start_on, a.last_on, a.parties) == (b.start_on, b.last_on, b.parties)
