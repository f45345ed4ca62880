"""A source is a file of settings, and whatever is wrong with one is named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.publishers import publishers
from config.sources import Listing, SourceError, sources

GOOD = """publisher: NATO
find: {kind: feed, url: "https://example.org/feed/"}
terms: {url: "https://example.org/terms", note: "free to use"}
checked: {finding: documentation}
"""


def test_shipped_sources_are_of_known_publishers() -> None:
    """Every shipped source can be read, names a publisher that is known, and says what was checked against what."""
    known = {publisher.name for publisher in publishers()}
    shipped = sources(Path("/nowhere"))
    assert len(shipped) >= 13
    for source in shipped.values():
        assert source.publisher in known, source.id
        assert set(source.checked) == {"finding", "page", "terms"}, source.id


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (GOOD + "maners: {}\n", 5, "maners: unknown key"),
        (GOOD.replace("kind: feed,", "kind: fed,"), 2, "fed"),
        (GOOD.replace("https://example.org/feed/", "ftp://example.org/"), 2, "find.url"),
        (GOOD + "manners:\n  seconds_between: fast\n", 6, "manners.seconds_between"),
        (GOOD + "manners:\n  hours: 6-30\n", 6, "manners.hours"),
        (GOOD + "read:\n  content: {css: 'div[['}\n", 6, "no CSS selector"),
        (GOOD + "read:\n  content: {css: p, expect: two}\n", 6, "'one', 'some' or 'maybe'"),
        (GOOD + "assertions: {fewest_per_week: 9, most_per_week: 2}\n", 5, "fewest_per_week is more"),
        (GOOD.replace("publisher: NATO\n", ""), 1, "publisher: Field required"),
        (GOOD + "schedule: {cron: '5 6-22 * *'}\n", 5, "schedule.cron: no cron line"),
        (GOOD + "schedule: {cron: '5 6-25 * * *'}\n", 5, "schedule.cron: no cron line"),
        (GOOD + "schedule: {cron: '5 22-6 * * *'}\n", 5, "schedule.cron: no cron line"),
        (GOOD + "schedule: {every_minutes: 0}\n", 5, "schedule.every_minutes"),
        (GOOD + "schedule:\n  cron: '5 6-22 * * *'\n  zone: Mars/Base\n", 7, "no time zone"),
        (GOOD + "schedule: {cron: '5 6-22 * * *', every_minutes: 60}\n", 5, "either cron or every_minutes"),
        (GOOD + "schedule: {zone: UTC}\n", 5, "either cron or every_minutes"),
        (GOOD + "find: [\n", 6, "no YAML"),
        ("words\n", 1, "keys and values"),
    ],
)
def test_a_wrong_setting_is_named_with_file_and_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    """The message says which file, which line, which key and what is wrong."""
    (tmp_path / "mine.yaml").write_text(text)
    with pytest.raises(SourceError) as caught:
        sources(tmp_path)
    assert f"mine.yaml:{line}: " in str(caught.value)
    assert words in str(caught.value)


def test_a_users_own_settings_are_laid_over_the_shipped_ones(tmp_path: Path) -> None:
    """A file of the same name changes the keys that it has and leaves the others; another name is another source."""
    (tmp_path / "us-state.yaml").write_text("manners: {seconds_between: 60, hours: 22-04}\n")
    (tmp_path / "mine.yaml").write_text(GOOD)
    found = sources(tmp_path)
    assert found["us-state"].manners.seconds_between == 60
    assert found["us-state"].find == sources(Path("/nowhere"))["us-state"].find
    assert found["mine"].publisher == "NATO"
    assert [hour for hour in range(24) if found["us-state"].manners.allow(hour)] == [0, 1, 2, 3, 22, 23]


def test_listings_say_how_many_items_they_expect() -> None:
    """A listing whose items may be none would hide a change of layout."""
    for source in sources(Path("/nowhere")).values():
        for finding in (source.find, source.fill):
            if isinstance(finding, Listing):
                assert finding.item.expect == "some", source.id


def test_a_source_is_asked_hourly_unless_its_settings_say_otherwise(tmp_path: Path) -> None:
    """Without the key it is every hour, with null never; every shipped source has a schedule."""
    (tmp_path / "mine.yaml").write_text(GOOD)
    (tmp_path / "never.yaml").write_text(GOOD + "schedule: null\n")
    (tmp_path / "mornings.yaml").write_text(GOOD + "schedule: {cron: '*/15,59 6-9/3,12 1 1,6 0-5', zone: Asia/Tokyo}\n")
    found = sources(tmp_path)
    assert str(found["mine"].schedule) == "every 60 min"
    assert found["never"].schedule is None
    assert str(found["mornings"].schedule) == "cron */15,59 6-9/3,12 1 1,6 0-5 (Asia/Tokyo)"
    assert all(source.schedule for source in sources(Path("/nowhere")).values())
