"""The systemd units are hardened alike, and Versed knows every setting in them."""

import re
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.runtime.settings import Settings

SYSTEMD = Path(__file__).parents[2] / "deploy/systemd"
UNITS = sorted(SYSTEMD.glob("*.service"))
DROP_INS = sorted(SYSTEMD.glob("*.conf"))
SETTINGS = {str(field.validation_alias) for field in Settings.model_fields.values()}
EVERY_PROGRAM = {"XDG_DATA_HOME", "XDG_CACHE_HOME", "PYTHONDONTWRITEBYTECODE"}


def read(unit: Path) -> list[tuple[str, str]]:
    lines = (line.partition("=") for line in unit.read_text(encoding="utf-8").splitlines())
    return [(name, value) for name, sign, value in lines if sign and not name.startswith("#")]


def environment(unit: Path) -> dict[str, str]:
    given = (each for name, value in read(unit) if name == "Environment" for each in value.split())
    return {name: value for name, _, value in (each.partition("=") for each in given)}


def hardening(unit: Path) -> list[tuple[str, str]]:
    lines = read(unit)
    first, last = lines.index(("NoNewPrivileges", "yes")), lines.index(("SystemCallErrorNumber", "EPERM"))
    return lines[first : last + 1]


@pytest.mark.parametrize("unit", [*UNITS, *DROP_INS], ids=lambda unit: unit.name)
def test_settings_are_ones_that_versed_knows(unit: Path) -> None:
    assert {name.removesuffix("_FILE") for name in environment(unit)} <= SETTINGS | EVERY_PROGRAM


@pytest.mark.parametrize("drop_in", DROP_INS, ids=lambda unit: unit.name)
def test_each_credential_is_read_as_a_file(drop_in: Path) -> None:
    loaded = {value.partition(":")[0] for name, value in read(drop_in) if name == "LoadCredential"}
    files = {value for name, value in environment(drop_in).items() if name.endswith("_FILE")}
    assert files == {f"%d/{each}" for each in loaded} != set()


def test_all_units_are_hardened_alike() -> None:
    kinds = {tuple(hardening(unit)) for unit in UNITS}
    assert len(UNITS) == 2
    assert len(kinds) == 1
    [lines] = kinds
    assert dict(lines).items() >= {("ProtectSystem", "strict"), ("CapabilityBoundingSet", "")}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_of_versed(unit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [command] = [value for name, value in read(unit) if name == "ExecStart"]
    program, part, *arguments = command.split()
    assert program == "/opt/versed/bin/versed"
    with pytest.raises(SystemExit) as ended:
        main([part, "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert all(re.search(rf"{re.escape(each)}\b", said) for each in arguments if each.startswith("--"))
