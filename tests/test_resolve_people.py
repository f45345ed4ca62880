"""Mentions become persons by rules, each with a case it must match and one it must not."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.resolve.careers import canonical_name, person_row, tenure_rows
from flows.resolve.names import read_name, same_name
from flows.resolve.people import Mention, resolve_people

DAY = dt.date(2023, 3, 1)


def mention(
    name: str, title: str | None = "Minister of Defense", party: str | None = "KEN", days: int = 0, level: str = "minister"
) -> Mention:
    on = DAY + dt.timedelta(days)
    moment = dt.datetime.combine(on, dt.time(12), dt.UTC)
    return Mention(f"{name}-{title}-{party}-{days}", name, title, party, level, on, moment)


def persons(*mentions: Mention) -> int:
    return len(resolve_people(mentions))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelenskiy"),
        ("Kishida Fumio", "Fumio Kishida"),
        ("Choi Jong-kun", "CHOI Jong Kun"),
        ("Jong-kun Choi", "Choi Jong Kun"),
        ("Mevlüt Çavuşoğlu", "Mevlut Cavusoglu"),
        ("Mohammed bin Abdulrahman Al-Thani", "Muhammad Abdulrahman el-Thani"),
        ("Lloyd J. Austin III", "Lloyd Austin"),
        ("Antony J. Blinken", "Tony Blinken"),
        ("Dr. Ng Eng Hen", "Ng Eng Hen"),
        ("Tamim bin Hamad Al Thani", "Sheikh Tamim Bin Hamad Al-Thani"),
        ("Meir Ben-Shabbat", "Meir Ben Shabbat"),
        ("Michael Moussa-Adamo", "Michael Moussa Adamo"),
        ("Abdullah II", "ABDULLAH II"),
        ("Toria Nuland", "Victoria J. Nuland"),
    ],
)
def test_same_name(one: str, other: str) -> None:
    """Accents, transliterations, order, hyphens, initials, honorifics and short forms do not make two people."""
    assert same_name(read_name(one), read_name(other))
    assert persons(mention(one), mention(other, days=40)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Min-soo", "Kim Min-jun"),
        ("Jane Odhiambo", "John Odhiambo"),
        ("Mohammed Khan", "Mahmoud Khan"),
        ("Ali Hassan", "Hassan Omar"),
        ("Abdullah II", "Abdullah III"),
    ],
)
def test_other_name(one: str, other: str) -> None:
    """A shared surname or given name does not make one person."""
    assert not same_name(read_name(one), read_name(other))
    assert persons(mention(one), mention(other, days=40)) == 2


def test_middle_initials_that_differ_tell_apart() -> None:
    """Two middle initials are two people's."""
    assert persons(mention("Peter A. Marsh"), mention("Peter Q. Marsh")) == 2


def test_middle_names() -> None:
    """A name without its second surname joins the full one where the office agrees, not where it is another."""
    assert persons(mention("Pedro Sanz", "Prime Minister"), mention("Pedro Sanz Robledo", "Prime Minister")) == 1
    assert persons(mention("Pedro Sanz", "Prime Minister"), mention("Pedro Sanz Robledo", "Ambassador to Chile")) == 2


def test_a_name_without_its_second_half() -> None:
    """A double surname's first half stands for it in one office, years apart too; not in another office."""
    assert persons(mention("Vjosa Osmani", "President"), mention("Vjosa Osmani-Sadriu", "President", days=1000)) == 1
    assert persons(mention("Vjosa Osmani", "President"), mention("Vjosa Osmani-Sadriu", "Consul in Lima")) == 2
    assert persons(mention("Vjosa Osmani", "President"), mention("Vjosa Osmani-Sadriu", "President", days=2000)) == 2


