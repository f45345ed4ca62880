"""The manner of ministries and agencies outside the United States; each rule with a case that it must not match."""

from __future__ import annotations

import pytest

from tests.test_extract import answers, read
from tests.test_occasions import names

INDIA = "Press Information Bureau, Government of India"
KOREA = "Ministry of National Defense, Republic of Korea"
MANILA = "Philippine News Agency"
CHINA = "China Military Online"
CANADA = "Department of National Defence"
AZERBAIJAN = "Ministry of Defence of the Republic of Azerbaijan"


def test_an_exercise_takes_the_states_in_its_name_and_a_departure_for_it_is_no_visit() -> None:
    """ "Departed for the India-Kyrgyzstan Exercise X": one exercise of both; a departure for talks abroad stays a visit."""
    text = "The Indian Army contingent departed today for the 11th edition of {}. "
    dated = "The Exercise is scheduled to be conducted from 12th to 23rd May 2024 in Tokmok, Kyrgyzstan."
    (exercise,) = answers(text.format("India-Kyrgyzstan Joint Special Forces Exercise KHANJAR") + dated, publisher=INDIA)
    assert (exercise["kind"], exercise["status"], exercise["parties"]) == ("exercise", "scheduled", ["IND", "KGZ"])
    assert (exercise["start"], exercise["end"], exercise["city"]) == ("2024-05-12", "2024-05-23", "Tokmok")
    assert [row["kind"] for row in answers("Defence Secretary Helen Marchbank departed today for Poland.")] == ["visit"]


def test_the_last_edition_is_an_engagement_told_in_passing() -> None:
    """ "The last edition was conducted in Pune in March 2023": of the series told before; "the last edition of the magazine" is none."""
    text = "The India-Oman Joint Military Exercise AL NAJAH began in Salalah, Oman on 6 May 2024. The last edition {} in March 2023."
    _, before = answers(text.format("was conducted at Pune"), publisher=INDIA)
    assert (before["kind"], before["focus"], before["start"], before["parties"]) == ("exercise", "mentioned", "2023-03", ["IND", "OMN"])
    assert len(answers(text.format("of the magazine covered it"), publisher=INDIA)) == 1


def test_exercises_spoken_of_are_a_topic() -> None:
    """ "Exchanged views on joint exercises" is no exercise; one with a day is."""
    text = "On May 8, Minister of Defense, Colonel General Zakir Aliyev met with Italian Minister of Defence Guido Rossi in Baku. "
    assert [
        r["kind"] for r in answers(f"{text}The ministers exchanged views on the joint exercises of the two armies.", publisher=AZERBAIJAN)
    ] == ["meeting"]
    held = f"{text}The two armies held joint exercises in Ganja on May 2."
    assert [r["kind"] for r in answers(held, publisher=AZERBAIJAN)] == ["meeting", "exercise"]


def test_a_forum_that_a_guest_attends_is_not_the_talks_with_him() -> None:
    """ "Y is in Beijing to attend the forum", told after talks with Y: two occasions; "the meeting" is the talks."""
    text = "General Zhang Youren, vice chairman of China's Central Military Commission, met with General Tran Ba, Director of the General Department of Politics of the Vietnam People's Army, in Beijing on Monday. "
    met, forum = answers(f"{text}Tran is in Beijing to attend the 10th Beijing Xiangshan Forum.", publisher=CHINA, published="2024-05-06")
    assert (met["kind"], set(names(met))) == ("meeting", {"Zhang Youren", "Tran Ba"})
    assert met["participants"][1]["title"] == "General, Director of the General Department of Politics of the Vietnam People's Army"
    assert (forum["kind"], set(names(forum))) == ("conference", {"Tran Ba"})
    assert len(answers(f"{text}The meeting was friendly.", publisher=CHINA, published="2024-05-06")) == 1


def test_meetings_with_those_listed_after_a_colon_are_as_many() -> None:
    """ "Held bilateral meetings with:" and an item for each; "discussed with them:" and topics are none."""
    lead = "Minister of National Defence Bill Blair held {}\n\n- Rustem Omar, Minister of Defence of Ukraine;\n- Boris Pist, Minister of Defence of Germany.\n"
    found = answers(lead.format("bilateral meetings in Brussels on 3 May with:"), publisher=CANADA)
    assert [row["parties"] for row in found] == [["CAN", "UKR"], ["CAN", "DEU"]]


def test_one_who_attends_a_conference_of_states_needs_no_other_side() -> None:
    """ "Took part in a meeting of the Contact Group": a conference though nobody else is named; a domestic conference is none."""
    text = "Minister of National Defence Bill Blair took part in a meeting of the {} in Brussels on 3 May."
    (conference,) = answers(text.format("Ukraine Defense Contact Group"), publisher=CANADA)
    assert (conference["kind"], conference["parties"]) == ("conference", ["CAN"])
    assert answers(text.format("National Veterans Conference"), publisher=CANADA) == []


def test_talks_that_a_trip_is_for_add_nothing_without_a_name() -> None:
    """ "Will travel to Japan for talks with her counterparts" is the visit; with a named counterpart there is a meeting too."""
    text = "Defence Secretary Helen Marchbank will travel to Japan next week for talks with {}."
    assert [row["kind"] for row in answers(text.format("her counterparts"))] == ["visit"]
    assert "meeting" in [row["kind"] for row in answers(text.format("Japanese Minister of Defense Mori Ken"))]


def test_who_is_paying_a_visit_is_on_it_already() -> None:
    """ "X, who is paying his first visit to Korea, is scheduled to visit the base on the 21st": the visit is held, the base to come."""
    text = "Minister of National Defense Shin Won met with Adam Kowal, Minister of National Defence of Poland, in Seoul on May 9. "
    paying = "Minister Kowal, who is paying his first visit to Korea since taking office, is scheduled to visit the ROK Army's 7th Corps on May 11."
    visits = [(row["status"], row["start"]) for row in answers(text + paying, publisher=KOREA) if row["kind"] == "visit"]
    assert visits == [("held", None), ("scheduled", "2024-05-11")]


def test_a_guest_in_the_country_for_days_is_on_a_visit() -> None:
    """ "X is in the country from May 8 to 10": a visit to the publisher's state; "is visiting the country", without days, is not told of."""
    text = "Secretary of National Defense Arsenio Villa met with Lithuanian Minister of National Defence Dovilė Petrė in Manila on May 9. "
    visit = next(r for r in answers(f"{text}Petrė is in the country from May 8 to 10.", publisher=MANILA) if r["kind"] == "visit")
    assert (visit["country"], visit["start"], visit["end"]) == ("PHL", "2024-05-08", "2024-05-10")
    guest = "Secretary of National Defense Arsenio Villa received Lithuanian Minister of National Defence Dovilė Petrė, who is visiting the country."
    assert [row["kind"] for row in answers(guest, publisher=MANILA)] == ["meeting"]


def test_a_call_that_is_received_takes_the_day_before_it() -> None:
    """ "Received today a phone call from X": a call of today; "received today X" a meeting."""
    text = (
        "His Highness Sheikh Rashid bin Ali, President, today received {} His Highness Sheikh Nawaf Al-Jaber, Emir of the State of Kuwait."
    )
    (call,) = answers(text.format("a phone call from"), publisher="Emirates News Agency")
    assert (call["kind"], call["start"]) == ("call", "2024-05-10")
    assert answers(text.format(""), publisher="Emirates News Agency")[0]["kind"] == "meeting"


@pytest.mark.parametrize(
    ("title", "text", "party"),
    [
        (
            "UK and India strengthen ties",
            "The Chief of the Defence Staff, Admiral Sir Tony Rudd, welcomed his Indian counterpart, General Anil Chopra, on 3 May.",
            "GBR",
        ),
        (
            "Minister abroad",
            "KUALA LUMPUR, May 7 (Daily) -- Defence Minister Datuk Seri Hassan Basri met Italian Minister of Defence Guido Rossi on May 3.",
            "MYS",
        ),
        ("Minister abroad", "Defence Minister Hassan Basri met Italian Minister of Defence Guido Rossi on May 3.", None),
    ],
)
def test_whose_officials_a_newspaper_means(title: str, text: str, party: str | None) -> None:
    """The state of the two in the title that nobody speaks for, else the dateline's; without either it is not known."""
    (meeting,) = answers(text, publisher="The Daily", title=title)
    assert next(iter(names(meeting).values())) == party


def test_a_visit_called_off_and_a_matter_abroad() -> None:
    """A postponed visit is cancelled, with its days; "the war in Ukraine" is no place of talks."""
    text = "KUALA LUMPUR, May 7 (Bernama) -- Defence Minister Hassan Basri has postponed his working visit to Türkiye, which was scheduled for May 12 to 15."
    (visit,) = answers(text, publisher="Bernama")
    assert (visit["status"], visit["start"], visit["end"], visit["country"]) == ("cancelled", "2024-05-12", "2024-05-15", "TUR")
    talks = "Defence Secretary Helen Marchbank held talks with Polish Minister of Defence Adam Kowal on the war in Ukraine on 3 May."
    assert answers(talks)[0]["country"] is None


