"""What the operator chose: options of the command line above the variables and the settings file."""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import TYPE_CHECKING, Annotated

import typer

from config.home import home_folder
from flows.cli.console import WRONG_USAGE, stop
from flows.home import Home

if TYPE_CHECKING:
    from config.settings import Settings

_options: ContextVar[dict[str, str]] = ContextVar("options")


def take_options(
    pairs: Annotated[
        list[str], typer.Option("--set", metavar="NAME=VALUE", help="A setting for this command, before it (`readout config` lists all)")
    ] = [],
) -> None:
    """Official releases in, a warehouse of engagements out: who met whom, when, where, about what, in whose words."""
    options = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(options) < len(pairs):
        wrong = next((pair for pair in pairs if "=" not in pair), None)
        stop(f"--set {wrong}: NAME=VALUE is expected" if wrong else "--set: a setting is given twice", WRONG_USAGE)
    _options.set(options)


def options() -> dict[str, str]:
    """The settings of the command line by dotted name."""
    return _options.get({})


def settings(**given: str | None) -> Settings:
    """The settings in force; what a command's own options have `given` goes before --set.  Raises `SettingsError`, which `run` tells."""
    from config.effective import read_settings

    return read_settings(options() | {name: value for name, value in given.items() if value is not None})


def hand_down() -> None:
    """Give the options to the processes that this one starts, as variables."""
    from config.effective import variable

    os.environ.update({variable(name): value for name, value in options().items()})


def home() -> Home:
    """The working folder, without loading the other settings.  Raises `SettingsError`, which `run` tells."""
    return Home(home_folder(options()))
