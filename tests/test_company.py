"""Who took part, as releases of many publishers tell it; each rule with a case that it must not match."""

from __future__ import annotations

from typing import Any

import pytest

from tests.test_extract import US, answers

UAE = "Emirates News Agency"


def told(text: str, **facts: str) -> list[tuple[str, str, list[str]]]:
    """Kind, parties and names of each engagement."""
    return [
        (row["kind"], ",".join(row["parties"]), sorted(person["name"] for person in row["participants"])) for row in answers(text, **facts)
    ]


def sides(row: dict[str, Any]) -> dict[str, str | None]:
    """The party of each participant."""
    return {person["name"]: person["party"] for person in row["participants"]}


def test_names_after_a_list_of_states_are_of_these_states_in_turn() -> None:
    """ "Her counterparts from A and B, X and Y": X of A, Y of B; names that do not count up the states are nobody's."""
    met = "Under Secretary of Defense for Policy Celia Marsh met with her counterparts from France, Germany and Poland, {}, on May 3."
    (meeting,) = answers(met.format("Camille Durand, Jasper Vogt and Adam Kowal"), publisher=US)
    assert sides(meeting) == {"Celia Marsh": "USA", "Camille Durand": "FRA", "Jasper Vogt": "DEU", "Adam Kowal": "POL"}
    (meeting,) = answers(met.format("at Fort Belvoir"), publisher=US)
    assert sides(meeting) == {"Celia Marsh": "USA"}
    assert meeting["parties"] == ["DEU", "FRA", "POL", "USA"]


def test_a_colleague_is_of_the_state_that_is_said_and_has_no_office_by_that_word() -> None:
    """ "His Latvian colleague X" is Latvian; "my colleague X" says nothing of the side."""
    (meeting,) = answers("Defence Secretary Helen Marchbank met her Latvian colleague Inese Kalna in Riga on 3 May.")
    assert sides(meeting) == {"Helen Marchbank": "GBR", "Inese Kalna": "LVA"}
    assert [p["title"] for p in meeting["participants"] if p["name"] == "Inese Kalna"] == [None]
    own = "Defence Secretary Helen Marchbank and her colleague David Prowse met Polish Minister of Defence Adam Kowal in Warsaw on 3 May."
    (meeting,) = answers(own)
    assert meeting["parties"] == ["GBR", "POL"]
    assert sides(meeting).get("David Prowse") in {None, "GBR"}


def test_an_office_of_many_governments_is_the_publisher_s_own() -> None:
    """The National Security Advisor of an Emirati release is the Emirates'; of an American one the United States'."""
    text = "President Mansour bin Khalifa received the Greek Minister of Defence, Nikos Dendras. The meeting was attended by Hamdan bin Rashid, National Security Advisor."
    (meeting,) = answers(text, publisher=UAE)
    assert sides(meeting)["Hamdan bin Rashid"] == "ARE"
    text = "National Security Advisor Daniel Whitmore met with Greek Minister of Defence Nikos Dendras on May 3."
    (meeting,) = answers(text, publisher=US)
    assert sides(meeting)["Daniel Whitmore"] == "USA"


def test_whom_somebody_meets_and_then_calls_on_are_two_meetings() -> None:
    """ "Will meet X and pay a call on Y": the second begins at its own verb, on the day and in the town told before both."""
    text = "In Jakarta on 13 May, Defence Secretary Helen Marchbank will meet Indonesian Minister of Defence Prabawa Sutanto and pay a courtesy call on President Joko Santoso."
    assert [names for _, _, names in told(text)] == [["Helen Marchbank", "Prabawa Sutanto"], ["Helen Marchbank", "Joko Santoso"]]
    assert {(row["start"], row["city"]) for row in answers(text)} == {("2024-05-13", "Jakarta")}
    text = "Defence Secretary Helen Marchbank met Indonesian Minister of Defence Prabawa Sutanto and President Joko Santoso in Jakarta on 3 May."
    assert [names for _, _, names in told(text)] == [["Helen Marchbank", "Joko Santoso", "Prabawa Sutanto"]]


