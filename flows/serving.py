"""Deployments registered on a Prefect server and run by a runner.  Import it when Prefect's settings are in place."""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from uuid import UUID

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterTags,
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import PrefectException
from prefect.runner import Runner
from prefect.schedules import Cron, Interval
from prefect.schedules import Schedule as PrefectSchedule
from prefect.states import Cancelled, Crashed
from prefect.types.entrypoint import EntrypointType

from config.sources import Schedule
from flows.deploy import TAG, Deployment
from flows.runs import DIED, SKIPPED, all_runs

# There is one writer: runs beside each other would only wait for its lock, each with half a gigabyte of memory.
RUNS_AT_ONCE = 1
# By these tags its own deployments are known among others of a server.
OURS = [TAG, "serve"]
PAGE = 100
# Intervals are counted from here: counted from the start, a daily run would never come on a machine restarted each day.
ANCHOR = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
UNDER_WAY = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
STOPPED = [StateType.CANCELLED, StateType.CRASHED]
ENDED = [StateType.COMPLETED, StateType.FAILED, *STOPPED]


class Serving:
    """One stay of the runner: `run` in a thread, `stop` from another."""

    def __init__(self, chosen: Sequence[Deployment], folder: Path, tell: Callable[[str], None]) -> None:
        self._chosen = chosen
        self._folder = folder
        self._tell = tell
        self._runner = Runner(name=TAG, limit=RUNS_AT_ONCE, pause_on_shutdown=False)
        # It says each time how many runs wait for their turn.
        logging.getLogger("prefect.runner").setLevel(logging.WARNING)
        self.failure: BaseException | None = None

    def run(self) -> None:
        """Register what is to run, catch up with what was missed, and start what is due until `stop`."""
        try:
            asyncio.run(self._run())
        except BaseException as error:
            self.failure = error

    def stop(self) -> None:
        """Cancel what runs and end; the schedules stay as they are."""
        if self._runner.started:
            self._runner.execute_in_background(self._runner.astop).result()

    async def _run(self) -> None:
        ours = DeploymentFilter(tags=DeploymentFilterTags(all_=OURS))
        async with get_client() as client:
            registered = {row.name: row.id for row in await client.read_deployments(deployment_filter=ours)}
            behind = {name: await self._is_behind(client, name, key) for name, key in registered.items()}
            for name in set(registered) - {deployment.name for deployment in self._chosen}:
                await client.delete_deployment(registered[name])
            names: dict[UUID, str] = {}
            for deployment in self._chosen:
                key = await self._runner.aadd_deployment(_runner_deployment(deployment))
                names[key] = deployment.name
                # A source that never was asked is asked at once: who starts it for the first time sees that it works.
                if behind.get(deployment.name, "source" in deployment.parameters):
                    await client.create_flow_run_from_deployment(key, tags=["catching-up"])
            self._tell(f"{len(self._chosen)} deployments run on their schedules; Ctrl-C stops")
            skipping = asyncio.create_task(self._skip_late(client, names))
            try:
                await self._runner.start()
            finally:
                skipping.cancel()

    async def _skip_late(self, client: PrefectClient, names: Mapping[UUID, str]) -> None:
        """Of the runs of a deployment that are due at once, after a pause or where one takes longer than its interval, leave the last."""
        while True:
            await asyncio.sleep(self._runner.query_seconds)
            try:
                late = await _runs(client, list(names), [StateType.SCHEDULED], due=dt.datetime.now(dt.UTC))
                last = {run.deployment_id: run.id for run in sorted(late, key=_due)}
                for run in late:
                    if run.id != last[run.deployment_id]:
                        words = f"{names.get(run.deployment_id or run.id)}: a later run of it is due as well"
                        await client.set_flow_run_state(run.id, Cancelled(name=SKIPPED, message=words))
            except (httpx.HTTPError, PrefectException) as error:
                logging.getLogger(__name__).warning("the server could not be asked which runs are late: %s", error)

    async def _is_behind(self, client: PrefectClient, name: str, key: UUID) -> bool:
        """Whether a deployment has to catch up; all its runs that were missed give way to the one that does."""
        alive = {run.run_id for run in all_runs(self._folder) if run.state == "running"}
        for run in await _runs(client, [key], UNDER_WAY):
            if str(run.id) not in alive:
                await client.set_flow_run_state(run.id, Crashed(message=f"{name}: {DIED}"), force=True)
        missed = 0
        while late := await _runs(client, [key], [StateType.SCHEDULED], due=dt.datetime.now(dt.UTC)):
            for run in late:
                words = f"{name}: it was due while nothing served; one run catches up"
                await client.set_flow_run_state(run.id, Cancelled(name=SKIPPED, message=words), force=True)
            missed += len(late)
        if missed:
            self._tell(f"{name}: {missed} runs were missed; one catches up")
        last = next((run for run in await _runs(client, [key], ENDED) if run.state_name != SKIPPED), None)
        return bool(missed) or (last is not None and last.state_type in STOPPED)


async def _runs(client: PrefectClient, keys: list[UUID], types: list[StateType], due: dt.datetime | None = None) -> list[FlowRun]:
    """The last runs of deployments in states of these types, newest first; with `due` those whose moment has passed."""
    wanted = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=keys),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=types)),
        next_scheduled_start_time=FlowRunFilterNextScheduledStartTime(before_=due) if due else None,
    )
    return await client.read_flow_runs(flow_run_filter=wanted, sort=FlowRunSort.START_TIME_DESC, limit=PAGE)


def _due(run: FlowRun) -> dt.datetime:
    return run.next_scheduled_start_time or dt.datetime.max.replace(tzinfo=dt.UTC)


def _runner_deployment(deployment: Deployment) -> RunnerDeployment:
    module, _, function = deployment.module_path.rpartition(".")
    return RunnerDeployment.from_flow(
        getattr(importlib.import_module(module), function),
        name=deployment.name,
        schedule=_schedule(deployment.schedule),
        parameters=dict(deployment.parameters),
        description=deployment.description,
        tags=OURS,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def _schedule(schedule: Schedule) -> PrefectSchedule:
    if schedule.cron is not None:
        return Cron(schedule.cron, timezone=schedule.zone)
    minutes = dt.timedelta(minutes=schedule.every_minutes or 0)
    return Interval(minutes, anchor_date=ANCHOR, timezone=schedule.zone)
