"""Views on how each source behaves, asked by checks and by the report; made by `warehouse.check_runs.prepare`."""

from pathlib import Path

# In the order in which they are made: later ones read earlier ones.
QUALITY: tuple[Path, ...] = ()
