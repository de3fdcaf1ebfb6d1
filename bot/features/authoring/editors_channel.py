"""The channel where editors get what members suggest and report, if administrators have chosen one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.features.learners.chosen import Chosen
from bot.features.learners.settings import EVERYWHERE
from bot.features.learners.store import settings
from bot.features.packs.editors import Editors
from bot.features.packs.model import EditorAct
from bot.features.scheduling import announcements
from bot.features.scheduling.model import INTERNAL
from bot.language.channels import channel_named
from bot.language.people import Place, Right, check_right
from bot.language.permissions import Permissions
from bot.language.port import Destination
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.transaction import Transaction

NEWS = f"{INTERNAL}for editors"
"""The kind of schedule that posts there."""

_SETTING = "editors_channel"
CHOOSE_CHANNEL = "choose where suggestions are posted"
"""What only administrators may do."""


@dataclass(frozen=True, slots=True)
class About:
    """What's posted: one of the two.

    Args:
        suggestion: the id of something that a member suggests, or "".
        report: the id of something that a member finds wrong, or "".
    """

    suggestion: str = ""
    report: str = ""

    @property
    def text(self) -> str:
        """Return it as text, as a schedule keeps it."""
        return json.dumps({"suggestion": self.suggestion, "report": self.report})

    @classmethod
    def read(cls, text: str) -> "About":
        """Return what `text` was made from."""
        kept = json.loads(text)
        return cls(kept["suggestion"], kept["report"])


class EditorsChannel:
    """Lets administrators choose the channel.

    Args:
        chosen: keeps it.
        permissions: know where Versed may post.
        editors: keep the log.
    """

    def __init__(self, chosen: Chosen, permissions: Permissions, editors: Editors) -> None:
        self._chosen = chosen
        self._permissions = permissions
        self._editors = editors

    async def find(self, tenant: str) -> Place | None:
        """Return a tenant's channel; None if none was chosen."""
        return _read(await self._chosen.read(tenant, EVERYWHERE))

    async def choose(self, asker: Asker, typed: str) -> Place:
        """Have what's new posted in a channel from now on.

        Args:
            asker: the administrator.
            typed: the channel, as they picked or typed it.

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
        """Post nothing there any more; return the channel, if there was one.

        Raises:
            Refusal: the asker may not say so.
        """
        check_right(asker.member, Right.ADMINISTRATOR, CHOOSE_CHANNEL)
        place = await self.find(asker.tenant.key)
        if place is not None:
            await self._chosen.put(asker.tenant.key, EVERYWHERE, _SETTING, "")
            await self._editors.note(asker, EditorAct.NEWS_STOPPED, "", f"in {place.name}")
        return place


def announce(transaction: Transaction, tenant: str, about: About, at: datetime) -> bool:
    """See to it that something new is posted to editors; return whether they have a channel.

    Args:
        transaction: to write in: that in which the new thing is kept.
        tenant: whose editors.
        about: the new thing.
        at: now, in UTC.
    """
    place = _read(settings.of_scope(transaction, tenant, EVERYWHERE))
    if place is None:
        return False
    announcements.make(transaction, NEWS, Destination(tenant, place.id), place.name, at, about.text)
    return True


def _read(chosen: Mapping[str, str]) -> Place | None:
    return Place.read(chosen.get(_SETTING, ""))
