"""Challenges: /challenge, and the presses that lead through one."""

from datetime import time, timedelta

from bot.features.challenges import actions
from bot.features.challenges.opening import QUESTIONS, SECONDS, USUALLY_OPEN, Opening, check_length
from bot.features.challenges.service import Challenges
from bot.features.learners import settings
from bot.features.quizzes import grading
from bot.features.scheduling.wording import read_moment, write_duration
from bot.language.message import Form, Message
from bot.language.people import Right, check_right
from bot.language.port import Destination
from bot.language.requests import Asker
from bot.language.routes import Options, Routes
from bot.language.text import clean
from bot.services import Services, text_of

_IN_THE_AFTERNOON = time(17)


class ChallengeHandlers:
    """Serves challenges.

    Args:
        services: what it works with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._challenges = Challenges(services.library, services.database, services.random)

    @property
    def routes(self) -> Routes:
        """What is served here."""
        return Routes(
            commands={"challenge": self.challenge},
            presses={
                actions.TakeChallenge: self.take,
                actions.ShowTurn: self.show,
                actions.TryChoice: self.choose,
                actions.TryWords: self.type,
                actions.TryOrder: self.pick_next,
                actions.ReviewChallenge: self.review,
                actions.CloseChallenge: self.close,
            },
            forms={actions.TryWords: self.form},
        )

    async def challenge(self, asker: Asker, options: Options) -> Message:
        """/challenge [topic] [questions] [seconds] [closes]; or where the asker is in the one that is open here."""
        zone = await self._zone(asker)
        there_is = await self._challenges.here(asker)
        if there_is is not None:
            return await self._challenges.state(asker, there_is.id, zone)
        pack = await self._services.pack_for(asker)
        topic = self._services.finder(pack).topic(text_of(options, "topic")) if "topic" in options else None
        typed = text_of(options, "closes") or write_duration(USUALLY_OPEN)
        closes = read_moment(typed, asker.at, zone, _IN_THE_AFTERNOON)
        check_length(closes - asker.at)
        wanted = Opening(
            to=Destination(asker.tenant.key, asker.place.id),
            place_name=asker.place.name,
            pack=pack,
            topic=topic,
            questions=int(options.get("questions", QUESTIONS)),
            limit=timedelta(seconds=int(options.get("seconds", SECONDS))),
            closes=closes,
        )
        return await self._challenges.open(asker, wanted, zone)

    async def take(self, asker: Asker, action: actions.TakeChallenge, _typed: str) -> Message:
        """Where the asker is in a challenge, or the question whose clock runs."""
        return await self._challenges.go_on(asker, action.challenge, await self._zone(asker))

    async def show(self, asker: Asker, action: actions.ShowTurn, _typed: str) -> Message:
        """A question."""
        return await self._challenges.show(asker, action.challenge, action.position, await self._zone(asker))

    async def choose(self, asker: Asker, action: actions.TryChoice, _typed: str) -> Message:
        """An answer given by a button."""
        return await self._challenges.answer(
            asker, action.challenge, action.position, lambda posed: grading.judge_choice(posed, action.choice)
        )

    async def form(self, asker: Asker, action: actions.TryWords) -> Form:
        """What to ask before an answer is typed."""
        return await self._challenges.form(asker, action.challenge, action.position)

    async def type(self, asker: Asker, action: actions.TryWords, typed: str) -> Message:
        """An answer given by typing."""
        return await self._challenges.answer(
            asker, action.challenge, action.position, lambda posed: grading.judge_text(posed, clean(typed))
        )

    async def pick_next(self, asker: Asker, action: actions.TryOrder, _typed: str) -> Message:
        """One more item put in order."""
        return await self._challenges.answer(
            asker,
            action.challenge,
            action.position,
            lambda posed: grading.judge_order(posed, action.picked),
            picked=action.picked,
        )

    async def review(self, asker: Asker, action: actions.ReviewChallenge, _typed: str) -> Message:
        """The asker's own answers."""
        return await self._challenges.review(asker, action.challenge)

    async def close(self, asker: Asker, action: actions.CloseChallenge, _typed: str) -> Message:
        """A challenge closed before its time."""
        check_right(asker.member, Right.ADMINISTRATOR, "close a challenge before its time")
        return await self._challenges.close(asker, action.challenge, sure=action.sure)

    async def _zone(self, asker: Asker) -> str:
        return await settings.zone_of(asker, self._services.chosen) or "UTC"
