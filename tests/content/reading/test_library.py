"""The packs in use: found, reloaded, and never replaced by a broken edit."""

import asyncio
import logging
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from bot.content.model import Pack
from bot.content.reading.library import Library
from bot.content.reading.load import load
from bot.language.refusals import Refusal
from tests.content.small_pack import COVER, lines, write
from tests.patience import FOREVER

_stamp = count(1)


def edit(folder: Path, **files: str) -> None:
    """Write files as an editor would, with new time stamps."""
    write(folder, **files)
    for path in folder.iterdir():
        os.utime(path, ns=(0, next(_stamp)))


def other(pack_id: str) -> str:
    """A cover with another id."""
    return COVER.replace("id: tools", f"id: {pack_id}")


async def test_packs_are_found_in_the_order_of_folders(tmp_path: Path) -> None:
    (tmp_path / "many").mkdir()
    write(tmp_path / "many" / "b", pack=other("two"))
    write(tmp_path / "many" / "a", pack=other("one"))
    write(tmp_path / "single", pack=other("zero"))

    library = Library([tmp_path / "single", tmp_path / "many"])

    assert list(library.packs) == ["zero", "one", "two"]
    assert library.default is library.get("zero")
    assert library.get("three") is None
    assert library.problems == ()


async def test_a_library_without_packs_says_so(tmp_path: Path) -> None:
    library = Library([tmp_path])

    assert lines(library.problems, tmp_path.parent) == [
        f"{tmp_path.name}:1:1: there's no pack here; name a folder with a pack.yaml in it"
    ]
    with pytest.raises(Refusal, match="versed check"):
        _ = library.default


async def test_nothing_changes_when_no_file_does(tmp_path: Path) -> None:
    library = Library([write(tmp_path / "pack")])
    pack = library.default

    assert not await library.reload_if_changed()
    assert library.default is pack


