"""Settings that nothing reads are reported, with what was probably meant."""

import pytest

from bot.runtime.setting_names import mistyped


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("VERSED_DATABSE_URL", "VERSED_DATABASE_URL"),
        ("VERSED_DATABASE_URL_FIEL", "VERSED_DATABASE_URL_FILE"),
        ("VERSDE_CONTENT", "VERSED_CONTENT"),
        ("DISCORD_TOKENS", "DISCORD_TOKEN"),
        ("DISCORD_BOT_TOKEN", "DISCORD_TOKEN"),
        ("SLACK_TOKEN", "SLACK_BOT_TOKEN"),
        ("SLACK_SIGNING_SECERT", "SLACK_SIGNING_SECRET"),
        ("SLACK_BOT_TOKEN_FIEL", "SLACK_BOT_TOKEN_FILE"),
        ("VERSED_DISCORD_TOKEN", "DISCORD_TOKEN"),
        ("VERSED_SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN"),
        ("versed_database_url", "VERSED_DATABASE_URL"),
        ("Discord_Token", "DISCORD_TOKEN"),
    ],
)
def test_a_mistyped_name_is_reported_with_what_was_meant(given: str, meant: str) -> None:
    assert mistyped({given: "x", "HOME": "/"}) == [f"{given} isn't a setting; did you mean {meant}?"]


def test_a_name_like_no_other_is_reported() -> None:
    assert mistyped({"VERSED_COLOUR": "x"}) == ["VERSED_COLOUR isn't a setting; remove it."]


@pytest.mark.parametrize(("given", "option"), [("VERSED_PLAY_PORT", "--port"), ("versed_play_host", "--host")])
def test_a_name_that_sounds_like_an_option_of_the_playground_leads_to_it(given: str, option: str) -> None:
    (told,) = mistyped({given: "x"})
    assert told.startswith(f"{given} isn't a setting; use `versed play {option}`")


@pytest.mark.parametrize(
    "names",
    [
        ["VERSED_DATABASE_URL", "DISCORD_TOKEN_FILE", "SLACK_BOT_TOKEN"],
        ["SLACK_WEBHOOK_URL", "DISCORD_WEBHOOK_URL", "SLACK_CHANNEL", "PATH", "DATABASE_URL", "CONTENT"],
        ["DISCORD_TOKEN", "DISCORD_BOT_TOKEN"],
    ],
)
def test_settings_and_those_of_other_programs_are_not_reported(names: list[str]) -> None:
    assert mistyped(dict.fromkeys(names, "x")) == []
