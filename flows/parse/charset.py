"""The characters of a body, whatever charset it declares."""

from __future__ import annotations

import codecs
import re

from flows.parse.errors import UnreadableRelease

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Western European texts have fewer bytes beyond ASCII than this share; those of other scripts many more.
MOST_ACCENTS = 0.15
DECLARED = re.compile(rb"charset\s*=\s*[\"']?([\w\-]+)", re.IGNORECASE)
# Browsers read these names as the larger set of the same family (WHATWG Encoding Standard, section 4.2).
READ_AS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
# Python's names for codings in which no page is written; UTF-7 hides markup, and browsers do not read it either.
NO_CHARSETS = frozenset(
    {"utf-7", "utf7", "u7", "unicode-1-1-utf-7", "unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "mbcs", "oem"}
)
HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
BINARY = re.compile(rb"^(?:%PDF|\x89PNG|PK\x03\x04|\xff\xd8\xff|GIF8|\x1f\x8b|\x7fELF|\xd0\xcf\x11\xe0)")


def decode(body: bytes, media_type: str | None) -> str:
    """The text of `body`: by its BOM, as UTF-8, as declared, else by its statistics.

    Valid UTF-8 beats a declaration: pages are re-saved without their header more often than
    another charset happens to be valid UTF-8.  Raises `UnreadableRelease` for empty and binary bodies.
    """
    if not body.strip():
        raise UnreadableRelease("empty")
    if BINARY.match(body):
        raise UnreadableRelease("binary file, not a text")
    for bom, name in BOMS:
        if body.startswith(bom):
            return _clean(body.decode(name, errors="replace"))
    if b"\x00" in body[:4096]:
        raise UnreadableRelease("binary file, not a text")
    try:
        return _clean(body.decode("utf-8"))
    except UnicodeDecodeError:
        return _clean(_by_declaration(body, media_type))


def _by_declaration(body: bytes, media_type: str | None) -> str:
    # A page's scripts declare charsets of their own: the first name that fits the bytes is the page's.
    for name in [*DECLARED.findall((media_type or "").encode("utf-8", "replace")), *DECLARED.findall(body[:4096])]:
        declared = name.decode().lower()
        if declared in {"utf-8", "utf8"} or declared.replace("_", "-") in NO_CHARSETS:
            continue
        try:
            return body.decode(READ_AS.get(declared, declared))
        except (LookupError, UnicodeError):
            continue
    damaged = body.decode("utf-8", errors="replace")
    bad = damaged.count("\ufffd")
    good = sum(character > "\x7f" for character in damaged) - bad
    # A body cut inside its last character, or with some bytes broken among many whole ones, is still UTF-8.
    if good > bad or (damaged.rstrip("\ufffd").isascii() and bad <= 1 and damaged.endswith("\ufffd")):
        return damaged
    high = sum(byte > 0x7F for byte in body)
    if high < len(body) * MOST_ACCENTS:
        return body.decode("cp1252", errors="replace")
    from charset_normalizer import from_bytes  # only here: it takes 60 ms to import

    best = from_bytes(body[:65536]).best()
    return body.decode(best.encoding if best else "cp1252", errors="replace")


def whole(text: str) -> str:
    """A text without halves of characters, which JSON can write and no encoding takes; a mark stands in their place."""
    return text if text.isascii() else HALF_CHARACTERS.sub("\ufffd", text)


def _clean(text: str) -> str:
    return whole(text).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
