"""Checks in a process of their own, read-only and within limits: one that takes too much is errored, and the others still run."""

from __future__ import annotations

import json
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from warehouse.answering import CODES, THREADS, restrain
from warehouse.asking import Limits
from warehouse.check_runs import Circumstances, Result, Seen, prepare, result_of, run_on, seen
from warehouse.checking import Check
from warehouse.connect import WarehouseError, open_reader

# The start of the child and the hash of what it checks, beside the checks themselves.
START_SECONDS = 300.0
# A check that is told to stop has so long to do so: DuckDB looks for the word between two batches of rows.
GRACE_SECONDS = 15.0
# What DuckDB's allocator reserves and does not use counts as memory of the process: 3.0 GiB beside the 1 allowed, measured over 100,000 releases.
# A process that meets this bound within DuckDB may hang, not end.
RESERVED_MEBIBYTES = 3072


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
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "warehouse.guarded_checks"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            lines, is_stuck = _lines(process, request, limits.seconds + GRACE_SECONDS)
        finally:
            process.kill()
        message = process.stderr.read().decode(errors="replace").strip() if process.stderr else ""
    end = f"the check ended its process ({process.returncode}), most likely for want of memory ({limits.mebibytes} MiB allowed)"
    if is_stuck:
        end = f"could not be stopped after {limits.seconds:g} seconds and was killed"
    if not lines:
        known = process.returncode == CODES[WarehouseError]
        raise WarehouseError(message if known else f"{snapshot}: the checks could not begin: {end}")
    return Seen(**json.loads(lines[0])), [Result(**json.loads(line)) for line in lines[1:]], end


def _lines(process: subprocess.Popen[bytes], request: bytes, seconds: float) -> tuple[list[bytes], bool]:
    """The lines that the child writes, and whether it stopped writing: the first may take its time, each other so many seconds."""
    written: queue.Queue[bytes | None] = queue.Queue()
    threading.Thread(target=_forward, args=(process, written), daemon=True).start()
    if process.stdin is not None:
        with suppress(BrokenPipeError), process.stdin as stdin:
            stdin.write(request)
    lines: list[bytes] = []
    try:
        while (line := written.get(timeout=seconds if lines else START_SECONDS)) is not None:
            lines.append(line)
    except queue.Empty:
        return lines, True
    process.wait()
    return lines, False


def _forward(process: subprocess.Popen[bytes], written: queue.Queue[bytes | None]) -> None:
    """Hand on each whole line as it comes, and None at the end."""
    for line in process.stdout or ():
        if line.endswith(b"\n"):
            written.put(line)
    written.put(None)


def main() -> None:
    """The child: a request on standard input; on standard output the state seen and each result as a line of JSON, as they come."""
    snapshot, checks, circumstances, limits = pickle.loads(sys.stdin.buffer.read())
    restrain(Limits(limits.mebibytes + RESERVED_MEBIBYTES, START_SECONDS + limits.seconds * (len(checks) + 1)))
    try:
        with closing(open_reader(snapshot, mebibytes=limits.mebibytes, threads=THREADS)) as con:
            prepare(con, circumstances)
            sys.stdout.write(json.dumps(asdict(seen(con))) + "\n")
            sys.stdout.flush()
            for result in run_on(con, checks, limits.seconds):
                sys.stdout.write(json.dumps(asdict(result)) + "\n")
                sys.stdout.flush()
    except WarehouseError as error:
        sys.stderr.write(str(error))
        sys.exit(CODES[WarehouseError])


if __name__ == "__main__":
    main()
