"""Backups: a numbered folder each, unchanged files as hard links to the one before, put in place when all of it was read back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from config.settings import Settings
from flows.fetch.soundness import check_segment
from flows.home import Home
from schemas.version import SCHEMA_VERSION
from warehouse.connect import OutdatedError, fold_log, open_writer
from warehouse.load import content_hash
from warehouse.lock import writer_lock
from warehouse.snapshots import link_or_copy, put_in_place, read_whole, sync_folder

MANIFEST = "manifest.json"
PARTIAL = ".partial"
# The settings, sources, checks and watches of the folder in which readout runs.
OWN = Path("readout.d")
# Journals that are added to and never cut.
GROWING = ("corrections.jsonl", "reviews.jsonl")
CHUNK = 1 << 20


class BackupError(Exception):
    """A backup that cannot be made or brought back; the message names the file and what to do."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a backup; `records` are those of a segment, else None."""

    byte_count: int
    sha256: str
    records: int | None = None


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was read back; `content_digest` is the content hash of its writer's database, None where there is none to tell."""

    folder: Path
    made_at: str
    schema_no: int
    content_digest: str | None
    files: dict[str, Stored]

    @property
    def byte_count(self) -> int:
        """The size of all files, also of those that it shares with others."""
        return sum(stored.byte_count for stored in self.files.values())


def back_up(settings: Settings, target: Path, keep: int, now: dt.datetime) -> tuple[Backup, int]:
    """Write a backup of the working folder and of readout.d into `target`; the backup, and how many bytes were copied for it.

    The last `keep` stay. A backup that cannot be made whole leaves those before it as they are.
    Raises `BackupError`, `LockedError` and `WarehouseError`.
    """
    home = Home(settings.home)
    if not home.archive.is_dir():
        raise BackupError(f"{home.archive}: no archive; there is nothing to back up")
    partial = target / PARTIAL
    try:
        with writer_lock(home.folder, wait_seconds=settings.lock_wait_seconds):
            former = backups(target)
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)
            content = _content(home)
            files, copied = _write(home, partial, former[-1] if former else None)
            number = int(former[-1].folder.name) + 1 if former else 1
            made = Backup(target / f"{number:06d}", now.isoformat(timespec="seconds"), SCHEMA_VERSION, content, files)
            _finish(partial, made)
    except OSError as error:
        raise BackupError(f"{error.filename or target}: {error.strerror or error}; the backups before are as they were") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    for one in [*former, made][:-keep]:
        shutil.rmtree(one.folder)
    return made, copied


def backups(target: Path) -> list[Backup]:
    """The backups of a folder, oldest first."""
    found = sorted(path.parent for path in target.glob(f"*/{MANIFEST}") if path.parent.name.isdecimal())
    return [read_manifest(folder) for folder in found]


def read_manifest(folder: Path) -> Backup:
    """What a backup says that it holds.  Raises `BackupError`."""
    try:
        row = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {name: Stored(**stored) for name, stored in row["files"].items()}
        return Backup(folder, row["made_at"], row["schema_no"], row["content_digest"], files)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{folder / MANIFEST}: cannot be read ({error}); move that backup away, or bring another one back") from error


def _content(home: Home) -> str | None:
    """The content hash of the writer's database, its log written into it; None where there is none of this form."""
    if not home.core.is_file():
        return None
    try:
        with closing(open_writer(home.core)) as con:
            return content_hash(con)
    except OutdatedError:
        return None
    finally:
        fold_log(home.core)


def _sources(home: Home) -> Iterator[tuple[str, Path]]:
    """What is backed up: the name within the backup, and the file."""
    for path in sorted([*home.archive.glob("*.warc.gz"), *home.folder.glob("*.jsonl"), home.core, home.snapshot]):
        if path.is_file():
            yield path.relative_to(home.folder).as_posix(), path
    for path in sorted(OWN.rglob("*")):
        if path.is_file():
            yield path.as_posix(), path


def _write(home: Home, partial: Path, former: Backup | None) -> tuple[dict[str, Stored], int]:
    """Copy what changed, link what did not, read all of it back; the files, and the bytes copied."""
    sources = dict(_sources(home))
    _refuse_losses(sources, former)
    files: dict[str, Stored] = {}
    copied = 0
    for name, path in sources.items():
        new = partial / name
        new.parent.mkdir(parents=True, exist_ok=True)
        digest, before = digest_of(path), former.files.get(name) if former else None
        if before and former and before.sha256 == digest and _is_sound(former.folder / name, before):
            link_or_copy(former.folder / name, new)
            files[name] = before
            continue
        stored = Stored(path.stat().st_size, digest, _records(path, name, before))
        _copy(path, new, stored)
        files[name] = stored
        copied += stored.byte_count
    return files, copied


def _refuse_losses(sources: dict[str, Path], former: Backup | None) -> None:
    """The truth only grows: where it has become less, the working folder is damaged, or another one."""
    if former is None:
        return
    for name, before in former.files.items():
        is_log = name in GROWING
        if not is_log and not name.startswith("archive/"):
            continue
        if name not in sources:
            raise BackupError(
                f"{name}: in {former.folder} and no longer in the working folder; bring it back, or back up to another folder"
            )
        if is_log and digest_of(sources[name], before.byte_count) != before.sha256:
            raise BackupError(
                f"{sources[name]}: lines that {former.folder} holds are gone or changed; bring them back, or back up to another folder"
            )


def _records(path: Path, name: str, before: Stored | None) -> int | None:
    """The whole records of a new or changed segment.  Raises `BackupError` for one that is damaged or has lost records."""
    if not name.startswith("archive/"):
        return None
    sound = check_segment(path)
    if sound.faults:
        raise BackupError(
            f"{path.parent}: {sound.faults[0]}; the backups before are as they were: `readout restore --from` brings one back"
        )
    if before and before.records and sound.record_count < before.records:
        raise BackupError(f"{path}: {sound.record_count} records, {before.records} in the backup before, which is as it was")
    return sound.record_count


def _copy(old: Path, new: Path, stored: Stored) -> None:
    shutil.copyfile(old, new.with_name(f"{new.name}.new"))
    put_in_place(new.with_name(f"{new.name}.new"), new)
    if not _is_sound(new, stored):
        raise BackupError(f"{new}: not what was written to it; is that disk sound? The backups before are as they were")
    if new.suffix == ".duckdb":
        read_whole(old)


def _is_sound(path: Path, stored: Stored) -> bool:
    return path.is_file() and digest_of(path) == stored.sha256


def _finish(partial: Path, made: Backup) -> None:
    """Write the manifest and give the backup its number: from here on it is one."""
    row = {name: value for name, value in asdict(made).items() if name != "folder"}
    fresh = partial / f"{MANIFEST}.new"
    fresh.write_text(json.dumps(row, indent=1, sort_keys=True), encoding="utf-8")
    put_in_place(fresh, partial / MANIFEST)
    partial.replace(made.folder)
    sync_folder(made.folder.parent)


def digest_of(path: Path, byte_count: int | None = None) -> str:
    """SHA-256 of a file, or of its first bytes, in hex."""
    digest = hashlib.sha256()
    left = byte_count if byte_count is not None else path.stat().st_size
    with path.open("rb") as file:
        while left and (piece := file.read(min(CHUNK, left))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()
