"""A capture: the bytes of one release and the facts listed with it, and how they were fetched."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

# What a record is of: a release; a feed, listing or answer that lists releases; an address that answers 404 or 410;
# a release that was taken down on request.
CaptureKind = Literal["release", "finding", "gone", "tombstone"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """The HTTP conversation behind a body: `hops` are the redirects on the way, each with its status."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    hops: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """A body as read, before anything is made of it.

    `facts` are those of the folder's index or the feed (title, url, published_at, publisher, language; of a fetched one also
    own_id, addresses and reading, the selectors to read it by); `path` is the path within the folder, never that of the
    machine, or the canonical address.
    """

    document_id: str
    path: str
    media_type: str | None
    facts: Mapping[str, Any]
    body: bytes
    fetched_at: dt.datetime
    segment: str = ""
    offset: int = 0
    kind: CaptureKind = "release"
    exchange: Exchange | None = None

    @property
    def body_digest(self) -> str:
        """SHA-256 of the body, in hex."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def digest(self) -> str:
        """SHA-256 of the body and the facts listed with it, in hex: equal captures tell nothing new."""
        kind = [] if self.kind == "release" else [self.kind]
        facts = json.dumps(
            [self.document_id, self.path, self.media_type, dict(self.facts), *kind],
            sort_keys=True,
            ensure_ascii=False,
            default=str,
        )
        # JSON can write halves of characters, which no encoding takes by itself.
        return hashlib.sha256(self.body + b"\x00" + facts.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read as a release, and why; `where` names file and line."""

    where: str
    reason: str
