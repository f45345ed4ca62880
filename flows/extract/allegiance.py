"""Allegiance: which state or organisation a person speaks for where the office does not say."""

from __future__ import annotations

import re
from bisect import bisect_left

from flows.extract.leaders import party_of_leader
from flows.extract.offices import Office
from flows.extract.person_drafts import Draft
from flows.extract.person_mentions import PersonMention
from flows.extract.places import find_parties, find_places, parties_of
from flows.extract.sides import (
    ON_SIDE,
    REACH,
    SMALL_OFFICE,
    Side,
    delegation_of,
    sentence_begin,
    side_after,
    side_led,
    side_of,
    unabbreviated,
    unit_of,
)
from flows.extract.words import title_words
from flows.parse.document import Document
from schemas.vocabulary import ORGANISATIONS, Basis, Part

OPENED_WITH = re.compile(
    r"\b(?:With|Alongside|Like|To|(?:In|During|At|Following|After|Before) (?:an?|the|his|her|their|today’s) (?:[\w-]+ ){0,3}(?:meeting|call|talks|conversation|discussions?|session)s? with)\s+(?:the\s+)?$"
)
# A word of a name may open the office that follows ("and Rapid Support Forces Commander Y").
AND = re.compile(r"(?:,?\s+[A-Z]{2,4}\b(?=,))?,?\s+(?:and\s+(?:with\s+)?)?(?:the\s+)?(?:(?<=and )[A-Z][a-z]+\s+)?")


# Code points before a name within which the words stand that open its sentence.
OPENING = 60


def _listed_with(document: Document, mention: PersonMention, previous: tuple[PersonMention, Draft] | None, met: set[int]) -> Side | None:
    """ "Ghanaian President X, Minister for Defence Y and General Z": one state's list; of those in `met` our own official met the first."""
    text = document.text
    if (
        previous is None
        or not mention.offices
        or any(o.party for o in mention.offices)
        or any(words in (o.title or "").lower() for o in mention.offices for words, _ in title_words().party_of_title)
        or not previous[0].offices
    ):
        return None
    start = _begin(text, mention)
    end = max([previous[0].end, *(office.end for office in previous[0].offices)])
    opening = min([previous[0].start, *(office.start for office in previous[0].offices)])
    if OPENED_WITH.search(text, max(0, opening - OPENING), opening):
        # "With Minister X, Secretary Y discussed ...".
        return None
    leads = _leader(previous[1], document)
    known = (leads, "body", previous[0].start, previous[0].end) if leads not in {None, document.publisher_party} else None
    told = previous[1].parties[0] if previous[1].parties else known
    if told is None:
        return None
    code, part, low, high = told
    if end > start or not AND.fullmatch(text, end, start):
        return None
    if part == "body" and end - 260 < low < end:
        return Side(code, low, high)
    return Side(code, previous[0].start, previous[0].end) if previous[0].person_no in met else None


def _begin(text: str, mention: PersonMention) -> int:
    """Where a mention begins, its offices and the honorific before them included."""
    start = min([mention.start, *(office.start for office in mention.offices)])
    honorific = mention.honorific or ""
    return min(start, text.find(honorific, max(0, mention.start - len(honorific) - 2)) if honorific else start)


# How far back in a paragraph the words stand that say with whom somebody met, in code points.
PARAGRAPH = 1500
WITH_NOUN = re.compile(
    r"\b(?:talks|meeting|discussions|consultations|call|conversation)(?: (?:in|at|on) [^,.;]{2,50}?)? with\s+(?:the |H\.E\.? |Mr\.? |Ms\.? |Dr\.? )*$"
)
MET_BY = re.compile(
    r"\b(?:(?:met|meet|sat down|sit down)(?: (?:separately|also|again|bilaterally|briefly|privately|there|today|yesterday|on \w+day|(?:in|at) [A-Z]\w+(?: [A-Z]\w+)?)){0,3}(?: with)?|meets?(?: with)?|meeting(?: with)?|(?:talks|meetings?|discussions|call|conversation|consultations|views|interaction)(?: (?:in|at|on) [^,.;]{2,50}?)? with|conferred with|(?:called|call) on|"
    r"(?:received|hosted|welcomed|greeted)(?: (?:at|aboard|in|on) [^,.;]{2,40}?| there)? by|spoke (?:\w+ )?(?:with|to)|received|hosted|welcomed)\s+(?:the |H\.E\.? |Mr\.? |Ms\.? |Dr\.? )*$"
)


