"""Reports become engagements: what is joined, what is kept apart, and which values win."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.resolve.apart import FORBIDDEN, forbidden, keeps_apart
from flows.resolve.best import engagement_values
from flows.resolve.engagements import ResolvedEngagement, resolve_engagements
from flows.resolve.likeness import likeness
from flows.resolve.reports import Told

DAY = dt.date(2023, 3, 1)
SIDES = {"KEN": frozenset({"kamau"}), "PER": frozenset({"luz"})}


def told(release: str, **values: Any) -> Told:
    """A report of a meeting held between two ministers on one day; `values` say what is otherwise."""
    published_on = values.pop("published_on", DAY)
    known: dict[str, Any] = {
        "report_id": f"{release}-{values.get('kind', 'meeting')}", "release_id": release, "kind": "meeting", "mode": "in_person", "status": "held",
        "focus": "primary", "start_on": DAY, "end_on": None, "date_precision": "day", "date_basis": "stated", "venue": None, "city": None,
        "country": None, "event_name": None, "series": None, "edition_no": None, "parent_report_id": None, "confidence": 0.9,
        "published_on": published_on, "published_at": dt.datetime.combine(published_on, dt.time(12), dt.UTC), "publisher": "Ministry",
        "publisher_party": "KEN", "release_type": "statement", "is_primary": True, "parties": frozenset({"KEN", "PER"}), "people": SIDES, "wording": None, "shares_days": False,
    }  # fmt: skip
    known |= values
    if known["start_on"] is None:
        known["date_precision"] = None
    return Told(**known)


def resolved(*reports: Told) -> list[ResolvedEngagement]:
    return resolve_engagements(reports, itertools.combinations(sorted(t.report_id for t in reports), 2))


def later(days: int) -> dt.date:
    return DAY + dt.timedelta(days)


def test_two_sides_in_different_words() -> None:
    """Both houses of one meeting, one of which calls it a dialogue and gives the place, are one engagement."""
    theirs = told(
        "b",
        kind="dialogue",
        city="Lima",
        country="PER",
        publisher="Other",
        publisher_party="PER",
        event_name="Policy Talks",
        series="Policy Talks",
    )
    (engagement,) = resolved(told("a"), theirs)
    assert {t.release_id for t in engagement.reports} == {"a", "b"}


def test_two_sides_whose_clocks_differ() -> None:
    """Two sides may date a call a day apart, since it is a day later at one; one side may not."""
    call = {"kind": "call", "mode": "phone"}
    assert len(resolved(told("a", **call), told("b", **call, start_on=later(1), publisher_party="PER"))) == 1
    assert len(resolved(told("a", **call), told("b", **call, start_on=later(1)))) == 2


def test_scheduled_then_held() -> None:
    """A meeting announced and then held is one engagement, and held."""
    announced = told("a", status="scheduled", published_on=later(-5))
    (engagement,) = resolved(told("b"), announced)
    assert engagement_values(engagement.reports)["status"] == "held"
    assert engagement.engagement_id == announced.report_id


def test_scheduled_then_cancelled() -> None:
    """A meeting announced and then called off is one engagement, and cancelled."""
    (engagement,) = resolved(
        told("a", status="scheduled", published_on=later(-5)), told("b", status="cancelled", published_on=later(-2), focus="mentioned")
    )
    assert engagement_values(engagement.reports)["status"] == "cancelled"


# What is kept apart: name of the rule, one report and another, and what makes the same two one engagement.
APART: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("engagements.same_release", {}, {"release_id": "a", "report_id": "a2", "people": {}}, {"release_id": "b", "people": SIDES}),
    ("engagements.trip_and_meeting", {}, {"kind": "visit"}, {"kind": "meeting"}),
    ("engagements.other_stop", {"kind": "visit", "country": "PER"}, {"kind": "visit", "country": "CHL"}, {"country": "PER"}),
    ("engagements.exercise_and_meeting", {}, {"kind": "exercise"}, {"kind": "dialogue"}),
    ("engagements.ceremony_and_meeting", {}, {"kind": "ceremony"}, {"kind": "meeting"}),
    ("engagements.call_and_meeting", {}, {"kind": "call", "mode": "phone"}, {"kind": "meeting", "mode": "unknown"}),
    ("engagements.signing_and_meeting", {}, {"kind": "signing"}, {"kind": "meeting"}),
    ("engagements.other_day", {}, {"start_on": later(1), "published_on": later(1)}, {"start_on": DAY}),
    ("engagements.other_publication", {"start_on": None}, {"start_on": None, "published_on": later(5)}, {"published_on": later(1)}),
    ("engagements.other_edition", {"edition_no": 4}, {"edition_no": 5}, {"edition_no": 4}),
    (
        "engagements.other_occasion",
        {"kind": "dialogue", "event_name": "Bilateral Cyber Dialogue"},
        {"kind": "dialogue", "event_name": "Joint Fisheries Commission"},
        {"event_name": "Second Cyber Dialogue"},
    ),
    ("engagements.two_readouts", {"release_type": "readout"}, {"release_type": "readout", "people": {"KEN": SIDES["KEN"]}}, {"people": SIDES}),
    ("engagements.conference_and_talks", {}, {"kind": "conference", "people": {"KEN": SIDES["KEN"]}}, {"people": SIDES}),
    (
        "engagements.dialogue_and_talks",
        {"release_type": "readout"},
        {"kind": "dialogue", "event_name": "Policy Talks"},
        {"publisher": "Other", "publisher_party": "PER"},
    ),
    (
        "engagements.one_party",
        {"kind": "conference", "parties": frozenset({"KEN"}), "event_name": "Lake Basin Summit"},
        {"kind": "conference", "parties": frozenset({"KEN"})},
        {"event_name": "Lake Basin Summit"},
    ),
    (
        "engagements.in_passing",
        {},
        {"release_type": "transcript", "focus": "mentioned", "start_on": None, "people": {"KEN": SIDES["KEN"]}},
        {"people": SIDES},
    ),
    (
        "engagements.untold_sides",
        {"city": "Lima", "country": "PER"},
        {"start_on": DAY.replace(day=1), "end_on": later(30), "date_precision": "month", "focus": "mentioned", "people": {"KEN": SIDES["KEN"]}},
        {"city": "Lima", "country": "PER"},
    ),
    ("engagements.other_country", {"country": "PER", "city": "Lima"}, {"country": "KEN", "city": "Nairobi", "start_on": None, "status": "scheduled", "published_on": later(-9)}, {"city": None}),
    ("engagements.other_country", {"country": "PER"}, {"country": "KEN", "people": {"KEN": SIDES["KEN"]}}, {"people": SIDES}),
    (
        "engagements.third_state",
        {},
        {
            "release_type": "readout",
            "parties": frozenset({"KEN", "PER", "UGA"}),
            "people": SIDES | {"UGA": frozenset({"okello"})},
        },
        {"people": SIDES},
    ),
    ("engagements.other_parties", {}, {"parties": frozenset({"KEN", "PER", "UGA", "TZA", "RWA", "BDI", "ETH"}), "people": {"KEN": SIDES["KEN"]}}, {"parties": frozenset({"KEN", "PER"})}),
    ("engagements.other_people", {}, {"people": {"KEN": frozenset({"president"}), "PER": frozenset({"luz"})}}, {"people": SIDES}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "one", "other", "alike"), APART, ids=[row[0] for row in APART])
def test_kept_apart(rule: str, one: dict[str, Any], other: dict[str, Any], alike: dict[str, Any]) -> None:
    """Each rule keeps apart what it names, and only that."""
    a, b, c = told("a", **one), told("b", **other), told("b", **(other | alike))
    assert forbidden(a, b) == forbidden(b, a) == rule
    assert len(resolved(a, b)) == 2
    assert forbidden(a, c) is None
    assert len(resolved(a, c)) == 1


def test_every_rule_has_a_case() -> None:
    """No rule stands without a case of its own."""
    assert {row[0] for row in APART} == set(FORBIDDEN)


def test_a_rule_holds_for_all_members() -> None:
    """A vague report cannot tie together what a rule keeps apart, and one that fits two days alike joins neither."""
    first, second = told("a"), told("b", start_on=later(2), published_on=later(2))
    vague = told("c", start_on=None, focus="mentioned", published_on=later(3))
    alike = told(
        "d", start_on=later(-1).replace(day=1), end_on=later(30), date_precision="month", focus="mentioned", published_on=later(40)
    )
    assert len(resolved(first, second, vague)) >= 2
    assert sorted(len(e.reports) for e in resolved(first, second, alike)) == [1, 1, 1]


def test_a_text_published_twice_tells_once() -> None:
    """What two addresses tell in the same words within days is one engagement, however vague; in other words, or a month later, it is not."""
    vague: dict[str, Any] = {"release_type": "transcript", "focus": "mentioned", "start_on": None, "people": {}, "wording": "digest"}
    assert len(resolved(told("a", **vague), told("b", **vague, published_on=later(1)))) == 1
    assert len(resolved(told("a", **vague), told("b", **(vague | {"wording": "other"}), published_on=later(1)))) == 2
    assert len(resolved(told("a", **vague), told("b", **vague, published_on=later(30)))) == 2
    assert len(resolved(told("a", **vague), told("b", **(vague | {"kind": "call"})))) == 2


def test_a_passing_word_joins_the_only_day_it_fits() -> None:
    """Talks only spoken of join the one engagement of the same people in the days before, and neither of two."""
    passing = told("c", release_type="transcript", focus="mentioned", start_on=None, published_on=later(5))
    assert len(resolved(told("a"), passing)) == 1
    assert len(resolved(told("a"), told("b", start_on=later(2), published_on=later(2)), passing)) == 3
    assert len(resolved(told("a", start_on=None, focus="mentioned"), passing)) == 2


def test_a_trip_that_a_release_tells_twice_is_one() -> None:
    """A trip announced in one sentence and spoken of in another is one; to another state, of another guest, or on other days it is not."""
    visit: dict[str, Any] = {"release_id": "a", "kind": "visit", "country": "PER", "people": {"KEN": SIDES["KEN"]}}
    trip = told("a", **visit)
    assert len(resolved(trip, told("a", **visit, report_id="again", start_on=None))) == 1
    assert len(resolved(trip, told("a", **(visit | {"people": {"KEN": frozenset({"kamau", "aide"})}}), report_id="again"))) == 1
    for other in (
        {"country": "CHL"},
        {"people": {"KEN": frozenset({"other"})}},
        {"start_on": later(2)},
        {"people": {}},
        {"status": "cancelled"},
    ):
        assert len(resolved(trip, told("a", **(visit | other), report_id="again"))) == 2, other


def test_talks_that_a_release_tells_twice_are_one() -> None:
    """The same people of two sides on one day are one meeting told twice; without a day, with one side's people, or in a schedule they are not."""
    talks: dict[str, Any] = {"release_id": "a", "release_type": "transcript"}
    assert len(resolved(told("a", **talks), told("a", **talks, report_id="again"))) == 1
    for both in ({"start_on": None}, {"people": {"KEN": SIDES["KEN"]}}, {"release_type": "schedule"}):
        assert len(resolved(told("a", **(talks | both)), told("a", **(talks | both), report_id="again"))) == 2, both


