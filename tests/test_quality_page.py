"""The data-quality report and the pages of engagements and releases: they tell the truth about the data and are safe to open."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from config.settings import Settings
from flows.checking import note_check
from flows.home import Home
from flows.pages.dossier_page import dossier_page
from flows.pages.marking import Piece, Span, excerpt, pieces
from flows.pages.words import days, percent, points, ticked, web_address
from flows.reporting import Written, as_json, make_report
from tests.conftest import GOLDEN
from tests.pages import SCRIPT, hostile_home, plant
from warehouse.connect import open_reader, open_writer
from warehouse.dossiers import UnknownIdError, dossier
from warehouse.findings import steps
from warehouse.passages import around
from warehouse.verdict import verdict

MOMENT = dt.datetime(2026, 1, 3, 8, 0, tzinfo=dt.UTC)
CHROMIUM = shutil.which("chromium")
BROKEN = "evidence__quote_is_verbatim"
SECTIONS = ("verdict", "sources", "fields", "checks", "exceptions", "accuracy", "lineage", "data")


@pytest.fixture(scope="module")
def clean(golden_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The report over the samples, in a working folder of its own."""
    folder = tmp_path_factory.mktemp("quality") / "home"
    shutil.copytree(golden_home.folder, folder)
    return make_report(Settings(home=folder), MOMENT)


@dataclass(frozen=True)
class Faulty:
    """A working folder with hostile data at fault, its report, and a page of each kind."""

    home: Home
    report: Written
    engagement: Path
    release: Path

    @property
    def pages(self) -> tuple[Path, ...]:
        return self.report.page, self.engagement, self.release


