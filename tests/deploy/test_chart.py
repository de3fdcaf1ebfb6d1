"""The Helm chart's values, as far as they can be checked without Helm; CI renders it."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema_rs import Draft7Validator, ValidationError, meta

from bot import __version__
from bot.runtime.settings import Settings
from tests.deploy.test_containers import SERVICES

CHART = Path(__file__).parents[2] / "deploy/helm/versed"
VALUES: Any = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))
SCHEMA: Any = json.loads((CHART / "values.schema.json").read_text(encoding="utf-8"))
SETTINGS = {str(field.validation_alias) for field in Settings.model_fields.values()}


def test_the_chart_has_this_version() -> None:
    assert yaml.safe_load((CHART / "Chart.yaml").read_text(encoding="utf-8"))["appVersion"] == __version__


def test_the_values_are_what_their_schema_says() -> None:
    meta.validate(SCHEMA)
    Draft7Validator(SCHEMA).validate(VALUES)
    assert SCHEMA["properties"].keys() - {"global"} == VALUES.keys()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("mode",), "serve"),
        (("replica",), 2),
        (("settings",), {"VERSED_RETENTION_DAYS": 730}),
        (("settings",), {"versed": "1"}),
        (("secret", "settings"), ["discord_token"]),
        (("backups", "every"), "daily"),
    ],
)
def test_a_mistaken_value_is_refused(path: tuple[str, ...], value: object) -> None:
    values = copy.deepcopy(VALUES)
    parent = values
    for name in path[:-1]:
        parent = parent[name]
    parent[path[-1]] = value
    with pytest.raises(ValidationError):
        Draft7Validator(SCHEMA).validate(values)


def test_settings_are_ones_that_versed_knows() -> None:
    assert {*VALUES["secret"]["settings"], *VALUES["settings"]} <= SETTINGS


def test_secrets_among_the_settings_are_refused() -> None:
    refused = re.search('regexMatch "(.+?)"', (CHART / "templates/deployment.yaml").read_text(encoding="utf-8"))
    assert refused is not None
    secrets = {
        str(field.validation_alias)
        for field in Settings.model_fields.values()
        if "SecretStr" in str(field.annotation)
    }
    assert {each for each in SETTINGS if re.search(refused[1], each)} == secrets | {"VERSED_DATABASE_URL"}


def test_a_pod_runs_what_the_compose_service_runs() -> None:
    templates = (CHART / "templates/deployment.yaml").read_text(encoding="utf-8")
    arguments = " ".join(f'"{each}"' for each in SERVICES["play"]["command"])
    assert f"(list {arguments})" in templates
    assert '(list "run")' in templates
