"""What all handlers work with, and the few steps that they share."""

from collections.abc import Mapping
from random import Random
from typing import TypeVar

from bot.content.derived import PerPack
from bot.content.find import Finder
from bot.content.library import Library
from bot.content.model import Pack
from bot.features.challenges import opening as challenge_posts
from bot.features.challenges.closing import ChallengeResults
from bot.features.games import posted_game
from bot.features.games.composer import Composer
from bot.features.games.host import Host
from bot.features.league import seasons
from bot.features.learners import settings
from bot.features.learners.linking import Linking
from bot.features.learners.store.settings import Chosen
from bot.features.lessons import posted_tips
from bot.features.lessons.lesson import Lesson
from bot.features.lessons.store.reads import Marks
from bot.features.lessons.tip import Tips
from bot.features.privacy.service import Privacy
from bot.features.progress import posted_report
from bot.features.quizzes.questions import bank
from bot.features.reminders import notes as reminder_notes
from bot.features.reminders.service import Reminders
from bot.features.reviews.session import Reviews
from bot.features.scheduling.planner import Composers, Kinds
from bot.language.message import Message, Refusal
from bot.language.requests import Asker
from bot.language.routes import Options
from bot.personal_data import PERSONAL_DATA
from bot.pictures.cache import PictureCache
from bot.storage.database import Database

_T = TypeVar("_T")


class Services:
    """What the handlers work with.

    Args:
        library: the packs.
        database: where everything is kept.
        pictures: draws cards.
        random: seeded in tests.

    Attributes:
        composer: knows the boards of games.
        host: runs games; shows none before it is told where, and takes none over before it runs.
        kinds: the schedules that people make.
        composers: these, and those that Versed makes for itself.
    """

    def __init__(self, library: Library, database: Database, pictures: PictureCache, random: Random) -> None:
        self.library = library
        self.database = database
        self.pictures = pictures
        self.random = random
        self.chosen = Chosen(database)
        self.finder = PerPack(Finder)
        self.reviews = Reviews(database, self.chosen)
        self.composer = Composer(library, pictures)
        self.host = Host(database, self.composer)
        self.tips = Tips(database, bank)
        self.personal_data = PERSONAL_DATA
        self.linking = Linking(database, PERSONAL_DATA)
        self.privacy = Privacy(database, PERSONAL_DATA, self.linking, library, self.reviews)
        self.reminders = Reminders(database, self.chosen, self.reviews, self.linking)
        self.kinds: Kinds = {
            posted_tips.KIND: posted_tips.PostedTips(library, self.tips),
            posted_report.KIND: posted_report.PostedReports(library, pictures),
            posted_game.KIND: posted_game.PostedGames(library, random),
            reminder_notes.KIND: reminder_notes.ReminderNotes(library, self.chosen),
            challenge_posts.KIND: challenge_posts.PostedChallenges(library, random),
        }
        self.composers: Composers = {
            # In this order: what a challenge brings counts for a season that closes after it.
            challenge_posts.RESULTS: ChallengeResults(library, database, pictures),
            seasons.CLOSING: seasons.SeasonClosings(),
            seasons.OPENING: seasons.SeasonOpenings(),
            **self.kinds,
        }
        self._marks = Marks(database.writer)

    async def pack_for(self, asker: Asker) -> Pack:
        """The pack that is taught where this is asked."""
        return await settings.pack_for(asker, self.library, self.chosen)

    def pack(self, pack_id: str) -> Pack:
        """The pack of an untrusted id. Raises Refusal where it is not installed."""
        pack = self.library.get(pack_id)
        if pack is None:
            raise Refusal("That pack is no longer installed; run /help to see what there is.")
        return pack

    def forget(self, asker: Asker) -> None:
        """Remember nothing of the asker."""
        settings.forget(asker, self.chosen)
        self._marks.forget(asker.tenant.key, asker.member.id)

    def note(self, asker: Asker, lesson: Lesson) -> Message:
        """Remember what a lesson showed; nobody waits for it."""
        if lesson.shown:
            self._marks.add(asker.tenant.key, asker.member.id, lesson.pack, lesson.shown, asker.at)
        return lesson.message


def text_of(options: Options, name: str) -> str:
    """A text option's value, or ""."""
    return str(options.get(name, ""))


def existing(things: Mapping[str, _T], thing_id: str) -> _T:
    """What an untrusted id stands for. Raises Refusal where the pack has no such thing any more."""
    if thing_id not in things:
        raise Refusal("That has left the pack since; run /help to see what there is.")
    return things[thing_id]
