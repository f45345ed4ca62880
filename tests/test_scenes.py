"""Where it was told once, and holds for what is told next; each rule with a case that it must not match."""

from __future__ import annotations

from typing import Any

from tests.test_extract import answers

CANADA = "Department of National Defence"
SINGAPORE = "Ministry of Defence, Singapore"
CHINA = "Xinhua"


def where(text: str, **facts: str) -> list[tuple[str, str | None, str | None]]:
    """Kind, city and country of each engagement."""
    return [(row["kind"], row["city"], row["country"]) for row in answers(text, **facts)]


def when(text: str, **facts: str) -> list[tuple[str, str | None, str | None]]:
    """Kind, first and last day of each engagement."""
    return [(row["kind"], row["start"], row["end"]) for row in answers(text, **facts)]


def only(rows: list[dict[str, Any]], *parties: str) -> dict[str, Any]:
    """The one engagement between the parties."""
    (row,) = [row for row in rows if row["parties"] == sorted(parties)]
    return row


def test_meetings_at_the_margins_are_where_the_gathering_is() -> None:
    """ "On the margins, he met ...": in the conference's town; a meeting last month is not."""
    lead = "Minister of National Defence Bill Blair took part in the NATO Defence Ministers' Meeting in Brussels on 3 May. "
    margins = "On the margins, Minister Blair held bilateral meetings with:\n\n- Rustem Omar, Minister of Defence of Ukraine;\n- Boris Pist, Minister of Defence of Germany.\n"
    assert where(lead + margins, publisher=CANADA) == [
        ("conference", "Brussels", "BEL"),
        ("meeting", "Brussels", "BEL"),
        ("meeting", "Brussels", "BEL"),
    ]
    before = "Minister Blair met Minister of Defence of Ukraine Rustem Omar last month."
    assert only(answers(lead + before, publisher=CANADA), "CAN", "UKR")["city"] is None


def test_who_also_met_is_in_the_same_place() -> None:
    """ "Also met", "in a separate meeting", "later in the day": where the talks before were; a call is nowhere."""
    lead = "Defence Secretary Helen Marchbank met with Polish Minister of Defence Adam Kowal in Warsaw on 3 May. "
    for told in (
        "In a separate meeting, Secretary Marchbank and Estonian Minister of Defence Hanno Pevk discussed air defence.",
        "On the same day, she also met with Estonian Minister of Defence Hanno Pevk.",
        "Later in the day, she received Estonian Minister of Defence Hanno Pevk.",
    ):
        assert only(answers(lead + told), "EST", "GBR")["city"] == "Warsaw", told
    called = "She also spoke by phone with Estonian Minister of Defence Hanno Pevk."
    assert only(answers(lead + called), "EST", "GBR")["city"] is None
    elsewhere = "She also met with Estonian Minister of Defence Hanno Pevk in Tallinn."
    assert only(answers(lead + elsewhere), "EST", "GBR")["city"] == "Tallinn"


def test_a_venue_is_named_as_the_release_writes_it() -> None:
    """ "SHAPE" stays SHAPE, with the town that is certain of it (GUIDE.md, `venue`)."""
    (row,) = answers("Defence Secretary Helen Marchbank met with Polish Minister of Defence Adam Kowal at SHAPE on 3 May.")
    assert (row["venue"], row["city"], row["country"]) == ("SHAPE", "Mons", "BEL")


def test_what_opens_a_sentence_holds_for_all_that_it_tells() -> None:
    """ "In Seoul, on 3 May, he met X and signed Y": both there, and then; a month that opens it is no place."""
    told = "the Foreign Secretary James Lammers met President of Korea Yoon Suk and signed an agreement on cyber security with Foreign Minister Cho Tae."
    for opening in ("In Seoul, on 3 May, ", "On 3 May in Seoul, ", "While in Seoul on 3 May, "):
        found = answers(opening + told)
        assert [(row["kind"], row["city"], row["start"]) for row in found] == [
            ("meeting", "Seoul", "2024-05-03"),
            ("signing", "Seoul", "2024-05-03"),
        ], opening
    assert {row["city"] for row in answers("In April, " + told)} == {None}


