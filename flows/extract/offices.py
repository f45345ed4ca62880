"""Offices: "Peruvian Minister of Defense", "Gen., Commander of U.S. Southern Command"."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from flows.extract.words import Word, title_words
from schemas.vocabulary import Level

# "His Norwegian counterpart", "her Latvian colleague": whose state is told, and no office.
OPPOSITE = re.compile(r"(?i)\b(?:counterpart|colleague)s?\b")


class Office(NamedTuple):
    """An office at `start:end`; `title` as GUIDE.md writes it, `rank` apart.

    `party` is the code of the state or organisation it speaks for where the phrase says so.
    """

    start: int
    end: int
    text: str
    title: str | None
    rank: str | None
    party: str | None
    party_span: tuple[int, int] | None
    institution: str | None
    level: Level
    is_plural: bool = False


@functools.lru_cache(maxsize=8192)
def level_of(title: str) -> Level:
    """The level of an office by its words (titles.yaml, `levels`)."""
    for level, pattern in title_words().levels:
        if pattern.search(title):
            return level  # type: ignore[return-value] # titles.yaml holds words of the vocabulary; tested
    return "other"


def office_run(words: Sequence[Word], start: int) -> int:
    """The index after the office that begins at `words[start]`, or `start` where none does.

    An office is a run of heads, ranks, modifiers, states and the small words between them
    that holds a head or a rank; a state's institution may stand before it under any name.
    """
    end = _run_from(words, start, start)
    if end > start or not (words[start].kind == "state" or _opens_institution(words, start)):
        return end
    head = _past_institution(words, start)
    return _run_from(words, start, head) if head > start else start


def _opens_institution(words: Sequence[Word], start: int) -> bool:
    """ "Bureau of Oceans Assistant Secretary X": an institution without its state."""
    following = words[start + 1].folded if start + 1 < len(words) else ""
    return words[start].capital and words[start].folded in INSTITUTIONS and following in {"of", "for"}


def _past_institution(words: Sequence[Word], start: int) -> int:
    """The index of the head of "Afghan High Council for National Reconciliation Chairman X", or `start` where nothing of that kind begins."""
    is_institution = words[start].kind != "state"
    for position in range(start + 1, min(len(words) - 1, start + LONGEST_INSTITUTION)):
        word = words[position]
        if word.kind in {"head", "rank"} and word.capital:
            is_named = words[position + 1].kind in {"name", "initial", "honorific", "rank", "head", "particle"}
            return position if is_institution and is_named else start
        if word.capital and word.folded in INSTITUTIONS:
            is_institution = True
        elif not (
            (word.capital and word.kind in {"modifier", "name"})
            or (word.kind == "joint" and word.folded in {"of", "for", "and", "the", "on"})
            or (position == start + 1 and word.text in {"’s", "'s", "’", "'"})
        ):
            break
    return start


LONGEST_INSTITUTION = 12
# What a state's bodies are called by whose names no list can hold.
INSTITUTIONS = frozenset(
    [
        "administration",
        "agency",
        "assembly",
        "authority",
        "board",
        "bureau",
        "center",
        "centre",
        "command",
        "commission",
        "committee",
        "congress",
        "corporation",
        "council",
        "court",
        "department",
        "directorate",
        "fund",
        "institute",
        "ministry",
        "office",
        "organization",
        "organisation",
        "parliament",
        "secretariat",
        "service",
        "staff",
    ]
)


def _run_from(words: Sequence[Word], start: int, position: int) -> int:
    """As `office_run`, read on from `position`."""
    last_good = start
    has_head = False
    while position < len(words) and position - start < 40:
        word = words[position]
        before = words[position - 1] if position > start else None
        born = before is not None and (before.kind == "rank" or before.folded in {"prince", "sheikh", "shaikh"})
        if word.folded in GIVEN and born and (_name_at(words, position + 1) or words[position + 1].kind == "particle"):
            # "Major General Sultan Kamal", "Prince Sultan bin Faisal": his name.
            break
        if word.kind in {"head", "rank"} or _assists(words, position):
            has_head = has_head or word.capital or word.folded in title_words().lower_heads
            last_good = position + 1
        elif word.text in SHIPS and has_head and words[position - 1].folded == "of":
            # "Commanding Officer of INS Tabar".
            while position + 1 < len(words) and words[position + 1].kind == "name" and words[position + 1].capital:
                position += 1
            last_good = position + 1
        elif word.kind == "modifier" and (word.capital or word.folded in {"for", "of"} or has_head or _head_follows(words, position)):
            if (
                not word.capital
                and has_head
                and word.folded in {"near", "support", "former", "his", "her", "lead", "head", "space"}
                and not _after_joint(words, position)
            ):
                break
            last_good = position + 1
        elif word.kind == "state":
            if (
                has_head
                and last_good == position
                and word.party is not None
                and word.party.form == "demonym"
                and not _after_joint(words, position)
                and not (position + 1 < len(words) and words[position + 1].kind in {"modifier", "head"})
            ):
                break
            last_good = position + 1
        elif word.kind == "joint" and position > start:
            if not (_goes_on(words, position, has_head) or _of_institution(words, start, position)) or _two_people(words, start, position):
                break
        elif position > start and _repeats_state(words, position):
            # "Republic of Korea (ROK) Vice Minister X".
            position += 2
        elif has_head and _is_peninsula(words, position):
            position += 1
            last_good = position + 1
        elif word.folded == "sr" and has_head and position + 1 < len(words) and words[position + 1].kind == "rank":
            # "Deputy Minister of Defense Sr. Lt. Gen. X".
            pass
        elif word.folded in {"i", "ii"} and has_head and words[position - 1].kind in {"head", "modifier"}:
            # "Minister of Defence II" beside a first one.
            last_good = position + 1
        elif (word.text in {"’s", "'s"} and _office_of_another(words, position)) or (
            (word.text == "," and has_head and _comma_goes_on(words, position))
            or (word.text in {"’s", "'s", "’", "'"} and words[position - 1].kind == "state")
            or (
                word.text in {"/", "-", "–"} and position + 1 < len(words) and words[position + 1].kind in {"head", "modifier"} and has_head
            )
        ):
            pass
        elif not has_head and _spells_out_acronym(words, start, position):
            # "Department of National Defense (DND) Secretary".
            position += 2
        elif (
            word.text == "("
            and position > start
            and words[position - 1].kind in {"rank", "head"}
            and position + 2 < len(words)
            and words[position + 2].text == ")"
            and words[position + 1].folded in {"pilot", "navy", "ret", "retd", "rtd", "retired", "air", "sea"}
        ):
            last_good = position + 3
            position += 2
        else:
            break
        position += 1
    return last_good if has_head else start


def _assists(words: Sequence[Word], position: int) -> bool:
    """ "Assistant to the President for National Security Affairs": a head of its own, before "Secretary" a modifier."""
    following = [word.folded for word in words[position + 1 : position + 3]]
    return words[position].text == "Assistant" and following in (["to", "the"], ["to", "president"])


def _of_institution(words: Sequence[Word], start: int, position: int) -> bool:
    """ "Department of National Defense (DND) Secretary": the institution whose acronym and head follow."""
    place = position + 1
    while place < len(words) and words[place].kind in {"modifier", "joint"} and words[place].capital:
        place += 1
    return words[position].folded == "of" and place < len(words) and _spells_out_acronym(words, start, place)


def _spells_out_acronym(words: Sequence[Word], start: int, position: int) -> bool:
    """Whether an institution's acronym in parentheses stands between its name and the head of its office."""
    return (
        words[position].text == "("
        and position > start
        and position + 3 < len(words)
        and words[position + 1].text.isupper()
        and words[position + 2].text == ")"
        and words[position + 3].kind == "head"
    )


