"""Happening: what's going on in a channel, a live game or a challenge, which what's said there may be about."""

from collections.abc import Collection
from datetime import timedelta
from enum import Enum

from cachetools import TTLCache

from bot.content.model import Pack
from bot.features.challenges.commands import CHALLENGE
from bot.features.challenges.service import Challenges
from bot.features.games.commands import AGAIN, JOIN, STOP
from bot.features.games.game_finder import GameFinder
from bot.features.games.game_packs import GamePacks
from bot.features.games.lobby import in_short
from bot.features.games.state import GamePhase, GameState
from bot.features.quizzes.options import options_of
from bot.features.talk.choices import chosen, place_of
from bot.features.talk.remarks import Remark, remark
from bot.language.forgetting import forget_if
from bot.language.message import Message, message
from bot.language.people import MemberKey
from bot.language.requests import Asker, Call
from bot.language.rich_text import CommandMention, Text, text
from bot.language.text import counted, words

_JUST_OVER = timedelta(minutes=15)
"""How long after its last question people may talk about a game as the last one."""

_MOST_WORDS = 10
"""Maximum number of words of a typed option."""

_MAY_FOLLOW_UP = frozenset((Remark.HOW, Remark.LENGTH, Remark.ANSWERS))
"""What may be about an answer, too: “how does it work?”"""

_OF_GAMES = frozenset((Remark.HOW, Remark.START))
"""What's said of a game, but with a challenge open for days rather asks for help."""

_ON_IN_CHANNELS = frozenset((Remark.TAKE, Remark.CLOSES, Remark.COUNT))
"""What can only be said of something that's on, and is on in a channel."""

_USE_THE_BUTTONS = text("Use the buttons on the question.")

_TOLD_FOR = timedelta(minutes=15)
"""How long it's remembered who was sent to a question's buttons."""

_MOST_TOLD = 10_000


class Silence(Enum):
    """What answers a line that needs no answer: its writer was told a moment ago."""

    KEPT = "kept"


class Happening:
    """Answers what's said about a channel's game or challenge.

    Args:
        games: finds the game of a channel.
        packs: the packs of games.
        challenges: knows the challenge of a channel.
    """

    def __init__(self, games: GameFinder, packs: GamePacks, challenges: Challenges) -> None:
        self._games = games
        self._packs = packs
        self._challenges = challenges
        self._told: TTLCache[tuple[MemberKey, str, str], None] = TTLCache(_MOST_TOLD, _TOLD_FOR.total_seconds())

    async def answer(
        self,
        asker: Asker,
        typed: str,
        *,
        sees_a_tip: bool = False,
        is_follow_up: bool = False,
        has_seen_something: bool = False,
    ) -> Call | Message | Silence | None:
        """Return the command or the words that answer a line about what's going on; None for other lines.

        People are sent to a question's buttons once; those who go on naming answers beside them are only talking.

        Args:
            asker: who wrote it, in a channel.
            typed: the line.
            sees_a_tip: whether they've just seen a tip, so that “again” is about that.
            is_follow_up: whether it may be about what they asked or saw a moment ago.
            has_seen_something: whether they've asked or seen something a moment ago; if nothing is on, the line is
                about that.
        """
        kind, place = remark(typed), place_of(typed)
        may_be_option = place is not None or ("?" not in typed and len(words(typed)) <= _MOST_WORDS)
        if kind in _MAY_FOLLOW_UP and is_follow_up:
            return None
        if kind is None and not may_be_option:
            return None
        game = await self._game(asker)
        if game is not None and game.phase is not GamePhase.ENDED:
            return self._in_game(game, asker, typed, kind)
        if kind is Remark.AGAIN:
            return None if game is None or sees_a_tip else Call(asker, AGAIN.name, {})
        after = None if kind is None or game is None else _after_game(kind)
        if after is not None:
            return _in_passing(after)
        may_be_challenge = place is not None if kind is None else kind not in _OF_GAMES
        if may_be_challenge and (challenge := await self._challenges.here(asker)) is not None:
            if kind is None:
                return self._to_the_buttons(asker, challenge.id)
            return Call(asker, CHALLENGE.name, {"topic": "close"} if kind is Remark.CLOSE else {})
        nothing = None if kind is None or has_seen_something else _nothing_on(kind)
        return None if nothing is None else _in_passing(nothing)

    async def forget(self, me: MemberKey, _names: Collection[str] = ()) -> None:
        """Forget that someone was sent to a question's buttons."""
        forget_if(self._told, lambda key: key[0] == me)

    async def forget_tenant(self, tenant: str) -> None:
        """Forget who in a tenant was sent to a question's buttons."""
        forget_if(self._told, lambda key: key[0].tenant == tenant)

    async def _game(self, asker: Asker) -> GameState | None:
        """Return the game that's on in the asker's channel, or was until a moment ago."""
        journal = await self._games.latest(asker)
        if journal is None:
            return None
        state = journal.state
        is_over = state.phase is GamePhase.ENDED
        is_long_ago = not state.rounds or asker.at - state.rounds[-1].closes_at > _JUST_OVER
        return None if is_over and is_long_ago else state

    def _in_game(
        self, game: GameState, asker: Asker, typed: str, kind: Remark | None
    ) -> Call | Message | Silence | None:
        """Return what answers a line during a game.

        Args:
            game: its state.
            asker: who wrote the line.
            typed: the line.
            kind: what the line wants, if it's a remark.
        """
        if game.shown is not None:
            posed = self._packs.question_at(game, len(game.rounds) - 1)
            options = [option.label for option in options_of(posed)] if posed else []
            if chosen(typed, options) is not None or place_of(typed) is not None:
                return self._to_the_buttons(asker, f"{game.game}:{len(game.rounds)}")
        if kind in (Remark.TAKE, Remark.IN):
            return Call(asker, JOIN.name, {})
        if kind is Remark.CLOSE:
            return Call(asker, STOP.name, {})
        pack = self._packs.current_pack(game)
        said = _about_game(game, pack, kind, is_host=asker.key in game.hosts) if kind and pack else None
        return _in_passing(said) if said else None

    def _to_the_buttons(self, asker: Asker, question: str) -> Message | Silence:
        """Send someone to a question's buttons, once.

        Args:
            asker: who named an answer.
            question: what tells the question from others.
        """
        whose = (asker.key, asker.place.id, question)
        if whose in self._told:
            return Silence.KEPT
        self._told[whose] = None
        return _in_passing(_USE_THE_BUTTONS)


