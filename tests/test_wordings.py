"""Engagements in the many words of the genre; each rule with a case it must not match. The sentences are ours."""

from __future__ import annotations

import pytest

from tests.test_extract import US, answers

OTIENO = "Kenyan Defence Minister Peter Otieno"


def told(text: str, publisher: str = US, **facts: str) -> list[tuple[str, str, str, list[str]]]:
    return [(row["kind"], row["mode"], row["status"], row["parties"]) for row in answers(text, publisher=publisher, **facts)]


MEETING = ("meeting", "in_person", "held", ["KEN", "USA"])
CALL = ("call", "phone", "held", ["KEN", "USA"])


@pytest.mark.parametrize(
    "words",
    [
        f"conferred in Nairobi with {OTIENO}",
        f"huddled with {OTIENO}",
        f"sat down in the embassy's garden with {OTIENO}",
        f"had an audience with {OTIENO}",
        f"compared notes with {OTIENO} in Nairobi",
        f"saw {OTIENO} at the Pentagon",
        f"was the guest of {OTIENO} in Nairobi",
        f"received in his office today the visiting {OTIENO}",
        f"spoke with {OTIENO} at the Pentagon",
        f"and {OTIENO} talked in person in Nairobi",
        f"and {OTIENO} saw each other in Nairobi",
    ],
)
def test_a_meeting_in_other_words(words: str) -> None:
    """Conferring, sitting down, audiences, seeing somebody: meetings in one place."""
    assert told(f"On May 3, Secretary of Defense Helen Marsh {words}.") == [MEETING]


@pytest.mark.parametrize(
    "words",
    [
        f"saw {OTIENO} sign the bill on television",
        "conferred medals on three sergeants",
        "was in the audience with her staff",
        "consulted the lawyers of the department",
        f"spoke about the plans of {OTIENO}",
        "sat for the photographers for ten minutes",
        "had agreed to plan regular calls by warships at Kenyan ports",
    ],
)
def test_words_like_those_of_a_meeting(words: str) -> None:
    """Seeing what somebody does, medals conferred, one who speaks alone: no meeting and no call."""
    assert told(f"On May 3, Secretary of Defense Helen Marsh {words}.") == []


@pytest.mark.parametrize(
    "words",
    [
        f"Secretary of Defense Helen Marsh and {OTIENO} talked on the phone on May 3.",
        f"Secretary of Defense Helen Marsh and {OTIENO} exchanged views by telephone on May 3.",
        f"A telephone conversation took place on May 3 between Secretary of Defense Helen Marsh and {OTIENO}.",
        f"Secretary of Defense Helen Marsh was on the phone with {OTIENO} on May 3.",
    ],
)
def test_a_call_in_other_words(words: str) -> None:
    """Talking on the phone, views exchanged by telephone, a conversation that took place between two."""
    assert told(words) == [CALL]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Gen. Paul Haskell came home from a five-day swing, May 1 to 5, through Kenya and Uganda.", ["KEN", "UGA"]),
        ("From May 3 to 5 Gen. Paul Haskell was in Kenya.", ["KEN"]),
        ("Gen. Paul Haskell spent two days in Kenya last week.", ["KEN"]),
        ("Gen. Paul Haskell yesterday concluded a mission to Burundi and Rwanda.", ["BDI", "RWA"]),
        ("Gen. Paul Haskell landed in Nairobi on May 3.", ["KEN"]),
        ("Gen. Paul Haskell travelled to the training centre at Yavoriv, in western Ukraine, in March.", ["UKR"]),
        ("Gen. Paul Haskell was in Nairobi at the time.", []),
        ("The hospital was in Nairobi on May 3.", []),
        ("Thanks go to Kenya, which went to Uganda's aid.", []),
    ],
)
def test_journeys_in_other_words(text: str, places: list[str]) -> None:
    """Swings, legs, missions and stays are visits where a traveller is told; where somebody merely was is none."""
    assert [row["country"] for row in answers(text, publisher=US)] == places


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Secretary of Defense Helen Marsh was due to visit Kenya on May 3 but the trip was scrapped.", "cancelled"),
        ("A trip to Kenya which Secretary of Defense Helen Marsh was to make last week was dropped because of fog.", "cancelled"),
        (f"Secretary of Defense Helen Marsh was to have met {OTIENO} on May 3.", "cancelled"),
        ("Secretary of Defense Helen Marsh had also planned to travel to Kenya. The visit was called off.", "cancelled"),
        ("Secretary of Defense Helen Marsh had hoped to fit in Kenya, but that leg has been cancelled.", "cancelled"),
        ("Secretary of Defense Helen Marsh's planned visit to Kenya did not go ahead.", "cancelled"),
        ("Secretary of Defense Helen Marsh visited Kenya on May 3 although the exercise was cancelled.", "held"),
        ("Secretary of Defense Helen Marsh was due to arrive in Kenya on Friday.", "scheduled"),
    ],
)
def test_what_fell_through(text: str, status: str) -> None:
    """A plan that is said to have come to nothing is cancelled, told by a noun or a verb; what was done is not, whatever else was called off."""
    (row,) = answers(text, publisher=US)
    assert row["status"] == status


