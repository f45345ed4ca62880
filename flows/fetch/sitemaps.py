"""Sitemaps: plain or gzipped, single or an index of others."""

from __future__ import annotations

import re
import zlib

from lxml import etree

from flows.fetch.items import MOST_ITEMS, FindingError, Found, Item, kept, refuse_declarations

# The sitemap protocol's own limit for an uncompressed file is 50 MiB.
LARGEST_SITEMAP = 50 * 1024 * 1024


def read_sitemap(body: bytes, *, url_filter: str | None = None, index_filter: str | None = None) -> Found:
    """The addresses of a sitemap with their `lastmod`; of an index, the sitemaps in `more`.

    Raises `FindingError` for what is no sitemap, declares entities, or grows beyond 50 MiB.
    """
    plain = _unzipped(body)
    refuse_declarations(plain)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    root = etree.fromstring(plain, parser=parser) if plain.strip() else None
    if root is None or etree.QName(root).localname not in {"urlset", "sitemapindex"}:
        raise FindingError("no sitemap: neither urlset nor sitemapindex")
    rows = [(_child(node, "loc"), _child(node, "lastmod")) for node in list(root)[:MOST_ITEMS] if isinstance(node.tag, str)]
    rows = [(address, changed) for address, changed in rows if address and address.startswith(("http://", "https://"))]
    if etree.QName(root).localname == "sitemapindex":
        wanted = re.compile(index_filter or "")
        return Found((), more=tuple(address for address, _ in rows if address and wanted.search(address)))
    if not rows:
        raise FindingError("a sitemap without addresses")
    return Found(kept((Item(url=address, changed_at=changed) for address, changed in rows), url_filter))


def _child(node: etree._Element, name: str) -> str | None:
    for child in node:
        if isinstance(child.tag, str) and etree.QName(child).localname == name:
            return (child.text or "").strip() or None
    return None


def _unzipped(body: bytes) -> bytes:
    """The sitemap's bytes; a gzipped one is unpacked as far as the limit."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, LARGEST_SITEMAP + 1)
    except zlib.error as error:
        raise FindingError(f"a gzipped sitemap that cannot be unpacked ({error})") from error
    if len(plain) > LARGEST_SITEMAP:
        raise FindingError(f"a gzipped sitemap of more than {LARGEST_SITEMAP // 2**20} MiB")
    return plain