@pytest.fixture(scope="module")
def faulty(golden_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Faulty:
    """The samples, a hostile release, a broken quote; measured on the samples' answers."""
    folder = tmp_path_factory.mktemp("faulty")
    home = hostile_home(golden_home, folder)
    plant(home)
    report = make_report(Settings(home=home.folder, gold=(GOLDEN,)), MOMENT)
    with closing(open_reader(home.snapshot)) as con:
        engagement_id, release_id = con.execute(
            "select engagement_id, release_id from engagements where release_title = ?", [SCRIPT]
        ).fetchall()[0]
        for name, some_id in (("engagement", engagement_id), ("release", release_id)):
            (folder / f"{name}.html").write_text(dossier_page(dossier(con, some_id)), encoding="utf-8")
    return Faulty(home, report, folder / "engagement.html", folder / "release.html")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def result(name: str, outcome: str, **changes: Any) -> dict[str, Any]:
    """A result of a check."""
    return {"name": name, "outcome": outcome, "dimension": "validity", "note": None} | changes


def state(tiles: Any, name: str) -> str:
    """The state of a tile."""
    return next(str(tile.state) for tile in tiles if tile.name == name)


class TestVerdict:
    """One sentence and one colour."""

    def test_what_could_not_be_run_is_never_green(self) -> None:
        """An errored check makes its tile and the verdict errored, however many others passed, and is worse than a failed one."""
        found = verdict([result("a", "passed"), result("b", "errored"), result("c", "failed")])
        assert found.state == state(found.tiles, "validity") == "errored"
        assert found.sentence == "It cannot be said: 1 check could not be run, and 1 check failed."
        assert found.names == ("b", "c")
        assert found.is_worse_than_asked("error")

    def test_a_warning_is_no_failure(self) -> None:
        """A warning ends a run only where warnings are asked for; all passed ends none."""
        warned = verdict([result("a", "passed"), result("b", "warned", dimension="volume")])
        assert (warned.state, state(warned.tiles, "validity"), state(warned.tiles, "volume")) == ("warned", "passed", "warned")
        assert not warned.is_worse_than_asked("error")
        assert warned.is_worse_than_asked("warn")
        passed = verdict([result("a", "passed"), result("b", "skipped")])
        assert passed.sentence == "Yes: 1 check passed."
        assert not passed.is_worse_than_asked("warn")

    def test_a_muted_check_does_not_count_and_is_named(self) -> None:
        """What is muted makes nothing red, and is never counted as passed."""
        found = verdict([result("a", "passed"), result("b", "failed", note="mute")])
        assert (found.state, found.names, found.more) == ("passed", (), "1 check muted or acknowledged")
        assert next(tile.words for tile in found.tiles if tile.name == "validity") == "1 passed, 1 muted"

    def test_nothing_checked_is_not_trusted(self) -> None:
        """Without any check that looked at something the verdict is no yes."""
        assert verdict([]).state == verdict([result("a", "skipped")]).state == "skipped"
        assert verdict([]).sentence.startswith("It cannot be said")


def test_the_report_is_one_file_under_three_megabytes(clean: Written) -> None:
    """The page lies in the working folder under its day, holds all eight sections, and names no file and no address but those of releases."""
    assert clean.page.name == "quality-2026-01-03.html"
    text = clean.page.read_text(encoding="utf-8")
    assert len(text.encode()) < 3_000_000
    assert all(f'id="{name}"' in text for name in SECTIONS)
    assert not re.search(r'(?:src|href|action|data)="(?!https?://|#|data:,)', text)
    assert not re.search(r"<script|<iframe|<object| style=| on\w+=|@import|url\(", text)
    assert str(clean.page.parent) not in text


def test_the_json_tells_what_the_page_tells(clean: Written) -> None:
    """The findings are one JSON object with the same verdict and counts; each step adds up."""
    found = json.loads(as_json(clean.findings))
    assert found["verdict"]["sentence"] in clean.page.read_text(encoding="utf-8")
    assert (found["scope"]["release_count"], found["lineage"][0]["in_count"]) == (26, 26)
    assert all(step["adds_up"] for step in found["lineage"])


def test_a_step_that_does_not_add_up_says_so() -> None:
    """Parts that are not the whole are shown as such."""
    part = {"step_no": 1, "step": "parsed", "unit": "releases", "in_count": 3, "is_loss": False, "part": "new"}
    assert [step["adds_up"] for step in steps([part | {"part_count": 2}])] == [False]
    assert [step["adds_up"] for step in steps([part | {"part_count": 2}, part | {"part_count": 1, "is_loss": True}])] == [True]


def test_a_broken_quote_is_shown_with_the_passage_it_is_about(faulty: Faulty) -> None:
    """The failed check comes first, with its meaning, its query and the words at the span marked in the release."""
    found = faulty.report.findings
    assert found.verdict.state == "failed"
    assert found.checks[0]["name"] == BROKEN
    [culprit] = [one for one in found.checks[0]["culprits"] if one["columns"]["quote"] == "never said"]
    passage = culprit["passage"]
    assert [passage.text[start:end] for start, end in passage.marks] == ["12 January 2026"]
    text = faulty.report.page.read_text(encoding="utf-8")
    assert "<mark>12 January 2026</mark>" in text
    assert "never said" in text
    assert f"readout checks mute {BROKEN}" in text


def test_what_comes_up_is_what_is_announced_for_days_to_come(faulty: Faulty, clean: Written) -> None:
    """An announced meeting after the report's day is upcoming; the samples' announcements are past."""
    assert [str(row["start_on"]) for row in faulty.report.findings.upcoming] == ["2026-01-12"]
    assert clean.findings.period.today == clean.findings.scope["last_on"]


def test_accuracy_is_measured_where_answers_are_and_only_there(faulty: Faulty, clean: Written) -> None:
    """With a gold folder its figures and the calibration stand there; without one it says that nothing was measured."""
    assert faulty.report.findings.measured[0]["figures"]["primary"]["value"] >= 0.98
    assert "Whether confidence means what it says" in faulty.report.page.read_text(encoding="utf-8")
    assert "Not measured: no folder of answered releases" in clean.page.read_text(encoding="utf-8")


def test_the_reviewed_sample_is_shown_with_its_interval(clean: Written, golden_home: Home, tmp_path: Path) -> None:
    """What people judged of a random sample stands before the answered releases; without any the page says that nothing was measured."""
    assert "no sample of this warehouse has been reviewed" in clean.page.read_text(encoding="utf-8")
    shutil.copytree(golden_home.folder, tmp_path / "home")
    home = Home(tmp_path / "home")
    with closing(open_writer(home.core)) as con:
        con.execute(
            "insert into ops.accuracy by name select 'engagement' as field, 50 as judged_count, 48 as right_count, 0.96 as share, 0.87 as low, 0.99 as high"
        )
    report = make_report(Settings(home=home.folder), MOMENT)
    assert [(row["field"], row["value"]) for row in report.findings.sample] == [("engagement", 0.96)]
    text = report.page.read_text(encoding="utf-8")
    assert "50 reports of this warehouse were drawn at random" in text
    assert "0.87 to 0.99" in text


def test_the_next_report_tells_what_changed_and_what_is_muted(faulty: Faulty) -> None:
    """Figures are kept: the next report compares with them; a muted check is shown with its reason and no longer counts."""
    settings = Settings(home=faulty.home.folder)
    note_check(settings, BROKEN, "mute", MOMENT, "<b>being mended</b>", until_on=dt.date(2026, 2, 1))
    again = make_report(settings, MOMENT + dt.timedelta(days=1))
    assert {row["change"] for row in again.findings.fields if row["share"] is not None} == {0.0}
    assert {row["change"] for row in faulty.report.findings.fields} == {None}
    assert BROKEN not in again.findings.verdict.names
    text = again.page.read_text(encoding="utf-8")
    assert "&lt;b&gt;being mended&lt;/b&gt;" in text
    assert "until 1 Feb 2026" in text
    with closing(duckdb.connect(str(faulty.home.core), read_only=True)) as con:
        kept = con.execute("select count(distinct made_at) from ops.quality_figure where topic = 'field'").fetchall()
        assert kept == [(2,)]


class TestInTheBrowser:
    """Chromium opens the pages from disk."""

    def test_the_pages_say_no_word_to_the_console_or_the_network(self, faulty: Faulty, browser: Any) -> None:
        """They run nothing, ask for nothing, and break no rule of their own policy; a title that is a script is shown as it is."""
        for path in faulty.pages:
            page = browser.new_page()
            said: list[str] = []
            page.on("console", lambda message, said=said: said.append(message.text))
            page.on("pageerror", lambda error, said=said: said.append(str(error)))
            page.on("request", lambda request, said=said: None if request.url.startswith(("file:", "data:")) else said.append(request.url))
            page.goto(path.as_uri())
            assert said == []
            assert page.title() != "owned"
            assert page.locator("script, img, iframe").count() == 0
            assert page.get_by_text(SCRIPT).first.is_visible()
            assert page.evaluate("[...document.links].every(a => ['http:', 'https:', 'file:'].includes(a.protocol))")
            assert page.evaluate("[...document.links].every(a => a.protocol === 'file:' || a.rel.includes('noopener'))")
            assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
            page.close()

    @pytest.mark.parametrize(("scheme", "rules"), [("light", None), ("dark", ["color-contrast"])])
    def test_the_pages_are_for_everybody(self, faulty: Faulty, browser: Any, scheme: str, rules: list[str] | None) -> None:
        """axe finds nothing serious or critical with everything unfolded; contrast holds in dark too."""
        from axe_playwright_python.sync_playwright import Axe

        page = browser.new_page(color_scheme=scheme, bypass_csp=True)
        for path in faulty.pages:
            page.goto(path.as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            found = Axe().run(page, options={"runOnly": rules} if rules else None).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in {"serious", "critical"}] == []
        page.close()

    @pytest.mark.parametrize("width", [360, 1440, 3840])
    def test_nothing_sticks_out(self, faulty: Faulty, browser: Any, width: int) -> None:
        """From a telephone to a wall the page is as wide as the screen; what is wider scrolls within itself."""
        page = browser.new_page(viewport={"width": width, "height": 800})
        for path in faulty.pages:
            page.goto(path.as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            assert page.evaluate("document.documentElement.scrollWidth") == width, path.name
        page.close()

    def test_the_keyboard_reaches_what_scrolls_and_what_unfolds(self, faulty: Faulty, browser: Any) -> None:
        """The first key leads past the contents; every region that scrolls can be focused, and focus can be seen."""
        page = browser.new_page()
        page.goto(faulty.report.page.as_uri())
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert page.evaluate("[...document.querySelectorAll('.scroll')].every(one => one.tabIndex === 0 && one.getAttribute('aria-label'))")
        assert page.evaluate("[...document.querySelectorAll('svg.plot')].every(one => one.getAttribute('aria-label').length > 40)")
        page.close()


def test_a_page_of_an_engagement_proves_each_value(golden_home: Home) -> None:
    """Each field stands beside words of a release; an id of a report that was joined leads to the same page; an unknown id says what to do."""
    with closing(open_reader(golden_home.snapshot)) as con:
        joined = con.execute(
            "select engagement_id, report_id from core.engagement_report where report_id <> engagement_id limit 1"
        ).fetchall()
        found = dossier(con, joined[0][0])
        text = dossier_page(found)
        assert dossier_page(dossier(con, joined[0][1])) == text
        with pytest.raises(UnknownIdError, match="no engagement and no release has this id"):
            dossier(con, "nothing")
    rows = re.findall(r"<tr><th scope=\"row\">(kind|first day|country)</th>.*?</tr>", text, re.S)
    assert "kind" in rows
    assert text.count("<mark") >= 5
    assert text.count('id="release-') >= 2


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://www.state.gov/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org/x", False),
        ("https:relative", False),
        (" javascript:alert(1)", False),
        ("http://[::1", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, is_link: bool) -> None:
    """Nothing but http and https with a host is linked."""
    assert web_address(url) == (url if is_link else None)


def test_marks_keep_every_word() -> None:
    """Pieces put together are the text, wherever spans overlap, touch or stick out; an excerpt keeps the paragraphs that hold a span."""
    text = "one two\nthree four\nfive\nsix"
    spans = [Span(0, 7, "a"), Span(4, 13, "b"), Span(20, 99, "c"), Span(5, 5)]
    assert "".join(piece.text for piece in pieces(text, spans)) == text
    assert Piece("two", True, "a, b") in pieces(text, spans)
    assert pieces("", spans) == []
    kept = excerpt(text, [Span(9, 11)])
    assert "".join(piece.text for piece in kept) == "…\nthree four\n…"
    assert [piece.text for piece in kept if piece.is_marked] == ["hr"]


def test_a_passage_is_the_words_around_its_mark() -> None:
    """It begins and ends between words and says where words are left out; a span beyond the text marks nothing."""
    text = "word " * 200 + "HERE " + "word " * 200
    passage = around(text, [(1000, 1004)])
    assert [passage.text[a:b] for a, b in passage.marks] == ["HERE"]
    assert passage.text.startswith("… word")
    assert passage.text.endswith("word …")
    assert len(passage.text) < 450
    assert around("short", [(99, 100)]).marks == ()
    assert around("", []).text == ""


def test_numbers_and_days_are_written_as_people_write_them() -> None:
    """What is nearly none or nearly all is never rounded to it; days of one month are written once."""
    assert (percent(0.0004), percent(0.9996), percent(0.5), percent(None)) == ("0.1 %", "99.9 %", "50 %", "–")
    assert (points(0.0001), points(-0.021), points(None)) == ("no change", "−2.1 points", "–")
    assert days(dt.date(2024, 3, 1), dt.date(2024, 3, 4), "span") == "1 to 4 Mar 2024"
    assert days(dt.date(2024, 3, 30), dt.date(2024, 4, 2), "span") == "30 Mar to 2 Apr 2024"
    assert days(dt.date(2024, 3, 1), dt.date(2024, 3, 31), "month") == "Mar 2024"
    assert str(ticked("run `a <b>` & go")) == "run <code>a &lt;b&gt;</code> &amp; go"
