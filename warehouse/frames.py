"""Rows that Readout itself makes, such as those of ops, as frames; one that breaks its table's model is a fault of ours, and refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from schemas.frames import frame_of
from schemas.tables import CORE, OPS, RESOLVED
from warehouse.connect import WarehouseError


def checked_frame(table: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows of a table as a frame of its types.

    Raises `WarehouseError` with table, column, check and value where one breaks the table's model; nothing is written then.
    """
    frame, misfits = frame_of((CORE | RESOLVED | OPS)[table], rows)
    if misfits:
        first = misfits[0]
        more = f", and {len(misfits) - 1} more" if len(misfits) > 1 else ""
        raise WarehouseError(f"{table}.{first.column}: {first.check}: {first.reason}{more}; nothing was written: please report it")
    return frame
