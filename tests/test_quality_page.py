"""The data-quality report: a page that tells the truth about the data and is safe to open."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from config.settings import Settings
from flows.home import Home
from flows.reporting import Written, as_json, make_report

MOMENT = dt.datetime(2026, 1, 3, 8, 0, tzinfo=dt.UTC)
CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def report(golden_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The report over the samples, in a working folder of its own."""
    folder = tmp_path_factory.mktemp("quality") / "home"
    shutil.copytree(golden_home.folder, folder)
    return make_report(Settings(home=folder), MOMENT)


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


def test_the_report_is_one_file_under_three_megabytes(report: Written) -> None:
    """The page lies in the working folder under its day and holds all eight sections."""
    assert report.page.name == "quality-2026-01-03.html"
    text = report.page.read_text(encoding="utf-8")
    assert len(text.encode()) < 3_000_000
    for name in ("verdict", "sources", "fields", "checks", "exceptions", "accuracy", "lineage", "data"):
        assert f'id="{name}"' in text


def test_the_json_tells_what_the_page_tells(report: Written) -> None:
    """The findings are one JSON object with the same verdict and counts."""
    found = json.loads(as_json(report.findings))
    assert found["verdict"]["sentence"] in report.page.read_text(encoding="utf-8")
    assert found["scope"]["release_count"] > 20
    assert all(step["adds_up"] for step in found["lineage"])


def test_the_page_opens_without_a_word_to_the_console_or_the_network(report: Written, browser: Any) -> None:
    """Opened from disk, the page runs nothing, asks for nothing and breaks no rule of its own policy."""
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
    page.goto(report.page.as_uri())
    assert page.title() == "Data quality, 3 Jan 2026"
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    assert said == []
    page.close()