@pytest.mark.parametrize(
    ("full", "alone"), [("Luigi Di Maio", "Di Maio"), ("Ursula von der Leyen", "von der Leyen"), ("Jean-Yves Le Drian", "LE DRIAN")]
)
def test_a_surname_with_its_particle(full: str, alone: str) -> None:
    """A surname with "Di", "Le" or "von der" before it is a surname alone; a given name that is written alike is none."""
    assert not read_name(alone).is_full
    assert persons(mention(full), mention(alone, days=30)) == 1
    assert persons(mention(full), mention(alone, "Ambassador to Chad", days=30)) == 2
    assert all(read_name(name).is_full for name in ("Le Van Thanh", "Ben Wallace", "Van Hai Pham"))


def test_a_deputy_is_a_vice_minister() -> None:
    """Two releases render one office by "deputy" and "vice"; the minister is another."""
    deputy = mention("Kamau", "Deputy Foreign Minister")
    assert persons(deputy, mention("Kamau", "Vice Foreign Minister", days=3)) == 1
    assert persons(deputy, mention("Kamau", "Foreign Minister", days=3)) == 2


def test_an_office_of_many_tells_less() -> None:
    """A surname joins who holds an office that tells him, whoever else bears the name with a title of many."""
    secretary, other = mention("Lloyd Marsh", "Secretary of Defense"), mention("Marsh Tice", "Secretary")
    for title in ("Secretary of Defense", "Secretary"):
        assert sorted(len(p.mentions) for p in resolve_people([secretary, other, mention("Marsh", title, days=5)])) == [1, 2]


def test_a_title_of_many_is_one_bearer_s_within_days() -> None:
    """A surname with a title that many hold at once is one person's within days, and nobody knows a year later."""
    assert persons(mention("Yang", "Director"), mention("Yang", "Director", days=1)) == 1
    assert persons(mention("Yang", "Director"), mention("Yang", "Director", days=300)) == 2
    assert persons(mention("Yang", "Director"), mention("Yang", "Ambassador", days=1)) == 2
    assert persons(mention("Yang", None), mention("Yang", None, days=1)) == 2


def test_similar_spelling() -> None:
    """One letter more or less joins in one office, not in another, and not in a short name."""
    assert persons(mention("Ramtane Lamamra"), mention("Ramtane Lamamara")) == 1
    assert persons(mention("Ramtane Lamamra"), mention("Ramtane Lamamara", "Ambassador to Chad")) == 2
    assert persons(mention("Jan Rau"), mention("Jan Rao")) == 2


def test_surname_and_office() -> None:
    """A surname joins its one bearer in that office at that time; not with another office, another time, or two bearers."""
    full = mention("Wanjiru Kamau", "Foreign Minister")
    assert persons(full, mention("Kamau", "Foreign Minister", days=30)) == 1
    assert persons(full, mention("Kamau", "Deputy Foreign Minister", days=30)) == 2
    assert persons(full, mention("Kamau", "Foreign Minister", days=900)) == 2
    assert persons(full, mention("Kamau", None, days=1)) == 2
    assert persons(full, mention("Achieng Kamau", "Foreign Minister", days=60), mention("Kamau", "Foreign Minister", days=30)) == 3


def test_the_nearest_bearer_in_time_is_meant() -> None:
    """A surname joins a bearer of years before only where none of that office is nearer by."""
    early = mention("Wanjiru Kamau", "Foreign Minister")
    assert persons(early, mention("Kamau", "Foreign Minister", days=600)) == 1
    late = mention("Achieng Kamau", "Foreign Minister", days=500)
    found = resolve_people([early, late, mention("Kamau", "Foreign Minister", days=600)])
    assert sorted([m.name for m in p.mentions] for p in found) == [["Achieng Kamau", "Kamau"], ["Wanjiru Kamau"]]


def test_a_slip_of_reading_does_not_stop_a_surname() -> None:
    """A bearer seen once does not keep a surname from one who is seen ten times as often."""
    often = [mention("Wanjiru Kamau", "Foreign Minister", days=n) for n in range(12)]
    found = resolve_people([*often, mention("Visits Kamau", "Foreign Minister", days=3), mention("Kamau", "Foreign Minister", days=5)])
    assert sorted(len(p.mentions) for p in found) == [1, 13]


