"""Finding the body of a page for which no selector is set and whose markup does not name it."""

from __future__ import annotations

from collections.abc import Iterable

from bs4.element import Tag

from flows.parse.blocks import squeeze

# The element must hold this share of the text that was found, in characters.
SHARE = 0.9


def body_by_text(root: Tag, block_tags: Iterable[str]) -> Tag | None:
    """The smallest element below `root` that holds what trafilatura takes for the text; None where it finds none.

    Only the place is trafilatura's; its text is not used, since it loses structure (PITFALLS, Dates, names, HTML).
    """
    import trafilatura  # only here: it takes half a second to import

    text = trafilatura.extract(f"<html><body>{root}</body></html>", include_comments=False, include_tables=True)
    lines = {squeeze(line.lstrip("-# ")) for line in (text or "").splitlines()} - {""}
    tags = list(block_tags)
    found = [tag for tag in root.find_all(tags) if tag.find(tags) is None and squeeze(tag.get_text()) in lines]
    total = sum(len(tag.get_text()) for tag in found)
    if not total:
        return None
    best = root
    while True:
        inner = next((child for child in best.find_all(True, recursive=False) if _held(child, found) >= SHARE * total), None)
        if inner is None or inner in found:
            return best
        best = inner


def _held(tag: Tag, found: list[Tag]) -> int:
    """Characters of the found blocks that stand within `tag`."""
    within = {id(node) for node in (tag, *tag.find_all(True))}
    return sum(len(block.get_text()) for block in found if id(block) in within)
