"""Background work beside serving: a part that fails is retried, and doesn't end the others."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot import serving as app
from bot.bootstrap import playground
from bot.content.reading.library import Library
from bot.core import Core
from bot.language.refusals import Refusal
from bot.runtime.health import Health
from bot.runtime.settings import Settings
from bot.runtime.supervisor import Supervisor
from bot.storage.database import Database
from bot.storage.errors import StoreError
from bot.storage.transaction import Transaction
from tests.content.small_pack import write
from tests.packs import PETS
from tests.patience import FOREVER


@dataclass
class Part:
    """Something to prune that fails the given number of times."""

    failures: int = 0
    error: Exception | None = None
    done: int = 0

    def expire(self, _transaction: Transaction, now: datetime) -> None:
        pass

    def prune(self, _transaction: Transaction, before: datetime) -> None:
        if self.failures:
            self.failures -= 1
            raise self.error or ValueError("a row")
        self.done += 1


class NoGames:
    """Stands in for the running games, of which there are none."""

    async def run(self) -> None:
        await asyncio.Event().wait()

    async def close(self) -> None:
        pass


async def kept_up(database: Database, library: Library, until: Callable[[], bool]) -> None:
    """Do the background work until something has happened; fail if the work ends before."""
    shelf = SimpleNamespace(follow=NoGames().run)
    core: Any = SimpleNamespace(library=library, shelf=shelf, database=database, running_games=NoGames())
    async with app.kept_up(core, Settings(retention_days=30), Supervisor()), asyncio.timeout(FOREVER):
        while not until():
            await asyncio.sleep(0.005)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "_PRUNE_EVERY", 0.01)
    monkeypatch.setattr(app, "_RELOAD_EVERY", 0.01)


@pytest.mark.both_databases
@pytest.mark.parametrize("error", [ValueError("a row"), StoreError("The disk is full.")], ids=str)
async def test_a_part_that_cannot_be_pruned_doesnt_stop_the_others(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    parts = [Part(), Part(2, error), Part()]
    monkeypatch.setattr(app, "PERSONAL_DATA", SimpleNamespace(holders=parts))
    await kept_up(database, Library([PETS]), lambda: 0 < parts[1].done < parts[2].done)
    assert parts[2].done >= parts[1].done + 1
    assert ("couldn't delete what's old: " in caplog.text) == isinstance(error, StoreError)
    assert ("set aside: retention" in caplog.text) != isinstance(error, StoreError)


async def test_failing_to_check_the_packs_ends_nothing(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = 0

    class Shaky(Library):
        async def reload_if_changed(self) -> bool:
            nonlocal looked
            looked += 1
            if looked == 1:
                raise PermissionError("not now")
            return False

    part = Part()
    monkeypatch.setattr(app, "PERSONAL_DATA", SimpleNamespace(holders=[part]))
    await kept_up(sqlite_database, Shaky([PETS]), lambda: looked > 2 and part.done > 2)


def test_a_silent_database_is_named_but_doesnt_send_people_elsewhere() -> None:
    silent: Any = SimpleNamespace(trouble=lambda: None, ailment="the database doesn't answer")
    health = app._health(silent, (), Supervisor())
    assert health.ready
    assert health.text == "ok\nnothing can be stored because the database doesn't answer; see the log"


def test_health_names_the_platform_that_isnt_connected() -> None:
    database: Any = SimpleNamespace(trouble=lambda: None, ailment=None)
    platforms: Any = [
        SimpleNamespace(name=name, is_ready=lambda name=name: name == "slack") for name in ("discord", "slack")
    ]
    health = app._health(database, platforms, Supervisor())
    assert not health.ready
    assert health.text == "not connected\nDiscord isn't connected"
    assert app._health(database, platforms[:1], Supervisor()).text == "not connected"
    assert app._health(database, platforms[1:], Supervisor()).text == "ok"


async def test_an_author_hears_what_their_pack_could_do_better_as_they_edit(tmp_path: Path) -> None:
    card = "cards:\n  - {id: c, objectives: [cut], front: What cuts?, back: A saw.}\n"
    folder = write(tmp_path / "tools", cards=card)
    library = Library([folder])
    shown: asyncio.Queue[list[str]] = asyncio.Queue()
    advising = asyncio.create_task(app.advise(library, [folder], shown.put_nowait))

    before = await shown.get()
    write(folder, cards=card.replace("A saw.", "A saw&nbsp;again."))
    await library.reload_if_changed()
    after = await shown.get()
    advising.cancel()

    assert [line for line in after if line not in before] == [line for line in after if "&nbsp;" in line] != []
    assert all(line.startswith("tools/") for line in after)


@pytest.mark.parametrize(
    "variables", [{"VERSED_PLAY_ADMIN_KEY": "correct horse"}, {"VERSED_PLAY_HOSTS": "versed.example.org"}]
)
async def test_what_only_a_shared_playground_has_needs_the_key(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Refusal, match=f"{next(iter(variables))} needs VERSED_PLAY_KEY"):
        await playground(Settings(), cast("Core", None), "127.0.0.1", 0, lambda: Health(ready=True))
