"""Selecting: elements of a page with the number that the settings expect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bs4 import BeautifulSoup
from bs4.element import Tag


class Selector(Protocol):
    """A CSS selector, how many elements it must find (one, some, maybe), and the attribute wanted, if any."""

    @property
    def css(self) -> str:
        """The selector."""

    @property
    def expect(self) -> str:
        """`one`, `some` or `maybe`."""

    @property
    def attribute(self) -> str | None:
        """The attribute whose value is wanted; None for the element's words."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A selector as a capture's facts hold it."""

    css: str
    expect: str = "one"
    attribute: str | None = None


class SelectionError(Exception):
    """A selector that found another number of elements than expected: the page's layout changed."""


def select(node: BeautifulSoup | Tag, selector: Selector, where: str) -> list[Tag]:
    """The elements below `node`; raises `SelectionError` where their number is not the expected one.

    `one` is exactly one, `some` one or more, `maybe` none or one.
    """
    found = list(node.select(selector.css))
    fits = {"one": len(found) == 1, "some": bool(found), "maybe": len(found) < 2}
    if not fits[selector.expect]:
        raise SelectionError(f"{where}: {selector.css}: expected {selector.expect}, found {len(found)}; has the page's layout changed?")
    return found


def text_of(tag: Tag, selector: Selector) -> str:
    """The attribute that the selector names, else the element's words."""
    value = str(tag.get(selector.attribute) or "") if selector.attribute else tag.get_text(" ")
    return " ".join(value.split())


def words_at(node: BeautifulSoup | Tag, selector: Selector | None, where: str) -> str | None:
    """The first match's words or attribute, None where the selector is None or finds nothing it need not find."""
    found = select(node, selector, where) if selector else []
    return text_of(found[0], selector) or None if found and selector else None
