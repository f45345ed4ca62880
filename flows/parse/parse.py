"""Parsing: the bytes of one release to a `Document`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from flows.parse.blocks import Piece, assemble
from flows.parse.charset import decode, whole
from flows.parse.document import Document, Metadatum
from flows.parse.errors import UnreadableRelease
from flows.parse.markdown import read_markdown
from flows.parse.metadata import Facts, settle
from flows.parse.text import read_text

LARGEST_BODY = 32 * 1024 * 1024


def parse(
    body: bytes,
    *,
    document_id: str,
    media_type: str | None,
    manifest: Mapping[str, Any] | None = None,
    path: str | None = None,
) -> Document:
    """Read one release.

    Arguments: `body` at most 32 MiB; `media_type` as published, or None to tell by `path`
    and by the bytes; `manifest` the facts of a folder's index, which win over the page's own, and
    under `reading` the selectors of a source's settings.
    Raises `UnreadableRelease` with the reason where no text can be read.
    """
    if len(body) > LARGEST_BODY:
        raise UnreadableRelease(f"{len(body) / 2**20:.0f} MiB; the largest body read is {LARGEST_BODY // 2**20} MiB")
    kind = _kind(body, media_type, path)
    text = decode(body, media_type)
    manifest = dict(manifest or {})
    if kind == "json":
        text, kind, manifest = _unwrap(text, manifest)
    pieces, facts = _read(text, kind, manifest.get("reading"))
    if not any(piece.text.strip() for piece in pieces):
        raise UnreadableRelease("no text of a release in it")
    return build(document_id, pieces, facts, manifest)


def build(document_id: str, pieces: list[Piece], facts: Facts, manifest: Mapping[str, Any]) -> Document:
    """The document that pieces in reading order and the page's facts make."""
    metadata = settle(manifest, facts, pieces)
    outline = assemble(metadata.body_pieces)
    return Document(
        document_id=document_id,
        text=outline.text,
        title=metadata.title,
        blocks=outline.blocks,
        sections=outline.sections,
        tables=outline.tables,
        metadata=tuple(Metadatum(name, text, source) for name, text, source in metadata.rows),
        url=metadata.url,
        publisher=metadata.publisher,
        publisher_party=metadata.publisher_party,
        published_at=metadata.published_at,
        published_on=metadata.published_on,
        published_precision=metadata.precision,
        language=metadata.language,
        release_type=metadata.release_type,
        is_primary=metadata.is_primary,
        warnings=metadata.warnings,
    )


def _kind(body: bytes, media_type: str | None, path: str | None) -> str:
    declared = (media_type or "").split(";")[0].strip().lower()
    for kind, types in {
        "html": {"text/html", "application/xhtml+xml"},
        "markdown": {"text/markdown"},
        "json": {"application/json"},
        "text": {"text/plain"},
    }.items():
        if declared in types:
            return kind
    ending = (path or "").lower().rpartition(".")[2]
    by_ending = {"html": "html", "htm": "html", "md": "markdown", "txt": "text", "json": "json"}
    if ending in by_ending:
        return by_ending[ending]
    return "html" if re.search(rb"<(?:html|body|p|div|!doctype)\b", body[:4096], re.IGNORECASE) else "text"


def _unwrap(text: str, manifest: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """The body and facts of a JSON release: an object with `body`, `html`, `content` or `text`."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableRelease(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise UnreadableRelease("JSON without an object at its top")
    for key in ("html", "body", "content", "text"):
        value = record.get(key)
        if isinstance(value, str) and value.strip():
            value = whole(value)
            known = {name: record[name] for name in ("title", "url", "published_at", "publisher") if record.get(name)}
            return value, "html" if re.search(r"<\w+[^>]*>", value) else "text", known | manifest
    raise UnreadableRelease("JSON without body, html, content or text")


def _read(text: str, kind: str, reading: Mapping[str, Any] | None) -> tuple[list[Piece], Facts]:
    if kind == "html":
        from flows.parse.html import read_html  # only here: BeautifulSoup takes a tenth of a second to import

        return read_html(text, reading)
    if kind == "markdown":
        return read_markdown(text)
    return read_text(text)
