"""The queries of warehouse/report, by name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

QUERIES = Path(__file__).parent / "report"

Rows = list[dict[str, Any]]


def rows(con: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, Any] | None = None) -> Rows:
    """The rows of a query of warehouse/report."""
    result = con.execute((QUERIES / f"{name}.sql").read_text(encoding="utf-8"), dict(parameters or {}))
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