def test_a_trip_s_first_day_is_not_that_of_its_talks() -> None:
    """Talks abroad announced for the day of departure and held on the next are one; those of a daily schedule, or at home, are two."""
    announced: dict[str, Any] = {"status": "scheduled", "release_type": "advisory", "country": "PER", "published_on": later(-2)}
    held = told("b", start_on=later(1), published_on=later(1), country="PER")
    assert len(resolved(told("a", **announced), held)) == 1
    assert len(resolved(told("a", **(announced | {"release_type": "schedule"})), held)) == 2
    assert len(resolved(told("a", **(announced | {"country": "KEN"})), told("b", start_on=later(1), published_on=later(1)))) == 2


def test_releases_issued_on_one_day_for_the_same_people_are_of_one_day() -> None:
    """A readout and the remarks before the talks, issued on one day, are one though one's day is read a day off; two readouts are two."""
    readout = told("a", release_type="readout", date_basis="relative")
    remarks: dict[str, Any] = {"start_on": later(-1), "date_basis": "relative", "published_on": DAY}
    assert len(resolved(readout, told("b", **remarks))) == 1
    assert len(resolved(readout, told("b", **remarks, release_type="readout"))) == 2
    assert len(resolved(readout, told("b", **(remarks | {"published_on": later(-1)})))) == 2


