"""The tables of the warehouse: one Pandera model each, from which DDL, comments and the dictionary derive."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, get_args

import pandera.polars as pa
import polars as pl

from schemas import vocabulary as v

Stamp = Annotated[pl.Datetime, "us", "UTC"]


def one_of(words: Any) -> list[str]:
    """The words of a vocabulary type."""
    return list(get_args(words))


def column(title: str, **checks: Any) -> Any:
    """A required column; `title` is its comment in the database."""
    return pa.Field(description=title, **checks)


def optional(title: str, **checks: Any) -> Any:
    """A column that may be null."""
    return pa.Field(nullable=True, description=title, **checks)


class Table(pa.DataFrameModel):
    """What all tables share: exact columns, values already typed."""

    class Config:
        strict = True
        coerce = False


class Release(Table):
    """A publication of one publisher, however it was found and however often it was revised."""

    release_id: str = column("Key: publisher and the publisher's own id, else the canonical URL, else the path in its folder")
    document_id: str = column("The id under which the source listed it")
    publisher: str = optional("Who published it")
    publisher_party: str = optional("The party that the publisher speaks for")
    release_type: str = column("What kind of publication it is", isin=one_of(v.ReleaseType))
    is_primary: bool = column("False for newspapers and rewriters")
    current_revision_id: str = column("The revision that feeds main")
    first_seen_at: Stamp = column("When it was first read")
    last_seen_at: Stamp = column("When it was last found unchanged or changed")
    is_withdrawn: bool = column("Whether its address answers 404 or 410")
    load_id: str = column("The load that wrote the row")


class ReleaseAddress(Table):
    """An address or path under which a release was found."""

    release_id: str = column("The release")
    address: str = column("A URL in canonical form, a path within its folder, or 'id:' and the publisher's own id")


class Revision(Table):
    """One text of a release; a change of its words makes a new one."""

    revision_id: str = column("Key: release_id and the SHA-256 of the first body that showed it")
    release_id: str = column("The release")
    revision_no: int = column("1 for the first text seen", ge=1)
    title: str = column("The title, empty where none was found")
    url: str = optional("The canonical URL")
    published_at: Stamp = optional("The moment of publication, where more than the day is known")
    published_on: dt.date = optional("The day of publication at the publisher")
    published_precision: str = optional("How precise the publication date is", isin=["second", "minute", "day"])
    language: str = optional("ISO 639-1 code of the language")
    text: str = column("The canonical text; all spans of part 'body' point into it")
    metadata_text: str = column("The metadata as 'name: value' lines; spans of part 'metadata' point into it")
    text_digest: str = column("SHA-256 of title and text")
    body_digest: str = column("SHA-256 of the body as archived")
    capture_digest: str = column("SHA-256 of the body and the facts listed with it")
    archive_segment: str = column("The WARC segment that holds the body")
    archive_offset: int = column("Where its record begins in the segment, in bytes", ge=0)
    skipped: str = optional("Why the text was not read for engagements")
    parser_version: str = column("The version of the parser that made the text")
    extractor_version: str = column("The version of the extractor that read it")
    corrections_digest: str = optional("Digest of the corrections that it was read with; null where there are none")
    fetched_at: Stamp = column("When the body was fetched or read")
    load_id: str = column("The load that wrote the row")


class SectionRow(Table):
    """A heading and what stands under it."""

    revision_id: str = column("The revision")
    section_no: int = column("0 is the whole text")
    parent_no: int = optional("The section it stands in")
    level: int = column("Heading level, 0 for the whole text")
    heading_block_no: int = optional("The block that holds its heading")
    start_no: int = column("First code point", ge=0)
    end_no: int = column("Code point after the last", ge=0)


class BlockRow(Table):
    """A paragraph, heading, list item, table, quote or caption."""

    revision_id: str = column("The revision")
    block_no: int = column("Place in reading order, from 0")
    kind: str = column("What it is", isin=["heading", "paragraph", "list_item", "table", "quote", "caption"])
    level: int = column("Heading level or list depth")
    section_no: int = column("The section it stands in")
    start_no: int = column("First code point", ge=0)
    end_no: int = column("Code point after the last", ge=0)
    label_start_no: int = optional("Where a list item's label begins")
    label_end_no: int = optional("Where it ends")


class DocumentTable(Table):
    """A table in a release."""

    revision_id: str = column("The revision")
    table_no: int = column("Place among the release's tables, from 0")
    block_no: int = column("Its block")
    row_count: int = column("Rows, header included", ge=0)
    column_count: int = column("Columns after spans are resolved", ge=0)
    header_row_count: int = column("Rows at the top that are headers", ge=0)


class TableCell(Table):
    """A cell of a table in a release, spans resolved."""

    revision_id: str = column("The revision")
    table_no: int = column("The table")
    row_no: int = column("Row, from 0", ge=0)
    column_no: int = column("Column, from 0", ge=0)
    row_span: int = column("Rows it covers", ge=1)
    column_span: int = column("Columns it covers", ge=1)
    is_header: bool = column("Whether it is a header")
    start_no: int = column("First code point", ge=0)
    end_no: int = column("Code point after the last", ge=0)


class AttributionRow(Table):
    """Whom the release names as its source or spokesperson."""

    revision_id: str = column("The revision")
    name: str = column("As written")
    kind: str = column("What the release calls upon it as", isin=one_of(v.AttributionKind))
    title: str = optional("The office as written")
    part: str = column("The stored text the span points into", isin=one_of(v.Part))
    start_no: int = column("First code point", ge=0)
    end_no: int = column("Code point after the last", ge=0)


class ReportRow(Table):
    """What one revision of one release says of one engagement."""

    report_id: str = column("Key: revision_id and the span of the words that announce the engagement")
    revision_id: str = column("The revision")
    release_id: str = column("The release")
    kind: str = column("What kind of engagement (GUIDE.md)", isin=one_of(v.Kind))
    mode: str = column("How they met", isin=one_of(v.Mode))
    status: str = column("As of the release", isin=one_of(v.Status))
    focus: str = column("Whether the release was issued to report it", isin=one_of(v.Focus))
    start_on: dt.date = optional("First day; the first of the month or year where only that is known")
    end_on: dt.date = optional("Last day where several days are spanned, or of the month or year")
    date_precision: str = optional("How precise the date is", isin=one_of(v.DatePrecision))
    date_basis: str = optional("How the date was come by", isin=one_of(v.DateBasis))
    date_text: str = optional("The date as written")
    venue: str = optional("Building, base, ship or site")
    city: str = optional("English name of the city")
    country: str = optional("ISO alpha-3 code of where it took place")
    event_name: str = optional("The occasion's name as written")
    series: str = optional("The name without edition and year")
    edition_no: int = optional("Which session or edition it was", ge=1)
    parent_report_id: str = optional("The trip or conference it was part of")
    trigger_part: str = column("The stored text that announces it", isin=one_of(v.Part))
    trigger_start_no: int = column("First code point of the words that announce it", ge=0)
    trigger_end_no: int = column("Code point after the last", ge=0)
    confidence: float = column("The least confidence among its own fields", ge=0, le=1)
    extractor_version: str = column("The version of the extractor that made it")


class ReportParty(Table):
    """A state or organisation that took part."""

    report_id: str = column("The report")
    party: str = column("Its code")
    side: str = column("Its side", isin=one_of(v.Side))


class ReportParticipant(Table):
    """A person named as taking part."""

    report_id: str = column("The report")
    participant_no: int = column("Place among the report's participants", ge=0)
    name: str = column("The fullest form in the release, without title")
    name_text: str = column("As written")
    title: str = optional("The fullest office in the release")
    title_text: str = optional("As written")
    party: str = optional("Code of the state or organisation the person speaks for")
    institution: str = optional("Command, ministry, unit or ship as written")
    level: str = column("Rank of the office", isin=one_of(v.Level))
    role: str = column("Part taken", isin=one_of(v.Role))
    person_id: str = optional("The person, once resolved; null in revisions that are not current")


class ReportTopic(Table):
    """What was discussed, agreed or exercised."""

    report_id: str = column("The report")
    code: str = optional("Code of TOPICS.md", isin=v.TOPICS)
    label: str = optional("The release's own label")
    stance: str = column("How it was treated", isin=one_of(v.Stance))


class ReportOutcome(Table):
    """What was agreed, pledged or announced, and the next step."""

    report_id: str = column("The report")
    outcome_no: int = column("Place among the report's outcomes", ge=0)
    kind: str = column("What it is", isin=one_of(v.OutcomeKind))
    actor: str = optional("Who, as written")
    verb: str = column("Did what, as written")
    content: str = column("What, as written")
    due_text: str = optional("By when, as written")
    due_on: str = optional("By when: YYYY, YYYY-MM or YYYY-MM-DD")


class ReportReference(Table):
    """From a report to an earlier or later one that its release names."""

    report_id: str = column("The report")
    other_report_id: str = column("The report it refers to")
    relation: str = column("How they hang together", isin=one_of(v.Relation))


class EvidenceRow(Table):
    """The words that support one field of one element of a report."""

    report_id: str = column("The report")
    element: str = column("report, party/<code>, participant/<name>, topic/<key>, outcome/<place> or reference/<place>")
    field: str = column("The field")
    span_no: int = column("Place among the field's spans, from 0", ge=0)
    part: str = column("The stored text that the span points into", isin=one_of(v.Part))
    start_no: int = column("First code point", ge=0)
    end_no: int = column("Code point after the last", ge=1)
    quote: str = column("The words at the span", str_length={"min_value": 1})
    rule: str = column("The rule that read them")
    basis: str = column("Stated, derived or from context", isin=one_of(v.Basis))
    confidence: float = column("How far the rule is to be believed", ge=0, le=1)


class WithheldRow(Table):
    """A candidate that was not believed, with the reason."""

    revision_id: str = column("The revision")
    element: str = column("The element it would have belonged to")
    field: str = column("The field it would have filled")
    candidate: str = column("The value")
    reason: str = column("Why it was turned down")
    confidence: float = column("How far it was believed", ge=0, le=1)
    part: str = column("The stored text", isin=one_of(v.Part))
    start_no: int = column("First code point", ge=0)
    end_no: int = column("Code point after the last", ge=0)


class Person(Table):
    """A person in the world, resolved from all mentions in current revisions."""

    person_id: str = column("Key: the seed id of the mention that was published first")
    name: str = column("The spelling that most mentions use, the fullest among equals")
    party: str = optional("Code of the state or organisation the person speaks for")
    first_on: dt.date = optional("First day on which an engagement names the person")
    last_on: dt.date = optional("Last such day")
    mention_count: int = column("Reports that name the person", ge=1)


class PersonName(Table):
    """A spelling under which a person was seen."""

    person_id: str = column("The person")
    name: str = column("The name as releases give it")
    mention_count: int = column("Reports that use it", ge=1)


class Tenure(Table):
    """An office that a person was seen in."""

    person_id: str = column("The person")
    office: str = column("The office in the words that most reports use")
    level: str = column("Rank of the office", isin=one_of(v.Level))
    first_on: dt.date = optional("First day on which the person was seen in it")
    last_on: dt.date = optional("Last such day")
    mention_count: int = column("Reports that name it", ge=1)


class PersonAlias(Table):
    """Every id that a person has or had, or would have had if its mention had come first."""

    alias_id: str = column("Seed id of a mention: report_id and name")
    person_id: str = optional("The person it resolves to; null where a correction took the mention out")


class Engagement(Table):
    """What happened: one event in the world, with the best value of each field over all reports of it."""

    engagement_id: str = column("Key: report_id of the report that was published first")
    kind: str = column("What kind of engagement (GUIDE.md)", isin=one_of(v.Kind))
    mode: str = column("How they met", isin=one_of(v.Mode))
    status: str = column("As of the latest report that tells of it", isin=one_of(v.Status))
    focus: str = column("Whether a release was issued to report it", isin=one_of(v.Focus))
    start_on: dt.date = optional("First day; the first of the month or year where only that is known")
    end_on: dt.date = optional("Last day where several days are spanned, or of the month or year")
    date_precision: str = optional("How precise the date is", isin=one_of(v.DatePrecision))
    venue: str = optional("Building, base, ship or site")
    city: str = optional("English name of the city")
    country: str = optional("ISO alpha-3 code of where it took place")
    event_name: str = optional("The occasion's name as written")
    series: str = optional("The name without edition and year")
    edition_no: int = optional("Which session or edition it was", ge=1)
    parent_engagement_id: str = optional("The trip or conference it was part of")
    report_count: int = column("Reports of it in current revisions", ge=1)
    release_count: int = column("Releases that report it", ge=1)
    publisher_count: int = column("Publishers of these releases; an unnamed one counts as one", ge=1)
    confidence: float = column("Confidence of its best report", ge=0, le=1)


class EngagementReport(Table):
    """Which reports tell of an engagement, and what joined each to the others."""

    engagement_id: str = column("The engagement")
    report_id: str = column("The report; each current one stands here once")
    joined_to: str = optional("The report that it matched best; null where it stands alone")
    score: float = optional("How well they match, 0 to 1: the weighted mean of the parts that both reports tell", ge=0, le=1)
    people_score: float = optional("Part of it: the persons named", ge=0, le=1)
    party_score: float = optional("Part of it: the parties", ge=0, le=1)
    date_score: float = optional("Part of it: the days", ge=0, le=1)
    kind_score: float = optional("Part of it: the kind", ge=0, le=1)
    mode_score: float = optional("Part of it: in person or not", ge=0, le=1)
    place_score: float = optional("Part of it: venue, city, country", ge=0, le=1)
    event_score: float = optional("Part of it: the occasion's name and edition", ge=0, le=1)


class EngagementAlias(Table):
    """Every id that an engagement has or had, or would have had if its report had come first."""

    alias_id: str = column("A report_id, of a current or a former revision")
    engagement_id: str = optional("The engagement it resolves to; null where the release no longer tells of it")


class PartyRow(Table):
    """Reference data: the codes of states and organisations."""

    party: str = column("Code: ISO 3166-1 alpha-3, XKX, or the organisation's")
    name: str = column("English name")
    kind: str = column("What it is", isin=["state", "de_facto", "organisation", "group"])


class TopicRow(Table):
    """Reference data: the codes of topics."""

    code: str = column("Code of TOPICS.md", isin=v.TOPICS)
    name: str = column("The code in words")


class KindRow(Table):
    """Reference data: engagements as events of CAMEO 1.1b3 and PLOVER; the first row that fits counts, null fits any."""

    rank_no: int = column("Order in which the rows are tried", ge=1)
    kind: str = optional("Kind of engagement", isin=one_of(v.Kind))
    status: str = column("Status", isin=one_of(v.Status))
    setting: str = optional("Where its parties met", isin=["remote", "multilateral", "visit", "third_place"])
    cameo_code: str = column("Event code of CAMEO")
    cameo_name: str = column("Its name")
    host_cameo_code: str = optional("The code where the host is the source of the event")
    host_cameo_name: str = optional("Its name")
    plover_event: str = column("Event type of PLOVER")
    plover_mode: str = optional("Mode of that type")


class CorrectionRow(Table):
    """A line of corrections.jsonl: what an analyst corrected."""

    correction_id: str = column("Key")
    line_no: int = column("Place among the corrections, from 1; later ones are applied later", ge=1)
    author: str = column("Who made it")
    reason: str = column("Why")
    made_at: Stamp = column("When it was made")
    action: str = column("What it does", isin=one_of(v.CorrectionAction))
    release_id: str = optional("The release; null where an earlier correction is undone")
    quote: str = optional("The passage in which the report is announced")
    element: str = optional("report, participant/NAME, party/CODE, topic/CODE or outcome/WORDS")
    field: str = optional("The field")
    value: str = optional("The new value; of a missing element its fields as JSON")
    other_release_id: str = optional("Of a merge or split: the other's release")
    other_quote: str = optional("The passage in which the other is announced")
    other_element: str = optional("The other's element")
    undone_by: str = optional("The correction that takes it back")
    line: str = column("The line itself, as JSON")


class CorrectionEffect(Table):
    """What a correction came to in one revision of a release."""

    revision_id: str = column("The revision")
    correction_id: str = column("The correction")
    end: str = column(
        "Which end of it: the target, the other of a merge or split, or a person named in a report that it took out",
        isin=["target", "other", "mention"],
    )
    about_report_id: str = optional("The report that it is about, which it may have taken out")
    name: str = optional("The participant that it is about")
    note: str = optional("Why it was not applied; null where it was")


class ReviewRow(Table):
    """What a reviewer judged of a report: whether it is an engagement, whether all of it is right, and each field."""

    report_id: str = column("The report as it was judged")
    release_id: str = column("Its release")
    mode: str = column("How it was chosen: drawn at random, least confident, or all of a release", isin=["sample", "least", "release"])
    seed: int = optional("Seed of the draw")
    field: str = column("engagement, all, or the field as answers call it")
    is_right: bool = column("Whether it was right as it stood")
    author: str = column("Who judged")
    reviewed_at: Stamp = column("When")


class Accuracy(Table):
    """How right production is: shares over the reports that were drawn at random, with 95 % intervals (Wilson)."""

    field: str = column("engagement (it is one), all (it is right in every field), or a field of those that are one")
    judged_count: int = column("Reports judged", ge=1)
    right_count: int = column("Of these right", ge=0)
    share: float = column("Share that is right", ge=0, le=1)
    low: float = column("Lower end of the interval", ge=0, le=1)
    high: float = column("Upper end of the interval", ge=0, le=1)


class Load(Table):
    """One committed batch: in = new + changed + unchanged + skipped + quarantined, in releases and in reports."""

    load_id: str = column("Key")
    loaded_at: Stamp = column("When it was committed")
    release_count: int = column("Releases in the batch", ge=0)
    new_count: int = column("Releases not seen before", ge=0)
    changed_count: int = column("Releases whose text or reading changed", ge=0)
    unchanged_count: int = column("Releases already loaded so", ge=0)
    skipped_count: int = column("Releases that hold nothing to read", ge=0)
    quarantined_count: int = column("Releases turned away whole", ge=0)
    report_count: int = column("Reports in the new and changed releases", ge=0)
    loaded_report_count: int = column("Of these loaded", ge=0)
    quarantined_report_count: int = column("Of these turned away", ge=0)


class Skipped(Table):
    """A file or release that could not be read, with the reason."""

    load_id: str = column("The load")
    document_id: str = column("The id or path")
    reason: str = column("Why")


class Quarantine(Table):
    """A report with its children, or a release, that broke a schema."""

    load_id: str = column("The load")
    release_id: str = column("The release")
    report_id: str = optional("The report; null where the release itself was turned away")
    table_name: str = column("The table whose check failed")
    column_name: str = optional("The column")
    check_name: str = column("The check")
    reason: str = column("What was wrong, with the value")
    payload: str = column("The rows that were turned away, as JSON")


class Tombstone(Table):
    """A release that was taken down on request: its text is gone, its addresses are not read again."""

    release_id: str = column("The key that it had")
    address: str = column("An address that it had")
    publisher: str = optional("Who published it")
    reason: str = column("Why it was taken down")
    forgotten_at: Stamp = column("When it was taken down")


class Reading(Table):
    """A capture that was read, and the revision that it shows."""

    capture_digest: str = column("SHA-256 of the body and the facts listed with it")
    release_id: str = optional("The release; null where no text could be read")
    revision_id: str = optional("The revision whose text it shows; null where nothing was loaded")
    archive_segment: str = column("The WARC segment that holds it")
    archive_offset: int = column("Where its record begins in the segment, in bytes", ge=0)
    parser_version: str = column("The version of the parser that read it")
    extractor_version: str = column("The version of the extractor that read it")
    load_id: str = column("The load that wrote the row")


class CaptureRow(Table):
    """One fetch of a live source, whatever came of it."""

    source_id: str = column("The source")
    url: str = column("The address that was asked for")
    final_url: str = optional("The address that answered, after redirects")
    status: int = optional("The HTTP status; null where there was no answer")
    outcome: str = column("What came of it", isin=one_of(v.FetchOutcome))
    reason: str = optional("Why nothing was kept, in words")
    fetched_at: Stamp = column("When it was asked for")
    wire_bytes: int = column("Bytes of body that came over the wire", ge=0)
    hop_count: int = column("Redirects on the way", ge=0)
    body_digest: str = optional("SHA-256 of the body")
    archive_segment: str = optional("The WARC segment that holds the body")
    archive_offset: int = optional("Where its record begins in the segment, in bytes")


class SourceState(Table):
    """What is remembered of an address between two runs."""

    source_id: str = column("The source")
    url: str = column("A feed's, listing's or page's address")
    etag: str = optional("The validator last given, as it was given")
    last_modified: str = optional("The moment of change last given, as it was given")
    built_at: str = optional("When the newest copy seen was made, as it says itself")
    newest_item_at: str = optional("Publication of the newest item seen in it")
    polled_at: Stamp = column("When it was last asked for")


class CheckResult(Table):
    """What one check found in one run over the published data."""

    run_id: str = column("The run: all checks that were run together have it")
    checked_at: Stamp = column("The moment that the checks took for now")
    load_id: str = optional("The last load that the checked data hold")
    content_digest: str = column("Content hash of the checked data; the same data give the same")
    name: str = column("The check: the name of its file")
    severity: str = column("What culprits beyond its threshold mean", isin=one_of(v.Severity))
    dimension: str = column("What it is about", isin=one_of(v.Dimension))
    is_blocking: bool = column("Whether its failure keeps the snapshot from being published")
    outcome: str = column(
        "passed, warned, failed, errored (it could not be run) or skipped (nothing to check)", isin=one_of(v.CheckOutcome)
    )
    culprit_count: int = optional("Rows that it found; null where it was not run", ge=0)
    population_count: int = optional("Rows that could have been found; null where the check names no population", ge=0)
    share: float = optional("Culprits of the population, 0 to 1", ge=0)
    threshold: str = column("How many culprits are let pass: a number, or a share such as 2%")
    sample: str = column("The first culprits as a JSON list of objects; ids lead to the release")
    reason: str = optional("Why it could not be run or had nothing to check")
    note: str = optional("mute or acknowledge, where a note of ops.check_note held", isin=["mute", "acknowledge"])
    duration_seconds: float = column("How long it took", ge=0)
    check_digest: str = column("SHA-256 of the check's file: another text is another check")


class CheckNote(Table):
    """What people said of a check; nothing is ever taken back, a later note of the same check goes before."""

    name: str = column("The check")
    kind: str = column(
        "mute: shown and not counted; acknowledge: so while it finds no more; unmute: neither holds", isin=one_of(v.CheckNoteKind)
    )
    noted_at: Stamp = column("When it was said")
    until_on: dt.date = optional("Last day on which it holds; null: until another note")
    culprit_count: int = optional("Culprits that were acknowledged", ge=0)
    reason: str = column("Why, in the words of who said it", str_length={"min_value": 1})


class RunRow(Table):
    """One run of ours that ended, whatever came of it; those since the last publishing are in runs.jsonl of the working folder."""

    run_id: str = column("Key; the flow run's id where Prefect ran it")
    flow: str = column("What ran, such as ingest, backfill, verify")
    source_id: str = optional("The source that it was for")
    started_at: Stamp = column("When it began")
    ended_at: Stamp = optional("When it ended; null where nobody saw it end")
    state: str = column("What came of it", isin=one_of(v.RunState))
    reason: str = optional("Why it failed, crashed or was skipped")
    release_count: int = optional("Releases found", ge=0)
    new_count: int = optional("Of these not seen before", ge=0)
    changed_count: int = optional("Of these changed", ge=0)
    unchanged_count: int = optional("Of these already loaded so", ge=0)
    skipped_count: int = optional("Of these not to be read", ge=0)
    quarantined_count: int = optional("Of these turned away", ge=0)


class BackfilledMonth(Table):
    """A month of a source that a backfill has taken whole."""

    source_id: str = column("The source")
    month: dt.date = column("The month's first day")
    item_count: int = column("Releases that its listings name for the month", ge=0)
    done_at: Stamp = column("When the last of them was taken")


class RobotsRow(Table):
    """What a host's robots.txt said when it was last asked for; it counts for a day."""

    origin: str = column("Scheme, host and port")
    asked_at: Stamp = column("When it was asked for")
    rules: str = optional("Its text, empty where the host has none; null where it could not be had")
    problem: str = column("Why it could not be had, in words; else empty")


