"""Tables on how each source behaves, asked by checks and by the report; `warehouse.check_runs.prepare` makes them for a connection."""

from pathlib import Path

# In the order in which they are made: later ones read earlier ones.
NAMES = ("source", "release", "week", "month", "freshness", "fetch", "layout", "engaged", "quarantine")
QUALITY = tuple(Path(__file__).parent / f"{name}.sql" for name in NAMES)
