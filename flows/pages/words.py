"""How numbers, days, codes and addresses are written on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit


def number(value: float | None) -> str:
    """A count with thousands apart; "–" where there is none."""
    return "–" if value is None else f"{value:,.0f}"


def percent(share: float | None) -> str:
    """A share (0 to 1) in per cent; what is nearly none or nearly all is never rounded to it."""
    if share is None:
        return "–"
    if 0 < share < 0.01 or 0.99 < share < 1:
        return f"{min(max(share * 100, 0.1), 99.9):.1f} %"
    return f"{share * 100:.0f} %"


def points(change: float | None) -> str:
    """A change of a share in percentage points, with its sign."""
    if change is None:
        return "–"
    rounded = round(change * 100, 1)
    return "no change" if rounded == 0 else f"{'+' if rounded > 0 else '−'}{abs(rounded):.1f} points"


def day(value: dt.date | dt.datetime | None, precision: str | None = "day") -> str:
    """A day as people write it, or the month or year where only that is known."""
    if value is None:
        return "–"
    if precision == "year":
        return f"{value.year}"
    month = f"{value:%b} {value.year}"
    return month if precision == "month" else f"{value.day} {month}"


def days(start: dt.date | None, end: dt.date | None, precision: str | None) -> str:
    """The days of an engagement."""
    if start is None:
        return "date unknown"
    if end is None or end == start or precision in {"month", "year"}:
        return day(start, precision)
    return f"{day(start)} to {day(end)}"


def moment(value: dt.datetime | None) -> str:
    """A moment in UTC to the minute."""
    return "–" if value is None else f"{day(value)}, {value.astimezone(dt.UTC):%H:%M} UTC"


def duration(seconds: float | None) -> str:
    """Seconds as people say them."""
    if seconds is None:
        return "–"
    if seconds < 90:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def plain(code: Any) -> str:
    """A code of ours in words."""
    return str(code).replace("_", " ")


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web (http or https); nothing else becomes a link."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def counted(count: float, one: str, many: str | None = None) -> str:
    """A count with its noun."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def listed(words: Sequence[Any] | None) -> str:
    """Words as an enumeration."""
    names = [str(word) for word in words or []]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


FILTERS = {
    "number": number, "percent": percent, "points": points, "day": day, "moment": moment, "duration": duration, "plain": plain,
    "web_address": web_address, "listed": listed,
}  # fmt: skip