def _met_by_ours(document: Document, drafts: list[Draft], mention: PersonMention, named: list[PersonMention]) -> bool:
    """Whether the publisher's own official met this person, of whose office no state is said: then he is the other side's."""
    home = document.publisher_party
    start = _begin(document.text, mention)
    low = max(document.text.rfind("\n", 0, start) + 1, start - PARAGRAPH)
    if home is None or not mention.offices or not MET_BY.search(document.text, max(low, start - 60), start):
        return False
    hosted = home in ORGANISATIONS or HOSTED.search(document.text, max(low, start - 60), start)
    if hosted and not _is_abroad(f"{document.title}\n{document.text[:ABOUT]}\n{document.text[low:start]}", home):
        # Who is called on may be our own host of a guest; not on a journey abroad.
        return False
    low = sentence_begin(document.text, low, start)
    first, last = (bisect_left(named, place, key=lambda m: m.start) for place in (low, start))
    before = [m for m in named[first:last] if m.person_no != mention.person_no]
    if not before and WITH_NOUN.search(document.text, max(low, start - 60), start):
        return True
    if not before:
        return (
            re.search(
                r"\bI(?:[’'](?:ve|ll|m))? (?:\w+ ){0,6}(?:met|meet|sat|sit|spoke|called|call|held|had|received|hosted|welcomed)\b|\b(?:[Hh]e|[Ss]he|[Tt]he (?!White House|Pentagon|Capitol)(?:[A-Z]\w+ ){1,3})\b|\b[A-Z]{2,6} (?:also )?(?:called|met|held|paid|had)\b",
                document.text[low:start],
            )
            is not None
        )
    if before[-1].person_no is None:
        return False
    nearest = before[-1]
    if (
        SAME_SUBJECT.fullmatch(document.text, max([nearest.end, *(office.end for office in nearest.offices)]), start)
        and drafts[nearest.person_no or 0].parties
    ):
        # "Called on the minister and held meetings with the general": he whom our own man met stands there before him.
        return {code for code, *_ in drafts[nearest.person_no or 0].parties}.isdisjoint({home})
    subject = drafts[before[-1].person_no]
    ours = {code for code, *_ in subject.parties} <= {home} and not any(office.party not in {None, home} for _, office in subject.offices)
    return ours


SAME_SUBJECT = re.compile(
    r",?\s+(?:and|then)\s+(?:also |then |later )?(?:held|met|called|had|paid|hosted|received)\b[^.;,]{0,60}\b(?:with|on)\s+(?:the )?"
)


def _is_abroad(text: str, home: str) -> bool:
    """Whether words tell of a journey to another state than the publisher's own."""
    for match in ABROAD.finditer(text):
        place = next(iter(find_places(text[match.end() - 1 : match.end() + DESTINATION])), None)
        if place is None or place.country != home:
            return True
    return False


# Code points after "visit to" within which the place stands.
DESTINATION = 30
# Code points of a release that tell what it is about.
ABOUT = 300
IN_COMPANY = re.compile(r"\b(?:was|were|is|are|will be)\s+(?:also\s+)?(?:accompanied|assisted|supported|flanked|joined)\s+by\b")
COMPANY = ("accompanied", "assisted", "supported", "flanked", "joined")
JOINING = re.compile(r"\b[Jj]oining (?=(?:the )?(?:[\w.]+ ){1,4}(?:was|were|is|are)\b)")
ENDS_COMPANY = re.compile(r"[.;](?:\s|$)|\n|\b(?:who|where|while|during|for talks|to discuss|and (?:by|met|held))\b")


def _in_company_of(text: str, mention: PersonMention, mentions: list[PersonMention], drafts: list[Draft]) -> Side | None:
    """ "The Crown Prince was accompanied by X, Y and Z", "Joining the Secretary were X and Y": of one side."""
    start = min([mention.start, *(office.start for office in mention.offices)])
    low = max(0, start - REACH)
    before = text[low:start]
    for pattern, stems in ((IN_COMPANY, COMPANY), (JOINING, ("oining ",))):
        match = next(reversed(list(pattern.finditer(text, low, start))), None) if any(stem in before for stem in stems) else None
        if match is None:
            continue
        if ENDS_COMPANY.search(unabbreviated(text[match.end() : start])):
            continue
        if pattern is IN_COMPANY:
            leaders = [m for m in mentions if m.end <= match.start() and match.start() - m.end <= 2]
        else:
            leaders = [m for m in mentions if match.end() <= m.end <= match.end() + 40 and m.start < mention.start]
        if pattern is IN_COMPANY and not leaders:
            return _called_small(text, match.start(), drafts)
        leader = leaders[-1] if pattern is IN_COMPANY and leaders else leaders[0] if leaders else None
        if leader is None:
            return None
        codes = (
            {leader.party} if leader.party else {c for c, *_ in drafts[leader.person_no].parties} if leader.person_no is not None else set()
        )
        codes.discard(None)
        if len(codes) == 1:
            return Side(codes.pop(), leader.start, leader.end)
    return None


