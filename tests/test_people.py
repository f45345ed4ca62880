"""People are found with their offices and parties, in the forms that releases use."""

from __future__ import annotations

import pytest

from flows.extract.offices import level_of
from flows.extract.people import find_people
from flows.extract.sentences import sentences_of
from flows.parse.parse import parse
from tests.test_extract import answers


def people(text: str, publisher: str = "") -> list[tuple[str, str | None, str | None]]:
    facts = {"publisher": publisher, "published_at": "2024-07-02"} if publisher else {"published_at": "2024-07-02"}
    document = parse(text.encode(), document_id="x", media_type="text/plain", manifest=facts)
    return [(person.name, person.title, person.party) for person in find_people(document, sentences_of(document)).persons]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Deputy Assistant Secretary of Defense for Western Hemisphere Affairs Jana Nelson met the press.",
            ("Jana Nelson", "Deputy Assistant Secretary of Defense for Western Hemisphere Affairs", "USA"),
        ),
        ("He saw Peruvian Minister of Defense Walter Astudillo there.", ("Walter Astudillo", "Minister of Defense", "PER")),
        (
            "U.S. Army Gen. Miles R. Harcourt, Chairman of the Joint Chiefs of Staff, spoke.",
            ("Miles R. Harcourt", "Gen., Chairman of the Joint Chiefs of Staff", "USA"),
        ),
        ("It was opened by Prime Minister Ziad Al-Majali of Jordan.", ("Ziad Al-Majali", "Prime Minister", "JOR")),
        (
            "Chile's Undersecretary for Defense, Gonzalo Errázuriz Valdés, came too.",
            ("Gonzalo Errázuriz Valdés", "Undersecretary for Defense", "CHL"),
        ),
        ("She thanked President Ursula von der Leyen of France.", ("Ursula von der Leyen", "President", "FRA")),
        (
            "With the Minister of Defence of Kenya, Hon. Maryan Isse Cabdulle, he spoke.",
            ("Maryan Isse Cabdulle", "Minister of Defence of Kenya", "KEN"),
        ),
        ("Raksha Mantri Shri Devendra Pratap Rathore arrived.", ("Devendra Pratap Rathore", "Raksha Mantri", "IND")),
    ],
)
def test_names_with_offices(text: str, expected: tuple[str, str | None, str | None]) -> None:
    """Name, title and party are read from the words around a name."""
    assert expected in people(text)


def test_a_surname_is_the_person_introduced_before() -> None:
    """ "Minister Astudillo" and "Ms. Nelson" are no new people."""
    text = (
        "Deputy Secretary of Defense Jana Nelson met Peruvian Minister of Defense Walter Astudillo. Ms. Nelson thanked Minister Astudillo."
    )
    assert [name for name, *_ in people(text)] == ["Jana Nelson", "Walter Astudillo"]


def test_two_states_are_two_people() -> None:
    """One surname with offices of two states stays two people."""
    text = "Polish President Adam Kowal met Czech President Jan Kowal."
    assert len(people(text)) == 2


@pytest.mark.parametrize(
    "text", ["The White House said so on Monday.", "Black Sea trade grew.", "USS Carl Vinson sailed.", "The Ministry of Defence in Baku."]
)
def test_what_is_no_person(text: str) -> None:
    """Places, ships and ministries are no people."""
    assert people(text) == []


def test_an_unqualified_office_speaks_for_the_publishers_state() -> None:
    """ "The Defence Secretary" on GOV.UK is the United Kingdom's."""
    assert people("Defence Secretary Helen Marchbank spoke.", "Ministry of Defence (United Kingdom)") == [
        ("Helen Marchbank", "Defence Secretary", "GBR")
    ]


def test_an_office_alone_and_another_with_a_name_are_two_people() -> None:
    """ "The Vice President and Prime Minister Sunak" gives Sunak one office; two offices of one person stay together."""
    text = (
        "The Vice President and Prime Minister Rishi Sandal agreed. The Deputy Prime Minister and Minister for Defence Graeme Hallam came."
    )
    assert [(name, title) for name, title, _ in people(text)] == [
        ("Rishi Sandal", "Prime Minister"),
        ("Graeme Hallam", "Deputy Prime Minister and Minister for Defence"),
    ]


def test_forms_of_address_are_no_part_of_an_office() -> None:
    """ "His Majesty King X" is King."""
    assert people("He met His Majesty King Faris II in Amman.")[0][1] == "King"


