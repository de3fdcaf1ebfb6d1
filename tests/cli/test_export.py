"""`versed export`: a format chosen by the file's ending or by name, and what the command reports."""

import errno
import os
from pathlib import Path

import pytest

from bot.cli.export import FORMATS, export
from bot.cli.main import main
from bot.exchange.formats import read
from bot.language.refusals import Refusal
from bot.runtime.settings import Settings
from tests.packs import WORKSHOP


@pytest.mark.parametrize(
    ("name", "form", "kind"),
    [
        ("a.csv", "", "table (CSV)"),
        ("a.xlsx", "", "Excel workbook"),
        ("a.txt", "gift", "GIFT"),
        ("a.xml", "", "Moodle XML"),
    ],
)
def test_a_pack_is_written_and_what_is_left_out_is_reported(tmp_path: Path, name: str, form: str, kind: str) -> None:
    told = export(Settings(), str(WORKSHOP), tmp_path / name, form)
    assert read((tmp_path / name).read_bytes()).format == kind
    assert " written, " in told[0]
    assert "Left out:" in told


def test_an_unclear_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="add --as anki, csv"):
        export(Settings(), str(WORKSHOP), tmp_path / "a.txt")


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_offers_every_format(tmp_path: Path, form: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", str(WORKSHOP), str(tmp_path / "file"), "--as", form])
    assert ended.value.code == 0
    assert (tmp_path / "file").stat().st_size


@pytest.mark.parametrize("before", [None, b"an earlier one"])
def test_a_failed_export_leaves_no_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes | None
) -> None:
    file = tmp_path / "a.csv"
    if before is not None:
        file.write_bytes(before)

    def fill_the_disk(path: Path, _raw: bytes) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", fill_the_disk)
    with pytest.raises(Refusal, match="No space left on device"):
        export(Settings(), str(WORKSHOP), file)
    assert file.exists() == (before is not None)