# "The Canadian official was joined by".
OF_STATE = re.compile(
    r"\b[Tt]he (?P<state>[A-Z][\w-]+(?: [A-Z][\w-]+)?) (?:official|minister|officer|general|admiral|envoy|side|delegation|leader|guest|commander|chief)\s*$"
)


def _called_small(text: str, end: int, drafts: list[Draft]) -> Side | None:
    """ "The minister was accompanied by X and Y": of the side of the one introduced as minister."""
    of_state = OF_STATE.search(text, max(0, end - REACH), end)
    if of_state is not None:
        named = [m for m in find_parties(of_state["state"]) if m.form == "demonym"]
        return Side(named[0].code, *of_state.span("state")) if named else None
    called = SMALL_OFFICE.search(text, max(0, end - REACH), end)
    if called is None:
        return None
    word = re.compile(rf"\b{called['office']}\b", re.IGNORECASE)
    codes = {
        code
        for draft in drafts
        if draft.first_at < (0, end) and any(word.search(office.title or office.rank or "") for _, office in draft.offices)
        for code, *_ in draft.parties
    }
    return Side(codes.pop(), *called.span()) if len(codes) == 1 else None


HOSTED = re.compile(r"\b(?:called on|call on|by)\s")


ABROAD = re.compile(r"\b(?:[Vv]isit(?:s|ed)? (?:to )?[A-Z]|[Aa]rriv\w* in [A-Z]|[Tt]ravel\w* to|[Tt]rip to|[Dd]uring (?:his|her) visit)")


def take_sides(drafts: list[Draft], mentions: list[PersonMention], document: Document) -> None:
    """Give a person introduced as the other side's ("his counterparts, X and Y", "the Thai delegation led by Z") that side's party."""
    parties = parties_of(document.text)
    _sides_of_offices(drafts, mentions)
    named = [m for m in mentions if m.form == "named" and m.person_no is not None]
    starts = [m.start for m in named]
    has_delegations = " delegation " in document.text
    previous: tuple[PersonMention, Draft] | None = None
    met: set[int] = set()
    for mention in named:
        draft = drafts[mention.person_no or 0]
        if _in_shared_office(draft, mention) and _met_by_ours(document, drafts, mention, named):
            draft.parties.clear()
        if draft.parties and not ON_SIDE.search(document.text, max(0, mention.start - REACH), mention.start):
            previous = (mention, draft)
            continue
        end = max([mention.end, *(office.end for office in mention.offices)])
        side = (
            unit_of(document.text, end, parties)
            or (delegation_of(document.text, mention.start, parties) if has_delegations else None)
            or side_of(document.text, mention.start, starts, parties)
        )
        side = (
            side
            or _in_company_of(document.text, mention, mentions, drafts)
            or side_after(document.text, end, parties)
            or side_led(document.text, end, parties)
            or (
                None
                if _leader(draft, document)
                else _listed_with(document, mention, previous, met if draft.first_at == (0, mention.start) else set())
            )
        )
        previous = (mention, draft)
        if draft.parties and not (side and side.is_certain):
            continue
        if side is None and _leader(draft, document) is not None:
            continue
        if side is None and _met_by_ours(document, drafts, mention, named):
            side = Side(None, mention.start, mention.end)
            met.add(mention.person_no or 0)
        if side is not None and side.code is not None:
            draft.parties.clear()
            draft.parties.append((side.code, "body", side.start, side.end))
        elif side is not None and document.publisher_party is not None:
            code, _, spans = _other_side(document, document.publisher_party, mention.start)
            if code is not None:
                draft.parties.append((code, *spans[0]))


# An office of so many words is one man's: "the German Parliamentary State Secretary".
RARE = 3