def test_a_ship_s_people_met_where_she_called() -> None:
    """ "The commanding officer called on ...", told of a port call: in that port; on another day before it, not."""
    call = "INS Satluj entered Port Louis, Mauritius on 4 May 2024 for a two-day port call. "
    told = "The Commanding Officer, Captain Arvind Bhatt, called on the Commissioner of Police of Mauritius, Mr Rampersad Soor."
    india = "Press Information Bureau, Government of India"
    assert where(call + told, publisher=india, published="2024-05-05")[1] == ("meeting", "Port Louis", "MUS")
    before = "On 12 April, Captain Arvind Bhatt called on the Commissioner of Police of Mauritius, Mr Rampersad Soor."
    assert where(call + before, publisher=india, published="2024-05-05")[1][1:] == (None, None)


def test_an_ambassador_meets_the_state_that_he_is_sent_to_in_that_state() -> None:
    """ "Ambassador of Sri Lanka to Viet Nam" with Viet Nam's minister: in Viet Nam; with a third state's, that is not certain."""
    met = "Ambassador of Sri Lanka to Viet Nam Nilan Weera paid a courtesy call on the {} on 17 April 2024."
    embassy = "Embassy of Sri Lanka in Viet Nam"
    (call,) = answers(met.format("Vietnamese Minister of National Defence, General Tran Huu Phong,"), publisher=embassy)
    assert call["country"] == "VNM"
    (other,) = answers(met.format("Norwegian Minister of Defence, Ola Rask,"), publisher=embassy)
    assert other["country"] is None


def test_a_command_abroad_receives_where_it_sits() -> None:
    """A guest at the command's headquarters is in its town; a publisher's own headquarters is not another's."""
    command = "U.S. European Command"
    told = "U.S. Army Gen. Paul Harding, commander of U.S. European Command, hosted Moldovan Chief of Defense Brig. Gen. Eduard Munt {} on May 3."
    (row,) = answers(told.format("at the command's headquarters"), publisher=command)
    assert (row["city"], row["country"]) == ("Stuttgart", "DEU")
    (row,) = answers(told.format("at NATO headquarters"), publisher=command)
    assert (row["city"], row["country"]) == ("Brussels", "BEL")


def test_a_guest_on_a_visit_is_met_in_the_host_s_state() -> None:
    """ "Who is on an official visit to our country": there; a former visit places nothing."""
    azerbaijan = "Ministry of Defence of the Republic of Azerbaijan"
    met = "On May 3, the Minister of Defense, Colonel General Zakir Hasan met with the Chief of Staff of the Italian Air Force, Lieutenant General Luca Goret{}."
    found = answers(met.format(", who is on an official visit to our country"), publisher=azerbaijan)
    assert {row["country"] for row in found} == {"AZE"}
    assert [row["country"] for row in answers(met.format(""), publisher=azerbaijan)] == [None]


AUSTRALIA = "Australian Department of Defence"


def test_talks_told_in_a_transcript_were_where_it_was_spoken() -> None:
    """ "It's great to be in Seoul. This morning I met ...": there; "last week I met" is not; "I've just met" is of the day."""
    head = "SUBJECTS: Talks; ADEX\n\nDEPUTY PRIME MINISTER, WARWICK DELAHUNT: {} {}\n\nJOURNALIST: Thanks.\n\nDELAHUNT: Thank you."
    met = "I've just met with the Korean Minister of National Defense, Ahn Kyu-seok."
    for opening, title in (
        ("It's great to be in Seoul.", "Doorstop interview"),
        ("Good morning.", "Doorstop interview, Seoul"),
        ("It's an honour to be back here in Seoul.", "Transcript of remarks"),
    ):
        (row,) = answers(head.format(opening, met), title=title, publisher=AUSTRALIA, published="2024-05-08")
        assert (row["city"], row["country"], row["start"]) == ("Seoul", "KOR", "2024-05-08"), opening
    past = "Last month I met with the Korean Minister of National Defense, Ahn Kyu-seok."
    (row,) = answers(head.format("It's great to be in Perth.", past), title="Doorstop interview", publisher=AUSTRALIA)
    assert (row["city"], row["start"]) == (None, "2024-04")


