"""All settings, with their defaults and environment variables; each can also be read from a file, with NAME_FILE."""

import logging
import os
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from bot.runtime.setting_faults import sentence_for
from bot.runtime.setting_values import (
    Folder,
    Folders,
    HostNames,
    MemberIds,
    Numbers,
    PlatformAddress,
    PlatformToken,
    WebAddress,
)

_log = logging.getLogger(__name__)

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")

_DEFAULT_HTTP_PORT = 8322

_SHORTEST_TOKEN = 16
"""Minimum length of a token, because anyone who can reach the port may try to guess it."""


class SettingsError(Exception):
    """A setting is invalid; the text is one sentence that names the variable."""


class Settings(BaseSettings):
    """The settings of a Versed process."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    database_url: str = Field(
        validation_alias="VERSED_DATABASE_URL",
        default_factory=lambda: f"sqlite:///{user_data_path('versed', appauthor=False) / 'versed.db'}",
        description="Where answers and progress are kept: sqlite:///path or postgresql://…",
    )
    backups: Folder = Field(
        validation_alias="VERSED_BACKUPS",
        default_factory=lambda: user_data_path("versed", appauthor=False) / "backups",
        description="Where a PostgreSQL database is backed up to before its tables change.",
    )
    migrate_without_backup: bool = Field(
        validation_alias="VERSED_MIGRATE_WITHOUT_BACKUP",
        default=False,
        description="1 to continue without that backup, because you've made one yourself.",
    )
    content: Folders = Field(
        validation_alias="VERSED_CONTENT",
        default_factory=lambda: (Path(str(files("content"))),),
        description="Pack folders, or folders of packs, separated as in PATH; replaces the packs in Versed.",
    )
    cache: Folder = Field(
        validation_alias="VERSED_CACHE",
        default_factory=lambda: user_cache_path("versed", appauthor=False),
        description="Where to keep packs once they're read, for a quicker start.",
    )
    packs_per_tenant: int = Field(
        validation_alias="VERSED_PACKS_PER_TENANT",
        default=20,
        ge=0,
        description="Packs of its own that a server or workspace may have; 0 for none.",
    )
    pack_items: int = Field(
        validation_alias="VERSED_PACK_ITEMS",
        default=10_000,
        ge=1,
        description="Items that such a pack may have.",
    )
    pack_megabytes: int = Field(
        validation_alias="VERSED_PACK_MB",
        default=20,
        ge=1,
        description="Megabytes that such a pack may take, with its images.",
    )
    file_megabytes: int = Field(
        validation_alias="VERSED_FILE_MB",
        default=10,
        ge=1,
        le=50,
        description="Megabytes of a file that /pack import takes.",
    )
    play_key: SecretStr | None = Field(
        validation_alias="VERSED_PLAY_KEY",
        default=None,
        description="The key that lets colleagues on the network into the playground.",
    )
    play_admin_key: SecretStr | None = Field(
        validation_alias="VERSED_PLAY_ADMIN_KEY",
        default=None,
        description="The key to administer a shared playground; without it, each start prints a new one.",
    )
    play_hosts: HostNames = Field(
        validation_alias="VERSED_PLAY_HOSTS",
        default=(),
        description="Names under which colleagues reach a shared playground, separated by commas, if the internet "
        "knows them; addresses and local names need none.",
    )

    retention_days: int | None = Field(
        validation_alias="VERSED_RETENTION_DAYS",
        default=None,
        ge=30,
        le=99_999,
        description="Days until answers, what was read, and reviews of people who stopped are deleted; else never.",
    )
    ask_model: str | None = Field(
        validation_alias="VERSED_ASK_MODEL",
        default=None,
        description="A better model for /ask: a folder with one, or its name at VERSED_ASK_URL; docs/ask.md.",
    )
    ask_url: WebAddress | None = Field(
        validation_alias="VERSED_ASK_URL",
        default=None,
        description="An API for embeddings like OpenAI's, such as https://api.openai.com/v1; it reads what's asked.",
    )
    ask_key: SecretStr | None = Field(
        validation_alias="VERSED_ASK_KEY", default=None, description="The key that lets Versed into that API."
    )

    discord_token: PlatformToken | None = Field(
        validation_alias="DISCORD_TOKEN", default=None, description="The token of the bot on Discord."
    )
    discord_api: PlatformAddress = Field(
        validation_alias="VERSED_DISCORD_API",
        default="https://discord.com/api/v10",
        description="Where Discord's API is, ending in /api/v10.",
    )
    discord_shards: int | None = Field(
        validation_alias="VERSED_DISCORD_SHARDS",
        default=None,
        ge=1,
        description="How many shards in all, over all processes; by default what Discord recommends.",
    )
    discord_shard_ids: Annotated[Numbers | None, NoDecode] = Field(
        validation_alias="VERSED_DISCORD_SHARD_IDS",
        default=None,
        description="Which of them this process serves, such as 0,1 or 0-3; all by default, on PostgreSQL its share.",
    )
    slack_bot_token: PlatformToken | None = Field(
        validation_alias="SLACK_BOT_TOKEN", default=None, description="The token of the bot in one Slack workspace."
    )
    slack_app_token: PlatformToken | None = Field(
        validation_alias="SLACK_APP_TOKEN", default=None, description="The app's token, for Socket Mode."
    )
    slack_signing_secret: PlatformToken | None = Field(
        validation_alias="SLACK_SIGNING_SECRET", default=None, description="What Slack signs its requests with."
    )
    slack_client_id: str | None = Field(
        validation_alias="SLACK_CLIENT_ID", default=None, description="The app's id, for many workspaces."
    )
    slack_client_secret: PlatformToken | None = Field(
        validation_alias="SLACK_CLIENT_SECRET", default=None, description="The app's secret, for many workspaces."
    )
    slack_api: PlatformAddress = Field(
        validation_alias="VERSED_SLACK_API",
        default="https://slack.com/api/",
        description="Where Slack's API is, ending in /api/.",
    )
    slack_admins: MemberIds = Field(
        validation_alias="VERSED_SLACK_ADMINS",
        default=(),
        description="Ids of members, separated by commas, who can administer, besides the workspace's own.",
    )
    http_host: str = Field(
        validation_alias="VERSED_HTTP_HOST",
        default="127.0.0.1",
        description="The address that health, metrics and Slack's requests come in at; 0.0.0.0 for any.",
    )
    http_port: int | None = Field(
        validation_alias="VERSED_HTTP_PORT",
        default=None,
        ge=0,
        le=65535,
        description="The port for that; 8322 if it's needed and you don't set it, 0 for any free one.",
    )
    metrics_token: SecretStr | None = Field(
        validation_alias="VERSED_METRICS_TOKEN",
        default=None,
        description="What a metrics collector on another machine has to show, as a bearer token.",
    )
    public_url: str | None = Field(
        validation_alias="VERSED_PUBLIC_URL",
        default=None,
        pattern=r"^https://[^/\s@]+$",
        examples=["https://versed.example.org"],
        description="How the world reaches that port, such as https://versed.example.org; for Slack over HTTP.",
    )

    @property
    def has_slack(self) -> bool:
        """Return whether Slack is set up."""
        return self.slack_bot_token is not None or self.slack_client_id is not None

    @property
    def needs_http(self) -> bool:
        """Return whether Slack sends its requests here; with an app token, Versed connects to Slack instead."""
        return self.has_slack and self.slack_app_token is None

    @property
    def listens_on(self) -> int | None:
        """Return the port for health, metrics and Slack's requests; None if it isn't needed."""
        return _DEFAULT_HTTP_PORT if self.http_port is None and self.needs_http else self.http_port

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return the values that must not appear in logs."""
        held = (getattr(self, name) for name in type(self).model_fields)
        return tuple(value.get_secret_value() for value in held if isinstance(value, SecretStr))

    @field_validator("public_url", mode="before")
    @classmethod
    def _base(cls, value: object) -> object:
        return value.rstrip("/").removesuffix("/slack/events") if isinstance(value, str) else value

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        _check_tokens(self)
        _check_model(self)
        if self.metrics_token is not None and len(self.metrics_token.get_secret_value()) < _SHORTEST_TOKEN:
            raise SettingsError("VERSED_METRICS_TOKEN is too short; make one with `openssl rand -hex 32`.")
        if self.discord_shard_ids is not None and self.discord_shards is None:
            raise SettingsError("VERSED_DISCORD_SHARD_IDS needs VERSED_DISCORD_SHARDS: how many there are in all.")
        if self.discord_shard_ids and max(self.discord_shard_ids) >= (self.discord_shards or 0):
            raise SettingsError("VERSED_DISCORD_SHARD_IDS start at 0; each must be below VERSED_DISCORD_SHARDS.")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Use values passed in code first, then the environment and the files that it names.

        Args:
            settings_cls: this class.
            init_settings: values passed in code.
            env_settings: unused, because _Environment reads variables and files.
            dotenv_settings: unused, because no .env file is read.
            file_secret_settings: unused, because _Environment reads variables and files.
        """
        return init_settings, _Environment(settings_cls)


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        SettingsError: a setting is invalid.
    """
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        field = next(each for each in Settings.model_fields.values() if each.validation_alias == fault["loc"][0])
        raise SettingsError(sentence_for(field, fault["type"])) from error


