"""The `readout` command."""

from __future__ import annotations

import errno
import gc
import os
import sys

import typer

from config.home import SettingsError
from flows.cli.ask import examples_command, sql_command, tables_command
from flows.cli.backfill import backfill_command
from flows.cli.backup import backup_command, restore_command
from flows.cli.checks import checks_app
from flows.cli.choices import take_options
from flows.cli.config import config_command
from flows.cli.console import DONE, NOTHING_DONE, STOPPED, WRONG_USAGE, say, trouble
from flows.cli.correct import correct_command, corrections_app
from flows.cli.eval import eval_command
from flows.cli.export import export_command
from flows.cli.find import find_command, new_command, watch_command
from flows.cli.quality import page_command, quality_command
from flows.cli.quarantine import quarantine_app
from flows.cli.read import extract_command, show_command
from flows.cli.review import review_command
from flows.cli.search import search_command
from flows.cli.serve import serve_command
from flows.cli.sources import forget_command, sources_app
from flows.cli.status import alerts_app, status_command
from flows.cli.store import demo_command, ingest_command, rebuild_command
from flows.cli.verify import verify_command

app = typer.Typer(
    name="readout",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.callback()(take_options)
app.command("extract")(extract_command)
app.command("show")(show_command)
app.command("eval")(eval_command)
app.command("ingest")(ingest_command)
app.add_typer(sources_app, name="sources")
app.command("forget")(forget_command)
app.command("backfill")(backfill_command)
app.command("serve")(serve_command)
app.command("correct")(correct_command)
app.add_typer(corrections_app, name="corrections")
app.command("review")(review_command)
app.command("rebuild")(rebuild_command)
app.command("verify")(verify_command)
app.command("backup")(backup_command)
app.command("restore")(restore_command)
app.add_typer(checks_app, name="checks")
app.command("quality")(quality_command)
app.command("page")(page_command)
app.add_typer(quarantine_app, name="quarantine")
app.command("sql")(sql_command)
app.command("search")(search_command)
app.command("find")(find_command)
app.command("new")(new_command)
app.command("watch")(watch_command)
app.command("tables")(tables_command)
app.command("examples")(examples_command)
app.command("export")(export_command)
app.command("status")(status_command)
app.add_typer(alerts_app, name="alerts")
app.command("config")(config_command)
app.command("demo", hidden=True)(demo_command)


def run() -> None:
    """Entry point: runs the command; a wrong setting, a closed pipe, a full disk behind the output and Ctrl-C end it without a traceback."""
    # Lexicons and compiled patterns are made once and stay: looking through them for garbage doubles the start.
    gc.set_threshold(50_000, 20, 20)
    try:
        _run()
    except BrokenPipeError:
        code = DONE
    except SettingsError as error:
        say(f"readout: {error}")
        code = WRONG_USAGE
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        say(f"readout: {error.filename or 'the output'}: {error.strerror}; free some space and run again")
        code = NOTHING_DONE
    except KeyboardInterrupt:
        code = STOPPED
    except Exception as error:
        # Only what has imported DuckDB can have failed in it; a damaged file shows wherever it is read first.
        said = trouble(error) if "duckdb" in sys.modules else None
        if said is None:
            raise
        say(f"readout: {said}")
        code = NOTHING_DONE
    # What is still buffered has nowhere to go, and the interpreter would complain of it at its end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _run() -> None:
    """The command with its output written: Typer ends a closed pipe with 1, which here means "something to look at"."""
    try:
        app()
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        if end.code == STOPPED:
            say("readout: stopped; nothing that was loaded is lost")
        raise
    finally:
        sys.stdout.flush()
