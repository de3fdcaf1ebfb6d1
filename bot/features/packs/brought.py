"""Files that editors brought to make packs of: each waits until its editor has seen what would come of it."""

import asyncio
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, partial

from bot.features.learners.linking import self_of
from bot.features.packs.editors import check_editor
from bot.features.packs.model import BROUGHT
from bot.features.packs.packed import PackedPack
from bot.features.packs.store import drafts, imports
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_MARK = 10
"""Characters that tell one file, and how it's to be read, from others: enough for those of one editor."""


@dataclass(frozen=True)
class Brought:
    """A file that an editor brought, and what they said of it.

    Working out its content or its mark takes a tenth of a second or more for a large file, so not on the event loop.

    Args:
        raw: its bytes, which may be hostile.
        name: of the file.
        title: what to call the pack; "" for what the file calls itself.
        pack: the id of the pack that it's for; "" for the one that's called so, or a new one.
        topic: the topic of all that's in it; "" for what the file says.
        columns: how to read a table's columns, where someone said: header → field.
        kept: what's kept of it, by which it's told from what the same editor brings meanwhile; b"" for nothing yet.
    """

    raw: bytes = field(repr=False)
    name: str
    title: str = ""
    pack: str = ""
    topic: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    kept: bytes = field(default=b"", repr=False)

    @property
    def content(self) -> bytes:
        """Return all of it, as it's kept."""
        told = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in ("raw", "kept")}
        return zlib.compress(json.dumps(told).encode() + b"\n" + self.raw, 1)

    @classmethod
    def read(cls, content: bytes) -> "Brought":
        """Return what was kept."""
        told, _, raw = zlib.decompress(content).partition(b"\n")
        return cls(raw=raw, kept=content, **json.loads(told))

    @cached_property
    def mark(self) -> str:
        """Return a word for what was brought and said, by which a button knows whether it's about that."""
        told = repr((self.name, self.title, self.pack, self.topic, sorted(self.columns.items()))).encode()
        return hashlib.sha256(told + self.raw).hexdigest()[:_MARK]


class BroughtFiles:
    """Keeps the file that each editor brought last, for a week.

    Args:
        database: where.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, asker: Asker, brought: Brought) -> None:
        """Keep a file in place of the one that the same editor brought before.

        Raises:
            Refusal: the asker may not edit packs.
        """
        kept, _ = await asyncio.to_thread(lambda: (PackedPack(brought.content, (), len(brought.raw)), brought.mark))

        def work(transaction: Transaction) -> None:
            check_editor(transaction, asker)
            drafts.keep_file(transaction, self_of(asker), kept, asker.at)

        await self._database.transact(work)

    async def find(self, asker: Asker) -> Brought | None:
        """Return the file that an editor brought last; None if it was dealt with, or it's too long ago."""
        found = await self._database.read(partial(drafts.find, me=self_of(asker), pack=BROUGHT))
        return await asyncio.to_thread(_marked, found[1]) if found else None

    def take(self, transaction: Transaction, asker: Asker, brought: Brought) -> None:
        """Let go of a file, as a pack is made from it in the same transaction.

        Args:
            transaction: to write in.
            asker: the editor.
            brought: the file, as it was found.

        Raises:
            Refusal: it isn't waiting any more: someone pressed twice, or brought another file.
        """
        if not drafts.take(transaction, self_of(asker), BROUGHT, brought.kept):
            raise Refusal(f"{brought.name} isn't waiting any more; /pack history shows what happened to it.")

    async def drop(self, asker: Asker) -> None:
        """Let go of the file that an editor brought last."""
        await self._database.transact(partial(drafts.drop, me=self_of(asker), pack=BROUGHT))

    async def wrote(self, tenant: str, pack: str) -> dict[str, dict[str, str]] | None:
        """Return what the last import into a pack wrote: item → its fields → a hash of each; None if there was none.

        Args:
            tenant: whose.
            pack: its id.
        """
        found = await self._database.read(partial(imports.wrote, tenant=tenant, pack=pack))
        return None if found is None else await asyncio.to_thread(unpressed, found)


def _marked(content: bytes) -> Brought:
    """Return what was kept, with its mark worked out; blocks."""
    brought = Brought.read(content)
    _ = brought.mark
    return brought


def pressed(wrote: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return what an import wrote as it's kept."""
    return zlib.compress(json.dumps(wrote).encode())


def unpressed(kept: bytes) -> dict[str, dict[str, str]]:
    """Return what an import wrote, from what was kept of it."""
    wrote: dict[str, dict[str, str]] = json.loads(zlib.decompress(kept))
    return wrote
