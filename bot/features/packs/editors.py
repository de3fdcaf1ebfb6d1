"""Those who edit a tenant's packs: administrators and the members whom they name; and a log of what they did."""

from collections.abc import Mapping, Sequence
from functools import partial

from bot.features.learners.linking import self_of
from bot.features.packs.model import Act, Entry
from bot.features.packs.store import changes, people
from bot.language.message import Refusal
from bot.language.people import Member
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction

MOST_EDITORS = 50
_MOST_ENTRIES = 50


class Editors:
    """Knows who may change packs, and what they did.

    Args:
        database: where that's kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def may_edit(self, asker: Asker) -> bool:
        """Return whether somebody may change packs: an administrator, or an editor whom one has named."""
        return asker.member.administers or await self._database.read(
            partial(people.is_editor, tenant=asker.tenant.key, member=asker.member.id)
        )

    async def check_may_edit(self, asker: Asker) -> None:
        """Let somebody pass who may change packs.

        Raises:
            Refusal: they may not.
        """
        await self._database.read(partial(check_editor, asker=asker))

    async def note(self, asker: Asker, act: Act, title: str, about: str) -> None:
        """Keep in the log what somebody did that another part of Versed does.

        Args:
            asker: who.
            act: what.
            title: of the pack.
            about: what else it was done to, such as a channel.
        """

        def work(transaction: Transaction) -> None:
            number = changes.note(transaction, asker.tenant.key)
            people.log(transaction, self_of(asker), number, entry(asker, act, title, about=about))

        await self._database.transact(work)

    async def log(self, asker: Asker) -> Sequence[Entry]:
        """Return what editors did in the asker's tenant, the latest first.

        Raises:
            Refusal: the asker may not see it.
        """
        await self.check_may_edit(asker)
        return await self._database.read(partial(people.entries, tenant=asker.tenant.key, most=_MOST_ENTRIES))

    async def editors(self, tenant: str) -> Mapping[str, str]:
        """Return the names of a tenant's editors by their ids, in the order in which they became ones."""
        return await self._database.read(partial(people.editors, tenant=tenant))

    async def appoint(self, asker: Asker, editor: Member) -> bool:
        """Make a member an editor; return False if they are one.

        Raises:
            Refusal: there are enough.
        """

        def work(transaction: Transaction) -> bool:
            number = changes.note(transaction, asker.tenant.key)
            if len(people.editors(transaction, asker.tenant.key)) >= MOST_EDITORS:
                raise Refusal(f"There are already {MOST_EDITORS} editors; remove one first.")
            if not people.appoint(transaction, asker.tenant.key, editor, asker.at):
                return False
            people.log(transaction, self_of(asker), number, entry(asker, Act.EDITOR_ADDED, about=editor.name))
            return True

        return await self._database.transact(work)

    async def dismiss(self, asker: Asker, editor: Member) -> bool:
        """Make a member no editor any more; return False if they were none."""

        def work(transaction: Transaction) -> bool:
            number = changes.note(transaction, asker.tenant.key)
            if not people.dismiss(transaction, asker.tenant.key, editor.id):
                return False
            people.log(transaction, self_of(asker), number, entry(asker, Act.EDITOR_REMOVED, about=editor.name))
            return True

        return await self._database.transact(work)


def check_editor(transaction: Transaction, asker: Asker) -> None:
    """Let somebody pass who may change packs, or say who may."""
    member = asker.member
    if member.administers or people.is_editor(transaction, asker.tenant.key, member.id):
        return
    if member.unsure and not member.outsider:
        raise Refusal("I can't find out right now whether you're an administrator; try again in a minute.")
    raise Refusal("Only administrators and the editors they name can do that; ask one of yours.")


def entry(asker: Asker, act: Act, title: str = "", version: int = 0, about: str = "") -> Entry:
    """Return what somebody does, as the log keeps it.

    Args:
        asker: who.
        act: what.
        title: of the pack that it's done to, or "".
        version: the number of the version that comes of it; 0 for none.
        about: what else it's done to.
    """
    return Entry(asker.member.name, act, title, version, about, asker.at)
