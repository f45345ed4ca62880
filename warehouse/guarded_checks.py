"""Checks in a process of their own, read-only and within limits: one that takes too much is errored, and the others still run."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from warehouse.asking import CODES, THREADS, Limits, restrain
from warehouse.check_runs import Circumstances, Result, Seen, prepare, result_of, run_on, seen
from warehouse.checking import Check
from warehouse.connect import WarehouseError, open_reader

# The start of the child and the hash of what it checks, beside the checks themselves.
START_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Checked:
    """What checks found, and in which state of the data."""

    seen: Seen
    results: tuple[Result, ...]


def run_guarded(snapshot: Path, checks: Sequence[Check], circumstances: Circumstances, limits: Limits) -> Checked:
    """Run checks on the snapshot, each within `limits` (`rows` counts for nothing: all culprits are counted).

    Raises `WarehouseError` where there is no snapshot or it lacks tables.
    """
    results: list[Result] = []
    state: Seen | None = None
    waiting = list(checks)
    while waiting or state is None:
        state, found, end = _child(snapshot, waiting, circumstances, limits)
        results += found
        waiting = waiting[len(found) :]
        if waiting:
            # The check at which the process ended is not tried again.
            results.append(result_of(waiting.pop(0), 0.0, "errored", reason=end))
    return Checked(state, tuple(results))


def _child(snapshot: Path, checks: Sequence[Check], circumstances: Circumstances, limits: Limits) -> tuple[Seen, list[Result], str]:
    """The state seen, the results of the first checks, and why there are no more of them."""
    request = pickle.dumps((snapshot, tuple(checks), circumstances, limits))
    seconds = START_SECONDS + limits.seconds * len(checks)
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "warehouse.guarded_checks"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            out, err = process.communicate(request, timeout=seconds)
            end = f"the check ended its process ({process.returncode}), most likely for want of memory ({limits.mebibytes} MiB allowed)"
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            end = f"could not be stopped within {seconds:g} seconds and was killed"
        except BaseException:
            process.kill()
            raise
    lines = [line for line in out.decode().split("\n")[:-1] if line]
    if not lines:
        message = err.decode(errors="replace").strip()
        known = process.returncode in CODES.values()
        raise WarehouseError(message if known else f"{snapshot}: the checks could not begin: {end}")
    return Seen(**json.loads(lines[0])), [Result(**json.loads(line)) for line in lines[1:]], end


def main() -> None:
    """The child: a request on standard input; on standard output the state seen and each result as a line of JSON, as they come."""
    snapshot, checks, circumstances, limits = pickle.loads(sys.stdin.buffer.read())
    restrain(Limits(limits.mebibytes, START_SECONDS + limits.seconds * (len(checks) + 1)))
    try:
        with closing(open_reader(snapshot, mebibytes=limits.mebibytes, threads=THREADS)) as con:
            prepare(con, circumstances)
            sys.stdout.write(json.dumps(asdict(seen(con))) + "\n")
            for result in run_on(con, checks, limits.seconds):
                sys.stdout.write(json.dumps(asdict(result)) + "\n")
                sys.stdout.flush()
    except WarehouseError as error:
        sys.stderr.write(str(error))
        sys.exit(CODES[type(error)])


if __name__ == "__main__":
    main()
