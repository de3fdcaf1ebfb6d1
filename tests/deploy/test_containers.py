"""The image and compose.yaml allow as little as possible, and Versed knows every setting in them."""

import os
import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.runtime.setting_names import mistyped
from bot.runtime.settings import Settings
from tests.patience import FOREVER

ROOT = Path(__file__).parents[2]
COMPOSE: Any = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = [name for name, each in SERVICES.items() if each["image"] == "versed"]
SETTINGS = {str(field.validation_alias) for field in Settings.model_fields.values()}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_few_rights(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.keys() & {"privileged", "cap_add", "network_mode", "pid"}
    assert all(each.startswith("127.0.0.1:") for each in service.get("ports", ()))
    assert not any("/run/docker.sock" in each for each in service["volumes"])


def test_images_from_others_are_pinned() -> None:
    images = [each["image"] for each in SERVICES.values() if each["image"] != "versed"]
    base = re.findall(r"^ARG PYTHON=(\S+)$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(base) == 1
    for image in (*images, *base):
        assert re.fullmatch(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}", image)


@pytest.mark.parametrize("name", OURS)
def test_settings_are_ones_that_versed_knows(name: str) -> None:
    given = SERVICES[name]["environment"]
    assert mistyped(given) == []
    assert {each.removesuffix("_FILE") for each in given} <= SETTINGS
    named = {value.removeprefix("/run/secrets/") for each, value in given.items() if each.endswith("_FILE")}
    assert named == set(SERVICES[name]["secrets"])


@pytest.mark.parametrize("place", ["Dockerfile", "docs/operating/install.md"])
def test_what_pillow_needs_to_join_letters_is_installed(place: str) -> None:
    installed = re.findall(r"apt-get install (.+)", (ROOT / place).read_text(encoding="utf-8"))
    assert any("libfribidi0" in line.split() for line in installed)


def test_the_image_sets_only_what_versed_knows_and_no_setting_that_a_file_should_give() -> None:
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    names = set(re.findall(r"^\s*(?:ENV )?((?:VERSED|DISCORD|SLACK)_\w+)=", image, re.MULTILINE))
    assert names <= SETTINGS
    files = {each.removesuffix("_FILE") for name in OURS for each in SERVICES[name]["environment"] if "_FILE" in each}
    assert not names & files  # a variable wins over the file


def test_the_database_and_the_metrics_are_out_of_reach() -> None:
    assert SERVICES["postgres"]["networks"] == ["database"]
    assert SERVICES["prometheus"]["networks"] == ["metrics"]
    assert COMPOSE["networks"] == {"default": {}, "database": {"internal": True}, "metrics": {"internal": True}}


def prepare(folder: Path) -> dict[str, str]:
    subprocess.run([ROOT / "deploy/prepare", folder], check=True, capture_output=True, timeout=FOREVER)
    return {each.name: each.read_text(encoding="utf-8") for each in (folder / "secrets").iterdir()}


def test_the_secrets_are_made_once(tmp_path: Path) -> None:
    made = prepare(tmp_path)
    assert {f"secrets/{name}" for name in made} == {each["file"] for each in COMPOSE["secrets"].values()}
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert len({value for value in made.values() if value}) == 6
    assert made["database_url"] == f"postgresql://versed:{made['postgres_password']}@postgres/versed"
    (tmp_path / "secrets/discord_token").write_text("mine", encoding="utf-8")
    assert prepare(tmp_path) == made | {"discord_token": "mine"}


def test_versed_reads_the_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = prepare(tmp_path)
    for name in [name for name in os.environ if name.startswith(("VERSED_", "DISCORD_", "SLACK_"))]:
        monkeypatch.delenv(name)
    for name, value in SERVICES["versed"]["environment"].items():
        monkeypatch.setenv(name, value.replace("/run", str(tmp_path)))
    settings = Settings()
    assert settings.database_url == made["database_url"]
    assert settings.metrics_token is not None
    assert settings.metrics_token.get_secret_value() == made["metrics_token"]
    assert (settings.discord_token, settings.slack_bot_token, settings.listens_on) == (None, None, None)


def test_prometheus_sends_the_token_and_finds_every_serving_process() -> None:
    [job] = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text(encoding="utf-8"))["scrape_configs"]
    assert job["authorization"] == {"credentials_file": "/run/secrets/metrics_token"}
    assert "metrics_token" in SERVICES["prometheus"]["secrets"]
    [found] = job["dns_sd_configs"]
    serving = [name for name in OURS if "metrics_token" in SERVICES[name]["secrets"]]
    assert (found["names"], found["port"]) == (serving, 8322)
    assert "VERSED_HTTP_PORT=8322" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