def test_a_guest_s_wreath_is_laid_with_the_host() -> None:
    """On a visit, a wreath at the host's memorial is of both states; without a visit it is nobody's engagement."""
    wreath = "Defence Secretary Helen Marchbank laid a wreath at the Seoul National Cemetery on 3 May."
    found = answers(f"Defence Secretary Helen Marchbank visited Korea from 2 to 4 May. {wreath}")
    assert [(row["kind"], row["parties"]) for row in found] == [("visit", ["GBR", "KOR"]), ("ceremony", ["GBR", "KOR"])]
    assert answers(wreath) == []


def test_a_ship_s_or_unit_s_name_is_no_state_and_nobody() -> None:
    """ "HMAS Brunei" is Australian, "Malakal Harbour" no town of Sudan's; "Commander IPE23" names nobody, "Commander Leigh" does."""
    text = "HMAS Brunei berthed at Malakal Harbour in Koror, Palau on 3 May. {}, Air Commodore Tony Cormick, called on the President of Palau, Surangel Whip, on 4 May."
    visit, meeting = answers(text.format("Commander IPE23"), publisher="Australian Department of Defence")
    assert (visit["parties"], visit["city"]) == (["AUS", "PLW"], "Koror")
    assert names(meeting) == {"Tony Cormick": "AUS", "Surangel Whip": "PLW"}
    assert "Leigh" in [
        n for row in answers("Commander Leigh met with Polish Minister of Defence Adam Kowal in Warsaw.") for n in names(row)
    ]


def test_a_state_after_an_office_in_a_list_is_the_office_holder_s() -> None:
    """ "Mr X, Minister for Y, Australia; Ms Z, Minister of State, UK": a meeting with each state; a state that acts after a comma is not his."""
    text = "Raksha Mantri Shri Dev Rathore held bilateral meetings with Mr Pat Corr, Minister for Defence Industry, Australia; Ms Maria Eagle, Minister of State, UK and Mr Mori Ken, Minister of Defence, Japan in Vientiane on May 3."
    found = answers(text, publisher=INDIA)
    assert [row["parties"] for row in found if len(row["participants"]) == 2] == [["AUS", "IND"], ["GBR", "IND"], ["IND", "JPN"]]
    acts = "Raksha Mantri Shri Dev Rathore met with Mr Adam Kowal, Minister of Defence of Poland, Australia said on May 3."
    assert all("AUS" not in names(row).values() for row in answers(acts, publisher=INDIA))


def test_separate_meetings_with_two_of_one_state_are_two() -> None:
    """ "Held separate meetings with General A and Admiral B" on a visit: two, both with the host's; "held meetings with A and B" is one."""
    text = "General Sahir Ahmed, Chairman Joint Chiefs of Staff Committee is on an official visit to Malaysia. During the visit, CJCSC called on Dato' Seri Khaled Nord, Minister of Defence and held {} with General Tan Sri Mohd Zaidi, Chief of Defence Forces and Admiral Tan Sri Abdul Rahmat, Chief of Navy."
    facts = {"publisher": "Inter Services Public Relations, Pakistan", "title": "CJCSC visits Malaysia"}
    apart = [row for row in answers(text.format("separate meetings"), **facts) if row["kind"] == "meeting"]
    assert [sorted(names(row).values()) for row in apart] == [["MYS", "PAK"]] * 3
    assert all(row["focus"] == "primary" for row in apart)
    together = [row for row in answers(text.format("meetings"), **facts) if row["kind"] == "meeting"]
    assert len(together) == 2


def test_days_after_another_s_exercise_date_something_else() -> None:
    """ "Fired missiles on Monday, days after A and B held an exercise": neither Monday's nor the firing state's; "on Monday A and B held" is."""
    text = "{} South Korea and the United States held Exercise Freedom Edge."
    (exercise,) = answers(text.format("North Korea fired two missiles on Monday, days after"), publisher=KOREA, published="2024-05-08")
    assert (exercise["start"], exercise["parties"]) == (None, ["KOR", "USA"])
    (exercise,) = answers(text.format("On Monday,"), publisher=KOREA, published="2024-05-08")
    assert exercise["start"] == "2024-05-06"


def test_a_letter_that_is_received_or_handed_over_is_no_meeting() -> None:
    """A written message received and handed over is none; the meeting at which it was handed over is."""
    text = "HH the Amir Sheikh Tamim bin Khalifa received a written message from HE President of the Republic of Kazakhstan Kassym Tok. "
    title = "HH the Amir Receives Written Message from Kazakh President"
    assert answers(text, publisher="Qatar News Agency", title=title) == []
    handed = "The message was handed over by HE Minister of Foreign Affairs of Kazakhstan Murat Nurt during his meeting with HE Prime Minister Sheikh Mohammed bin Jassim in Doha on May 6."
    (meeting,) = answers(text + handed, publisher="Qatar News Agency", title=title)
    assert names(meeting) == {"Murat Nurt": "KAZ", "Mohammed bin Jassim": "QAT"}


def test_both_of_a_compound_subject_met() -> None:
    """ "X and his counterpart Y agreed ... during a meeting": both; the people of another visit that the meeting followed up on are not."""
    text = "Indonesian Defense Minister Prab Sub and his Papua New Guinea counterpart Billy Jos agreed to strengthen border security during a meeting in Jakarta on Tuesday. "
    follow = "The meeting followed up on the visit of PNG Prime Minister James Mara to Jakarta in 2022."
    meeting, visit = answers(text + follow, publisher="Antara News", published="2024-05-09")
    assert names(meeting) == {"Prab Sub": "IDN", "Billy Jos": "PNG"}
    assert (visit["kind"], set(names(visit)), visit["start"]) == ("visit", {"James Mara"}, "2022")


def test_ministers_who_welcome_a_port_call_do_not_sail() -> None:
    """ "Both ministers welcomed the frigate's port call in Tokyo scheduled for August": to come, without people; "welcomed the President's visit" is his."""
    text = "On May 8, Minister of Defense MORI Ken held a telephone talk with Mr. Boris Pist, Federal Minister of Defence of Germany. "
    _, visit = answers(
        f"{text}Both ministers welcomed the port call in Tokyo of a German frigate scheduled for August.",
        publisher="Japan Ministry of Defense",
    )
    assert (visit["status"], visit["participants"], visit["parties"], visit["start"]) == ("scheduled", [], ["DEU", "JPN"], "2024-08")
    _, visit = answers(
        f"{text}Both ministers welcomed President Adam Kowal's visit to Tokyo in April.", publisher="Japan Ministry of Defense"
    )
    assert set(names(visit)) == {"Adam Kowal"}


def test_a_ministry_on_a_journey_is_the_host_s() -> None:
    """A guard of honour that talks go with is none of its own; "at the Ministry of Defence" on a visit abroad is there."""
    text = "Defence Secretary Helen Marchbank visited Poland on 3 May. She met with Minister of Defence Adam Kowal at the Ministry of Defence{}."
    for home, place in (("", "POL"), (" in London", "GBR")):
        meeting = next(row for row in answers(text.format(home)) if row["kind"] == "meeting")
        assert meeting["country"] == place


def test_who_invites_a_guest_is_no_traveller() -> None:
    """ "At the invitation of A, B will pay a visit": B's visit to A's state; of two named without those words both travel."""
    text = "Foreign Minister Wang Qiang{} Minister of Foreign Affairs and Trade of Hungary Péter Nagy will pay an official visit to China from May 14 to 16."
    (visit,) = answers("At the invitation of " + text.format(","), publisher="Ministry of Foreign Affairs of China")
    assert (set(names(visit)), visit["parties"]) == ({"Péter Nagy"}, ["CHN", "HUN"])
    both = answers(text.format(" and").replace("to China", "to Italy"), publisher="Ministry of Foreign Affairs of China")
    assert set(names(both[0])) == {"Wang Qiang", "Péter Nagy"}


def test_leaders_of_the_two_countries_and_ministers_of_others_are_not_those_told_before() -> None:
    """ "The leaders of the two countries had a call": the states without the ministers; "the ministers of the Nordic states" without either; "the two ministers" are they."""
    text = "On May 8, Foreign Minister Wang Qiang had a phone call with UK Foreign Secretary Dan Lammer. "
    china = {"publisher": "Ministry of Foreign Affairs of China"}
    _, told = answers(f"{text}Wang Qiang said that the leaders of the two countries had a telephone call in April.", **china)
    assert (told["kind"], told["start"], told["parties"], told["participants"]) == ("call", "2024-04", ["CHN", "GBR"], [])
    assert len(answers(f"{text}Next week, the ministers of the Nordic countries will meet in Sweden.", **china)) == 1
    _, again = answers(f"{text}Next week, the two ministers will meet in Sweden.", **china)
    assert len(again["participants"]) == 2


