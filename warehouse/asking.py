"""Ad-hoc SQL by others, in a process of its own (`warehouse/answering.py`): started before what reads its answer is imported."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from warehouse.connect import WarehouseError


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: DuckDB's memory in MiB, seconds of wall time, rows of its result."""

    mebibytes: int = 1024
    seconds: float = 60
    rows: int = 100_000


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query; `is_cut` where there were more than its limit."""

    rows: pa.Table
    is_cut: bool


def ask(snapshot: Path, sql: str, limits: Limits) -> Answer:
    """Run one query on the snapshot in a process that ends with it.

    Raises `QueryError` for SQL that cannot be run within the limits, `WarehouseError` where there is no snapshot.
    """
    request = json.dumps({"snapshot": str(snapshot), "sql": sql, **asdict(limits)})
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "warehouse.answering"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            # DuckDB and Arrow take as long to load as a query: while the child loads them too.
            import pyarrow as pa

            from warehouse.connect import QueryError

            out, err = process.communicate(request.encode(), timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise QueryError(f"stopped after {limits.seconds:g} seconds; ask for less, or give it more time") from None
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise _error(process.returncode, err.decode(errors="replace"), limits)
    table = pa.ipc.open_stream(out).read_all()
    return Answer(table.slice(0, limits.rows), table.num_rows > limits.rows)


def _error(code: int, message: str, limits: Limits) -> WarehouseError:
    from warehouse.answering import CODES
    from warehouse.connect import QueryError, WarehouseError

    if code == CODES[QueryError]:
        return QueryError(message)
    if code == CODES[WarehouseError]:
        return WarehouseError(message)
    return QueryError(
        f"the query ended its process ({code}), most likely for want of memory ({limits.mebibytes} MiB allowed); ask for less"
    )
