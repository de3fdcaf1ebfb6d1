"""Privacy: exports or deletes all data held about a member."""

import asyncio
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.features.help.actions import keep
from bot.features.learners.store import learners
from bot.features.packs.taught import Packs
from bot.features.privacy.actions import EraseEverything
from bot.features.privacy.erasure import Erasure
from bot.features.reviews.model import Review
from bot.features.reviews.session import Reviews
from bot.features.reviews.store.reviews import log
from bot.illustrations.illustrator import Illustrator
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import File, Footer, Heading, Message, message
from bot.language.people import MemberKey
from bot.language.requests import Asker
from bot.language.rich_text import CommandMention, strong, text
from bot.storage.database import Database
from bot.storage.personal_data import HeldRows, PersonalData
from bot.storage.transaction import Transaction

if TYPE_CHECKING:
    from bot.features.reviews.anki import Learnt

_ABOUT = (
    "Everything Versed keeps about you, table by table; times are milliseconds since 1970 in UTC. "
    "All the accounts you've linked are included."
)


class Privacy:
    """Exports and deletes the data held about members.

    Args:
        database: stores the data.
        personal_data: knows which data each feature holds about a person.
        packs: finds packs.
        reviews: provides decks and the states of cards.
        illustrator: draws the pictures of cards.
        erasure: deletes everything about a member.
    """

    def __init__(
        self,
        database: Database,
        personal_data: PersonalData,
        packs: Packs,
        reviews: Reviews,
        illustrator: Illustrator,
        erasure: Erasure,
    ) -> None:
        self._database = database
        self._personal_data = personal_data
        self._packs = packs
        self._reviews = reviews
        self._illustrator = illustrator
        self._erasure = erasure

    async def export(self, asker: Asker) -> Message:
        """Return everything held about a learner as JSON, and their cards with scheduling as a deck for Anki."""
        from bot.features.reviews import anki, anki_media  # late: genanki takes long to import, and few export

        learnt = await self._learnt(asker)
        held = await self._held(asker.key)
        files = [File("versed-data.json", await asyncio.to_thread(_json, held), "application/json")]
        if learnt:
            pictures = await self._illustrator.pictures(anki_media.drawings(each.deck for each in learnt))
            package = await asyncio.to_thread(anki.package, learnt, asker.at, pictures)
            files.append(File("versed-cards.apkg", package, "application/octet-stream"))
        rows = sum(len(rows) for tables in held.values() for rows in tables.values())
        return message(
            Heading("Everything I keep about you"),
            text(
                f"{rows:,} entries as JSON{', and your flashcards with their schedule for Anki' if learnt else ''}."
            ),
            *files,
            Footer(text(CommandMention("/privacy erase"), " deletes it.")),
            private=True,
        )

    async def erase(self, asker: Asker) -> Message:
        """Delete all data held about a member, at once."""
        own_place = asker.place.id if asker.place.direct else ""
        await self._erasure.erase(asker.key, {asker.member.name}, own_place)
        return message(
            Heading("It's all gone"),
            text("I don't keep anything about you here any more. If you come back, you'll start fresh."),
            private=True,
            replaces=True,
        )

    async def _learnt(self, asker: Asker) -> "list[Learnt]":
        """Return what a learner has reviewed, by pack."""
        from bot.features.reviews.anki import Learnt

        me, packs = asker.key, await self._packs.all(asker.tenant.key)

        def logs_of(transaction: Transaction) -> list[list[Review]]:
            learner = learners.of(transaction, me)
            return [log(transaction, learner, pack.id) for pack in packs]

        logs = zip(packs, await self._database.transact(logs_of), strict=True)
        return [
            Learnt(self._reviews.deck(pack), await self._reviews.states(pack, asker), reviews)
            for pack, reviews in logs
            if reviews and self._reviews.deck(pack).cards
        ]

    async def _held(self, me: MemberKey) -> dict[MemberKey, HeldRows]:
        """Return the data held about each self of a learner."""

        def work(transaction: Transaction) -> dict[MemberKey, HeldRows]:
            mine = learners.of(transaction, me).selves
            return {each: self._personal_data.held(transaction, each) for each in mine}

        return await self._database.transact(work)


def confirmation() -> Message:
    """Return the confirmation question before anything is deleted."""
    return message(
        Heading("Delete everything I keep about you here?"),
        text(
            "That's all that ",
            CommandMention("/privacy export"),
            " gives you, from your answers to your settings, so get a copy first if you want one. ",
            strong("You can't undo this."),
        ),
        text("If you use Versed anywhere else, run it there too; what you did there stays until you do."),
        Buttons((Button("Delete everything", encode(EraseEverything()), Emphasis.DANGER), keep("Keep everything"))),
        private=True,
    )


def _json(held: Mapping[MemberKey, HeldRows]) -> bytes:
    whole = {
        "about": _ABOUT,
        "selves": [{"tenant": me.tenant, "member": me.member, "held": tables} for me, tables in held.items()],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()