def test_what_is_too_vague_to_match_keeps_nothing_apart() -> None:
    """Two passing words that match one meeting each way are with it, though they could not be matched with each other."""
    passing: dict[str, Any] = {"release_type": "transcript", "focus": "mentioned", "start_on": None}
    one, other = told("b", **passing, published_on=later(1)), told("c", **passing, published_on=later(2))
    assert forbidden(one, other) == "engagements.in_passing"
    assert len(resolved(told("a"), one, other)) == 1
    assert len(resolved(one, other)) == 2


def test_an_undated_word_of_one_s_own_people_matches_no_talks() -> None:
    """A release that names only its publisher's minister, and no day, tells of no talks in particular; one that names the guest does."""
    alone: dict[str, Any] = {"start_on": None, "release_type": "other"}
    assert len(resolved(told("a"), told("b", **alone, people={"KEN": SIDES["KEN"]}))) == 2
    assert len(resolved(told("a"), told("b", **alone, people={"PER": SIDES["PER"]}))) == 1


def test_the_summit_of_two_is_their_meeting() -> None:
    """A summit of two states is the meeting of the people both name; a summit of three is not a meeting of two at it."""
    summit: dict[str, Any] = {"kind": "conference", "event_name": "Lima Summit", "people": SIDES | {"KEN": frozenset({"kamau", "aide"})}}
    assert len(resolved(told("a"), told("b", **summit))) == 1
    assert len(resolved(told("a"), told("b", **summit, parties=frozenset({"KEN", "PER", "UGA"})))) == 2


