"""What readouts of many governments told wrongly, as seen in real ones; each rule with a case that it must not match."""

from __future__ import annotations

from typing import Any

import pytest

from tests.test_company import sides, told
from tests.test_extract import US, answers


@pytest.mark.parametrize(
    ("office", "title", "party"),
    [
        ("Afghan High Council for National Renewal Chairman", "High Council for National Renewal Chairman", "AFG"),
        ("the Israeli Ministry of Defense Director General", "Ministry of Defense Director General", "ISR"),
        ("Libya’s High Grain Authority Chair", "High Grain Authority Chair", "LBY"),
        ("White House Office of Grain Policy Director", "White House Office of Grain Policy Director", "USA"),
    ],
)
def test_a_state_s_institution_stands_before_the_head_under_any_name(office: str, title: str, party: str) -> None:
    """ "Libya's High Grain Authority Chair X": his office with its institution, of that state."""
    (call,) = answers(f"Polish Foreign Minister Adam Kowal met today with {office} Omar Hadi.", publisher=US)
    assert [(p["title"], p["party"]) for p in call["participants"] if p["name"] == "Omar Hadi"] == [(title, party)]


def test_a_state_before_words_that_are_no_institution_begins_no_office() -> None:
    """ "The Libya Grain Prize to Chair X": nothing of Libya's is said to be chaired."""
    (call,) = answers("Polish Foreign Minister Adam Kowal met today with Libya Grain Prize Chairman Omar Hadi.", publisher=US)
    assert [p["title"] for p in call["participants"] if p["name"] == "Omar Hadi"] == ["Chairman"]


def test_an_assistant_to_the_president_is_not_the_president() -> None:
    """ "Assistant to the President for X" is an office; "Assistant Secretary" another."""
    (visit,) = answers("Assistant to the President for Homeland Security Celia Marsh traveled to Poland on May 3.", publisher=US)
    assert [p["title"] for p in visit["participants"]] == ["Assistant to the President for Homeland Security"]
    (visit,) = answers("Assistant Secretary of State Celia Marsh traveled to Poland on May 3.", publisher=US)
    assert [p["title"] for p in visit["participants"]] == ["Assistant Secretary of State"]


def test_an_ordinal_before_a_name_is_no_day() -> None:
    """ "Statement on the 2nd Energy Dialogue" has no day; "on the 2nd" has."""
    title = "Joint Statement on the 2nd United States-Poland Energy Dialogue"
    text = "Delegations of Poland and the United States met in Warsaw for the second United States-Poland Energy Dialogue on May 3."
    assert [row["start"] for row in answers(text, title=title, publisher=US)] == ["2024-05-03"]
    text = "Defence Secretary Helen Marchbank met Polish Minister of Defence Adam Kowal in Warsaw on the 2nd."
    assert [row["start"] for row in answers(text)] == ["2024-05-02"]


def test_needs_are_met_by_nobody() -> None:
    """ "Help Poland meet growing demands" is no meeting; "will meet in Warsaw" is."""
    text = "President Daniel Ware spoke today with President Adam Kowal of Poland. President Ware noted that the sale will help Poland meet growing demands for transport in Poland."
    assert [kind for kind, _, _ in told(text, publisher=US)] == ["call"]
    text = "President Daniel Ware spoke today with President Adam Kowal of Poland. President Ware and President Kowal will meet in Warsaw next week."
    assert sorted(kind for kind, _, _ in told(text, publisher=US)) == ["call", "meeting"]


def test_who_joins_a_traveller_is_on_every_stop() -> None:
    """ "Traveled to A and B. He was joined by X": X was in both; who joined him in B was there."""
    trip = "Under Secretary of Defense for Policy Celia Marsh traveled to Kenya and Ghana this week. "
    joined = answers(trip + "She was joined by Assistant Secretary of Defense David Prowse.", publisher=US)
    assert [list(sides(row)) for row in joined] == [["Celia Marsh", "David Prowse"]] * 2
    met = "In Ghana, she met with Minister of Defence Kofi Manu. She was joined by Assistant Secretary of Defense David Prowse."
    rows = answers(trip + met, publisher=US)
    assert [list(sides(row)) for row in rows if row["country"] == "KEN"] == [["Celia Marsh"]]


