"""The editors of a tenant's packs, administrators and the members they name; and a log of what editors did."""

from collections.abc import Sequence
from functools import partial

from bot.features.learners.store import names, notices
from bot.features.packs.model import AuditEntry, Editor, EditorAct
from bot.features.packs.store import audit_log, changes, editors
from bot.language.people import Member, MemberKey, Right, check_right, not_allowed
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.text import as_seen, clean, fold, shortened
from bot.storage.database import Database
from bot.storage.transaction import Transaction

ADD = "add"
"""The option that names an editor."""

NAME_EDITORS = "say who edits packs"
"""Says what only administrators can do, for refusals."""

MOST_EDITORS = 50
_MOST_ENTRIES = 50


def check_has_editors(asker: Asker) -> None:
    """Check that there can be someone who edits packs where the asker is.

    Raises:
        Refusal: there can't, so nobody would see what the asker wants to tell them.
    """
    if asker.tenant.personal:
        raise Refusal("Nobody looks after packs here, so nobody would see that. Tell me in a server that I'm in.")


class Editors:
    """Manages who may edit packs, and the log of what editors did.

    Args:
        database: stores the editors and the log.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def may_edit(self, asker: Asker) -> bool:
        """Return whether someone may edit packs: an administrator, or an editor named by one."""
        return asker.member.administers or await self._database.read(partial(editors.is_editor, me=asker.key))

    async def check_may_edit(self, asker: Asker) -> None:
        """Check that someone may edit packs.

        Raises:
            Refusal: they may not.
        """
        await self._database.read(partial(check_editor, asker=asker))

    async def note(self, asker: Asker, act: EditorAct, title: str, about: str) -> None:
        """Log an act of an editor that happens in another part of Versed.

        Args:
            asker: the editor.
            act: the kind of act.
            title: the title of the pack.
            about: the other object of the act, such as a channel.
        """

        def work(transaction: Transaction) -> None:
            number = changes.note(transaction, asker.tenant.key)
            audit_log.add(transaction, asker.key, number, entry(asker, act, title, about=about))

        await self._database.transact(work)

    async def log(self, asker: Asker) -> Sequence[AuditEntry]:
        """Return the log of the asker's tenant, latest first.

        Raises:
            Refusal: the asker may not see the log.
        """
        await self.check_may_edit(asker)
        return await self._database.read(partial(audit_log.entries, tenant=asker.tenant.key, most=_MOST_ENTRIES))

    async def all(self, tenant: str) -> Sequence[Editor]:
        """Return a tenant's editors and the members who've asked to be editors, in the order in which they asked."""
        return await self._database.read(partial(editors.of_tenant, tenant=tenant))

    async def ask(self, asker: Asker) -> None:
        """Record that a member asks to edit packs.

        Raises:
            Refusal: there are already too many editors and requests.
        """
        await self._database.transact(lambda transaction: self._ask(transaction, asker, asker.member))

    def _ask(self, transaction: Transaction, asker: Asker, member: Member) -> None:
        if len(editors.of_tenant(transaction, asker.tenant.key)) >= MOST_EDITORS:
            raise Refusal(
                f"{MOST_EDITORS} people edit packs here or have asked to, so ask an administrator in person."
            )
        editors.ask(transaction, asker.tenant.key, member, asker.at)

    async def name(self, asker: Asker, typed: str) -> None:
        """Make a member an editor, whether they asked or not, and tell them.

        Args:
            asker: the administrator.
            typed: the member, as vouched for by the platform, or by a name that Versed knows.

        Raises:
            Refusal: the asker isn't an administrator, nobody here has that name, or there are too many editors.
        """
        check_right(asker.member, Right.ADMINISTRATOR, NAME_EDITORS)
        member = Member.read(typed) or (await self.people(asker)).get(_plain(typed))
        if member is None:
            sentence = f"I don't know “{shortened(typed, 40)}” here; they can run /pack editors and ask."
            raise Refusal(sentence, option=ADD)

        def work(transaction: Transaction) -> None:
            if not editors.is_editor(transaction, MemberKey(asker.tenant.key, member.id)):
                self._ask(transaction, asker, member)
                self._decide(transaction, asker, member.id, may=True)
                sentence = "You can edit packs here now: /pack add writes something, /pack edit changes it."
                subject = f"made an editor {asker.at:%Y-%m-%d %H:%M} {member.id}"
                notices.add(transaction, asker.tenant.key, subject, sentence, asker.at, member.id)

        await self._database.transact(work)

    async def people(self, asker: Asker) -> dict[str, Member]:
        """Return the members with a known name, by folded name: those who asked to edit, and those who set a name."""

        def work(transaction: Transaction) -> list[Member]:
            asking = (Member(each.member, each.name) for each in editors.of_tenant(transaction, asker.tenant.key))
            return [*names.all_of(transaction, asker.tenant.key), *asking]

        return {_plain(each.name): each for each in await self._database.read(work)}

    async def decide(self, asker: Asker, member: str, *, may: bool) -> Editor:
        """Grant, refuse or withdraw a member's right to edit packs.

        Args:
            asker: the administrator.
            member: the member's id, from untrusted input.
            may: whether they may edit from now on.

        Raises:
            Refusal: the asker isn't an administrator, or the member is neither an editor nor asking.
        """
        check_right(asker.member, Right.ADMINISTRATOR, NAME_EDITORS)

        return await self._database.transact(partial(self._decide, asker=asker, member=member, may=may))

    def _decide(self, transaction: Transaction, asker: Asker, member: str, *, may: bool) -> Editor:
        tenant = asker.tenant.key
        editor = next((each for each in editors.of_tenant(transaction, tenant) if each.member == member), None)
        if editor is None:
            raise Refusal("They've taken that back; /pack editors shows who's asking.")
        if may:
            editors.appoint(transaction, MemberKey(tenant, member))
        else:
            editors.dismiss(transaction, MemberKey(tenant, member))
        if editor.may != may:
            act = EditorAct.EDITOR_ADDED if may else EditorAct.EDITOR_REMOVED
            number = changes.note(transaction, tenant)
            done = entry(asker, act, about=Member(member, editor.name).text)
            audit_log.add(transaction, asker.key, number, done)
        return editor


def _plain(name: str) -> str:
    return fold(as_seen(clean(name))).removeprefix("@")


def check_editor(transaction: Transaction, asker: Asker) -> None:
    """Check that someone may edit packs; otherwise raise Refusal saying who may."""
    if not (asker.member.administers or editors.is_editor(transaction, asker.key)):
        raise not_allowed(asker.member, "Only administrators and the editors they name can do that")


def entry(asker: Asker, act: EditorAct, title: str = "", version: int = 0, about: str = "") -> AuditEntry:
    """Return a log entry for something the asker does.

    Args:
        asker: the editor.
        act: the kind of act.
        title: the title of the pack, or "".
        version: the number of the resulting version; 0 if there's none.
        about: the other object of the act.
    """
    return AuditEntry(asker.member.name, act, title, version, about, asker.at)
