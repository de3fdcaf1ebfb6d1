"""Starts, changes, answers and stops learners' reminders."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.content.model import Pack
from bot.features.delivery.model import PostState
from bot.features.delivery.store import by_schedule
from bot.features.learners import settings, zones
from bot.features.learners.choices import ZONE
from bot.features.learners.chosen import Chosen
from bot.features.learners.linking import Linking
from bot.features.learners.store import learners
from bot.features.reminders import pages
from bot.features.reminders import store as reminders
from bot.features.reminders.actions import RemindMe
from bot.features.reminders.notes import KIND, ReminderNotes
from bot.features.reminders.times import OFF, ON, SHOW, is_break, read
from bot.features.reviews.session import Reviews
from bot.features.scheduling.calendar import occurrences, rule_of
from bot.features.scheduling.model import Occurrence, Schedule, ScheduleDraft, ScheduleState
from bot.features.scheduling.notices import settle_own
from bot.features.scheduling.outcomes import halt
from bot.features.scheduling.store import own, schedules
from bot.features.scheduling.wording import read_days, write_time
from bot.language.actions import encode
from bot.language.controls import Button
from bot.language.message import Message, message
from bot.language.people import Learner, MemberKey, id_of, platform_of
from bot.language.platforms import traits
from bot.language.refusals import Offer, Refusal, blaming
from bot.language.requests import Asker
from bot.language.rich_text import CommandMention, emphasis, text
from bot.language.text import fold, said
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_EVERY = 7
"""Days between offers of reminders."""

OFFER = Button("Remind me daily", encode(RemindMe()))
"""The button that starts reminders; nobody gets them without asking."""


class Reminders:
    """The reminders of all learners.

    Args:
        database: stores the reminders.
        chosen: has the settings.
        reviews: runs review sessions.
        linking: links selves to one learner.
    """

    def __init__(self, database: Database, chosen: Chosen, reviews: Reviews, linking: Linking) -> None:
        self._database = database
        self._chosen = chosen
        self._reviews = reviews
        self._linking = linking

    async def choose(self, asker: Asker, typed: str, zone: str) -> Message:
        """Start, change, show or stop the asker's reminders.

        Args:
            asker: who asks for it.
            typed: a time of day, perhaps followed by a time zone; “off”, “on”, “show” and the like; or "" for the
                time set before, else the usual one.
            zone: a time zone, or "" for the learner's own.

        Raises:
            Refusal: the time or the time zone isn't valid.
        """
        word = fold(typed)
        if word in OFF and zone:
            raise Refusal("“off” and a time zone don't go together; leave one of them out.", option="zone")
        if word in OFF:
            return await self.stop(asker, "")
        if is_break(said(typed)):
            sentence = "I can't stop for a while; /remind off stops reminders, and /remind starts them again."
            raise Refusal(sentence, option="time", offers=[Offer("Stop reminders", line="/remind off")])
        if word in SHOW and not await self.is_reminded(asker):
            return pages.none()
        with blaming("time"):
            at, rest = (None, "") if word in ON | SHOW else read(typed)
            if rest and zone:
                raise Refusal(f"“{rest[:40]}” doesn't belong to a time; use one from 00:00 to 23:59, such as 09:00.")
        me = asker.key
        if zone or rest:
            with blaming("zone") if zone else blaming("time", typed, rest):
                zone_name = zones.find(zone or rest, asker.at)
            await self._chosen.put_personal(me, ZONE, zone_name)
        return await self._begin(asker, me, at, overwrite=bool(at or zone or rest))

    async def start(self, asker: Asker, where: str) -> Message:
        """Start reminders from a button, at the time chosen before, else at the usual one."""
        return await self._begin(asker, await self._self_at(asker, where), None, overwrite=True)

    async def stop(self, asker: Asker, where: str) -> Message:
        """Stop the asker's reminders."""
        me = await self._self_at(asker, where)

        def work(transaction: Transaction) -> bool:
            existing = own.of_learner(transaction, learners.of(transaction, me), KIND)
            _remove(transaction, existing, asker.at)
            return bool(existing)

        if not await self._database.transact(work):
            return pages.none()
        return message(
            text("I won't remind you any more. Start again with ", CommandMention("/remind"), "."), private=True
        )

    async def answer(self, asker: Asker, pack: Pack, where: str) -> Message:
        """Show the first due card of a note.

        On some platforms, a private conversation is a tenant of its own, in which the learner has another self. That
        self is linked with the one that was reminded, as the platform vouches that both are the same account.

        Args:
            asker: who pressed the button.
            pack: the pack with the cards.
            where: the id of the tenant in which the reminder was set up.
        """
        owner, me = await self._self_at(asker, where), asker.key

        def work(transaction: Transaction) -> bool:
            zones_of = reminders.zones(transaction, owner)
            for number, zone in zones_of.items():
                reminders.note_heard(transaction, owner, number, asker.at.astimezone(ZoneInfo(zone)).date())
            return owner != me and bool(zones_of) and self._linking.join(transaction, owner, me, asker.at)

        joined = await self._database.transact(work)
        if joined:
            self._chosen.forget_all()
        first_card = await self._reviews.start(pack, None, asker, resume=True)
        note = "From now on, you have the same flashcards here as where you get reminders; /unlink separates them."
        # The note isn't replaced: delivery may have to find it in the conversation's history.
        return replace(
            first_card, blocks=(*([text(emphasis(note))] if joined else []), *first_card.blocks), replaces=False
        )

    async def follow_zone(self, asker: Asker) -> None:
        """Move a learner's reminder to the time zone that they've just chosen."""
        me = asker.key
        zone = await settings.zone_of_self(me, self._chosen)

        def work(transaction: Transaction) -> None:
            for each in own.of_learner(transaction, learners.of(transaction, me), KIND):
                if each.state is ScheduleState.ACTIVE and zone is not None and zone != each.zone:
                    draft = _draft(MemberKey(each.tenant, each.member), each.time, zone, asker.at)
                    _revise(transaction, each, draft, asker.at)

        await self._database.transact(work)

    async def is_reminded(self, asker: Asker) -> bool:
        """Return whether the asker is being reminded."""
        me = asker.key
        return await self._database.read(
            lambda transaction: own.is_active(transaction, learners.of(transaction, me), KIND)
        )

    async def offer(self, asker: Asker) -> Button | None:
        """Return the button that starts reminders, for the last page of a session; None on most days.

        Those who have ever had reminders aren't asked, even if they've stopped them.
        """
        me = asker.key
        if (asker.at.toordinal() + sum(asker.member.id.encode())) % _EVERY:
            return None
        has_had = await self._database.read(
            lambda transaction: own.has_ever_had(transaction, learners.of(transaction, me), KIND)
        )
        return None if has_had else OFFER

    async def _self_at(self, asker: Asker, where: str) -> MemberKey:
        """Return the self that a button is for: the asker's here or, in a private conversation, theirs elsewhere.

        A press only proves who pressed, so the other self is looked up: it must be linked with the asker's self here,
        or be the same account and have had reminders there.

        Args:
            asker: who pressed the button.
            where: the id of a tenant, untrusted; "" for the asker's own.

        Raises:
            Refusal: the button isn't the asker's.
        """
        platform, me = platform_of(asker.tenant.key), asker.key
        if where in ("", id_of(asker.tenant.key)):
            return me
        if not asker.place.direct:
            raise Refusal("That button is for someone else; /remind starts your own reminders.")
        there = MemberKey(f"{platform}:{where}", asker.member.id)

        def is_theirs(transaction: Transaction) -> bool:
            if there in learners.of(transaction, me).selves:
                return True
            return traits(platform).one_person and own.has_ever_had(transaction, Learner(there, (there,)), KIND)

        if not await self._database.read(is_theirs):
            raise Refusal("I can't find that reminder; /remind starts your own.")
        return there

    async def _begin(self, asker: Asker, me: MemberKey, at: time | None, *, overwrite: bool) -> Message:
        """Start or change a reminder, and remove those of the learner's other selves.

        Args:
            asker: who asks for it.
            me: the self to remind.
            at: the time of day; None for the one chosen before, else the usual one.
            overwrite: whether to change a reminder that's on; otherwise, it stays unchanged.
        """
        zone = await settings.zone_of_self(me, self._chosen, asker.zone)

        def work(transaction: Transaction) -> Schedule:
            existing = own.of_learner(transaction, learners.of(transaction, me), KIND)
            before = existing[0] if existing else None
            if before is not None and before.state is ScheduleState.ACTIVE and not overwrite:
                return before
            mine = next((each for each in existing if (each.tenant, each.member) == me), None)
            _remove(transaction, [each for each in existing if each != mine], asker.at)
            typed = write_time(at) if at else before.time if before else ReminderNotes.usual.time
            draft = _draft(me, typed, zone or "UTC", asker.at)
            settle_own(transaction, me, KIND)
            if mine is not None:
                return _revise(transaction, mine, draft, asker.at)
            first = _next(draft, asker.at)
            return schedules.add(transaction, draft, first.day, first.at)

        reminder, guess = await self._database.transact(work), await settings.guess_of(asker, self._chosen)
        return pages.page(reminder, guess if reminder.zone == zone else "", zone_is_known=zone is not None)


