"""Settings: read from the environment or from files it names; refused with a sentence that names the variable."""

from pathlib import Path

import pytest

from bot.runtime.settings import Settings, SettingsError, read_settings


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": "xapp-1-A"}, "SLACK_BOT_TOKEN must be the token that starts with xoxb-"),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN must be the token that starts with xapp-"),
        ({"VERSED_DISCORD_API": "discord.com"}, "VERSED_DISCORD_API isn't an address"),
        ({"VERSED_SLACK_API": "ftp://slack.com/api/"}, "VERSED_SLACK_API isn't an address"),
        ({"VERSED_SLACK_API": "https:///api/"}, "VERSED_SLACK_API isn't an address"),
        ({"VERSED_SLACK_API": "http://127.0.0.1:99999/api/"}, "VERSED_SLACK_API isn't an address"),
        ({"VERSED_ASK_URL": "http://[::1/v1", "VERSED_ASK_MODEL": "m"}, "VERSED_ASK_URL isn't an address"),
        ({"VERSED_DISCORD_API": "https://bot:secret@127.0.0.1/api/v10"}, "VERSED_DISCORD_API has a user or a pass"),
        ({"VERSED_SLACK_API": "https://secret@127.0.0.1/api/"}, "VERSED_SLACK_API has a user or a password"),
        (
            {"VERSED_HTTP_PORT": "99999"},
            "VERSED_HTTP_PORT has to be a whole number from 0 to 65535; change",
        ),
        ({"VERSED_HTTP_PORT": "http"}, "VERSED_HTTP_PORT has to be a whole number from 0 to 65535; change"),
        ({"VERSED_DISCORD_SHARDS": "0"}, "VERSED_DISCORD_SHARDS has to be a whole number of 1 or more"),
        (
            {"VERSED_RETENTION_DAYS": "90 days"},
            "VERSED_RETENTION_DAYS has to be a whole number from 30 to 99999",
        ),
        ({"VERSED_RETENTION_DAYS": "999999"}, "VERSED_RETENTION_DAYS has to be a whole number from 30 to 99999"),
        ({"VERSED_CONTENT": ":"}, "VERSED_CONTENT doesn't name a folder"),
        ({"VERSED_SLACK_ADMINS": "@ana"}, "VERSED_SLACK_ADMINS has to list members' ids like U0123,U0456"),
        ({"VERSED_SLACK_ADMINS": "U012 U013"}, "VERSED_SLACK_ADMINS has to list members' ids like U0123,U0456"),
        ({"DISCORD_TOKEN": "Bot abc"}, "DISCORD_TOKEN has something in it that no token has, such as a space"),
        ({"SLACK_SIGNING_SECRET": "a\nb"}, "SLACK_SIGNING_SECRET has something in it that no token has"),
        (
            {"VERSED_MIGRATE_WITHOUT_BACKUP": "maybe"},
            "VERSED_MIGRATE_WITHOUT_BACKUP has to be 1 or 0",
        ),
        (
            {"VERSED_PLAY_HOSTS": "a b"},
            "VERSED_PLAY_HOSTS has to list names like versed.example",
        ),
        ({"VERSED_DISCORD_SHARD_IDS": "0,1"}, "VERSED_DISCORD_SHARD_IDS needs VERSED_DISCORD_SHARDS"),
        ({"VERSED_DISCORD_SHARD_IDS": "one", "VERSED_DISCORD_SHARDS": "2"}, "VERSED_DISCORD_SHARD_IDS isn't a list"),
        ({"VERSED_DISCORD_SHARD_IDS": "1-0", "VERSED_DISCORD_SHARDS": "2"}, "VERSED_DISCORD_SHARD_IDS isn't a list"),
        ({"VERSED_DISCORD_SHARD_IDS": "1-2", "VERSED_DISCORD_SHARDS": "2"}, "VERSED_DISCORD_SHARD_IDS start at 0"),
        ({"VERSED_METRICS_TOKEN": "short"}, "VERSED_METRICS_TOKEN is too short; make one with"),
        (
            {"VERSED_PUBLIC_URL": "http://example.org"},
            "VERSED_PUBLIC_URL has to look like https://versed.",
        ),
        ({"VERSED_ASK_KEY": "secret"}, "VERSED_ASK_KEY needs VERSED_ASK_URL"),
        ({"VERSED_ASK_URL": "https://example.org/v1"}, "VERSED_ASK_URL needs VERSED_ASK_MODEL"),
        (
            {"VERSED_ASK_URL": "http://10.0.0.1/v1", "VERSED_ASK_MODEL": "m", "VERSED_ASK_KEY": "secret"},
            "VERSED_ASK_URL has to start with https://, or others could read VERSED_ASK_KEY",
        ),
        (
            {"VERSED_ASK_URL": "http://me:secret@10.0.0.1/v1", "VERSED_ASK_MODEL": "m"},
            "VERSED_ASK_URL has to start with https://, or others could read the password",
        ),
        (
            {"VERSED_ASK_URL": "https://me:secret@10.0.0.1/v1", "VERSED_ASK_MODEL": "m", "VERSED_ASK_KEY": "secret"},
            "VERSED_ASK_URL has a user before the @, and there's VERSED_ASK_KEY, too",
        ),
        (
            {"VERSED_PUBLIC_URL": "https://me:secret@example.org"},
            "VERSED_PUBLIC_URL has to look like https://versed.",
        ),
        ({"DISCORD_TOKEN_FILE": "secret"}, "DISCORD_TOKEN_FILE names a file that can't be read (No such file"),
        ({"DISCORD_TOKEN_FILE": "/dev"}, "DISCORD_TOKEN_FILE names a file that can't be read (Is a directory)"),
    ],
)
def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], sentence: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_addresses_are_read_as_people_copy_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERSED_PLAY_HOSTS", "https://Versed.example.org/, play.example.org:8443,10.0.0.7")
    assert Settings().play_hosts == ("versed.example.org", "play.example.org", "10.0.0.7")
    for given in ("https://versed.example.org/", "https://versed.example.org/slack/events"):
        monkeypatch.setenv("VERSED_PUBLIC_URL", given)
        assert Settings().public_url == "https://versed.example.org"