def test_a_named_occasion_needs_no_people() -> None:
    """Two words of one named conference are one though nobody is named; of two conferences, or without a name, they are not."""
    vague: dict[str, Any] = {"kind": "conference", "start_on": None, "people": {}, "mode": "unknown", "focus": "mentioned"}
    named = told("a", **vague, event_name="Lake Basin Summit")
    assert len(resolved(named, told("b", **vague, event_name="the upcoming Lake Basin Summit", published_on=later(2)))) == 1
    assert len(resolved(named, told("b", **vague, event_name="Coastal Fisheries Forum", published_on=later(2)))) == 2
    assert len(resolved(named, told("b", **vague, published_on=later(2)))) == 2


def test_a_visit_is_its_guest_s() -> None:
    """A visit to one country is one whomever of the hosts two releases name; another guest's is another."""
    visit: dict[str, Any] = {"kind": "visit", "country": "PER"}
    a, other_host = told("a", **visit), told("b", **visit, people={"KEN": SIDES["KEN"], "PER": frozenset({"other"})})
    assert forbidden(a, other_host) is None
    assert forbidden(a, told("b", **visit, people={"KEN": frozenset({"other"})})) == "engagements.other_people"


def test_a_vague_word_joins_the_day_that_most_tell() -> None:
    """A month's word that fits two days alike joins the day that more releases tell, and neither of two told as often."""
    months: dict[str, Any] = {
        "start_on": DAY,
        "end_on": later(30),
        "date_precision": "month",
        "published_on": later(90),
        "focus": "mentioned",
    }
    recalled = told("m", **months)
    first, again, second = told("a"), told("b"), told("c", start_on=later(2), published_on=later(2))
    (majority,) = (e for e in resolved(first, again, second, recalled) if recalled in e.reports)
    assert {t.release_id for t in majority.reports} == {"a", "b", "m"}
    assert (recalled,) in [e.reports for e in resolved(first, second, recalled)]