def test_the_day_of_talks_is_not_that_of_the_visit_they_were_held_on() -> None:
    """ "On 3 May, X met Y during his visit to Poland": the talks are dated, the visit is not; "during his May 3 visit" dates it."""
    met = (
        "On 3 May, Defence Secretary Helen Marchbank met with Japanese Minister of Defense Ken Oda during his visit to the United Kingdom."
    )
    assert sorted(when(met)) == [("meeting", "2024-05-03", None), ("visit", None, None)]
    told = "Defence Secretary Helen Marchbank met with Japanese Minister of Defense Ken Oda during his May 3 visit to the United Kingdom."
    assert ("visit", "2024-05-03", None) in when(told)
    month = (
        "Defence Secretary Helen Marchbank met with Japanese Minister of Defense Ken Oda in April during his visit to the United Kingdom."
    )
    assert ("visit", "2024-04", None) in when(month)


def test_an_exercise_is_of_the_year_in_its_name() -> None:
    """ "Participation in Exercise Amber Shield 2025": in 2025, where no day is told; a day outweighs it."""
    told = "The UK and Poland took part in Exercise Amber Shield 2025{}."
    assert when(told.format("")) == [("exercise", "2025", None)]
    assert when(told.format(" on 3 May 2025")) == [("exercise", "2025-05-03", None)]


def test_the_first_and_the_last_day_may_stand_far_from_their_words() -> None:
    """ "Formally opened Exercise X at the camp in the city on 15 May", and "which runs until 29 May"."""
    opened = "The UK and Poland formally opened Exercise Amber Shield at Drawsko in north-western Poland on 15 May 2024. "
    assert when(opened + "The exercise, which runs until 29 May, involves 3,600 soldiers.", published="2024-05-16") == [
        ("exercise", "2024-05-15", "2024-05-29")
    ]


def test_a_place_within_an_occasion_s_name_is_not_where_it_was() -> None:
    """ "The Ukraine Defense Contact Group at NATO headquarters": in Brussels, not in Ukraine."""
    (row,) = answers("Defence Secretary Helen Marchbank took part in the Ukraine Defense Contact Group at NATO headquarters on 3 May.")
    assert (row["venue"], row["city"], row["country"]) == ("NATO headquarters", "Brussels", "BEL")


def test_a_place_in_parentheses_or_planned_for() -> None:
    """ "(Kyiv)" after a counterpart, "the next round is planned for Brussels": there; "planned for May" is a date."""
    (row,) = answers("Defence Secretary Helen Marchbank received Estonian Minister of Defence Hanno Pevk (London) on 3 May.")
    assert row["city"] == "London"
    held = "The UK and Poland held the 4th UK-Poland Defence Dialogue in Warsaw on 3 May. The next round of the dialogue is planned for {}."
    assert where(held.format("Edinburgh in 2025"))[1:] == [("dialogue", "Edinburgh", "GBR")]
    assert [place[1:] for place in where(held.format("May 2025"))[1:]] == [(None, None)]


def test_the_day_before_is_one_day_before_all_that_its_sentence_tells() -> None:
    """ "On the day before the talks, she called on X and laid a wreath": both on that day."""
    text = (
        "The UK and Poland held the 4th UK-Poland Defence Dialogue in Warsaw on 3 May. On the day before the dialogue, "
        "Defence Secretary Helen Marchbank called on Polish President Anna Dud in Warsaw and laid a wreath with Polish Minister of Defence Adam Kowal."
    )
    assert sorted(when(text)) == [("ceremony", "2024-05-02", None), ("dialogue", "2024-05-03", None), ("meeting", "2024-05-02", None)]


COMMAND = "U.S. Central Command"


