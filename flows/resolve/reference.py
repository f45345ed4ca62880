"""Reference data: the codes of parties, topics and kinds, from `config`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

import config
from flows.extract.lexicon import read_lexicon
from flows.extract.places import states
from schemas.vocabulary import TOPICS

# Codes of GUIDE.md that stand for no member state of the United Nations.
DE_FACTO = frozenset({"XKX", "TWN", "PSE", "HKG"})


def party_rows() -> list[dict[str, Any]]:
    """The rows of core.party: every state and organisation that a release can name."""
    rows = [
        {"party": code, "name": state.names[0], "kind": "de_facto" if code in DE_FACTO else "state"} for code, state in states().items()
    ]
    organisations = read_lexicon("en", "organisations")
    for code, names in organisations["organisations"].items():
        rows.append({"party": code, "name": names[0], "kind": "group" if code in organisations["groups"] else "organisation"})
    return sorted(rows, key=lambda row: row["party"])


def topic_rows() -> list[dict[str, Any]]:
    """The rows of core.topic."""
    return [{"code": code, "name": code.replace("_", " ")} for code in sorted(TOPICS)]


def kind_rows() -> list[dict[str, Any]]:
    """The rows of core.kind: `config/kinds.yaml` in its order."""
    with (Path(config.__file__).parent / "kinds.yaml").open(encoding="utf-8") as file:
        listed: list[dict[str, Any]] = yaml.load(file, Loader=yaml.CSafeLoader)
    return [
        {"rank_no": number, "kind": row.get("kind"), "status": row["status"], "setting": row.get("setting"), "cameo_code": row["cameo"],
         "cameo_name": row["name"], "host_cameo_code": row.get("host_cameo"), "host_cameo_name": row.get("host_name"),
         "plover_event": row["plover"], "plover_mode": row.get("mode")}
        for number, row in enumerate(listed, 1)
    ]  # fmt: skip
