"""The channel where editors get suggestions and reports, if administrators have chosen one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.features.learners.chosen import Chosen
from bot.features.learners.scopes import EVERYWHERE
from bot.features.learners.store import notices
from bot.features.learners.store import settings as settings_store
from bot.features.packs.editors import Editors
from bot.features.packs.model import EditorAct
from bot.features.scheduling import announcements
from bot.features.scheduling.model import INTERNAL
from bot.features.scheduling.stored_options import OptionsCodec
from bot.language.channels import channel_named
from bot.language.people import Place, Right, Tenant, check_right
from bot.language.permissions import Permissions
from bot.language.port import Destination
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.rich_text import Line
from bot.storage.transaction import Transaction

NEWS = f"{INTERNAL}for editors"
"""The kind of schedule that posts in the editors' channel."""

_SETTING = "editors_channel"
CHOOSE_CHANNEL = "choose where suggestions are posted"
"""Says what only administrators can do, for refusals."""


@dataclass(frozen=True, slots=True)
class About:
    """What a post is about: either a suggestion or a report.

    Args:
        suggestion: the suggestion's id, or "".
        report: the report's id, or "".
    """

    suggestion: str = ""
    report: str = ""


OPTIONS = OptionsCodec(About, with_defaults=True)


class EditorsChannel:
    """Lets administrators choose the editors' channel.

    Args:
        chosen: the settings.
        permissions: checks where Versed may post.
        editors: keeps the log.
    """

    def __init__(self, chosen: Chosen, permissions: Permissions, editors: Editors) -> None:
        self._chosen = chosen
        self._permissions = permissions
        self._editors = editors

    async def find(self, tenant: str) -> Place | None:
        """Return a tenant's channel; None if none was chosen."""
        return _read(await self._chosen.read(tenant, EVERYWHERE))

    async def obstacle(self, tenant: Tenant, place: Place) -> Line | None:
        """Return what keeps Versed from posting in a channel, such as that it's gone; None if nothing does."""
        try:
            await self._permissions.check_may_post(tenant, place)
        except Refusal as refused:
            return refused.line
        return None

    async def choose(self, asker: Asker, typed: str) -> Place:
        """Choose the channel in which suggestions and reports are posted.

        Args:
            asker: the administrator.
            typed: the channel, picked or typed.

        Raises:
            Refusal: they may not choose it, there's no such channel, or Versed may not post there.
        """
        check_right(asker.member, Right.ADMINISTRATOR, CHOOSE_CHANNEL)
        place = channel_named(asker, typed, {})
        if place.id == asker.place.id and asker.place.direct:
            raise Refusal("Choose a channel where all your editors are.", option="channel")
        await self._permissions.check_may_post(asker.tenant, place)
        await self._chosen.put(asker.tenant.key, EVERYWHERE, _SETTING, place.text)
        await self._editors.note(asker, EditorAct.NEWS_POSTED, "", f"in {place.name}")
        return place

    async def stop(self, asker: Asker) -> Place | None:
        """Stop posting in the editors' channel; return the channel, if there was one.

        Raises:
            Refusal: the asker isn't an administrator.
        """
        check_right(asker.member, Right.ADMINISTRATOR, CHOOSE_CHANNEL)
        place = await self.find(asker.tenant.key)
        if place is not None:
            await self._chosen.put(asker.tenant.key, EVERYWHERE, _SETTING, "")
            await self._editors.note(asker, EditorAct.NEWS_STOPPED, "", f"in {place.name}")
        return place


def tell_editors(
    transaction: Transaction,
    tenant: str,
    about: About,
    at: datetime,
    subject: str,
    sentence: str,
    others: Sequence[str],
) -> None:
    """Tell editors about something new: with a post in their channel or, if they have none, each with a notice.

    Args:
        transaction: the transaction that stores the suggestion or report.
        tenant: the key of the tenant.
        about: the new suggestion or report.
        at: now, in UTC.
        subject: what the notices are about; they're told each of these only once.
        sentence: what the notices say.
        others: the ids of those who are told besides administrators.
    """
    place = _read(settings_store.of_scope(transaction, tenant, EVERYWHERE))
    if place is None:
        for member in ("", *others):  # "" for administrators
            notices.add(transaction, tenant, f"{subject} {member}", sentence, at, member)
        return
    announcements.make(transaction, NEWS, Destination(tenant, place.id), place.name, at, options=OPTIONS.write(about))


def _read(chosen: Mapping[str, str]) -> Place | None:
    return Place.read(chosen.get(_SETTING, ""))