def test_a_trilateral_meeting_of_three_is_one() -> None:
    """ "Met with X of A and Y of B for a trilateral meeting" is one meeting; "X and Y also met bilaterally" another."""
    text = "National Security Advisor Celia Marsh met with Japanese National Security Secretariat Secretary General Sato Ren and ROK National Security Office Director Han Jun for a trilateral advisors meeting in Tokyo today."
    assert [parties for _, parties, _ in told(text, publisher=US)] == ["JPN,KOR,USA"]
    text += " Secretary General Sato and Director Han also held a bilateral meeting."
    assert sorted(parties for _, parties, _ in told(text, publisher=US)) == ["JPN,KOR", "JPN,KOR,USA"]


def test_members_of_a_government_that_a_list_includes_are_of_that_state() -> None:
    """ "Met with senior Kenyan officials, including X and Y": Kenya's; a list of our own officials is ours."""
    text = "Secretary of Defense Celia Marsh met with senior Kenyan officials, including Chief of Staff Peter Otieno and Permanent Secretary Jane Mwangi, in Nairobi."
    (meeting,) = answers(text, publisher=US)
    assert sides(meeting) == {"Celia Marsh": "USA", "Peter Otieno": "KEN", "Jane Mwangi": "KEN"}
    text = "Kenyan Defence Minister Kofi Manu met with senior U.S. officials, including Chief of Staff Daniel Ware, in Nairobi."
    (meeting,) = answers(text, publisher=US)
    assert sides(meeting) == {"Kofi Manu": "KEN", "Daniel Ware": "USA"}


def test_those_who_led_a_delegation_together_are_of_its_state() -> None:
    """ "X led the U.S. delegation while Y and Z led the Thai delegation": Y and Z of Thailand."""
    text = (
        "The United States and Thailand held a Security Dialogue in Bangkok on May 3. Assistant Secretary of Defense David Prowse led the U.S. delegation "
        "while Permanent Secretary of Defense Anan Srisuk and Director General Chai Boonmee led the Thai delegation."
    )
    (dialogue,) = answers(text, publisher=US)
    assert sides(dialogue) == {"David Prowse": "USA", "Anan Srisuk": "THA", "Chai Boonmee": "THA"}


def test_a_delegation_s_members_are_of_its_state_to_the_sentence_s_end() -> None:
    """ "Mexico's delegation was led by X and included Y; Z": all of Mexico; the next sentence's are not."""
    text = (
        "The United States and Mexico held a Security Dialogue in Washington on May 3. Mexico’s delegation was led by Secretary of Defense Luis Prado and included "
        "Secretary of Health Ana Rueda; Attorney General Mario Vidal; Secretary of the Navy José Campos. Under Secretary of Defense Celia Marsh also took part."
    )
    (dialogue,) = answers(text, publisher=US)
    assert sides(dialogue) == {"Luis Prado": "MEX", "Ana Rueda": "MEX", "Mario Vidal": "MEX", "José Campos": "MEX", "Celia Marsh": "USA"}


def test_an_honorific_stands_within_a_name_too() -> None:
    """ "President Hassan Sheikh Warsame" is one man; "President Hassan and Sheikh X" are two."""
    (call,) = answers("Secretary of State Celia Marsh spoke with Somali President Hassan Sheikh Warsame today.", publisher=US)
    assert sides(call) == {"Celia Marsh": "USA", "Hassan Sheikh Warsame": "SOM"}
    text = "Secretary of State Celia Marsh met with Somali President Hassan Warsame and Sheikh Omar Guled today."
    assert list(sides(answers(text, publisher=US)[0])) == ["Celia Marsh", "Hassan Warsame", "Omar Guled"]


def test_senior_ranks_stand_after_an_office() -> None:
    """ "Deputy Minister of Defense Sr. Lt. Gen. X": office and rank; "X Sr." is a name."""
    text = "Deputy Secretary of State Celia Marsh met in Hanoi with Foreign Minister Bui Van Son and Deputy Minister of Defense Sr. Lt. Gen. Hoang Van Chien on May 3."
    (meeting,) = answers(text, publisher=US)
    assert ("Hoang Van Chien", "Sr. Lt. Gen., Deputy Minister of Defense") in [(p["name"], p["title"]) for p in meeting["participants"]]
    (call,) = answers("Secretary of State Celia Marsh spoke with Kenyan President Peter Otieno, Sr. today.", publisher=US)
    assert [p["title"] for p in call["participants"] if p["party"] == "KEN"] == ["President"]


def titles(row: dict[str, Any]) -> dict[str, str | None]:
    """The title of each participant."""
    return {person["name"]: person["title"] for person in row["participants"]}