def test_a_farewell_call_is_no_telephone_call() -> None:
    """ "Received the Ambassador in a farewell call at Camp Aguinaldo" is a meeting there; "in a phone call" is a call."""
    text = "Secretary of National Defense Gil Teodor received the Ambassador of Israel to the Philippines, H.E. Ilan Fluss, in a farewell call at Camp Aguinaldo on May 8."
    (meeting,) = answers(text, publisher=MANILA)
    assert (meeting["kind"], meeting["city"], len(meeting["participants"])) == ("meeting", "Quezon City", 2)
    (call,) = answers(text.replace("received", "spoke with").replace("farewell call at Camp Aguinaldo", "phone call"), publisher=MANILA)
    assert (call["kind"], call["mode"]) == ("call", "phone")


def test_a_trilateral_meeting_beside_a_conference_is_another_occasion() -> None:
    """ "X attended the conference. A trilateral meeting with Y was held": two; "the conference" told again is one."""
    text = "General MORI Yoshi, Chief of Staff, Joint Staff, attended the Indo-Pacific Chiefs of Defense Conference in Nadi, Fiji from May 6 to 8. "
    more = "A trilateral meeting with General Mark Mill, Chairman of the U.S. Joint Chiefs of Staff, was also held."
    conference, meeting = answers(text + more, publisher="Japan Ministry of Defense")
    assert [(row["kind"], row["parties"]) for row in (conference, meeting)] == [("conference", ["JPN"]), ("meeting", ["JPN", "USA"])]
    assert len(answers(f"{text}The Conference dealt with drones.", publisher="Japan Ministry of Defense")) == 1


def test_the_dateline_s_town_is_the_place_only_where_the_words_say_here() -> None:
    """ "Riyadh, May 8, SPA -- X met here today": in Riyadh; without "here" the place is open (GUIDE.md, `city`)."""
    text = "Riyadh, May 8, 2024, SPA -- Prince Khalid bin Turki, Minister of Defense, met {} with British Secretary of State for Defense Grant Shapp."
    for word, city in (("here today", "Riyadh"), ("today", None)):
        (meeting,) = answers(text.format(word), publisher="Saudi Press Agency", published="2024-05-08")
        assert meeting["city"] == city


def test_a_visit_at_an_early_date_is_a_wish() -> None:
    """ "Looks forward to visiting China at an early date" is nothing; "in June" is a visit to come."""
    text = "On May 8, Foreign Minister Wang Qiang had a phone call with UK Foreign Secretary Dan Lammer. Dan Lammer looks forward to visiting China {}."
    china = {"publisher": "Ministry of Foreign Affairs of China"}
    assert len(answers(text.format("at an early date"), **china)) == 1
    assert [row["status"] for row in answers(text.format("in June"), **china)] == ["held", "scheduled"]


def test_the_speaker_and_another_last_met() -> None:
    """ "Prime Minister X and I last met in Suva": both states; who speaks is not named."""
    text = "I am pleased to announce the Prime Minister of Fiji, the Hon Sitiveni Rabuk, will visit Australia from 16 to 20 May. Prime Minister Rabuk and I last met in Suva in February."
    visit, met = answers(text, publisher="Prime Minister of Australia")
    assert (visit["kind"], met["kind"], met["focus"], met["parties"], met["start"]) == (
        "visit",
        "meeting",
        "mentioned",
        ["AUS", "FJI"],
        "2024-02",
    )


def test_an_exercise_ends_on_the_day_it_runs_until_and_counts_its_contingents() -> None:
    """ "Which runs until May 29 ... including contingents from Canada and Japan": end and parties; "ships built in Canada" are no party."""
    text = "The Armed Forces of the Philippines and the Australian Defence Force opened Exercise Alon 2024 in Palawan on May 8, 2024. The exercise, which runs until May 29, involves 3,600 personnel{}."
    (exercise,) = answers(text.format(", including contingents from Canada and Japan"), publisher=MANILA)
    assert (exercise["start"], exercise["end"], exercise["parties"]) == ("2024-05-08", "2024-05-29", ["AUS", "CAN", "JPN", "PHL"])
    (exercise,) = answers(text.format(" and ships built in Canada"), publisher=MANILA)
    assert exercise["parties"] == ["AUS", "PHL"]


def test_the_day_a_trip_is_concluded_is_not_that_of_its_stops() -> None:
    """ "Today concluded a visit to Latvia and Poland", then each stop with its day: two visits."""
    text = "Today, Minister of National Defence Bill Blair concluded a visit to Latvia and Poland.\n\nOn May 7, Minister Blair travelled to Warsaw, where he met with Minister of National Defence Adam Kowal."
    visits = [(row["country"], row["start"]) for row in answers(text, publisher=CANADA) if row["kind"] == "visit"]
    assert visits == [("LVA", None), ("POL", "2024-05-07")]


def test_who_was_visiting_elsewhere_is_told_of_in_passing_only_with_days() -> None:
    """ "Held a talk with Y, who was visiting Israel": the call alone, on the day that opens the sentence; "who is visiting Japan on 7-9 May" is a visit."""
    text = "On May 2, Ms. MIZU Yoko, Minister for Foreign Affairs of Japan, who is visiting Paris, France, held a telephone talk with Mr. Stéphane Séjour, Minister for Europe and Foreign Affairs of the French Republic, who was visiting Israel."
    (call,) = answers(text, publisher="Ministry of Foreign Affairs of Japan")
    assert (call["kind"], call["start"], call["parties"]) == ("call", "2024-05-02", ["FRA", "JPN"])
    days = "Minister of Defense MORI Ken met with German Minister of Defence Boris Pist who is visiting Japan on 7-9 May."
    assert [row["kind"] for row in answers(days, publisher="Japan Ministry of Defense")] == ["meeting", "visit"]


def test_who_inaugurates_with_another_attends_a_ceremony_and_who_was_inaugurated_does_not() -> None:
    """ "X and Y inaugurated the headquarters" is theirs; "X, who was inaugurated in January" is a president's term."""
    text = "Minister of National Defence Bill Blair and Latvian Minister of Defence Andris Spru {} in Riga on May 3."
    (ceremony,) = answers(text.format("inaugurated the headquarters of the brigade"), publisher=CANADA)
    assert (ceremony["kind"], ceremony["parties"]) == ("ceremony", ["CAN", "LVA"])
    assert answers("Latvian President Andris Spru was inaugurated in Riga on May 3.", publisher=CANADA) == []


AUSTRALIA = "Australian Department of Defence"


def test_those_who_sign_a_joint_statement_met() -> None:
    """ "We met today" below two names with their offices on the line below: those two; under one name alone, its bearer."""
    head = "The Hon Wade Delany MP\nDeputy Prime Minister and Minister for Defence\n\n{}We met today in Suva to discuss maritime security in the Pacific."
    other = "His Excellency Pio Tuala\nMinister for Defence and Veteran Affairs, Republic of Fiji\n\n"
    (meeting,) = answers(head.format(other), publisher=AUSTRALIA, title="Joint statement")
    assert [(p["name"], p["title"], p["party"]) for p in meeting["participants"]] == [
        ("Wade Delany", "Deputy Prime Minister and Minister for Defence", "AUS"),
        ("Pio Tuala", "Minister for Defence and Veteran Affairs", "FJI"),
    ]
    assert all("Pio Tuala" not in names(row) for row in answers(head.format(""), publisher=AUSTRALIA, title="Joint statement"))


def test_whom_a_speaker_met_abroad_is_of_the_town_s_state() -> None:
    """ "I was in Tokyo where I sat down with Minister K", "call on President B at the Blue House": theirs; met at home, one's own."""
    text = "DEFENCE MINISTER WADE DELANY: Good morning. {}"
    abroad = (
        "Yesterday I was in Tokyo where I sat down with Minister Kihara. Today I will call on President Baek Jong-min at the Blue House."
    )
    tokyo, seoul = answers(text.format(abroad), publisher=AUSTRALIA, title="Doorstop interview, Seoul")
    assert (tokyo["parties"], seoul["parties"]) == (["AUS", "JPN"], ["AUS", "KOR"])
    assert answers(text.format("Yesterday I sat down with Minister Kelly."), publisher=AUSTRALIA, title="Doorstop interview") == []


def test_a_list_of_subjects_is_no_meeting() -> None:
    """ "SUBJECTS: Meeting with Minister Ahn; Israel" names what is told below, and no place."""
    text = (
        "SUBJECTS: {}\n\nDEFENCE MINISTER WADE DELANY: Good morning. This morning I met with my Korean counterpart, Minister Ahn Kyu-seok."
    )
    for subjects in ("Meeting with Minister Ahn; Israel", "Budget; AUKUS; the floods in Queensland"):
        (meeting,) = answers(text.format(subjects), publisher=AUSTRALIA, title="Doorstop interview")
        assert (meeting["parties"], meeting["country"], meeting["focus"]) == (["AUS", "KOR"], None, "primary")


