"""Invitations: games between channels; one channel invites another with a code."""

from functools import partial
from itertools import count as numbers
from random import Random

from bot.features.games.events import Logged, VenueAdded
from bot.features.games.hosting import check_place
from bot.features.games.journal import Journal
from bot.features.games.model import Key, Venue
from bot.features.games.rules import Mode
from bot.features.games.running_games import RunningGames
from bot.features.games.state import GamePhase, GameState
from bot.features.games.store import games
from bot.features.learners.tries import may_try
from bot.language.ids import new_id
from bot.language.message import Footer, Message, message
from bot.language.permissions import Permissions
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.rich_text import CommandMention, strong, text
from bot.language.text import as_seen
from bot.storage.database import Database
from bot.storage.transaction import Transaction

CODE_LENGTH = 8

_END_IT_FIRST = (
    "There's already a game on in this channel; join it if it's the one you were invited to, or end it with "
    "/game stop first if you're its host."
)


class Invitations:
    """Lets channels play against each other.

    Args:
        running_games: runs the games.
        database: stores the codes.
        permissions: check where the bot may post.
        random: makes the codes.
    """

    def __init__(
        self, running_games: RunningGames, database: Database, permissions: Permissions, random: Random
    ) -> None:
        self._running_games = running_games
        self._database = database
        self._permissions = permissions
        self._random = random

    async def invite(self, asker: Asker, journal: Journal, name: str) -> Message:
        """Return a code with which another channel can take part; each channel is a team then.

        Args:
            asker: an administrator.
            journal: the journal of a game in its lobby.
            name: the name that the other side sees; "" for the tenant's name.

        Raises:
            Refusal: the game has started, isn't played in teams, or the other side has the same name.
        """
        await journal.append(lambda state: _venue_added(state, _side(state, asker, name), self._running_games))
        here = _side(journal.state, asker, name)
        invitation = new_id(self._random, CODE_LENGTH)
        await self._database.transact(partial(games.invite, key=journal.key, code=invitation))
        return message(
            text("Give this code to an administrator of the other side: ", strong(invitation)),
            text(
                "They run ",
                CommandMention(f"/game accept {invitation}"),
                " in the channel that's going to play. It works once.",
            ),
            Footer(f"The other side sees you as “{here.name}”, and only how many of you there are."),
            private=True,
        )

    async def accept(self, asker: Asker, invitation: str, name: str) -> Message:
        """Let the asker's channel take part in the game that a code invites to.

        A code works once, and an administrator can try only a few within ten minutes.

        Args:
            asker: the administrator who accepts, in the channel that takes part.
            invitation: the code, as typed.
            name: their side's name on the other side's boards; "" for the tenant's name.

        Raises:
            Refusal: the code isn't valid, there were too many attempts, or this channel has a running game.
        """
        await check_place(self._running_games, self._permissions, asker)
        tenant, place = asker.tenant.key, asker.place.id
        if await self._database.read(partial(games.running_in, tenant=tenant, place=place)) is not None:
            raise Refusal(_END_IT_FIRST)
        code = invitation.strip().lower()
        journal = await self._running_games.finder.journal(await self._invited(asker, code))
        try:
            here = await self.take_part(asker, journal, name)
        except Refusal as refused:
            if refused.option == "name":  # they'll try another name with the same code
                await self._database.transact(partial(games.invite, key=journal.key, code=code))
            raise
        sentence = text(
            f"You're playing as “{here.name}”. The lobby's open here now; anyone who presses Join plays for you."
        )
        return message(sentence, private=True)

    async def take_part(self, asker: Asker, journal: Journal, name: str) -> Venue:
        """Add the asker's channel to a game, as a side of its own; return its venue.

        Args:
            asker: a person in that channel.
            journal: the journal of a game in its lobby.
            name: their side's name on the other side's boards; "" for the tenant's name.

        Raises:
            Refusal: the game has started, this channel has a running game, or the other side has the same name.
        """
        tenant, place, key = asker.tenant.key, asker.place.id, journal.key
        if not await self._database.transact(partial(games.add_venue, key=key, tenant=tenant, place=place)):
            raise Refusal(_END_IT_FIRST)
        try:
            await journal.append(lambda state: _venue_added(state, _side(state, asker, name), self._running_games))
        except Refusal:
            await self._database.transact(partial(games.remove_venue, key=key, tenant=tenant, place=place))
            raise
        return _side(journal.state, asker, name)

    async def _invited(self, asker: Asker, invitation: str) -> Key:
        """Use up a code; return the game that it invites to.

        Raises:
            Refusal: it isn't valid, or the asker made too many attempts.
        """

        def work(transaction: Transaction) -> Key | str:
            if not may_try(transaction, asker.key, asker.at):
                return "That's a few tries too many; wait ten minutes and try again."
            key = games.use_invitation(transaction, invitation)
            return key or "That code doesn't work, or its game is over; ask the other side for a fresh one."

        key = await self._database.transact(work)
        if isinstance(key, str):
            raise Refusal(key, option="code")
        return key


def _side(state: GameState, asker: Asker, typed: str) -> Venue:
    """Return the asker's channel as a venue, with the name that the other side sees.

    Args:
        state: the game's state.
        asker: the person who chooses the name.
        typed: the name as typed; "" for the tenant's name.

    Raises:
        Refusal: another side's name looks the same.
    """
    taken = {
        as_seen(each.name) for each in state.venues if (each.tenant, each.place) != (asker.tenant.key, asker.place.id)
    }
    name = typed or asker.tenant.name
    if as_seen(name) in taken:
        if typed:
            raise Refusal(f"The other side is already called “{typed}”; choose another name.", option="name")
        name = next(f"{name} {number}" for number in numbers(2) if as_seen(f"{name} {number}") not in taken)
    return Venue(asker.tenant.key, asker.place.id, name)


def _venue_added(state: GameState, venue: Venue, running_games: RunningGames) -> Logged:
    if state.phase is not GamePhase.LOBBY:
        raise Refusal("That game has started without another side; start a new one.")
    if state.rules.mode is not Mode.TEAMS:
        raise Refusal("Only team games can be played between channels; start one with mode:teams.")
    return VenueAdded(at=running_games.now(), venue=venue)