def test_a_state_is_named_twice_and_a_remit_names_none() -> None:
    """ "Republic of Korea (ROK) Special Representative for Korean Peninsula Affairs X": of Korea, whole; so are bureaus without a state."""
    text = "Deputy Secretary of State Celia Marsh met today with Republic of Korea (ROK) Special Representative for Korean Peninsula Affairs Han Jun in Washington."
    (meeting,) = answers(text, publisher=US)
    assert (sides(meeting)["Han Jun"], titles(meeting)["Han Jun"]) == ("KOR", "Special Representative for Korean Peninsula Affairs")
    text = "Bureau of Oceans and International Environmental Affairs Assistant Secretary Celia Marsh will travel to Costa Rica, May 20-23."
    assert titles(answers(text, publisher=US)[0]) == {
        "Celia Marsh": "Bureau of Oceans and International Environmental Affairs Assistant Secretary"
    }


def test_an_ambassador_to_an_organisation_is_not_of_it() -> None:
    """ "United Nations Ambassador X" of an American release is American; "World Health Organization (WHO) Director-General Y" is the organisation's."""
    text = "Secretary of State Celia Marsh and United Nations Ambassador Linda Prowse met today with Kenyan President William Manu."
    assert sides(answers(text, publisher=US)[0])["Linda Prowse"] == "USA"
    text = "Secretary of State Celia Marsh met today with World Health Organization (WHO) Director-General Peter Hadi."
    assert sides(answers(text, publisher=US)[0])["Peter Hadi"] == "WHO"


def test_today_s_meeting_is_today_s() -> None:
    """ "Today's meeting in Geneva" was held today; "yesterday's attack" is no day of the meeting."""
    text = "Deputy Secretary of State Celia Marsh met with Polish Deputy Foreign Minister Jan Nowak in Geneva. {} was discussed at length."
    assert [row["start"] for row in answers(text.format("Today’s meeting"), publisher=US, published_at="2024-05-03T09:00:00Z")] == [
        "2024-05-03"
    ]
    assert [row["start"] for row in answers(text.format("Yesterday’s attack"), publisher=US)] == [None]


def test_the_town_of_a_journey_tells_whom_the_traveller_met() -> None:
    """ "Traveled to Warsaw. She met with Deputy Minister X": Poland's; "In a meeting with X, she stressed" leaves her ours."""
    trip = "Deputy Secretary of State Celia Marsh traveled to Warsaw on May 3. "
    met = answers(trip + "She met with Deputy Foreign Minister Jan Nowak.", publisher=US)
    assert {"Celia Marsh": "USA", "Jan Nowak": "POL"} in [sides(row) for row in met]
    told_first = answers(trip + "In a meeting with Prime Minister Jan Nowak, Deputy Secretary Marsh stressed the alliance.", publisher=US)
    assert {"Celia Marsh": "USA", "Jan Nowak": "POL"} in [sides(row) for row in told_first]


def test_two_days_of_one_sentence_are_two_meetings() -> None:
    """ "Spoke yesterday with X, and this morning with Y": two calls; no second day, no second call."""
    text = "Defence Secretary Helen Marchbank spoke by phone yesterday with Polish Minister of Defence Adam Kowal, and {} Latvian Minister of Defence Andris Kalns."
    assert [(row["start"], row["parties"]) for row in answers(text.format("this morning with"))] == [
        ("2024-05-09", ["GBR", "POL"]),
        ("2024-05-10", ["GBR", "LVA"]),
    ]
    assert [row["start"] for row in answers(text.format("thanked the staff of"))] == ["2024-05-09"]


def test_a_national_assembly_is_no_occasion() -> None:
    """ "Chairman of the National Assembly X" is an office; the General Assembly is an occasion."""
    text = (
        "President Daniel Ware and Chairman of the National Assembly Hoang Van Hue of Vietnam met today at the National Assembly in Hanoi."
    )
    assert [kind for kind, _, _ in told(text, publisher=US)] == ["meeting"]
    text = "Secretary of State Celia Marsh attended the UN General Assembly in New York on May 3."
    assert [kind for kind, _, _ in told(text, publisher=US)] == ["conference"]


def test_a_day_before_the_host_is_the_occasion_s() -> None:
    """ "This July, the United States will host a NATO Summit": in July; a day of what was told first is not the occasion's."""
    (summit,) = answers("This July, the United States will host a NATO Summit in Washington.", publisher=US)
    assert (summit["start"], summit["city"]) == ("2024-07", "Washington")