def test_the_day_that_opens_a_sentence_is_that_of_all_it_tells() -> None:
    """ "Earlier today, X inspected a guard of honour and met Y": both today; what is still to come is not."""
    singapore = "Ministry of Defence, Singapore"
    text = "{}the Minister of National Defence of Vietnam, General Tran Ba, called on Prime Minister Koh Boon Leong and {} Minister for Defence Teo Wei Hock."
    assert [row["start"] for row in answers(text.format("Earlier today, ", "met"), publisher=singapore)] == ["2024-05-10"] * 2
    assert [row["start"] for row in answers(text.format("Earlier today, ", "will meet"), publisher=singapore)] == ["2024-05-10", None]


def test_where_a_release_was_filed_is_not_where_they_met() -> None:
    """ "May 8, 2024 – Ottawa, Ontario – National Defence" says neither day nor place; "May 7 – Riga" over a day's meetings does."""
    text = "{}\n\nThe Minister of National Defence, Bill Blair, met with Latvian Minister of Defence Andris Spru."
    (filed,) = answers(text.format("May 8, 2024 – Ottawa, Ontario – National Defence / Canadian Armed Forces"), publisher=CANADA)
    assert (filed["start"], filed["city"]) == (None, None)


def test_the_prime_minister_is_not_his_deputy_abroad() -> None:
    """ "The Prime Minister spoke to his Polish counterpart": not Poland's deputy prime minister told before."""
    text = "Defence Secretary Simon Hather met Poland's Deputy Prime Minister Andrzej Wiel in Warsaw on 7 May. {} spoke to his Polish counterpart, Tomasz Rado, by phone on 2 May."
    _, call = answers(text.format("The Prime Minister"), publisher="UK Ministry of Defence")
    assert (call["parties"], list(names(call))) == (["GBR", "POL"], ["Tomasz Rado"])


def test_a_ship_s_earlier_stops_are_its_navy_s() -> None:
    """ "The ship visited X from 25 to 28 April and Y in mid-April" after its entry into a port: each a visit; an army that entered a town paid none."""
    text = "INS Satluj entered Port Louis, Mauritius on 04 May 2024. Earlier, the ship visited Antsiranana, Madagascar from 25 to 28 April 2024 and Toamasina, Madagascar."
    port, *stops = answers(text, publisher=INDIA)
    assert (port["start"], port["parties"]) == ("2024-05-04", ["IND", "MUS"])
    assert [(row["city"], row["start"], row["parties"]) for row in stops] == [("Antsiranana", "2024-04-25", ["IND", "MDG"])]
    assert answers("The Russian army entered Odesa on 4 May.", publisher=INDIA) == []


def test_a_meeting_agreed_on_with_its_year_is_to_come() -> None:
    """ "Committed to meet again in Canberra in 2026" is a meeting to come; "agreed to meet again" is none."""
    text = (
        "Defence Minister Wade Delany met Fijian Minister of Defence Pio Tuala in Suva today.\n\nThe ministers committed to meet again{}."
    )
    assert [row["start"] for row in answers(text.format(" in Canberra in 2026"), publisher=AUSTRALIA)] == ["2024-05-10", "2026"]
    assert len(answers(text.format(""), publisher=AUSTRALIA)) == 1


def test_who_is_on_a_visit_may_be_named_after_it() -> None:
    """ "On a two-day visit to Poland, X met Y": X visits, Y does not."""
    text = "On a two-day visit to Poland, Defence Secretary Simon Hather met Minister of National Defence Andrzej Wiel in Warsaw."
    visit = next(row for row in answers(text, publisher="UK Ministry of Defence") if row["kind"] == "visit")
    assert list(names(visit)) == ["Simon Hather"]


def test_a_ministry_is_in_its_capital() -> None:
    """ "At the Ministry of Defense" of Japan is in Tokyo; the Dutch ministry is not in Amsterdam."""
    text = "On May 8, Mr. MORI Ken, Minister of Defense of Japan, met with H.E. Mr. Boris Pist, Federal Minister of Defence of Germany, at the {}."
    (meeting,) = answers(text.format("Ministry of Defense"), publisher="Japan Ministry of Defense")
    assert (meeting["city"], meeting["country"]) == ("Tokyo", "JPN")
    (meeting,) = answers(text.format("Ministry of Defence of the Netherlands"), publisher="Japan Ministry of Defense")
    assert meeting["city"] is None


def test_the_joint_chiefs_of_the_host_are_his() -> None:
    """ "In Jordan, he met with the Chairman of the Joint Chiefs of Staff": Jordan's; "the U.S. Joint Chiefs" are not."""
    text = "Gen. Victor Hald, commander of U.S. Central Command, traveled to Jordan on May 7. In Jordan, Gen. Hald met with {}Chairman of the Joint Chiefs of Staff, Maj. Gen. Yousef Al-Khas."
    row = answers(text.format(""), publisher="U.S. Central Command")[-1]
    assert row["participants"][1]["party"] == "JOR"


def test_counterparts_of_two_states_stand_in_their_order() -> None:
    """ "His Japanese and Italian counterparts, X and Y": of Japan and of Italy; both of one state where one is named."""
    text = "Defence Secretary Lionel Crow met his {} counterparts, Minister Hideaki Kuro and Minister Gualtiero Bene, in London on 7 May."
    for states, parties in (("Japanese and Italian", ["JPN", "ITA"]), ("Italian", ["ITA", "ITA"])):
        people = {
            p["name"]: p["party"] for row in answers(text.format(states), publisher="UK Ministry of Defence") for p in row["participants"]
        }
        assert [people["Hideaki Kuro"], people["Gualtiero Bene"]] == parties


def test_an_agreement_to_be_pursued_next_year_does_not_date_the_signing() -> None:
    """ "Signed a statement of intent to pursue an agreement next year": held, on a day not said; "will sign" next year is to come."""
    text = "The Philippines and Australia {} a statement of intent to pursue an agreement next year."
    (signing,) = answers(text.format("signed"), publisher=MANILA)
    assert (signing["status"], signing["start"]) == ("held", None)
    (signing,) = answers("The Philippines and Australia will sign a memorandum of understanding next year.", publisher=MANILA)
    assert (signing["status"], signing["start"]) == ("scheduled", "2025")


def test_the_organisation_whose_headquarters_they_met_at_is_no_party() -> None:
    """ "Met at NATO Headquarters": the two ministers' states; met with NATO's Secretary General, NATO too."""
    text = "Minister of National Defence Bill Blair met with {} at NATO Headquarters in Brussels on May 7."
    (meeting,) = answers(text.format("Ukraine's Minister of Defence, Taras Bohd,"), publisher=CANADA)
    assert meeting["parties"] == ["CAN", "UKR"]
    (meeting,) = answers(text.format("NATO Secretary General Jens Stol"), publisher=CANADA)
    assert meeting["parties"] == ["CAN", "NATO"]


def test_whom_the_parties_condemn_is_no_party() -> None:
    """ "Condemned North Korea's diversification of missiles and reaffirmed Exercise X": not North Korea's."""
    text = "Mr. MORI Ken, Minister of Defense of Japan, met with Mr. Shim Woo, Minister of National Defense of the Republic of Korea, in Seoul on May 7. {}"
    spoken = (
        "They condemned North Korea’s diversification of missiles and reaffirmed Exercise FREEDOM SHIELD, which was conducted in March."
    )
    assert all("PRK" not in row["parties"] for row in answers(text.format(spoken), publisher="Japan Ministry of Defense"))


def test_an_exercise_was_last_conducted() -> None:
    """ "The same exercise was last conducted in September 2019": told in passing; "was last in the news" is nothing."""
    text = "India-Thailand joint military exercise MAITREE began in Tak, Thailand on 6 May 2024. The same exercise was last {} in September 2019."
    _, last = answers(text.format("conducted"), publisher=INDIA)
    assert (last["kind"], last["focus"], last["start"], last["parties"]) == ("exercise", "mentioned", "2019-09", ["IND", "THA"])
    assert len(answers(text.format("mentioned"), publisher=INDIA)) == 1


def test_a_word_handed_over_is_no_ceremony() -> None:
    """ "I'll hand over to the Minister" gives the floor; "handed over two boats" is a ceremony."""
    text = "DEFENCE MINISTER WADE DELANY: This morning I met with my Korean counterpart, Minister Ahn Kyu-seok. I'll hand over to Minister Ahn."
    assert [row["kind"] for row in answers(text, publisher=AUSTRALIA, title="Doorstop interview")] == ["meeting"]
    boats = "Defence Minister Wade Delany handed over two patrol boats to Fijian Minister of Defence Pio Tuala in Suva on 7 May."
    assert [row["kind"] for row in answers(boats, publisher=AUSTRALIA)] == ["ceremony"]


