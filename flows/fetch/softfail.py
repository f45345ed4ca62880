"""Soft failures: answers with status 200 that hold no release. They are named, and not stored as one."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from lxml import etree, html

from flows.parse.charset import decode
from flows.parse.errors import UnreadableRelease

# A page that only says why there is nothing says no more prose besides, in characters; where its phrases also stand in banners and forms
# beside a release, less than the shortest release.
MOST_BESIDES_TITLE = 1000
MOST_BESIDES = {"missing_page": 1000, "challenge_page": 1000, "login_wall": 100, "consent_page": 100}
# Shorter blocks are menus, labels and buttons, in characters.
PROSE = 40
# What a page filled by a program says before it runs, in characters: a name, a line or two.
NEXT_TO_NOTHING = 250
SURROUNDINGS = ("script", "style", "noscript", "template", "nav", "header", "footer", "aside", "svg", "select", "iframe")
BLOCKS = frozenset([
    "p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th",
    "blockquote", "pre", "form", "br", "hr", "center", "fieldset", "label", "button",
])  # fmt: skip
MARK = "\x1e"
TITLE_PARTS = re.compile(r"\s+[|·•—–>-]+\s+|\s*\|\s*")
# Possessive, so that a body of nothing but comments is read once.
FEED = re.compile(rb"(?>\s+|<!--.*?-->|<\?.*?>|<!DOCTYPE[^>]*>)*+<(rss|feed|rdf:RDF)\b", re.DOTALL)
ITEM = re.compile(rb"<(?:item|entry)[\s>/]")
EMPTY_ITEMS = ("items", "results", "documents", "entries")


def soft_failure(body: bytes, media_type: str | None = None) -> str | None:
    """Why a body with status 200 is nothing to store, by name; None where it may be a release, a listing or a feed with items.

    Names: `empty_body`, `empty_feed`, `truncated_body`, `missing_page`, `challenge_page` (a guard against robots), `consent_page`,
    `login_wall`, `script_page` (the text comes by script). What pages of each kind say is in `config/softfail.yaml`.
    """
    if not body.strip():
        return "empty_body"
    if feed := FEED.match(body.removeprefix(b"\xef\xbb\xbf")):
        return _feed_failure(body, feed[1])
    if (media_type or "").partition(";")[0].strip().lower().endswith("json"):
        return "empty_feed" if _has_no_items(body) else None
    try:
        text = decode(body, media_type)
    except UnreadableRelease:
        return None  # No text at all: parsing says what it is instead.
    if not re.search(r"<(?:html|body|head|title|div|p)\b", text[:8192], re.IGNORECASE):
        return None
    return "truncated_body" if _is_cut(text) else _page_failure(text)


def _feed_failure(body: bytes, root: bytes) -> str | None:
    if b"</" + root + b">" not in body[-4096:] and b"/>" not in body[-64:]:
        return "truncated_body"
    return None if ITEM.search(body) else "empty_feed"


def _has_no_items(body: bytes) -> bool:
    """Whether a JSON answer is a list without items, bare or under a name that APIs give it."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return data == [] or (isinstance(data, dict) and any(data.get(name) == [] for name in EMPTY_ITEMS))


def _is_cut(text: str) -> bool:
    """A page whose html and body are opened in so many words, and neither is closed.

    HTML lets a page leave out end tags; who leaves them out to save bytes leaves the bare start tags out as well.
    """
    lowered = text.lower()
    return "<html" in lowered and "<body" in lowered and "</body" not in lowered and "</html" not in lowered


def _page_failure(text: str) -> str | None:
    try:
        page = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True))
    except etree.ParserError:
        return "empty_body"  # Comments and nothing else.
    titles = [_squeeze(found.text_content()) for found in page.iter("title")]
    # One heading among several may be that of a banner or of a form to log in with.
    headings = [_squeeze(found.text_content()) for found in page.iter("h1")]
    titles += headings if len(headings) == 1 else []
    without_script = " ".join(_squeeze(found.text_content()) for found in page.iter("noscript"))
    ids = {found.get("id") for found in page.xpath("//body//*[@id]") if not _squeeze(found.text_content())}
    for found in list(page.iter(*SURROUNDINGS)):
        found.drop_tree()
    blocks = _blocks(page)
    for kind, most_besides in MOST_BESIDES.items():
        besides = _besides(blocks, kind)
        if (_is_titled(titles, kind) and besides <= MOST_BESIDES_TITLE) or (_says(blocks, kind) and besides <= most_besides):
            return kind
    says_little = sum(map(len, blocks)) <= NEXT_TO_NOTHING
    by_script = _says([*blocks, without_script], "script_page") or not ids.isdisjoint(_facts()["script_roots"])
    return "script_page" if says_little and (by_script or _is_titled(titles, "script_page")) else None


def _blocks(page: Any) -> list[str]:
    """The texts of a page's blocks, in order."""
    pieces: list[str] = []
    for event, found in etree.iterwalk(page.find("body") if page.find("body") is not None else page, events=("start", "end")):
        if found.tag in BLOCKS:
            pieces.append(MARK)
        pieces.append((found.text if event == "start" else found.tail) or "")
    return [block for block in map(_squeeze, "".join(pieces).split(MARK)) if block]


def _besides(blocks: Sequence[str], kind: str) -> int:
    """How much prose a page says that does not belong to its being of that kind, in characters."""
    signs = [*_facts()[kind]["phrases"], *_facts()[kind].get("words", ())]
    return sum(len(block) for block in blocks if len(block) >= PROSE and not any(sign in block.casefold() for sign in signs))


def _is_titled(titles: Sequence[str], kind: str) -> bool:
    """Whether a title, or a part of one beside the site's name, is one of the kind's."""
    parts = [part for title in titles for part in [title, *TITLE_PARTS.split(title)]]
    return any(_bare(part) in map(_bare, _facts()[kind]["titles"]) for part in parts)


def _bare(title: str) -> str:
    return title.casefold().strip(" .!?…")


def _says(blocks: Sequence[str], kind: str) -> bool:
    text = " ".join(blocks).casefold()
    return any(phrase in text for phrase in _facts()[kind]["phrases"])


def _squeeze(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


@functools.cache
def _facts() -> dict[str, Any]:
    path = Path(__file__).parents[2] / "config" / "softfail.yaml"
    facts: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return facts
