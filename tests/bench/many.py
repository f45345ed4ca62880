"""Many engagements: those of a working folder copied, each copy on another day and under ids of its own."""

from __future__ import annotations

from contextlib import closing

from flows.home import Home
from warehouse.connect import open_writer
from warehouse.publish import publish

# What the example queries read of an engagement; evidence and structure would only take room.
TABLES = (
    "release", "revision", "report", "report_party", "report_participant", "report_topic", "report_outcome", "engagement", "engagement_report",
)  # fmt: skip
OWN_IDS = frozenset({"release_id", "document_id", "revision_id", "current_revision_id", "report_id", "parent_report_id", "engagement_id"})
DAYS = 3650


def many_engagements(home: Home, copies: int) -> int:
    """Copy what the folder's database holds and publish it; how many engagements there are then."""
    with closing(open_writer(home.core)) as con:
        for table in TABLES:
            columns = con.execute(
                "select column_name, data_type from duckdb_columns() where schema_name = 'core' and table_name = ?", [table]
            ).fetchall()
            changed = [f"{name} || '-' || k as {name}" for name, _ in columns if name in OWN_IDS]
            changed += [f"{name} + cast(k % {DAYS} as integer) as {name}" for name, kind in columns if kind == "DATE"]
            changed += [f"'' as {name}" for name in ("text", "metadata_text") if (name, "VARCHAR") in columns]
            con.execute(
                f"insert into core.{table} select t.* replace ({', '.join(changed)}) from core.{table} t, range(1, {copies}) as numbers(k)"
            )
        publish(con, home.snapshot, unchecked=True)
        return int(con.execute("select count(*) from core.engagement").fetchall()[0][0])
