"""docs/discord.md names all of Discord's settings, and no unknown ones."""

import re
from pathlib import Path

from bot.runtime.settings import Settings

PAGE = (Path(__file__).parents[3] / "docs" / "discord.md").read_text(encoding="utf-8")


def test_every_setting_of_discord_is_named() -> None:
    known = {str(field.validation_alias) for field in Settings.model_fields.values()}
    named = set(re.findall(r"`((?:VERSED|DISCORD)_[A-Z_]+?)`", PAGE))
    assert named <= known
    assert {name for name in known if "DISCORD" in name} <= named