def test_who_discussed_an_exercise_did_not_take_part_in_it() -> None:
    """ "The two discussed Exercise X, which will take place in June": of both states, nobody named; who observed it was there."""
    text = "Minister of National Defence Bill Blair met Latvian Minister of Defence Andris Spru in Riga on May 7. The two {} Exercise CRYSTAL ARROW, which {} in {}."
    _, exercise = answers(text.format("discussed", "will take place", "June"), publisher=CANADA)
    assert (exercise["kind"], exercise["parties"], names(exercise)) == ("exercise", ["CAN", "LVA"], {})
    _, exercise = answers(text.format("observed", "was held", "Latvia"), publisher=CANADA)
    assert set(names(exercise)) == {"Bill Blair", "Andris Spru"}


def test_he_stays_the_publisher_s_own_whom_the_release_calls_by_office_alone() -> None:
    """ "The Secretary-General will travel. There, he will meet X. He will then travel on" is no travel of X's."""
    text = (
        "The Secretary-General will travel to Georgetown, Guyana, on 18 November. There, he will meet with President Irfan Orr of Guyana. "
        "He will then travel to Rio de Janeiro, Brazil."
    )
    visits = [
        row
        for row in answers(text, publisher="United Nations Secretary-General", published_at="2024-11-12T10:00:00-05:00")
        if row["kind"] == "visit"
    ]
    assert [(row["country"], row["parties"], row["participants"]) for row in visits] == [
        ("GUY", ["GUY", "UN"], []),
        ("BRA", ["BRA", "UN"], []),
    ]


def test_a_stop_beside_a_conference_is_no_part_of_its_name_nor_its_place() -> None:
    """ "Visit to Latvia and NATO Defence Ministers' Meeting": the meeting is the Alliance's, and not in Latvia."""
    title = "Minister Blair concludes visit to Latvia and NATO Defence Ministers’ Meeting"
    text = (
        "On June 13, Minister of National Defence Bill Blair participated in the NATO Defence Ministers’ Meeting, where Allies discussed deterrence ahead of "
        "the NATO Summit in Washington. In Latvia, the Minister met with Latvian Minister of Defence Andris Spru."
    )
    found = answers(text, publisher=CANADA, title=title, published="2024-06-15")
    (conference,) = [row for row in found if row["kind"] == "conference"]
    assert (conference["start"], conference["country"], conference["city"]) == ("2024-06-13", None, None)
    there = answers(text.replace("Meeting, where", "Meeting in Brussels, where"), publisher=CANADA, title=title, published="2024-06-15")
    assert [row["city"] for row in there if row["kind"] == "conference"] == ["Brussels"]
    assert [row["focus"] for row in found if row["kind"] == "meeting"] == ["primary"]


def test_who_was_somewhere_on_a_day_visited_it() -> None:
    """ "X was in Manila on 1-2 June": a visit of these days; "was in Manila" alone tells of none."""
    text = "High Representative Kaja Kall {} She met Philippine Defence Secretary Gil Teo."
    visit, met = answers(text.format("was in Manila on 1-2 June."), publisher="European External Action Service", published="2025-06-03")
    assert (visit["kind"], visit["start"], visit["end"], visit["city"]) == ("visit", "2025-06-01", "2025-06-02", "Manila")
    assert met["kind"] == "meeting"
    alone = answers(text.format("was in Manila."), publisher="European External Action Service", published="2025-06-03")
    assert [row["kind"] for row in alone] == ["meeting"]


def test_a_mechanism_that_is_founded_is_no_session_of_it() -> None:
    """ "Met X and launched the EU-Philippines Security Dialogue" is a meeting; one that was held is a dialogue."""
    text = "High Representative Kaja Kall met Philippine Defence Secretary Gil Teo in Manila, with whom she {} the EU-Philippines Security Dialogue."
    assert [row["kind"] for row in answers(text.format("launched"), publisher="European External Action Service")] == ["meeting"]
    assert [row["kind"] for row in answers(text.format("co-chaired"), publisher="European External Action Service")] == ["dialogue"]


def test_what_came_before_a_meeting_brings_nobody_into_it() -> None:
    """ "Prior to the meeting, the Minister paid a courtesy call on President Y": Y was not at the meeting; "during" it he was."""
    text = "Minister of Defense NAKATANI Gen held talks with Philippine Secretary of National Defense Gil Teo in Manila on February 24. {} the meeting, Minister Nakatani {} President Ferdinand R. Marcos Jr."
    found = answers(text.format("Prior to", "paid a courtesy call on"), publisher="Ministry of Defense (Japan)", published="2025-02-24")
    assert set(names(found[0])) == {"NAKATANI Gen", "Gil Teo"}
    assert "Ferdinand R. Marcos Jr." in names(found[1])


def test_a_ministers_meeting_without_an_apostrophe_is_a_conference() -> None:
    """ "X, who is in Brussels to attend the NATO Defence Ministers Meeting, met separately with Y and Z": the conference, and two meetings of X's."""
    text = "Minister of National Defence Yas Gul, who is in Brussels to attend the NATO Defence Ministers Meeting, met separately with US Secretary of Defense Lloyd Aust and Greek Minister of National Defence Niko Dend."
    found = answers(text, publisher="Ministry of National Defence (Türkiye)", published="2024-02-15")
    assert sorted((row["kind"], row["status"], tuple(row["parties"])) for row in found) == [
        ("conference", "held", ("NATO", "TUR")), ("meeting", "held", ("GRC", "TUR")), ("meeting", "held", ("TUR", "USA")),
    ]  # fmt: skip


def test_talks_on_a_journey_to_come_are_to_come() -> None:
    """ "Will then travel to Amman on Thursday for talks with X": scheduled; "travelled to Amman for talks" has been."""
    text = "Foreign Secretary Dave Lam arrived in Ankara on Wednesday at the start of a three-day visit to the region. He {} to Amman on Thursday for talks with Jordanian Foreign Minister Aym Safa."
    uk = "Foreign, Commonwealth & Development Office"
    told = {(row["kind"], row["country"]): row for row in answers(text.format("will then travel"), publisher=uk, published="2025-01-22")}
    assert (told["meeting", "JOR"]["status"], told["meeting", "JOR"]["start"]) == ("scheduled", "2025-01-23")
    assert told["visit", "JOR"]["status"] == "scheduled"
    assert len(told) == 3
    assert all(row["status"] == "held" for row in answers(text.format("then travelled"), publisher=uk, published="2025-01-25"))


def test_a_list_of_stops_with_semicolons_is_one_list() -> None:
    """ "Will travel to Stockholm, Sweden; Vilnius, Lithuania; and Brussels, Belgium": three visits, with the days that the text gives each."""
    text = (
        "Under Secretary Bonnie Jenks will travel to Stockholm, Sweden; Vilnius, Lithuania; and Brussels, Belgium, September 9-14. "
        "In Vilnius, September 11-12, she will lead the U.S. delegation to the U.S.-Lithuania Strategic Dialogue, co-hosted with Vice Minister of National Defence Karl Alek."
    )
    found = answers(text, publisher="U.S. Department of State", published="2024-09-06")
    visits = {row["country"]: (row["start"], row["end"]) for row in found if row["kind"] == "visit"}
    assert visits == {"SWE": ("2024-09-09", "2024-09-14"), "LTU": ("2024-09-11", "2024-09-12"), "BEL": ("2024-09-09", "2024-09-14")}
    (dialogue,) = [row for row in found if row["kind"] == "dialogue"]
    assert set(names(dialogue)) == {"Bonnie Jenks", "Karl Alek"}
    alone = answers(
        "Under Secretary Bonnie Jenks travelled to Stockholm, Sweden; she was pleased with Belgium.", publisher="U.S. Department of State"
    )
    assert [row["country"] for row in alone if row["kind"] == "visit"] == ["SWE"]


def test_two_of_three_who_met_meet_apart() -> None:
    """ "The three met. X and Y also held bilateral talks": two meetings; "held talks" of the three stays one."""
    text = "Japanese Defense Minister Gen Naka, Australian Defense Minister Rick Marl and U.S. Secretary of Defense Lloyd Aust met in the northern city of Darwin. {}"
    found = answers(text.format("Naka and Marl also held bilateral talks."), publisher="Kyodo News")
    assert [row["parties"] for row in found] == [["AUS", "JPN", "USA"], ["AUS", "JPN"]]
    assert found[0]["city"] == "Darwin"
    assert len(answers(text.format("Naka, Marl and Aust held talks for an hour."), publisher="Kyodo News")) == 1


def test_the_visiting_minister_is_he_who_called() -> None:
    """In a newspaper's text "the visiting minister" is the caller; what he did "a day earlier" was the day before."""
    text = "Turkish Defence Minister Yas Gul on Tuesday called on Chief of the Army Staff General Asim Mun at the General Headquarters. The visiting minister also held a meeting with Defence Minister Khaw Asi a day earlier in Islamabad."
    first, second = answers(text, publisher="Dawn", published="2024-08-21")
    assert (first["start"], set(names(first))) == ("2024-08-20", {"Yas Gul", "Asim Mun"})
    assert (second["start"], set(names(second))) == ("2024-08-19", {"Yas Gul", "Khaw Asi"})


