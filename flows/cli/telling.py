"""What a command that works on the warehouse does at its end: tell whoever has to know how it stands."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from config.home import SettingsError
from flows.cli.choices import settings
from flows.cli.console import say

P = ParamSpec("P")


def telling(command: Callable[P, None]) -> Callable[P, None]:
    """The command, at whose end whoever has to know is told how it stands; not where a person at the terminal stopped it."""

    @wraps(command)
    def told(*arguments: P.args, **options: P.kwargs) -> None:
        try:
            command(*arguments, **options)
        finally:
            if not isinstance(sys.exc_info()[1], KeyboardInterrupt | SettingsError):
                _tell()

    return told


def _tell() -> None:
    alerts = settings().alerts
    # Judging takes a second: only for somebody.
    if alerts.webhook_url.get_secret_value() or alerts.mail_to or alerts.command:
        from flows.alerting import tell

        for failure in tell(settings(), dt.datetime.now(dt.UTC)):
            say(f"readout: alert not sent: {failure}")