def test_lists_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERSED_DISCORD_SHARDS", "8")
    monkeypatch.setenv("VERSED_DISCORD_SHARD_IDS", "0-2, 5,5")
    monkeypatch.setenv("VERSED_SLACK_ADMINS", "U1, U2,")
    settings = Settings()
    assert settings.discord_shard_ids == (0, 1, 2, 5)
    assert settings.slack_admins == ("U1", "U2")


def test_a_secret_comes_from_a_file_and_is_never_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "token").write_text("canary-token \n", encoding="utf-8-sig")  # as Windows' Notepad saves it
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "token"))
    settings = Settings()
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == "canary-token"
    assert settings.secrets == ("canary-token",)
    assert "canary" not in repr(settings) + caplog.text
    assert "DISCORD_TOKEN has spaces around its value" in caplog.text


def test_an_empty_variable_does_not_hide_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://db/versed")
    monkeypatch.setenv("VERSED_DATABASE_URL", "")  # as compose files write one that isn't set
    monkeypatch.setenv("VERSED_DATABASE_URL_FILE", str(tmp_path / "url"))
    assert Settings().database_url == "postgresql://db/versed"


@pytest.mark.parametrize("written", ['"canary"', "'canary'", "\ufeffcanary\r\n"])
def test_a_token_is_read_as_editors_and_env_files_write_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture, written: str
) -> None:
    (tmp_path / "token").write_text(written, encoding="utf-8")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "token"))
    assert Settings().secrets == ("canary",)
    assert "canary" not in caplog.text


def test_a_home_folder_is_found_without_a_shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("VERSED_CONTENT", "~/packs:/srv/packs")
    monkeypatch.setenv("VERSED_BACKUPS", "~/backups")
    settings = Settings()
    assert settings.content == (tmp_path / "packs", Path("/srv/packs"))
    assert settings.backups == tmp_path / "backups"