class QualityFigure(Table):
    """A figure of a data-quality report, kept so that the next one can tell what changed."""

    made_at: Stamp = column("The report's moment")
    topic: str = column("What it is a figure of", isin=["field", "accuracy"])
    name: str = column("The field as element.field, or what was measured and the figure")
    value: float = column("Share of rows that have the field, or the figure, 0 to 1", ge=0, le=1)
    count: int = column("How many rows or answers it rests on", ge=0)


class SchemaVersion(Table):
    """The form in which this database was made; another one is never changed in place."""

    schema_no: int = column("The number of the form (schemas/version.py); a larger one than the code knows is refused", ge=1)
    core_digest: str = column("SHA-256 of the names and types of core's columns; another one means that the database is made anew")
    made_at: Stamp = column("When the database was made")


CORE: dict[str, type[Table]] = {
    "release": Release,
    "release_address": ReleaseAddress,
    "revision": Revision,
    "section": SectionRow,
    "block": BlockRow,
    "document_table": DocumentTable,
    "table_cell": TableCell,
    "attribution": AttributionRow,
    "report": ReportRow,
    "report_party": ReportParty,
    "report_participant": ReportParticipant,
    "report_topic": ReportTopic,
    "report_outcome": ReportOutcome,
    "report_reference": ReportReference,
    "evidence": EvidenceRow,
    "withheld": WithheldRow,
    "tombstone": Tombstone,
    "correction": CorrectionRow,
    "correction_effect": CorrectionEffect,
}
OPS: dict[str, type[Table]] = {
    "schema_version": SchemaVersion,
    "load": Load,
    "skipped": Skipped,
    "quarantine": Quarantine,
    "reading": Reading,
    "capture": CaptureRow,
    "source_state": SourceState,
    "check_result": CheckResult,
    "check_note": CheckNote,
    "run": RunRow,
    "backfilled_month": BackfilledMonth,
    "robots": RobotsRow,
    "quality_figure": QualityFigure,
    "review": ReviewRow,
    "accuracy": Accuracy,
}
# Made anew from the current reports by flows/resolve, in the schema core too.
RESOLVED: dict[str, type[Table]] = {
    "person": Person,
    "person_name": PersonName,
    "tenure": Tenure,
    "person_alias": PersonAlias,
    "engagement": Engagement,
    "engagement_report": EngagementReport,
    "engagement_alias": EngagementAlias,
    "party": PartyRow,
    "topic": TopicRow,
    "kind": KindRow,
}
PRIMARY_KEYS = {
    "release": "release_id", "revision": "revision_id", "report": "report_id", "load": "load_id", "person": "person_id",
    "engagement": "engagement_id", "engagement_report": "report_id", "party": "party", "topic": "code", "kind": "rank_no",
}  # fmt: skip
# Children of a report: they go with it into quarantine.
OF_REPORT = ("report_party", "report_participant", "report_topic", "report_outcome", "report_reference", "evidence")
OF_REVISION = ("section", "block", "document_table", "table_cell", "attribution", "withheld", "correction_effect")
# Columns that tell of a run and are no part of the content hash. A place in the archive is one: a record that a killed run left torn, or
# that it had archived and not loaded, moves those after it, and the releases say the same.
RUN_COLUMNS = frozenset({"first_seen_at", "last_seen_at", "fetched_at", "load_id", "archive_segment", "archive_offset"})