def test_who_signed_with_whom_is_told_after_the_pact() -> None:
    """ "Signed the letter of intent regarding the task group with Minister Y": both signed; a pact "with consequences" names nobody."""
    text = "Minister of National Defence Yas Gul signed the Letter of Intent regarding the Task Group in the Black Sea with {} in Istanbul on 11 January."
    (signed,) = answers(
        text.format("Bulgarian Minister of Defence Todor Taga and Romanian Minister of Defence Ange Tilv"),
        publisher="Ministry of National Defence (Türkiye)",
    )
    assert (signed["kind"], signed["parties"]) == ("signing", ["BGR", "ROU", "TUR"])
    assert (
        answers(text.format("consequences for Romanian Minister of Defence Ange Tilv"), publisher="Ministry of National Defence (Türkiye)")
        == []
    )


def test_a_signing_that_the_title_names_is_the_body_s() -> None:
    """ "Ministers sign agreement", told after the talks: one signing with day, town and both; no second one without them."""
    text = "On December 5, in Warsaw, Minister of National Defence Wlad Kosi met with the Minister for Defence of Sweden, Pal Jons. After the talks, the ministers signed a Statement of Intent."
    found = answers(
        text,
        publisher="Ministry of National Defence (Poland)",
        title="Polish and Swedish defence ministers sign agreement",
        published="2024-12-05",
    )
    assert [(row["kind"], row["start"], row["city"], len(row["participants"])) for row in found] == [
        ("signing", "2024-12-05", "Warsaw", 2), ("meeting", "2024-12-05", "Warsaw", 2),
    ]  # fmt: skip


def test_the_previous_meeting_of_the_ministers_was_theirs() -> None:
    """ "The previous meeting of the ministers took place in October in Brussels": of the two told before."""
    text = "The Minister of Defence of Ukraine, Rust Umer, met with the Minister of Defence of Norway, Bjor Gram, in Kyiv. The previous meeting {}took place in October in Brussels."
    _, before = answers(text.format("of the ministers "), publisher="Ministry of Defence of Ukraine", published="2024-11-12")
    assert (before["start"], before["city"], set(names(before)), before["focus"]) == (
        "2024-10",
        "Brussels",
        {"Rust Umer", "Bjor Gram"},
        "mentioned",
    )
    _, series = answers(text.format(""), publisher="Ministry of Defence of Ukraine", published="2024-11-12")
    assert names(series) == {}


def test_a_headline_s_traveller_is_on_all_its_stops() -> None:
    """ "Army chief visits Poland, Lithuania": he whom the body names on one stop was on the other too."""
    text = "Chief of Staff of the Army Gen. Rand Geor began his trip in Poland on Nov. 14. In Lithuania, the chief met with Lt. Gen. Vald Rups, Lithuania’s chief of defense. He also visited Vilnius."
    found = answers(text, publisher="U.S. Army", title="Army chief of staff visits Poland, Lithuania", published="2023-11-20")
    assert {row["country"]: set(names(row)) for row in found if row["kind"] == "visit"} == {"POL": {"Rand Geor"}, "LTU": {"Rand Geor"}}


def test_a_guest_s_stop_to_come_belongs_to_the_visit_under_way() -> None:
    """ "Is on a four-day visit to India from April 03, and will also travel to Bengaluru": one visit."""
    text = "Raksha Mantri Shri Rajn Sing held talks with the State Minister of Defence of Sri Lanka, Mr Prem Tenn, in New Delhi on April 04, 2025. Mr Tenn, who is on a four-day official visit to India from April 03, will also travel to Bengaluru."
    visits = [row for row in answers(text, publisher=INDIA, published="2025-04-05") if row["kind"] == "visit"]
    assert [(row["start"], row["end"], row["status"]) for row in visits] == [("2025-04-03", "2025-04-06", "held")]


def test_whom_our_official_meets_is_listed_with_his_own_side() -> None:
    """ "Richardson will meet with Minister A and Chief of the Joint Command General B": both Peru's; our own chief named before stays ours."""
    text = "U.S. Army Gen. Lora Rich, the commander of U.S. Southern Command, will travel to Peru Aug. 26-30. {}Rich will meet with Minister of Defense Walt Asta and Chief of the Joint Command of the Armed Forces Gen. Davi Ojed."
    _, met = answers(text.format(""), publisher="U.S. Southern Command", published="2024-08-26")
    assert {row["name"]: row["party"] for row in met["participants"]} == {"Lora Rich": "USA", "Walt Asta": "PER", "Davi Ojed": "PER"}
    apart = text.format("").replace(" and Chief of", ". Chief of") + " will accompany her."
    *_, met = answers(apart, publisher="U.S. Southern Command", published="2024-08-26")
    assert {row["name"]: row["party"] for row in met["participants"]}.get("Davi Ojed", "USA") == "USA"


def test_a_delegation_abroad_is_the_traveller_s() -> None:
    """ "In Benghazi, the delegation met X": the general's who travelled; at home it is the guests'."""
    text = "U.S. Marine Corps Gen. Mick Lang, commander, U.S. Africa Command, traveled to Libya Aug. 27-28, 2024, where he met with Prime Minister Abdu Dbei in Tripoli. In Benghazi, the delegation met Libyan National Army commander Khal Haft."
    *_, met = answers(text, publisher="U.S. Africa Command", published="2024-08-29")
    assert (met["city"], set(names(met))) == ("Benghazi", {"Mick Lang", "Khal Haft"})
    home = "Gen. Mick Lang, commander, U.S. Africa Command, hosted Libyan Gen. Khal Haft on May 7. The delegation met Deputy Secretary of Defense Kath Hick."
    assert {"Khal Haft", "Kath Hick"} <= {name for row in answers(home, publisher="U.S. Africa Command") for name in names(row)}


def test_who_received_a_visitor_abroad_is_his_host() -> None:
    """ "He was received at the airport by the Foreign Affairs Adviser, X": the host's, in a release of the visitor's; and a journey after a meeting is the visitor's."""
    text = "The Secretary-General arrived in Dhaka, Bangladesh, this afternoon for a four-day visit. He was received at the airport by the Foreign Affairs Adviser, Touh Hoss. Tomorrow, the Secretary-General will meet with the Chief Adviser, Muha Yunu, before travelling to Cox’s Bazar."
    found = answers(text, publisher="United Nations Secretary-General", published="2025-03-13")
    assert {row["name"]: row["party"] for r in found for row in r["participants"]}["Touh Hoss"] == "BGD"
    assert [names(row) for row in found if (row["city"] or "").startswith("Cox")] == [{}]


def test_counterparts_of_states_are_met_though_nobody_is_named() -> None:
    """ "Will hold meetings with counterparts including Australia and Japan": one with each; "with counterparts" adds nothing to the visit."""
    text = "Defence Minister Judi Coll will travel to Singapore on 31 May. While in Singapore she will hold bilateral meetings with counterparts{}."
    found = answers(text.format(" including Australia and Japan"), publisher="New Zealand Government", published="2024-05-29")
    assert [row["parties"] for row in found if row["kind"] == "meeting"] == [["AUS", "NZL"], ["JPN", "NZL"]]
    assert [row["kind"] for row in answers(text.format(""), publisher="New Zealand Government", published="2024-05-29")] == ["visit"]


def test_a_courtesy_call_on_a_day_keeps_the_day_and_the_camp() -> None:
    """ "Received X during a courtesy call on November 20 at Camp Aguinaldo.": the day, and a venue without the sentence's stop."""
    text = "Defense Secretary Gilb Teod received Ambassador of Japan to the Philippines H.E. Endo Kazu during a courtesy call on November 20 at Camp Aguinaldo."
    (met,) = answers(text, publisher="Department of National Defense (Philippines)", published="2024-11-21")
    assert (met["start"], met["venue"], met["city"]) == ("2024-11-20", "Camp Aguinaldo", "Quezon City")
    (called,) = answers(
        "Ambassador of Japan Endo Kazu called on Defense Secretary Gilb Teod on November 20.",
        publisher="Department of National Defense (Philippines)",
        published="2024-11-21",
    )
    assert called["start"] == "2024-11-20"


def test_a_meeting_for_a_summit_is_the_summit() -> None:
    """ "Met in Tokyo for the 30th EU-Japan summit": one occasion; "met at the summit, which both attended" is two."""
    text = "President of the European Council Anto Cost met Prime Minister of Japan Shig Ishi in Tokyo on 23 July 2025 {}."
    assert len(answers(text.format("for the 30th EU-Japan summit"), publisher="Council of the European Union", published="2025-07-23")) == 1


