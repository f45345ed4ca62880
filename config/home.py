"""Where the working folder lies: apart from the other settings, whose library takes longer to load than a query."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

OWN = Path("readout.d") / "settings.yaml"
DEFAULT = Path(".readout")


class SettingsError(Exception):
    """A setting that cannot be used; the message names file and line, variable or option, and what is allowed."""


def home_folder(options: Mapping[str, str] | None = None, own: Path = OWN) -> Path:
    """The folder that `--set home=…`, READOUT_HOME or the settings file names; else `.readout` in the current folder.

    Raises `SettingsError` for a file that is no YAML.
    """
    named = (options or {}).get("home") or os.environ.get("READOUT_HOME") or _in_file(own)
    return Path(named).expanduser() if named else DEFAULT


def _in_file(own: Path) -> str | None:
    try:
        # YAML takes as long to load as a small query: only where there is something to find.
        if b"home" not in own.read_bytes():
            return None
    except OSError:
        return None
    from config.lines import YamlError, read_yaml

    try:
        _, values = read_yaml(own)
    except YamlError as error:
        raise SettingsError(str(error)) from error
    home = values.get("home") if isinstance(values, dict) else None
    return str(home) if home is not None else None
