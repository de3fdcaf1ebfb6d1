"""Scheduled games. The post is an invitation; the first to press its button opens the lobby."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.features.games.actions import JoinGame, OpenGame
from bot.features.games.lobby import MODES
from bot.features.games.options import (
    check_goal,
    goal_option,
    may_end_before,
    mode_option,
    questions_option,
    seconds_option,
    usual_count,
)
from bot.features.games.rules import DUELLISTS, Mode, Rules
from bot.features.games.store import games
from bot.features.packs.shelf import Shelf
from bot.features.packs.topics import topics_option
from bot.features.quizzes.questions import on_topics
from bot.features.scheduling import subject
from bot.features.scheduling.calendar import next_post
from bot.features.scheduling.kinds import QuickKind, Usual
from bot.features.scheduling.model import Late, Schedule, ScheduleDraft
from bot.features.scheduling.options import (
    days_option,
    end_option,
    everyone_option,
    notify_option,
    schedule_command,
    start_option,
    time_option,
    zone_option,
)
from bot.features.scheduling.stored_options import OptionsCodec
from bot.features.scheduling.wording import moment
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.ids import new_id
from bot.language.message import Footer, Heading, Message, message
from bot.language.options import option, options
from bot.language.refusals import Refusal
from bot.language.rich_text import Shows, strong, text
from bot.language.text import counted, listed, timed
from bot.storage.transaction import Transaction

KIND = "game"

PREVIEW = "preview"
"""Takes the place of the game's id in the preview of an invitation."""

OPEN_FOR = timedelta(hours=1)
"""An invitation expires after this time if nobody has joined."""


@dataclass(frozen=True, slots=True)
class PostedGameOptions:
    """The options of a schedule of games, as they're stored.

    Args:
        questions: the maximum number of questions.
        seconds: how long each question stays open.
        mode: the game's mode.
        players: the minimum number of players for the game to start by itself.
        lobby: the minutes from the opening of the lobby until it starts.
        to: the points that end it; 0 for none.
    """

    questions: int = 7
    seconds: int = 20
    mode: Mode = Mode.TEAMS
    players: int = 2
    lobby: int = 5
    to: int = 0


OPTIONS = OptionsCodec(PostedGameOptions, with_defaults=True, spaced=False)


@options
class ScheduleGameOptions:
    """Options of /schedule game: when games are, and how they're played."""

    time: str = time_option()
    days: str = days_option("Friday")
    zone: str = zone_option()
    topic: str = topics_option()
    questions: int | None = questions_option()
    seconds: int = seconds_option()
    mode: str = mode_option()
    players: int = option("how many players it takes to start", default=2, minimum=1, maximum=50)
    lobby: int = option("minutes to wait after the first player joins", default=5, minimum=1, maximum=20)
    to: int | None = goal_option()
    start: str = start_option()
    end: str = end_option("for")
    notify: str = notify_option()
    everyone: str = everyone_option()


COMMAND = schedule_command(
    "game",
    "Invite this channel to a live game; the first person to join opens the lobby",
    "15:00 Friday questions:5",
    ScheduleGameOptions,
    needs_channel=True,
)