async def test_an_edit_takes_effect_and_listeners_hear_of_it(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")
    library = Library([folder], tmp_path / "cache")
    heard: list[str] = []
    library.subscribe(lambda: heard.append(library.default.title))
    edit(folder, pack=COVER.replace("title: Tools", "title: Takes"))

    assert await library.reload_if_changed()
    assert library.default.title == "Takes"
    assert heard == ["Takes"]
    assert not await library.reload_if_changed()
    assert heard == ["Takes"]


async def test_touching_a_file_keeps_the_same_pack(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")
    library = Library([folder])
    pack = library.default
    edit(folder)

    assert not await library.reload_if_changed()
    assert library.default is pack


async def test_a_broken_edit_keeps_the_old_pack_and_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = write(tmp_path / "pack")
    library = Library([folder])
    pack = library.default
    edit(folder, tips="tips:\n  - id: a\n    title: no\n")

    with caplog.at_level(logging.WARNING):
        assert await library.reload_if_changed()

    assert library.default is pack
    assert any("tips.yaml:3:12: some programs read `no` as text" in line for line in lines(library.problems, folder))
    assert "tips.yaml:3:12" in caplog.text
    caplog.clear()
    assert not await library.reload_if_changed()
    assert caplog.text == ""

    edit(folder, tips="tips:\n  - {id: a, objectives: [cut], title: A, text: Cut slowly.}\n")
    assert await library.reload_if_changed()
    assert library.problems == ()
    assert library.default.tips[0].text == "Cut slowly."


async def test_undoing_a_broken_edit_brings_back_the_same_pack(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")
    library = Library([folder])
    pack = library.default
    edit(folder, pack="")
    await library.reload_if_changed()
    edit(folder, pack=COVER)

    assert await library.reload_if_changed()
    assert library.problems == ()
    assert library.default is pack


async def test_a_lost_cover_is_a_broken_edit_and_a_lost_folder_a_removed_pack(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")
    library = Library([tmp_path])
    pack = library.default
    (folder / "pack.yaml").unlink()

    await library.reload_if_changed()
    assert library.default is pack
    assert "there's no pack.yaml here" in library.problems[0].text

    (folder / "objectives.yaml").unlink()
    folder.rmdir()
    await library.reload_if_changed()
    assert dict(library.packs) == {}


async def test_a_new_pack_is_found(tmp_path: Path) -> None:
    write(tmp_path / "a")
    library = Library([tmp_path])
    write(tmp_path / "b", pack=other("more"))

    assert await library.reload_if_changed()
    assert list(library.packs) == ["tools", "more"]


async def test_of_two_packs_with_one_id_the_first_stays(tmp_path: Path) -> None:
    first = write(tmp_path / "a")
    write(tmp_path / "b", pack=other("Tools").replace("title: Tools", "title: Others"))

    library = Library([tmp_path])

    assert [pack.title for pack in library.packs.values()] == ["Tools"]
    assert lines(library.problems, tmp_path) == [
        "b/pack.yaml:1:1: the pack id `Tools` is taken by a; give one of the two packs another id"
    ]
    edit(first, pack=other("tools-of-old"))
    assert await library.reload_if_changed()
    assert list(library.packs) == ["tools-of-old", "Tools"]
    assert library.problems == ()


async def test_one_pack_named_twice_is_one_pack(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")

    library = Library([folder, tmp_path, tmp_path / "pack" / ".." / "pack"])

    assert list(library.packs) == ["tools"]
    assert library.problems == ()


async def test_watching_notices_a_change(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")
    library = Library([folder])
    changed = asyncio.Event()
    library.subscribe(changed.set)
    watching = asyncio.create_task(library.watch(interval=0))
    try:
        edit(folder, pack=COVER.replace("title: Tools", "title: Takes"))
        await asyncio.wait_for(changed.wait(), timeout=FOREVER)
    finally:
        watching.cancel()

    assert library.default.title == "Takes"


async def test_a_pack_that_makes_loading_fail_doesnt_affect_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for name, pack_id in (("a", "one"), ("b", "two"), ("c", "three")):
        write(tmp_path / name, pack=other(pack_id))
    library = Library([tmp_path])

    def fail_for_one(folder: Path) -> Pack:
        if folder.name == "b":
            raise RecursionError("too deep")
        return load(folder)

    monkeypatch.setattr("bot.content.reading.library.load", fail_for_one)
    for name, pack_id in (("a", "one"), ("b", "two"), ("c", "three")):
        edit(tmp_path / name, pack=other(pack_id).replace("title: Tools", "title: Takes"))
    assert await library.reload_if_changed()
    assert {pack_id: pack.title for pack_id, pack in library.packs.items()} == {
        "one": "Takes",
        "two": "Tools",
        "three": "Takes",
    }
    (problem,) = library.problems
    assert "couldn't load this pack; the log says why (reference " in problem.text
    assert "set aside: pack, reference " in caplog.text
    caplog.clear()
    assert not await library.reload_if_changed()  # it isn't tried again until its files change
    assert caplog.text == ""
    assert list(Library([tmp_path]).packs) == ["one", "three"]


async def test_a_folder_with_a_circular_link_doesnt_affect_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, pack_id in (("a", "one"), ("b", "two")):
        write(tmp_path / name, pack=other(pack_id))
    resolve: Callable[[Path], Path] = Path.resolve

    def fail_for_one(self: Path, strict: bool = False) -> Path:
        if self == tmp_path / "a":
            raise RuntimeError("Symlink loop")
        return resolve(self)

    monkeypatch.setattr(Path, "resolve", fail_for_one)
    assert "two" in Library([tmp_path]).packs


async def test_a_failing_listener_doesnt_keep_others_from_hearing(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")
    library = Library([folder])
    heard: list[str] = []

    def fail() -> None:
        raise KeyError("a bug")

    library.subscribe(fail)
    library.subscribe(lambda: heard.append(library.default.title))
    edit(folder, pack=COVER.replace("title: Tools", "title: Takes"))
    assert await library.reload_if_changed()
    assert heard == ["Takes"]
