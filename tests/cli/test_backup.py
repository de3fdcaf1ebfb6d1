"""`versed backup` and `versed restore` as a new user runs them."""

import argparse
import asyncio
import errno
import io
import re
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import backup, programs
from tests.mortal import ended as versed
from tests.mortal import running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


def test_there_and_back(environment: dict[str, str], tmp_path: Path) -> None:
    versed(environment, "say", "/settings questions:13")
    file = tmp_path / "monday.db"
    done = versed(environment, "backup", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(rf"Backed up to {file}, and verified: \d+ rows?, revision \d+\.\n", done.stdout)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = versed(environment, "backup", str(file))
    assert (again.returncode, again.stderr) == (
        2,
        f"{file} already exists; choose another name, or move it away.\n",
    )
    full = versed(environment, "restore", str(file), "--yes")
    assert full.returncode == 2
    assert "already exists, and a backup only goes into an empty place" in full.stderr
    environment["VERSED_DATABASE_URL"] = f"sqlite:///{tmp_path / 'new' / 'versed.db'}"
    unasked = versed(environment, "restore", str(file))
    assert unasked.returncode == 2
    assert "is a good backup" in unasked.stdout
    assert unasked.stderr == "Nothing was restored; say yes when you're asked, or add --yes.\n"
    assert not (tmp_path / "new" / "versed.db").exists()
    restored = versed(environment, "restore", str(file), "--yes")
    assert (restored.returncode, restored.stderr) == (0, "")
    assert f"Restored into {tmp_path / 'new' / 'versed.db'}: " in restored.stdout
    assert "13" in versed(environment, "say", "/settings").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["backup", "--keep", "3", "x"], "--keep goes with --every"),
        (["backup", "--every", "soon", "x"], "“soon” isn't a time; write it like 24h"),
        (["backup", "--every", "0h", "x"], "“0h” isn't a time"),
        (["backup", "--every", "24h", "--keep", "0", "x"], "keep 1 or more"),
        (["backup", "--every", "24h", "/nowhere/at/all"], "There's no folder /nowhere/at/all; make it first"),
        (["backup", "x"], "There's no database"),
        (["restore", "/nowhere/at/all"], "There's no file /nowhere/at/all"),
        (["restore", "/"], "/ can't be read (Is a directory)"),
    ],
)
def test_refused_with_a_sentence(environment: dict[str, str], arguments: list[str], sentence: str) -> None:
    done = versed(environment, *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_backups_go_on_until_told_to_stop_and_the_newest_are_kept(environment: dict[str, str], folder: Path) -> None:
    versed(environment, "say", "/help")
    foreign = {"versed.db", "versed-2020.db", "notes.txt", "versed-20200101T000000Z.db.txt", ".versed-mine.part"}
    for name in foreign:
        (folder / name).write_text("mine", encoding="utf-8")
    (folder / "versed-20200101T000000Z.db").write_text("old", encoding="utf-8")
    (folder / ".versed-20200102T000000Z.db.part").write_text("half of one, left by a kill", encoding="utf-8")
    (folder / "versed-20990101T000000Z.db").symlink_to(folder / "notes.txt")
    with running(environment, "backup", "--every", "1s", "--keep", "2", str(folder)) as process:
        made: list[Path] = []
        while len(made) < 4:
            if said := re.fullmatch(r"Backed up to (\S+), and verified: .*\n", process.out.readline()):
                made.append(Path(said[1]))
        assert process.end() == 0
        out, err = process.out.read(), process.err.read()
        assert err == ""
    made += [Path(found) for found in re.findall(r"Backed up to (\S+),", out)]
    ours = {each.name for each in folder.iterdir() if not each.is_symlink()} - foreign
    assert ours == {each.name for each in made[-2:]}
    assert foreign <= {each.name for each in folder.iterdir()}
    assert (folder / "versed-20990101T000000Z.db").is_symlink()


def test_a_failed_backup_is_reported_and_keeps_the_earlier_ones(environment: dict[str, str], folder: Path) -> None:
    old = folder / "versed-20200101T000000Z.db"
    old.write_text("old", encoding="utf-8")
    with running(environment, "backup", "--every", "1s", "--keep", "1", str(folder)) as process:
        for _ in range(2):
            told = process.err.readline()
            assert re.match(r"The backup at \S+ \S+ UTC failed: There's no database", told)
        assert process.end() == 0
    assert [each.name for each in folder.iterdir()] == [old.name]


def test_backups_are_made_and_deleted_as_planned_even_if_nothing_can_be_said(
    environment: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If each message failed, each backup would count as failed, too: one more every quarter of an hour, for ever."""
    versed(environment, "say", "/help")
    (folder / "versed-20200101T000000Z.db").write_text("old", encoding="utf-8")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stop = asyncio.Event()

    class FullDisk(io.StringIO):
        def write(self, said: str, /) -> int:
            if "Deleted" in said:
                stop.set()
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backup, "stop_signal", lambda: stop)
    monkeypatch.setattr(sys, "stdout", FullDisk())
    monkeypatch.setattr(sys, "stderr", FullDisk())
    programs.backup(argparse.Namespace(every=timedelta(hours=1), keep=1, place=folder))
    assert len(list(folder.iterdir())) == 1


def test_starting_often_does_not_mean_more_backups(environment: dict[str, str], folder: Path) -> None:
    versed(environment, "say", "/help")
    with running(environment, "backup", "--every", "24h", str(folder)) as process:
        assert "Backed up" in process.out.readline()
    with running(environment, "backup", "--every", "24h", str(folder)) as process:
        process.end()
    assert len(list(folder.iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_reported(environment: dict[str, str], tmp_path: Path) -> None:
    versed(environment, "say", "/help")
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = versed(environment, "backup", str(tmp_path / "file" / "copy.db"))
    assert done.returncode == 2
    assert "(Not a directory); choose another place" in done.stderr


def test_copies_dated_in_the_future_are_not_taken_for_the_newest(environment: dict[str, str], folder: Path) -> None:
    """They date from a week when the clock was ahead, and mustn't outlive what's made now."""
    versed(environment, "say", "/help")
    for day in range(1, 8):
        (folder / f"versed-209901{day:02}T000000Z.db").write_text("old", encoding="utf-8")
    with running(environment, "backup", "--every", "1s", "--keep", "3", str(folder)) as process:
        made: list[str] = []
        while len(made) < 4:
            if said := re.fullmatch(r"Backed up to (\S+), and verified: .*\n", process.out.readline()):
                made.append(Path(said[1]).name)
        process.end()
        out = process.out.read()
    made += [Path(found).name for found in re.findall(r"Backed up to (\S+),", out)]
    assert sorted(each.name for each in folder.iterdir()) == made[-3:]


@pytest.mark.parametrize(
    ("names", "hours"),
    [
        ((), 0),
        (("20260302T000000Z",), 12),
        (("20260227T000000Z", "20260301T180000Z"), 6),
        (("20260301T000000Z",), 0),
        (("20260302T000000Z", "20990101T000000Z"), 12),  # the clock has been set back since
        (("20990101T000000Z",), 0),
        (("20269999T999999Z", "20260302T000000Z"), 12),  # not a date
    ],
)
def test_the_next_copy_is_due_after_the_last_one_that_is_not_dated_in_the_future(
    folder: Path, names: tuple[str, ...], hours: int
) -> None:
    for name in names:
        (folder / f"versed-{name}.db").touch()
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert backup._until_due(folder, timedelta(hours=24), now) == timedelta(hours=hours)