def test_another_call_is_a_call_of_its_own() -> None:
    """ "Had a call with X, and another one with Y": two; "a call with X and Y" is one."""
    text = "Defence Secretary Helen Marchbank had a phone call today with the Polish Minister of Defence, Adam Kowal, and another one with the Latvian Minister of Defence, Inese Kalna."
    assert [parties for _, parties, _ in told(text)] == ["GBR,POL", "GBR,LVA"]
    together = text.replace("another one with ", "")
    assert [parties for _, parties, _ in told(together)] == ["GBR,LVA,POL"]


def test_a_headline_of_bilateral_meetings_parts_those_of_several_states() -> None:
    """ "Holds bilateral meetings", and "met X of A; Y of B": a meeting for each, unless it was trilateral."""
    text = "Defence Secretary Helen Marchbank met Adam Kowal, Minister of Defence of Poland; and Jean Lemaire, State Secretary, Ministry of Defence, Belgium, in Tallinn on 3 May."
    title = "Defence Secretary holds bilateral meetings in Tallinn"
    assert [parties for _, parties, _ in told(text, title=title)] == ["GBR,POL", "BEL,GBR"]
    assert len(answers(text.replace("on 3 May", "for trilateral talks"), title=title)) == 1


def test_who_stands_before_who_acts() -> None:
    """ "At the invitation of X, who held talks with him": X; without "who" the inviter does not take part."""
    text = "Defence Secretary Helen Marchbank visited Warsaw on 3 May at the invitation of Polish Minister of Defence Adam Kowal, who held talks with her."
    assert ("meeting", "GBR,POL", ["Adam Kowal", "Helen Marchbank"]) in told(text)
    assert told(text.replace(", who held talks with her", "")) == [("visit", "GBR,POL", ["Helen Marchbank"])]


def test_who_attended_the_talks_with_a_counterpart_is_not_the_counterpart_s() -> None:
    """ "Talks with his counterpart, attended by the Chief of Staff X": the publisher's own chief."""
    text = (
        "Defence Secretary Helen Marchbank met the Qatari Minister of Defence, Khalid Al Attiyah, on 3 May. "
        "She held talks with her counterpart, attended by the Chief of the General Staff, General Peter Lowe."
    )
    assert sides(answers(text)[0])["Peter Lowe"] == "GBR"
    text = "Defence Secretary Helen Marchbank met her Qatari counterpart, Khalid Al Attiyah, on 3 May."
    assert sides(answers(text)[0])["Khalid Al Attiyah"] == "QAT"


def test_those_who_witness_a_signing_take_part() -> None:
    """ "The signing was witnessed by X": present; who witnesses a change was nowhere."""
    text = "Defence Secretary Helen Marchbank and Polish Minister of Defence Adam Kowal signed a memorandum of understanding in London on 3 May. "
    (signing,) = answers(text + "The signing was witnessed by Polish Ambassador Jan Nowak.")
    assert sides(signing) == {"Helen Marchbank": "GBR", "Adam Kowal": "POL", "Jan Nowak": "POL"}
    (signing,) = answers(text + "Europe has witnessed a change since the time of Ambassador Jan Nowak.")
    assert "Jan Nowak" not in sides(signing)


def test_interacting_with_somebody_named_is_a_meeting() -> None:
    """ "Interacted with General X" meets him; "interacted with the troops" meets nobody."""
    text = "Polish Minister of Defence Adam Kowal visited London on 3 May. He also interacted with {}."
    assert ("meeting", "GBR,POL", ["Adam Kowal", "Peter Lowe"]) in told(text.format("Chief of the Defence Staff General Peter Lowe"))
    assert [kind for kind, _, _ in told(text.format("sailors of the ship"))] == ["visit"]


def test_a_headline_s_meeting_is_the_signing_that_the_body_tells() -> None:
    """ "Estonian, Latvian ministers meet": those who signed there; a signing of others is another."""
    text = "Estonian Defence Minister Hanno Pärn and Latvian Defence Minister Andris Kalns signed a joint letter in Valga on 3 May."
    title = "Estonian, Latvian defence ministers meet in Valga"
    assert told(text, title=title, publisher="Baltic Courier") == [("meeting", "EST,LVA", ["Andris Kalns", "Hanno Pärn"])]
    title = "Estonian, Finnish defence ministers meet in Helsinki"
    assert len(told(text, title=title, publisher="Baltic Courier")) == 2


