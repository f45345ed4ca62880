"""Settings: one working folder and the size of a batch, from READOUT_* variables."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.home import home_folder


class Settings(BaseSettings):
    """What an operator may set; a wrong value is named before anything runs."""

    model_config = SettingsConfigDict(env_prefix="READOUT_")

    home: Path = Field(default_factory=home_folder, description="Working folder: archive, databases, Prefect's state")
    batch_releases: int = Field(default=500, ge=1, le=20_000, description="Releases per task and transaction")
    workers: int = Field(default=0, ge=0, le=256, description="Reading processes; 0 stands for one per core")
    lock_wait_seconds: float = Field(default=10.0, ge=0, description="How long to wait for another writer")
    snapshots_kept: int = Field(default=3, ge=0, le=1000, description="Earlier snapshots that `readout restore` can bring back")
    contact: str = Field(
        default="", description="Address of a page or mailbox at which hosts can reach who runs this; sent with each request"
    )
