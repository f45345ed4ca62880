"""Where the working folder lies: apart from the other settings, whose library takes longer to load than a query."""

from __future__ import annotations

import os
from pathlib import Path


def home_folder() -> Path:
    """The folder that READOUT_HOME names, `.readout` in the current folder without it."""
    return Path(os.environ.get("READOUT_HOME", ".readout"))