def _about_game(game: GameState, pack: Pack, kind: Remark, *, is_host: bool) -> Text | None:
    """Return what to say to a remark during a game; None if there's nothing to say.

    Args:
        game: the game's state.
        pack: its pack.
        kind: what the remark wants.
        is_host: whether it's a host's remark.
    """
    is_lobby = game.phase is GamePhase.LOBBY
    match kind:
        case Remark.LENGTH:
            return text(in_short(game, pack))
        case Remark.COUNT:
            playing = sum(player.playing for player in game.players.values())
            return text(f"{counted(playing, 'player')} so far.")
        case Remark.HOW:
            joining = "Press Join in the lobby, and then" if is_lobby else "Just press"
            return text(f"{joining} an answer under each question. Quick right answers earn more.")
        case Remark.START | Remark.CLOSES if is_lobby:
            return text("Press Start in the lobby." if is_host else "The host starts it with Start in the lobby.")
        case Remark.CLOSES:
            return text(f"It's at question {len(game.rounds)}. {in_short(game, pack)}")
        case Remark.ANSWERS:
            return text("You'll see it as soon as the question closes.")
        case Remark.WON:
            return text("It isn't over yet; the podium says who won.")
        case _:
            return None


def _after_game(kind: Remark) -> Text | None:
    """Return what to say to a remark when a game has just ended; None if it isn't about that."""
    match kind:
        case Remark.TAKE | Remark.IN | Remark.CLOSES | Remark.COUNT:
            return text("That game is over; ", CommandMention("/game again"), " plays it once more.")
        case Remark.ANSWERS:
            return text("Press “Review what I missed” under the podium; only you'll see it.")
        case Remark.WON:
            return text("The podium says who won; ", CommandMention("/leaderboard week"), " adds up the week.")
        case _:
            return None


def _nothing_on(kind: Remark) -> Text | None:
    """Return what to say to a remark when nothing is on; None if it may be about something else."""
    match kind:
        case Remark.TAKE | Remark.CLOSES | Remark.COUNT:
            new = (CommandMention("/challenge"), " or ", CommandMention("/game start"))
            return text("Nothing is open here right now; begin something with ", *new, ".")
        case Remark.WON:
            scores = CommandMention("/leaderboard week")
            return text("The results are posted here when it's over; ", scores, " adds them up.")
        case _:
            return None


def elsewhere(typed: str) -> Message | None:
    """Return what to say in a direct message to a remark on a game or a challenge; None for other lines."""
    if remark(typed) not in _ON_IN_CHANNELS:
        return None
    ways = (CommandMention("/challenge"), " or ", CommandMention("/game join"))
    return message(text("Games and challenges are on in channels: use ", *ways, " there."), private=True)


def _in_passing(said: Text) -> Message:
    return message(said, private=True, in_passing=True)
