"""Days as people type them: 2026-11-01, 2026-11, 2026, today, yesterday, 7d."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from flows.cli.console import WRONG_USAGE, stop


def first_day(text: str | None, option: str) -> dt.date | None:
    """The first day that `text` covers; a wrong one ends the command with the option's name."""
    return _days(text, option)[0] if text is not None else None


def last_day(text: str | None, option: str) -> dt.date | None:
    """The last day that `text` covers; a wrong one ends the command with the option's name."""
    return _days(text, option)[1] if text is not None else None


# A year, a month or a day.
WRITTEN = re.compile(r"^(\d{4})(?:-(\d\d))?(?:-(\d\d))?\Z")


def _days(text: str, option: str) -> tuple[dt.date, dt.date]:
    today = dt.date.today()
    if text in {"today", "yesterday"}:
        day = today - dt.timedelta(days=text == "yesterday")
        return day, day
    if ago := re.fullmatch(r"(\d{1,5})d", text):
        day = today - dt.timedelta(days=int(ago[1]))
        return day, day
    try:
        year, month, day_no = (int(part or 0) for part in WRITTEN.findall(text)[0])
        if day_no:
            return (day := dt.date(year, month, day_no)), day
        if month:
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    except (IndexError, ValueError, calendar.IllegalMonthError):
        stop(f"{option} {text}: no such day; write 2026-11-01, 2026-11, 2026, today, yesterday or 7d", WRONG_USAGE)
