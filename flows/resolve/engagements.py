"""Engagements: reports of different releases that tell of one event become one, the same for every order of the reports."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flows.resolve.apart import UNSURE, forbidden, in_passing, keeps_apart
from flows.resolve.likeness import Likeness, likeness, resolution_facts, same_words
from flows.resolve.links import Links
from flows.resolve.reports import Told
from flows.resolve.twice import told_as_two

# Matches whose scores differ by no more fit a passing word about as well.
ABOUT = 0.05


@dataclass(frozen=True, slots=True)
class Match:
    """Two reports that may tell of one engagement, with how well they match."""

    a: str
    b: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class ResolvedEngagement:
    """An engagement: its reports in order of publication, and for each the match that tied it to another."""

    engagement_id: str
    reports: tuple[Told, ...]
    ties: Mapping[str, Match]


def resolve_engagements(
    reports: Sequence[Told], pairs: Iterable[tuple[str, str]], links: Links[str] | None = None
) -> list[ResolvedEngagement]:
    """Engagements from reports and the pairs of report_ids that blocking found worth comparing.

    Matches are taken from the best down; two groups become one unless a rule forbids it for any two of their reports.
    `links` are what analysts said: they join what no rule would, and nothing is joined that they keep apart.
    """
    by_id = {told.report_id: told for told in reports}
    groups = {report_id: [told] for report_id, told in by_id.items()}
    home = {report_id: report_id for report_id in by_id}
    wholes = Wholes(by_id, links or Links())
    ties: dict[str, Match] = {}
    for match in sorted(matches(by_id, pairs), key=lambda m: (-m.likeness.score, m.a, m.b)):
        one, other = home[match.a], home[match.b]
        if one == other or any(keeps_apart(x, y) for x in groups[one] for y in groups[other]) or not wholes.join(match.a, match.b):
            continue
        for told in groups[other]:
            home[told.report_id] = one
        groups[one] += groups.pop(other)
        ties.setdefault(match.a, match)
        ties.setdefault(match.b, match)
    return sorted((_engagement(group, ties) for group in wholes.groups()), key=lambda e: e.engagement_id)


class Wholes:
    """Engagements while they are made: what analysts joined counts as whole, but the rules do not compare over the seam."""

    def __init__(self, by_id: Mapping[str, Told], links: Links[str]) -> None:
        self._links = links
        self._home = {report_id: report_id for report_id in by_id}
        self._members = {report_id: [told] for report_id, told in by_id.items()}
        self._is_corrected = bool(links.merges or links.splits)
        for a, b in links.merges:
            if a in by_id and b in by_id:
                self.join(a, b)

    def join(self, a: str, b: str) -> bool:
        """Make one of the wholes of two reports, unless they are kept apart or one release would tell twice of it; whether they are one."""
        one, other = self._home[a], self._home[b]
        if one == other:
            return True
        mine, yours = self._members[one], self._members[other]
        if self._is_corrected and self._are_two(mine, yours):
            return False
        for told in yours:
            self._home[told.report_id] = one
        self._members[one] = mine + self._members.pop(other)
        return True

    def _are_two(self, mine: Sequence[Told], yours: Sequence[Told]) -> bool:
        twice = any(told_as_two(x, y) for x in mine for y in yours)
        return twice or self._links.keeps_apart((t.report_id for t in mine), (t.report_id for t in yours))

    def groups(self) -> list[list[Told]]:
        """The reports of each whole."""
        return list(self._members.values())


def _engagement(group: Sequence[Told], ties: Mapping[str, Match]) -> ResolvedEngagement:
    ordered = tuple(sorted(group, key=lambda told: told.rank))
    return ResolvedEngagement(ordered[0].report_id, ordered, {t.report_id: ties[t.report_id] for t in ordered if t.report_id in ties})


def matches(by_id: Mapping[str, Told], pairs: Iterable[tuple[str, str]]) -> list[Match]:
    """The pairs that no rule forbids and that reach the threshold, without those of vague reports that fit two engagements alike."""
    found = []
    for a, b in pairs:
        if forbidden(by_id[a], by_id[b]) is None:
            like = likeness(by_id[a], by_id[b])
            if like.score >= resolution_facts()["threshold"]:
                found.append(Match(a, b, like))
    return _without_doubtful(by_id, found)


def _without_doubtful(by_id: Mapping[str, Told], found: Sequence[Match]) -> list[Match]:
    """Rule engagements.vague: a report without days that fits reports of two days alike joins the day that most of them tell, if one is.

    Talks only spoken of in passing join neither of two engagements that they fit about as well.
    """
    fitting: dict[str, list[tuple[float, Told]]] = defaultdict(list)
    for match in found:
        for vague, other in ((match.a, match.b), (match.b, match.a)):
            if not same_words(by_id[vague], by_id[other]):
                fitting[vague].append((match.likeness.score, by_id[other]))
    doubtful = {(report_id, other) for report_id, scored in fitting.items() for other in _doubtful(by_id[report_id], scored)}
    return [m for m in found if not {(m.a, m.b), (m.b, m.a)} & doubtful]


def _doubtful(told: Told, scored: Sequence[tuple[float, Told]]) -> set[str]:
    """The reports that one may as well not tell of, among those it matches."""
    every = {other.report_id for _, other in scored}
    if in_passing(told):
        best = max(score for score, _ in scored)
        close = [other for score, other in scored if score >= best - ABOUT]
        return every if any(forbidden(x, y) not in UNSURE | {None} for x, y in itertools.combinations(close, 2)) else set()
    if told.has_days:
        return set()
    top = max((score for score, other in scored if other.has_days), default=0.0)
    nearest = [other for score, other in scored if score == top and other.has_days]
    close = [other for score, other in scored if score >= top - ABOUT and other.has_days]
    if not _on_other_days(close):
        return set()
    (day, most), (_, next_most) = Counter(other.start_on for other in close).most_common(2)
    if most > next_most:
        return {other.report_id for _, other in scored if other.has_days and other.start_on != day}
    return every if _on_other_days(nearest) else set()


def _on_other_days(reports: Sequence[Told]) -> bool:
    return any(forbidden(x, y) == "engagements.other_day" for x, y in itertools.combinations(reports, 2))
