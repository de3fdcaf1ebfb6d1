"""Editing: changes existing schedules."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.features.delivery.model import Post
from bot.features.delivery.store import by_schedule
from bot.features.learners.chosen import Chosen
from bot.features.packs.taught import Packs, remember_parent
from bot.features.scheduling import edit_forms, edit_pages
from bot.features.scheduling import pages as schedule_pages
from bot.features.scheduling.calendar import first
from bot.features.scheduling.changes import as_options, with_changes
from bot.features.scheduling.drafts import check_may_ping, draft, is_like, topics_named, wish_of
from bot.features.scheduling.edit_forms import FormPart
from bot.features.scheduling.kinds import PostKinds
from bot.features.scheduling.lookup import find, first_new, still_due
from bot.features.scheduling.model import Schedule, ScheduleDraft, ScheduleState
from bot.features.scheduling.store import planning, schedules
from bot.features.scheduling.subject import titles_of
from bot.language.channels import CHANNEL, channel_named
from bot.language.forms import OptionsForm
from bot.language.message import Message
from bot.language.people import Place
from bot.language.permissions import Permissions
from bot.language.refusals import Refusal, blaming
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_POSTS_SHOWN = 5
_A_DAY = timedelta(days=1)
"""Local dates differ from UTC dates by at most this."""

_NEVER = "That would never post: there's no such day before the end; change “days” or “end”."


class Editing:
    """Changes schedules, and shows what can be changed.

    Args:
        database: stores the schedules.
        packs: know which packs each channel uses.
        chosen: the settings.
        permissions: check where the bot may post.
        kinds: the kinds of schedules.
    """

    def __init__(
        self, database: Database, packs: Packs, chosen: Chosen, permissions: Permissions, kinds: PostKinds
    ) -> None:
        self._database = database
        self._packs = packs
        self._chosen = chosen
        self._permissions = permissions
        self._kinds = kinds

    def page(
        self, transaction: Transaction, schedule: Schedule, at: datetime, heading: str = "", guess: str = ""
    ) -> Message:
        """Return the page of a schedule, with its last posts and buttons.

        Args:
            transaction: the transaction to read in.
            schedule: the schedule.
            at: now, in UTC.
            heading: the heading; "" for the schedule's number.
            guess: the guessed zone and what the guess is based on, for a new schedule; "" if it isn't a guess.
        """
        skipped = self.left_out(transaction, schedule, at)
        most = _POSTS_SHOWN + len(skipped)
        latest = by_schedule.latest(transaction, schedule.tenant, schedule.number, most)
        posts = [post for post in latest if post not in skipped.values()][:_POSTS_SHOWN]
        kind, pack = self._kinds.get(schedule.kind), self._packs.at_hand(schedule.tenant, schedule.pack)
        edits = edit_forms.buttons(schedule, self._options(schedule), kind, pack) if kind else ()
        return schedule_pages.one(schedule, posts, self._kinds, heading, guess, edits=edits, left_out=[*skipped])

    def left_out(self, transaction: Transaction, schedule: Schedule, at: datetime) -> dict[date, Post]:
        """Return the future days that a schedule skips, with their stored posts, the next one first.

        Args:
            transaction: the transaction to read in.
            schedule: the schedule.
            at: now, in UTC.
        """
        coming = by_schedule.skipped_after(transaction, schedule.tenant, schedule.number, at)
        since = (at - _A_DAY).date()
        days = planning.planned_as(transaction, schedule.tenant, schedule.number, since) if coming else {}
        return {days[each.key]: each for each in coming if each.key in days}

    async def form(self, asker: Asker, number: int, part: int) -> OptionsForm:
        """Return the form for changing some of a schedule's options.

        Args:
            asker: the administrator.
            number: the schedule's number.
            part: the part of the options (see edit_forms.FormPart), untrusted.

        Raises:
            Refusal: there's no such schedule.
        """
        one = await self._database.read(lambda transaction: find(transaction, asker, number))
        kind = self._kinds.get(one.kind)
        if kind is None or part not in [*FormPart]:
            raise Refusal("You can't change that here; remove it with /schedule remove, and make it again.")
        pack = await self._packs.find(one.tenant, one.pack)
        return edit_forms.form_of(one, FormPart(part), self._options(one), kind, pack)

    async def edit(self, asker: Asker, number: int, changes: Mapping[str, str]) -> Message:
        """Change some options of a schedule; days that have been posted already aren't posted again.

        Args:
            asker: the administrator.
            number: the schedule's number.
            changes: the new values of options, by name; none to show the schedule.

        Raises:
            Refusal: an option can't be understood, or the schedule would never post.
        """
        one = await self._database.read(lambda transaction: find(transaction, asker, number))
        if not changes:
            return await self._database.read(lambda transaction: self.page(transaction, one, asker.at))
        new = await self._changed(asker, one, changes)
        return await self._database.transact(lambda transaction: self._keep(transaction, asker, one, new))

    async def instead(self, asker: Asker, one: Schedule, changes: Mapping[str, str]) -> Message:
        """Show an existing schedule instead of making a similar one; offer to change it to what was asked for.

        Args:
            asker: the administrator who asked for a new schedule.
            one: the existing schedule.
            changes: the options that were given for the new one, by name.
        """
        new = await self._changed(asker, one, changes) if changes else one.draft
        was, becomes = self._options(one), self._options(new)
        differences = [
            edit_pages.OptionDifference(name, was.get(name, ""), becomes.get(name, ""))
            for name in {**was, **becomes}
            if was.get(name, "") != becomes.get(name, "")
        ]
        heading = f"You've already got one like that: schedule {one.number}"
        coming = first(new, asker.at)
        if not differences or coming is None:
            return await self._database.read(lambda transaction: self.page(transaction, one, asker.at, heading))

        def work(transaction: Transaction) -> Message:
            offered = schedules.offer(transaction, [(new, coming.day)])
            return edit_pages.change(one, offered, differences, self._kinds, heading)

        return await self._database.transact(work)

    async def apply(self, asker: Asker, number: int, offered: int) -> Message:
        """Replace a schedule with the version that was offered.

        Args:
            asker: the administrator.
            number: the schedule's number.
            offered: the number under which that version was stored.

        Raises:
            Refusal: the schedule has changed since the offer.
        """

        def work(transaction: Transaction) -> Message:
            one = find(transaction, asker, number)
            others = schedules.offered(transaction, asker.tenant.key, offered)
            if len(others) != 1 or not is_like(one, others[0]):
                raise Refusal("Someone has changed that schedule since; /schedule edit shows how it is now.")
            return self._keep(transaction, asker, one, replace(others[0].draft, course=one.course))

        return await self._database.transact(work)

    def _keep(self, transaction: Transaction, asker: Asker, seen: Schedule, new: ScheduleDraft) -> Message:
        """Store the new version of a schedule, unless someone has changed it since it was read (`seen`).

        One that was paused because its channel couldn't take posts starts again in another channel.
        """
        now = find(transaction, asker, seen.number)
        if now.draft != seen.draft:
            raise Refusal("Someone has just changed that schedule; look at it with /schedule list first.")
        stays = now.state is ScheduleState.PAUSED and (now.stop is not None or now.place == new.place)
        changed = Schedule.of(
            new,
            number=now.number,
            state=now.state,
            reason=now.reason if stays else "",
            stop=now.stop,
            next_day=None,
            next_run_at=None,
        )
        coming = first_new(transaction, changed, still_due(now, asker.at))
        if coming is None:
            raise Refusal(_NEVER, option="days")
        if not stays:
            changed = replace(changed, state=ScheduleState.ACTIVE, next_day=coming.day, next_run_at=coming.at)
        schedules.rewrite(transaction, changed)
        return self.page(transaction, changed, asker.at, f"Changed: schedule {changed.number}")

    async def _changed(self, asker: Asker, one: Schedule, changes: Mapping[str, str]) -> ScheduleDraft:
        """Return a schedule's draft with some options changed.

        Raises:
            Refusal: an option can't be understood, or there would be nothing to post.
        """
        kind = self._kinds.get(one.kind)
        if kind is None or kind.command is None:
            raise Refusal("You can't change that here; remove it with /schedule remove, and make it again.")
        others = {name: value for name, value in changes.items() if name != CHANNEL}
        pack = await self._packs.get(asker, one.pack)
        options = kind.command.parse(with_changes(self._options(one), others, kind.command))
        wish = wish_of(kind, options)
        place = Place(one.place, one.place_name)
        if CHANNEL in changes:
            place = await self._channel(asker, changes[CHANNEL])
            await remember_parent(self._chosen, asker.tenant.key, place)
        if wish.notify != one.notify:
            here = place if place.id != asker.place.id else asker.place
            check_may_ping(here, wish.notify, "everyone" if "everyone" in changes else "notify")
        topics = topics_named(pack, kind, options)
        new = await draft(asker, one.kind, pack, topics, wish, self._kinds, self._chosen)
        new = replace(new, place=place.id, place_name=place.name, course=one.course)
        await kind.preview(new, asker.at)  # raises Refusal if there's nothing to post
        extras = kind.extras(new)
        if CHANNEL in changes:
            with blaming(CHANNEL):
                await self._permissions.check_may_post(asker.tenant, place, extras)
        elif set(extras) - set(kind.extras(one)):
            await self._permissions.check_may_post(asker.tenant, place, extras)
        return new

    async def _channel(self, asker: Asker, typed: str) -> Place:
        """Return the channel that's meant: one that the platform has verified, or one with a name that's known here.

        Raises:
            Refusal: there's no such channel.
        """
        existing = await self._database.read(lambda transaction: schedules.of_tenant(transaction, asker.tenant.key))
        return channel_named(asker, typed, {each.place_name: each.place for each in existing})

    def _options(self, one: ScheduleDraft) -> dict[str, str]:
        """Return a schedule as options of its kind's command, without topics that were removed from the pack."""
        kind, pack = self._kinds.get(one.kind), self._packs.at_hand(one.tenant, one.pack)
        if kind is None:
            return {}
        return as_options(one, kind, ", ".join(titles_of(pack, one, pack_named=kind.names_pack(one))))
