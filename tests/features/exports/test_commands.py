"""/pack export: one of a team's own packs as a file."""

import io
import zipfile
from pathlib import Path
from random import Random

import pytest

from bot.content.reading.library import Library
from bot.content.writing.files import files_of
from bot.core import Core, build
from bot.exchange.formats import read
from bot.language.message import File
from bot.language.plain import plain
from bot.language.refusals import Refusal
from bot.pictures.cache import PictureCache
from bot.storage.database import Database
from tests.features.packs.shelved import a_pack, an_asker
from tests.packs import PETS

ANA = an_asker("Ana")


@pytest.fixture
async def core(sqlite_database: Database, pictures: PictureCache) -> Core:
    return build(Library([PETS]), sqlite_database, pictures, Random(1))


async def test_a_pack_is_exported_as_the_folder_that_it_could_be_read_from(core: Core, tmp_path: Path) -> None:
    made = await core.own_packs.publish(ANA, a_pack(tmp_path / "own"), {})
    said = await core.application.say(ANA, "/pack export")
    (file,) = (block for block in said.blocks if isinstance(block, File))
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        found = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    whole = await core.own_packs.content(ANA.tenant.key, made.id, 1)
    assert found == files_of(whole)


async def test_a_pack_is_exported_for_other_programs(core: Core, tmp_path: Path) -> None:
    await core.own_packs.publish(ANA, a_pack(tmp_path / "own"), {})
    said = await core.application.say(ANA, "/pack export format:csv")
    (file,) = (block for block in said.blocks if isinstance(block, File))
    assert file.name.endswith(".csv")
    assert b"What has teeth?" in file.data
    assert "2 items written, 0 left out" in plain(said)
    with pytest.raises(Refusal, match="choose another format"):
        await core.application.say(ANA, "/pack export format:kahoot")


@pytest.mark.parametrize(
    ("typed", "ending"), [("excel", ".xlsx"), ("format:Excel", ".xlsx"), ("format:zip", ".zip"), ("md", ".md")]
)
async def test_a_format_can_be_named_as_people_call_it(core: Core, tmp_path: Path, typed: str, ending: str) -> None:
    await core.own_packs.publish(ANA, a_pack(tmp_path), {})
    assert ending in plain(await core.application.say(ANA, f"/pack export {typed}"))


async def test_a_pack_is_exported_as_a_deck_for_anki(core: Core, tmp_path: Path) -> None:
    await core.own_packs.publish(ANA, a_pack(tmp_path / "own"), {})
    said = await core.application.say(ANA, "/pack export format:anki")
    (file,) = (block for block in said.blocks if isinstance(block, File))
    assert file.name.endswith(".apkg")
    found = read(file.data)
    assert found.format.startswith("Anki")
    assert "What has teeth?" in [each.fields.get("front", each.fields.get("prompt")) for each in found.taken]
    assert "2 cards" in plain(said)


async def test_only_editors_get_a_pack(core: Core, tmp_path: Path) -> None:
    await core.own_packs.publish(ANA, a_pack(tmp_path / "own"), {})
    with pytest.raises(Refusal, match="Only administrators and the editors they name"):
        await core.application.say(an_asker("Cleo", administrator=False), "/pack export format:anki")
