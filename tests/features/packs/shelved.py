"""Tenants' packs in tests: packs to publish, people who publish them, and a replica that serves them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bot.content.model import Pack
from bot.content.reading.library import Library
from bot.content.reading.load import load
from bot.features.packs.drafts import Drafts
from bot.features.packs.editors import Editors
from bot.features.packs.model import Quota
from bot.features.packs.quotas import Quotas
from bot.features.packs.service import OwnPacks
from bot.features.packs.shelf import Shelf
from bot.language.people import Member, Place, Tenant
from bot.language.requests import Asker
from bot.storage.database import Database
from tests.content.small_pack import COVER, write

T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOME, ELSEWHERE = Tenant("discord:1", "Home"), Tenant("discord:2", "Elsewhere")

CARDS = """\
cards:
  - {id: teeth, objectives: [cut], front: What has teeth?, back: A saw.}
  - {id: dust, objectives: [smooth], front: What makes dust?, back: A file.}
"""


def a_pack(folder: Path, title: str = "Tools", cards: str = CARDS, **files: str) -> Pack:
    """Return a pack as the loader reads it."""
    cover = COVER.replace("title: Tools", f"title: {title}", 1)
    return load(write(folder, **{"pack": cover, "cards": cards, **files}))


def an_asker(name: str = "Ana", tenant: Tenant = HOME, *, administrator: bool = True, minutes: int = 0) -> Asker:
    member = Member(name.lower(), name, administrator=administrator)
    return Asker(tenant, Place("general", "general"), member, T0 + timedelta(minutes=minutes))


class Replica:
    """The services for tenants' packs in one process."""

    def __init__(self, database: Database, library: Library, quota: Quota | None = None, most: int = 1_000) -> None:
        self.shelf = Shelf(library, database, most)
        quotas = Quotas(database, quota or Quota())
        self.own = OwnPacks(database, self.shelf, quotas, Random(1))
        self.drafts = Drafts(database, quotas)
        self.editors = Editors(database)