def test_who_gives_an_update_or_opens_a_conference_was_there() -> None:
    """The minister who briefs the group took part; whom he spoke of did not."""
    text = "Defence Secretary Helen Marchbank convened the Ukraine Defence Contact Group in Brussels on 3 May. "
    (group,) = answers(text + "Ukrainian Minister of Defence Taras Hnatyuk provided an update on the battlefield.")
    assert sides(group) == {"Helen Marchbank": "GBR", "Taras Hnatyuk": "UKR"}
    (group,) = answers(text + "Ukrainian Minister of Defence Taras Hnatyuk provided an update on the plans of President Jan Nowak.")
    assert "Jan Nowak" not in sides(group)


def test_ceremonies_are_told_by_the_word_and_by_new_buildings() -> None:
    """Who attended a ceremony and who opened an embassy; talks on bilateral operations are no meeting."""
    ceremony = (
        "Defence Secretary Helen Marchbank attended a handover ceremony with Polish Minister of Defence Adam Kowal in Warsaw on 3 May."
    )
    assert told(ceremony) == [("ceremony", "GBR,POL", ["Helen Marchbank"])] or "Adam Kowal" in told(ceremony)[0][2]
    opened = "Defence Secretary Helen Marchbank and Polish Minister of Defence Adam Kowal opened the new NATO training centre in Warsaw on 3 May."
    assert told(opened)[0][0] == "ceremony"
    assert answers("Defence Secretary Helen Marchbank opened the new debate with Poland on 3 May.") == []
    assert answers("HMS Brave conducts bilateral operations with Poland.") == []


def test_who_was_also_received_met_somebody() -> None:
    """ "She was also received by X": a meeting of its own; "was received with applause" is none."""
    text = "Defence Secretary Helen Marchbank met Polish Minister of Defence Adam Kowal in Warsaw on 3 May. She was also received {}."
    assert ("meeting", "GBR,POL", ["Helen Marchbank", "Jan Nowak"]) in told(text.format("by Polish President Jan Nowak"))
    assert len(answers(text.format("with applause"))) == 1


def test_the_other_delegation_s_leader_may_be_told_without_a_verb() -> None:
    """ "The A delegation was headed by X, and the B delegation by Y": Y of B."""
    text = (
        "The 4th UK-Poland Defence Dialogue was held in Warsaw on 3 May. The British delegation was headed by General Peter Lowe, "
        "and the Polish delegation by the Deputy Chief of the General Staff, General Jan Nowak."
    )
    assert sides(answers(text)[0]) == {"Peter Lowe": "GBR", "Jan Nowak": "POL"}


def test_a_minister_without_a_state_is_of_the_capital_that_a_headline_files_from() -> None:
    """ "Seoul's defence chief meets US senator", filed from Seoul: the Korean minister; filed from Geneva, nothing is said."""
    text = "{}, May 3 -- Defence Minister Shin Won-jae met with Polish Ambassador Piotr Nowak on Friday."
    title = "Seoul's defence chief meets US senator, Polish envoy"
    (meeting,) = answers(text.format("SEOUL"), publisher="Asia Wire", title=title)
    assert sides(meeting) == {"Shin Won-jae": "KOR", "Piotr Nowak": "POL"}
    (meeting,) = answers(text.format("GENEVA"), publisher="Asia Wire", title="Envoys meet")
    assert sides(meeting)["Piotr Nowak"] == "POL"


def test_a_conference_where_they_were_is_told_in_passing() -> None:
    """ "X, who is in Doha to attend the forum, met Y": the meeting is reported; a conference that the title names is too."""
    text = "Defence Secretary Helen Marchbank, who was in Doha to attend the Doha Forum, met with Polish Minister of Defence Adam Kowal on 3 May."
    assert {row["kind"]: row["focus"] for row in answers(text, title="Defence Secretary meets Polish minister")}["meeting"] == "primary"
    assert [row["focus"] for row in answers(text, title="Meeting") if row["kind"] == "conference"] in ([], ["mentioned"])
    text = (
        "Defence Secretary Helen Marchbank attended the Doha Forum on 3 May. She also met with Polish Minister of Defence Adam Kowal there."
    )
    assert {row["focus"] for row in answers(text, title="Defence Secretary attends the Doha Forum")} == {"primary"}


