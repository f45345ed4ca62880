"""The manner of ministries and agencies outside the United States; each rule with a case that it must not match."""

from __future__ import annotations

import pytest

from tests.test_extract import answers
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
