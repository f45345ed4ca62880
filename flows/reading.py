"""One capture read: parsed and extracted, or skipped with the reason."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from config.publishers import Publisher, owner_of
from flows.extract.extract import extract
from flows.extract.report import Extraction
from flows.fetch.capture import Capture
from flows.parse.document import Document
from flows.parse.errors import UnreadableRelease
from flows.parse.parse import parse

PARSER_VERSION = "3"
EXTRACTOR_VERSION = "5"


@dataclass(frozen=True, slots=True)
class ReadRelease:
    """A capture with what it says; `document` is None where it could not be read."""

    capture: Capture
    document: Document | None
    extraction: Extraction | None
    skipped: str | None = None
    known_id: str | None = None

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
        url = self.document.url if self.document else None
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
        return owner.name if owner else (self.document.publisher if self.document else None) or ""

    @property
    def _owner(self) -> Publisher | None:
        host = urlsplit(self.document.url).hostname if self.document and self.document.url else None
        return owner_of(host) if host else None

    @property
    def text_digest(self) -> str:
        """SHA-256 of title and text."""
        if self.document is None:
            return ""
        return hashlib.sha256(f"{self.document.title}\n{self.document.text}".encode()).hexdigest()


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