def test_a_speaker_s_other_days_are_told_in_passing() -> None:
    """In a doorstop, "yesterday I met Z" is background to today's meeting."""
    text = (
        "DEFENCE SECRETARY HELEN MARCHBANK: This morning I met with my Polish counterpart, Minister Adam Kowal. "
        "Yesterday I met with Latvian Minister of Defence Inese Kalna.\n"
    )
    found = answers(text, title="Doorstop interview, Warsaw", published="2024-05-03")
    assert [(row["parties"], row["focus"]) for row in found] == [(["GBR", "POL"], "primary"), (["GBR", "LVA"], "mentioned")]


MET_KOWAL = "Defence Secretary Helen Marchbank met Polish Minister of Defence Adam Kowal in Warsaw on 3 May. "


def test_an_office_in_small_letters_means_its_holder() -> None:
    """ "The minister signed", "Her Royal Highness received": whom the release told before; an office that nobody has means nobody."""
    text = (
        MET_KOWAL
        + "On 4 May the minister called on Latvian President Jan Berzins. On 5 May the chancellor called on Estonian President Karl Tamm."
    )
    found = told(text)
    assert ("meeting", "LVA,POL", ["Adam Kowal", "Jan Berzins"]) in found
    assert not any("Karl Tamm" in names and len(names) > 1 for _, _, names in found)
    royal = "Prince Fahd bin Talal, Minister of Defense, received a telephone call from Polish Minister of Defence Adam Kowal. {} also received in his office today the Minister of Defense of Djibouti, Idriss Warsama."
    names = [names for _, _, names in told(royal.format("His Royal Highness"), publisher="Saudi Press Agency")]
    assert names == [["Adam Kowal", "Fahd bin Talal"], ["Fahd bin Talal", "Idriss Warsama"]]


def test_who_is_accompanied_acts_with_those_who_come_along() -> None:
    """ "Accompanied by X, he called on Y": he too; "accompanied by X, Y called": no third one."""
    text = MET_KOWAL + "Accompanied by Ambassador Peter Lowe, {} called on Polish President Jan Nowak."
    assert told(text.format("she"))[-1] == ("meeting", "GBR,POL", ["Helen Marchbank", "Jan Nowak", "Peter Lowe"])


def test_whom_one_is_to_call_on_does_not_go_on_to_visit() -> None:
    """ "Is to call on the minister, X, tomorrow, and to visit the base": the caller visits; "called on Poland to act" is a demand."""
    text = MET_KOWAL + "She is scheduled to call on the Latvian Minister of Defence, Inese Kalna, tomorrow, and to visit Adazi in Latvia."
    assert told(text)[1:] == [("meeting", "GBR,LVA", ["Helen Marchbank", "Inese Kalna"]), ("visit", "GBR,LVA", ["Helen Marchbank"])]
    assert len(told(MET_KOWAL + "She called on the Latvian Minister of Defence, Inese Kalna, to lift the ban.")) == 1


def test_two_offices_after_two_names_are_each_its_own() -> None:
    """ "At the invitation of X, Commander of A, General Y, Commander of B, visited": Y of B."""
    text = "At the invitation of General Qiu Zhen, Commander of the PLA Army, General Otavio Prado, Commander of the Brazilian Army, visited Beijing on 3 May."
    (visit,) = answers(text, publisher="Xinhua")
    assert sides(visit) == {"Otavio Prado": "BRA"}
    text = (
        "Defence Secretary Helen Marchbank met John Low, Chief of the Navy, Rear Admiral Peter Lee and Polish Minister Adam Kowal on 3 May."
    )
    assert "Peter Lee" in sides(answers(text)[0])


