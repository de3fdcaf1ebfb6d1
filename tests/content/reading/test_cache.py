"""The cache: the same pack, sooner; never a stale, damaged or foreign one."""

import gc
import json
import os
import zlib
from pathlib import Path

import pytest

from bot.content.model import Sheet
from bot.content.reading.cache import load_cached
from bot.content.reading.load import load
from bot.content.reading.problems import PackError
from bot.content.reading.reader import Document
from bot.runtime import gc_tuning
from tests.content.small_pack import COVER, write
from tests.packs import PETS


def entry_in(cache: Path) -> Path:
    """Return the only file of a cache."""
    (entry,) = cache.iterdir()
    return entry


def test_a_cached_pack_is_the_loaded_one(tmp_path: Path) -> None:
    cold = load_cached(PETS, tmp_path / "cache")
    warm = load_cached(PETS, tmp_path / "cache")

    assert warm == cold == load(PETS)
    assert warm.questions == cold.questions


def test_a_warm_start_reads_the_entry_not_the_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_cached(PETS, tmp_path / "cache")

    def fail(*_: object) -> None:
        raise AssertionError("the files were loaded again")

    monkeypatch.setattr("bot.content.reading.cache.pack_of", fail)
    assert load_cached(PETS, tmp_path / "cache").id == "pets"


def test_a_changed_file_is_loaded_again_and_replaces_the_entry(tmp_path: Path) -> None:
    folder, cache = write(tmp_path / "pack"), tmp_path / "cache"
    load_cached(folder, cache)
    write(folder, pack=COVER.replace("title: Tools", "title: Takes"))

    assert load_cached(folder, cache).title == "Takes"
    assert entry_in(cache)


def test_a_removed_file_is_a_change(tmp_path: Path) -> None:
    folder, cache = write(tmp_path / "pack"), tmp_path / "cache"
    load_cached(folder, cache)
    (folder / "objectives.yaml").unlink()

    assert load_cached(folder, cache).objectives == ()


@pytest.mark.parametrize("damage", ["", "x", "{}", "null"])
def test_a_damaged_entry_is_written_again(tmp_path: Path, damage: str) -> None:
    folder, cache = write(tmp_path / "pack"), tmp_path / "cache"
    pack = load_cached(folder, cache)
    entry = entry_in(cache)
    whole = entry.read_bytes()
    entry.write_text(damage)

    assert load_cached(folder, cache) == pack
    assert entry.read_bytes() == whole


def test_a_single_wrong_letter_is_noticed(tmp_path: Path) -> None:
    folder, cache = write(tmp_path / "pack"), tmp_path / "cache"
    load_cached(folder, cache)
    entry = entry_in(cache)
    entry.write_bytes(entry.read_bytes().replace(b"A saw cuts", b"A saw cats"))

    assert load_cached(folder, cache).objectives[0].statement == "A saw cuts."


def test_a_foreign_entry_with_a_good_checksum_is_validated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, cache = write(tmp_path / "pack"), tmp_path / "cache"
    with monkeypatch.context() as patch:
        patch.setattr("bot.content.model.Pack.model_dump_json", lambda *_, **_options: '{"id": "evil"}')
        load_cached(folder, cache)

    assert load_cached(folder, cache).id == "tools"


def poison(entry: Path) -> None:
    """Change an entry's texts like someone who knows its format."""
    head, _, body = entry.read_bytes().partition(b"\n")
    forged = body.replace(b"A saw cuts", b"A saw bites")
    assert forged != body
    entry.write_bytes(b"%b %08x\n%b" % (head.split()[0], zlib.crc32(forged), forged))


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_an_entry_that_others_may_write_is_not_trusted(tmp_path: Path, mode: int) -> None:
    folder, cache = write(tmp_path / "pack"), tmp_path / "cache"
    load_cached(folder, cache)
    poison(entry_in(cache))
    entry_in(cache).chmod(mode)

    assert load_cached(folder, cache).objectives[0].statement == "A saw cuts."
    assert entry_in(cache).stat().st_mode & 0o777 == 0o600


def test_an_entry_of_another_user_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, cache = write(tmp_path / "pack"), tmp_path / "cache"
    load_cached(folder, cache)
    poison(entry_in(cache))
    somebody_else = os.geteuid() + 1
    monkeypatch.setattr("bot.content.reading.cache.os.geteuid", lambda: somebody_else)

    assert load_cached(folder, cache).objectives[0].statement == "A saw cuts."


def test_an_entry_elsewhere_is_not_followed(tmp_path: Path) -> None:
    folder, cache = write(tmp_path / "pack"), tmp_path / "cache"
    load_cached(folder, cache)
    entry = entry_in(cache)
    poison(entry)
    entry.symlink_to(entry.rename(tmp_path / "forged.json"))

    assert load_cached(folder, cache).objectives[0].statement == "A saw cuts."


def test_only_its_owner_can_use_the_cache(tmp_path: Path) -> None:
    load_cached(PETS, tmp_path / "cache")

    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700


def test_a_cache_that_cannot_be_written_isnt_an_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")

    assert load_cached(PETS, tmp_path / "cache").id == "pets"


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refuse)

    assert load_cached(PETS, tmp_path / "cache").id == "pets"
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_broken_pack_is_not_cached(tmp_path: Path) -> None:
    folder, cache = write(tmp_path / "pack", extra="cards: 3\n"), tmp_path / "cache"

    with pytest.raises(PackError, match=r"extra\.yaml:1:8"):
        load_cached(folder, cache)
    with pytest.raises(PackError, match="no such folder"):
        load_cached(tmp_path / "none", cache)
    assert not cache.exists()


def test_two_packs_have_two_entries(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load_cached(write(tmp_path / "a"), cache)
    load_cached(write(tmp_path / "b"), cache)

    assert len(list(cache.iterdir())) == 2


def test_an_entry_is_read_and_written_in_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pydantic blocks every other thread until it has read or written a whole text."""
    monkeypatch.setattr("bot.content.reading.lines.AT_ONCE", 2)
    pack = load_cached(PETS, tmp_path / "cache")

    _head, _cover, _images, *sheets = entry_in(tmp_path / "cache").read_bytes().splitlines()
    sizes = [sum(map(len, json.loads(sheet).values())) for sheet in sheets]
    assert set(sizes) == {1, 2}
    assert sum(sizes) == sum(len(getattr(pack, kind)) for kind in Sheet.model_fields)
    assert load_cached(PETS, tmp_path / "cache") == pack


def test_a_pack_that_does_not_load_leaves_no_trees_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Freeing all of them at once would take long, and the caller that catches the error would have to do it."""
    monkeypatch.setattr(gc_tuning, "pass_over", lambda: None)  # which would hide the trees from gc.get_objects
    folder = write(tmp_path / "pack", extra="cards:\n  - {id: a, objectives: [none], front: A, back: B}\n")

    with pytest.raises(PackError) as caught:
        load(folder)

    assert caught.value.problems
    assert not [each for each in gc.get_objects() if isinstance(each, Document)]


def test_objects_made_while_the_collector_paused_are_frozen_with_the_rest() -> None:
    """Otherwise, the next collection would scan all of a large pack while the event loop waits."""
    gc_tuning.settle()
    with gc_tuning.paused():
        made: list[list[int]] = [[] for _ in range(20_000)]
    assert not {id(each) for each in made} & {id(each) for each in gc.get_objects()}


def test_the_collector_is_left_as_it_was() -> None:
    assert gc.isenabled()
    with gc_tuning.paused():
        assert not gc.isenabled()
        with gc_tuning.paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
