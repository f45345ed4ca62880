"""A warehouse of the samples and of a source that publishes steadily, and faults to plant in it by SQL."""

from __future__ import annotations

import datetime as dt
import shutil
from contextlib import closing
from pathlib import Path

from flows.home import Home
from warehouse.check_runs import Circumstances, Followed
from warehouse.connect import open_writer
from warehouse.publish import publish

# A Wednesday; the last whole week began on Monday the 17th.
NOW = dt.datetime(2025, 11, 26, 12, tzinfo=dt.UTC)
STEADY = Followed("steady", "Ministry of Steady Habits", 5, 40, ("title", "published_on"))
CIRCUMSTANCES = Circumstances(NOW, (STEADY,))

# Two or three releases on each working day of fourteen months, about six hundred characters each, asked for each day.
RELEASES = """
insert into core.release by name
select 'steady' || strftime(d, '%Y%m%d') || n as release_id, release_id as document_id, 'Ministry of Steady Habits' as publisher, null as publisher_party,
       'other' as release_type, true as is_primary, release_id || 'r' as current_revision_id, d + interval 10 hour as first_seen_at,
       first_seen_at as last_seen_at, false as is_withdrawn, '000001-steady' as load_id
from range(timestamp '2024-10-01', timestamp '2025-11-26', interval 1 day) t(d), range(2 + dayofyear(d) % 2) u(n)
where isodow(d) < 6 and not (month(d) = 12 and day(d) > 22) and not (month(d) = 1 and day(d) < 6);
insert into core.revision by name
select current_revision_id as revision_id, release_id, 1 as revision_no, 'Release ' || release_id as title, 'https://steady.example/' || release_id as url,
       null as published_at, first_seen_at::date as published_on, 'day' as published_precision, 'en' as language,
       repeat('Words of ' || release_id || '. ', 20 + day(first_seen_at)::int % 5) as text, 'url: x' as metadata_text, sha256(release_id) as text_digest,
       sha256(release_id) as body_digest, sha256(release_id) as capture_digest, 'segment' as archive_segment, 0 as archive_offset, null as skipped,
       '1' as parser_version, '1' as extractor_version, first_seen_at as fetched_at, load_id
from core.release where publisher = 'Ministry of Steady Habits';
insert into core.release_address select release_id, url from core.revision where url like 'https://steady.example/%';
insert into ops.capture by name
select 'steady' as source_id, 'https://steady.example/feed' as url, url as final_url, 200 as status, 'kept' as outcome, null as reason, d as fetched_at,
       1000 as wire_bytes, 0 as hop_count, null as body_digest, null as archive_segment, null as archive_offset
from range(timestamp '2024-10-01 10:00', timestamp '2025-11-26 11:00', interval 1 day) t(d);
insert into ops.run by name
select 'first' as run_id, 'ingest' as flow, 'steady' as source_id, timestamp '2025-11-25 10:00' as started_at, started_at as ended_at, 'completed' as state;
"""


def steady_snapshot(golden: Home, folder: Path) -> Path:
    """The snapshot of the samples and the steady source, in `folder`."""
    core, snapshot = folder / "core.duckdb", folder / "warehouse.duckdb"
    shutil.copyfile(golden.core, core)
    with closing(open_writer(core)) as con:
        con.execute("set timezone = 'UTC'")
        con.execute(RELEASES)
        publish(con, snapshot)
    return snapshot


# The first sample report of a day that names two people or more; faults are planted in it and in copies of it.
REPORT = """(select min(report_id) from (select report_id from core.report join core.report_participant using (report_id)
             where date_precision = 'day' and person_id is not null and report_id <> 'zz' group by all having count(*) > 1))"""


def another_report(**replaced: str) -> str:
    """SQL that adds a copy of a report as 'zz', with these columns replaced, to the engagement of the first."""
    columns = {"report_id": "'zz'"} | replaced
    changes = ", ".join(f"{value} as {name}" for name, value in columns.items())
    return f"""
    insert into core.report by name select * replace ({changes}) from core.report where report_id = {REPORT};
    insert into core.report_participant by name select * replace ('zz' as report_id) from core.report_participant where report_id = {REPORT};
    """


def joined_to(engagement: str) -> str:
    """SQL that puts the report 'zz' with an engagement."""
    return f"insert into core.engagement_report by name select * replace ('zz' as report_id, {engagement} as engagement_id) from core.engagement_report where report_id = {REPORT};"


def another_engagement(**replaced: str) -> str:
    """SQL that adds a copy of the first report's engagement as 'zz', with these columns replaced."""
    changes = ", ".join(f"{value} as {name}" for name, value in ({"engagement_id": "'zz'"} | replaced).items())
    return f"""insert into core.engagement by name select * replace ({changes}) from core.engagement
               where engagement_id = (select engagement_id from core.engagement_report where report_id = {REPORT});"""