def test_a_side_told_before_a_name_is_not_that_of_the_names_before_it() -> None:
    """ "Attended by X and, on the Djiboutian side, by Y": X is the host's; "X attended from the Djiboutian side" is not."""
    text = "Prince Fahd bin Talal, Minister of Defense, received the Minister of Defense of Djibouti, Idriss Warsama. {}"
    one = "The reception was attended by the Chief of the General Staff, General Khalid Otaibi, and, on the Djiboutian side, the Ambassador, Mr. Dya Robleh."
    people = sides(answers(text.format(one), publisher="Saudi Press Agency")[0])
    assert (people["Khalid Otaibi"], people["Dya Robleh"]) == ("SAU", "DJI")
    other = "General Khalid Otaibi attended from the Djiboutian side."
    assert sides(answers(text.format(other), publisher="Saudi Press Agency")[0])["Khalid Otaibi"] == "DJI"


def test_a_prince_s_given_name_may_be_a_title() -> None:
    """ "Prince Sultan bin Faisal" is called so; "Sultan Qaboos" reigns."""
    text = "The Deputy Minister of Defense, Prince Sultan bin Faisal, met Polish Minister of Defence Adam Kowal on May 3."
    assert "Sultan bin Faisal" in sides(answers(text, publisher="Saudi Press Agency")[0])


def test_at_the_table_and_in_the_room_are_who_sat_in() -> None:
    """Those also at the table took part; a proposal on the table did not."""
    assert "Peter Lowe" in sides(answers(MET_KOWAL + "Ambassador Peter Lowe was also at the table.")[0])
    assert "Peter Lowe" not in sides(answers(MET_KOWAL + "The offer of Ambassador Peter Lowe lies on the table.")[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marchbank conferred with Latvian Minister of Defence Inese Kalna.", "meeting"),
        ("Marchbank had an audience with Latvian President Jan Berzins.", "meeting"),
        ("Marchbank went to Latvia on 4 May.", "visit"),
        ("Marchbank concluded a four-day mission to Latvia.", "visit"),
        ("Marchbank and Latvian Minister of Defence Inese Kalna talked on the phone.", "call"),
        ("Marchbank held talks at Riga on 4 May with Latvian Minister of Defence Inese Kalna.", "meeting"),
        ("Naval vessels of the UK and Latvia carried out a joint maritime patrol on 4 May.", "exercise"),
        ("Marchbank praised the UN mission to Latvia.", None),
        ("The text went to Latvia for comment.", None),
        ("An audience of students listened to Latvian Minister of Defence Inese Kalna.", None),
    ],
)
def test_more_words_that_announce(text: str, expected: str | None) -> None:
    """Each of these words announces an engagement with Latvia, or none."""
    found = [row["kind"] for row in answers(MET_KOWAL + text) if "LVA" in row["parties"]]
    assert found == ([expected] if expected else [])


def test_letters_after_an_office_stand_for_its_holder() -> None:
    """ "General X, Chief of Army Staff (COAS)": "COAS" is he; letters that are not those of the office are nobody."""
    text = (
        "Ambassador of China Luo Jian called on General Asim Gondal, Chief of Army Staff (COAS), on 3 May. "
        "Earlier, Lieutenant General Turki Harthi, Commander Royal Saudi Land Forces, called on {} at GHQ."
    )
    pakistan = "Inter Services Public Relations, Pakistan"
    assert ("meeting", "PAK,SAU", ["Asim Gondal", "Turki Harthi"]) in told(text.format("COAS"), publisher=pakistan)
    assert all("Turki Harthi" not in names or "Asim Gondal" not in names for _, _, names in told(text.format("CPEC"), publisher=pakistan))


def test_a_remit_with_a_name_belongs_to_the_office_before_the_name() -> None:
    """ "The Special Envoy of the Secretary-General for the Great Lakes region, Mr. X"; a place after a person's office is none."""
    text = "The Special Envoy of the Secretary-General for the Great Lakes region, Mr. Lwazi Sefako, met with the Minister of Foreign Affairs of Burundi, Paul Niyongabo, on 3 May."
    (meeting,) = answers(text, publisher="United Nations Secretary-General")
    assert sides(meeting) == {"Lwazi Sefako": "UN", "Paul Niyongabo": "BDI"}
    assert meeting["participants"][0]["title"] == "Special Envoy of the Secretary-General for the Great Lakes region"
    text = "Defence Secretary Helen Marchbank met the commander of French forces in the Asia-Pacific, Rear Adm. Paul Durand, on 3 May."
    assert sides(answers(text)[0])["Paul Durand"] == "FRA"


