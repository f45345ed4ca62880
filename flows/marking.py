"""How evidence is marked in a terminal."""

from __future__ import annotations

from flows.extract.report import Evidence

STYLES = {
    "report": "bold yellow",
    "participant": "bold cyan",
    "party": "green",
    "topic": "magenta",
    "outcome": "underline",
    "reference": "blue",
}


def style_of(row: Evidence) -> str:
    """The style, in rich's words, of the kind of element that the row is evidence of; empty for one that is not marked."""
    return STYLES.get(row.element.split("/")[0], "")