def test_a_leader_s_state_is_known_in_his_years_alone() -> None:
    """ "President Putin" speaks for Russia, "Chancellor Merkel" for Germany until 2021; another of the surname, the office or the year does not."""
    for who, year, party in (
        ("President Putin", 2022, "RUS"),
        ("Chancellor Angela Merkel", 2019, "DEU"),
        ("Prime Minister Kishida Fumio", 2023, "JPN"),
        ("Prime Minister Kishida Taro", 2023, None),
        ("Chancellor Merkel", 2024, None),
        ("Vice President Putin", 2022, None),
    ):
        facts = {"publisher": "Daily Courier", "published_at": f"{year}-06-25"}
        document = parse(f"{who} was in Vienna on June 24.".encode(), document_id="x", media_type="text/plain", manifest=facts)
        assert [person.party for person in find_people(document, sentences_of(document)).persons] == [party], who


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Malaysian Minister of Defence Dato’ Seri Rashid Nordin came.", ("Rashid Nordin", "Minister of Defence", "MYS")),
        ("The Chief of Army General Tan Sri Dato’ Seri Zamani Ali came.", ("Zamani Ali", "General, Chief of Army", None)),
        ("He met Air Marshal A P Sandhu there.", ("A P Sandhu", "Air Marshal", None)),
        ("Secretary DD R&D and Chairman DRDO Dr Sunil V Kamat came.", ("Sunil V Kamat", "Chairman DRDO", None)),
        ("Colin Harrowgate MP, Defence Secretary, came.", ("Colin Harrowgate", "Defence Secretary", None)),
        ("General Angus Carr, AO, DSC, Chief of the Defence Force, came.", ("Angus Carr", "General, Chief of the Defence Force", None)),
        ("Lt Gen (Retd) Tariq Mir came.", ("Tariq Mir", "Lt Gen (Retd)", None)),
        ("Subedar Major Ram Bahadur came.", ("Ram Bahadur", "Subedar Major", None)),
    ],
)
def test_names_in_the_fashion_of_the_commonwealth(text: str, expected: tuple[str, str | None, str | None]) -> None:
    """Honorifics, initials without stops, letters after a name and an office's acronym are no part of the name."""
    assert expected in people(text)


def test_a_capital_letter_or_word_beside_an_office_is_no_name() -> None:
    """ "Plan B" adds no initial; "Minister Tan." ends at the stop; a word in capitals after an office is a surname."""
    found = people("Plan B was put to Minister Tan. Seven others spoke to Foreign Minister KAMINAGA.")
    assert [name for name, *_ in found] == ["Tan", "KAMINAGA"]


def test_a_counterpart_has_a_state_and_no_office() -> None:
    """ "His Norwegian counterpart, X": Norwegian, without a title; an office told elsewhere is kept."""
    text = "Defence Secretary Helen Marchbank met her Norwegian counterpart, Tor Halvorsen."
    assert ("Tor Halvorsen", None, "NOR") in people(text, "Ministry of Defence (United Kingdom)")
    assert ("Tor Halvorsen", "Minister", "NOR") in people(f"{text} Minister Halvorsen agreed.", "Ministry of Defence (United Kingdom)")


def test_an_office_after_a_name_that_goes_on_to_act_is_another_s() -> None:
    """ "In her talks with President X, the Vice President said ..." gives X one office; "X, the President," his own."""
    said = "In her talks with UAE President Sheikh Omar bin Ali, the Vice President conveyed condolences."
    assert ("Omar bin Ali", "President", "ARE") in people(said)
    assert ("Omar bin Ali", "Vice President of the UAE", "ARE") in people(
        "Omar bin Ali, the Vice President of the UAE, conveyed condolences."
    )


def test_an_office_not_yet_taken_is_an_office() -> None:
    """ "Israeli National Security Advisor-designate X" has that office and state; "well-designate" is no office."""
    assert people("Israeli National Security Advisor-designate Dr. Eyal Orr met them.") == [
        ("Eyal Orr", "National Security Advisor-designate", "ISR")
    ]
    assert people("Scottish First Minister Nell Orr met them.") == [("Nell Orr", "First Minister", "GBR")]


def test_a_remit_in_a_list_belongs_to_the_office_and_whom_one_serves_is_somebody_else() -> None:
    """ "Assistant Secretary for Population, Refugees, and Migration X" has the whole remit; a list of people is none."""
    assert people("Assistant Secretary of State for Population, Refugees, and Migration Julia Noy arrived.") == [
        ("Julia Noy", "Assistant Secretary of State for Population, Refugees, and Migration", "USA")
    ]
    listed = people("Minister for Defence Ada Marsh, Refugees Minister Ken Orr and Navy chief Sam Oto met.")
    assert listed[0][:2] == ("Ada Marsh", "Minister for Defence")


