"""HTML: whole pages and fragments, the body found without a setting for the site."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Comment, Doctype, NavigableString, Tag

from flows.parse.blocks import Piece, RawCell, item_label, squeeze
from flows.parse.body import BLOCK_TAGS, BODY, find_body, is_layout
from flows.parse.errors import UnreadableRelease
from flows.parse.metadata import Facts
from flows.parse.selecting import Chosen, SelectionError, select, words_at
from flows.parse.tree import first_in, parent_in, strings_in, tags_in

DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "nav",
        "form",
        "button",
        "select",
        "input",
        "iframe",
        "object",
        "embed",
        "video",
        "audio",
        "aside",
        "footer",
        "canvas",
    ]
)
# Class and id words of what surrounds a release: menus, share bars, banners, lists of other releases.
NOISE = re.compile(
    r"(?i)(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|share|sharing|social|cookies?|consent|banner|related|recommended|"
    r"more-news|sidebar|side-bar|footer|foot|site-header|masthead|skip|subscribe|newsletter|comments?|pager|pagination|tools|toolbar|print|"
    r"tags?|hidden|sr-only|visually-hidden|advert|promo|popup|modal|widget|copyright|search|languages?|translate|"
    r"contact-us|feedback|select-?box|dropdown|metadata-block|download|usa-banner|gem-c-contextual|phase-banner|col-right|rightcol|right-col|links)(?:$|[\s_-])"
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
DEEPEST = 400


def read_html(text: str, reading: Mapping[str, Any] | None = None) -> tuple[list[Piece], Facts]:
    """The pieces of an HTML release and the facts of its head.

    `reading` holds a source's selectors (`content`, `title`, `date`); raises `UnreadableRelease` where one finds another number of
    elements than expected, since the page's layout has changed then.
    """
    soup = BeautifulSoup(_shallow(text), "lxml")
    facts = Facts()
    named: dict[str, list[Tag]] = {name: [] for name in OF_PAGE}
    for tag in tags_in(soup, OF_PAGE):
        named[tag.name].append(tag)
    _head(named, facts)
    if reading is not None:
        return _selected(soup, reading, facts), facts
    root = named["body"][0] if named["body"] else soup
    is_page = bool(named["nav"] or named["header"] or named["footer"] or (named["title"] and named["body"]))
    _drop(root, is_page)
    bodies = find_body(root) if is_page else [root]
    heading = first_in(root, {"h1"})
    if heading is not None:
        facts.add("title", squeeze(heading.get_text(" ")), "heading")
    for moment in itertools.islice(tags_in(root, {"time"}), 3):
        if moment.get("datetime"):
            facts.add("published_at", str(moment["datetime"]), "time")
    return [piece for body in bodies for piece in _pieces(body)], facts


def _selected(soup: BeautifulSoup, reading: Mapping[str, Any], facts: Facts) -> list[Piece]:
    """The pieces below the selected elements; title and date come from the page where its settings say where they stand."""
    wanted = {name: Chosen(**row) for name, row in reading.items()}
    try:
        for part, name, source in (("title", "title", "heading"), ("date", "published_at", "time")):
            words = words_at(soup, wanted.get(part), part)
            if words:
                facts.add(name, words, source)
        roots = select(soup, wanted["content"], "content")
    except SelectionError as error:
        raise UnreadableRelease(str(error)) from error
    pieces: list[Piece] = []
    for root in roots:
        _drop(root, is_page=True)
        pieces += _pieces(root)
    return pieces


def _shallow(text: str) -> str:
    """`text`, or an error where tags nest deeper than any page that people read."""
    depth = deepest = 0
    if text.count("<") < DEEPEST:
        return text
    for match in re.finditer(r"<(/?)(div|span|b|i|font|table|td|tr|ul|li|p|section|blockquote|em|strong|a)\b", text, re.IGNORECASE):
        depth = max(0, depth - 1) if match.group(1) else depth + (match.group(2).lower() not in {"p", "li", "td", "tr"})
        deepest = max(deepest, depth)
        if deepest > DEEPEST * 10:
            raise UnreadableRelease(f"tags nest more than {DEEPEST * 10} deep")
    return text


# Tags that tell what the page is and says of itself.
OF_PAGE = frozenset({"html", "body", "title", "meta", "link", "script", "nav", "header", "footer"})


def _head(named: Mapping[str, list[Tag]], facts: Facts) -> None:
    """Read what a page says of itself; `named` are its tags by name."""
    for script in named["script"]:
        if script.get("type") == "application/ld+json":
            _json_ld(script.get_text(), facts)
    names = {
        "og:title": ("title", "open_graph"), "og:url": ("url", "open_graph"), "og:site_name": ("publisher", "open_graph"),
        "article:published_time": ("published_at", "open_graph"), "date": ("published_at", "meta"), "dc.date": ("published_at", "meta"),
        "dcterms.date": ("published_at", "meta"), "dc.date.issued": ("published_at", "meta"), "publishdate": ("published_at", "meta"),
        "pubdate": ("published_at", "meta"), "dc.title": ("title", "meta"), "author": ("author", "meta"),
    }  # fmt: skip
    for tag in named["meta"]:
        key = str(tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        value = str(tag.get("content") or "").strip()
        if key in names and value:
            name, source = names[key]
            facts.add(name, value, source)
    link = next((tag for tag in named["link"] if "canonical" in (tag.get("rel") or ())), None)
    if link is not None and link.get("href"):
        facts.add("url", str(link["href"]), "meta")
    for tag in named["html"][:1]:
        if tag.get("lang"):
            facts.add("language", str(tag["lang"]), "meta")
    for tag in named["title"][:1]:
        if squeeze(tag.get_text()):
            facts.add("page_title", squeeze(tag.get_text()), "meta")


def _json_ld(text: str, facts: Facts) -> None:
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        facts.warnings.append("JSON-LD that is no JSON")
        return
    rows = data.get("@graph", [data]) if isinstance(data, dict) else data
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict) or not re.search(r"(?i)article|posting|report|webpage|release", str(row.get("@type", ""))):
            continue
        publisher = row.get("publisher")
        for name, value in (
            ("title", row.get("headline")),
            ("published_at", row.get("datePublished")),
            ("publisher", publisher.get("name") if isinstance(publisher, dict) else None),
            ("language", row.get("inLanguage")),
        ):
            if isinstance(value, str) and value.strip():
                facts.add(name, value.strip(), "json_ld")


def _drop(root: Tag, is_page: bool) -> None:
    for node in list(strings_in(root)):
        if isinstance(node, Comment | Doctype):
            node.extract()
    for tag in list(tags_in(root, DROPPED)):
        if tag.name == "form" and not tag.decomposed and not _is_small(tag):
            # ASP.NET wraps whole pages in one form.
            tag.unwrap()
        else:
            tag.decompose()
    if not is_page:
        return
    gone: set[int] = set()
    for tag in list(tags_in(root)):
        if id(tag) in gone or tag.name in {"body", "article", "main", "html"}:
            continue
        names = " ".join([*(tag.get("class") or []), str(tag.get("id") or "")])
        role = str(tag.get("role") or "")
        if (
            _is_hidden(tag)
            or _is_of_the_site(tag)
            or _leads_elsewhere(tag)
            or role in {"navigation", "banner", "search", "contentinfo", "complementary", "dialog"}
            or (names.strip() and NOISE.search(names) and not BODY.search(names) and _is_small(tag))
        ):
            gone.update(map(id, tags_in(tag)))
            tag.decompose()


def _is_hidden(tag: Tag) -> bool:
    """Whether the page itself hides an element; prose that a script unfolds is not hidden for good."""
    style = tag.get("style")
    unseen = style is not None and UNSEEN.search(str(style)) is not None
    return tag.get("hidden") is not None or tag.get("aria-hidden") == "true" or (unseen and _is_small(tag))


UNSEEN = re.compile(r"display\s*:\s*none")


def _is_of_the_site(tag: Tag) -> bool:
    """Whether an element is the head or foot of every page of a site: a header outside the article, without the title, or a `footer` by name."""
    if tag.name == "header":
        return parent_in(tag, {"article", "main"}) is None and first_in(tag, {"h1", "article", "main"}) is None and _is_small(tag)
    return "footer" in {*(tag.get("class") or []), tag.get("id")} and first_in(tag, {"h1", "article", "main"}) is None


def _leads_elsewhere(tag: Tag) -> bool:
    """Whether a `section`, a part with a theme of its own (HTML, 4.3.3), is a list of links: all of its words but a heading's."""
    if tag.name != "section":
        return False
    links = list(tags_in(tag, {"a"}))
    plain = (s for s in strings_in(tag) if s.strip() and parent_in(s, {"a", "h1", "h2", "h3", "h4", "h5", "h6"}) is None)
    return len(links) > 1 and next(plain, None) is None


