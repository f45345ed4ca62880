"""How numbers, days, codes and addresses are written on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape


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
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day(end)}"
    return f"{start.day} {start:%b} to {day(end)}" if start.year == end.year else f"{day(start)} to {day(end)}"


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


def capitalize_first(text: str) -> str:
    """The text with a capital at its start, the rest as it is."""
    return text[:1].upper() + text[1:]


def occasion(kind: str, parties: Sequence[str] | None) -> str:
    """An engagement by what it is and who takes part."""
    return capitalize_first(f"{kind}, {listed(parties)}" if parties else kind)


def counted(count: float, one: str, many: str | None = None) -> str:
    """A count with its noun."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def listed(words: Sequence[Any] | None, most: int = 8) -> str:
    """Words as an enumeration; beyond `most` the others are only counted."""
    names = [str(word) for word in words or []]
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} others"]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


def check_title(name: str) -> str:
    """The name of a check in words."""
    return name.replace("__", ": ").replace("_", " ")


def difference_lines(difference: str | None, most: int = 60) -> list[tuple[str, str]]:
    """The first lines of a difference (warehouse/differences.py), each with its sign: "-" went, "+" came."""
    return [(line[:1], line[1:].strip()) for line in (difference or "").splitlines()[:most] if line[:1] in {"-", "+"}]


def ticked(text: str) -> Markup:
    """The text, escaped, with what stands between backticks as code."""
    parts = [escape(part) for part in text.split("`")]
    return Markup("").join(Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in enumerate(parts))


FILTERS = {
    "number": number, "percent": percent, "points": points, "day": day, "moment": moment, "duration": duration, "plain": plain,
    "web_address": web_address, "ticked": ticked, "check_title": check_title, "listed": listed,
}  # fmt: skip
