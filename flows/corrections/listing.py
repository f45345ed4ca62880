"""The corrections of the file with what became of each in the published warehouse."""

from __future__ import annotations

from typing import Any

from flows.corrections.journal import read_corrections
from flows.corrections.lines import Correction, Undo, undone
from flows.home import Home
from warehouse.connect import WarehouseError
from warehouse.correctable import correction_states


def listed(home: Home) -> list[dict[str, Any]]:
    """A row for each correction but those that take one back, in order; `waiting` are those that no run has applied yet.

    Raises `CorrectionsError`.
    """
    corrections = read_corrections(home.corrections)
    gone = undone(corrections)
    try:
        states = correction_states(home.snapshot)
    except WarehouseError:
        states = {}
    rows = []
    for correction in corrections:
        if isinstance(correction.change, Undo):
            continue
        state, problem = states.get(correction.id, ("waiting", None))
        if correction.id in gone:
            state, problem = "undone", None
        elif state == "undone":
            state = "waiting"
        rows.append(
            {"correction_id": correction.id, "state": state, "problem": problem, "made_at": correction.made_at, "author": correction.author,
             "reason": correction.reason, "what": brief(correction), "undone_by": gone.get(correction.id)}
        )  # fmt: skip
    return rows


def brief(correction: Correction) -> str:
    """What a correction does, in one line."""
    target, change = correction.target, correction.change
    if target is None:
        return f"takes back {getattr(change, 'correction', '')}"
    what = target.element + (f".{target.field}" if target.field else "")
    new = getattr(change, "value", None)
    other = getattr(change, "other", None)
    words = f" {new}" if new is not None else f" with “{other.quote}”" if other else ""
    return f"{change.action} {what}{words} where it says “{target.quote}”"
