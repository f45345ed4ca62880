"""The settings in force and where each came from: an option, a variable, a line of the settings file, or the default."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import BaseModel, SecretStr, ValidationError
from pydantic.fields import FieldInfo

from config.home import OWN, SettingsError
from config.lines import YamlError, line_of, read_yaml
from config.settings import PREFIX, Settings

# Variables that config/prefect.yaml reads, for Prefect and not for us.
NO_SETTINGS = ("READOUT_POOL", "READOUT_CHECKOUT")
NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Effective:
    """A setting: its dotted name, value (secrets masked), where it came from, and what it means."""

    name: str
    value: str
    origin: str
    meaning: str


def read_settings(options: Mapping[str, str] | None = None) -> Settings:
    """The settings in force; `options` are those of the command line by dotted name.

    Raises `SettingsError`, which names option, variable, or file and line, for a wrong value and for a name that is no setting.
    """
    given = dict(options or {})
    _refuse_unknown(given)
    try:
        return Settings(**_nested(given))
    except ValidationError as error:
        raise SettingsError(_message(error.errors()[0], given)) from error


def effective(settings: Settings, options: Mapping[str, str] | None = None) -> list[Effective]:
    """Every setting in the order of the model."""
    return [
        Effective(name, _shown(_value(settings, name)), _origin(name.split("."), options or {}), field.description or "")
        for name, field in leaves(Settings)
    ]


def leaves(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Dotted name and field of every setting; a group is none itself."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from leaves(kind, f"{above}{name}.")
        else:
            yield f"{above}{name}", field


def variable(name: str) -> str:
    """The environment variable of a dotted name."""
    return PREFIX + name.replace(".", "_").upper()


def _refuse_unknown(options: Mapping[str, str]) -> None:
    known = dict(leaves(Settings))
    for name in options:
        if name not in known:
            raise SettingsError(f"--set {name}: no such setting; {_near(name, list(known))}")
        if known[name].annotation is SecretStr:
            raise SettingsError(f"--set {name}: a secret would be seen in the list of processes; set {variable(name)} or {OWN}")
    variables = [variable(name) for name in known] + list(NO_SETTINGS)
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in variables:
            raise SettingsError(f"{name}: no such setting; {_near(name.upper(), variables)}")
    _refuse_unknown_keys(_file_node(), "", list(known))


def _refuse_unknown_keys(node: yaml.Node | None, group: str, known: Sequence[str]) -> None:
    """Of the settings file: keys that are no settings, that stand twice, and groups that are none."""
    if node is None or node.tag == NULL:
        return
    place = f"{OWN}:{node.start_mark.line + 1}"
    if not isinstance(node, yaml.MappingNode):
        raise SettingsError(f"{place}: {group.rstrip('.') or 'file'}: keys and values are expected")
    seen: set[str] = set()
    for key, value in node.value:
        place, name = f"{OWN}:{key.start_mark.line + 1}", f"{group}{key.value}"
        if name in seen:
            raise SettingsError(f"{place}: {name}: stands here a second time")
        seen.add(name)
        below = [one for one in known if one.startswith(f"{name}.")]
        if below:
            _refuse_unknown_keys(value, f"{name}.", below)
        elif name not in known:
            raise SettingsError(f"{place}: {name}: no such setting; {_near(name, known)}")


def _near(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"


def _nested(options: Mapping[str, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in options.items():
        *groups, leaf = name.split(".")
        branch = tree
        for group in groups:
            branch = branch.setdefault(group, {})
        branch[leaf] = value
    return tree


def _message(fault: Any, options: Mapping[str, str]) -> str:
    """What is wrong, where it stands, and what is allowed."""
    keys = [str(key) for key in fault["loc"]]
    known = dict(leaves(Settings))
    # A fault of one of several values stands deeper than the setting.
    name = next((".".join(keys[:end]) for end in range(len(keys), 0, -1) if ".".join(keys[:end]) in known), ".".join(keys))
    place = _origin(keys, options)
    what = fault["msg"].removeprefix("Value error, ")
    if name not in known:
        return f"{place}: {name}: {what}"
    # Never the value of a secret, nor what stands where one belongs.
    given = "" if known[name].annotation is SecretStr else f", not {fault['input']!r}"
    return f"{place}: {name}: {what}{given} ({known[name].description})"


def _origin(keys: Sequence[str], options: Mapping[str, str]) -> str:
    """Where the setting was given, the highest place first; "default" where it was nowhere."""
    name = next((".".join(keys[:end]) for end in range(len(keys), 0, -1) if ".".join(keys[:end]) in options), None)
    if name is not None:
        return f"--set {name}"
    for end in range(len(keys), 0, -1):
        wanted = variable(".".join(keys[:end]))
        found = next((one for one, value in os.environ.items() if one.upper() == wanted and value), None)
        if found:
            return found
    node = _file_node()
    return "default" if node is None or not _has(node, keys) else f"{OWN}:{line_of(node, keys)}"


def _file_node() -> yaml.Node | None:
    try:
        return read_yaml(OWN)[0] if OWN.exists() else None
    except YamlError as error:
        raise SettingsError(str(error)) from error


def _has(node: yaml.Node, keys: Sequence[str]) -> bool:
    """Whether the file gives the setting a value: one that is commented out after its colon keeps the default."""
    for key in keys:
        if not isinstance(node, yaml.MappingNode):
            return True
        found = next((value for one, value in node.value if one.value == key), None)
        if found is None or found.tag == NULL:
            return False
        node = found
    return True


def _value(settings: BaseModel, name: str) -> Any:
    value: Any = settings
    for key in name.split("."):
        value = getattr(value, key)
    return value


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)