def _check_tokens(settings: Settings) -> None:
    """Raise SettingsError if a token has the prefix of another kind of token."""
    for name, token, start, other in (
        ("SLACK_BOT_TOKEN", settings.slack_bot_token, "xoxb-", "xoxe."),
        ("SLACK_APP_TOKEN", settings.slack_app_token, "xapp-", "xapp-"),
    ):
        if token is not None and not token.get_secret_value().startswith((start, other)):
            raise SettingsError(f"{name} must be the token that starts with {start}; copy that one from Slack.")


def _check_model(settings: Settings) -> None:
    """Raise SettingsError if the settings of a model don't fit together, or would send its key unencrypted."""
    if settings.ask_url is None:
        if settings.ask_key is not None:
            raise SettingsError("VERSED_ASK_KEY needs VERSED_ASK_URL: the API that it lets Versed into.")
        return
    if settings.ask_model is None:
        raise SettingsError("VERSED_ASK_URL needs VERSED_ASK_MODEL: which of the models there to use.")
    address = urlsplit(settings.ask_url)
    if settings.ask_key is not None and address.username is not None:
        raise SettingsError("VERSED_ASK_URL has a user before the @, and there's VERSED_ASK_KEY, too; use only one.")
    if address.scheme == "https" or address.hostname in _THIS_MACHINE:
        return
    if settings.ask_key is not None:
        raise SettingsError("VERSED_ASK_URL has to start with https://, or others could read VERSED_ASK_KEY.")
    if address.password is not None:
        raise SettingsError("VERSED_ASK_URL has to start with https://, or others could read the password in it.")


class _Environment(PydanticBaseSettingsSource):
    """Reads NAME, or the file that NAME_FILE names; spaces and quotes around a value are removed, with a warning."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[str | None, str, bool]:
        name = str(field.validation_alias)
        value = os.environ.get(name)
        file_name = os.environ.get(f"{name}_FILE")
        if not value and file_name:
            try:
                value = Path(file_name).read_text(encoding="utf-8-sig").removesuffix("\n")
            except (OSError, ValueError) as error:
                why = getattr(error, "strerror", None) or "it isn't text"
                # The path isn't quoted, because people put the secret itself here by mistake.
                sentence = f"{name}_FILE names a file that can't be read ({why}); correct its path."
                raise SettingsError(sentence) from error
        if value is not None and value != value.strip():
            _log.warning("%s has spaces around its value, so they were removed", name)
            value = value.strip()
        if value is not None and len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            _log.warning("%s has quotes around its value, so they were removed", name)
            value = value[1:-1]
        return value or None, name, False

    def __call__(self) -> dict[str, object]:
        found = (self.get_field_value(field, name)[:2] for name, field in self.settings_cls.model_fields.items())
        return {name: value for value, name in found if value is not None}
