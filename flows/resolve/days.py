"""Days: which days told by two reports, and which days of publication, speak of two engagements."""

from __future__ import annotations

from flows.resolve.likeness import TRIP_DAYS, apart_days, meet, same_sides
from flows.resolve.reports import Told

# How long after it was held an engagement is reported by a release that was issued for it, in days.
PROMPT_DAYS = 3


def other_day(a: Told, b: Told) -> bool:
    """Days that are known and do not meet; two sides may differ by one, since their clocks do, and of a trip the departure may be told."""
    if not (a.has_days and b.has_days) or meet(a, b):
        return False
    if a.kind == b.kind == "visit":
        return apart_days(a, b) > TRIP_DAYS
    if a.publisher_party != b.publisher_party or _departure(a, b) or _departure(b, a) or _same_issue(a, b):
        return apart_days(a, b) > 1
    return True


def _departure(announced: Told, held: Told) -> bool:
    """Whether a trip's announcement gives its first day and the talks abroad were held on the next: daily schedules give each day rightly."""
    if (announced.status, held.status) != ("scheduled", "held") or announced.release_type == "schedule":
        return False
    abroad = announced.country not in {None, announced.publisher_party} and held.country in {None, announced.country}
    is_later = announced.last_on is not None and held.start_on is not None and announced.last_on < held.start_on
    return abroad and is_later and same_sides(announced, held)


def _same_issue(a: Told, b: Told) -> bool:
    """Whether a readout and another release were issued on one day for talks of the same people: a day told beside the words may be of something else."""
    issued = a.focus == b.focus == "primary" and a.publisher == b.publisher and a.published_on == b.published_on is not None
    readouts = (a.release_type == "readout") + (b.release_type == "readout")
    return issued and readouts == 1 and a.date_basis == b.date_basis == "relative" and same_sides(a, b)


def other_publication(a: Told, b: Told) -> bool:
    """Releases issued for an engagement appear when it is held: two that appear days apart tell of two, and so does one that appears days off the other's day."""
    return any(_is_prompt(x) and _is_off(x, y) for x, y in ((a, b), (b, a)))


def _is_prompt(told: Told) -> bool:
    issued = told.release_type not in {"transcript", "advisory"} and told.focus == "primary" and told.status == "held"
    return issued and told.start_on is None and told.published_on is not None


def _is_off(prompt: Told, other: Told) -> bool:
    if prompt.published_on is None:
        return False
    if other.has_days and other.start_on and other.last_on:
        return not -1 <= (prompt.published_on - other.start_on).days <= PROMPT_DAYS + (other.last_on - other.start_on).days
    if _is_prompt(other) and other.published_on:
        return abs((prompt.published_on - other.published_on).days) >= PROMPT_DAYS
    return False
