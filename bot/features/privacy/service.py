"""Privacy: everything held about a member, to take along or to be deleted."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from bot.content.library import Library
from bot.features.learners.linking import self_of
from bot.features.learners.store import learners
from bot.features.learners.store.learners import Self
from bot.features.privacy.actions import EraseEverything
from bot.features.privacy.store import personal_data as rights
from bot.features.reviews.model import Review
from bot.features.reviews.session import Reviews
from bot.features.reviews.store.reviews import log
from bot.language.actions import encode
from bot.language.message import (
    Button,
    Buttons,
    Emphasis,
    File,
    Footer,
    Heading,
    Message,
    code,
    message,
    strong,
    text,
)
from bot.language.requests import Asker
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_ABOUT = (
    "Everything that Versed holds about you, table by table; times are milliseconds since 1970 in UTC. "
    "The selves that you have linked are all here."
)


async def export(asker: Asker, library: Library, reviews: Reviews, database: Database) -> Message:
    """Everything held about a learner as JSON, and their cards with scheduling as a deck for Anki."""
    from bot.features.reviews import anki  # late, as genanki takes long to import and hardly anyone exports

    me = self_of(asker)
    packs = list(library.packs.values())

    def logs_of(transaction: Transaction) -> list[list[Review]]:
        learner = learners.of(transaction, me)
        return [log(transaction, learner, pack.id) for pack in packs]

    logs = zip(packs, await database.transact(logs_of), strict=True)
    learnt = [
        anki.Learnt(reviews.deck(pack), await reviews.states(pack, asker), given) for pack, given in logs if given
    ]

    def everything(transaction: Transaction) -> dict[Self, dict[str, list[dict[str, Any]]]]:
        return {each: rights.held(transaction, each) for each in learners.of(transaction, me).selves}

    held = await database.transact(everything)
    files = [File("versed-data.json", await asyncio.to_thread(_json, held), "application/json")]
    if learnt:
        package = await asyncio.to_thread(anki.package, learnt, asker.at)
        files.append(File("versed-cards.apkg", package, "application/octet-stream"))
    rows = sum(len(rows) for tables in held.values() for rows in tables.values())
    return message(
        Heading("Everything I hold about you"),
        text(f"{rows:,} entries as JSON{', and your flashcards with their schedule for Anki' if learnt else ''}."),
        *files,
        Footer("/privacy erase deletes it."),
        private=True,
    )


def confirmation() -> Message:
    """What is said before anything is deleted."""
    return message(
        Heading("Delete everything I hold about you here?"),
        text(
            "Answers, quizzes, what you have read, flashcards with their reviews, reminders, settings and links. ",
            strong("This cannot be undone."),
            " ",
            code("/privacy export"),
            " takes a copy along first.",
        ),
        text("Where else you use Versed, run it there too: what you did there stays until you do."),
        Buttons((Button("Delete everything", encode(EraseEverything()), Emphasis.DANGER),)),
        private=True,
    )


async def erase(asker: Asker, database: Database) -> Message:
    """Delete everything held about a member, at once."""
    me = self_of(asker)
    await database.writer.flush()  # what was put there without waiting must not come after
    await database.transact(lambda transaction: rights.erase(transaction, me))
    return message(
        Heading("It is all gone"),
        text("I hold nothing about you here any more. Should you come back, you begin afresh."),
        private=True,
        replaces=True,
    )


def _json(held: Mapping[Self, Mapping[str, Any]]) -> bytes:
    whole = {
        "about": _ABOUT,
        "selves": [{"tenant": me.tenant, "member": me.member, "held": tables} for me, tables in held.items()],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()