def test_the_leaders_of_a_call_are_those_who_called() -> None:
    """ "Updated him on his discussions with President Macron. The leaders looked forward to the meeting": those of the call, Macron France's."""
    text = "The Prime Minister spoke to President Zelenskyy of Ukraine this afternoon. He updated on his discussions with President Trump and President Macron. The leaders looked forward to the meeting of the Coalition of the Willing on Saturday."
    found = answers(text, publisher="Prime Minister's Office, 10 Downing Street", published="2025-03-04")
    parties = {row["name"]: row["party"] for r in found for row in r["participants"]}
    assert (parties["Trump"], parties["Macron"]) == ("USA", "FRA")
    assert all("Macron" not in names(row) for row in found if row["start"] == "2025-03-08")


def test_a_conference_is_held_at_its_seat() -> None:
    """The Munich Security Conference is in Munich, unless the text says where else; another conference has no town of its own."""
    text = "Defence Minister Anit Anan attended the {} and met with Lithuanian Minister of National Defence Arvy Anus."
    found = {
        row["kind"]: row
        for row in answers(text.format("Munich Security Conference on 17 February"), publisher=CANADA, published="2023-02-18")
    }
    assert (found["conference"]["city"], found["conference"]["country"]) == ("Munich", "DEU")
    other = {row["kind"]: row for row in answers(text.format("NATO Summit on 17 February"), publisher=CANADA, published="2023-02-18")}
    assert other["conference"]["city"] is None


def test_whoever_met_apart_in_a_sentence_did_not_join_the_other_meeting() -> None:
    """ "Took part in a panel and held bilateral meetings with A and B": two meetings of one guest each."""
    text = "Minister Anand also attended the Munich Security Conference, where she took part in a panel and held bilateral meetings with Lithuanian Minister of National Defence Arvy Anus and Swedish Minister for Defence Paal Jons."
    opening = "Minister of National Defence Anit Anand met with Federal Minister of Defence Bori Pist in Berlin on 16 February. "
    meetings = [row for row in answers(opening + text, publisher=CANADA, published="2023-02-18") if row["kind"] == "meeting"]
    assert [row["parties"] for row in meetings] == [["CAN", "DEU"], ["CAN", "LTU"], ["CAN", "SWE"]]


def test_the_day_of_a_paragraph_is_that_of_what_it_goes_on_to_tell() -> None:
    """ "On December 5, he visited the headquarters. He also called on the minister": the fifth; a sentence that goes on nothing takes none."""
    text = (
        "General YOSHI Hide, Chief of Staff, Joint Staff, visited Australia from December 3 to December 7, 2024.\n\nGeneral Yoshi held a meeting with Admiral Davi John, "
        "Chief of the Defence Force, in Canberra on December 4.\n\nOn December 5, General Yoshi received a briefing at Headquarters Joint Operations Command. {}"
    )
    japan = "Ministry of Defense (Japan)"
    *_, called = answers(
        text.format("He also paid a courtesy call on Deputy Prime Minister Rich Marl."), publisher=japan, published="2024-12-10"
    )
    assert called["start"] == "2024-12-05"
    *_, other = answers(text.format("General Yoshi called on Deputy Prime Minister Rich Marl."), publisher=japan, published="2024-12-10")
    assert other["start"] != "2024-12-05"


def test_a_coming_summit_does_not_date_the_meeting_that_prepares_it() -> None:
    """ "Met the Prime Minister to discuss preparations for the NATO Summit on 11-12 July": on the day of the visit; a summit hosted on a day is then."""
    text = "On Monday (26 June 2023), NATO Secretary General Jens Stol visited Lithuania. In Vilnius, Mr Stol met Lithuanian Prime Minister Ingr Simo to discuss preparations for the NATO Summit on 11-12 July."
    met = [row for row in answers(text, publisher="NATO", published="2023-06-26") if row["kind"] == "meeting"]
    assert [(row["start"], row["status"]) for row in met] == [("2023-06-26", "held")]


def test_a_visit_that_ends_today_dates_none_of_its_meetings() -> None:
    """ "Today the minister concluded a visit to Poland, where she met the minister": not today; "today met in Warsaw" is."""
    text = "Today, Minister of National Defence Anit Anand {} Polish Minister of National Defence Mari Blas."
    (met,) = [
        r
        for r in answers(
            text.format("concluded a visit to Poland and Latvia, where she met with"), publisher=CANADA, published="2023-02-16"
        )
        if r["kind"] == "meeting"
    ]
    assert met["start"] is None
    (met,) = answers(text.format("met in Warsaw with"), publisher=CANADA, published="2023-02-16")
    assert met["start"] == "2023-02-16"


def test_a_host_does_not_travel_with_his_guest() -> None:
    """ "The ministers visited soldiers", told of her visit to Poland: she visits."""
    text = "Minister of National Defence Anit Anand concluded a visit to Poland. In Warsaw on February 13, Minister Anand met with Polish Minister of National Defence Mari Blas. The ministers visited Canadian soldiers deployed there."
    (visit,) = [r for r in answers(text, publisher=CANADA, published="2023-02-16") if r["kind"] == "visit"]
    assert set(names(visit)) == {"Anit Anand"}


def test_scheduled_discussions_are_to_come_all_of_them() -> None:
    """ "Is scheduled to hold discussions with A, and bilateral discussions with B": to come, on the visit; who told of staff talks last year was not in them."""
    text = (
        "Admiral Dine Trip, Chief of the Naval Staff is on an official visit to Japan from 30 July to 02 August 2025. During the visit, the CNS is scheduled to hold discussions with "
        "Mr. Naka Geni, Minister of Defence of Japan, and bilateral discussions with Admiral Sait Akir, Chief of Staff of the Japan Maritime Self Defence Force. "
        "India and Japan last held the Navy-to-Navy Staff Talks in New Delhi in March 2025."
    )
    found = answers(text, publisher=INDIA, published="2025-07-30")
    assert {row["kind"]: (row["status"], len(row["participants"])) for row in found} == {
        "visit": ("held", 1),
        "meeting": ("scheduled", 3),
        "dialogue": ("held", 0),
    }


def test_a_call_in_the_guest_s_own_state_does_not_send_our_chiefs_abroad() -> None:
    """A guest's "visit to Singapore" told by Singapore: the chiefs whom he called on are Singapore's."""
    text = "The Chief of Army of the Australian Army Lieutenant General Simo Stua is making his introductory visit to Singapore from 13 to 15 March 2023. He also called on Chief of Defence Force Lieutenant General Melv Ongg. He will visit the SAFTI Military Institute."
    found = answers(text, publisher="MINDEF Singapore", title="Chief of Army Makes Introductory Visit to Singapore", published="2023-03-14")
    assert {row["name"]: row["party"] for r in found for row in r["participants"]} == {"Simo Stua": "AUS", "Melv Ongg": "SGP"}
    assert [row["kind"] for row in found] == ["visit", "meeting"]


def test_who_leads_a_process_was_not_on_the_call_about_it() -> None:
    """ "Encouraged a return to the process led by President X": spoken of; "a delegation led by X" is there."""
    text = "The Secretary-General spoke on 27 January with H.E. Mr. Paul Kaga, President of Rwanda, and encouraged a return to the Luanda process led by President Joao Lour of Angola."
    (call,) = answers(text, publisher="United Nations Secretary-General", published="2025-01-30")
    assert set(names(call)) == {"Paul Kaga"}
    assert "Joao Lour" in {
        n
        for row in answers(
            "The Secretary-General met on 27 January with a delegation led by President Joao Lour of Angola.",
            publisher="United Nations Secretary-General",
            published="2025-01-30",
        )
        for n in names(row)
    }


def test_three_ministers_listed_with_their_offices_first() -> None:
    """ "The Minister of A, General X, the Minister of B, Mr. Y and the Minister of C, Mr. Z": each has his own office."""
    text = "The Minister of Defense of Azerbaijan, Colonel General Zaki Hasa, the Minister of National Defense of Türkiye, Mr. Yash Gule and the Minister of Defense of Georgia, Mr. Juan Burc met in Tbilisi on October 5."
    (met,) = answers(text, publisher=AZERBAIJAN, published="2023-10-06")
    assert {row["name"]: (row["title"], row["party"]) for row in met["participants"]} == {
        "Zaki Hasa": ("Colonel General, Minister of Defense of Azerbaijan", "AZE"),
        "Yash Gule": ("Minister of National Defense of Türkiye", "TUR"),
        "Juan Burc": ("Minister of Defense of Georgia", "GEO"),
    }


def test_the_coast_guards_of_two_countries_are_nobody_by_name() -> None:
    """ "The two countries' coast guards held their first drill": of both states, nobody named."""
    text = "Vietnamese Defence Minister Phan Giang met Philippine Defence Secretary Gilb Teod in Manila on August 30. Earlier this month, the two countries’ coast guards held their first joint drill off Bataan."
    *_, drill = answers(text, publisher="Reuters", published="2024-08-30")
    assert (drill["kind"], drill["parties"], drill["participants"]) == ("exercise", ["PHL", "VNM"], [])


