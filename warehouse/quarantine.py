"""What waits in quarantine: turned away by the last load that read its release."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

VIEW = Path(__file__).parent / "quality" / "quarantine.sql"


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A report, or a whole release (`report_id` is None), with the reason; its place in the archive and the code that read it."""

    source: str
    release_id: str
    report_id: str | None
    table_name: str
    column_name: str | None
    check_name: str
    reason: str
    load_id: str
    archive_segment: str | None
    archive_offset: int | None
    parser_version: str | None
    extractor_version: str | None

    @property
    def place(self) -> tuple[str | None, int | None]:
        """Where its body lies: segment and offset."""
        return self.archive_segment, self.archive_offset

    @property
    def versions(self) -> tuple[str | None, str | None]:
        """The versions of the parser and the extractor that read it."""
        return self.parser_version, self.extractor_version


def open_quarantine(con: duckdb.DuckDBPyConnection) -> list[Quarantined]:
    """All that waits, one row for each reason."""
    con.execute(VIEW.read_text(encoding="utf-8"))
    return [Quarantined(**row) for row in con.sql("from quality_quarantine").to_arrow_table().to_pylist()]
