"""Challenges: /challenge and the buttons of a challenge."""

from collections.abc import Mapping
from datetime import time, timedelta

from bot.content.model import Pack, Topic
from bot.features.challenges import actions
from bot.features.challenges import pages as challenge_pages
from bot.features.challenges.answering import Answering
from bot.features.challenges.model import Challenge, Opener
from bot.features.challenges.nudge_pages import nudges_stopped
from bot.features.challenges.opening import Opening, check_length, thread_option
from bot.features.challenges.service import Challenges
from bot.features.learners import scopes, settings
from bot.features.learners.choices import NUDGES
from bot.features.learners.chosen import Chosen
from bot.features.learners.starting import Starting
from bot.features.packs.taught import Packs
from bot.features.packs.topics import topic_option
from bot.features.quizzes import grading
from bot.features.quizzes.answer_forms import in_words
from bot.features.quizzes.questions import MOST_QUESTIONS
from bot.features.scheduling.notations import MOMENT
from bot.features.scheduling.wording import read_moment
from bot.language.commands import Command
from bot.language.forms import Form
from bot.language.message import Message
from bot.language.options import option, options
from bot.language.permissions import Permissions
from bot.language.port import Destination, Extra
from bot.language.refusals import Refusal, blaming
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.language.text import timed, words

_IN_THE_AFTERNOON = time(17)

_ENDING = frozenset(("close", "stop", "end", "finish", "cancel"))
_BESIDE = frozenset(("it", "now", "this", "the", "challenge", "early", "please"))
"""Words that close a challenge, and those beside them."""


@options
class ChallengeOptions:
    """What a challenge asks and when it closes."""

    topic: str = topic_option()
    questions: int = option("how many", default=5, minimum=1, maximum=MOST_QUESTIONS)
    seconds: int = option("time for each question", default=30, minimum=5, maximum=120)
    closes: str = option(
        "when, such as 4h, 2 days, Friday or tomorrow 17:00",
        default="1 day",
        usual="in a day",
        notation=MOMENT,
        leads=("until", "till", "ends", "closing"),
    )
    thread: str = thread_option()


CHALLENGE = Command(
    "challenge",
    "Open a quiz that everyone here takes in their own time, or see where you are in it",
    "/challenge data 5 30 closes:2d",
    ChallengeOptions,
    needs_channel=True,
)
COMMANDS = (CHALLENGE,)