def _sides_of_offices(drafts: list[Draft], mentions: list[PersonMention]) -> None:
    """Give the holder of a long office the state that the release says of just that office elsewhere."""
    told: dict[str, PersonMention] = {}
    for mention in mentions:
        title = (mention.offices[0].title or "").lower() if mention.form == "office" else ""
        if mention.party and mention.party_span and len(title.split()) >= RARE and not mention.offices[0].is_plural:
            told[title] = mention
    for draft in drafts if told else ():
        said = next((told[o.title.lower()] for _, o in draft.offices if o.title and o.title.lower() in told), None)
        if said is not None and not draft.parties and said.party and said.party_span:
            draft.parties.append((said.party, "body", *said.party_span))


def _in_shared_office(draft: Draft, mention: PersonMention) -> bool:
    """Whether nothing but an office that several states have by one name ("Chairman of the Joint Chiefs of Staff") tells the party."""
    return [code for code, *_ in draft.parties] == ["USA"] and all(
        SHARED_OFFICE.search(office.title or "") and not OF_THE_US.search(office.title or "") for office in mention.offices if office.title
    )


SHARED_OFFICE = re.compile(r"Joint Chiefs of Staff")
OF_THE_US = re.compile(r"U\.?S\.?\b|United States|America")


def _leader(draft: Draft, document: Document) -> str | None:
    """The party of one whom everybody knows by office and name."""
    titles = [office.title for _, office in draft.offices if office.title]
    if document.published_on is None or not titles:
        return None
    return party_of_leader(draft.folded, max(titles, key=len), document.published_on.year)


# Code points before a town within which the word stands that says who was there.
LEAD = 40
IN_TOWN = re.compile(r"\b(?:[Ii]n|[Aa]t|to|visit(?:s|ed)|toured)\s+$")
# Offices that these states have too, by a word of the title.
SHARED_TITLES = {"PHL": "secretary", "KOR": "joint chiefs"}


def party_of(
    draft: Draft, title: str | None, office: Office | None, document: Document, spans: list[tuple[Part, int, int]]
) -> tuple[str | None, Basis, tuple[tuple[Part, int, int], ...]]:
    """The party said of a person, else of the office, else the publisher's for an unqualified office."""
    if draft.parties:
        code, part, start, end = draft.parties[0]
        return code, "stated", ((part, start, end),)
    lowered = (title or "").lower()
    for words, code in title_words().party_of_title:
        if words in lowered and not _has_it_too(document, code, words, lowered):
            return code, "derived", tuple(spans[-1:])
    leader = _leader(draft, document)
    if leader is not None:
        _, part, start, end = draft.names[0]
        return leader, "derived", ((part, start, end), *spans[-1:])
    home = document.publisher_party
    if home is None or title is None or not document.is_primary:
        return None, "stated", ()
    foreign = title_words().foreign_office.get("ORGANISATION" if home in ORGANISATIONS else home)
    at = next((start for _, part, start, _ in draft.names if part == "body"), None)
    if home in ORGANISATIONS and lowered == "president" and (state := _state_in_sentence(document, home, at)) is not None:
        return state
    if "attach" in lowered or _sent_to(home, title) or (foreign is not None and foreign.search(title)):
        return _other_side(document, home, at)
    text = document.metadata_text
    where = text.find("publisher: ")
    if where >= 0:
        return home, "context", (("metadata", where + len("publisher: "), text.index("\n", where)),)
    return home, "context", tuple(spans[-1:])


def _state_in_sentence(document: Document, home: str, at: int | None) -> tuple[str | None, Basis, tuple[tuple[Part, int, int], ...]] | None:
    """ "Later in Chisinau she was received by President X", told by an organisation: the president of the state that the sentence tells."""
    found = _other_side(document, home, at) if at is not None else (None, "stated", ())
    spans = found[2]
    near = at is not None and bool(spans) and spans[0][0] == "body" and 0 < at - spans[0][1] < REACH and found[0] not in ORGANISATIONS
    return found if near else None


def _has_it_too(document: Document, code: str, words: str, title: str) -> bool:
    """Whether the publisher's own side has the office by the same name, so that it is not certainly that state's."""
    home = document.publisher_party or ""
    if words in OF_MANY_STATES and document.is_primary:
        return home not in {"", code, *ORGANISATIONS}
    return code == "USA" and SHARED_TITLES.get(home, "-") in title


# Many governments have one; the publisher's own is meant where no state is said.
OF_MANY_STATES = frozenset({"national security advisor"})


SENT_TO = re.compile(
    r"(?i)\b(?:ambassador|head of mission|permanent representative|high commissioner|envoy|representative|attach[eé])\b[\w ]{0,30}? to (?:the )?(?P<where>[\w. ]+)$"
)


