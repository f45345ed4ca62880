"""Dates: found by one scan, resolved against the publication date (GUIDE.md, "Dates")."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from flows.extract.openings import matches_at
from schemas.vocabulary import DateBasis, DatePrecision

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
M = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
W = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
D = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
Y = r"(?:19|20)\d\d"
TO = r"\s?(?:-|–|—|to|through|until|till|and|&)\s?"
# What every form begins with: nearly all words are turned down by it, at a small part of the cost of trying all forms.
OPENING = (
    r"\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|[Tt]o(?:day|night|morrow)|[Tt]his\s[maecpwyA-Z]|[Tt]he\s(?:[fn]|same|coming|day\s|previous)|a\sday\s|"
    r"[Ee]arl|[Ee]nd\s|[Yy]esterday|[Ll]ast\s|[Ll]ate|[Nn]ext\s|[Oo]n\s[tsA-Z]|[Ff]ollowing|[Ff]irst\s|[Ss]econd\s|[Ss]ame|[Mm]id|[Ii]n\s[12]|[Dd]uring\s[12]|of\s[12]"
)
# Longer forms first: an alternation takes the first that fits.
PATTERN = re.compile(
    rf"""(?<![\w$£€])(?={OPENING})(?:
      (?P<iso>{Y}-[01]\d-[0-3]\d)
    | (?P<dotted>[0-3]?\d\.[01]?\d\.{Y})
    | (?:{W},?\s)?(?P<a_m1>{M})\s(?P<a_d1>{D})(?:,?\s(?P<a_y1>{Y}))?(?:,)?{TO}(?:{W},?\s)?(?P<a_m2>{M})\s(?P<a_d2>{D})(?:,?\s(?P<a_y2>{Y}))?
    | (?:{W},?\s)?(?P<b_d1>{D})\s(?P<b_m1>{M})(?:,?\s(?P<b_y1>{Y}))?{TO}(?:{W},?\s)?(?P<b_d2>{D})\s(?:of\s)?(?P<b_m2>{M})(?:,?\s(?P<b_y2>{Y}))?
    | (?P<c_m>{M})\s(?P<c_d1>{D}){TO}(?P<c_d2>{D})\b(?:,?\s(?P<c_y>{Y}))?
    | (?P<d_d1>{D}){TO}(?P<d_d2>{D})\s(?:of\s)?(?P<d_m>{M})(?!\w)(?:,?\s(?P<d_y>{Y}))?
    | (?:{W},?\s(?:the\s)?)?(?P<e_m>{M})\s(?P<e_d>{D})\b(?!\s?%)(?:,?\s(?P<e_y>{Y}))?
    | (?:{W},?\s(?:the\s)?)?(?P<f_d>{D})\s(?:of\s)?(?P<f_m>{M})(?!\w)(?:,?\s(?P<f_y>{Y}))?
    | (?P<today>[Tt]oday|[Tt]his\s(?:morning|afternoon|evening)|[Ee]arlier\stoday|[Tt]onight)
    | (?P<yesterday>[Yy]esterday|[Ll]ast\snight)
    | (?P<tomorrow>[Tt]omorrow)
    | (?:(?<=[Ff]rom\s)(?P<s_w1>{W})\s(?:to|through|until|till)\s|(?<=[Bb]etween\s)(?P<t_w1>{W})\sand\s)(?P<s_w2>{W}|today|yesterday)
    | (?P<wq>[Ll]ast\s|[Nn]ext\s|[Tt]his\s(?:coming\s|past\s)?|[Oo]n\s)?(?P<weekday>{W})(?!\s(?:Times|Telegraph))(?!,?\s\(?(?:the\s)?(?:{M}\s\d|{D}\s(?:of\s)?{M}))
    | (?P<following>(?:[Tt]he\s)?(?:following|next)\sday)
    | (?P<before>(?:a|the)\sday\s(?:earlier|before)|(?:[Oo]n\s)?[Tt]he\sprevious\sday)
    | (?P<same>(?:[Oo]n\s)?(?:the\s)?same\sday|[Ll]ater\s(?:that|in\sthe)\sday|[Ee]arlier\sin\sthe\sday|[Ll]ater\son\s(?:that|the\ssame)\sday)
    | (?P<lastweek>(?:[Ee]arlier\s|[Ll]ater\s|[Ee]nd\sof\s)?(?:[Ll]ast|[Nn]ext|[Tt]his|the\scoming)\sweek)
    | (?P<relmonth>(?:[Ee]arlier\s|[Ll]ater\s|[Ee]arly\s|[Ee]nd\sof\s)?(?:[Ll]ast|[Nn]ext|[Tt]his)\smonth)
    | (?P<relyear>(?:[Ee]arlier\s|[Ll]ater\s|[Ee]arly\s|[Mm]iddle\sof\s(?:the\s)?|[Ff]irst\shalf\sof\s|[Ss]econd\shalf\sof\s)?(?:[Ll]ast|[Nn]ext|[Tt]his)\syear)
    | (?P<g_q>[Ll]ast\s|[Nn]ext\s|[Tt]his\s(?:coming\s|past\s)?|[Ee]arly\s|[Ll]ate\s|[Mm]id-)?(?P<g_m>January|February|March|April|May|June|July|August|September|October|November|December)\b(?!\s(?:Day|Air))(?:,?\s(?P<g_q2>last|next|this)\syear)?(?:,?\s(?:of\s)?(?P<g_y>{Y}))?
    | (?P<the_d>\b[Oo]n\sthe\s(?P<h_d>(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th)))(?!\s+(?:[A-Z]|[a-z]*\s*(?:anniversary|session|meeting|round|floor|parallel|edition|day)))
    | (?P<year>\b(?:[Ii]n|[Dd]uring|of|early|late|mid-)\s(?P<i_y>{Y}))\b(?![-/]\d)
    )""",
    re.VERBOSE,
)
# Where a date may begin after what is no letter, which the engine leaps to.
BEGINS = re.compile(rf"[^\w$£€](?={OPENING})", re.VERBOSE)
DATELINE = re.compile(r"^[^\n]{0,60}$")


class ResolvedDate(NamedTuple):
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `end` only where several days are spanned."""

    start: str
    end: str | None
    precision: DatePrecision
    basis: DateBasis


class DateMention(NamedTuple):
    """A date as written at `start:end`; `groups` are the parts that its rule needs."""

    start: int
    end: int
    text: str
    rule: str
    groups: tuple[str, ...] = ()

    def resolve(self, published_on: dt.date | None, *, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
        """The date meant, or None where it cannot be known.

        `future` chooses the next instead of the last weekday or month; `anchor` is the day
        told last, from which "the next day" counts.
        """
        return RESOLVERS[self.rule.split(".")[1]](self.groups, published_on, future, anchor)


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[DateMention]:
    """All dates in `text[start:end]`, in text order; datelines and stamps have rules of their own."""
    found = []
    stop = len(text) if end is None else end
    places = [start, *(before.end() for before in BEGINS.finditer(text, start, stop))]
    for match in matches_at(PATTERN, text, places, stop):
        rule, groups = _rule(match)
        if rule == "month" and not _is_month(text, match):
            continue
        found.append(DateMention(match.start(), match.end(), match.group(), f"dates.{_place(text, match) or rule}", groups))
    return found


def _rule(match: re.Match[str]) -> tuple[str, tuple[str, ...]]:
    group = match.groupdict(default="")
    kind = match.lastgroup or ""
    if group["iso"]:
        year, month, day = group["iso"].split("-")
        return "month_day", (month, day, year)
    if group["dotted"]:
        day, month, year = group["dotted"].split(".")
        return "month_day", (month, day, year)
    for first in ("a", "b"):
        if group[f"{first}_m1"]:
            return "range", (
                group[f"{first}_m1"],
                group[f"{first}_d1"],
                group[f"{first}_y1"],
                group[f"{first}_m2"],
                group[f"{first}_d2"],
                group[f"{first}_y2"],
            )
    for first in ("c", "d"):
        if group[f"{first}_m"]:
            month, year = group[f"{first}_m"], group[f"{first}_y"]
            return "range", (month, group[f"{first}_d1"], year, month, group[f"{first}_d2"], year)
    for first in ("e", "f"):
        if group[f"{first}_m"]:
            return "month_day", (group[f"{first}_m"], group[f"{first}_d"], group[f"{first}_y"])
    if group["s_w2"]:
        return "weekdays", (group["s_w1"] or group["t_w1"], group["s_w2"])
    if group["weekday"]:
        return "weekday", (group["weekday"], group["wq"].strip().lower())
    if group["g_m"]:
        return "month", (group["g_m"], group["g_y"], (group["g_q"] or group["g_q2"]).strip().lower())
    if group["the_d"]:
        return "day_of_month", (group["h_d"],)
    if group["year"]:
        return "year", (group["i_y"],)
    for name in ("today", "yesterday", "tomorrow", "following", "before", "same"):
        if group[name]:
            return {
                "today": "relative_day",
                "yesterday": "relative_day",
                "tomorrow": "relative_day",
                "following": "next_day",
                "before": "previous_day",
                "same": "same_day",
            }[name], (name,)
    for name in ("lastweek", "relmonth", "relyear"):
        if group[name]:
            return {"lastweek": "week", "relmonth": "relative_month", "relyear": "relative_year"}[name], (group[name].lower(),)
    raise AssertionError(kind)


def _is_month(text: str, match: re.Match[str]) -> bool:
    """ "May" and "March" as verbs and names are no months."""
    word = match.group().split()[0]
    if word.lower() not in {"may", "march", "august", "april", "june"}:
        return True
    before = text[max(0, match.start() - 14) : match.start()].lower()
    return (
        bool(
            re.search(
                r"\b(?:in|on|of|by|since|until|for|during|from|early|late|this|last|next|through)\s+(?:early |late |mid-)?$",
                before,
            )
        )
        or " " in match.group()
    )


STAMP_LINE = re.compile(r"(?:^|\n)[^\n]{0,45}$")
AFTER_DATELINE = re.compile(r"\s*(?:\([^)]{2,20}\)\s*)?(?:[-–—:|]{1,2}|\)\s*[-–—])")
CITY_BEFORE = re.compile(r"(?:^|\n)[*\s]*[A-ZÀ-Þ][\w .,’'\-À-ÿ]{2,48}[,(:–—-]\s*$")


# Code points around a date that tell whether it stands in a dateline or alone on its line.
AROUND = 160


def _place(text: str, match: re.Match[str]) -> str | None:
    """ "dateline" for the date in a dateline, "stamp" for a line that holds little but the date."""
    line_start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - AROUND)
    line_end = text.find("\n", match.end(), match.end() + AROUND)
    line_end = min(len(text), match.end() + AROUND) if line_end < 0 else line_end
    before, after = text[line_start : match.start()], text[match.end() : line_end]
    if match.lastgroup in {"weekday", "today"}:
        return None
    if (
        len(before) <= 50
        and CITY_BEFORE.search("\n" + before)
        and AFTER_DATELINE.match(after)
        and not re.search(r"\b(?:on|in|from)\s*$", before)
    ):
        return "dateline"
    if (
        len(before.split()) <= 4
        and len(after.split()) <= 4
        and not re.search(r"(?i)\b(?:on|from)\s*$|:", before)
        and match.group()[-4:].isdigit()
        and not re.search(r"(?i)\b(?:feb|visit|meeting|in)\b", before)
    ):
        return "stamp"
    return None


Resolver = Callable[[tuple[str, ...], dt.date | None, bool, dt.date | None], ResolvedDate | None]
Direction = Literal["nearest", "past", "future"]


def _month(word: str) -> int:
    return int(word) if word.isdigit() else MONTHS[word.lower().rstrip(".")]


def _day(word: str) -> int:
    return int(re.sub(r"\D", "", word))


def _complete(month: int, day: int, year: str, published: dt.date | None) -> tuple[dt.date, DateBasis] | None:
    """The date with the year stated, else the year that puts it nearest to publication."""
    try:
        if year:
            return dt.date(int(year), month, day), "stated"
        if published is None:
            return None
        options = []
        for candidate in (published.year - 1, published.year, published.year + 1):
            try:
                options.append(dt.date(candidate, month, day))
            except ValueError:
                # 29 February exists in some of the three years only.
                continue
        return (min(options, key=lambda option: abs((option - published).days)), "completed_year") if options else None
    except ValueError:
        return None


def _one(day: dt.date, basis: DateBasis) -> ResolvedDate:
    return ResolvedDate(day.isoformat(), None, "day", basis)


def _month_day(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    found = _complete(_month(groups[0]), _day(groups[1]), groups[2], published) if 1 <= _month(groups[0]) <= 12 else None
    return _one(*found) if found else None


def _range(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    end_year = groups[5]
    last = _complete(_month(groups[3]), _day(groups[4]), end_year, published)
    if last is None:
        return None
    first_year = groups[2] or str(last[0].year)
    first = _complete(_month(groups[0]), _day(groups[1]), first_year, published)
    if first is None:
        return None
    if first[0] > last[0] and not groups[2]:
        first = _complete(_month(groups[0]), _day(groups[1]), str(last[0].year - 1), published)
    if first is None or first[0] > last[0]:
        return None
    basis: DateBasis = "stated" if end_year or groups[2] else "completed_year"
    if first[0] == last[0]:
        return _one(last[0], basis)
    return ResolvedDate(first[0].isoformat(), last[0].isoformat(), "span", basis)


def _weekday(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    """The latest such day up to publication, with future tense the next after it (GUIDE.md)."""
    if published is None:
        return None
    wanted, qualifier = WEEKDAYS[groups[0].lower()], groups[1]
    back = (published.weekday() - wanted) % 7
    if future or qualifier == "next":
        ahead = (wanted - published.weekday()) % 7 or 7
        if future and qualifier != "next" and (wanted - published.weekday()) % 7 == 0:
            ahead = 0
        return _one(published + dt.timedelta(days=ahead), "relative")
    if qualifier == "last" and back == 0:
        back = 7
    return _one(published - dt.timedelta(days=back), "relative")


def _weekdays(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    """ "From Wednesday to Friday": the last of the days as one alone, the first within the week before it."""
    first, last = groups
    end = (
        _relative_day((last,), published, future, anchor)
        if last in {"today", "yesterday"}
        else _weekday((last, ""), published, future, anchor)
    )
    if end is None:
        return None
    until = dt.date.fromisoformat(end.start)
    start = until - dt.timedelta(days=(until.weekday() - WEEKDAYS[first.lower()]) % 7 or 7)
    return ResolvedDate(start.isoformat(), end.start, "span", "relative")


def _relative_day(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    if published is None:
        return None
    return _one(published + dt.timedelta(days={"today": 0, "yesterday": -1, "tomorrow": 1}[groups[0]]), "relative")


def _next_day(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    return _one(anchor + dt.timedelta(days=1), "relative") if anchor else None


def _previous_day(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    return _one(anchor - dt.timedelta(days=1), "relative") if anchor else None


def _same_day(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    return _one(anchor, "context") if anchor else None


def _partial(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def _week(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    """A week is known by its month where all its days lie in one."""
    if published is None:
        return None
    shift = -7 if "last" in groups[0] else 7 if "next" in groups[0] or "coming" in groups[0] else 0
    monday = published - dt.timedelta(days=published.weekday()) + dt.timedelta(days=shift)
    sunday = monday + dt.timedelta(days=6)
    if shift == 0:
        monday, sunday = (published, sunday) if future else (monday, published)
    if (monday.year, monday.month) != (sunday.year, sunday.month):
        return None
    return ResolvedDate(_partial(monday.year, monday.month), None, "month", "relative")


def _relative_month(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    if published is None:
        return None
    shift = -1 if "last" in groups[0] else 1 if "next" in groups[0] else 0
    number = published.year * 12 + published.month - 1 + shift
    return ResolvedDate(_partial(number // 12, number % 12 + 1), None, "month", "relative")


def _relative_year(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    if published is None:
        return None
    shift = -1 if "last" in groups[0] else 1 if "next" in groups[0] else 0
    return ResolvedDate(str(published.year + shift), None, "year", "relative")


def _month_only(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    """A bare month: the latest up to publication, with future tense the next."""
    month = _month(groups[0])
    if groups[1]:
        return ResolvedDate(_partial(int(groups[1]), month), None, "month", "stated")
    if published is None:
        return None
    year = published.year
    if (future and groups[2] != "last") or groups[2] == "next":
        year += month < published.month
    else:
        year -= month > published.month
        if groups[2] == "last" and month == published.month:
            year -= 1
    return ResolvedDate(_partial(year, month), None, "month", "completed_year")


def _day_of_month(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    base = anchor or published
    if base is None:
        return None
    try:
        return _one(base.replace(day=_day(groups[0])), "context")
    except ValueError:
        return None


def _year(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    return ResolvedDate(groups[0], None, "year", "stated")


def _never(groups: tuple[str, ...], published: dt.date | None, future: bool, anchor: dt.date | None) -> ResolvedDate | None:
    """Datelines and stamps tell when a release was written, not when something happened."""
    return None


RESOLVERS: dict[str, Resolver] = {
    "month_day": _month_day,
    "range": _range,
    "weekday": _weekday,
    "weekdays": _weekdays,
    "relative_day": _relative_day,
    "next_day": _next_day,
    "previous_day": _previous_day,
    "same_day": _same_day,
    "week": _week,
    "relative_month": _relative_month,
    "relative_year": _relative_year,
    "month": _month_only,
    "day_of_month": _day_of_month,
    "year": _year,
    "dateline": _never,
    "stamp": _never,
}