def _is_small(tag: Tag) -> bool:
    """Noise holds little prose of its own: long paragraphs make a body whatever it is called."""
    return sum(length for p in tags_in(tag, {"p"}) if (length := len(p.get_text())) > 120) < 400


def _pieces(root: Tag) -> Iterator[Piece]:
    """The blocks below `root` in reading order."""
    inline: list[str] = []
    for node in list(root.children):
        if isinstance(node, NavigableString):
            inline.append(str(node))
            continue
        if not isinstance(node, Tag):
            continue
        if node.name == "br":
            inline.append("\n")
        elif node.name not in BLOCK_TAGS and not _has_block(node):
            inline.append(_inline(node))
        else:
            yield from _flush(inline)
            yield from _block(node)
    yield from _flush(inline)


def _has_block(node: Tag) -> bool:
    return first_in(node, BLOCK_TAGS) is not None


def _inline(node: Tag) -> str:
    """The words of inline markup, its line breaks kept."""
    for line_break in list(tags_in(node, {"br"})):
        line_break.replace_with("\n")
    return node.get_text()


BREAK = re.compile(r"\n\s*\n|\n(?=\s*[-•*]\s)")
BULLET_LINE = re.compile(r"^\s*[-•*●▪·]\s+")


def _flush(inline: list[str]) -> Iterator[Piece]:
    """Paragraphs of loose text, which two line breaks or a bullet part."""
    text = "".join(inline)
    inline.clear()
    for part in BREAK.split(text):
        words = squeeze(BULLET_LINE.sub("", part))
        if not re.search(r"\w", words):
            continue
        if BULLET_LINE.match(part):
            yield Piece("list_item", words, 1, item_label(words))
        else:
            yield Piece("paragraph", words)