# Titles that are given names too.
GIVEN = frozenset({"amir", "emir", "sultan"})


def _name_at(words: Sequence[Word], position: int) -> bool:
    return position < len(words) and words[position].kind == "name"


# Before the names of navies' ships.
SHIPS = frozenset(
    {
        "USS",
        "USNS",
        "USCGC",
        "HMS",
        "HMAS",
        "HMCS",
        "HMNZS",
        "INS",
        "JS",
        "ROKS",
        "BRP",
        "KRI",
        "KD",
        "RSS",
        "ITS",
        "FS",
        "ESPS",
        "BNS",
        "PNS",
        "SLNS",
    }
)


# Offices that a release calls by one word, and that nobody holds together with the other head's.
ALONE = frozenset({"president", "vice president", "secretary", "prime minister", "secretary-general", "first lady", "king", "chancellor"})
OTHER_HEADS = frozenset({"president", "president-elect", "prime minister-designate", "prime minister", "foreign minister", "defense minister", "defence minister", "taoiseach", "king", "queen", "chancellor", "premier", "secretary-general", "secretary general", "crown prince", "sultan", "emir", "pope"})  # fmt: skip


def _two_people(words: Sequence[Word], start: int, position: int) -> bool:
    """ "The Vice President and Prime Minister Sunak": one called by the office alone, and another by office and name."""
    if words[position].folded != "and" or start == 0 or words[start - 1].folded != "the":
        return False
    if " ".join(word.folded for word in words[start:position]) not in ALONE:
        return False
    stop = position + 1
    while stop < len(words) and words[stop].kind in {"head", "modifier"} and words[stop].capital and stop < position + 4:
        stop += 1
    other = " ".join(word.folded for word in words[position + 1 : stop])
    return other in OTHER_HEADS and stop < len(words) and words[stop].kind in {"name", "initial", "honorific", "particle"}


