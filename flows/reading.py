"""One capture read: parsed and extracted, or skipped with the reason."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flows.extract.extract import extract
from flows.extract.report import Extraction
from flows.fetch.capture import Capture
from flows.parse.document import Document
from flows.parse.errors import UnreadableRelease
from flows.parse.parse import parse

PARSER_VERSION = "1"
EXTRACTOR_VERSION = "3"


@dataclass(frozen=True, slots=True)
class ReadRelease:
    """A capture with what it says; `document` is None where it could not be read."""

    capture: Capture
    document: Document | None
    extraction: Extraction | None
    skipped: str | None = None

    @property
    def release_id(self) -> str:
        """The release's key: its publisher and canonical URL, else the path within its folder."""
        url = self.document.url if self.document else None
        publisher = (self.document.publisher if self.document else None) or ""
        return digest(publisher, url or self.capture.path)

    @property
    def text_digest(self) -> str:
        """SHA-256 of title and text."""
        if self.document is None:
            return ""
        return hashlib.sha256(f"{self.document.title}\n{self.document.text}".encode()).hexdigest()


def digest(*parts: str) -> str:
    """A key: 20 hex digits of the SHA-256 of its parts."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


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
    extraction = extract(document)
    return ReadRelease(capture, document, extraction, None)
