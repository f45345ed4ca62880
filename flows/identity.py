"""Identity: which release a capture is of, however it was found (DATA-MODEL, Keys)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from flows.reading import Gist, Sighting, digest
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

    def find(self, seen: Sighting, gist: Gist) -> str:
        """The id of the release that a capture is of: one known by own id, address or text, else its own."""
        for own in [a for a in seen.addresses if a.startswith("id:")]:
            for row in self.by_address.get(own, ()):
                return row.release_id
        same = self.by_text.get((gist.publisher, gist.text_digest))
        if same and _is_same_file(same.address, seen.capture.path, gist):
            return same.release_id
        rows = [r for a in seen.addresses if not a.startswith("id:") for r in reversed(self.by_address.get(address_form(a), []))]
        # What says the same comes first: of several releases that one path has had, a file is the one whose words it has.
        for row in sorted(rows, key=lambda row: row.text_digest != gist.text_digest):
            if not _is_used_again(row, gist):
                return row.release_id
        if rows:
            return digest(seen.key, str(gist.published_on or gist.title))
        if same and _is_same_text(same, gist):
            return same.release_id
        return seen.key


def identify(sightings: Sequence[Sighting], ledger: Ledger) -> list[Sighting]:
    """The sightings with the ids of the releases that they are of, in order; `ledger` learns from each."""
    done = []
    for seen in sightings:
        gist = seen.gist
        if gist is not None:
            seen = replace(seen, known_id=ledger.find(seen, gist))
            now = (seen.release_id, gist.publisher, gist.text_digest, gist.text_length, gist.published_on, gist.title)
            ledger.learn(KnownAddress(address, *now) for address in seen.addresses)
        done.append(seen)
    return done


def _days_apart(one: dt.date | None, other: dt.date | None) -> int | None:
    return abs((one - other).days) if one and other else None


def _is_used_again(known: KnownAddress, gist: Gist) -> bool:
    """Whether a known address now holds another publication: another day and another text; of a path without a day, another title and text."""
    if known.text_digest is None or known.text_digest == gist.text_digest:
        return False
    days = _days_apart(known.published_on, gist.published_on)
    if days is None:
        return is_path(known.address) and bool(known.title and gist.title) and known.title != gist.title
    return days > SAME_DAY_GRACE


def is_path(address: str) -> bool:
    """Whether an address is the path of a file in its folder: other folders have such a path too."""
    return not address.startswith(("http://", "https://", "id:"))


def _is_same_file(address: str, path: str, gist: Gist) -> bool:
    """Whether a file has the words of one that was listed with its folder before its path, or with one folder less (`list_files`)."""
    listed_alone = gist.url is None and is_path(path) and is_path(address)
    return listed_alone and address != path and (address.endswith(f"/{path}") or path.endswith(f"/{address}"))


def _is_same_text(known: KnownAddress, gist: Gist) -> bool:
    days = _days_apart(known.published_on, gist.published_on)
    return known.text_length >= SHORTEST_SAME_TEXT and days is not None and days <= MOST_DAYS_APART
