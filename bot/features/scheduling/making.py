"""Making schedules: from a command's options, or the daily post that new teams are offered."""

from collections.abc import Mapping, Sequence

from bot.content.model import Pack, Topic
from bot.features.learners import settings
from bot.features.learners.chosen import Chosen
from bot.features.packs.taught import remember_parent
from bot.features.scheduling import pages as schedule_pages
from bot.features.scheduling.calendar import first
from bot.features.scheduling.drafts import Wish, check_room, draft, is_like
from bot.features.scheduling.editing import Editing
from bot.features.scheduling.kinds import PostKinds
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
        database: stores the schedules.
        chosen: the settings.
        permissions: check where the bot may post.
        kinds: the kinds of schedules.
        editing: shows and changes existing schedules.
        daily: the name of the kind that new teams are offered every weekday.
    """

    def __init__(
        self,
        database: Database,
        chosen: Chosen,
        permissions: Permissions,
        kinds: PostKinds,
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
        self, asker: Asker, kind: str, pack: Pack, topics: Sequence[Topic], wish: Wish, changes: Mapping[str, str]
    ) -> Message:
        """Make a schedule in the asker's channel; if there's a similar one, show that and offer to change it.

        Args:
            asker: the administrator.
            kind: the kind's name.
            pack: the pack to post from.
            topics: the topics; none for the whole pack.
            wish: what was typed about when and how to post.
            changes: the options that were given explicitly, by name.

        Raises:
            Refusal: an option can't be understood, or the schedule would never post.
        """
        new = await draft(asker, kind, pack, topics, wish, self._kinds, self._chosen)
        guess = "" if wish.zone else await self._guess(asker)
        coming = first(new, asker.at)
        if coming is None:
            sentence = "That would never post: there's no such day before the end; change “days” or “end”."
            raise Refusal(sentence, option="days")
        await remember_parent(self._chosen, asker.tenant.key, asker.place)
        await self._kinds[kind].preview(new, asker.at)  # raises Refusal if there's nothing to post
        await self._permissions.check_may_post(asker.tenant, asker.place, self._kinds[kind].extras(new))

        def work(transaction: Transaction) -> Message | Schedule:
            existing = schedules.of_tenant(transaction, asker.tenant.key)
            same = next((each for each in existing if is_like(each, new)), None)
            if same is not None:
                return same
            check_room(existing)
            schedule = schedules.add(transaction, new, coming.day, coming.at)
            return self._editing.page(transaction, schedule, asker.at, f"Done: schedule {schedule.number}", guess)

        schedule = await self._database.transact(work)
        return schedule if isinstance(schedule, Message) else await self._editing.instead(asker, schedule, changes)

    async def _guess(self, asker: Asker) -> str:
        """Return the zone that's assumed, and why; "" if someone chose one."""
        if await settings.zone_of(asker, self._chosen) is None:
            return "UTC, as I don't know yours yet"
        return await settings.guess_of(asker, self._chosen)

    async def offer(self, asker: Asker, pack: Pack) -> Message:
        """Offer a post every weekday in the team's time zone, with a preview.

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
        """Make the schedule that was offered.

        Raises:
            Refusal: there's nothing to post, or this isn't a channel.
        """
        _check_channel(asker)
        return await self.make(asker, self._daily, pack, (), Wish(by_team=True), {})


def _check_channel(asker: Asker) -> None:
    if asker.place.direct:
        raise Refusal("Tips are posted in a channel; run /schedule tip in one of yours.")
