"""robots.txt as RFC 9309 has it; the rules are read by Protego."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from protego import Protego

# RFC 9309, 2.4: not used longer than a day.
KEPT_FOR = dt.timedelta(days=1)
# A host whose robots.txt fails is not asked for it again at once.
FAILURE_KEPT_FOR = dt.timedelta(minutes=10)
# RFC 9309, 2.5: a parser reads at least 500 KiB; the rest is not read.
LARGEST = 500 * 1024


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What an origin answered for /robots.txt: its rules, or None where that failed, with the problem."""

    asked_at: dt.datetime
    rules: str | None
    problem: str = ""

    def is_fresh(self, now: dt.datetime) -> bool:
        """Whether the answer still counts; one from the future, asked for when the clock was wrong, does not."""
        return dt.timedelta(0) <= now - self.asked_at < (FAILURE_KEPT_FOR if self.rules is None else KEPT_FOR)


def rules_of(status: int, body: bytes) -> str:
    """The rules in an answer: none where the file is missing or withheld (any 4xx: RFC 9309, 2.3.1.3)."""
    return body.decode("utf-8-sig", "replace") if 200 <= status < 300 else ""


def read_rules(rules: str, product: str, url: str) -> tuple[bool, float]:
    """Whether the rules let that product fetch the address, and the seconds they ask for between two requests."""
    robots = _parsed(rules)
    return robots.can_fetch(url, product), robots.crawl_delay(product) or 0.0


@functools.lru_cache(maxsize=64)
def _parsed(rules: str) -> Protego:
    return Protego.parse(rules)
