"""The working folder: what lies where. Imports nothing heavy, so that commands that only ask start at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The working folder and what lies in it."""

    folder: Path

    @property
    def archive(self) -> Path:
        """The WARC segments."""
        return self.folder / "archive"

    @property
    def core(self) -> Path:
        """The writer's database."""
        return self.folder / "core.duckdb"

    @property
    def snapshot(self) -> Path:
        """The database that people open."""
        return self.folder / "warehouse.duckdb"

    @property
    def corrections(self) -> Path:
        """What analysts corrected: with the archive it is the truth."""
        return self.folder / "corrections.jsonl"

    @property
    def reviews(self) -> Path:
        """What reviewers judged."""
        return self.folder / "reviews.jsonl"

    @property
    def reports(self) -> Path:
        """The data-quality reports that were written."""
        return self.folder / "reports"
