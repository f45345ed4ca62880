"""Settings: of one file, above it READOUT_* variables, above both the command line; what each means, and what is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from config.home import DEFAULT, OWN, SettingsError
from config.lines import YamlError, read_yaml

PREFIX = "READOUT_"


class Group(BaseModel):
    """Settings that belong together."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Alerts(Group):
    """Whom to tell when a run fails, a source falls silent, a blocking check fails or a layout changes; empty: nobody."""

    webhook_url: SecretStr = Field(default=SecretStr(""), description="Address that is sent each message as JSON by POST")
    command: str = Field(default="", description="Command with its arguments that is given each message on its standard input")
    mail_to: tuple[str, ...] = Field(default=(), description="Addresses that each message is mailed to, separated by commas")
    mail_from: str = Field(default="", description="Address that it is mailed from; empty: the first of mail_to")
    mail_host: str = Field(default="localhost", min_length=1, description="Mail server")
    mail_port: int = Field(default=587, ge=1, le=65_535, description="Its port")
    mail_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="starttls: encrypted before anything is said (587); tls: from the start (465); none"
    )
    mail_ca_file: Path | None = Field(default=None, description="PEM file of the authority to trust, where it is not a public one")
    mail_user: str = Field(default="", description="User name at the mail server; empty: none is given")
    mail_password: SecretStr = Field(default=SecretStr(""), description="Its password")

    @field_validator("webhook_url")
    @classmethod
    def _is_address(cls, url: SecretStr) -> SecretStr:
        if url.get_secret_value() and not url.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("an address that begins with https:// or http:// is expected")
        return url

    @field_validator("mail_to", mode="before")
    @classmethod
    def _are_addresses(cls, value: Any) -> Any:
        names = [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        if isinstance(names, list) and any(not isinstance(name, str) or "@" not in name for name in names):
            raise ValueError("addresses such as desk@example.org are expected, separated by commas")
        return names


class Settings(BaseSettings):
    """What an operator may set; a wrong value is named before anything runs."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="_", env_nested_max_split=1, env_ignore_empty=True, enable_decoding=False,
        extra="forbid", frozen=True,
    )  # fmt: skip

    home: Path = Field(default=DEFAULT, description="Working folder: archive, databases, Prefect's state")
    batch_releases: int = Field(default=500, ge=1, le=20_000, description="Releases per task and transaction")
    workers: int = Field(default=0, ge=0, le=256, description="Reading processes; 0 stands for one per core")
    runner: Literal["local", "dask"] = Field(
        default="local", description="Who reads files and rebuilds: this machine's processes, or Dask's"
    )
    scheduler: str = Field(
        default="",
        pattern=r"^((tcp|tls)://.+:\d+)?$",
        description="Dask's scheduler, such as tcp://host:8786; empty: a cluster of this machine",
    )
    lock_wait_seconds: float = Field(default=10.0, ge=0, description="How long to wait for another writer")
    snapshots_kept: int = Field(default=3, ge=0, le=1000, description="Earlier snapshots that `readout restore` can bring back")
    contact: str = Field(
        default="", description="Address of a page or mailbox at which hosts can reach who runs this; sent with each request"
    )
    author: str = Field(default="", description="Who corrects and reviews; empty: the user's name at this machine")
    gold: tuple[Path, ...] = Field(
        default=(), description="Folders of answered releases on which the quality report measures accuracy, separated by commas"
    )
    alerts: Alerts = Alerts()

    @field_validator("gold", mode="before")
    @classmethod
    def _are_folders(cls, value: Any) -> Any:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("home")
    @classmethod
    def _of_user(cls, home: Path) -> Path:
        return home.expanduser()

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource, file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:  # fmt: skip
        """The order of precedence: what is given, READOUT_* variables, the settings file."""
        return init_settings, env_settings, InitSettingsSource(settings_cls, init_kwargs=file_values())


def file_values(path: Path = OWN) -> dict[str, Any]:
    """What the settings file says; nothing where there is none.  Raises `SettingsError`."""
    if not path.exists():
        return {}
    try:
        _, values = read_yaml(path)
    except YamlError as error:
        raise SettingsError(str(error)) from error
    return _without_nulls(values) if isinstance(values, dict) else {}


def _without_nulls(values: dict[Any, Any]) -> dict[str, Any]:
    """What has a value: a key whose value is commented out, or a group of such keys, keeps the default."""
    kept = {str(key): _without_nulls(value) if isinstance(value, dict) else value for key, value in values.items()}
    return {key: value for key, value in kept.items() if value is not None}
