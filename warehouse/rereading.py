"""What the warehouse says of captures, held against the captures read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import polars as pl

from schemas.tables import CORE, OF_REPORT, OF_REVISION, RUN_COLUMNS

# Of these a revision's reading says all. Persons are given by resolution; what a release is now is said by its last revision.
READ_TABLES = ("revision", "report", *OF_REVISION, *OF_REPORT)
RESOLVED_COLUMNS = frozenset({"person_id"})
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """A revision and where the body that it was read from begins in the archive."""

    revision_id: str
    release_id: str
    revision_no: int
    place: Place


def stored_places(con: duckdb.DuckDBPyConnection) -> dict[Place, str]:
    """By place, the digest of the capture that revisions and readings say lies there; what was taken down is not looked for."""
    rows = con.execute(
        """select archive_segment, archive_offset, capture_digest from core.revision
           union select archive_segment, archive_offset, capture_digest from ops.reading
                 where release_id is null or release_id not in (select release_id from core.tombstone)"""
    ).fetchall()
    return {(segment, offset): digest for segment, offset, digest in rows}


def sampled_revisions(con: duckdb.DuckDBPyConnection, count: int | None, seed: int) -> list[StoredRevision]:
    """All revisions of `count` releases, the same for the same seed; of all releases where it is None."""
    rows = con.execute(
        """with chosen as (select release_id from core.release order by md5(release_id || '-' || $1::varchar), release_id limit $2)
           select revision_id, release_id, revision_no, archive_segment, archive_offset from core.revision semi join chosen using (release_id)""",
        [seed, count if count is not None else 1 << 62],
    ).fetchall()
    return [StoredRevision(revision, release, number, (segment, offset)) for revision, release, number, segment, offset in rows]


def differing(con: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame], revision_ids: Sequence[str]) -> Iterator[str]:
    """For each table whose rows of these revisions are not those of `frames`: its name, how many differ, and a revision."""
    con.execute("create or replace temp table asked as select unnest(?::varchar[]) as revision_id", [list(revision_ids)])
    for table in READ_TABLES:
        columns = [name for name in CORE[table].to_schema().columns if name not in RUN_COLUMNS | RESOLVED_COLUMNS]
        listed = ", ".join(f'"{name}"' for name in columns)
        of_asked = (
            "report_id in (select report_id from core.report semi join asked using (revision_id))"
            if table in OF_REPORT
            else "revision_id in (from asked)"
        )
        con.register("again", _frame(table, frames).select(columns).to_arrow())
        stored = f"select {listed} from core.{table} where {of_asked}"
        row = con.execute(
            f"""with differing as ((({stored}) except all (select {listed} from again)) union all ((select {listed} from again) except all ({stored})))
                select count(*), min({"report_id" if table in OF_REPORT else "revision_id"}) from differing"""
        ).fetchall()[0]
        con.unregister("again")
        if row[0]:
            yield f"core.{table}: {row[0]} rows are not what reading the archive gives, such as of {row[1]}"


def _frame(table: str, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    if table in frames and frames[table].width:
        return frames[table]
    types = {name: column.dtype.type for name, column in CORE[table].to_schema().columns.items()}
    return pl.DataFrame(schema=types)