class ChallengeCommands:
    """Serves /challenge and the presses on its buttons.

    Args:
        packs: finds the packs taught in a place.
        chosen: the settings.
        permissions: checks where a challenge may be posted.
        challenges: opens and closes them.
        answering: serves the members who take them.
        starting: checks who may start one.
    """

    def __init__(
        self,
        packs: Packs,
        chosen: Chosen,
        permissions: Permissions,
        challenges: Challenges,
        answering: Answering,
        starting: Starting,
    ) -> None:
        self._starting = starting
        self._packs = packs
        self._chosen = chosen
        self._permissions = permissions
        self._challenges = challenges
        self._answering = answering

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(CHALLENGE, self.challenge)
        routes.press(actions.TakeChallenge, self.take)
        routes.press(actions.ShowTurn, self.show)
        routes.press(actions.TryChoice, self.choose)
        routes.answer_form(actions.TryWords, self.form, self.fill)
        routes.press(actions.TryOrder, self.pick_next)
        routes.press(actions.ReviewChallenge, self.review)
        routes.press(actions.ReviewChallengeFrom, self.review_from)
        routes.press(actions.CloseChallenge, self.close)
        routes.press(actions.OpenUsual, self.open_usual)
        routes.press(actions.StopNudges, self.stop_nudges)

    async def challenge(self, asker: Asker, options: ChallengeOptions) -> Message:
        """Serve /challenge [topic] [questions] [seconds] [closes] [thread], or show where the asker is."""
        zone = await self._zone(asker)
        current = await self._challenges.here(asker)
        try:
            pack, topic = await self._packs.topics.one(asker, options.topic)
        except Refusal:
            if not _says_close(options.topic):
                raise
            if current is None:
                raise Refusal("No challenge is open here; open one with /challenge.") from None
            return await self._challenges.close(asker, current.id, sure=False)
        if current is not None:
            instead = _asks_for_another(options, topic, current)
            return await self._challenges.state(asker, current.id, zone, instead=instead)
        if options == ChallengeOptions():  # they may only want to see whether one is open
            await self._starting.check(asker)
            rules = timed(options.questions, options.seconds)
            return challenge_pages.offer(rules, asker.place.mention, pack.topics[0].title)
        return await self._open(asker, options, pack, topic, zone)

    async def open_usual(self, asker: Asker, _action: actions.OpenUsual) -> Message:
        """Open a challenge with the default options, or show one that has been opened since."""
        CHALLENGE.check_may_run(asker.member, asker.place)
        zone = await self._zone(asker)
        if (current := await self._challenges.here(asker)) is not None:
            return await self._challenges.state(asker, current.id, zone)
        return await self._open(asker, ChallengeOptions(), await self._packs.taught(asker), None, zone)

    async def stop_nudges(self, asker: Asker, action: actions.StopNudges) -> Message:
        """Stop reminding someone before challenges close."""
        me = await self._challenges.reminded(asker, action.where)
        await self._chosen.put(me.tenant, scopes.of_member(me.member), NUDGES.name, "no")
        return nudges_stopped()

    async def _open(
        self, asker: Asker, options: ChallengeOptions, pack: Pack, topic: Topic | None, zone: str
    ) -> Message:
        with blaming("closes"):
            closes = read_moment(options.closes, asker.at, zone, _IN_THE_AFTERNOON)
        check_length(closes - asker.at)
        thread = options.thread == "yes"
        await self._permissions.check_may_post(asker.tenant, asker.place, [Extra.THREAD] if thread else ())
        opening = Opening(
            to=Destination(asker.tenant.key, asker.place.id),
            place_name=asker.place.name,
            pack=pack,
            topic=topic,
            questions=options.questions,
            limit=timedelta(seconds=options.seconds),
            closes=closes,
            by=Opener(asker.member.id, asker.member.name),
            thread=thread,
        )
        async with self._starting.allowed(asker):
            return await self._challenges.open(asker, opening, zone)

    async def take(self, asker: Asker, action: actions.TakeChallenge) -> Message:
        """Return where the asker is in a challenge, or the question whose clock is running."""
        return await self._answering.go_on(asker, action.challenge, await self._zone(asker))

    async def show(self, asker: Asker, action: actions.ShowTurn) -> Message:
        """Return a question."""
        return await self._answering.show(asker, action.challenge, action.position, await self._zone(asker))

    async def choose(self, asker: Asker, action: actions.TryChoice) -> Message:
        """Store an answer given with a button."""
        return await self._answering.answer(
            asker, action.challenge, action.position, lambda posed: grading.judge_choice(posed, action.choice)
        )

    async def form(self, asker: Asker, action: actions.TryWords) -> Form:
        """Return the form for an answer that isn't given with a button."""
        return await self._answering.form(asker, action.challenge, action.position)

    async def fill(self, asker: Asker, action: actions.TryWords, filled: Mapping[str, str]) -> Message:
        """Store an answer given in a form.

        Args:
            asker: the member who answers.
            action: the challenge and the question.
            filled: what they entered, by field name.
        """
        return await self._answering.answer(
            asker,
            action.challenge,
            action.position,
            lambda posed: grading.judge_text(posed, in_words(posed, filled), asker.locale),
        )

    async def pick_next(self, asker: Asker, action: actions.TryOrder) -> Message:
        """Add one more item to an order."""
        return await self._answering.answer(
            asker,
            action.challenge,
            action.position,
            lambda posed: grading.judge_order(posed, action.picked),
            picked=action.picked,
        )

    async def review(self, asker: Asker, action: actions.ReviewChallenge) -> Message:
        """Return the asker's own answers."""
        return await self._answering.review(asker, action.challenge)

    async def review_from(self, asker: Asker, action: actions.ReviewChallengeFrom) -> Message:
        """Return more of the asker's own answers."""
        return await self._answering.review(asker, action.challenge, action.first)

    async def close(self, asker: Asker, action: actions.CloseChallenge) -> Message:
        """Close a challenge early."""
        return await self._challenges.close(asker, action.challenge, sure=action.sure)

    async def _zone(self, asker: Asker) -> str:
        return await settings.zone_of(asker, self._chosen) or "UTC"


def _says_close(typed: str) -> bool:
    """Return whether someone means the open challenge's end rather than a topic, as in “/challenge stop it”."""
    said = set(words(typed))
    return bool(said & _ENDING) and said <= _ENDING | _BESIDE


def _asks_for_another(options: ChallengeOptions, topic: Topic | None, current: Challenge) -> bool:
    """Return whether someone asked for a challenge other than the open one."""
    usual = ChallengeOptions()
    return (
        (bool(options.topic) and (topic.id if topic else "") != current.topic)
        or options.questions not in (usual.questions, len(current.questions))
        or options.seconds not in (usual.seconds, current.limit.seconds)
        or options.closes != usual.closes
    )