def test_days_that_fit_about_as_well_vote() -> None:
    """A word that fits best a day told once, and about as well one told by several, joins the latter."""
    recalled = told("m", start_on=DAY, end_on=later(30), date_precision="month", published_on=later(90), focus="mentioned")
    other = told("c", start_on=later(5), published_on=later(5))
    more = frozenset({"KEN", "PER", "UGA"})
    several = [told(release, parties=more) for release in "ab"]
    (found,) = (e for e in resolved(other, *several, recalled) if recalled in e.reports)
    assert {t.release_id for t in found.reports} == {"a", "b", "m"}


def test_a_visit_counts_guest_and_host() -> None:
    """A visit to one host is one though a release lists other states with it; to a host that only one lists it is less alike."""
    visit = told("a", kind="visit", country="PER", people={}, published_on=later(1))
    listed = told("b", kind="visit", country="PER", people={}, parties=frozenset({"KEN", "PER", "UGA", "TZA", "RWA"}))
    assert likeness(visit, listed).party == 1
    assert likeness(visit, told("b", kind="visit", country="PER", people={}, parties=frozenset({"UGA", "PER"}))).party == 0.5
    assert likeness(visit, told("b", kind="visit", parties=listed.parties)).party == 0.4


def test_a_month_joins_the_only_day_in_it() -> None:
    """A meeting recalled by its month is the one that was reported on a day of it."""
    recalled = told("b", start_on=DAY.replace(day=1), end_on=later(30), date_precision="month", focus="mentioned", published_on=later(90))
    (engagement,) = resolved(told("a"), recalled)
    assert engagement_values(engagement.reports)["date_precision"] == "day"


def test_the_best_value_wins() -> None:
    """What says more wins, then what more publishers say, then primary sources before rewriters."""
    a = told("a", city="Lima", country="PER", mode="unknown")
    b = told("b", city="Lima", country="PER", publisher="Rewriter", is_primary=False, publisher_party=None, venue="Palace")
    c = told("c", city="Cusco", country="PER", publisher="Rewriter", is_primary=False, publisher_party=None)
    values = engagement_values((a, b, c))
    assert (values["city"], values["venue"], values["mode"]) == ("Lima", "Palace", "in_person")
    assert (values["report_count"], values["release_count"], values["publisher_count"]) == (3, 3, 2)
    assert engagement_values((c, told("d", city="Lima")))["city"] == "Lima"
    assert engagement_values((told("e", country="CHL"), told("f", city="Lima", country="PER")))["country"] == "PER"


def test_a_stop_s_own_days_win_over_the_trip_s() -> None:
    """A stop's day wins over the whole trip's days, be they told as held or by more; of a day and the visit's several, the latter."""
    visit: dict[str, Any] = {"kind": "visit", "country": "PER", "date_precision": "span"}
    trip = [told(release, **visit, start_on=later(-2), end_on=later(5), shares_days=True) for release in "ab"]
    stop = told("c", kind="visit", country="PER", status="scheduled")
    assert engagement_values([*trip, stop])["start_on"] == DAY
    assert engagement_values([*trip, stop])["end_on"] is None
    assert engagement_values([told("e", **visit, end_on=later(2)), told("f", kind="visit", country="PER")])["end_on"] == later(2)


