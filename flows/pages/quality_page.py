"""The data-quality report as a page."""

from __future__ import annotations

import datetime as dt

from flows.pages import charts
from flows.pages import quality_words as words
from flows.pages.rendering import render
from warehouse.findings import Findings

CONTENTS = (
    ("verdict", "Verdict"), ("sources", "Sources"), ("fields", "Fields"), ("checks", "Checks"), ("exceptions", "Quarantine, revisions, conflicts"),
    ("accuracy", "Accuracy"), ("lineage", "Lineage and runs"), ("data", "The data themselves"),
)  # fmt: skip
ELEMENTS = {
    "report": "Engagements, as reported", "participant": "People who take part", "topic": "Topics", "outcome": "Outcomes",
    "release": "Releases", "revision": "Texts of releases",
}  # fmt: skip
FIELDS = {
    "mode": "how they met", "start_on": "first day", "end_on": "last day", "parent_report_id": "part of", "edition_no": "edition", "person_id": "who it is",
    "code": "subject", "label": "the release’s own label", "due_on": "due", "publisher_party": "publisher’s party", "published_on": "day published",
    "published_at": "moment published", "url": "address",
}  # fmt: skip
# How long the command beside a failed check proposes to mute it.
MUTE_DAYS = 30


def quality_page(findings: Findings) -> str:
    """The whole report as one HTML file."""
    return render(
        "quality.html.j2",
        findings=findings,
        verdict=findings.verdict,
        contents=CONTENTS,
        element_names=ELEMENTS,
        field_names=FIELDS,
        sources=[words.source_words(row) for row in findings.sources],
        fields=[words.field_words(row) for row in findings.fields],
        turned_down=words.turned_down_words(findings.turned_down),
        checks=[words.check_words(row) for row in findings.checks],
        mute_until=(findings.made_at.date() + dt.timedelta(days=MUTE_DAYS)).isoformat(),
        revisions=[words.revision_words(row) for row in findings.revisions],
        conflicts=words.conflict_words(findings.conflicts),
        measured=words.measured_words(findings.measured, findings.accuracy_trend),
        sample=words.sample_words(findings.sample, findings.accuracy_trend, FIELDS),
        charts={
            "calibration": charts.calibration(words.by_bin(findings.measured)),
            "kinds_by_month": charts.kinds_by_month(findings.kinds_by_month),
            "met_whom": charts.met_whom(findings.met_whom),
            "topics_by_quarter": charts.topics_by_quarter(findings.topics_by_quarter),
        },
    )