def test_a_ministerial_of_two_states_is_between_them() -> None:
    """ "The first UK-Saudi Defence Ministerial, held in London in December": of both, whoever was met last."""
    text = "Defence Secretary Gran Shap travelled to Bahrain and spoke with Prince Salm Khal, Crown Prince of Bahrain. It follows the first UK-Saudi Defence Ministerial, which was held in London in December."
    *_, ministerial = answers(text, publisher="Ministry of Defence", published="2024-02-20", url="https://www.gov.uk/x")
    assert (ministerial["parties"], ministerial["start"], names(ministerial)) == (["GBR", "SAU"], "2023-12", {})


def test_exercises_called_by_name_alone() -> None:
    """ "Opened Super Garuda Shield 2024", "kicked off Malabar 2024": exercises; a word of a name without its year is none."""
    army = "U.S. Army Pacific"
    (shield,) = answers(
        "The United States and Indonesia opened Super Garuda Shield 2024 with a ceremony in Sidoarjo, Aug. 26.",
        publisher=army,
        published="2024-08-26",
    )
    assert (shield["kind"], shield["start"], shield["parties"]) == ("exercise", "2024-08-26", ["IDN", "USA"])
    assert (
        answers("The United States and Indonesia opened a Malabar restaurant in Sidoarjo, Aug. 26.", publisher=army, published="2024-08-26")
        == []
    )


def test_a_goodwill_exercise_is_one() -> None:
    """ "Conducted a goodwill exercise with the Philippine Navy": of both; goodwill alone is none."""
    text = "The Japan Maritime Self-Defense Force {} with the Philippine Navy on February 2, 2024."
    (found,) = answers(text.format("conducted a goodwill exercise"), publisher="Japan Maritime Self-Defense Force", published="2024-02-05")
    assert (found["kind"], found["parties"]) == ("exercise", ["JPN", "PHL"])
    assert answers(text.format("showed goodwill"), publisher="Japan Maritime Self-Defense Force", published="2024-02-05") == []


def test_off_the_coast_of_a_town_is_in_its_state() -> None:
    """ "Off the coast of Visakhapatnam, India": India, and no town."""
    text = "Forces from Australia, India, and the United States began Exercise Malabar 2024, Oct. 8, off the coast of Visakhapatnam, India."
    (found,) = answers(text, publisher="U.S. Navy", published="2024-10-09")
    assert (found["country"], found["city"]) == ("IND", None)


def test_ships_people_met_somebody_during_the_port_call() -> None:
    """ "During the port call, the Commanding Officer of INS Tabar called on Admiral X": on its days, in its town; later, elsewhere, it is open."""
    text = "INS Tabar of the Indian Navy completed a three-day visit to Toulon, France and departed on 01 September 2024. {}, the Commanding Officer of INS Tabar, Captain Mano Hari, called on French Vice Admiral Jacq Faya."
    found = answers(text.format("During the port call"), publisher=INDIA, published="2024-09-05")
    met = next(row for row in found if row["kind"] == "meeting")
    assert (met["start"], met["end"], met["city"]) == ("2024-08-30", "2024-09-01", "Toulon")
    assert {row["name"]: row["title"] for row in met["participants"]}["Mano Hari"] == "Captain, Commanding Officer of INS Tabar"
    later = next(row for row in answers(text.format("In a message"), publisher=INDIA, published="2024-09-05") if row["kind"] == "meeting")
    assert later["city"] is None


def test_talks_that_a_sentence_only_speaks_of_are_those_of_the_three_it_names() -> None:
    """ "X, Y and Z reached the agreement during their talks": the three met, on the day that the lead says they agreed; two of them met apart."""
    text = (
        "The defense chiefs of South Korea, the United States and Japan agreed Sunday to launch a new exercise this summer.\n\nDefense Minister Shin Wons, U.S. Defense Secretary Lloy Aust and Japanese "
        "Defense Minister Mino Kiha reached the agreement during their talks on the sidelines of the Shangri-La Dialogue.\n\nShin held one-on-one talks with Kiha, too."
    )
    first, second = answers(
        text, publisher="Yonhap News Agency", published="2024-06-02", title="S. Korea, U.S., Japan hold defense talks in Singapore"
    )
    assert (first["start"], first["parties"], len(first["participants"])) == ("2024-06-02", ["JPN", "KOR", "USA"], 3)
    assert second["parties"] == ["JPN", "KOR"]


def test_what_is_to_come_is_not_dated_by_what_has_been() -> None:
    """ "Progress since the inaugural 2+2 in September 2021 and agreed to hold the next dialogue": undated; "in May 2024" is a date."""
    text = "The 2nd India-Australia 2+2 Ministerial Dialogue was held in New Delhi on 20 November 2023. The Ministers reviewed progress since the inaugural 2+2 in September 2021 and agreed to hold the next dialogue in Australia{}."
    assert answers(text.format(""), publisher=INDIA, published="2023-11-21")[1]["start"] is None
    assert answers(text.format(" in May 2024"), publisher=INDIA, published="2023-11-21")[1]["start"] == "2024-05"


def test_a_side_that_was_led_by_several_is_theirs() -> None:
    """ "The Australian side was led by X and Y": both Australia's."""
    text = "The 2nd India-Australia 2+2 Ministerial Dialogue was held in New Delhi on 20 November 2023. The Australian side was led by H.E. Mr Rich Marl MP, Deputy Prime Minister, and H.E. Senator Pent Wong, Minister for Foreign Affairs. The Indian side was led by Dr. S. Jaish, External Affairs Minister."
    (found,) = answers(text, publisher=INDIA, published="2023-11-21")
    assert {row["name"]: row["party"] for row in found["participants"]} == {"Rich Marl": "AUS", "Pent Wong": "AUS", "S. Jaish": "IND"}


def test_officers_of_the_union_s_operations_speak_for_it() -> None:
    """ "Force Commander of EUNAVFOR": the Union's."""
    (visit,) = answers(
        "Rear Admiral Fabr Bond, Force Commander of EUNAVFOR Operation ATALANTA, paid a visit to the Seychelles from 9 to 11 May 2023.",
        publisher="EU NAVFOR",
        published="2023-05-12",
    )
    assert visit["parties"] == ["EU", "SYC"]


def test_a_conference_that_only_tells_when_is_none() -> None:
    """ "Hosted the Secretary to lunch, following the 22nd Shangri-La Dialogue": the lunch; who attended it was there."""
    text = "Minister for Defence Mr Chan Seng hosted Philippine Secretary of National Defense Mr Gilb Teod to lunch on 2 June{}."
    assert [row["kind"] for row in answers(text.format(", following the 22nd Shangri-La Dialogue"), publisher="MINDEF Singapore")] == [
        "ceremony"
    ]
    both = answers(text.format("") + " Both attended the 22nd Shangri-La Dialogue on 31 May.", publisher="MINDEF Singapore")
    assert [row["kind"] for row in both] == ["ceremony", "conference"]


def test_what_a_call_follows_has_other_parties() -> None:
    """ "The call follows a meeting of the partners at the G7 ministers' meeting": the G7 was not on the call."""
    text = "Defence Secretary John Heal spoke with Japan’s Minister of Defense Naka Geni yesterday. The call follows a meeting of the partners at the G7 Defence Ministers’ meeting in Naples last month."
    call = answers(text, publisher="Ministry of Defence", published="2024-11-19", url="https://www.gov.uk/x")[0]
    assert call["parties"] == ["GBR", "JPN"]


def test_who_shared_views_met_and_a_guest_on_a_visit_is_on_it_though_he_is_to_tour() -> None:
    """ "X and his Thai counterpart, Y, shared views": both were at the talks; "Y, on a four-day visit, is set to tour" is on a visit already."""
    text = (
        "The top military officers of South Korea and Thailand met in Seoul on Wednesday. JCS Chairman Adm. Kimm Myun and his Thai counterpart, Gen. Song Noon, shared views on security. "
        "Song, on a four-day visit to South Korea, is set to tour the Navy’s 2nd Fleet on Thursday."
    )
    found = answers(text, publisher="Yonhap News Agency", published="2024-07-03")
    assert set(names(found[0])) == {"Kimm Myun", "Song Noon"}
    assert next((row["status"], row["start"]) for row in found if row["kind"] == "visit") == ("held", None)


def test_no_span_of_an_announcement_ends_before_it_begins() -> None:
    """ "Will travel to Paris to attend a meeting of the council. They will meet EU leaders": states named before the words that announce are no partners."""
    text = (
        "Secretary of State Anto Blin will travel to Germany, France, and the United Arab Emirates May 14-16 to attend the informal meeting of NATO Foreign Ministers in Berlin, Germany, "
        "join the U.S.-EU Trade and Technology Council meeting in Paris, France, and to pay respects in Abu Dhabi, UAE."
    )
    found = read(text, publisher="U.S. Department of State", published="2022-05-13")
    assert found.reports
    assert all(row.start < row.end for report in found.reports for row in report.evidence)
