"""What is deployed is what the flows take: one list for `serve`, the work pool, systemd and cron."""

from __future__ import annotations

import configparser
import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from config.sources import Schedule, sources
from flows.cli.main import app
from flows.deploy import UPKEEP, deployments, prefect_yaml
from tests.conftest import ROOT

UNITS = ROOT / "config" / "deployments"
SHIPPED = sources(Path("/nowhere"))


@pytest.fixture(scope="module")
def flows_of(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Loads a flow by its entry point, as a worker does, with Prefect's state in a folder of the test."""
    os.environ["PREFECT_HOME"] = str(tmp_path_factory.mktemp("prefect"))
    from prefect.flows import load_flow_from_entrypoint

    return load_flow_from_entrypoint


def written() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((ROOT / "config" / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    return found


def test_the_file_for_a_work_pool_is_of_today() -> None:
    """config/prefect.yaml says what `readout serve` runs; `make docs` writes it anew."""
    assert (ROOT / "config" / "prefect.yaml").read_text(encoding="utf-8") == prefect_yaml(SHIPPED.values())
    assert [row["name"] for row in written()] == [deployment.name for deployment in deployments(SHIPPED.values())]


def test_a_source_without_a_schedule_is_not_deployed() -> None:
    """`schedule: null` keeps a source out; the report and the check of all rows stay."""
    never = [source.model_copy(update={"schedule": None}) for source in SHIPPED.values()]
    assert deployments(never) == list(UPKEEP)
    assert len(deployments(SHIPPED.values())) == len(SHIPPED) + len(UPKEEP)


def test_entry_points_and_parameters_are_those_of_the_flows(flows_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every entry point is a flow, by file as by module; every parameter is one that it takes, and none that it needs is missing."""
    monkeypatch.chdir(ROOT)
    loaded = {entry: flows_of(entry) for entry in {row["entrypoint"] for row in written()}}
    for row in written():
        flow = loaded[row["entrypoint"]]
        flow.validate_parameters(row["parameters"])
        assert set(row["parameters"]) <= set(flow.parameters.properties)
        assert set(flow.parameters.required) <= set(row["parameters"])
        if "source" in row["parameters"]:
            assert row["parameters"]["source"] in SHIPPED
    by_module = {deployment.module_path: deployment.entrypoint for deployment in deployments(SHIPPED.values())}
    assert all(flows_of(module).name == loaded[entry].name for module, entry in by_module.items())


def test_nothing_but_fetching_is_tried_again(flows_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No flow and no task has retries of its own: a host is asked again by the fetcher, what failed otherwise would fail again."""
    monkeypatch.chdir(ROOT)
    import flows.backfill
    import flows.ingest
    import flows.scheduled

    things = [
        thing for module in (flows.ingest, flows.scheduled, flows.backfill) for thing in vars(module).values() if hasattr(thing, "retries")
    ]
    assert len(things) >= 6
    assert {thing.retries for thing in things} <= {0, None}


def test_schedules_are_ones_that_prefect_takes(flows_of: Any) -> None:
    """Each schedule becomes one of Prefect's, in its own time zone."""
    from flows.serving import _schedule

    for deployment in deployments(SHIPPED.values()):
        made = _schedule(deployment.schedule)
        if deployment.schedule.cron is None:
            assert made.interval.total_seconds() == deployment.schedule.every_minutes * 60
        assert (made.cron, made.timezone) == (deployment.schedule.cron, deployment.schedule.zone)


def parses(words: list[str]) -> None:
    """Whether a command line is one of ours, without running it."""
    group = typer.main.get_command(app)
    context = group.make_context("readout", list(words))
    name, command, rest = group.resolve_command(context, [*context._protected_args, *context.args])
    command.make_context(name, rest, parent=context)
    if name == "ingest":
        assert set(rest) <= set(SHIPPED)


@pytest.mark.parametrize("name", ["readout.service", "readout-ingest.service", "readout-ingest.timer"])
def test_units_are_ones_that_systemd_reads(name: str) -> None:
    """Sections and keys are systemd's, the command is one of ours, and nothing names a machine."""
    unit = configparser.ConfigParser(interpolation=None, strict=True)
    unit.optionxform = str
    unit.read(UNITS / name, encoding="utf-8")
    kind = {"service": "Service", "timer": "Timer"}[name.rpartition(".")[2]]
    assert set(unit.sections()) <= {"Unit", "Install", kind}
    if kind == "Service":
        command, *words = shlex.split(unit["Service"]["ExecStart"])
        assert command == "%h/readout/.venv/bin/readout"
        parses(words)
    else:
        assert (UNITS / name.replace(".timer", ".service")).is_file()


def test_lines_of_the_crontab_are_ones_that_cron_reads() -> None:
    """Five fields and a command of ours; no % that cron would take for a line's end."""
    lines = [line for line in (UNITS / "crontab").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert lines[0].startswith("READOUT_CONTACT=")
    for line in lines[1:]:
        *fields, command = line.split(" ", 5)
        Schedule(cron=" ".join(fields))
        assert "%" not in command
        parses(shlex.split(re.search(r"readout (.*?) >>", command)[1]))


def test_commands_of_the_operators_page_are_ours() -> None:
    """Every `readout` line of docs/operating.md can be typed as it stands."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "operating.md").read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    commands = [shlex.split(line.partition("readout ")[2]) for line in lines if re.match(r"(?:[A-Z_]+=\S+ )*readout ", line)]
    assert len(commands) > 3
    for words in commands:
        while words[:1] == ["--set"]:
            words = words[2:]
        if not (words[:1] == ["ingest"] and set(words[1:]) - set(SHIPPED)):
            parses(words)
