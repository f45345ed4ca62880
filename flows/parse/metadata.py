"""Metadata: title, address, publisher, publication date, language and type, each with where it was read."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from config.publishers import Publisher, find_publisher
from flows.addresses import canonical_url
from flows.parse.blocks import Piece, squeeze
from flows.parse.charset import whole
from flows.parse.document import MetadataSource
from flows.parse.release_types import release_type_of

ORDER: tuple[MetadataSource, ...] = (
    "manifest", "json_ld", "open_graph", "front_matter", "meta", "time", "heading", "byline", "dateline", "url", "publisher", "text",
)  # fmt: skip


@dataclass(slots=True)
class Facts:
    """What a page says of itself: for each name the values read, with where."""

    rows: list[tuple[str, str, MetadataSource]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, name: str, text: str, source: Any) -> None:
        """Note one value."""
        self.rows.append((name, squeeze(whole(text)), source))

    def best(self, name: str) -> tuple[str, MetadataSource] | None:
        """The value from the most trusted place."""
        found = [(text, source) for key, text, source in self.rows if key == name and text]
        return min(found, key=lambda row: ORDER.index(row[1])) if found else None


@dataclass(frozen=True, slots=True)
class Metadata:
    """The settled metadata and the pieces that remain as the body."""

    title: str
    url: str | None
    publisher: str | None
    publisher_party: str | None
    published_at: dt.datetime | None
    published_on: dt.date | None
    precision: Literal["second", "minute", "day"] | None
    language: str | None
    release_type: str
    is_primary: bool
    rows: tuple[tuple[str, str, MetadataSource], ...]
    body_pieces: list[Piece]
    warnings: tuple[str, ...]


def settle(manifest: Mapping[str, Any], facts: Facts, pieces: list[Piece]) -> Metadata:
    """Choose each value from the most trusted place that has it."""
    for known in ("title", "url", "published_at", "publisher", "language"):
        if manifest.get(known):
            facts.add(known, str(manifest[known]), "manifest")
    _from_text(facts, pieces)
    url_row = facts.best("url")
    url = canonical_url(url_row[0]) if url_row else None
    publisher_row = facts.best("publisher")
    publisher = find_publisher(publisher_row[0] if publisher_row else None, urlsplit(url).hostname if url else None)
    if url:
        _date_from_url(facts, url)
    title_row = facts.best("title") or _title_from_pieces(facts, pieces)
    title = title_row[0] if title_row else ""
    published_row = facts.best("published_at")
    published_at, published_on, precision = read_stamp(published_row[0] if published_row else "", publisher)
    body = _without_title(pieces, title)
    language_row = facts.best("language")
    language = (language_row[0].split("-")[0].split("_")[0].lower() if language_row else None) or detect_language(body)
    release_type = release_type_of(title, body)
    rows: list[tuple[str, str, MetadataSource]] = []
    for key, row in (
        ("title", title_row),
        ("url", url_row),
        ("publisher", publisher_row),
        ("published_at", published_row),
    ):
        if row:
            rows.append((key, row[0], row[1]))
    rows.append(("language", language_row[0] if language_row else language or "", language_row[1] if language_row else "text"))
    name = publisher_row[0] if publisher_row else (publisher.name if publisher else None)
    if name and not publisher_row:
        rows.append(("publisher", name, "publisher"))
    return Metadata(
        title, url, name, publisher.party if publisher else None, published_at, published_on, precision, language or None,
        release_type, publisher.is_primary if publisher else True, tuple(rows), body, tuple(facts.warnings),
    )  # fmt: skip


STAMP = re.compile(
    # Years as people write them: software that knows no date writes the year 1, or 9999.
    r"(?P<date>(?:19|20)\d{2}-\d{2}-\d{2})(?:[T ](?P<time>\d{2}:\d{2}(?P<seconds>:\d{2}(?:\.\d+)?)?)\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)


def read_stamp(
    text: str, publisher: Publisher | None
) -> tuple[dt.datetime | None, dt.date | None, Literal["second", "minute", "day"] | None]:
    """The moment, the local day at the publisher, and how precise it is.

    A stamp in UTC is turned to the publisher's zone: 01:02 UTC by Washington is the evening
    before (GUIDE.md, Dates).  One with another offset keeps its own day.
    """
    match = STAMP.match(text.strip())
    if not match:
        day = _written_day(text)
        return None, day, "day" if day else None
    try:
        day = dt.date.fromisoformat(match["date"])
        if not match["time"]:
            return None, day, "day"
        zone = (match["zone"] or "").replace("Z", "+00:00")
        moment = dt.datetime.fromisoformat(f"{match['date']}T{match['time'][:8]}{zone}")
    except ValueError:
        return None, None, None
    local = ZoneInfo(publisher.zone) if publisher else None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=local) if local else moment.replace(tzinfo=dt.UTC)
        return moment, day, "second" if match["seconds"] else "minute"
    if moment.utcoffset() == dt.timedelta(0) and local:
        return moment, moment.astimezone(local).date(), "second" if match["seconds"] else "minute"
    return moment, day, "second" if match["seconds"] else "minute"


MONTH_NAMES = {
    name: number
    for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)
}
WRITTEN = (
    re.compile(r"\b(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2}),? (?P<year>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b"),
)


def _written_day(text: str) -> dt.date | None:
    for pattern in WRITTEN:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            month = int(groups["number"]) if groups.get("number") else MONTH_NAMES.get(groups["month"][:3].lower(), 0)
            try:
                return dt.date(int(groups["year"]), month, int(groups["day"]))
            except ValueError:
                # Not a date after all ("31 June 2020"); the next pattern may find one.
                continue
    return None


def _from_text(facts: Facts, pieces: list[Piece]) -> None:
    """A date that stands on a line of its own, or in the dateline, near the top."""
    for piece in [piece for piece in pieces if piece.kind in {"paragraph", "heading"}][:8]:
        if len(piece.text) <= 60 and (day := _written_day(piece.text)):
            facts.add("published_at", day.isoformat(), "byline")
        elif day := _written_day(piece.text[:60].split(" -")[0] if " -" in piece.text[:70] else ""):
            facts.add("published_at", day.isoformat(), "dateline")


def _date_from_url(facts: Facts, url: str) -> None:
    match = re.search(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)", url)
    if match:
        try:
            facts.add("published_at", dt.date(*map(int, match.groups())).isoformat(), "url")
        except ValueError:
            facts.warnings.append(f"the address holds no date: {match.group()}")


# Longer than a dateline or a kicker above a title: the text has begun.
LONGEST_KICKER = 50


def _title_from_pieces(facts: Facts, pieces: list[Piece]) -> tuple[str, MetadataSource] | None:
    """The first heading, else the page's title without the site's name."""
    for piece in pieces[:4]:
        if piece.kind == "heading":
            return piece.text, "heading"
        if len(piece.text) > LONGEST_KICKER:
            break
    page = facts.best("page_title")
    if page:
        return re.split(r"\s+(?:\||::|»|—|-)\s+", page[0])[0], "meta"
    return None


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


def _without_title(pieces: list[Piece], title: str) -> list[Piece]:
    """The pieces without the heading or first line that repeats the title: it is a part of its own."""
    wanted = _folded(title)
    kept = []
    dropped = False
    for number, piece in enumerate(pieces):
        if not dropped and wanted and number < 8 and piece.kind in {"heading", "paragraph"} and _folded(piece.text) == wanted:
            dropped = True
            continue
        kept.append(piece)
    return kept


STOP_WORDS = {
    "en": [
        "the",
        "of",
        "and",
        "to",
        "in",
        "with",
        "for",
        "that",
        "on",
        "was",
        "is",
        "by",
        "his",
        "her",
        "their",
        "from",
        "will",
        "were",
        "today",
        "this",
    ],
    "es": ["el", "la", "de", "los", "las", "que", "y", "en", "con", "por", "una", "del"],
    "fr": ["le", "la", "les", "des", "et", "du", "une", "dans", "pour", "sur", "est", "avec"],
    "de": ["der", "die", "das", "und", "den", "von", "mit", "für", "ist", "dem", "ein", "im"],
    "pt": ["o", "os", "da", "do", "das", "dos", "e", "em", "com", "uma", "para", "não"],
    "it": ["il", "di", "che", "e", "la", "della", "del", "per", "con", "una", "nel", "sono"],
}


# The least share of a text that its language's commonest words make up; a sentence or two of names and offices has fewer of them.
WORD = re.compile(r"[^\W\d_]+")
LEAST_SHARE = 0.08
SHORT = 100


def detect_language(pieces: list[Piece]) -> str | None:
    """The language whose commonest words occur most; None for a text in none of those known."""
    words = list(itertools.islice((word for piece in pieces for word in WORD.findall(piece.text[:2000].lower())), 600))
    if not words:
        return None
    times = Counter(words)
    counts = {language: sum(times[word] for word in stop) for language, stop in STOP_WORDS.items()}
    second, first = sorted(counts.values())[-2:]
    best = max(counts, key=lambda language: counts[language])
    if first / len(words) > LEAST_SHARE or (len(words) <= SHORT and first >= 2 and first >= 2 * second):
        return best
    return "en" if len(words) < 12 else None
