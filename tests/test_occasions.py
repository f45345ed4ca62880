"""Occasions as releases tell them: trips, lists, sums, sequels, sides; each rule with a case it must not match."""

from __future__ import annotations

from typing import Any

from tests.test_extract import US, answers, read


def kinds(found: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
    return [(row["kind"], row["status"], row["country"]) for row in found]


def names(row: dict[str, Any]) -> dict[str, str | None]:
    return {person["name"]: person["party"] for person in row["participants"]}


def test_counterparts_named_after_the_word_stand_on_the_other_side() -> None:
    """ "His Polish counterparts, X and Y" are Polish; a colleague who came along is not."""
    text = "Defence Secretary Helen Marchbank met with her Polish counterpart, Adam Kowal, in Warsaw on 3 May. "
    joined = "The Chief of the Defence Staff, General Peter Lowe, was also present."
    (meeting,) = answers(text + joined)
    assert names(meeting) == {"Helen Marchbank": "GBR", "Adam Kowal": "POL", "Peter Lowe": "GBR"}


def test_a_service_named_after_an_office_gives_the_party() -> None:
    """ "..., deputy commander, Royal Malaysian Navy" speaks for Malaysia; the publisher's own officers for the publisher."""
    text = (
        "Rear Adm. Colleen Drexel, deputy commander, U.S. 7th Fleet, met with "
        "First Adm. Azhar Salim, assistant chief of staff, Royal Malaysian Navy, on May 3."
    )
    (meeting,) = answers(text, publisher=US)
    assert names(meeting) == {"Colleen Drexel": "USA", "Azhar Salim": "MYS"}


def test_stops_of_a_trip_take_the_days_of_their_headings() -> None:
    """Each stop has its own town and days; a trip to one country keeps what its sentence says."""
    text = (
        "Defence Secretary Helen Marchbank visited Estonia and Latvia last week.\n\n"
        "Tallinn, 30 April - 1 May\n\nShe met with Estonian Minister of Defence Jaak Tamm on 30 April.\n\n"
        "Riga, 2-3 May\n\nShe met with Latvian Minister of Defence Inese Kalna on 2 May.\n"
    )
    visits = [row for row in answers(text) if row["kind"] == "visit"]
    assert [(row["city"], row["start"], row["end"]) for row in visits] == [
        ("Tallinn", "2024-04-30", "2024-05-01"),
        ("Riga", "2024-05-02", "2024-05-03"),
    ]


def test_each_counterpart_of_a_list_is_a_meeting_of_its_own() -> None:
    """ "Met separately with the following ministers:" and an item for each."""
    text = (
        "Defence Secretary Helen Marchbank today met separately with the following ministers:\n\n"
        "H.E. Mr. Adam Kowal, Minister of Defence of Poland\n\nThey discussed air defence.\n\n"
        "H.E. Ms. Inese Kalna, Minister of Defence of Latvia\n\nThey discussed drones.\n"
    )
    assert [sorted(row["parties"]) for row in answers(text)] == [["GBR", "POL"], ["GBR", "LVA"]]


def test_a_sum_of_meetings_is_none_of_them() -> None:
    """ "Held two meetings" and then each: two; where each is not told, the sum stands."""
    told = (
        "Defence Secretary Helen Marchbank held two bilateral meetings in Brussels on 3 May.\n\n"
        "She met with Polish Minister of Defence Adam Kowal on 3 May.\n\nShe met with Latvian Minister of Defence Inese Kalna on 3 May.\n"
    )
    assert [row["parties"] for row in answers(told)] == [["GBR", "POL"], ["GBR", "LVA"]]


def test_nobody_is_named_for_a_next_session() -> None:
    """An announced next round is between the same states, without the people who announced it."""
    text = (
        "Defence Secretary Helen Marchbank and Polish Minister of Defence Adam Kowal held the fourth UK-Poland Defence Dialogue in London on 3 May. "
        "Mr Kowal said that the next dialogue would be held in Warsaw in 2025."
    )
    first, following = answers(text)
    assert (first["status"], len(first["participants"])) == ("held", 2)
    assert (following["status"], following["start"], following["parties"], following["participants"]) == (
        "scheduled",
        "2025",
        ["GBR", "POL"],
        [],
    )


def test_an_acronym_stands_for_the_mechanism_that_it_abbreviates() -> None:
    """ "The previous UPDD" is another session between the same states."""
    text = (
        "The UK and Poland held the fourth UK-Poland Defence Dialogue (UPDD) in London on 3 May. "
        "The previous UPDD took place in Warsaw in March 2023."
    )
    assert [(row["start"], row["city"], row["parties"]) for row in answers(text)] == [
        ("2024-05-03", "London", ["GBR", "POL"]),
        ("2023-03", "Warsaw", ["GBR", "POL"]),
    ]


def test_a_stop_called_off_in_a_relative_clause_is_cancelled() -> None:
    """ "Which had been announced for ..., has been cancelled"; what is not called off is not."""
    text = "Defence Secretary Helen Marchbank will visit Poland on 20 May. Her visit to Riga, which had been planned for 22 May, has been cancelled."
    assert kinds(answers(text)) == [("visit", "scheduled", "POL"), ("visit", "cancelled", "LVA")]


def test_an_organ_that_is_only_named_is_no_occasion() -> None:
    """ "Violations of Security Council resolutions" is none; attending its session is one."""
    call = "Secretary of Defense Ann Boyd spoke today with Japanese Minister of Defense Sato Ken. "
    named = "They held that the launches violated UN Security Council resolutions."
    attended = "Secretary Boyd attended a session of the UN Security Council in New York on May 8."
    assert [row["kind"] for row in answers(call + named, publisher=US)] == ["call"]
    assert [row["kind"] for row in answers(call + attended, publisher=US)] == ["call", "conference"]


def test_a_dateline_names_no_party() -> None:
    """Where a release was written is neither a party nor a place."""
    text = "YOKOSUKA, Japan – Planners of the U.S. 7th Fleet and the Royal Malaysian Navy met on May 3."
    (meeting,) = answers(text, publisher=US)
    assert (meeting["parties"], meeting["country"]) == (["MYS", "USA"], None)


def test_a_guest_received_at_home_was_in_the_hosts_country() -> None:
    """The host's country is certain at home; while the host is on a trip it is not."""
    received = "Defence Secretary Helen Marchbank received Polish Minister of Defence Adam Kowal on 3 May."
    trip = "Defence Secretary Helen Marchbank visited Estonia on 3 May. "
    assert [row["country"] for row in answers(received)] == ["GBR"]
    assert [row["country"] for row in answers(trip + received) if row["kind"] == "meeting"] != ["GBR"]


def test_who_reports_a_journey_does_not_travel() -> None:
    """ "She told the President that her advisor would travel": the advisor does."""
    text = (
        "Vice President Ann Boyd spoke today with Polish President Adam Kowal. "
        "The Vice President told President Kowal that National Security Advisor Jo Hale would travel to Latvia this week."
    )
    visits = [row for row in answers(text, publisher="The White House") if row["kind"] == "visit"]
    assert [(names(row), row["parties"]) for row in visits] == [({"Jo Hale": "USA"}, ["LVA", "USA"])]


def test_who_received_is_the_host() -> None:
    """The one who receives hosts, with the state; who merely met is a participant."""
    received = "Defence Secretary Helen Marchbank received Polish Minister of Defence Adam Kowal in London on 3 May."
    (report,) = read(received).reports
    assert {party.code: party.side for party in report.parties} == {"GBR": "host", "POL": "visitor"}
    assert {person.name: person.role for person in report.participants} == {"Helen Marchbank": "host", "Adam Kowal": "principal"}
    (report,) = read(received.replace("received", "met with").replace("London", "Riga")).reports
    assert {party.side for party in report.parties} == {"participant"}
    assert {person.role for person in report.participants} == {"principal"}


def test_who_chaired_together_are_co_chairs() -> None:
    """ "X and Y co-chaired": both, and their states hosted together."""
    text = "Defence Secretary Helen Marchbank and Polish Minister of Defence Adam Kowal co-chaired talks in London on 3 May."
    (report,) = read(text).reports
    assert {person.role for person in report.participants} == {"co_chair"}
    assert {party.side for party in report.parties} == {"co_host"}


def test_topics_follow_the_talks_not_the_summit_they_were_held_at() -> None:
    """The sentences after "met at the summit" tell of the meeting; the list item of a dialogue belongs to it."""
    text = (
        "Defence Secretary Helen Marchbank met with Polish Minister of Defence Adam Kowal at the NATO Summit in Warsaw, which both attended, on 3 May. "
        "They discussed fighter jets and ammunition production."
    )
    topics = {row["kind"]: row["topics"] for row in answers(text)}
    assert topics["meeting"] == ["arms_industry"]
    assert topics.get("conference", []) == []


def test_the_month_of_may_is_no_modal() -> None:
    """ "On 21 May, X visited ..." tells of a visit; "may visit" does not."""
    assert kinds(answers("On 3 May, Defence Secretary Helen Marchbank paid an official visit to Latvia.")) == [("visit", "held", "LVA")]
    assert answers("Defence Secretary Helen Marchbank may visit Latvia on 13 May.") == []


def test_verbs_share_a_will() -> None:
    """ "Will call on X and meet Y": both are to come."""
    text = "Defence Secretary Helen Marchbank will visit Latvia on 13 May and meet Latvian Minister of Defence Inese Kalna."
    assert {row["status"] for row in answers(text)} == {"scheduled"}


def test_a_roster_s_columns_and_rows_name_those_who_took_part() -> None:
    """A table by side or with names and offices adds its people, with the side it gives; a table of ships adds nobody."""
    talks = "Defence Secretary Helen Marchbank and Polish Minister of Defence Adam Kowal held talks in Warsaw on 3 May.\n\n"
    by_side = "| Panel | UK lead | Polish lead |\n|---|---|---|\n| Cyber | Mina Farro, Director for Cyber Policy | Igor Barski |\n"
    by_row = (
        "| Name | Position |\n|---|---|\n| Mina Farro | Director for Cyber Policy, United Kingdom |\n| Igor Barski | Colonel, Poland |\n"
    )
    both = {"Helen Marchbank": "GBR", "Adam Kowal": "POL"}
    for table in (by_side, by_row):
        (meeting,) = answers(talks + table, media_type="text/markdown")
        assert names(meeting) == both | {"Mina Farro": "GBR", "Igor Barski": "POL"}
    ships = "| Country | Ship |\n|---|---|\n| Poland | ORP Adam Mickiewicz |\n| United Kingdom | HMS Jane Austen |\n"
    assert names(answers(talks + ships, media_type="text/markdown")[0]) == both


def test_what_was_discussed_belongs_to_the_talks_told_not_to_those_to_come() -> None:
    """ "They agreed to hold the next round in Rome, and discussed X": X was discussed now; what is to be taken up then is not."""
    text = (
        "Defence Secretary Helen Marchbank met Polish Minister of Defence Adam Kowal in London on 3 May.\n\n"
        "They agreed to push through with the second UK-Poland Defence Dialogue in Warsaw on 4 December, and discussed maritime security."
    )
    by_kind = {row["kind"]: row["topics"] for row in answers(text)}
    assert by_kind == {"meeting": ["maritime_security"], "dialogue": []}


def test_the_day_of_what_is_spoken_of_is_not_the_day_of_the_talks() -> None:
    """ "The elections of 3 May" date no call."""
    (call,) = answers(
        "Today, Defence Secretary Helen Marchbank spoke by phone with Polish Minister of Defence Adam Kowal about the elections of 3 May."
    )
    assert call["start"] == "2024-05-10"


def test_a_ministry_stands_in_its_own_state() -> None:
    """ "At the Ministry of Defence" is at home; at another state's ministry is there."""
    own = answers("Polish Minister of Defence Adam Kowal called on Defence Secretary Helen Marchbank at the Ministry of Defence on 3 May.")
    other = answers(
        "Defence Secretary Helen Marchbank met Polish Minister of Defence Adam Kowal at the Polish Ministry of Defence on 3 May."
    )
    assert (own[0]["country"], other[0]["country"]) == ("GBR", "POL")


def test_a_group_of_the_number_told_is_those_of_the_engagement_before() -> None:
    """ "The two ministers then called on X": both; "the two Norwegian ministers" are somebody else."""
    text = "Defence Secretary Helen Marchbank held talks with Polish Minister of Defence Adam Kowal in Warsaw on 3 May.\n\n"
    call = "On 4 May, the {} ministers paid a courtesy call on Polish President Jan Zaremba."
    assert set(names(answers(text + call.format("two"))[1])) == {"Helen Marchbank", "Adam Kowal", "Jan Zaremba"}
    assert all("Adam Kowal" not in names(row) for row in answers(text + call.format("two Norwegian"))[1:])


def test_members_of_a_delegation_s_list_go_along_and_who_sends_it_does_not() -> None:
    """The names at the head of the lines after "Members of the delegation:" take part; a list of awards under another heading adds nobody."""
    sent = "President Ada Marsh today announced a Presidential Delegation to attend the inauguration of the new head of state on Friday, June 28, 2024, in Accra, Ghana.\n\n"
    lines = "Ms. Ruth Keller, Chargé d’Affaires, a.i., U.S. Embassy Accra\n\nGeneral Paul Orr, Commander of U.S. Africa Command\n"
    (ceremony,) = answers(
        f"{sent}Members of the Presidential Delegation:\n\n{lines}", publisher=US, published_at="2024-06-26T10:00:00-04:00"
    )
    assert (ceremony["kind"], ceremony["status"], ceremony["start"], ceremony["city"]) == ("ceremony", "scheduled", "2024-06-28", "Accra")
    assert names(ceremony) == {"Ruth Keller": "USA", "Paul Orr": "USA"}
    assert ceremony["participants"][0]["title"] == "Chargé d’Affaires"
    assert ceremony["parties"] == ["GHA", "USA"]
    for row in answers(f"{sent}Winners of the medal:\n\n{lines}", publisher=US, published_at="2024-06-26T10:00:00-04:00"):
        assert row["participants"] == []


def test_a_verb_of_a_headline_is_no_part_of_a_name() -> None:
    """ "Secretary Marsh Co-Hosts ..." names Marsh; a double surname stays whole."""
    text = "Secretary of State Ada Marsh met with Foreign Minister Ken Hart-Lowe of New Zealand in Washington on June 24."
    (meeting,) = answers(text, publisher=US, title="Secretary Marsh Co-Hosts New Zealand Foreign Minister Hart-Lowe")
    assert names(meeting) == {"Ada Marsh": "USA", "Ken Hart-Lowe": "NZL"}


def test_who_is_spoken_of_does_not_take_part() -> None:
    """ "Noted the visit by X" names X as the traveller, "a meeting worked towards" is none, a conflict's states are no parties."""
    met = "Secretary of State Ada Marsh met with Foreign Minister Ken Hart of New Zealand in Washington on June 24. "
    text = met + "Secretary Marsh noted the July visit by Vice President Ruth Keller to Wellington."
    visit = answers(text, publisher=US)[1]
    assert (visit["kind"], names(visit)) == ("visit", {"Ruth Keller": "USA"})
    text = met + "They are working together towards a meeting between President Orr and Prime Minister Lane of New Zealand in July."
    assert len(answers(text, publisher=US)) == 1
    (meeting,) = answers(met.replace(" in Washington", " on the conflict between Israel and Hamas"), publisher=US)
    assert meeting["parties"] == ["NZL", "USA"]
    (meeting,) = answers("Secretary of State Ada Marsh held a meeting between Israel and Jordan in Washington on June 24.", publisher=US)
    assert meeting["parties"] == ["ISR", "JOR", "USA"]


def test_whose_an_official_is_stands_outside_the_office() -> None:
    """ "Her National Security Advisor" is National Security Advisor; His Majesty's ambassador keeps the words."""
    (visit,) = answers(
        "Vice President Ruth Keller said that her National Security Advisor, Phil Orr, will travel to Jordan on July 1.", publisher=US
    )
    assert [p["title"] for p in visit["participants"] if p["name"] == "Phil Orr"] == ["National Security Advisor"]


def test_a_headline_s_capitals_are_not_the_name_of_the_occasion() -> None:
    """ "Secretary X Co-Hosts Economic Dialogue" and the body's "will co-host the Economic Dialogue" are one occasion."""
    title = "Secretary Marsh Co-Hosts U.S.-Ghana Economic Policy Dialogue with Foreign Minister Orr"
    text = "Secretary of State Ada Marsh and Ghanaian Foreign Minister Ken Orr will co-host the inaugural ministerial meeting of the U.S.-Ghana Economic Policy Dialogue on Friday, June 28."
    (dialogue,) = answers(text, publisher=US, title=title, published_at="2024-06-26T10:00:00-04:00")
    assert (dialogue["kind"], dialogue["status"], dialogue["start"]) == ("dialogue", "scheduled", "2024-06-28")
    assert names(dialogue) == {"Ada Marsh": "USA", "Ken Orr": "GHA"}
    both = "Secretary of State Ada Marsh attended the ASEAN Regional Forum in Jakarta on June 20. She attended the OSCE Ministerial Council in Vienna on June 24."
    assert [row["city"] for row in answers(both, publisher=US)] == ["Jakarta", "Vienna"]


def test_a_meeting_after_a_debate_is_another_occasion() -> None:
    """ "Following this debate, he will meet with X" tells of two; "during the debate" of one."""
    debate = "On June 28, Secretary of State Ada Marsh will chair the UN Food Security Ministerial in New York City. "
    after = "Following this debate, she will meet with Ghanaian Foreign Minister Ken Orr."
    found = answers(debate + after, publisher=US, published_at="2024-06-26T10:00:00-04:00")
    assert [(row["kind"], row["status"]) for row in found] == [("conference", "scheduled"), ("meeting", "scheduled")]
    assert found[0]["city"] == "New York"
    during = "During the debate, she will speak about grain."
    assert len(answers(debate + during, publisher=US, published_at="2024-06-26T10:00:00-04:00")) <= 1


def test_topics_go_to_the_talks_and_to_all_stops_of_a_trip() -> None:
    """What "they discussed" during a visit belongs to the talks; what a traveller raised on a trip to all its stops; a party's name is no conflict."""
    talks = (
        "General Peter Lowe, Chief of the Defence Staff, hosted his Kenyan counterpart, General Samuel Kirui, in London on 3 May. "
        "General Kirui is on a four-day visit to the United Kingdom. They discussed poaching and cybersecurity."
    )
    meeting = next(row for row in answers(talks) if row["kind"] == "meeting")
    assert meeting["topics"] == ["climate_environment", "cybersecurity"]
    trip = (
        "Special Envoy for the Sahel Ruth Orr returned on June 3 from travel to Togo and Ghana. "
        "During her trip, Special Envoy Orr met with senior government officials to discuss food security and the fighting in Mali."
    )
    stops = answers(trip, publisher=US)
    assert [(row["kind"], row["country"]) for row in stops] == [("visit", "TGO"), ("visit", "GHA")]
    assert [row["topics"] for row in stops] == [["africa_conflict", "food_security"]] * 2
    call = "Secretary of State Ada Marsh spoke with the President of Lebanon, Ken Haddad, on June 24. They discussed {}."
    assert answers(call.format("the good relations of the United States and Lebanon"), publisher=US)[0]["topics"] == []
    assert answers(call.format("the ceasefire in Lebanon"), publisher=US)[0]["topics"] == ["middle_east_conflict", "peace_process"]


SG = "Ministry of Defence, Singapore"
VISIT = "Minister for Defence Dr Lim Boon Huat is on a visit to Brunei from 6 to 7 May 2024.\n\n"


def test_who_also_attended_was_at_the_main_meeting_and_not_at_an_earlier_one() -> None:
    """ "They last met in Oslo. X also attended.": X attended today's meeting; after "The meeting was followed by another" the last one told."""
    text = "Defence Secretary Helen Marchbank met with Norwegian Minister of Defence Tor Halvorsen in London on 3 May.\n\n"
    last = "The pair last met in Oslo in November.\n\n"
    attended = "The First Sea Lord, Admiral Sir Duncan Prewett, also attended."
    main, earlier = answers(text + last + attended)
    assert ("Duncan Prewett" in names(main), "Duncan Prewett" in names(earlier)) == (True, False)


def test_those_who_accompany_a_traveller_are_on_the_trip() -> None:
    """ "Dr Lim was accompanied by X" in a paragraph of its own is about the visit; "joined the meetings" about each meeting."""
    met = "This morning, he met Minister of Defence of Brunei Pehin Halbi Yusof.\n\n"
    visit, meeting = answers(
        f"{VISIT}{met}Dr Lim was accompanied by Permanent Secretary Mr Chan Heng.", publisher=SG, published="2024-05-07"
    )
    assert (set(names(visit)), set(names(meeting))) == ({"Lim Boon Huat", "Chan Heng"}, {"Lim Boon Huat", "Halbi Yusof"})
    visit, meeting = answers(f"{VISIT}{met}Permanent Secretary Mr Chan Heng joined the meetings.", publisher=SG, published="2024-05-07")
    assert (set(names(visit)), set(names(meeting))) == ({"Lim Boon Huat"}, {"Lim Boon Huat", "Halbi Yusof", "Chan Heng"})


def test_a_ship_s_visit_is_not_the_minister_s_who_is_thanked_for_it() -> None:
    """ "Thanked the minister for the port visit of HNLMS X": a Dutch visit without people; "arrived for an official visit" is the minister's."""
    text = "Defence Secretary Helen Marchbank met with Dutch Minister of Defence Kaja Olders in London on 3 May. "
    found = answers(f"{text}She thanked Minister Olders for the port visit of HNLMS Groningen to Portsmouth.")
    visit = next(row for row in found if row["kind"] == "visit")
    assert (visit["participants"], visit["parties"]) == ([], ["GBR", "NLD"])
    visit = next(row for row in answers(f"{text}Minister Olders is in London for a two-day official visit.") if row["kind"] == "visit")
    assert set(names(visit)) == {"Kaja Olders"}


def test_a_guest_visits_the_state_of_whom_he_met() -> None:
    """ "X held a meeting with Y during his visit to X's own state": Y visits; to a third state, X does."""
    text = "On May 3, Mr. MORI Ken, Minister of Defense of Japan, held a meeting with H.E. Mr. Jonas Petras, Minister of National Defence of Lithuania, during his visit to {}."
    for place, visitor in (("Japan", "Jonas Petras"), ("Italy", "MORI Ken")):
        visit = next(row for row in answers(text.format(place), publisher="Japan Ministry of Defense") if row["kind"] == "visit")
        assert set(names(visit)) == {visitor}


def test_those_who_welcome_a_signing_did_not_sign() -> None:
    """ "The ministers welcomed the signing of the pact in July" names nobody; "signed the pact" names those who did."""
    text = "On May 3, Mr. MORI Ken, Minister of Defense of Japan, held a meeting with Mr. Adam Kowal, Minister of Defence of Poland, in Tokyo. "
    _, signing = answers(
        f"{text}The two ministers welcomed the signing of the access agreement in March.", publisher="Japan Ministry of Defense"
    )
    assert (signing["kind"], signing["parties"], signing["participants"]) == ("signing", ["JPN", "POL"], [])
    found = answers(f"{text}The two ministers signed the access agreement.", publisher="Japan Ministry of Defense")
    assert all(len(row["participants"]) == 2 for row in found)


def test_talks_told_to_another_are_the_teller_s() -> None:
    """ "The President updated the Secretary on his talks with Z": the President's talks; "both recalled their talks" both's."""
    text = "The Prime Minister spoke to the President of Kazakhstan, Dan Yerzhan, today. "
    found = answers(f"{text}President Yerzhan updated the Prime Minister on his recent talks with the Azerbaijani President in Baku.")
    assert [(row["focus"], row["parties"]) for row in found] == [("primary", ["GBR", "KAZ"]), ("mentioned", ["AZE", "KAZ"])]


def test_counterparts_of_several_states_met_respectively_are_as_many_meetings() -> None:
    """ "Met with the defense chiefs of A and B respectively": two meetings; "a separate meeting" with one is one."""
    text = "Chinese Defense Minister Dong Wei met with defense chiefs of Kazakhstan and Laos {} in Singapore on Friday."
    assert [row["parties"] for row in answers(text.format("respectively"), publisher="Xinhua")] == [["CHN", "KAZ"], ["CHN", "LAO"]]
    one = "In a separate meeting, Defence Secretary Helen Marchbank and Polish Minister of Defence Adam Kowal discussed drones in London on 3 May."
    (meeting,) = answers(one)
    assert set(names(meeting)) == {"Helen Marchbank", "Adam Kowal"}


def test_authors_of_a_joint_statement_took_part_in_what_it_reports() -> None:
    """Lines that hold a name and an office, of two states, are authors who met; a line of prose beside a name adds nobody."""
    authors = "The Hon Peter Lang MP, Minister for Defence of Australia\nMr MORI Ken, Minister of Defense of Japan\n\n"
    told = "The twelfth Australia-Japan Defence Ministers’ Meeting took place in Hobart on 3 May 2024.\n"
    facts = {"publisher": "Australian Department of Defence", "title": "Joint Statement: Australia-Japan Defence Ministers’ Meeting"}
    (dialogue,) = answers(f"Joint statement by:\n{authors}{told}", **facts)
    assert names(dialogue) == {"Peter Lang": "AUS", "MORI Ken": "JPN"}
    (dialogue,) = answers(f"{told}\nOur thanks go to Peter Lang, Minister for Defence of Australia.\n", **facts)
    assert names(dialogue) == {}


def test_the_day_and_town_of_a_relative_clause_are_those_of_the_talks() -> None:
    """ "On 3 May, X, who was visiting Jakarta to attend the conference, held talks with Y": in Jakarta on 3 May; the conference is another."""
    text = (
        "On May 3, Mr. MORI Ken, Minister of Defense of Japan, who was visiting Jakarta, Indonesia to attend the 11th ASEAN Defence Ministers’ Meeting-Plus, "
        "held a bilateral meeting with Mr. Adam Kowal, Minister of Defence of Poland."
    )
    found = answers(text, publisher="Japan Ministry of Defense")
    meeting = next(row for row in found if row["kind"] == "meeting")
    assert (meeting["start"], meeting["city"], meeting["parties"]) == ("2024-05-03", "Jakarta", ["JPN", "POL"])
    assert all("POL" not in row["parties"] for row in found if row["kind"] == "conference")


def test_meetings_still_to_come_on_a_visit_take_its_days() -> None:
    """ "During the visit he will also meet ...": primary, within the visit's days; "will meet next in" is none of it."""
    text = (
        "Minister of National Defence Vytas Jonas met on Thursday with Inspector of the German Army Lieutenant General Alf Maier who is visiting Lithuania on 9-11 May. "
        "During the visit, Lieutenant General Maier will also meet Chief of Defence General Rimas Vaik."
    )
    coming = next(row for row in answers(text, publisher="Ministry of National Defence of Lithuania") if row["status"] == "scheduled")
    assert (coming["focus"], coming["start"], coming["end"], coming["country"]) == ("primary", "2024-05-09", "2024-05-11", "LTU")
    assert set(names(coming)) == {"Alf Maier", "Rimas Vaik"}


def test_a_foreign_guest_visits_venues_of_the_host_and_a_hope_is_no_meeting() -> None:
    """A foreign visitor of a venue that no state is said of is in the publisher's; "we hope that we will see each other" is nothing."""
    text = (
        "Raksha Mantri Shri Dev Rathore held talks with Minister of National Defence of Vietnam General Phan Giang in New Delhi on 3 May. "
    )
    venue = "General Phan Giang laid a wreath at the National War Memorial.\n\nGeneral Phan Giang also visited Naval Headquarters on 4 May."
    visit = next(row for row in answers(text + venue, publisher="Press Information Bureau, Government of India") if row["kind"] == "visit")
    assert (visit["country"], visit["venue"], visit["parties"]) == ("IND", "Naval Headquarters", ["IND", "VNM"])
    hoped = answers(
        f"{text}They hope that they will see each other again in Hanoi.", publisher="Press Information Bureau, Government of India"
    )
    assert [row["kind"] for row in hoped] == ["meeting"]


def test_a_meeting_in_the_margins_of_a_forum_has_its_day_and_place() -> None:
    """ "Both will attend the forum in Valletta on 26 May, and will meet in its margins"; without the words the meeting's day is open."""
    text = "Defence Secretary Helen Marchbank spoke with Polish Minister of Defence Adam Kowal on 3 May. Both will attend the Western Forum in Valletta on 26 May, and will meet {}."
    meeting = next(row for row in answers(text.format("in its margins")) if row["kind"] == "meeting")
    assert (meeting["status"], meeting["start"], meeting["city"]) == ("scheduled", "2024-05-26", "Valletta")
    assert all(row["start"] is None for row in answers(text.format("again")) if row["kind"] == "meeting")


def test_the_dead_and_those_spoken_for_take_no_part() -> None:
    """ "Condolences on the passing of President X" and "on behalf of President Y" name nobody who was there; "her visit with Z" does."""
    text = (
        "Vice President Kay Lane today led a delegation to Abu Dhabi, United Arab Emirates, to offer condolences on the passing of UAE President Sheikh Saif bin Ali. "
        "In her visit with UAE President Sheikh Omar bin Ali, Vice President Lane conveyed condolences on behalf of President Biden."
    )
    everybody = {name for row in answers(text, publisher=US) for name in names(row)}
    assert everybody == {"Kay Lane", "Omar bin Ali"}


def test_officials_without_a_name_add_nothing_to_an_announced_visit() -> None:
    """ "While there she will meet with government officials" is part of the visit; a ministry or a named minister is an occasion of its own."""
    visit = "Assistant Secretary of State Julia Noy will travel to Uganda July 29-30. While in Uganda, Assistant Secretary Noy will meet with {}."
    facts = {"publisher": US, "published_at": "2024-07-10"}
    assert [row["kind"] for row in answers(visit.format("international partners and Ugandan government officials"), **facts)] == ["visit"]
    assert [row["kind"] for row in answers(visit.format("officials of the Ugandan Ministry of Defence"), **facts)] == ["visit", "meeting"]
    assert [row["kind"] for row in answers(visit.format("Defence Minister Sam Oto"), **facts)] == ["visit", "meeting"]


def test_a_summit_to_come_is_not_the_meeting_of_two() -> None:
    """ "Looked forward to further discussions at the G7 Summit in June" tells of another occasion, next June's."""
    met = "President Joe Lane and Prime Minister Mario Dragi of Italy met today at the White House. "
    found = answers(
        met + "The leaders looked forward to further discussions at the G7 Summit in June.",
        publisher=US,
        published_at="2022-05-10T10:00:00-04:00",
    )
    assert [(row["kind"], row["status"], row["start"]) for row in found] == [
        ("meeting", "held", "2022-05-10"),
        ("conference", "scheduled", "2022-06"),
    ]
    assert found[0]["parties"] == ["ITA", "USA"]


def test_who_issues_a_statement_on_another_s_travel_does_not_travel() -> None:
    """ "Statement by X on Senator Y's Travel" is Y's; "Statement by X on the Call with Z" is X's own."""
    travel = answers(
        "Senator Ken Oto is traveling to Accra, Ghana.",
        publisher=US,
        title="Statement by National Security Advisor Ada Marsh on Senator Ken Oto's Travel to Ghana",
    )
    assert names(travel[0]) == {"Ken Oto": "USA"}
    call = answers(
        "President Ada Marsh spoke today with President Sam Orr of Ghana.",
        publisher=US,
        title="Statement by President Marsh on the Call with President Orr of Ghana",
    )
    assert names(call[0]) == {"Ada Marsh": "USA", "Sam Orr": "GHA"}


def test_the_light_in_which_a_trip_is_put_is_no_second_trip() -> None:
    """ "Her trip to Dhaka follows the decision of March" dates no visit; "her trip to Dhaka in March" does."""
    text = "Ambassador at Large for Religious Freedom Ruth Orr traveled to Dhaka, Bangladesh, on April 17. "
    assert (
        len(
            answers(
                text + "The Ambassador's trip to Dhaka follows the determination made in March.", publisher=US, published_at="2024-04-22"
            )
        )
        == 1
    )
    (visit,) = answers(text, publisher=US, published_at="2024-04-22")
    assert visit["participants"][0]["title"] == "Ambassador at Large for Religious Freedom"


def test_occasions_of_others_are_not_the_publisher_s() -> None:
    """ "The recent meeting between X and Y" has two parties; "since his inauguration" and "the lead-up to the summit" tell of none."""
    call = "National Security Advisor Jake Lane held a call with Foreign Minister Cho Tae of the Republic of Korea on September 14"
    found = answers(
        f"{call}, and noted the recent summit meeting between President Ivan Orlov of Russia and President Kim Oh of North Korea.",
        publisher=US,
    )
    assert [row["parties"] for row in found] == [["KOR", "USA"], ["PRK", "RUS"]]
    assert len(answers(f"{call}, the first since his May 2023 inauguration.", publisher=US)) == 1
    assert len(answers(f"{call}. They reviewed the lead-up to the NATO Summit.", publisher=US)) == 1
    (between,) = answers(
        "The meeting between Secretary of State Ada Marsh and Foreign Minister Ken Hart of New Zealand was held on June 24.", publisher=US
    )
    assert names(between) == {"Ada Marsh": "USA", "Ken Hart": "NZL"}


def test_an_office_and_another_with_its_article_are_two_people() -> None:
    """ "The Secretary and the Deputy Prime Minister last met ...": two; "Minister of Foreign Affairs and the Diaspora" is one office."""
    text = (
        "Secretary of Defense Ann Boyd spoke today with Qatari Deputy Prime Minister Nasser Al Khater. "
        "The Secretary and the Deputy Prime Minister last met in Doha in March."
    )
    last = answers(text, publisher=US)[-1]
    assert (last["start"], names(last)) == ("2024-03", {"Ann Boyd": "USA", "Nasser Al Khater": "QAT"})
    one = "Secretary of Defense Ann Boyd met with Armenian Minister of Foreign Affairs and the Diaspora Aram Petrosyan on May 3."
    assert len(answers(one, publisher=US)[0]["participants"]) == 2


def test_repeated_with_tells_of_two_calls() -> None:
    """ "Spoke with X and with Y" is two calls; "spoke with X and Y" one."""
    two = "Secretary of State Ann Boyd spoke today with Kenyan President Peter Otieno and with Rwandan President Paul Habimana."
    assert sorted(row["parties"] for row in answers(two, publisher=US)) == [["KEN", "USA"], ["RWA", "USA"]]
    one = two.replace("and with", "and")
    assert [row["parties"] for row in answers(one, publisher=US)] == [["KEN", "RWA", "USA"]]


def test_counterparts_of_two_states_named_by_office_are_met_apart() -> None:
    """ "Met with the foreign ministers of A and B": two meetings, unless the text says together."""
    apart = "Secretary of State Ann Boyd met with the foreign ministers of Pakistan and Turkey in Vienna on May 3."
    assert sorted(row["parties"] for row in answers(apart, publisher=US)) == [["PAK", "USA"], ["TUR", "USA"]]
    together = apart.replace("met with", "met jointly with")
    assert [row["parties"] for row in answers(together, publisher=US)] == [["PAK", "TUR", "USA"]]


def test_who_is_accompanied_brings_people_of_his_own_side() -> None:
    """ "The Crown Prince was accompanied by X": X is of his state; those who joined the host are the host's."""
    text = (
        "Secretary of Defense Ann Boyd welcomed the Crown Prince of Bahrain Faris Al Khalifa to the Pentagon on May 3. "
        "Joining the Secretary were General Walter Reeve and Deputy Secretary of Defense Nora Kimball. "
        "The Crown Prince was accompanied by Foreign Minister Adel Al Zayed and National Security Advisor Nasir Al Khalid."
    )
    (meeting,) = answers(text, publisher=US)
    found = names(meeting)
    assert (found["Adel Al Zayed"], found["Nasir Al Khalid"], found["Nora Kimball"], found["Walter Reeve"]) == ("BHR", "BHR", "USA", "USA")


def test_talks_at_the_margins_take_the_days_of_the_conference() -> None:
    """ "On the margins of the conference": its days and town; a meeting told without such words takes none."""
    text = (
        "General Peter Lowe attended the NATO Military Committee Conference in Prague on 2-4 May.\n\n"
        "On the margins of the conference, he met with Finnish Chief of Defence General Jari Lehtonen.\n"
    )
    talks = next(row for row in answers(text) if row["kind"] == "meeting")
    assert (talks["start"], talks["end"], talks["city"]) == ("2024-05-02", "2024-05-04", "Prague")
    other = text.replace("On the margins of the conference, he met", "Previously he met")
    assert next(row for row in answers(other) if row["kind"] == "meeting")["start"] is None


def test_each_of_several_guests_is_met_though_only_their_talk_is_told() -> None:
    """ "Met with several leaders", then "With President X, he discussed ..." and "he and Y exchanged views": a meeting each."""
    text = (
        "On 3 May the Secretary-General met in Lusaka with several leaders.\n\n"
        "With H.E. Mr. Bakary Conteh, President of Sierra Leone, the Secretary-General discussed the elections.\n\n"
        "The Secretary-General and H.E. Ms. Hanna Tesfaye, President of Ethiopia, exchanged views on food security.\n"
    )
    found = answers(text, publisher="United Nations Secretary-General")
    assert [(row["parties"], row["start"], row["city"]) for row in found] == [
        (["SLE", "UN"], "2024-05-03", "Lusaka"),
        (["ETH", "UN"], "2024-05-03", "Lusaka"),
    ]
    call = (
        "The Secretary-General spoke today with H.E. Mr. Bakary Conteh, President of Sierra Leone. They exchanged views on food security."
    )
    assert [row["kind"] for row in answers(call, publisher="United Nations Secretary-General")] == ["call"]


def test_a_transcript_says_i_for_whoever_speaks() -> None:
    """ "I spoke with Minister X" after a guest's label is the guest's call."""
    text = (
        "SECRETARY BOYD: Minister, welcome to the Pentagon.\n\n"
        "MINISTER RICHTER: Thank you. I spoke with Lithuanian Minister Andrius Kazlauskas yesterday.\n"
    )
    title = "Remarks by Secretary of Defense Ann Boyd and German Minister of Defense Jonas Richter Before Their Meeting"
    found = answers(text, publisher=US, title=title)
    assert [(row["kind"], row["parties"]) for row in found] == [("meeting", ["DEU", "USA"]), ("call", ["DEU", "LTU"])]


def test_a_pact_told_of_in_a_relative_clause_names_nobody() -> None:
    """ "The agreement that was signed in Doha in March" was not signed by those who speak of it now."""
    text = (
        "Secretary of Defense Ann Boyd spoke today with Qatari Minister of Defense Nasser Al Khater. "
        "The two leaders reviewed the cooperation agreement that was signed in Doha last March."
    )
    signing = answers(text, publisher=US)[-1]
    assert (signing["kind"], signing["city"], signing["participants"]) == ("signing", "Doha", [])
    own = "Secretary of Defense Ann Boyd and Qatari Minister of Defense Nasser Al Khater signed a cooperation agreement in Doha on May 3."
    assert len(answers(own, publisher=US)[0]["participants"]) == 2


def test_what_is_somewhere_is_not_where_they_met() -> None:
    """ "Thanked Mongolia for its missions in South Sudan" names a matter, "met in South Sudan" a place."""
    text = "During the meeting with Mongolian Minister of Defense Nyam Bat, Secretary of Defense Ann Boyd praised peacekeeping missions in South Sudan."
    assert answers(text, publisher=US)[0]["country"] != "SSD"
    there = "Secretary of Defense Ann Boyd met with Mongolian Minister of Defense Nyam Bat in South Sudan on May 3."
    assert answers(there, publisher=US)[0]["country"] == "SSD"


def test_a_council_addressed_after_talks_is_another_occasion() -> None:
    """ "After the talks, he addressed the North Atlantic Council": a conference of the same day and town."""
    text = (
        "The NATO Secretary General, Mr Henrik Aalberg, met with the Minister of Foreign Affairs of Uzbekistan, Mr Sardor Rahimov, at NATO Headquarters on 3 May 2024. "
        "After the talks, the Minister addressed a session of the North Atlantic Council."
    )
    talks, council = answers(text, publisher="NATO")
    assert (talks["kind"], council["kind"], council["start"], council["city"]) == ("meeting", "conference", "2024-05-03", "Brussels")
    assert [row["kind"] for row in answers(text.split(" After")[0], publisher="NATO")] == ["meeting"]


def test_companions_of_a_traveller_travel_too() -> None:
    """ "Traveled to Kenya, accompanied by X"; whom he met there did not travel."""
    text = (
        "U.S. Army Lt. Gen. Karl Brandt traveled to Nairobi, Kenya, May 1-4, accompanied by Command Sgt. Maj. Rick Olsen, senior enlisted leader. "
        "Brandt met with Gen. Francis Mutua, chief of the Kenya Defence Forces."
    )
    visit = next(row for row in answers(text, publisher=US) if row["kind"] == "visit")
    assert names(visit) == {"Karl Brandt": "USA", "Rick Olsen": "USA"}
    assert [p["title"] for p in visit["participants"] if p["name"] == "Rick Olsen"] == ["Command Sgt. Maj., senior enlisted leader"]


def test_a_press_briefing_reports_nothing_of_its_own() -> None:
    """What a briefing or an interview tells of is told in passing; a doorstop's meeting is what it was held for."""
    said = "MR PRICE: Secretary of State Ada Marsh met with Foreign Minister Ken Hart of New Zealand in Washington on June 24."
    assert [row["focus"] for row in answers(said, publisher=US, title="Department Press Briefing - June 26, 2024")] == ["mentioned"]
    assert [
        row["focus"] for row in answers(said, publisher=US, title="Doorstop Interview After the Meeting With Foreign Minister Hart")
    ] == ["primary"]


def test_expectations_are_met_by_nobody_and_an_upcoming_visit_is_to_come() -> None:
    """ "Meet the expectations" is no meeting; "the upcoming official visit of X" is scheduled; "this year on October 28" is that day."""
    assert answers("We call on the Taliban to lift the ban and meet the expectations of Afghans and the world.", publisher=US) == []
    text = "National Security Advisor Jake Lane visited New Delhi, India, June 13-14. He reviewed preparations for the upcoming official visit of Prime Minister Narendra Modi."
    assert [row["status"] for row in answers(text, publisher=US, published_at="2023-06-15")] == ["held", "scheduled"]
    forum = "The United States and India will host the fourth annual Indo-Pacific Business Forum, which will take place this year on October 28-29, 2024."
    assert answers(forum, publisher=US)[0]["start"] == "2024-10-28"


def test_visits_spoken_of_in_a_greeting_are_no_occasion() -> None:
    """ "During my visits to Beijing" tells of none; "my visit to Beijing on 3 May" of one."""
    text = "I congratulate the people of China on their national day. I met many young people during my visits to Beijing and Shanghai."
    assert answers(text, publisher="U.S. Department of State") == []
    dated = "Secretary Ann Boyd made two visits to Beijing in May 2023."
    assert [row["country"] for row in answers(dated, publisher="U.S. Department of State")] == ["CHN"]


def test_where_tells_of_the_day_and_place_of_the_visit() -> None:
    """ "Will travel on Tuesday to Japan, where he will meet X": on that day, there."""
    text = "On 14 May, the Secretary General, Mr Henrik Aalberg, will travel to Japan, where he will meet Prime Minister Kishimoto Taro."
    visit, meeting = answers(text, publisher="NATO")
    assert (visit["kind"], meeting["kind"], meeting["start"], meeting["country"]) == ("visit", "meeting", "2024-05-14", "JPN")
    apart = "On 14 May, the Secretary General, Mr Henrik Aalberg, will travel to Japan. He met Finnish Prime Minister Aino Lehto on 3 May."
    assert answers(apart, publisher="NATO")[-1]["country"] is None


def test_a_summit_of_two_written_with_a_hyphen_is_a_meeting() -> None:
    """ "The 24th EU-China summit" is of the two it names, each side with those who represented it."""
    text = (
        "The 24th EU-China summit took place in Beijing on 3 May. The European Union was represented by Karel Meeuwis, President of the European Council. "
        "China was represented by President Xu Jianguo. The previous summit was held by videoconference in April 2022."
    )
    summit, previous = answers(text, publisher="Council of the European Union")
    assert (summit["kind"], names(summit)) == ("meeting", {"Karel Meeuwis": "EU", "Xu Jianguo": "CHN"})
    assert (previous["start"], previous["parties"], previous["participants"]) == ("2022-04", ["CHN", "EU"], [])


def test_an_exercise_that_was_only_spoken_about_is_a_topic() -> None:
    """ "They spoke about Exercise X" tells of none; with its days it does."""
    call = "General Peter Lowe spoke today with Nigerian Chief of Defence Staff General Musa Bello. They spoke about Exercise Amber Shield"
    assert [row["kind"] for row in answers(call + " and logistics.")] == ["call"]
    assert [row["kind"] for row in answers(call + ", which will be held in Abuja in June.")] == ["call", "exercise"]


def test_envoys_named_by_their_states_make_these_parties() -> None:
    """ "The Ambassadors of Denmark and France also attended"; states that were only discussed are none."""
    text = "On 3 May the EU and Ghana held their annual Partnership Dialogue in Accra. "
    (held,) = answers(text + "The Ambassadors of Denmark and France also attended.", publisher="European External Action Service")
    assert held["parties"] == ["DNK", "EU", "FRA", "GHA"]
    (discussed,) = answers(text + "They discussed the ambassadors of Denmark and France.", publisher="European External Action Service")
    assert discussed["parties"] == ["EU", "GHA"]


def test_an_office_written_small_keeps_the_staff_it_heads() -> None:
    """ "chief of the general staff" is one office; what a chief "of the visiting ships" saw is none of it."""
    text = "Secretary of Defense Ann Boyd met with Gen. Omar Haddar, chief of the general staff of Libya, on May 3."
    assert [p["title"] for p in answers(text, publisher=US)[0]["participants"]][1].startswith("Gen., chief of the general staff")


def test_an_office_of_one_state_alone_is_not_listed_with_another_s() -> None:
    """ "Kenyan Minister X and Secretary of Defense Y": Y is American; "Kenyan Minister X and General Z" are of one state."""
    text = "Kenyan Minister of Defence Aden Wekesa and Secretary of Defense Ann Boyd signed an agreement in Nairobi on May 3."
    assert names(answers(text, publisher=US)[0]) == {"Aden Wekesa": "KEN", "Ann Boyd": "USA"}
    listed = (
        "Secretary of Defense Ann Boyd met with Kenyan Minister of Defence Aden Wekesa and Chief of Defence General Francis Mutua on May 3."
    )
    assert names(answers(listed, publisher=US)[0])["Francis Mutua"] == "KEN"


def test_the_day_after_publication_has_come_where_it_is_local_time() -> None:
    """ "Met in Singapore on July 11 local time", published on the 10th in Washington, was held; without these words it is to come."""
    text = "Secretary of Defense Marcus Avery met with Prime Minister Lee Han Wei in Singapore on May 11{}."
    assert [answers(text.format(words), publisher=US)[0]["status"] for words in (" local time", "")] == ["held", "scheduled"]


def test_a_state_met_in_the_same_sentence_is_no_topic_of_another_s_meeting() -> None:
    """ "Met separately with X of Laos and Y of Cuba": Cuba is who was met, nothing that Laos was spoken to about."""
    text = "Defence Secretary Helen Marchbank held separate meetings in London on 3 May with Lao Defence Minister Vilay Phom and Cuban Defence Minister Ernesto Valdivia."
    assert [row["topics"] for row in answers(text)] == [[], []]


def test_a_visitor_of_a_command_abroad_visits_the_command_s_state() -> None:
    """The Moldovan general at the U.S. command in Stuttgart visits the United States; at a German barracks, Germany."""
    text = "Moldovan Chief of Defense Brig. Gen. Eduard Munteanu visited {} on May 4."
    (command,) = answers(text.format("U.S. European Command headquarters"), publisher=US)
    assert (command["country"], command["parties"]) == ("DEU", ["MDA", "USA"])
    (town,) = answers(text.format("Stuttgart, Germany,"), publisher=US)
    assert (town["country"], town["parties"]) == ("DEU", ["DEU", "MDA"])


def test_a_meeting_where_one_came_from_was_there() -> None:
    """ "Arrived in Kenya from Zambia, where he met X" met there; "to Zambia, from where" and a place named in the clause stay."""
    opening = "Secretary of Defense Marcus Avery arrived in Kenya on May 5 from Zambia, where he met with {}."
    here = answers(opening.format("Zambian President Isaac Banda"), publisher=US)
    assert [row["country"] for row in here if row["kind"] == "meeting"] == ["ZMB"]
    there = answers(opening.format("Malawian President Isaac Banda in Lilongwe"), publisher=US)
    assert [row["country"] for row in there if row["kind"] == "meeting"] == ["MWI"]


def test_a_journey_that_begins_is_to_come_and_goes_on() -> None:
    """ "Departs on travel to", "will continue to X": each stop is scheduled, and the day of one is not that of the next."""
    text = (
        "Secretary of Defense Marcus Avery departs today for Tokyo. In Japan he will meet with Defense Minister Hamada Kenji. "
        "He will then travel to Singapore for the 20th Shangri-La Dialogue and continue on to New Delhi."
    )
    visits = [row for row in answers(text, publisher=US) if row["kind"] == "visit"]
    assert [(row["country"], row["status"], row["start"], row["parties"]) for row in visits] == [
        ("JPN", "scheduled", "2024-05-10", ["JPN", "USA"]),
        ("SGP", "scheduled", None, ["SGP", "USA"]),
        ("IND", "scheduled", None, ["IND", "USA"]),
    ]
    assert not answers("Secretary of Defense Marcus Avery said the United States will continue to Support Ukraine.", publisher=US)


def test_chiefs_from_states_that_took_part_are_parties_of_the_conference() -> None:
    """ "Chiefs from A and B took part" adds their states; chiefs who are only spoken of add none."""
    held = (
        "Adm. Samuel Parrish, commander of U.S. Indo-Pacific Command, hosted the annual Indo-Pacific Chiefs of Defense Conference in Honolulu with "
        "Japan, May 6-8. Chiefs from Australia, Canada and France {}."
    )
    (joined,) = answers(held.format("took part"), publisher=US)
    assert joined["parties"] == ["AUS", "CAN", "FRA", "JPN", "USA"]
    (alone,) = answers(held.format("have often praised it"), publisher=US)
    assert alone["parties"] == ["JPN", "USA"]


def test_the_chair_of_an_organ_is_no_session_of_it() -> None:
    """ "Met with the Chair of the Military Committee" is a meeting only; a session that was attended is a conference."""
    text = "Gen. Colin Bray, Chairman of the Joint Chiefs of Staff, attended {} Adm. Ruben Bosman in Brussels on May 8."
    dinner = answers(text.format("a dinner hosted by the Chair of the Military Committee,"), publisher=US)
    assert [row["kind"] for row in dinner if row["kind"] == "conference"] == []
    assert {code for row in dinner for code in row["parties"]} == {"NATO", "USA"}
    session = answers(text.format("the NATO Military Committee with"), publisher=US)
    assert "conference" in [row["kind"] for row in session]


def test_who_gave_a_dinner_after_the_meeting_was_not_in_the_meeting() -> None:
    """ "Met with X and took part in a dinner hosted by Y" is two occasions; "met with X and Y" is one."""
    text = "Gen. Colin Bray, Chairman of the Joint Chiefs of Staff, met with Polish Gen. Adam Kowal {} Czech Gen. Jan Dvorak in Brussels on May 8."
    two = [row for row in answers(text.format("and took part in a dinner hosted by"), publisher=US) if row["kind"] == "meeting"]
    assert [sorted(names(row)) for row in two] == [["Adam Kowal", "Colin Bray"]]
    one = answers(text.format("and"), publisher=US)
    assert [sorted(names(row)) for row in one] == [["Adam Kowal", "Colin Bray", "Jan Dvorak"]]


def test_a_floor_handed_over_is_no_ceremony() -> None:
    """ "Before you hand over" at a podium is no handover; vehicles handed over are. A state after its town is where, not who."""
    assert (
        answers("MINISTER HART: Let me add a few words before you hand over to Secretary Marsh of the United States.", publisher=US) == []
    )
    given = "Ambassador Ada Marsh handed over ten vehicles to Tajik Minister of Interior Rustam Karim in Dushanbe on June 24."
    assert [row["kind"] for row in answers(given, publisher=US)] == ["ceremony"]
    met = "Vice President Kay Lane met with King Omar II of Jordan in Dubai, the United Arab Emirates, on June 24."
    assert answers(met, publisher=US)[0]["parties"] == ["JOR", "USA"]


def test_a_counterpart_named_before_the_words_that_announce_leaves_the_span_whole() -> None:
    """Where talks are split by counterpart, every quote holds words, be the state named before them."""
    text = (
        "Secretary of State Ada Marsh will travel to Germany and the United Arab Emirates to attend separate bilateral meetings of ministers in Berlin "
        "with France and the EU on May 14."
    )
    for report in read(text, publisher=US).reports:
        assert report.trigger_start < report.trigger_end
        assert all(row.quote for row in report.evidence)


def test_to_speak_to_a_question_is_no_call() -> None:
    """Speaking to numbers or with one voice is no call, to hand over to the next speaker no ceremony; speaking to a minister is one, and so is handing over a ship."""
    idle = "We are not in a position to speak to numbers with the German government. Allies speak with one voice with Germany. I'm very happy to hand over to German Foreign Minister Heiko Lang."
    assert answers(idle, publisher=US) == []
    (call,) = answers("Secretary of State Ann Marsh spoke to German Foreign Minister Heiko Lang on May 3.", publisher=US)
    assert call["kind"] == "call"
    (given,) = answers(
        "On May 3, Secretary of State Ann Marsh handed over two patrol boats to German Foreign Minister Heiko Lang.", publisher=US
    )
    assert given["kind"] == "ceremony"
