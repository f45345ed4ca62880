"""Finding the body of a page for which no selector is set."""

from __future__ import annotations

import re
from collections import Counter

from bs4.element import Tag

from flows.parse.blocks import squeeze
from flows.parse.tree import first_in, parent_in, tags_in

# Class and id words of what holds a release.
BODY = re.compile(
    r"(?i)(?:^|[\s_-])(?:article-?body|articlebody|entry-content|post-content|story-?body|body-copy|main-content|article-content|content-main|"
    r"field-name-body|news-?detail|newstext|article__body|press-release|release-body|govspeak|readout|innercontentarea|rich-text|wysiwyg|node-content)(?:$|[\s_-])"
)
BLOCK_TAGS = frozenset([
    "p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd",
    "table", "thead", "tbody", "tfoot", "tr", "td", "th", "blockquote", "figure", "figcaption", "pre", "address", "center", "hr",
    "fieldset", "details", "summary", "body", "html",
])  # fmt: skip
# The element must hold this share of the text that was found, in characters.
SHARE = 0.9
# A lead set apart before the body has a paragraph of so many characters outside links. A shorter one is a standfirst: it says again
# what follows, and GOV.UK's own API keeps it out of the body.
LEAD = 200


def find_body(root: Tag) -> list[Tag]:
    """The elements that hold the release, in reading order: its leads where they stand before it, and the body.

    The body is the element that is named as such, else the smallest with most of the prose.
    """
    prose = _prose(root)
    body = _body(root, prose)
    return [*_leads(root, body, prose), body]


def _body(root: Tag, prose: Counter[int]) -> Tag:
    total = prose[id(root)]
    if total == 0:
        return root
    tags = [tag for tag in tags_in(root) if prose[id(tag)] >= 0.6 * total]
    good = [tag for tag in tags if tag.name in {"article", "main"} or _is_named(tag)]
    if good:
        return min(good, key=lambda tag: len(tag.get_text()))
    found = _body_by_text(root)
    if found is not None and prose[id(found)] >= 0.5 * total:
        return found
    best: Tag = root
    while True:
        inner = next((c for c in best.children if isinstance(c, Tag) and prose[id(c)] >= 0.8 * total), None)
        if inner is None or inner.name in {"p", "ul"} or (inner.name == "table" and not is_layout(inner)):
            return best
        best = inner


def _is_named(tag: Tag) -> bool:
    names = " ".join([*(tag.get("class") or []), str(tag.get("id") or "")])
    return BODY.search(names) is not None or tag.get("itemprop") == "articleBody"


def _prose(root: Tag) -> Counter[int]:
    """Characters of prose within each element, by its identity: those of a block outside links, less those within them.

    Taken block by block, so that a menu, however long, takes nothing from the prose beside it.
    """
    blocks: Counter[int] = Counter()
    tags: dict[int, Tag] = {}
    # For each tag passed, the block that its strings stand in, and whether within a link.
    within: dict[int, tuple[Tag | None, bool]] = {id(root): _around(root)}
    for element in root.descendants:
        block, is_link = within[id(element.parent)]
        if isinstance(element, Tag):
            within[id(element)] = (element if element.name in BLOCK_TAGS else block, is_link or element.name == "a")
        elif block is not None:
            length = len(squeeze(str(element)))
            blocks[id(block)] += -length if is_link else length
            tags[id(block)] = block
    prose: Counter[int] = Counter()
    for key, length in blocks.items():
        for tag in (tags[key], *tags[key].parents):
            prose[id(tag)] += max(0, length)
    return prose


def _around(root: Tag) -> tuple[Tag | None, bool]:
    """The block that the strings of `root` stand in, and whether within a link."""
    block = root if root.name in BLOCK_TAGS else parent_in(root, BLOCK_TAGS)
    return block, root.name == "a" or parent_in(root, {"a"}) is not None


def _leads(root: Tag, body: Tag, prose: Counter[int]) -> list[Tag]:
    """What stands before the body within the same article and holds a paragraph of prose: many sites set the first one apart."""
    article = parent_in(body, {"article", "main"})
    if body is root or article is None:
        return []
    leads: list[Tag] = []
    for tag in (body, *body.parents):
        if tag is article:
            break
        before = [s for s in tag.previous_siblings if isinstance(s, Tag) and _is_lead(s, prose)]
        leads = [*reversed(before), *leads]
    return leads


def _is_lead(tag: Tag, prose: Counter[int]) -> bool:
    paragraphs = [tag] if tag.name == "p" else tags_in(tag, {"p"})
    return any(prose[id(p)] >= LEAD and parent_in(p, {"figure"}) is None for p in paragraphs)


def _body_by_text(root: Tag) -> Tag | None:
    """The smallest element below `root` that holds what trafilatura takes for the text; None where it finds none.

    Only the place is trafilatura's; its text is not used, since it loses structure (PITFALLS, Dates, names, HTML).
    """
    import trafilatura  # only here: it takes half a second to import

    text = trafilatura.extract(f"<html><body>{root}</body></html>", include_comments=False, include_tables=True)
    lines = {squeeze(line.lstrip("-# ")) for line in (text or "").splitlines()} - {""}
    found = [tag for tag in tags_in(root, BLOCK_TAGS) if first_in(tag, BLOCK_TAGS) is None and squeeze(tag.get_text()) in lines]
    total = sum(len(tag.get_text()) for tag in found)
    if not total:
        return None
    best = root
    while True:
        inner = next((child for child in best.contents if isinstance(child, Tag) and _held(child, found) >= SHARE * total), None)
        if inner is None or inner in found:
            return best
        best = inner


def _held(tag: Tag, found: list[Tag]) -> int:
    """Characters of the found blocks that stand within `tag`."""
    within = {id(tag), *map(id, tags_in(tag))}
    return sum(len(block.get_text()) for block in found if id(block) in within)


def is_layout(node: Tag) -> bool:
    """Whether a table lays out a page and holds no data."""
    if first_in(node, {"table"}) is not None:
        return True
    rows = list(tags_in(node, {"tr"}))
    widest = max((len(list(tags_in(row, {"td", "th"}))) for row in rows), default=0)
    blocks = list(tags_in(node, {"p", "h1", "h2", "h3", "ul"}))
    return first_in(node, {"th"}) is None and (
        widest <= 1 or node.get("role") == "presentation" or len(rows) <= 1 or len(blocks) > 3 * len(rows)
    )