def test_a_hope_is_no_engagement() -> None:
    """ "Had hoped to visit" with nothing more tells of none."""
    assert answers("Secretary of Defense Helen Marsh had hoped to visit Kenya in March.", publisher=US) == []


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("US Marines drilled alongside Kenyan soldiers at Isiolo from May 3 to 7.", ["KEN", "USA"]),
        ("American and Kenyan paratroopers jumped together at Isiolo, Kenya, on May 3.", ["KEN", "USA"]),
        ("Naval vessels of China and Russia carried out their fourth joint maritime patrol this month.", ["CHN", "RUS"]),
        (
            'The "Anatolian Lynx" search and rescue exercise, in which Italy and Pakistan took part, was held in Konya in April.',
            ["ITA", "PAK"],
        ),
        ("American and Danish units train together on a regular basis.", None),
        ("They agreed to discuss joint maritime patrols.", None),
    ],
)
def test_forces_that_trained_together(text: str, parties: list[str] | None) -> None:
    """Forces that drill side by side on a day are at an exercise, whose states a relative clause may list; by habit they are at none."""
    found = answers(text, publisher="Jane's Courier")
    assert [row["parties"] for row in found if row["kind"] == "exercise"] == ([] if parties is None else [parties])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "President Paul Smith attended a trilateral summit in Tokyo last week with the leaders of Japan and the Philippines.",
            "conference",
        ),
        ("In April Secretary of State Helen Marsh attended the extraordinary IGAD session in Juba.", "conference"),
        ("Today, the European Council was joined by President Paul Smith.", "conference"),
    ],
)
def test_gatherings_without_a_capital(text: str, kind: str) -> None:
    """A summit or session written in lower case counts where somebody attended it."""
    assert [row["kind"] for row in answers(text, publisher="The White House")] == [kind]


def test_a_gathering_only_spoken_of_is_none() -> None:
    """ "Violations condemned by the European Council" tells of no session."""
    assert answers("President Paul Smith noted the sanctions of the European Council.", publisher="The White House") == []


def test_the_next_session_takes_its_sides_from_the_one_told() -> None:
    """ "The eighth 2+2 will be held in the ROK in 2027" is one of the same two states; one that is counted, not announced, is none."""
    first = "The seventh Australia–Republic of Korea Foreign and Defence Ministers’ 2+2 Meeting took place in Adelaide on 4 May 2024. "
    rows = answers(first + "The eighth 2+2 will be held in the ROK in 2027.", publisher="Australian Department of Defence")
    assert [(row["status"], row["start"], row["parties"]) for row in rows] == [
        ("held", "2024-05-04", ["AUS", "KOR"]),
        ("scheduled", "2027", ["AUS", "KOR"]),
    ]
    again = answers(first + "They opened the eighth fair of Adelaide in 2023.", publisher="Australian Department of Defence")
    assert len(again) == 1


def test_a_cordon_gives_the_talks_their_day_and_place() -> None:
    """Honours paid before the talks are part of them, and tell when and where they were."""
    title = "Readout of Secretary of Defense Helen Marsh's Meeting With Kenyan Defence Minister Peter Otieno"
    text = "Secretary of Defense Helen Marsh hosted an honor cordon at the Pentagon this morning for Kenyan Defence Minister Peter Otieno."
    (row,) = answers(text, publisher=US, title=title)
    assert (row["kind"], row["start"], row["venue"]) == ("meeting", "2024-05-10", "Pentagon")