def _office_of_another(words: Sequence[Word], position: int) -> bool:
    """ "Minister in the Prime Minister's Office", "Chief of Staff of the Sultan's Armed Forces"."""
    return (
        position + 1 < len(words)
        and words[position + 1].text in {"Office", "Department", "Armed", "Forces", "Guard"}
        and words[position - 1].kind == "head"
    )


def _after_joint(words: Sequence[Word], position: int) -> bool:
    return position > 0 and words[position - 1].kind == "joint"


def _head_follows(words: Sequence[Word], position: int) -> bool:
    following = words[position + 1 : position + 4]
    return any(word.kind == "head" for word in following)


# "The Prime Minister at the White House": where he was, no part of his office.
BUILDINGS = frozenset(
    {"house", "palace", "base", "hotel", "camp", "airport", "castle", "residence", "pentagon", "barracks", "port", "room"}
)


SENT = frozenset({"attaché", "attache", "ambassador", "representative", "envoy", "counsellor", "counselor", "chargé"})
# "Ambassador to the Kingdom": the publisher's own state, by its form.
THE_STATE = frozenset({"kingdom", "republic", "state", "sultanate", "federation", "union", "commonwealth"})


def _goes_on(words: Sequence[Word], position: int, has_head: bool) -> bool:
    """Whether the office goes on after a small word: "of Defense", "for the Americas", "and Minister of ..."."""
    following = position + 1
    while following < len(words) and words[following].kind == "joint" and following - position < 3:
        following += 1
    if following >= len(words):
        return False
    word, joint = words[following], words[position]
    if _is_peninsula(words, following):
        return has_head
    if joint.folded == "and":
        if following > position + 1 and has_head and (word.kind == "head" or _head_follows(words, following)):
            # "The Secretary and the Deputy Prime Minister": two.
            return False
        if word.kind in {"head", "modifier"} and word.capital:
            return has_head or word.kind == "modifier"
        return word.kind == "state" and word.party is not None and word.party.form in {"organisation"} and has_head
    if joint.folded == "at" and any(w.folded.rpartition(" ")[2] in BUILDINGS for w in words[following : following + 3]):
        return False
    if joint.folded == "in" and word.kind == "state" and any(w.folded in SENT for w in words[max(0, position - 6) : position]):
        # "Military Attaché of Pakistan in Azerbaijan".
        return True
    if joint.folded in {"in", "at", "with"}:
        return (
            has_head
            and word.kind in {"modifier", "state"}
            and word.capital
            and (following > position + 1 or joint.folded == "at")
            and joint.folded != "with"
        )
    if joint.folded == "to":
        return has_head and (word.kind in {"state", "head"} or word.folded in THE_STATE) and word.capital
    if joint.folded == "the" and position and words[position - 1].kind not in {"head", "joint"}:
        return False
    if joint.folded == "on":
        return has_head and word.capital and word.kind == "modifier"
    return has_head and (
        (word.kind in {"modifier", "head", "rank"} and (word.capital or joint.folded in {"of", "for"} or _of_the(words, position)))
        or word.kind == "state"
    )


