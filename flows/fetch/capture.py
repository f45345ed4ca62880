"""A capture: the bytes of one release and the facts listed with it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Capture:
    """A body as read, before anything is made of it.

    `facts` are those of the folder's index (title, url, published_at, publisher, language);
    `path` is the path within the folder, never that of the machine.
    """

    document_id: str
    path: str
    media_type: str | None
    facts: Mapping[str, Any]
    body: bytes
    fetched_at: dt.datetime
    segment: str = ""
    offset: int = 0

    @property
    def body_digest(self) -> str:
        """SHA-256 of the body, in hex."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def digest(self) -> str:
        """SHA-256 of the body and the facts listed with it, in hex: equal captures tell nothing new."""
        facts = json.dumps(
            [self.document_id, self.path, self.media_type, dict(self.facts)],
            sort_keys=True,
            ensure_ascii=False,
            default=str,
        )
        return hashlib.sha256(self.body + b"\x00" + facts.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be read as a release, and why; `where` names file and line."""

    where: str
    reason: str
