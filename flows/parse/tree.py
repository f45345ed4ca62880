"""Walking a parsed page by plain names: what BeautifulSoup's `find` does too, which makes rules of its arguments at every call and is many times as slow."""

from __future__ import annotations

from collections.abc import Container, Iterator

from bs4.element import NavigableString, PageElement, Tag


def tags_in(node: Tag, names: Container[str] | None = None) -> Iterator[Tag]:
    """The tags below `node` in document order, of `names` where any are given; the page must not change meanwhile."""
    for element in _below(node):
        if isinstance(element, Tag) and (names is None or element.name in names):
            yield element


def first_in(node: Tag, names: Container[str]) -> Tag | None:
    """The first tag below `node` of one of `names`."""
    return next(tags_in(node, names), None)


def strings_in(node: Tag) -> Iterator[NavigableString]:
    """The strings below `node` in document order, comments among them; the page must not change meanwhile."""
    for element in _below(node):
        if isinstance(element, NavigableString):
            yield element


def parent_in(node: PageElement, names: Container[str]) -> Tag | None:
    """The nearest tag around `node` of one of `names`."""
    parent = node.parent
    while parent is not None and parent.name not in names:
        parent = parent.parent
    return parent


def _below(node: Tag) -> Iterator[PageElement]:
    if not node.contents:
        return
    last: PageElement = node
    while isinstance(last, Tag) and last.contents:
        last = last.contents[-1]
    element: PageElement | None = node.contents[0]
    while element is not None:
        yield element
        if element is last:
            return
        element = element.next_element