def _repeats_state(words: Sequence[Word], position: int) -> bool:
    """Whether a parenthesis holds the short name of the state before it."""
    if position + 2 >= len(words) or words[position].text != "(" or words[position + 2].text != ")":
        return False
    before, within = words[position - 1].party, words[position + 1].party
    return before is not None and within is not None and before.code == within.code


def _is_peninsula(words: Sequence[Word], position: int) -> bool:
    """ "Special Representative for Korean Peninsula Affairs": a remit, no state's."""
    return words[position].folded == "korean" and position + 1 < len(words) and words[position + 1].folded == "peninsula"


def _lists_remit(words: Sequence[Word], position: int) -> bool:
    """ "Assistant Secretary of State for Population, Refugees, and Migration": a list of modifiers that "and" closes."""
    closes = position + 2 < len(words) and words[position + 1].folded in {"and", "&"} and words[position + 2].kind == "modifier"
    if closes and words[position - 1].kind == "modifier" and position >= 2 and words[position - 2].text == ",":
        return True
    place = position
    while place + 1 < len(words) and words[place].text == "," and words[place + 1].kind == "modifier" and words[place + 1].capital:
        place += 2
    if place > position and words[place - 1].kind == "modifier" and place < len(words) and words[place].text == ",":
        place += 1
    begun = words[position - 1].kind == "modifier"
    return (
        begun
        and place > position
        and place + 1 < len(words)
        and words[place].folded in {"and", "&"}
        and words[place + 1].kind == "modifier"
    )


def _of_the(words: Sequence[Word], position: int) -> bool:
    """ "chief of the general staff", written small."""
    return words[position].folded == "the" and position > 0 and words[position - 1].folded == "of"


def _comma_goes_on(words: Sequence[Word], position: int) -> bool:
    """ "Commissioner for Political Affairs, Peace and Security"; "commander, U.S. Africa Command"."""
    following = words[position + 1 : position + 5]
    if len(following) < 2:
        return False
    if (
        following[0].kind == "modifier"
        and following[0].capital
        and following[1].folded == "and"
        and len(following) > 2
        and following[2].kind == "modifier"
    ):
        return True
    if _lists_remit(words, position):
        return True
    if [w.folded for w in words[max(0, position - 3) : position]] == ["minister", "of", "state"] and following[0].folded == "minister":
        # "Minister of State, Minister for Foreign Affairs of Côte d'Ivoire".
        return True
    before = words[position - 1]
    if before.kind == "head" and before.folded in {
        "commander",
        "chief",
        "director",
        "deputy",
        "head",
        "secretary",
        "commandant",
    }:
        if following[0].kind == "state" and following[1].kind in {"modifier", "rank"}:
            return True
        if following[0].kind == "state" and following[0].party is not None and following[0].party.form in {"agency", "organisation"}:
            return True
    if [w.folded for w in following[:2]] == ["joint", "staff"] and before.folded == "staff":
        return True
    return (
        before.folded in {"operations", "plans"}
        and following[0].kind == "modifier"
        and following[0].capital
        and following[1].kind == "state"
    )


