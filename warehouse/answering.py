"""The process in which others' SQL runs: read-only, no files, no network, limits on memory, time and rows.

DuckDB does not call its settings a security boundary; the operating system's limits stand behind them.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.asking import Limits
from warehouse.connect import QueryError, WarehouseError, damaged, is_damage, open_reader

MEBIBYTE = 1 << 20
# The interpreter, DuckDB's code and Arrow's copies of what is sent, beside what DuckDB counts as its memory.
OVERHEAD_MEBIBYTES = 1024
BATCH_ROWS = 10_000
THREADS = 4
# How the child's exit says what went wrong.
CODES: dict[type[Exception], int] = {QueryError: 20, WarehouseError: 21}


def main() -> None:
    """The child: a request on standard input, an Arrow stream on standard output, or a message and one of `CODES`."""
    request = json.loads(sys.stdin.read())
    limits = Limits(request["mebibytes"], request["seconds"], request["rows"])
    restrain(limits)
    try:
        sys.stdout.buffer.write(_answer(Path(request["snapshot"]), request["sql"], limits))
    except WarehouseError as error:
        sys.stderr.write(str(error))
        sys.exit(CODES[QueryError if isinstance(error, QueryError) else WarehouseError])


def restrain(limits: Limits) -> None:
    """No file can be written, memory and processor time are bounded, whatever DuckDB does; pipes still work."""
    memory = (limits.mebibytes + OVERHEAD_MEBIBYTES) * MEBIBYTE
    processor = int(limits.seconds * THREADS) + 5
    for name, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_CPU, processor),
    ):
        hard = resource.getrlimit(name)[1]
        resource.setrlimit(name, (most if hard == resource.RLIM_INFINITY else min(most, hard),) * 2)


def _answer(snapshot: Path, sql: str, limits: Limits) -> memoryview:
    """The rows as an Arrow stream, one more than the limit so that the parent sees where it was cut."""
    con = open_reader(snapshot, mebibytes=limits.mebibytes, threads=THREADS)
    try:
        relation = con.sql(sql)
        reader = relation.to_arrow_reader(BATCH_ROWS) if relation is not None else pa.table({}).to_reader()
        sink = pa.BufferOutputStream()
        room = limits.rows + 1
        size = 0
        with pa.ipc.new_stream(sink, reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch.slice(0, room))
                size += batch.nbytes
                room -= batch.num_rows
                if size > limits.mebibytes * MEBIBYTE:
                    raise QueryError(f"the result is larger than {limits.mebibytes} MiB; ask for less")
                if room <= 0:
                    break
        return memoryview(sink.getvalue())
    except (duckdb.Error, pa.ArrowException, MemoryError, RuntimeError) as error:
        if is_damage(error):
            raise damaged(snapshot, error) from error
        message = str(error)
        if "Memory" in type(error).__name__ or "Out of Memory" in message:
            # DuckDB's own advice is to change settings, which are locked here.
            message = f"{message.splitlines()[0] if message else 'out of memory'}; ask for less, or allow it more memory"
        raise QueryError(message) from error
    finally:
        con.close()


if __name__ == "__main__":
    main()
