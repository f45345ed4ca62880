"""Saved questions of `readout.d/watches.yaml`, asked of what is new."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config.lines import YamlError, line_of, read_yaml
from schemas.vocabulary import TOPICS, Kind, Status

OWN = Path("readout.d") / "watches.yaml"


class WatchError(Exception):
    """A file of watches that cannot be used; the message names file and line."""


def _is_topic(topic: str) -> str:
    if topic not in TOPICS:
        raise ValueError(f"{topic}: no such topic; `readout find --topic {topic}` names the near ones")
    return topic


class Watch(BaseModel):
    """One question: all conditions given must hold; of several kinds or topics any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    party: tuple[str, ...] = ()
    person: str | None = None
    kind: tuple[Kind, ...] = ()
    topic: tuple[str, ...] = ()
    status: tuple[Status, ...] = ()
    text: str | None = None

    def model_post_init(self, _: Any) -> None:
        """Topics are codes of TOPICS.md; a watch without a condition would repeat `readout new`."""
        for topic in self.topic:
            _is_topic(topic)
        if not any((self.party, self.person, self.kind, self.topic, self.status, self.text)):
            raise ValueError("a watch needs a condition: party, person, kind, topic, status or text")


def watches(path: Path = OWN) -> list[Watch]:
    """The watches of a file: a list of mappings.  Raises `WatchError`, naming the line of the first fault."""
    if not path.exists():
        raise WatchError(f"{path}: not there; it holds a list of saved questions, such as\n- name: peru\n  party: PER")
    try:
        node, _ = read_yaml(path)
    except YamlError as error:
        raise WatchError(str(error)) from error
    if not isinstance(node, yaml.SequenceNode):
        raise WatchError(f"{path}:1: a list of watches is expected: - name: …")
    found = [_watch(path, item) for item in node.value]
    names = [watch.name for watch in found]
    for number, (item, name) in enumerate(zip(node.value, names, strict=True)):
        if name in names[:number]:
            raise WatchError(f"{path}:{item.start_mark.line + 1}: two watches are named {name}")
    return found


def _watch(path: Path, node: yaml.Node) -> Watch:
    if not isinstance(node, yaml.MappingNode):
        raise WatchError(f"{path}:{node.start_mark.line + 1}: keys and values are expected")
    values = yaml.load(yaml.serialize(node), Loader=yaml.CSafeLoader)
    # One word stands for a list of one.
    values = {
        key: (value,) if key in {"party", "kind", "topic", "status"} and isinstance(value, str) else value for key, value in values.items()
    }
    try:
        return Watch.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0]) if first["loc"] else ""
        line = line_of(node, [key])
        what = "unknown key" if first["type"] == "extra_forbidden" else first["msg"].removeprefix("Value error, ")
        raise WatchError(f"{path}:{line}: {key or 'watch'}: {what}") from error
