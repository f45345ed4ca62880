"""What changed between two revisions of a release, as a difference that people can read."""

from __future__ import annotations

import difflib

import duckdb
import polars as pl

# Lines of context around a change; a text's lines are its paragraphs.
CONTEXT = 0


def build_differences(con: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary table `revision_difference`: for each revision after the first, what changed since the one before."""
    rows = con.execute(
        """select release_id, revision_no, title, text, lag(title) over w as old_title, lag(text) over w as old_text
           from core.revision where release_id in (select release_id from core.revision where revision_no > 1)
           window w as (partition by release_id order by revision_no)
           qualify old_text is not null order by release_id, revision_no"""
    ).fetchall()
    found = [(row[0], row[1], difference(f"{row[4]}\n{row[5]}", f"{row[2]}\n{row[3]}")) for row in rows]
    frame = pl.DataFrame(found, schema={"release_id": pl.String, "revision_no": pl.Int64, "difference": pl.String}, orient="row")
    con.register("new_difference", frame.to_arrow())
    con.execute("create or replace temp table revision_difference as from new_difference")
    con.unregister("new_difference")


def difference(old: str, new: str) -> str:
    """The lines that went (-) and came (+), sentence by sentence where a paragraph is long."""
    lines = difflib.unified_diff(_lines(old), _lines(new), "before", "after", n=CONTEXT, lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def _lines(text: str) -> list[str]:
    return [line for line in text.replace(". ", ".\n").splitlines() if line.strip()]
