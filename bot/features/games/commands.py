"""Games: the /game commands, and the presses on boards."""

from functools import partial

from bot.features.games import actions
from bot.features.games.appointments import Appointments
from bot.features.games.hosting import Hosting
from bot.features.games.invitations import CODE_LENGTH, Invitations
from bot.features.games.options import (
    check_goal,
    goal_option,
    mode_option,
    questions_option,
    seconds_option,
    usual_count,
)
from bot.features.games.playing import Playing
from bot.features.games.replays import Replays
from bot.features.games.rules import Mode, rules_of
from bot.features.games.running_games import RunningGames
from bot.features.learners.starting import Starting
from bot.features.packs.taught import Packs
from bot.features.packs.topics import topics_option
from bot.features.quizzes.questions import on_topics
from bot.features.scoring.points import Pooling
from bot.features.teams.model import MOST_IN_GAME
from bot.language.commands import Command
from bot.language.forms import Suggestion
from bot.language.ids import is_code
from bot.language.message import Message
from bot.language.options import NoOptions, Notation, option, options
from bot.language.people import Right
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.routes import Routes

_LONGEST_NAME = 32
"""Maximum characters of a side's name."""

_CODE = Notation(partial(is_code, length=CODE_LENGTH), lambda said: " " not in said)


@options
class StartGameOptions:
    """Options of /game start: what the game asks, and who plays against whom."""

    topic: str = topics_option()
    questions: int | None = questions_option()
    seconds: int = seconds_option()
    mode: str = mode_option()
    teams: int | None = option(
        "how many coloured teams", default=None, usual="your own teams", minimum=2, maximum=MOST_IN_GAME
    )
    points: str = option(
        "how a team's points add up",
        default="mean",
        usual="the average",
        choices=(
            Suggestion("mean", "The average of all members"),
            Suggestion("best", "The average of the best three"),
            Suggestion("sum", "The sum of all members"),
        ),
    )
    streaks: str = option(
        "whether streaks of right answers earn more",
        default="",
        choices=(Suggestion("yes", "Yes"), Suggestion("no", "No")),
    )
    to: int | None = goal_option()
    read: int | None = option(
        "seconds to read a question before its answers open",
        default=None,
        usual="longer for longer ones",
        maximum=30,
        by_name=True,
    )


@options
class InviteOptions:
    """Options of /game invite."""

    name: str = option("the name that the other side sees", default="", longest=_LONGEST_NAME, names=True)


@options
class AcceptOptions:
    """Options of /game accept."""

    code: str = option("the code that the other side gave you", notation=_CODE)
    name: str = option("the name that the other side sees", default="", longest=_LONGEST_NAME, names=True)


START = Command(
    "game start",
    "Open the lobby of a live quiz game in this channel",
    "/game start data 5 20 mode:teams",
    StartGameOptions,
    needs_channel=True,
)
JOIN = Command("game join", "Join the game in this channel", "/game join", NoOptions, needs_channel=True)
LEAVE = Command(
    "game leave",
    "Leave the game; your points stay, and you can come back",
    "/game leave",
    NoOptions,
    needs_channel=True,
)
PAUSE = Command("game pause", "Pause or resume the game you're hosting", "/game pause", NoOptions, needs_channel=True)
SKIP = Command(
    "game skip", "Skip this question, or the wait for the next one", "/game skip", NoOptions, needs_channel=True
)
STOP = Command("game stop", "End the game you're hosting", "/game stop", NoOptions, needs_channel=True)
AGAIN = Command(
    "game again",
    "Play this channel's last game again, by the same rules",
    "/game again",
    NoOptions,
    needs_channel=True,
)
INVITE = Command(
    "game invite",
    "Invite another channel, server or workspace to play against yours",
    "/game invite name:Foxes",
    InviteOptions,
    Right.ADMINISTRATOR,
    "invite another side",
    needs_channel=True,
)
ACCEPT = Command(
    "game accept",
    "Join another side's game with its code",
    "/game accept k3m9q2ab name:Owls",
    AcceptOptions,
    Right.ADMINISTRATOR,
    "accept an invitation",
    needs_channel=True,
)
COMMANDS = (START, JOIN, LEAVE, PAUSE, SKIP, STOP, AGAIN, INVITE, ACCEPT)
GROUP = {"game": "Live quiz games in a channel"}