@pytest.mark.parametrize("name", ["Wanjiru Kamau", "Kamau"])
def test_never_two_parties(name: str) -> None:
    """One name in two parties is two people, whatever the office."""
    assert persons(mention(name), mention(name, party="UGA")) == 2


def test_unknown_party() -> None:
    """A full name without a party joins the one person of that name; not where two parties have one, and a surname joins nobody."""
    full, unplaced = mention("Wanjiru Kamau"), mention("Wanjiru Kamau", party=None, days=2)
    assert persons(full, unplaced) == 1
    assert persons(full, mention("Wanjiru Kamau", party="UGA"), unplaced) == 3
    assert persons(full, mention("Kamau", party=None, days=2)) == 1
    assert len(resolve_people([full, mention("Kamau", party=None, days=2)])[0].mentions) == 1


def test_offices_apart() -> None:
    """One name and party with two offices at a time are two people; one office after the other is one career."""
    minister = [mention("Kim Min-soo", "Minister of Defense", days=n) for n in (0, 60, 120)]
    consul = [mention("Kim Min-soo", "Consul in Nairobi", days=n, level="envoy") for n in (30, 90)]
    later = [mention("Kim Min-soo", "Consul in Nairobi", days=n, level="envoy") for n in (200, 260)]
    assert persons(*minister, *consul) == 2
    assert persons(*minister, *later) == 1
    both = mention("Kim Min-soo", "Deputy Prime Minister and Minister of Defense", days=80)
    assert persons(*minister, both) == 1


def test_a_career_has_its_offices_by_date() -> None:
    """Titles that name one office are one tenure; a bare one is none where there are others."""
    seen = [
        mention("Ana Luz", "Foreign Minister"), mention("Ana Luz", "Minister", days=10), mention("Ana Luz", "Minister of Foreign Affairs", days=40),
        mention("Ana Luz", "Prime Minister", days=300, level="head"),
    ]  # fmt: skip
    (person,) = resolve_people(seen)
    assert [(row["level"], row["first_on"], row["last_on"]) for row in tenure_rows(person)] == [
        ("minister", DAY, DAY + dt.timedelta(40)),
        ("head", DAY + dt.timedelta(300), DAY + dt.timedelta(300)),
    ]
    assert person_row(person)["first_on"] == DAY


def test_the_canonical_name_is_the_commonest_full_one() -> None:
    """Neither capitals nor a surname alone stand for a person who is also named in full."""
    assert canonical_name([mention("LUZ ANA"), mention("LUZ ANA", days=1), mention("Luz"), mention("Ana Luz")]) == "Ana Luz"


def test_the_id_is_the_first_published_mentions() -> None:
    """The seed of the earliest publication is the id, and stays it when a later one is found."""
    first, second = mention("Ana Luz"), mention("Ana Luz", days=9)
    (person,) = resolve_people([second, first])
    assert person.person_id == first.seed_id
    assert resolve_people([second])[0].person_id == second.seed_id


NAMES = st.sampled_from(["Kim Min-soo", "Min-soo Kim", "Kim", "KIM MIN-SOO", "Ana Luz", "Ana María Luz", "Luz", "A. Luz", "Ana Lus"])
TITLES = st.sampled_from([None, "Minister of Defense", "Defense Minister", "Consul in Nairobi", "Minister", "Deputy Minister of Defense"])
MENTIONS = st.lists(st.builds(mention, NAMES, TITLES, st.sampled_from(["KOR", "PER", None]), st.integers(0, 900)), max_size=14, unique=True)


@settings(max_examples=150)
@given(MENTIONS, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_persons(mentions: list[Mention], chance: random.Random) -> None:
    """Persons and ids depend on what was said, not on the order in which it came; no mention has two persons, no person two parties."""
    shuffled = list(mentions)
    chance.shuffle(shuffled)
    found = resolve_people(mentions)
    assert resolve_people(shuffled) == found
    seeds = [m.seed_id for person in found for m in person.mentions]
    assert len(seeds) == len(set(seeds))
    assert all(len({m.party for m in person.mentions} - {None}) <= 1 for person in found)