def _sent_to(home: str, title: str) -> bool:
    """ "Head of Mission to NATO", "Ambassador to the United States": sent to the publisher's side, so not of it."""
    match = SENT_TO.search(title)
    return match is not None and any(m.code == home for m in find_parties(match["where"]))


# Code points after a person within which the same sentence says where he was met.
PLACE_AFTER = 120


def _venue_after(text: str, at: int, home: str) -> tuple[str, Basis, tuple[tuple[Part, int, int], ...]] | None:
    """ "I'll call on President X at the Blue House": the state of the venue or town that the sentence goes on to name."""
    end = re.compile(r"[.;\n](?:\s|$)|\b(?:and|who|after|before|while)\b").search(text, at, at + PLACE_AFTER)
    for place in find_places(text[at : end.start() if end else at + PLACE_AFTER]):
        if place.kind in {"venue", "city"} and place.country not in {None, home} and AT.search(text, at, at + place.start):
            return place.country, "context", (("body", at + place.start, at + place.end),)
    return None


AT = re.compile(r"\b(?:at|in)\s+(?:the\s+)?$")


def _towns(text: str, low: int, high: int) -> list[tuple[int, str, int]]:
    """The towns of `text[low:high]` that somebody was in or went to: start, country, end."""
    return [
        (low + p.start, p.country, low + p.end)
        for p in find_places(text[low:high])
        if p.kind == "city" and p.country and IN_TOWN.search(text, max(0, low + p.start - LEAD), low + p.start)
    ]


# Code points of a release's opening that tell which two sides it is about, and before a person within which the stop of a trip is told.
ABOUT_TWO = 600
STOP_REACH = 700
STOP = re.compile(
    r"(?:\b(?:[Tt]ravel(?:s|l?ed)?|[Aa]rriv\w+|[Gg]oes|went|flew|[Vv]isit(?:s|ed)?|[Tt]rip|[Vv]isit) (?:to |in )?|\n(?:In )?|[.!?] In )$"
)


def _stop_before(document: Document, home: str, at: int) -> tuple[str | None, Basis, tuple[tuple[Part, int, int], ...]] | None:
    """The state of a trip's stop that was told last before a place in the text ("Travels to Warsaw", and below it "Meets Minister X")."""
    low = max(0, at - STOP_REACH)
    for place in reversed(find_places(document.text[low:at])):
        start = low + place.start
        if (
            place.kind in {"city", "country"}
            and place.country not in {None, home}
            and STOP.search(document.text, max(0, start - LEAD), start)
        ):
            return place.country, "context", (("body", start, low + place.end),)
    return None


def _other_side(document: Document, home: str, at: int | None = None) -> tuple[str | None, Basis, tuple[tuple[Part, int, int], ...]]:
    """Whose minister an unqualified one is: the other state named in the same paragraph before him, else by title or opening."""
    if at is not None:
        low = max(document.text.rfind("\n", 0, at) + 1, at - PARAGRAPH)
        near = [m for m in find_parties(document.text[low:at]) if m.code != home and m.form in {"name", "demonym"}]
        sentence = sentence_begin(document.text, low, at) - low
        here = [m for m in near if m.start >= sentence]
        if not here:
            towns = [town for town in _towns(document.text, low + sentence, at) if town[1] != home]
            if towns:
                start, country, end = towns[-1]
                return country, "context", (("body", start, end),)
        if not here:
            venue = _venue_after(document.text, at, home)
            if venue is not None:
                return venue
        if not near:
            far = [p for p in _towns(document.text, low, low + sentence) if p[1] != home]
            if far and len({country for _, country, _ in far}) == 1:
                # "Traveled to Warsaw. He met with Deputy Minister X".
                start, country, end = far[-1]
                return country, "context", (("body", start, end),)
        near = here or near
        if here or len({m.code for m in near}) == 1:
            return near[-1].code, "context", (("body", low + near[-1].start, low + near[-1].end),)
    headed = {m.code for m in find_parties(document.title) if m.code != home and m.form in {"name", "demonym"}}
    stop = _stop_before(document, home, at) if at is not None and len(headed) != 1 else None
    if stop is not None:
        return stop
    parts: tuple[tuple[Part, str], ...] = (("title", document.title), ("body", document.text[:ABOUT_TWO]))
    for part, text in parts if document.release_type != "schedule" else ():
        for mention in find_parties(text):
            if mention.code != home and mention.form in {"name", "demonym"}:
                return mention.code, "context", ((part, mention.start, mention.end),)
    return None, "stated", ()
