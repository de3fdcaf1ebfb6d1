"""Data derived from packs is made in advance, in another thread, when packs change."""

import weakref
from pathlib import Path
from threading import get_ident

import pytest

from bot.content import derived
from bot.content.at_hand import at_hand
from bot.content.derived import CachedPerPack, When
from bot.content.model import Pack
from bot.content.reading.library import Library
from bot.runtime import turns
from tests.content.reading.test_library import edit
from tests.content.small_pack import COVER, write


class Thing:
    """Something derived from a pack, which remembers the thread that made it."""

    def __init__(self, pack: Pack) -> None:
        self.title = pack.title
        self.thread = get_ident()


async def rename(folder: Path, library: Library, title: str) -> None:
    edit(folder, pack=COVER.replace("title: Tools", f"title: {title}"))
    assert await library.reload_if_changed()


def test_rarely_wanted_data_is_made_on_demand(tmp_path: Path) -> None:
    made: list[str] = []
    often = CachedPerPack(lambda pack: made.append("often"))
    rarely = CachedPerPack(lambda pack: made.append("rarely"), When.WANTED)
    pack = Library([write(tmp_path / "pack")]).default
    derived.prepare(pack, When.FIRST)
    assert made == ["often"]
    rarely(pack)
    rarely(pack)
    assert made == ["often", "rarely"]
    del often


async def test_derived_data_is_ready_before_anybody_sees_a_reloaded_pack(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")
    library, things = Library([folder]), CachedPerPack(Thing)
    assert things(library.default).thread == get_ident()

    await rename(folder, library, "Takes")

    made = things(library.default)
    assert made.title == "Takes"
    assert made.thread != get_ident()


async def test_using_the_previous_pack_replaces_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")
    library, things = Library([folder]), CachedPerPack(Thing)
    before = library.default
    old = things(before)

    await rename(folder, library, "Takes")
    new = things(library.default)

    assert things(before) is old
    assert things(library.default) is new


async def test_a_replaced_pack_is_freed_without_the_collector(tmp_path: Path) -> None:
    folder = write(tmp_path / "pack")
    library, things = Library([folder]), CachedPerPack(Thing)
    gone = weakref.ref(library.default), weakref.ref(things(library.default))

    await rename(folder, library, "Takes")
    await library.reload_if_changed()

    assert [each() for each in gone] == [None, None]


async def test_a_failing_derivation_keeps_no_pack_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def refuse(pack: Pack) -> Thing:
        raise ValueError(pack.title)

    folder = write(tmp_path / "pack")
    library, things, broken = Library([folder]), CachedPerPack(Thing), CachedPerPack(refuse)

    await rename(folder, library, "Takes")

    assert library.default.title == "Takes"
    assert things(library.default).thread != get_ident()
    assert "ValueError" in caplog.text
    del broken


def test_preparing_makes_everything(tmp_path: Path) -> None:
    library = Library([write(tmp_path / "pack")])
    made: list[str] = []
    things = CachedPerPack[None](lambda pack: made.append(pack.title))

    library.prepare()
    things(library.default)

    assert made == ["Tools"]


def test_derived_data_of_many_objects_is_freed_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Freeing one object with everything in it blocks all other threads."""
    monkeypatch.setattr(turns, "AT_ONCE", 10)
    library = Library([write(tmp_path / "pack")])
    things = CachedPerPack(lambda pack: {"all": tuple(Thing(pack) for _ in range(12))})
    alive = [weakref.ref(each) for each in things(library.default)["all"]]
    pieces: list[int] = []

    def free(what: list[object]) -> None:
        pieces.append(sum(isinstance(each, Thing) for each in what))
        what.clear()

    monkeypatch.setattr(turns, "free", free)
    derived.drop([library.default])

    assert 12 in pieces
    assert [each() for each in alive] == [None] * 12


async def test_slow_data_wanted_on_the_event_loop_is_made_in_a_thread(tmp_path: Path) -> None:
    pack = Library([write(tmp_path / "pack")]).default
    things = CachedPerPack(Thing, When.SOON)
    derived.prepare(pack, When.FIRST)
    assert not things.is_made(pack)

    made = await at_hand(things, pack)

    assert made.thread != get_ident()
    assert await at_hand(things, pack) is things(pack) is made


def test_when_two_threads_make_the_same_the_first_result_counts(tmp_path: Path) -> None:
    pack = Library([write(tmp_path / "pack")]).default
    quicker: list[Thing] = []

    def slowly(pack: Pack) -> Thing:
        if not quicker:  # while this one is at work, another gets there first
            quicker.append(Thing(pack))
            quicker.append(things(pack))
        return Thing(pack)

    things = CachedPerPack(slowly)
    assert things(pack) is quicker[1]