def _block(node: Tag) -> Iterator[Piece]:
    name = node.name
    if name in HEADINGS:
        words = squeeze(node.get_text(" " if first_in(node, {"br"}) else ""))
        if re.search(r"\w", words):
            yield Piece("heading", words, HEADINGS[name], source=name)
    elif name in {"ul", "ol"}:
        yield from _items(node, 1)
    elif name == "table":
        yield from _table(node)
    elif name == "blockquote":
        words = squeeze(node.get_text(" "))
        if re.search(r"\w", words):
            yield Piece("quote", words)
    elif name == "figcaption":
        words = squeeze(node.get_text(" "))
        if words:
            yield Piece("caption", words)
    elif name == "p" and not _has_block(node):
        yield from _paragraph(node)
    else:
        yield from _pieces(node)


BOLD = frozenset({"strong", "b"})


def _paragraph(node: Tag) -> Iterator[Piece]:
    """A paragraph; one that is bold throughout, short and without a stop is a heading."""
    bold = first_in(node, BOLD)
    text = _inline(node)
    words = squeeze(text)
    if (
        bold is not None
        and words
        and squeeze(bold.get_text()).rstrip(":") == words.rstrip(":")
        and len(words.split()) <= 14
        and not words.endswith((".", "!", "?", "”", '"'))
    ):
        yield Piece("heading", words.rstrip(":"), 4)
        return
    yield from _flush([text])


def _items(node: Tag, depth: int) -> Iterator[Piece]:
    for item in [child for child in node.contents if isinstance(child, Tag) and child.name == "li"]:
        nested = list(tags_in(item, {"ul", "ol"}))
        for inner in nested:
            inner.extract()
        words = squeeze(item.get_text(" ") if _has_block(item) else item.get_text())
        if re.search(r"\w", words):
            yield Piece("list_item", words, depth, _bold_label(item, words) or item_label(words))
        for inner in nested:
            yield from _items(inner, depth + 1)


def _bold_label(item: Tag, words: str) -> str | None:
    """The label that an item opens with in bold."""
    bold = first_in(item, BOLD)
    if bold is None:
        return None
    label = squeeze(bold.get_text()).rstrip(":").strip()
    follows = words[len(label) :].lstrip() if words.startswith(label) else ""
    return label if label and follows and len(label.split()) <= 8 else None


CELLS = frozenset({"td", "th"})


def _table(node: Tag) -> Iterator[Piece]:
    """A data table as one piece; a table that lays out a page as what its cells hold."""
    if is_layout(node):
        for row in list(tags_in(node, CELLS)):
            if parent_in(row, {"table"}) is node:
                yield from _pieces(row)
        return
    caption = first_in(node, {"caption"})
    if caption is not None and squeeze(caption.get_text()):
        yield Piece("caption", squeeze(caption.get_text()))
    rows = []
    for row in tags_in(node, {"tr"}):
        cells = tuple(
            RawCell(squeeze(cell.get_text(" ")), _span(cell, "rowspan"), _span(cell, "colspan"), cell.name == "th")
            for cell in tags_in(row, CELLS)
        )
        if any(cell.text for cell in cells):
            rows.append(cells)
    if rows:
        yield Piece("table", "\n".join(" | ".join(c.text for c in row) for row in rows), rows=tuple(rows))


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(max(int(value), 1), 200) if value.isdigit() else 1
