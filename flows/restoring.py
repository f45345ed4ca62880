"""Bringing a backup back into a working folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from config.settings import Settings
from flows.backup import OWN, Backup, BackupError, backups, digest_of, read_manifest
from flows.home import Home
from flows.rebuild import open_current, publish_lost
from warehouse.load import content_hash
from warehouse.lock import writer_lock
from warehouse.snapshots import put_in_place, sync_folder

STAGED = ".restoring"
DATABASES = ("core.duckdb", "warehouse.duckdb")


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was brought back: where what was there before lies now, and whether the content is that of the backup."""

    backup: Backup
    replaced: Path | None
    content_digest: str
    kept_own: bool


def restore(settings: Settings, source: Path, *, may_replace: bool) -> Restored:
    """Bring the last backup of a folder, or the one that the folder is, into the working folder of the settings.

    Archive and journals suffice: databases that the backup lacks, or that are damaged, are made anew. What lies in the working
    folder is moved aside within it where `may_replace`, else nothing is done.
    Raises `BackupError`, `LockedError` and `WarehouseError`.
    """
    backup = _find(source)
    home = Home(settings.home)
    present = _present(home)
    if present and not may_replace:
        raise BackupError(f"{home.folder}: holds a warehouse; name it with --into to have it moved aside and replaced")
    missing = _damaged(backup)
    try:
        with writer_lock(home.folder, wait_seconds=settings.lock_wait_seconds):
            names = [name for name in backup.files if name not in missing and not name.startswith(f"{OWN}/")]
            _stage(backup, home, names)
            replaced = _move_aside(home, _present(home))
            for path in sorted((home.folder / STAGED).iterdir()):
                path.rename(home.folder / path.name)
            (home.folder / STAGED).rmdir()
            sync_folder(home.folder)
            kept_own = _restore_own(backup)
            with closing(open_current(settings)) as con:
                publish_lost(con, settings)
                return Restored(backup, replaced, content_hash(con), kept_own)
    except OSError as error:
        raise BackupError(f"{error.filename or home.folder}: {error.strerror or error}; {backup.folder} is as it was") from error


def _find(source: Path) -> Backup:
    if (source / "manifest.json").is_file():
        return read_manifest(source)
    found = backups(source)
    if not found:
        raise BackupError(f"{source}: no backup; `readout backup {source}` makes one")
    return found[-1]


def _present(home: Home) -> list[Path]:
    """What a backup would replace."""
    names = ("archive", "snapshots", *DATABASES, *(f"{name}.wal" for name in DATABASES))
    return [path for path in (*(home.folder / name for name in names), *sorted(home.folder.glob("*.jsonl"))) if path.exists()]


def _damaged(backup: Backup) -> set[str]:
    """Databases that are not what was written.  Raises `BackupError` where anything else is not."""
    missing = set()
    for name, stored in backup.files.items():
        path = backup.folder / name
        if path.is_file() and digest_of(path) == stored.sha256:
            continue
        if name not in DATABASES:
            raise BackupError(
                f"{path}: {'damaged' if path.is_file() else 'missing'}; bring another backup of {backup.folder.parent} back by its folder"
            )
        missing.add(name)
    return missing


def _stage(backup: Backup, home: Home, names: Iterable[str]) -> None:
    """Copy files into a folder within the working folder, and read them back."""
    shutil.rmtree(home.folder / STAGED, ignore_errors=True)
    (home.folder / STAGED).mkdir(parents=True)
    for name in names:
        new = home.folder / STAGED / name
        new.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(backup.folder / name, new.with_name(f"{new.name}.new"))
        put_in_place(new.with_name(f"{new.name}.new"), new)
        if digest_of(new) != backup.files[name].sha256:
            raise BackupError(f"{new}: not what was written to it; is that disk sound? {home.folder} is as it was")


def _move_aside(home: Home, present: list[Path]) -> Path | None:
    if not present:
        return None
    number = 1
    while (home.folder / f"replaced-{number}").exists():
        number += 1
    aside = home.folder / f"replaced-{number}"
    aside.mkdir()
    for path in present:
        path.rename(aside / path.name)
    return aside


def _restore_own(backup: Backup) -> bool:
    """Copy readout.d where there is none; whether there was one, which then stays."""
    names = [name for name in backup.files if name.startswith(f"{OWN}/")]
    if OWN.exists():
        return bool(names)
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(backup.folder / name, name)
    return False
