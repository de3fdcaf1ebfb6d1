"""Hosting: starting a game, controlling it, and inviting another place."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from random import Random

from bot.content.model import Pack, Topic
from bot.features.games.actions import HostGame
from bot.features.games.events import Created, Logged, Mode, Rules, Venue, VenueAdded
from bot.features.games.host import Host
from bot.features.games.host_events import DONE, EVENTS, TOO_LATE_TO_DEAL, Act, balance, let_in, remove, stop
from bot.features.games.host_panel import ask_about_teams, ask_to_end, ask_to_remove, panel, player_of
from bot.features.games.journal import Journal
from bot.features.games.model import Key
from bot.features.games.player_commands import person
from bot.features.games.scoring import Pooling
from bot.features.games.state import GamePhase, GameState, Player
from bot.features.games.store import games
from bot.features.games.teaming import deal, is_lopsided
from bot.features.learners.store import link_codes
from bot.features.learners.store.learners import Self
from bot.features.quizzes.questions import on_topic, pick
from bot.features.teams import store as teams
from bot.features.teams.model import MOST_IN_GAME, Team, coloured
from bot.language.actions import encode
from bot.language.ids import new_id
from bot.language.message import (
    Button,
    Buttons,
    Emphasis,
    Footer,
    Message,
    Refusal,
    code,
    message,
    strong,
    text,
)
from bot.language.permissions import Permissions
from bot.language.requests import Asker
from bot.language.text import as_seen
from bot.storage.database import Database
from bot.storage.transaction import Transaction

CODE_LENGTH = 8
_MOST_NAMED = 25
"""Players offered for removal: as many as a menu holds."""


_GAME_IS_ON = "A game is on in this channel already; end it with /game stop first."


class Hosting:
    """Serves those who host.

    Args:
        host: runs the games.
        database: where teams are.
        permissions: know where a game can be shown.
        random: picks questions, deals teams, makes ids.
    """

    def __init__(self, host: Host, database: Database, permissions: Permissions, random: Random) -> None:
        self._host = host
        self._database = database
        self._permissions = permissions
        self._random = random

    async def start(
        self, asker: Asker, pack: Pack, topic: Topic | None, count: int, rules: Rules, team_count: int | None
    ) -> Message:
        """Open a lobby where the asker is.

        Args:
            asker: becomes the host.
            pack: to ask about.
            topic: the only one, or None.
            count: questions.
            rules: the pack, questions and seed in them are filled in here.
            team_count: how many coloured teams; None for the tenant's own where it has two or more.

        Raises:
            Refusal: games cannot be shown there, one is on already, or there are no questions.
        """
        game = new_id(self._random)
        if not await self.open(asker, pack, topic, count, rules, team_count, game):
            raise Refusal("A game is on in this channel already; join it, or end it with /game stop.")
        start = Button("Start", encode(HostGame(game, "start")), Emphasis.PRIMARY)
        said = text("The lobby is open. You host: press Start when everyone is in, and Join to play yourself.")
        return message(said, Buttons((start,)), private=True)

    async def open(
        self,
        asker: Asker,
        pack: Pack,
        topic: Topic | None,
        count: int,
        rules: Rules,
        team_count: int | None,
        game: str,
    ) -> bool:
        """Open a lobby (see start) for a game of a certain id; False if a game is on in that place.

        Args:
            asker: who hosts, in the place where the lobby opens.
            pack: what to ask from.
            topic: what to ask about; None for everything.
            count: how many questions, at most.
            rules: what the host chose; what's asked is filled in here.
            team_count: how many teams to make; None for the tenant's lasting ones.
            game: its id.

        Raises:
            Refusal: games cannot be shown there, or there are no questions.
        """
        if not self._host.can_show(asker.tenant.key):
            raise Refusal("A game needs a channel that I can post to; try it in the playground: versed play")
        await self._permissions.check_may_post(asker.tenant, asker.place)
        questions = on_topic(pack, topic)
        created = Created(
            at=self._host.clock.now(),
            game=game,
            tenant=asker.tenant.key,
            rules=replace(
                rules,
                pack=pack.id,
                topic=topic.id if topic else "",
                questions=tuple(each.id for each in pick(questions, count, self._random)),
                seed=self._random.randrange(2**31),
            ),
            teams=await self._teams(asker, team_count) if rules.mode is Mode.TEAMS else (),
            host=person(asker),
            host_name=asker.member.name,
            venues=(Venue(asker.tenant.key, asker.place.id, asker.place.name),),
        )
        return await self._host.begin(created)

    async def controls(self, asker: Asker, journal: Journal) -> Message:
        """Return what a host may do now.

        Raises:
            Refusal: the asker does not host.
        """
        _check_host(journal.state, asker)
        return panel(journal.state, person(asker), asker.place.id)

    async def act(self, asker: Asker, journal: Journal, act: str, player: int = 0) -> Message:
        """Do something that only hosts do, or ask first; return the controls as they are then.

        Args:
            asker: who does it.
            journal: the game's log.
            act: an Act.
            player: for what is done to a player, the number that stands for them.

        Raises:
            Refusal: the asker does not host, or it does not fit now.
        """
        state = journal.state
        _check_host(state, asker)
        if act not in set(Act):
            raise Refusal("This button is not valid; run /game start for a fresh one.")
        match wanted := Act(act):
            case Act.SHOW:
                return panel(state, person(asker), asker.place.id)
            case Act.BALANCE if state.phase is not GamePhase.LOBBY:
                return panel(state, person(asker), asker.place.id, TOO_LATE_TO_DEAL)
            case Act.ASK_TO_STOP if state.phase is not GamePhase.ENDED:
                return ask_to_end(state)
            case Act.ASK_TO_REMOVE:
                return ask_to_remove(state, player_of(state, player))
            case Act.START if state.phase is GamePhase.LOBBY and is_lopsided(state):
                return ask_about_teams(state)
            case _:
                return await self._do(asker, journal, wanted, player)

    async def _do(self, asker: Asker, journal: Journal, act: Act, number: int) -> Message:
        player = player_of(journal.state, number) if act in (Act.REMOVE, Act.LET_IN) else None
        if act is Act.DEAL_AND_START and is_lopsided(journal.state):
            await journal.append(lambda state: self._event(state, asker, Act.BALANCE, None))
        await journal.append(lambda state: self._event(state, asker, act, player))
        done = DONE[act].format(name=player.name if player else "")
        return panel(journal.state, person(asker), asker.place.id, done)

    def _event(self, state: GameState, asker: Asker, act: Act, player: Player | None) -> Logged:
        """Make the event of an act.

        Raises:
            Refusal: the asker does not host, or it does not fit now.
        """
        _check_host(state, asker)
        now = self._host.clock.now()
        if player is not None:
            return (remove if act is Act.REMOVE else let_in)(state, now, player.who)
        if act is Act.BALANCE:
            return balance(state, now, deal(state, self._random))
        if act in EVENTS:
            return EVENTS[act](state, now)
        return stop(state, now, hosts=person(asker) in state.hosts)

    async def toggle_pause(self, asker: Asker, journal: Journal) -> Message:
        """Pause a game, or let a paused one go on."""
        return await self.act(asker, journal, "resume" if journal.state.paused else "pause")

    async def invite(self, asker: Asker, journal: Journal, name: str) -> Message:
        """Return a code with which another place can take part; from then on places play against each other as teams.

        Args:
            asker: an administrator.
            journal: of a game in its lobby.
            name: how the others see this side.

        Raises:
            Refusal: the game has begun, or is not played in teams.
        """
        await journal.append(lambda state: _venue_added(state, _side(state, asker, name), self._host))
        here = _side(journal.state, asker, name)
        invitation = new_id(self._random, CODE_LENGTH)
        await self._database.transact(partial(games.invite, key=journal.key, code=invitation))
        return message(
            text("Give this code to an administrator of the other side: ", strong(invitation)),
            text("They run ", code(f"/game accept {invitation}"), " in the channel that shall play. It works once."),
            Footer(f"Your side is shown there as “{here.name}”; of your members, only their number."),
            private=True,
        )

    async def accept(self, asker: Asker, invitation: str, name: str) -> Message:
        """Let the asker's place take part in the game that a code invites to.

        The code works once, and an administrator may try a few in ten minutes only.

        Args:
            asker: who accepts, in the place that will take part.
            invitation: the code, as they typed it.
            name: what their side is called on the other boards.

        Raises:
            Refusal: the code is not good, was tried too often, or a game is on here already.
        """
        if not self._host.can_show(asker.tenant.key):
            raise Refusal("A game needs a channel that I can post to; try it in the playground: versed play")
        await self._permissions.check_may_post(asker.tenant, asker.place)
        tenant, place = asker.tenant.key, asker.place.id
        if await self._database.read(partial(games.running_in, tenant=tenant, place=place)) is not None:
            raise Refusal(_GAME_IS_ON)
        code = invitation.strip().lower()
        journal = await self._host.journal(await self._invited(asker, code))
        key = journal.key
        if not await self._database.transact(partial(games.add_venue, key=key, tenant=tenant, place=place)):
            raise Refusal(_GAME_IS_ON)
        try:
            await journal.append(lambda state: _venue_added(state, _side(state, asker, name), self._host))
        except Refusal as refused:
            await self._database.transact(partial(games.remove_venue, key=key, tenant=tenant, place=place))
            if refused.option == "name":  # they'll try another one with the same code
                await self._database.transact(partial(games.invite, key=key, code=code))
            raise
        here = _side(journal.state, asker, name)
        said = text(f"You play as “{here.name}”. The lobby is open here now; whoever presses Join plays for you.")
        return message(said, private=True)

    async def _invited(self, asker: Asker, invitation: str) -> Key:
        """Use a code; return the game that it invites to.

        Raises:
            Refusal: it is not good, or the asker tried too often.
        """

        def work(transaction: Transaction) -> Key | str:
            if not link_codes.may_try(transaction, Self(asker.tenant.key, asker.member.id), asker.at):
                return "That was a few times too often; wait ten minutes and try again."
            found = games.use_invitation(transaction, invitation)
            return found or "That code is not good, or its game is over; ask the other side for a fresh one."

        found = await self._database.transact(work)
        if isinstance(found, str):
            raise Refusal(found, option="code")
        return found

    async def _teams(self, asker: Asker, count: int | None) -> tuple[Team, ...]:
        if count is not None:
            return coloured(count)
        lasting = await self._database.read(partial(teams.of_tenant, tenant=asker.tenant.key))
        if len(lasting) < 2:
            return coloured(2)
        return tuple(Team(each.id, each.name, each.colour, lasting=each.id) for each in lasting[:MOST_IN_GAME])


def rules_of(mode: str, seconds: int, pooling: str, streaks: str) -> Rules:
    """Return the rules that a host has chosen; what is asked is filled in when the game starts.

    Args:
        mode: a Mode, by its value.
        seconds: how long each question stays open.
        pooling: a Pooling, by its value.
        streaks: “yes” if runs of right answers earn extra.
    """
    return Rules("", "", (), 0, timedelta(seconds=seconds), Mode(mode), Pooling(pooling), streaks == "yes")


def _check_host(state: GameState, asker: Asker) -> None:
    if person(asker) not in state.hosts and not asker.member.administers:
        raise Refusal("Only the host can do that; ask whoever started the game.")


def _side(state: GameState, asker: Asker, typed: str) -> Venue:
    """Return the asker's place, under the name that the others see.

    Args:
        state: the game.
        asker: who chooses the name.
        typed: the name; the tenant's where "".

    Raises:
        Refusal: another side looks the same.
    """
    taken = {
        as_seen(each.name) for each in state.venues if (each.tenant, each.place) != (asker.tenant.key, asker.place.id)
    }
    name = typed or asker.tenant.name
    if as_seen(name) in taken:
        if typed:
            raise Refusal(f"The other side is called “{typed}” already; choose another name.", option="name")
        name = next(f"{name} {number}" for number in count(2) if as_seen(f"{name} {number}") not in taken)
    return Venue(asker.tenant.key, asker.place.id, name)


def _venue_added(state: GameState, venue: Venue, host: Host) -> Logged:
    if state.phase is not GamePhase.LOBBY:
        raise Refusal("That game has begun without another side; start a new one.")
    if state.rules.mode is not Mode.TEAMS:
        raise Refusal("Only a game in teams can be played between places; start one with mode:teams.")
    return VenueAdded(at=host.clock.now(), venue=venue)
