"""Adding: people and parties that words name, or that an occasion told before had, to a frame."""

from __future__ import annotations

from flows.extract.frames import Frame, Support, person_support
from flows.extract.mentions import Sentence
from flows.extract.person_mentions import PersonMention
from flows.extract.reader import Reader, signatories


def add_people(reader: Reader, frame: Frame, people: list[PersonMention], sentence: Sentence) -> None:
    """The people named, and the parties of offices without a name; those who are only quoted are left out."""
    for mention in people:
        if mention.person_no is not None:
            if mention.person_no not in reader.excluded:
                support = person_support(sentence.part, mention, f"participants.{frame.trigger.rule.split('.')[-1]}")
                frame.add_person(mention.person_no, "principal", support)
        elif mention.party:
            low, high = mention.party_span or (mention.start, mention.end)
            frame.add_party(mention.party, Support(sentence.part, low, high, "parties.office"))


GUEST_FIRST = ("called_on", "was_received", "visited", "travelled", "courtesy_call")


def add_guests_of_last(reader: Reader, frame: Frame, support: Support) -> None:
    """ "Met with the delegation": the other side of the engagement told last."""
    home = reader.mentions.document.publisher_party
    persons = reader.mentions.people.persons
    journey = next((f for f in reader.frames if f.kind == "visit" and f.places.get("country", (home,))[0] != home and f.subjects), None)
    ours = [n for n in journey.subjects if persons[n].party == home] if journey and home else []
    if ours:
        # On a journey of the publisher's own official "the delegation" is his.
        for number in ours:
            frame.add_person(number, "principal", support)
        return
    last = next((f for f in reversed(reader.frames) if any(persons[n].party != home for n in f.people)), None)
    told = last.people if last else {}
    if last is not None and home is None and last.trigger.rule.endswith(GUEST_FIRST) and last.subjects:
        # In a newspaper's text, which has no side of its own: who called on somebody is the guest.
        told = {number: last.people[number] for number in last.subjects if number in last.people}
    for number in told:
        if persons[number].party != home:
            frame.add_person(number, "principal", support)


def add_parties_of_last(reader: Reader, frame: Frame, support: Support) -> None:
    """The parties of the engagement told last between two of them."""
    persons = reader.mentions.people.persons
    for last in reversed(reader.frames):
        codes = {persons[n].party for n in last.people} | set(last.parties)
        if len(codes - {None}) > 1:
            for code in sorted(code for code in codes if code):
                frame.add_party(code, support)
            return


def _parties_with(reader: Reader, frame: Frame, home: str | None) -> set[str]:
    """The parties of a frame, the publisher's own among them where its side is not named ("held a call with his counterpart")."""
    persons = reader.mentions.people.persons
    codes = {persons[number].party for number in frame.people} | set(frame.parties)
    if frame.shape in {"partners", "object", "between"}:
        codes.add(home)
    return {code for code in codes if code}


def add_all_of_last(reader: Reader, frame: Frame, support: Support) -> None:
    """ "The two leaders": all who took part in the engagement told last."""
    home = reader.mentions.document.publisher_party
    several = [f for f in reader.frames if len(_parties_with(reader, f, home)) > 1]
    last = several[-1] if several else None
    if several and several[0].kind == "call" and several[0].sentence.part == "body" and frame.shape != "again":
        # "Updated him on his discussions with Y. The leaders looked forward to ...": those of the call that the release reports.
        last = several[0]
    if last is None:
        for number in signatories(reader, frame.sentence):
            frame.add_person(number, "principal", support._replace(rule="participants.signatory"))
        return
    if home is not None and home in _parties_with(reader, last, home):
        frame.add_party(home, support)
    for number in last.people:
        frame.add_person(number, "principal", support)
    for code in last.parties:
        frame.add_party(code, support)
