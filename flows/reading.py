"""One capture read: parsed and extracted, or skipped with the reason."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from config.publishers import Publisher, owner_of
from flows.extract.extract import extract
from flows.extract.report import Extraction
from flows.fetch.capture import Capture
from flows.parse.charset import whole
from flows.parse.document import Document
from flows.parse.errors import UnreadableRelease
from flows.parse.parse import parse

PARSER_VERSION = "3"
EXTRACTOR_VERSION = "5"


@dataclass(frozen=True, slots=True)
class Gist:
    """What a document says of itself, short of its text: enough to tell which release it is of, and whether that says anything new."""

    url: str | None
    publisher: str | None
    published_on: dt.date | None
    title: str
    metadata_text: str
    text_length: int
    text_digest: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """A capture and the gist of what it says, None where it could not be read; `known_id` is a release already known that it is of.

    `number` stands in the place of its keys until these are known (`flows/shaping.py`).
    """

    capture: Capture
    gist: Gist | None
    skipped: str | None = None
    known_id: str | None = None
    number: str = ""

    @property
    def release_id(self) -> str:
        """The id of the release that it is of: one already known, else its own key."""
        return self.known_id or self.key

    @property
    def key(self) -> str:
        """Publisher and the id within the address, else the canonical URL, else the feed's id, else the path in its folder.

        Addresses come before ids that only a feed tells, so that feed, listing, folder and WARC give one key; the ledger of
        `flows/identity.py` joins what has an id in common.
        """
        url = self.gist.url if self.gist else None
        own_id = self.capture.facts.get("own_id")
        if url is None:
            return digest(self.key_publisher, f"id:{own_id}" if own_id else self.capture.path)
        owner = self._owner
        found = re.search(owner.own_id, url) if owner and owner.own_id else None
        return digest(self.key_publisher, f"id:{found.group(1)}" if found else url)

    @property
    def key_publisher(self) -> str:
        """The publisher that keys are made with: the listed owner of the address's host, else the one that the release names."""
        owner = self._owner
        return owner.name if owner else (self.gist.publisher if self.gist else None) or ""

    @property
    def addresses(self) -> list[str]:
        """Every address that it has: its URL, those it was redirected to, the publisher's own id; else its path."""
        url = self.gist.url if self.gist else None
        facts = self.capture.facts
        found = [url, *(facts.get("addresses") or ()), None if url else self.capture.path]
        if facts.get("own_id"):
            found.append(own_id_address(self.key_publisher, facts["own_id"]))
        return list(dict.fromkeys(address for address in found if address))

    @property
    def _owner(self) -> Publisher | None:
        host = urlsplit(self.gist.url).hostname if self.gist and self.gist.url else None
        return owner_of(host) if host else None


@dataclass(frozen=True, slots=True)
class ReadRelease:
    """A capture with what it says; `document` is None where it could not be read."""

    capture: Capture
    document: Document | None
    extraction: Extraction | None
    skipped: str | None = None
    known_id: str | None = None

    @property
    def sighting(self) -> Sighting:
        """The capture with the gist of the document."""
        document = self.document
        if document is None:
            return Sighting(self.capture, None, self.skipped, self.known_id)
        text_digest = hashlib.sha256(f"{document.title}\n{document.text}".encode()).hexdigest()
        gist = Gist(
            document.url, document.publisher, document.published_on, document.title, document.metadata_text, len(document.text), text_digest
        )
        return Sighting(self.capture, gist, self.skipped, self.known_id)

    @property
    def release_id(self) -> str:
        """The id of the release that it is of: one already known, else its own key."""
        return self.known_id or self.sighting.key


def own_id_address(publisher: str, own_id: str) -> str:
    """The publisher's own id in the form of an address."""
    return f"id:{publisher}:{whole(own_id)}"


def digest(*parts: str) -> str:
    """A key: 20 hex digits of the SHA-256 of its parts."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def read(capture: Capture) -> ReadRelease:
    """Parse and extract one capture."""
    try:
        document = parse(
            capture.body,
            document_id=capture.document_id,
            media_type=capture.media_type,
            manifest=capture.facts,
            path=capture.path,
        )
    except UnreadableRelease as error:
        return ReadRelease(capture, None, None, str(error))
    except RecursionError:
        return ReadRelease(capture, None, None, "tags nest deeper than can be read")
    missing = [name for name in capture.facts.get("required", ()) if not getattr(document, name)]
    if missing:
        return ReadRelease(capture, None, None, f"no {' and no '.join(missing)}, which its source's settings require")
    extraction = extract(document)
    return ReadRelease(capture, document, extraction, None)
