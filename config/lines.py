"""YAML files written by people, with the line of every key, so that a fault can be told with its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml


class YamlError(Exception):
    """A file that is no YAML or cannot be read; the message names file and line."""


def read_yaml(path: Path) -> tuple[yaml.Node | None, Any]:
    """The nodes of a file, which know their lines, and its values; both None for an empty one.  Raises `YamlError`."""
    try:
        text = path.read_text(encoding="utf-8")
        return yaml.compose(text, Loader=yaml.CSafeLoader), yaml.load(text, Loader=yaml.CSafeLoader)
    except (OSError, ValueError) as error:  # a date such as 2024-13-45 is a ValueError too
        raise YamlError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise YamlError(f"{path}:{mark.line + 1 if mark else 1}: no YAML ({getattr(error, 'problem', error)})") from error


def line_of(node: yaml.Node, keys: Sequence[Any]) -> int:
    """The line of the deepest of the nested `keys` that the file has, from 1."""
    line = node.start_mark.line
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            found = next(((name, value) for name, value in node.value if name.value == str(key)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line
    return int(line) + 1
