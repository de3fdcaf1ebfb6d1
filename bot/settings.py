"""Every setting: its name, its default and its environment variable; each may also come from a file, as NAME_FILE."""

import logging
import os
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

_log = logging.getLogger(__name__)


class SettingsError(Exception):
    """A setting that cannot be used; its text is one sentence that names the variable."""


class Settings(BaseSettings):
    """What Versed is told from outside."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    database_url: str = Field(
        validation_alias="VERSED_DATABASE_URL",
        default_factory=lambda: f"sqlite:///{user_data_path('versed', appauthor=False) / 'versed.db'}",
        description="Where answers and progress are kept: sqlite:///path or postgresql://…",
    )
    content: Annotated[tuple[Path, ...], NoDecode] = Field(
        validation_alias="VERSED_CONTENT",
        default_factory=lambda: (Path(str(files("content"))),),
        description="Folders of packs, or that are packs, separated as in PATH; instead of the bundled ones.",
    )
    cache: Path = Field(
        validation_alias="VERSED_CACHE",
        default_factory=lambda: user_cache_path("versed", appauthor=False),
        description="Where packs that have been read are kept for a quicker start.",
    )
    play_key: SecretStr | None = Field(
        validation_alias="VERSED_PLAY_KEY",
        default=None,
        description="The key that lets colleagues on the network into the playground.",
    )

    @field_validator("content", mode="before")
    @classmethod
    def _folders(cls, value: object) -> object:
        return tuple(Path(part) for part in value.split(os.pathsep) if part) if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Values given in code win, then the environment and the files that it names."""
        return init_settings, _Environment(settings_cls)


class _Environment(PydanticBaseSettingsSource):
    """Reads NAME, or the file that NAME_FILE names; space around a value is taken off, and said so."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[str | None, str, bool]:
        name = str(field.validation_alias)
        value = os.environ.get(name)
        file_name = os.environ.get(f"{name}_FILE")
        if value is None and file_name:
            try:
                value = Path(file_name).read_text(encoding="utf-8").removesuffix("\n")
            except (OSError, UnicodeDecodeError) as error:
                raise SettingsError(f"{name}_FILE names a file that cannot be read: {file_name}.") from error
        if value is not None and value != value.strip():
            _log.warning("%s has space around its value; it was taken off", name)
            value = value.strip()
        return value or None, name, False

    def __call__(self) -> dict[str, object]:
        found = (self.get_field_value(field, name)[:2] for name, field in self.settings_cls.model_fields.items())
        return {name: value for value, name in found if value is not None}