def test_a_readout_s_day_wins_over_remarks() -> None:
    """Of two days told as often by releases issued for the talks, the readout's wins."""
    remarks, readout = told("a", start_on=later(-1)), told("b", release_type="readout")
    assert engagement_values([remarks, readout])["start_on"] == DAY
    assert engagement_values([remarks, told("b")])["start_on"] == later(-1)


def test_a_name_in_another_form_is_the_same_occasion() -> None:
    """ "U.S.-Algeria" and "U.S.-Algerian" dialogue are one, the cyber and the fisheries dialogue two."""
    named = told("a", kind="dialogue", event_name="Kenya-Peru Dialogue")
    assert forbidden(named, told("b", kind="dialogue", event_name="Kenyan-Peruvian Dialogue")) is None
    assert forbidden(named, told("b", kind="dialogue", event_name="Fisheries Dialogue")) == "engagements.other_occasion"


def test_the_same_people_on_one_day_may_speak_of_many_states() -> None:
    """Remarks before talks name many states; the same people of both sides on that day met once, on another day twice."""
    many = frozenset({"KEN", "PER", "UGA", "TZA", "RWA", "BDI", "ETH"})
    assert forbidden(told("a"), told("b", parties=many)) is None
    assert forbidden(told("a"), told("b", parties=many, people={"KEN": SIDES["KEN"]})) == "engagements.other_parties"


def test_a_town_with_and_without_accents_is_one() -> None:
    """ "San José" and "San Jose" are one place; another town of the state is not."""
    one = told("a", city="San José", country="CRI")
    assert likeness(one, told("b", city="San Jose", country="CRI")).place == 1
    assert likeness(one, told("b", city="Limon", country="CRI")).place == 0.1


def test_a_score_is_shared_and_within_bounds() -> None:
    """Likeness does not depend on which report comes first."""
    a, b = told("a", city="Lima"), told("b", kind="conference", start_on=None, parties=frozenset({"KEN", "PER", "UGA"}))
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= likeness(a, b).score <= 1


PEOPLE = st.sampled_from([SIDES, {}, {"KEN": frozenset({"kamau"})}, {"KEN": frozenset({"other"}), "PER": frozenset({"luz"})}])
REPORTS = st.lists(
    st.builds(
        lambda release, kind, status, days, people, parties: told(
            release, report_id=f"{release}/{kind}/{status}/{days}", kind=kind, status=status, people=people, parties=parties,
            start_on=None if days is None else later(days), published_on=later(days or 0),
        ),
        st.sampled_from("abcd"), st.sampled_from(["meeting", "visit", "dialogue"]), st.sampled_from(["held", "scheduled"]),
        st.sampled_from([None, 0, 1]), PEOPLE, st.sampled_from([frozenset({"KEN", "PER"}), frozenset({"KEN", "PER", "UGA"})]),
    ),
    max_size=9, unique_by=lambda t: t.report_id,
)  # fmt: skip


@settings(max_examples=150)
@given(REPORTS, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_engagements(reports: list[Told], chance: random.Random) -> None:
    """Engagements do not depend on the order of reports; each report is in one, with none that a rule keeps apart from it."""
    shuffled = list(reports)
    chance.shuffle(shuffled)
    found = resolved(*reports)
    assert resolved(*shuffled) == found
    assert sorted(t.report_id for e in found for t in e.reports) == sorted(t.report_id for t in reports)
    assert all(not keeps_apart(x, y) for e in found for x, y in itertools.combinations(e.reports, 2))


def test_who_wrote_before_the_day_did_not_see_it_held() -> None:
    """An undated report as held, published before the day that an announcement tells: to come; one published on the day: held."""
    announced = told("a", status="scheduled", start_on=later(4))
    early, there = (told(release, start_on=None, published_on=later(days)) for release, days in (("b", 0), ("c", 4)))
    assert engagement_values([announced, early])["status"] == "scheduled"
    assert engagement_values([announced, there])["status"] == "held"