def test_a_visit_to_two_towns_has_no_one_town() -> None:
    """ "Visited Lagos and Abuja", or a meeting in each of two towns: the visit's town is open; with one town it is told."""
    two = "Foreign Secretary James Lammers visited Lagos and Abuja, Nigeria, on 3 May."
    assert where(two) == [("visit", None, "NGA")]
    assert where("Foreign Secretary James Lammers visited Abuja, Nigeria, on 3 May.") == [("visit", "Abuja", "NGA")]
    trip = (
        "Gen. Victor Haldane, commander of U.S. Central Command, traveled to Jordan and Iraq from May 1 to 5.\n\n"
        "In Baghdad, Haldane met with Prime Minister of Iraq Mohammed Jabbour.\n\n"
    )
    second = "In Erbil, he met with Iraqi Minister of Defense Thabet Abbas."
    assert ("visit", "Baghdad", "IRQ") in where(trip, publisher=COMMAND)
    assert ("visit", None, "IRQ") in where(trip + second, publisher=COMMAND)


def test_a_stop_s_own_days_are_those_of_the_trip_that_a_sentence_gives_it() -> None:
    """ "From May 3 to 5 the general was in Iraq": that stop's; a range that names no stop, or both, is nobody's."""
    trip = "Gen. Victor Haldane, commander of U.S. Central Command, traveled to Jordan and Iraq from May 1 to 5. "
    assert when(trip + "From May 3 to 5 the general was in Iraq.", publisher=COMMAND) == [
        ("visit", "2024-05-01", "2024-05-05"),
        ("visit", "2024-05-03", "2024-05-05"),
    ]
    assert {row[1] for row in when(trip + "From May 3 to 5 the weather was poor.", publisher=COMMAND)} == {"2024-05-01"}


def test_a_town_that_goes_by_the_larger_one_beside_it_is_no_other_place() -> None:
    """A headline's "in Washington" and "at the Pentagon", "in Manila" and Camp Aguinaldo: one meeting, at the venue; Boston is another."""
    told = "Defence Secretary Helen Marchbank met with U.S. Secretary of Defense Paul Renner {} on 3 May."
    title = "Defence Secretary Helen Marchbank meets U.S. Secretary of Defense Paul Renner in Washington"
    assert where(told.format("at the Pentagon"), title=title) == [("meeting", "Arlington", "USA")]
    assert len(where(told.format("in Boston"), title=title)) == 2
    manila = "Defence Secretary Helen Marchbank meets Philippine Secretary of National Defense Gilbert Cruz in Manila"
    body = "Defence Secretary Helen Marchbank met with Philippine Secretary of National Defense Gilbert Cruz at Camp Aguinaldo on 3 May."
    assert where(body, title=manila) == [("meeting", "Quezon City", "PHL")]


def test_where_binds_what_follows_to_the_place_right_before_it() -> None:
    """ "Will travel to Oslo for talks and continue on to Tallinn, where he is to meet Y": in Tallinn; a place said after it wins."""
    text = (
        "Defence Secretary Helen Marchbank will travel from Oslo to Tallinn, where she will meet Estonian Minister of Defence Hanno Pevk{}."
    )
    assert ("meeting", "Tallinn", "EST") in where(text.format(""))
    assert ("meeting", "Tartu", "EST") in where(text.format(" in Tartu"))


def test_a_ministers_meeting_is_no_office() -> None:
    """ "The Foreign and Defence Ministers' 2+2 Meeting" after a state's short form: an occasion, with its town and day; the ministers alone are none."""
    told = "The seventh Australia–Republic of Korea (ROK) Foreign and Defence Ministers’ {} in Adelaide on Monday 6 May 2024."
    assert [row[:2] for row in where(told.format("2+2 Meeting took place"), publisher=AUSTRALIA)] == [("dialogue", "Adelaide")]
    assert where("The Australian Foreign and Defence Ministers were in Adelaide on Monday 6 May 2024.", publisher=AUSTRALIA) == []


def test_ships_that_reached_a_port_and_left_it_stayed_till_then() -> None:
    """ "Which reached the port on 1 May, left this morning": from that day to the other; without the leaving, the day alone."""
    lanka = "Sri Lanka Navy"
    told = "The Japan Maritime Self-Defense Force ships Akinami and Harukaze, which reached the port of Colombo on 1 May on a goodwill visit, {}."
    left = when(told.format("left the island this morning (4 May 2024)"), publisher=lanka, published="2024-05-04")
    assert left == [("visit", "2024-05-01", "2024-05-04")]
    assert when(told.format("are of one class"), publisher=lanka, published="2024-05-04") == [("visit", "2024-05-01", None)]