def test_beside_the_one_occasion_a_title_names() -> None:
    """A meeting on another day is mentioned where the title names one meeting at home; on a trip each is what the release reports."""
    title = "Secretary Marsh's meeting with Kenyan Defence Minister Otieno"
    lead = f"Secretary of Defense Helen Marsh met with {OTIENO} at the Pentagon on May 8.\n\n"
    other = "Mr. Otieno met with Secretary of State Paul Lowe on May 6.\n"
    rows = answers(lead + other, publisher=US, title=title)
    assert [(row["start"], row["focus"]) for row in rows] == [("2024-05-08", "primary"), ("2024-05-06", "mentioned")]
    abroad = answers(
        f"Secretary of Defense Helen Marsh visited Kenya on May 6-8.\n\nShe met with {OTIENO} on May 6.\n",
        publisher=US,
        title="Secretary Marsh visits Kenya",
    )
    assert {row["focus"] for row in abroad} == {"primary"}


def test_where_a_wreath_was_laid() -> None:
    """ "Visited the alley, where a wreath was laid" is one ceremony; a base that was visited is a visit."""
    text = "Kenyan Defence Minister Peter Otieno on May 3 visited Arlington National Cemetery, where a wreath was laid."
    assert [row["kind"] for row in answers(text, publisher=US)] == ["ceremony"]
    base = answers("Kenyan Defence Minister Peter Otieno on May 3 visited Naval Station Norfolk.", publisher=US)
    assert [row["kind"] for row in base] == ["visit"]


def test_a_leg_to_come_is_not_the_whole_visit() -> None:
    """The day and town of a leg are not those of the visit to the state; a stay's own days are."""
    visit = "Kenyan Defence Minister Peter Otieno is on a working visit to the United States this week. "
    (row,) = answers(visit + "On 12 May he travels to Baltimore.", publisher="Kenya Defence Ministry", published="2024-05-10")
    assert (row["status"], row["city"]) == ("held", None)
    stops = "Gen. Paul Haskell traveled to Jordan and Iraq from May 1 to 5. From May 3 to 5 the general was in Iraq."
    assert [row["start"] for row in answers(stops, publisher=US)] == ["2024-05-01", "2024-05-03"]


def test_what_is_not_on_the_agenda_is_none() -> None:
    """A visit that is not on the agenda is none; one that is not the first is told."""
    assert answers(f"A visit of {OTIENO} to Washington is not on the agenda.", publisher=US) == []
    assert [row["kind"] for row in answers(f"The visit of {OTIENO} to Washington on May 3 was not his first.", publisher=US)] == ["visit"]


def test_a_question_reports_nothing() -> None:
    """What a journalist asks is not what the release reports; what is answered is."""
    asked = f"Question: Did Secretary of Defense Helen Marsh meet with {OTIENO} on May 3?\n\n"
    assert answers(asked + "Spokesperson: I have nothing to announce.", publisher=US, title="Press conference") == []
    told_it = f"Spokesperson: Secretary of Defense Helen Marsh met with {OTIENO} on May 3."
    assert [row["start"] for row in answers(asked + told_it, publisher=US, title="Press conference")] == ["2024-05-03"]


def test_a_meal_that_followed_is_for_those_who_met() -> None:
    """ "A luncheon hosted by the minister followed" has the guests of the talks; a lunch given to nobody has none."""
    met = f"Secretary of Defense Helen Marsh met with {OTIENO} at the Pentagon on May 3. "
    rows = answers(met + "A luncheon hosted by Secretary Marsh followed.", publisher=US)
    assert [(row["kind"], row["parties"]) for row in rows] == [("meeting", ["KEN", "USA"]), ("ceremony", ["KEN", "USA"])]
    assert answers("Secretary of Defense Helen Marsh had lunch on May 3.", publisher=US) == []


def test_a_committee_that_meets_is_in_session() -> None:
    """ "The Joint Border Commission meets" is its session, once; ministers who meet there hold a meeting."""
    (row,) = answers("The Kenya-Ethiopia Joint Border Commission met in Hawassa on May 3.", publisher="Rift Courier")
    assert row["kind"] == "dialogue"
    (met,) = answers(f"{OTIENO} and Ethiopian Defence Minister Abebe Tola met in Hawassa on May 3.", publisher="Rift Courier")
    assert met["kind"] == "meeting"
