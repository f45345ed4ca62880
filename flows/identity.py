"""Identity: which release a capture is of, however it was found (DATA-MODEL, Keys)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from flows.parse.charset import whole
from flows.reading import ReadRelease, digest
from warehouse.load import KnownAddress

# Two addresses with one text are one release where it is long enough not to be a form of words, and the days are close.
SHORTEST_SAME_TEXT = 400
MOST_DAYS_APART = 3
# An address whose day and text both differ was used again; a day's grace, since one place tells the moment and another the day.
SAME_DAY_GRACE = 1


def address_form(address: str) -> str:
    """The form in which addresses are compared: without scheme, `www.` and closing stroke."""
    if not address.startswith(("http://", "https://")):
        return address
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def own_id_address(publisher: str, own_id: str) -> str:
    """The publisher's own id in the form of an address."""
    return f"id:{publisher}:{whole(own_id)}"


def addresses_of(release: ReadRelease) -> list[str]:
    """Every address that a read capture has: its URL, those it was redirected to, the publisher's own id; else its path."""
    url = release.document.url if release.document else None
    facts = release.capture.facts
    found = [url, *(facts.get("addresses") or ()), None if url else release.capture.path]
    if facts.get("own_id"):
        found.append(own_id_address(release.key_publisher, facts["own_id"]))
    return list(dict.fromkeys(address for address in found if address))


@dataclass(slots=True)
class Ledger:
    """The releases known so far, by address and by text; it learns with each one that it identifies."""

    by_address: dict[str, list[KnownAddress]] = field(default_factory=dict)
    by_text: dict[tuple[str | None, str], KnownAddress] = field(default_factory=dict)

    def learn(self, known: Iterable[KnownAddress]) -> None:
        """Note addresses; what one says now takes the place of what it said before."""
        for row in known:
            rows = self.by_address.setdefault(address_form(row.address), [])
            rows[:] = [*(other for other in rows if other.release_id != row.release_id), row]
            if row.text_digest:
                self.by_text.setdefault((row.publisher, row.text_digest), row)

    def find(self, release: ReadRelease) -> str:
        """The id of the release that a capture is of: one known by own id, address or text, else its own."""
        addresses = addresses_of(release)
        for own in [a for a in addresses if a.startswith("id:")]:
            for row in self.by_address.get(own, ()):
                return row.release_id
        same = self.by_text.get((release.document.publisher if release.document else None, release.text_digest))
        if same and _is_same_file(same.address, release):
            return same.release_id
        rows = [r for a in addresses if not a.startswith("id:") for r in reversed(self.by_address.get(address_form(a), []))]
        # What says the same comes first: of several releases that one path has had, a file is the one whose words it has.
        for row in sorted(rows, key=lambda row: row.text_digest != release.text_digest):
            if not _is_used_again(row, release):
                return row.release_id
        if rows:
            document = release.document
            return digest(release.key, str((document.published_on or document.title) if document else ""))
        if same and _is_same_text(same, release):
            return same.release_id
        return release.key


def identify(releases: Sequence[ReadRelease], ledger: Ledger) -> list[ReadRelease]:
    """The releases with the ids of those they are of, in order; `ledger` learns from each."""
    done = []
    for release in releases:
        document = release.document
        if document is not None:
            release = replace(release, known_id=ledger.find(release))
            now = (release.release_id, document.publisher, release.text_digest, len(document.text), document.published_on, document.title)
            ledger.learn(KnownAddress(address, *now) for address in addresses_of(release))
        done.append(release)
    return done


def _days_apart(one: dt.date | None, other: dt.date | None) -> int | None:
    return abs((one - other).days) if one and other else None


def _is_used_again(known: KnownAddress, release: ReadRelease) -> bool:
    """Whether a known address now holds another publication: another day and another text; of a path without a day, another title and text."""
    document = release.document
    if known.text_digest is None or known.text_digest == release.text_digest or document is None:
        return False
    days = _days_apart(known.published_on, document.published_on)
    if days is None:
        return is_path(known.address) and bool(known.title and document.title) and known.title != document.title
    return days > SAME_DAY_GRACE


def is_path(address: str) -> bool:
    """Whether an address is the path of a file in its folder: other folders have such a path too."""
    return not address.startswith(("http://", "https://", "id:"))


def _is_same_file(address: str, release: ReadRelease) -> bool:
    """Whether a file has the words of one that was listed with its folder before its path, or with one folder less (`list_files`)."""
    path = release.capture.path
    listed_alone = release.document is not None and release.document.url is None and is_path(path) and is_path(address)
    return listed_alone and address != path and (address.endswith(f"/{path}") or path.endswith(f"/{address}"))


def _is_same_text(known: KnownAddress, release: ReadRelease) -> bool:
    days = _days_apart(known.published_on, release.document.published_on if release.document else None)
    return known.text_length >= SHORTEST_SAME_TEXT and days is not None and days <= MOST_DAYS_APART