class PostedGames(QuickKind):
    """Composes the posts of schedules of games.

    Args:
        shelf: holds the packs.
        random: makes the games' ids.
    """

    name = KIND
    command = COMMAND
    mixes_topics = True
    usual = Usual("15:00", "Friday", Late.SKIP)

    def __init__(self, shelf: Shelf, random: Random) -> None:
        self._shelf = shelf
        self._random = random

    def options(self, chosen: ScheduleGameOptions) -> str:
        """Return the options of the games as JSON.

        Raises:
            Refusal: the game could never start.
        """
        mode, goal = Mode(chosen.mode), chosen.to or 0
        if mode is Mode.DUEL and chosen.players > DUELLISTS:
            sentence = "A duel is for two; leave the players out, or choose another mode."
            raise Refusal(sentence, option="players")
        count = chosen.questions or usual_count(mode, goal)
        stored = PostedGameOptions(count, chosen.seconds, mode, chosen.players, chosen.lobby, goal)
        check_goal(rules_of(stored), count)
        return OPTIONS.write(stored)

    def given(self, draft: ScheduleDraft) -> Mapping[str, str]:
        """Return the options of the games, as someone would type them."""
        stored = OPTIONS.read(draft.options)
        numbers = {"seconds": stored.seconds, "players": stored.players, "lobby": stored.lobby}
        if stored.questions != usual_count(stored.mode, stored.to):
            numbers |= {"questions": stored.questions}
        if stored.to:
            numbers |= {"to": stored.to}
        return {"mode": stored.mode.value, **{name: str(number) for name, number in numbers.items()}}

    def subject(self, draft: ScheduleDraft) -> str:
        """Return what a schedule posts."""
        return subject.titled("Game", self._shelf, draft)

    def details(self, draft: ScheduleDraft) -> Sequence[tuple[str, str]]:
        """Return how the games are played, and when they start."""
        chosen = OPTIONS.read(draft.options)
        return (
            ("How", f"{_questions(chosen)}. {_wins(chosen)}"),
            ("Starts", f"{_begins(chosen)} the first player joins"),
        )

    def compose(self, transaction: Transaction, due: Sequence[Schedule], at: datetime) -> Sequence[Message | Refusal]:
        """Return an invitation for each schedule; if its channel has a running game, to that one.

        See QuickComposer.
        """
        self._shelf.require([(each.tenant, each.pack) for each in due])
        busy = games.running_in_any(transaction, {(each.tenant, each.place) for each in due})
        composed: list[Message | Refusal] = []
        for each in due:
            running = busy.get((each.tenant, each.place))
            game = new_id(self._random)
            try:
                composed.append(
                    _join_the_other(running) if running else self._invitation(each, game, each.number, at)
                )
            except Refusal as refusal:
                composed.append(refusal)
        return composed

    async def preview(self, draft: ScheduleDraft, at: datetime) -> Message:
        """Return the next invitation as it will look; its button doesn't open a game.

        Raises:
            Refusal: the schedule can't post one, for example because there are no questions.
        """
        await self._shelf.find(draft.tenant, draft.pack)
        return self._invitation(draft, PREVIEW, 0, next_post(draft, at))

    def _invitation(self, draft: ScheduleDraft, game: str, number: int, at: datetime) -> Message:
        pack, topics = subject.find_all(self._shelf, draft)
        on_topics(pack, topics)  # raises Refusal if there's nothing to ask
        chosen = OPTIONS.read(draft.options)
        until = at + OPEN_FOR
        titles = [topic.title for topic in topics]
        about = f" on {listed(titles, 'and')}" if titles else ""
        join = Button("Join", encode(OpenGame(game, number, int(until.timestamp()) // 60)), Emphasis.PRIMARY)
        by = moment(until, draft.zone, Shows.TIME)
        return message(
            Heading(f"Time for a game: {pack.title}"),
            text(f"{_questions(chosen, about)}. {_wins(chosen)}"),
            text("Press Join: the first player opens the lobby. ", strong(f"It starts {_begins(chosen)} that.")),
            Buttons((join,)),
            Footer(text("The first to join hosts · If nobody has by ", by, ", there's no game this time.")),
        )


def rules_of(chosen: PostedGameOptions) -> Rules:
    """Return the rules of a scheduled game; pack, questions and seed are filled in when its lobby opens."""
    limit, lobby = timedelta(seconds=chosen.seconds), timedelta(minutes=chosen.lobby)
    return Rules("", (), (), 0, limit, chosen.mode, lobby=lobby, fewest=chosen.players, goal=chosen.to)


def _join_the_other(running: str) -> Message:
    join = Button("Join it", encode(JoinGame(running)), Emphasis.PRIMARY)
    sentence = "It's time for a game, and one's already on here: join it."
    return message(text(sentence), Buttons((join,)))


def _questions(chosen: PostedGameOptions, about: str = "") -> str:
    most = "Up to " if may_end_before(chosen.mode, chosen.to) else ""
    return f"{most}{timed(chosen.questions, chosen.seconds, about)}"


def _wins(chosen: PostedGameOptions) -> str:
    return f"{MODES[chosen.mode]} First to {chosen.to:,} points wins." if chosen.to else MODES[chosen.mode]


def _begins(chosen: PostedGameOptions) -> str:
    needed, wait = rules_of(chosen).needed, f"{counted(chosen.lobby, 'minute')} after"
    return wait if needed == 1 else f"once {needed} are in, at the earliest {wait}"
