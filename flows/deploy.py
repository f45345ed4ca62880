"""What runs when: the one list of deployments, for `readout serve` and for `config/prefect.yaml` alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from config.sources import Schedule, Source

# By this tag `readout serve` knows its own deployments among others of a server.
TAG = "readout"


@dataclass(frozen=True, slots=True)
class Deployment:
    """A flow with its parameters and schedule; `entrypoint` is the file and the function, from the top of the checkout."""

    name: str
    entrypoint: str
    schedule: Schedule
    description: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def module_path(self) -> str:
        """The same as a dotted path."""
        return self.entrypoint.removesuffix(".py").replace("/", ".").replace(".py:", ".")


# Of the warehouse as a whole; times at which few sources are asked.
UPKEEP = (
    Deployment("quality", "flows/scheduled.py:quality", Schedule(cron="20 5 * * *"), "The data-quality report, daily"),
    Deployment(
        "verify",
        "flows/scheduled.py:verify",
        Schedule(cron="40 4 * * 0"),
        "Every invariant over all rows, the archive, and releases read again, weekly",
    ),
)


def deployments(chosen: Iterable[Source]) -> list[Deployment]:
    """A deployment for each source that has a schedule, and those that look after the warehouse."""
    of_sources = [
        Deployment(
            f"ingest-{source.id}", "flows/scheduled.py:ingest_source", source.schedule,
            f"{source.publisher}: ask, archive, read, load, resolve, publish", {"source": source.id},
        )
        for source in chosen
        if source.schedule is not None
    ]  # fmt: skip
    return [*of_sources, *UPKEEP]


def prefect_yaml(chosen: Iterable[Source]) -> str:
    """The deployments as `prefect deploy --all` reads them, for a work pool named in READOUT_POOL.

    Workers find the checkout in READOUT_CHECKOUT.
    """
    import yaml

    rows = [
        {
            "name": deployment.name,
            "description": deployment.description,
            "tags": [TAG],
            "entrypoint": deployment.entrypoint,
            "parameters": dict(deployment.parameters),
            "schedules": [_schedule(deployment.schedule)],
            "work_pool": {"name": "{{ $READOUT_POOL }}"},
        }
        for deployment in deployments(chosen)
    ]
    pull = [{"prefect.deployments.steps.set_working_directory": {"directory": "{{ $READOUT_CHECKOUT }}"}}]
    return HEAD + yaml.safe_dump({"name": "readout", "pull": pull, "deployments": rows}, sort_keys=False, width=150, allow_unicode=True)


HEAD = """# Made by `make docs` from config/sources and flows/deploy.py; how to use it: docs/operating.md.
"""


def _schedule(schedule: Schedule) -> dict[str, Any]:
    if schedule.cron is not None:
        return {"cron": schedule.cron, "timezone": schedule.zone}
    return {"interval": round((schedule.every_minutes or 0) * 60, 3), "timezone": schedule.zone}


if __name__ == "__main__":
    from pathlib import Path

    from config.sources import sources

    print(prefect_yaml(sources(Path("/nowhere")).values()), end="")
