"""`versed new`: its pack passes `versed check` and can be played at once."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from bot.cli.main import main
from bot.cli.new import asked
from bot.content.reading.library import Library
from bot.content.reading.load import load
from bot.content.writing.first_pack import Wishes
from bot.core import build
from bot.language.people import PLAYGROUND, Member, Place
from bot.language.plain import plain
from bot.language.requests import Asker
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.features.lessons.asking import NOW

ANA = Asker(PLAYGROUND, Place("general", "#general"), Member("ana", "Ana"), NOW)


def versed(line: list[str]) -> object:
    """Run the command; return its exit code."""
    with pytest.raises(SystemExit) as ended:
        main(line)
    return ended.value.code


@pytest.mark.parametrize(
    "flags",
    [
        [],
        ["--title", "Tea: how it's made, and “why”"],
        ["--title", "Чай", "--sides", "зелёный, чёрный", "--topic", "Вода", "--about", "Как заваривать чай #1."],
        ["--title", "no", "--sides", "C vs. C++", "--topic", "12"],
    ],
    ids=str,
)
def test_it_passes_the_check(tmp_path: Path, flags: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "green-tea"

    assert versed(["new", str(folder), *flags]) == 0
    assert f"VERSED_CONTENT={folder} versed play" in capsys.readouterr().out
    assert versed(["check", str(folder)]) == 0
    assert load(folder).title == (flags[1] if flags else "Green tea")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    (tmp_path / "file").touch()
    for folder in (loop, tmp_path / "file" / "tea"):
        assert versed(["new", str(folder)]) == 2
        assert "name another folder." in capsys.readouterr().err


def test_a_full_disk_leaves_the_folder_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write = Path.write_bytes

    def fills_up(path: Path, raw: bytes) -> int:
        write(path, raw[:10])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", fills_up)
    assert versed(["new", str(tmp_path / "pack"), "--title", "Tea"]) == 2
    assert capsys.readouterr().err == (
        f"I can't write {tmp_path / 'pack'} (No space left on device); name another folder.\n"
    )
    monkeypatch.setattr(Path, "write_bytes", write)
    assert versed(["new", str(tmp_path / "pack"), "--title", "Tea"]) == 0


async def test_it_can_be_played(tmp_path: Path, sqlite_database: Database) -> None:
    versed(["new", str(tmp_path / "tea"), "--title", "Tea", "--sides", "green, black"])
    pictures = PictureCache()
    application = build(Library([tmp_path / "tea"]), sqlite_database, pictures, Random(1)).application

    assert "Question 1 of 2" in plain(await application.say(ANA, "/quiz questions:2"))
    assert "First difference" in plain(await application.say(ANA, "/compare basics"))
    pictures.close()


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (
            ["--title", "x" * 81],
            "I can't make a pack from that: the text has 81 characters; shorten it to at most 80.",
        ),
        (["--title", "x", "--sides", "tea"], "A pack compares two to 5 things; name them like this: tea, coffee."),
    ],
    ids=["title", "sides"],
)
def test_a_refused_pack_makes_no_folder(
    tmp_path: Path, flags: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert versed(["new", str(tmp_path / "tea"), *flags]) == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "tea").exists()


def test_a_folder_with_something_in_it_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    assert versed(["new", str(tmp_path), "--title", "Tea"]) == 2
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def answering(*answers: str) -> Iterator[str]:
    return iter(answers)


def test_it_asks_four_questions_if_somebody_is_there_to_answer(tmp_path: Path) -> None:
    typed = answering("Tea", "How to make it.", "green vs black", "")
    heard: list[str] = []

    def ask(question: str) -> str:
        heard.append(question)
        return next(typed)

    wishes = asked(Wishes(""), tmp_path / "tea", ask)

    assert wishes == Wishes("Tea", "How to make it.", ("green", "black"), "Basics")
    assert len(heard) == 4
    assert asked(Wishes(""), tmp_path / "green_tea", None).title == "Green tea"