def test_an_assistant_secretary_is_no_minister() -> None:
    """ "Deputy Assistant Secretary of Defense" is a senior official, "Secretary of Defense" a minister, "Deputy Secretary" his deputy."""
    titles = ("Deputy Assistant Secretary of Defense for Western Hemisphere Affairs", "Secretary of Defense", "Deputy Secretary of Defense")
    assert [level_of(title) for title in titles] == ["senior_official", "minister", "deputy_minister"]


def test_a_prince_who_holds_an_office_is_called_by_the_office() -> None:
    """ "Foreign Minister Prince X" is the minister; a crown prince is that by office."""
    assert ("Turki bin Saud", "Foreign Minister", "SAU") in people("He saw Saudi Foreign Minister Prince Turki bin Saud there.")
    assert ("Khalid bin Turki", "Crown Prince", "SAU") in people("He saw Saudi Crown Prince Khalid bin Turki there.")


def test_an_office_before_a_rank_with_its_service_is_the_officer_s() -> None:
    """ "The commander of U.S. Southern Command, U.S. Army Gen. X"; an office told after another name stays that one's."""
    commander = ("Lorna Richmond", "Gen., commander of U.S. Southern Command", "USA")
    assert commander in people("The commander of U.S. Southern Command, U.S. Army Gen. Lorna Richmond, spoke.")
    two = people("U.S. Army Gen. Lorna Richmond, commander of U.S. Southern Command, U.S. Navy Adm. Paul Ostrow and others spoke.")
    assert commander in two
    assert ("Paul Ostrow", "Adm.", "USA") in two


def test_the_supreme_allied_commander_speaks_for_the_alliance() -> None:
    """At his own headquarters and elsewhere; another commander in Europe speaks for his state."""
    saceur = ("Todd Walden", "General, Supreme Allied Commander Europe", "NATO")
    text = "He saw Supreme Allied Commander Europe, General Todd Walden, there."
    assert saceur in people(text, "U.S. Department of Defense")
    assert ("Todd Walden", "Gen., commander of U.S. European Command", "USA") in people(
        "He saw Gen. Todd Walden, commander of U.S. European Command.", "U.S. Department of Defense"
    )


def test_a_commander_of_a_state_s_command_is_that_state_s() -> None:
    """ "Commander United States Central Command (CENTCOM), General X" in a host's release; "Commander Southern Command" stays the host's."""
    found = people(
        "Commander United States Central Command (CENTCOM), General Aaron Kurt called on General Asim Raza, NI (M), Chief of Army Staff.",
        "Inter Services Public Relations",
    )
    assert [(name, party) for name, _, party in found] == [("Aaron Kurt", "USA"), ("Asim Raza", "PAK")]
    assert people("Commander Southern Command, General Aaron Kurt visited the unit.", "Inter Services Public Relations")[0][2] == "PAK"


def test_an_institution_with_its_acronym_opens_the_office() -> None:
    """ "Department of National Defense (DND) Secretary X", "Armed Forces of the Philippines (AFP) chief Gen. Y"; a rank told last is a rank."""
    manila = "Philippine News Agency"
    assert (
        people("Department of National Defense (DND) Secretary Gil Tan spoke.", manila)[0][1]
        == "Department of National Defense (DND) Secretary"
    )
    assert (
        people("Armed Forces of the Philippines (AFP) chief Gen. Rom Bravo spoke.", manila)[0][1]
        == "Gen., Armed Forces of the Philippines (AFP) chief"
    )
    assert (
        people("Deputy Minister of Defence Lieutenant General (Ret) Muh Herin spoke.")[0][1]
        == "Lieutenant General (Ret), Deputy Minister of Defence"
    )
    assert people("The Department of National Defense (DND) said Secretary Gil Tan spoke.", manila)[0][1] == "Secretary"


def test_a_given_name_that_is_also_a_rank_leaves_the_office_to_its_holder() -> None:
    """ "NAKATANI Gen, Minister of Defense of Japan": the office after the name is his."""
    assert people("NAKATANI Gen, Minister of Defense of Japan, held talks.", "Ministry of Defense (Japan)")[0] == (
        "NAKATANI Gen", "Minister of Defense of Japan", "JPN",
    )  # fmt: skip


