"""The sources that Readout can follow: one settings file each in `config/sources/`, a user's own laid over them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from config.lines import YamlError, line_of, read_yaml

SHIPPED = Path(__file__).with_name("sources")
OWN = Path("readout.d") / "sources"
Expect = Literal["one", "some", "maybe"]


class SourceError(Exception):
    """A settings file that cannot be used; the message names file and line, and says what to do."""


class Strict(BaseModel):
    """What all parts share: an unknown key is refused, nothing is turned into another type in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Selector(Strict):
    """A CSS selector and how many elements it must find; `attribute` where not the text but an attribute is wanted."""

    css: str = Field(min_length=1)
    expect: Expect = "one"
    attribute: str | None = None

    @field_validator("css")
    @classmethod
    def _compiles(cls, css: str) -> str:
        import soupsieve

        try:
            soupsieve.compile(css)
        except soupsieve.SelectorSyntaxError as error:
            raise ValueError(f"no CSS selector ({str(error).splitlines()[0]})") from error
        return css


Url = Annotated[str, Field(pattern=r"^https?://[^\s/]+")]
Pattern = Annotated[str, Field(min_length=1)]


class Finding(Strict):
    """What all ways of finding share: a pattern that an item's address must hold."""

    url_filter: Pattern | None = None

    @field_validator("url_filter")
    @classmethod
    def _is_pattern(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(f"no regular expression ({error})") from error
        return pattern


class Feed(Finding):
    """RSS or Atom: items with their whole content, or links to pages."""

    kind: Literal["feed"]
    url: Url
    content: Literal["full", "links"] = "links"


class Listing(Finding):
    """Pages that list releases; `item` finds each entry, the others look within it; at most `pages` pages by `next`.

    Without `link` each item is itself the link.
    """

    kind: Literal["listing"]
    url: Url
    item: Selector
    link: Selector | None = None
    title: Selector | None = None
    date: Selector | None = None
    next: Selector | None = None
    pages: int = Field(default=1, ge=1, le=500)


class Sitemap(Finding):
    """A sitemap or an index of sitemaps; `index_filter` is a pattern that the address of a listed sitemap must hold."""

    kind: Literal["sitemap"]
    url: Url
    index_filter: Pattern | None = None


class Api(Finding):
    """GOV.UK: search for what is new, the content API for the text."""

    kind: Literal["api"]
    style: Literal["govuk"]
    base: Url = "https://www.gov.uk"
    organisations: tuple[str, ...] = Field(min_length=1, strict=False)
    document_types: tuple[str, ...] = Field(min_length=1, strict=False)
    pages: int = Field(default=1, ge=1, le=100)
    published: tuple[str, str] | None = Field(default=None, description="First and last day of publication; a backfill sets it")


class Page(Finding):
    """Single pages."""

    kind: Literal["page"]
    urls: tuple[Url, ...] = Field(min_length=1, strict=False)


class Folder(Finding):
    """A folder of files, with or without an index."""

    kind: Literal["folder"]
    path: str = Field(min_length=1)


class Warc(Finding):
    """WARC files, local or by address, of which the hosts' pages are taken."""

    kind: Literal["warc"]
    locations: tuple[str, ...] = Field(min_length=1, strict=False)
    hosts: tuple[str, ...] = Field(min_length=1, strict=False)


Find = Annotated[Feed | Listing | Sitemap | Api | Page | Folder | Warc, Field(discriminator="kind")]


class Reading(Strict):
    """Where a page holds the release, its title and its date."""

    content: Selector
    title: Selector | None = None
    date: Selector | None = None


class Manners(Strict):
    """How often and when: seconds between two requests to a host, and hours of the day (UTC) within which to ask."""

    seconds_between: float = Field(default=2.0, ge=0, le=3600, strict=False)
    hours: Annotated[str, Field(pattern=r"^([01]\d|2[0-4])-([01]\d|2[0-4])$")] = "00-24"

    def allow(self, hour: int) -> bool:
        """Whether the hour of the day (UTC, 0 to 23) is one to ask in; hours may run over midnight."""
        first, last = (int(part) for part in self.hours.split("-"))
        return first <= hour < last if first <= last else hour >= first or hour < last


# Bounds of a cron line's fields (POSIX crontab): minute, hour, day of the month, month, day of the week.
CRON_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
CRON_PART = re.compile(r"(?:\*|(\d+)(?:-(\d+))?)(?:/[1-9]\d*)?")


class Schedule(Strict):
    """When a source is asked: by a `cron` line (five fields of numbers) in the time of `zone`, or `every_minutes`."""

    cron: str | None = None
    every_minutes: float | None = Field(default=None, ge=0.02, le=527_040, strict=False)
    zone: str = "UTC"

    @field_validator("cron")
    @classmethod
    def _is_cron(cls, line: str | None) -> str | None:
        if line is not None and not _cron_holds(line):
            raise ValueError("no cron line: five fields of numbers are expected (minute hour day month weekday), such as 5 6-22 * * 1-5")
        return line

    @field_validator("zone")
    @classmethod
    def _is_zone(cls, name: str) -> str:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("no time zone; names are such as Europe/London") from error
        return name

    @model_validator(mode="after")
    def _one_of_both(self) -> Schedule:
        if (self.cron is None) == (self.every_minutes is None):
            raise ValueError("give either cron or every_minutes")
        return self

    def __str__(self) -> str:
        return f"cron {self.cron} ({self.zone})" if self.cron else f"every {self.every_minutes:g} min"


def _cron_holds(line: str) -> bool:
    """Whether a line has five fields, each a list of numbers, ranges and steps within its bounds."""
    fields = line.split()
    if len(fields) != len(CRON_BOUNDS):
        return False
    for words, (least, most) in zip(fields, CRON_BOUNDS, strict=True):
        for part in words.split(","):
            match = CRON_PART.fullmatch(part)
            numbers = [int(number) for number in match.groups() if number] if match else [-1]
            if any(not least <= number <= most for number in numbers) or numbers != sorted(numbers):
                return False
    return True


class Terms(Strict):
    """The publisher's terms of use: their address, and in a few words what they allow."""

    url: Url
    note: str = Field(min_length=1)


class Assertions(Strict):
    """What must hold of what is found: releases in a week, and fields that every release has.

    `quiet_weeks` (ISO numbers) are not measured: by default those about Christmas and New Year.
    """

    fewest_per_week: int = Field(default=0, ge=0)
    most_per_week: int = Field(default=1000, ge=1)
    required: tuple[Literal["title", "published_on", "language", "url"], ...] = Field(default=("title",), strict=False)
    quiet_weeks: tuple[Annotated[int, Field(ge=1, le=53)], ...] = Field(default=(52, 53, 1), strict=False)

    @model_validator(mode="after")
    def _in_order(self) -> Assertions:
        if self.fewest_per_week > self.most_per_week:
            raise ValueError("fewest_per_week is more than most_per_week")
        return self


class Source(Strict):
    """One publisher's releases: how they are found, fetched and read."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    publisher: str = Field(min_length=1)
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] | None = None
    find: Find
    fill: Find | None = Field(default=None, description="Where to look for what a gap in `find` missed")
    read: Literal["generic"] | Reading = "generic"
    manners: Manners = Manners()
    schedule: Schedule | None = Field(default=Schedule(every_minutes=60), description="When `readout serve` asks it; null for never")
    terms: Terms
    assertions: Assertions = Assertions()
    allow_hosts: tuple[str, ...] = Field(default=(), strict=False, description="Hosts of private addresses that may be asked")
    checked: dict[Literal["finding", "page", "terms"], str] = Field(
        description="Per part: the stored real file it was tried on, documentation, or unchecked"
    )


def sources(own: Path = OWN) -> dict[str, Source]:
    """All sources by id: the shipped ones, and those of `own`, whose keys win over a shipped file of the same name.

    Raises `SourceError` for the first file that cannot be used.
    """
    files = {path.stem: [path] for path in sorted(SHIPPED.glob("*.yaml"))}
    for path in sorted(own.glob("*.yaml")):
        files.setdefault(path.stem, []).append(path)
    return {name: read_source(name, *paths) for name, paths in sorted(files.items())}


def read_source(name: str, *paths: Path) -> Source:
    """The source that settings files give, later ones laid over earlier ones key by key.  Raises `SourceError`."""
    merged: dict[str, Any] = {"id": name}
    places: dict[str, tuple[Path, yaml.Node]] = {}
    for path in paths:
        try:
            node, values = read_yaml(path)
        except YamlError as error:
            raise SourceError(str(error)) from error
        if not isinstance(node, yaml.MappingNode):
            raise SourceError(f"{path}:1: keys and values are expected")
        for key, _ in node.value:
            places[str(key.value)] = (path, node)
        merged |= values
    try:
        return Source.model_validate(merged)
    except ValidationError as error:
        raise SourceError(_message(error, places, paths[-1])) from error


def _message(error: ValidationError, places: dict[str, tuple[Path, yaml.Node]], last: Path) -> str:
    """The first fault with the file and line that it stands in."""
    # Of a union's members the one that was meant fails deepest.
    first = max(error.errors(), key=lambda fault: len(fault["loc"]))
    # A union's error names the member between the keys; it stands in no file.
    loc = [part for part in first["loc"] if not re.match(r"(?:feed|listing|sitemap|api|page|folder|warc|Reading|literal\[.*)$", str(part))]
    path, node = places.get(str(loc[0]) if loc else "", (last, None))
    line = line_of(node, loc) if node is not None else 1
    what = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        what = "unknown key"
    return f"{path}:{line}: {'.'.join(str(part) for part in loc) or 'file'}: {what}"
