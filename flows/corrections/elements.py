"""The elements of a report by their names: participant/NAME, party/CODE, topic/CODE, outcome/WORDS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flows.corrections.effects import Stale
from flows.corrections.fields import WrongValue, family
from flows.corrections.passages import Passage
from flows.extract.offices import level_of
from flows.extract.report import Outcome, Participant, Party, Report, Topic
from schemas.vocabulary import TOPICS

Element = Party | Participant | Topic | Outcome


def element_name(element: Element) -> str:
    """The name under which evidence knows an element."""
    if isinstance(element, Participant):
        return f"participant/{element.name}"
    if isinstance(element, Party):
        return f"party/{element.code}"
    if isinstance(element, Topic):
        return f"topic/{element.key}"
    return f"outcome/{element.start}"


def find_element(report: Report, element: str) -> tuple[int, str]:
    """The place of an element in its group, and the name under which evidence knows it.

    A participant is found under a fuller or shorter form of the name too, an outcome by words of its verb and content.  Raises `Stale`.
    """
    name, key = family(element), element.partition("/")[2]
    groups: dict[str, Sequence[Element]] = {
        "participant": report.participants, "party": report.parties, "topic": report.topics, "outcome": report.outcomes,
    }  # fmt: skip
    group = groups[name]
    for index, row in enumerate(group):
        if element_name(row) == element:
            return index, element
    found = [index for index, row in enumerate(group) if _is_like(row, key)]
    if len(found) != 1:
        raise Stale(f"{element}: {'none' if not found else 'more than one'} in the report")
    return found[0], element_name(group[found[0]])


def _is_like(element: Element, key: str) -> bool:
    if isinstance(element, Participant):
        one, other = element.name.casefold().split(), key.casefold().split()
        return one[-1:] == other[-1:] and (set(one) <= set(other) or set(other) <= set(one))
    if isinstance(element, Outcome):
        return " ".join(key.split()) in " ".join(f"{element.verb} {element.content}".split())
    return False


def new_element(element: str, values: Mapping[str, Any], place: Passage | None) -> tuple[Element, list[str]]:
    """An element with what is told of it and, for the rest, what says least; and the fields that need words of the release.

    `place` is where it is told.  Raises `WrongValue` where something is missing.
    """
    name, key = family(element), element.partition("/")[2]
    told = [field for field in values if field not in {"level", "role", "stance"}]
    if name == "party":
        return Party(key, values.get("side", "participant")), ["code"]
    if name == "topic":
        is_coded = key in TOPICS
        return Topic(key if is_coded else None, None if is_coded else key, values.get("stance", "discussed")), [
            "code" if is_coded else "label"
        ]
    if name == "participant":
        title = values.get("title")
        person = Participant(
            key,
            key,
            title,
            title,
            values.get("party"),
            values.get("institution"),
            values.get("level") or level_of(title or ""),
            values.get("role", "principal"),
        )
        return person, ["name", *(field for field in told if field != "name")]
    if not values.get("verb") or not values.get("kind"):
        raise WrongValue(f"{element}: an outcome needs kind and verb")
    if place is None:
        raise Stale(f"{element}: the words quoted for it do not stand in the release")
    outcome = Outcome(values["kind"], values.get("actor"), values["verb"], key, None, values.get("due_on"), place.start)
    return outcome, ["content", *(field for field in told if field not in {"content", "kind"})]
