"""Settings: their order, their faults, what is shown of them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from config.effective import effective, leaves, read_settings, variable
from config.home import OWN, SettingsError, home_folder
from config.settings import Settings

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-c", "from flows.cli.main import run; run()"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to run in, and no variable of ours."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("READOUT_")]:
        monkeypatch.delenv(name)


def write(text: str) -> None:
    OWN.parent.mkdir(exist_ok=True)
    OWN.write_text(text, encoding="utf-8")


def fault(options: dict[str, str] | None = None) -> str:
    with pytest.raises(SettingsError) as caught:
        read_settings(options)
    return str(caught.value)


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Option, variable, file, default: the highest that names a setting gives its value, and is named as its origin."""
    write("# mine\nworkers: 2\nbatch_releases: 20\nalerts:\n  mail_host: file.example.org\n  mail_port: 2525\n")
    monkeypatch.setenv("READOUT_BATCH_RELEASES", "30")
    monkeypatch.setenv("READOUT_ALERTS_MAIL_HOST", "variable.example.org")
    monkeypatch.setenv("READOUT_CONTACT", "")
    options = {"alerts.mail_host": "option.example.org"}
    shown = {row.name: (row.value, row.origin) for row in effective(read_settings(options), options)}
    assert shown["workers"] == ("2", f"{OWN}:2")
    assert shown["batch_releases"] == ("30", "READOUT_BATCH_RELEASES")
    assert shown["alerts.mail_host"] == ("option.example.org", "--set alerts.mail_host")
    assert shown["alerts.mail_port"] == ("2525", f"{OWN}:6")
    assert shown["lock_wait_seconds"] == ("10.0", "default")
    assert shown["contact"] == ("", "default"), "an empty variable counts as none"
    assert read_settings().alerts.mail_host == "variable.example.org"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("home: x\n\nworkers: 900\n", ":3: workers: .*256, not 900"),
        ("workers: many\n", ":1: workers: .*integer.*'many'"),
        ("wrokers: 2\n", ":1: wrokers: no such setting; did you mean workers"),
        ("alerts:\n  webhook: x\n", ":2: alerts.webhook: no such setting; did you mean alerts.webhook_url"),
        ("alerts:\n  qqq:\n", ":2: alerts.qqq: no such setting; there are alerts.webhook_url, "),
        ("alerts: 3\n", ":1: alerts: keys and values"),
        ("alerts:\n  mail_to:\n    - a@example.org\n    - b\n", ":2: alerts.mail_to: addresses"),
        ("alerts:\n  mail_security: ssl\n", ":2: alerts.mail_security: .*'starttls', 'tls' or 'none', not 'ssl'"),
        ("workers: 1\nworkers: 2\n", ":2: workers: stands here a second time"),
        ("- workers\n", ":1: file: keys and values"),
        ("workers: [\n", ":2: no YAML"),
        ("contact: 2024-13-45\n", ": cannot be read"),
    ],
)
def test_a_fault_of_the_file_is_named_with_its_line(text: str, said: str) -> None:
    """File, line, setting and what is allowed."""
    write(text)
    assert re.match(re.escape(str(OWN)) + said, fault())


def test_a_fault_of_a_variable_or_an_option_is_named_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another place in which the same setting is right does not take the blame."""
    write("workers: 2\n")
    assert fault({"workers": "-1"}).startswith("--set workers: workers: ")
    assert fault({"wrokers": "1"}) == "--set wrokers: no such setting; did you mean workers?"
    monkeypatch.setenv("READOUT_WORKERS", "few")
    assert fault().startswith("READOUT_WORKERS: workers: ")
    monkeypatch.setenv("READOUT_WORKERS", "1")
    monkeypatch.setenv("READOUT_ALERTS_MAIL_PROT", "25")
    assert fault() == "READOUT_ALERTS_MAIL_PROT: no such setting; did you mean READOUT_ALERTS_MAIL_PORT?"


def test_a_file_of_comments_and_empty_keys_changes_nothing() -> None:
    """A key whose value is commented out, and a group of such keys, keep the default."""
    defaults = read_settings()
    write("# nothing\n")
    assert read_settings() == defaults
    write("workers:\nalerts:\n  mail_host:\n  mail_ca_file:\n")
    assert read_settings() == defaults
    assert {row.origin for row in effective(read_settings())} == {"default"}


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not among the settings in force, not in a message about a wrong one, and never on the command line."""
    write("alerts:\n  mail_password: correct-horse\n")
    monkeypatch.setenv("READOUT_ALERTS_WEBHOOK_URL", "https://example.org/hook/correct-horse")
    settings = read_settings()
    assert "correct-horse" not in f"{effective(settings)}{settings!r}"
    monkeypatch.setenv("READOUT_ALERTS_WEBHOOK_URL", "correct-horse")
    assert "correct-horse" not in fault()
    assert "would be seen" in fault({"alerts.mail_password": "correct-horse"})


def test_the_example_names_every_setting_with_its_default() -> None:
    """What a user copies is complete, and taken whole it changes nothing."""
    text = (ROOT / "config" / "settings.example.yaml").read_text(encoding="utf-8")
    keys = "|".join(name.split(".")[-1] for name, _ in leaves(Settings)) + "|" + "|".join(Settings.model_fields)
    open_text = re.sub(rf"(?m)^#(?: |(?=  ))((?:  )?(?:{keys}):)", r"\1", text)
    values = yaml.safe_load(open_text)
    named = {
        f"{group}.{key}" if isinstance(inner, dict) else group
        for group, inner in values.items()
        for key in (inner if isinstance(inner, dict) else [""])
    }
    assert named == {name for name, _ in leaves(Settings)}
    defaults = read_settings()
    write(open_text)
    assert read_settings() == defaults
    assert all(variable(name) in text or "." in name for name in named)


def test_the_working_folder_is_the_same_with_and_without_the_other_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that only ask, and load no library of settings, look into the folder that the others write to."""
    for prepare in (
        lambda: None,
        lambda: write("home: ~/of-file\n"),
        lambda: monkeypatch.setenv("READOUT_HOME", "of-variable"),
        lambda: monkeypatch.setenv("READOUT_HOME", ""),
    ):
        prepare()
        assert home_folder() == read_settings().home
        assert home_folder({"home": "of-option"}) == read_settings({"home": "of-option"}).home == Path("of-option")
    write("home: [\n")
    with pytest.raises(SettingsError, match="no YAML"):
        home_folder()


def test_a_wrong_setting_ends_a_command_before_anything_runs(tmp_path: Path) -> None:
    """Exit code 2, one line, no working folder made; `config` shows what is in force, as text and as JSON."""

    def readout(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, cwd=tmp_path, check=False)

    write("home: here\nbatch_releases: 0\n")
    wrong = readout("ingest", str(ROOT / "tests" / "golden" / "releases"))
    assert wrong.returncode == 2
    assert wrong.stderr.startswith(f"readout: {OWN}:2: batch_releases: ")
    assert wrong.stderr.count("\n") == 1
    assert not (tmp_path / "here").exists()
    shown = readout("--set", "batch_releases=7", "config", "--json")
    rows = {row["name"]: row for row in json.loads(shown.stdout)}
    assert (rows["batch_releases"]["value"], rows["home"]["origin"]) == ("7", f"{OWN}:1")
    assert "here/warehouse.duckdb: no warehouse yet" in readout("sql", "select 1").stderr
    assert "there/warehouse.duckdb: no warehouse yet" in readout("--set", "home=there", "sql", "select 1").stderr