def make_office(text: str, words: Sequence[Word], start: int, stop: int) -> Office | None:
    """The office of `words[start:stop]`, its state and rank told apart; None where nothing remains."""
    party: tuple[str, tuple[int, int]] | None = None
    low = start
    while low < stop and (
        words[low].kind in {"state", "joint"}
        or (words[low].text in {"(", ")"} and party is not None)
        or words[low].text in {"’s", "'s", "’", "'"}
        or _is_possessive(words, low, stop)
    ):
        word = words[low]
        if word.kind == "state" and word.party is not None:
            after = low + 4 if _repeats_state(words, low + 1) else low + 1
            if word.party.form == "organisation" and after < stop and words[after].kind in {"head", "modifier"}:
                # "United Nations Ambassador X": sent there, not of it.
                party = None if words[after].folded == "ambassador" else (word.party.code, (word.start, word.end))
                break
            if word.party.form == "agency" and low + 1 < stop:
                party = (word.party.code, (word.start, word.end))
                break
            party = party or (word.party.code, (word.start, word.end))
        low += 1
    if low >= stop:
        return None
    party = party or _party_inside(words, low, stop)
    rank, low, stop = _rank(words, low, stop)
    title = _words(text, words, low, stop) if low < stop and any(w.kind in {"head", "rank"} for w in words[low:stop]) else None
    whole = text[words[start].start : words[stop - 1 if stop > start else start].end]
    full = ", ".join(part for part in (rank, title) if part)
    if not full:
        return None
    return Office(
        words[start].start,
        max(words[stop - 1].end, words[start].end),
        whole,
        title,
        rank,
        party[0] if party else None,
        party[1] if party else None,
        _institution(words, low, stop, text),
        level_of(title or rank or ""),
        any(
            w.kind == "head"
            and not (n > low and words[n - 1].kind == "joint" and words[n - 1].folded != "and")
            and w.folded.endswith("s")
            and w.folded not in {"affairs"}
            and w.folded
            in {
                "ministers",
                "presidents",
                "secretaries",
                "ambassadors",
                "counterparts",
                "colleagues",
                "representatives",
                "undersecretaries",
                "co-chairs",
                "directors",
                "advisors",
            }
            for n, w in enumerate(words[low:stop], low)
        ),
    )


PLURAL = re.compile(
    r"(?i)\b(?:(secretar|undersecretar|deput)ies|(minister|president|ambassador|representative|director|advisor|chief|commander)s)\b"
)


def of_one(office: Office) -> Office:
    """ "Foreign Ministers X and Y": the office as each of them holds it, still marked as several people's."""
    if not office.is_plural or office.title is None:
        return office
    return office._replace(title=PLURAL.sub(lambda m: f"{m[1]}y" if m[1] else m[2], office.title))


def _is_possessive(words: Sequence[Word], low: int, stop: int) -> bool:
    """ "Her National Security Advisor": whose he is, no part of the office; "His Majesty's Ambassador" is one."""
    return (
        words[low].folded in {"his", "her"} and low + 1 < stop and not words[low + 1].folded.startswith(("majest", "excellenc", "highness"))
    )


def _words(text: str, words: Sequence[Word], low: int, stop: int) -> str:
    return " ".join(text[words[low].start : words[stop - 1].end].split()).strip(" ,")


def _party_inside(words: Sequence[Word], low: int, stop: int) -> tuple[str, tuple[int, int]] | None:
    """ "of Peru" within an office names its state; "for Yemen", "to Peru" and "in Peru" don't."""
    # A state's own name counts before a staff that several states call alike.
    named = [n for n in range(low, stop) if words[n].party is not None and words[n].party.form != "agency"]  # type: ignore[union-attr] # tested before
    agencies = [n for n in range(low, stop) if words[n].party is not None and words[n].party.form == "agency"]  # type: ignore[union-attr] # tested before
    for position in (*named, *agencies):
        word = words[position]
        if word.kind != "state" or word.party is None:
            continue
        back = position - 1
        while (
            back > low
            and words[back].folded
            in {
                "the",
                "republic",
                "kingdom",
                "of",
                "islamic",
                "democratic",
                "federal",
                "national",
                "security",
                "defense",
                "defence",
                "armed",
                "forces",
                "royal",
            }
            and words[back].folded != "of"
        ):
            back -= 1
        before = words[back].folded if back >= low else ""
        if (
            before == "of"
            or words[position - 1].text == ","
            or word.party.form == "agency"
            or (before == "at" and word.party.form != "name")
            or _commands(words, position, stop)
        ):
            if before in {"to", "for"}:
                continue
            return word.party.code, (word.start, word.end)
        if word.party.form == "demonym" and before not in {"to", "for", "and"}:
            return word.party.code, (word.start, word.end)
    return None