class GameCommands:
    """Serves games.

    Args:
        packs: know which packs each channel uses.
        running_games: runs the games.
        playing: serves players.
        hosting: serves hosts.
        invitations: let channels play against each other.
        appointments: opens the games that schedules invite to.
        replays: play games again.
        starting: knows who may start games.
    """

    def __init__(
        self,
        packs: Packs,
        running_games: RunningGames,
        playing: Playing,
        hosting: Hosting,
        invitations: Invitations,
        appointments: Appointments,
        replays: Replays,
        starting: Starting,
    ) -> None:
        self._starting = starting
        self._packs = packs
        self._running_games = running_games
        self._playing = playing
        self._hosting = hosting
        self._invitations = invitations
        self._appointments = appointments
        self._replays = replays

    def register(self, routes: Routes) -> None:
        """Register the commands and presses of games."""
        routes.command(START, self.start)
        routes.own_completer(START.name, "topic", self._packs.topics.several_titles)
        routes.command(JOIN, self.join_here)
        routes.command(LEAVE, self.leave_here)
        routes.command(PAUSE, self.pause)
        routes.command(SKIP, self.skip)
        routes.command(STOP, self.stop)
        routes.command(AGAIN, self.again_here)
        routes.command(INVITE, self.invite)
        routes.command(ACCEPT, self.accept)
        routes.press(actions.JoinGame, self.join)
        routes.press(actions.OpenGame, self._appointments.join)
        routes.press(actions.LeaveGame, self.leave)
        routes.press(actions.HostGame, self.act)
        routes.press(actions.RuleGame, self.rule)
        routes.press(actions.ShowControls, self.controls)
        routes.press(actions.PlayChoice, self._playing.choose)
        routes.filled_form(actions.PlayWords, self._playing.form, self._playing.fill)
        routes.press(actions.PlayOrder, self._playing.pick_next)
        routes.press(actions.TakeHint, self._playing.hint)
        routes.press(actions.PlayAgain, self.again)
        routes.press(actions.ReviewGame, self.review)
        routes.press(actions.ReviewGameFrom, self.review_from)

    async def start(self, asker: Asker, options: StartGameOptions) -> Message:
        """Serve /game start [topic] [questions] [seconds] [mode] [teams] [points] [streaks] [to] [read]."""
        pack, topics = await self._packs.topics.several(asker, options.topic)
        if options.teams is not None and options.mode != Mode.TEAMS:
            raise Refusal("Only team games have teams; leave “teams” out, or choose mode:teams.", option="teams")
        if options.points != Pooling.MEAN and options.mode != Mode.TEAMS:
            sentence = f"“{options.points}” is for team games; leave “points” out, or choose mode:teams."
            raise Refusal(sentence, option="points")
        goal = options.to or 0
        rules = rules_of(options.mode, options.seconds, options.points, options.streaks, goal, options.read)
        count = options.questions or usual_count(rules.mode, goal)
        check_goal(rules, min(count, len(on_topics(pack, topics))))
        async with self._starting.allowed(asker):
            return await self._hosting.start(asker, pack, topics, count, rules, options.teams)

    async def join_here(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /game join."""
        return await self._playing.join(asker, await self._running_games.finder.here(asker))

    async def leave_here(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /game leave."""
        return await self._playing.leave(asker, await self._running_games.finder.here(asker))

    async def pause(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /game pause."""
        return await self._hosting.toggle_pause(asker, await self._running_games.finder.here(asker))

    async def skip(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /game skip."""
        return await self._hosting.act(asker, await self._running_games.finder.here(asker), "skip")

    async def stop(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /game stop."""
        return await self._hosting.act(asker, await self._running_games.finder.here(asker), "stop")

    async def again_here(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /game again."""
        return await self._replays.play_here(asker)

    async def invite(self, asker: Asker, options: InviteOptions) -> Message:
        """Serve /game invite [name]."""
        return await self._invitations.invite(asker, await self._running_games.finder.here(asker), options.name)

    async def accept(self, asker: Asker, options: AcceptOptions) -> Message:
        """Serve /game accept <code> [name]."""
        return await self._invitations.accept(asker, options.code, options.name)

    async def join(self, asker: Asker, action: actions.JoinGame) -> Message:
        """Join a game."""
        return await self._playing.join(asker, await self._running_games.finder.find(asker, action.game), action.team)

    async def leave(self, asker: Asker, action: actions.LeaveGame) -> Message:
        """Leave a game."""
        return await self._playing.leave(asker, await self._running_games.finder.find(asker, action.game))

    async def act(self, asker: Asker, action: actions.HostGame) -> Message:
        """Do what a host's button says."""
        return await self._hosting.act(
            asker, await self._running_games.finder.find(asker, action.game), action.act, action.player
        )

    async def rule(self, asker: Asker, action: actions.RuleGame) -> Message:
        """Choose a rule in the lobby."""
        journal = await self._running_games.finder.find(asker, action.game)
        return await self._hosting.change_rules(asker, journal, action.rule, action.value)

    async def controls(self, asker: Asker, action: actions.ShowControls) -> Message:
        """Return the host controls."""
        return await self._hosting.controls(asker, await self._running_games.finder.find(asker, action.game))

    async def again(self, asker: Asker, action: actions.PlayAgain) -> Message:
        """Play a game again."""
        return await self._replays.play(asker, action.game)

    async def review(self, asker: Asker, action: actions.ReviewGame) -> Message:
        """Return the questions that the asker missed."""
        return await self._playing.review(asker, action.game)

    async def review_from(self, asker: Asker, action: actions.ReviewGameFrom) -> Message:
        """Return more of the questions that the asker missed."""
        return await self._playing.review(asker, action.game, action.first)