def _remove(transaction: Transaction, ended: Sequence[Schedule], at: datetime) -> None:
    removed, skipped, reason = ScheduleState.REMOVED, PostState.SKIPPED, "The member doesn't want reminders."
    for each in ended:
        halt(transaction, each.tenant, [each.number], removed, skipped, at, reason)
        by_schedule.abandon(transaction, each.tenant, [each.number], at, reason)


def _revise(transaction: Transaction, one: Schedule, draft: ScheduleDraft, at: datetime) -> Schedule:
    following = _next(draft, at, own.last_planned(transaction, one))
    return own.revise(transaction, one, draft, following.day, following.at)


def _draft(me: MemberKey, at: str, zone: str, now: datetime) -> ScheduleDraft:
    return ScheduleDraft(
        tenant=me.tenant,
        platform=platform_of(me.tenant),
        kind=KIND,
        place="",
        place_name="a private message",
        pack="",
        topic="",
        time=at,
        days=read_days(ReminderNotes.usual.days),
        zone=zone,
        starts=now.astimezone(ZoneInfo(zone)).date(),
        ends=None,
        late=ReminderNotes.usual.late,
        member=me.member,
    )


def _next(draft: ScheduleDraft, at: datetime, planned: date | None = None) -> Occurrence:
    """Return the next occurrence after a moment, on a later day than the last planned note."""
    coming = occurrences(rule_of(draft), at)
    return next(each for each in coming if planned is None or each.day > planned)