def _commands(words: Sequence[Word], position: int, stop: int) -> bool:
    """ "Commander United States Central Command": the state's command follows at once."""
    return words[position - 1].folded in {"commander", "commandant"} and any(w.folded == "command" for w in words[position + 1 : stop])


def _rank(words: Sequence[Word], low: int, stop: int) -> tuple[str | None, int, int]:
    """A rank before or after the office proper: its words, and the bounds of what remains."""
    phrases = title_words().rank_phrases
    service = low
    while service < stop and words[service].folded in {
        "army",
        "navy",
        "air",
        "force",
        "marine",
        "corps",
        "coast",
        "guard",
        "royal",
    }:
        service += 1
    for begin in {low, service}:
        for length in (4, 3, 2, 1):
            end = begin + length
            if end <= stop and tuple(w.folded for w in words[begin:end]) in phrases:
                if end < stop and words[end].text == "(":
                    end = min(stop, end + 3)
                    return _join(words[begin:end]), end, stop
                if (
                    end < stop
                    and words[end].kind not in {"head", "modifier", "state", "rank"}
                    and length == 1
                    and begin == low
                    and words[begin].folded in {"commander", "captain", "general"}
                    and words[end].folded in {"of", "for"}
                ):
                    continue
                if end < stop and words[begin].folded in {"general", "major"} and words[end].kind in {"head"} and length == 1:
                    continue
                if length == 1 and words[begin].folded == "commander" and end < stop:
                    continue
                return _join(words[begin:end]), end, stop
    retired = stop - 3 if stop - 3 > low and words[stop - 3].text == "(" and words[stop - 1].text == ")" else stop
    for length in (4, 3, 2, 1):
        begin = retired - length
        if begin > low and tuple(w.folded for w in words[begin:retired]) in phrases:
            if (
                words[begin].folded in {"general", "major"}
                and length == 1
                and words[begin - 1].folded
                in {"secretary", "director", "inspector", "attorney", "governor", "consul", "advocate", "surgeon"}
            ):
                return None, low, stop
            if words[begin - 1].kind == "joint" and length > 1:
                # "Chief of Army General Tan": the army's chief, with the shorter rank.
                continue
            abbreviated = words[begin].text.endswith(".")
            if words[begin - 1].kind == "joint" or words[begin - 1].folded in {"deputy", "vice"} | (set() if abbreviated else {"chief"}):
                return None, low, stop
            rest = begin
            while rest > low and words[rest - 1].text in {",", "("}:
                rest -= 1
            return _join(words[begin:stop]), low, rest
    return None, low, stop


def _join(words: Sequence[Word]) -> str:
    return re.sub(r"\( (\w+) \)", r"(\1)", " ".join(word.text for word in words))


def _institution(words: Sequence[Word], low: int, stop: int, text: str) -> str | None:
    """The command, ministry or staff named within an office, as written."""
    for position in range(low, stop):
        if (
            words[position].folded in {"ministry", "department", "command", "fleet", "office", "staff", "council", "commission", "bureau"}
            and words[position].capital
        ):
            begin = position
            while begin > low and (words[begin - 1].kind in {"modifier", "state"} and words[begin - 1].capital):
                begin -= 1
            end = position + 1
            while end < stop and words[end].kind in {"joint", "modifier", "state"}:
                end += 1
            while end > position + 1 and words[end - 1].kind == "joint":
                end -= 1
            return " ".join(text[words[begin].start : words[end - 1].end].split())
    return None