def test_an_organisation_s_host_is_the_president_of_the_state_that_is_told() -> None:
    """Told by the EU, "in Chisinau she was received by President X": of Moldova; where no state is told, nothing is made up."""
    text = "In Chișinău, Moldova, on 3 May High Representative Ludovica Brandt was received by President Ilinca Rotaru."
    assert sides(answers(text, publisher="European External Action Service")[0])["Ilinca Rotaru"] == "MDA"


def test_an_agenda_s_items_are_its_owner_s() -> None:
    """ "Agenda of X": who meets and travels in each item; guests are of the state that X is said to travel to."""
    text = (
        "# Agenda of the High Representative Tomás Arriza\n\n**Tuesday 7 May**\n\n- Travels to Warsaw\n"
        "- 12:00 Meets Minister of Foreign Affairs Radomir Zielin\n- 17:30 Interview with a Polish television channel\n\n"
        "**Wednesday 8 May**\n\n- Wreath-laying at the memorial with Deputy Foreign Minister of Ukraine Iryna Malyk\n"
    )
    title = "Agenda of the High Representative, 6-12 May 2024"
    found = told(text, publisher="European External Action Service", title=title, media_type="text/markdown", published="2024-05-03")
    assert found == [
        ("visit", "EU,POL", ["Tomás Arriza"]),
        ("meeting", "EU,POL", ["Radomir Zielin", "Tomás Arriza"]),
        ("ceremony", "EU,UKR", ["Iryna Malyk", "Tomás Arriza"]),
    ]


def test_plans_for_calls_are_no_call() -> None:
    """ "Have agreed to plan regular calls by warships": no call; "have held several calls" is one."""
    text = "Defence Secretary Helen Marchbank and Polish Minister of Defence Adam Kowal have {} with Latvia."
    assert answers(text.format("agreed to plan regular calls by warships")) == []
    assert [row["kind"] for row in answers(text.format("held a joint call"))] == ["call"]


def test_a_ministerial_brings_together_those_whom_it_lists() -> None:
    """ "The ministerial, chaired by X, brought together A, B and C": a conference of these; a report that brings together facts is none."""
    text = (
        "The ministerial, chaired by Defence Secretary Helen Marchbank in Portland, brought together the UK, Denmark, Estonia and Finland."
    )
    (gathering,) = answers(text)
    assert (gathering["kind"], gathering["parties"]) == ("conference", ["DNK", "EST", "FIN", "GBR"])
    assert answers("The report brought together findings of the UK, Denmark and Estonia.") == []


CHINA = "Ministry of National Defense of the People’s Republic of China"


def test_a_press_conference_s_title_names_what_the_words_tell_and_questions_tell_nothing() -> None:
    """ "Press conference on June 27: exercise with Thailand, visit of the Serbian chief": two reports, on the days that the words give."""
    title = "Regular Press Conference of the Ministry of National Defense on June 27: joint exercise with Thailand, visit of Serbian chief of staff"
    text = (
        "Gao Wenbo: China and Thailand will hold the joint naval exercise Blue Strike in Zhanjiang from July 8 to 15.\n\n"
        "Gao Wenbo: At the invitation of General Liu Zhen, Chief of the Joint Staff, Serbian Chief of General Staff General Milan Mojsic visited China from June 17 to 21. "
        "The two chiefs held talks in Beijing on June 18.\n\n"
        "Question: The US defense secretary met the Japanese minister of defense in Tokyo. What is your comment?\n\nGao Wenbo: I have none.\n"
    )
    found = answers(text, publisher=CHINA, title=title, published="2024-06-27")
    rows = {(row["kind"], row["start"], ",".join(row["parties"]), row["focus"]) for row in found}
    assert ("exercise", "2024-07-08", "CHN,THA", "primary") in rows
    assert ("visit", "2024-06-17", "CHN,SRB", "primary") in rows
    assert not any("JPN" in row["parties"] for row in found)
    talks = next(row for row in found if row["kind"] == "meeting")
    assert sides(talks) == {"Liu Zhen": "CHN", "Milan Mojsic": "SRB"}