def test_a_minister_listed_after_a_known_leader_is_of_his_state() -> None:
    """ "Met President Marcos and Secretary for Foreign Affairs X": one state's; with his own state told, he is that one's."""
    brussels = "European External Action Service"
    text = "She met President Ferdinand R. Marcos Jr. and {}Secretary for Foreign Affairs Enrico Mana in Manila."
    assert people(text.format(""), brussels)[1][::2] == ("Enrico Mana", "PHL")
    assert people(text.format("Fijian "), brussels)[1][::2] == ("Enrico Mana", "FJI")


def test_a_prince_with_an_office_and_a_father_called_sultan() -> None:
    """ "Minister of Defense Prince X", "Ambassador to the United Kingdom Prince Y bin Sultan"; a crown prince is that by office."""
    found = people(
        "Minister of Defense Prince Karim bin Salman met Saudi Ambassador to the United Kingdom Prince Karim bin Bandar bin Sultan there."
    )
    assert [(name, title) for name, title, _ in found] == [
        ("Karim bin Salman", "Minister of Defense"), ("Karim bin Bandar bin Sultan", "Ambassador to the United Kingdom"),
    ]  # fmt: skip
    assert people("He saw Sultan Karim bin Tariq of Oman there.")[0][1] == "Sultan"


def test_a_given_name_gen_after_a_minister_s_office() -> None:
    """ "Defense Minister Gen Nakata" is called Gen; "Defense Minister Gen. Wei Feng" is a general."""
    assert people("Japanese Defense Minister Gen Nakata spoke.")[0][:2] == ("Gen Nakata", "Defense Minister")
    assert people("Chinese Defense Minister Gen. Wei Feng spoke.")[0][:2] == ("Wei Feng", "Gen., Defense Minister")


def test_attorneys_general_and_those_who_perform_duties_hold_their_offices() -> None:
    """ "Deputy Assistant Attorney General X", "X, performing the duties of Assistant Secretary"; a general is a rank."""
    assert people("Deputy Assistant Attorney General Jenny Hodge spoke.")[0][:2] == ("Jenny Hodge", "Deputy Assistant Attorney General")
    told = people("Dr. Dave Helm, performing the duties of Assistant Secretary of Defense for Indo-Pacific Security Affairs, spoke.")
    assert told[0][:2] == ("Dave Helm", "Assistant Secretary of Defense for Indo-Pacific Security Affairs")
    assert people("Deputy Commander General Jenny Hodge spoke.")[0][1] != "Deputy Commander General"


def test_forces_of_a_ruler_belong_to_the_office_and_honorifics_do_not_part_a_list() -> None:
    """ "Chief of Staff of the Sultan's Armed Forces", "Jordanian Minister X and His Majesty King Y"."""
    found = people(
        "He met Omani Vice Adm. Abdul Rais, Chief of Staff of the Sultan’s Armed Forces, and Dr. Moh Zaabi, Secretary General of the Ministry of Defence.",
        "U.S. Central Command",
    )
    assert found == [
        ("Abdul Rais", "Vice Adm., Chief of Staff of the Sultan’s Armed Forces", "OMN"), ("Moh Zaabi", "Secretary General of the Ministry of Defence", "OMN"),
    ]  # fmt: skip
    king = people(
        "Talks with Jordanian Foreign Minister Aym Safa and His Majesty King Talal II.", "Foreign, Commonwealth & Development Office"
    )[1]
    assert king == ("Talal II", "King", "JOR")


def test_the_holder_of_just_that_office_comes_before_a_deputy_s() -> None:
    """ "The Minister of Defense" is not the Assistant Minister of Defense, wherever they stand."""
    text = "Minister of Defense Karim Sal met Grant Shap, the British Defence Secretary. Assistant Minister of Defense Khal Biya attended."
    (met,) = answers(text, publisher="Saudi Press Agency", title="Minister of Defense Meets Defence Secretary")
    assert {row["name"] for row in met["participants"]} >= {"Karim Sal", "Grant Shap"}
    assert met["participants"][0]["name"] == "Karim Sal"


def test_an_office_of_several_is_each_one_s() -> None:
    """ "Foreign Ministers X and Y" are each Foreign Minister; the office of one with "s" in its remit stays."""
    assert [title for _, title, _ in people("Foreign Ministers Rita Mars and Pent Wong met.")] == ["Foreign Minister", "Foreign Minister"]
    assert people("Minister of Veterans Affairs Rita Mars spoke.")[0][1] == "Minister of Veterans Affairs"


