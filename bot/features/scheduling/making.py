"""Making schedules: as someone wishes, or the daily post that a team is offered to begin with."""

from collections.abc import Mapping, Sequence

from bot.content.model import Pack, Topic
from bot.features.learners import settings
from bot.features.learners.chosen import Chosen
from bot.features.scheduling import pages as schedule_pages
from bot.features.scheduling.calendar import first
from bot.features.scheduling.drafts import Wish, check_room, draft, is_like
from bot.features.scheduling.editing import Editing
from bot.features.scheduling.kinds import Kinds
from bot.features.scheduling.model import Schedule
from bot.features.scheduling.store import schedules
from bot.language.message import Message
from bot.language.permissions import Permissions
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction


class Making:
    """Makes schedules.

    Args:
        database: where they are kept.
        chosen: settings.
        permissions: know where they may post.
        kinds: make the messages.
        editing: shows schedules, and what of them can be changed.
        daily: the kind that a team is offered to begin with, every weekday.
    """

    def __init__(
        self,
        database: Database,
        chosen: Chosen,
        permissions: Permissions,
        kinds: Kinds,
        editing: Editing,
        daily: str,
    ) -> None:
        self._database = database
        self._chosen = chosen
        self._permissions = permissions
        self._kinds = kinds
        self._editing = editing
        self._daily = daily

    async def make(
        self, asker: Asker, kind: str, pack: Pack, topics: Sequence[Topic], wish: Wish, asked: Mapping[str, str]
    ) -> Message:
        """Make a schedule where the asker is; where there's one like it, show that, and offer to change it.

        Args:
            asker: who wants it.
            kind: what it posts.
            pack: what from.
            topics: those it's about; none for all.
            wish: when and how.
            asked: what of that was given rather than left to what's usual, as options of the kind's command.

        Raises:
            Refusal: something of what was typed can't be understood, or would never happen.
        """
        new = await draft(asker, kind, pack, topics, wish, self._kinds, self._chosen)
        guess = "" if wish.zone else await settings.guess_of(asker, self._chosen)
        coming = first(new, asker.at)
        if coming is None:
            sentence = "That would never post: there's no such day before the end; change “days” or “end”."
            raise Refusal(sentence, option="days")
        await self._kinds[kind].preview(new, asker.at)  # refuses if there's nothing to post
        await self._permissions.check_may_post(asker.tenant, asker.place, self._kinds[kind].extras(new))

        def work(transaction: Transaction) -> Message | Schedule:
            existing = schedules.of_tenant(transaction, asker.tenant.key)
            same = next((each for each in existing if is_like(each, new)), None)
            if same is not None:
                return same
            check_room(existing)
            made = schedules.add(transaction, new, coming.day, coming.at)
            return self._editing.page(transaction, made, asker.at, f"Done: schedule {made.number}", guess)

        made = await self._database.transact(work)
        return made if isinstance(made, Message) else await self._editing.instead(asker, made, asked)

    async def offer(self, asker: Asker, pack: Pack) -> Message:
        """Show a post every weekday by the team's clock, before it's begun.

        Raises:
            Refusal: there's nothing to post, or this isn't a channel.
        """
        _check_channel(asker)
        await self._permissions.check_may_post(asker.tenant, asker.place)
        new = await draft(asker, self._daily, pack, (), Wish(by_team=True), self._kinds, self._chosen)
        zone_is_known = await settings.zone_of(asker, self._chosen) is not None
        guess = await settings.guess_of(asker, self._chosen)
        coming = await self._kinds[new.kind].preview(new, asker.at)
        return schedule_pages.offer(new, coming, asker.at, guess, zone_is_known=zone_is_known)

    async def begin(self, asker: Asker, pack: Pack) -> Message:
        """Begin what was offered.

        Raises:
            Refusal: there's nothing to post, or this isn't a channel.
        """
        _check_channel(asker)
        return await self.make(asker, self._daily, pack, (), Wish(by_team=True), {})


def _check_channel(asker: Asker) -> None:
    if asker.place.direct:
        raise Refusal("Tips are posted in a channel; run /schedule tip in one of yours.")