def test_who_came_with_an_official_told_in_small_letters_is_of_his_side() -> None:
    """ "The minister was accompanied by X": the one introduced as minister; "the Canadian official was joined by Y": Canada's."""
    text = "Secretary of Defense Paul Renner welcomed Finnish Minister of Defence Antti Hakala on May 3. The {} was accompanied by Ambassador Mikko Lehto."
    assert sides(answers(text.format("minister"), publisher=US)[0])["Mikko Lehto"] == "FIN"
    assert sides(answers(text.format("secretary"), publisher=US)[0])["Mikko Lehto"] == "USA"
    assert sides(answers(text.format("Finnish official"), publisher=US)[0])["Mikko Lehto"] == "FIN"


def test_a_meal_that_the_host_gave_is_eaten_by_those_who_met() -> None:
    """ "A luncheon hosted by X followed": those told before; "hosted a luncheon in honour of the guest": the guest."""
    assert told(MET_KOWAL + "A luncheon hosted by Minister Kowal followed.")[1:] == [
        ("ceremony", "GBR,POL", ["Adam Kowal", "Helen Marchbank"])
    ]
    hosted = told(MET_KOWAL + "Marchbank hosted a luncheon in honour of the guest.")
    assert hosted[1:] == [("ceremony", "GBR,POL", ["Adam Kowal", "Helen Marchbank"])]
    assert len(told(MET_KOWAL + "A canteen hosted by the army followed.")) == 1


def test_who_is_named_together_with_somebody_at_a_ceremony_took_part() -> None:
    """ "Laid flowers at the memorial, together with X": both; whom the memorial is to did not."""
    text = "Polish Minister of Defence Adam Kowal visited London on 3 May. He laid flowers at the memorial{}."
    assert ("ceremony", "GBR,POL", ["Adam Kowal", "David Prowse"]) in told(
        text.format(", together with Armed Forces Minister David Prowse")
    )
    assert ("ceremony", "GBR,POL", ["Adam Kowal"]) in told(text.format(""))


def test_whom_an_envoy_is_sent_for_does_not_travel() -> None:
    """The Special Envoy for Yemen visits Riyadh: no party of Yemen's; a minister of Yemen who visits is."""
    text = "The {}, Mr. Hans Lindgren, concluded a visit to Riyadh on 3 May."
    un = "United Nations Secretary-General"
    assert answers(text.format("Special Envoy of the Secretary-General for Yemen"), publisher=un)[0]["parties"] == ["SAU", "UN"]
    assert answers(text.format("Foreign Minister of Yemen"), publisher=un)[0]["parties"] == ["SAU", "YEM"]


def test_what_was_told_before_anything_is_theirs_who_are_named() -> None:
    """ "X and Y agreed on patrols. The agreement came out of their meeting": X and Y met; "their plans" are no meeting."""
    text = "Defence Secretary Helen Marchbank and Polish Minister of Defence Adam Kowal have agreed on patrols. The agreement came out of their {} in Warsaw on 3 May."
    assert told(text.format("meeting")) == [("meeting", "GBR,POL", ["Adam Kowal", "Helen Marchbank"])]
    assert answers(text.format("plans")) == []


def test_forces_of_the_states_that_held_an_exercise_took_part() -> None:
    """ "Exercise X, to be held from 3 to 9 May by the UK, Poland and Latvia": all three; praised by others is not held by them."""
    (exercise,) = answers("Exercise Amber Shield is to be held from 13 to 19 May by the UK, Poland and Latvia.")
    assert exercise["parties"] == ["GBR", "LVA", "POL"]


def test_public_affairs_officers_tell_of_it_and_did_not_meet() -> None:
    """ "AFP public affairs chief Col. X told reporters": a source; a chief of staff is none."""
    text = MET_KOWAL + "The meeting was also attended by {} Colonel Peter Lowe."
    assert "Peter Lowe" not in sides(answers(text.format("the Army's public affairs chief"))[0])
    assert "Peter Lowe" in sides(answers(text.format("Chief of Plans"))[0])