def test_offices_that_go_on_over_a_comma_or_abroad() -> None:
    """ "Minister of State, Minister for Foreign Affairs of Côte d'Ivoire", "Military Attaché of Pakistan in Azerbaijan", "First Sea Lord"."""
    assert people("H.E. Mr. Kaco Leon, Minister of State, Minister for Foreign Affairs of Côte d’Ivoire spoke.")[0] == (
        "Kaco Leon", "Minister of State, Minister for Foreign Affairs of Côte d’Ivoire", "CIV",
    )  # fmt: skip
    attache = people("Military Attaché of Pakistan in Azerbaijan, Colonel Soha Durr attended.")[0]
    assert attache == ("Soha Durr", "Colonel, Military Attaché of Pakistan in Azerbaijan", "PAK")
    assert people("The First Sea Lord, Admiral Sir Bene Keya, spoke.")[0][:2] == ("Bene Keya", "Admiral, First Sea Lord")
    assert people("Minister of State, Pent Wong, spoke.")[0][1] == "Minister of State"


def test_names_of_coalitions_are_nobody_s() -> None:
    """ "Ministers of the Global Coalition Members" and "the Coalition to Defeat ISIS" name no person."""
    assert (
        people("The Ministers of the Global Coalition Members and the Acting Special Envoy for the Global Coalition to Defeat ISIS met.")
        == []
    )


def test_who_meets_counterparts_is_not_one_of_them() -> None:
    """ "During her meetings with Korean counterparts, the adviser X": ours; "his Korean counterparts, X and Y" are Korea's."""
    house = "The White House"
    ours = people("During her meetings with Korean counterparts, Deputy National Security Advisor Anne Neub spoke.", house)
    assert ours[0][::2] == ("Anne Neub", "USA")
    theirs = people("He met with his Korean counterparts, Deputy National Security Advisor Anne Neub and Minister Ines Park.", house)
    assert [party for *_, party in theirs] == ["KOR", "KOR"]


def test_advisers_called_by_their_letters() -> None:
    """ "APNSA X" holds that office; letters that are no office make none."""
    assert people("APNSA Jack Sull met him.", "The White House") == [("Jack Sull", "APNSA", "USA")]
    assert (
        people("Deputy Prime Minister for EU Funds and Minister of Finance Asen Vass spoke.")[0][1]
        == "Deputy Prime Minister for EU Funds and Minister of Finance"
    )


def test_an_organisation_has_no_ministers() -> None:
    """In a release of NATO's, "Minister of Defence X" is his state's, its own officials are its."""
    text = "NATO Deputy Secretary General Rita Shek visited Sarajevo in Bosnia and Herzegovina, where she met Minister of Defence Zuka Hele. Assistant Secretary General Tom Goff spoke to reporters."
    assert {name: party for name, _, party in people(text, "NATO")} == {"Rita Shek": "NATO", "Zuka Hele": "BIH", "Tom Goff": "NATO"}


def test_ministers_within_an_office_do_not_make_it_several_people_s() -> None:
    """ "Chairwoman of the Council of Ministers X" is one person's; "Sultan" after a rank is a name."""
    assert people("Chairwoman of the Council of Ministers Borj Kris spoke.")[0][1] == "Chairwoman of the Council of Ministers"
    told = people("Deputy Minister of Defence of Kazakhstan Major General Sultan Kama spoke.")[0]
    assert told == ("Sultan Kama", "Major General, Deputy Minister of Defence of Kazakhstan", "KAZ")
    assert people("Sultan Karim Tari of Oman spoke.")[0][1] == "Sultan"


def test_an_administration_of_two_is_nobody() -> None:
    """ "The Biden-Harris administration" is no fuller name of President Biden; a double surname alone is its bearer's."""
    met = "Today President Biden met with President Uhuru Kenyatta of Kenya."
    (meeting,) = answers(
        f"{met} Throughout the Biden-Harris administration, President Biden has prioritized Kenya.", publisher="The White House"
    )
    assert [person["name"] for person in meeting["participants"]] == ["Biden", "Uhuru Kenyatta"]
    special = "Special Envoy Ann Marsh-Odhiambo met with President Uhuru Kenyatta of Kenya on May 3. Marsh-Odhiambo thanked him."
    (meeting,) = answers(special, publisher="The White House")
    assert [person["name"] for person in meeting["participants"]] == ["Ann Marsh-Odhiambo", "Uhuru Kenyatta"]
