"""Hosting: starting a game, controlling it, and inviting another place."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count as numbers
from random import Random

from bot.content.model import Pack, Topic
from bot.content.question import Question, prompt_of
from bot.features.games import events, rule_changes
from bot.features.games.events import Created, Logged, Mode, Rules, Venue, VenueAdded
from bot.features.games.host import Host
from bot.features.games.host_events import (
    DONE,
    EVENTS,
    GONE_ON,
    SKIPPED_IN_A_PAUSE,
    TOO_LATE_TO_DEAL,
    HostAct,
    balance,
    let_in,
    remove,
    stop,
)
from bot.features.games.host_panel import ask_about_teams, ask_to_end, ask_to_remove, moment_of, panel, player_of
from bot.features.games.journal import Journal
from bot.features.games.model import Key
from bot.features.games.player_commands import person
from bot.features.games.scoring import Pooling
from bot.features.games.state import GamePhase, GameState, Player
from bot.features.games.store import games
from bot.features.games.teaming import deal, is_lopsided
from bot.features.learners.store import link_codes
from bot.features.learners.store.learners import Self
from bot.features.quizzes.picking import pick, rising
from bot.features.quizzes.questions import bank, on_topics
from bot.features.teams import store as teams
from bot.features.teams.model import MOST_IN_GAME, Team, coloured
from bot.language.ids import new_id
from bot.language.message import (
    CommandMention,
    Footer,
    Message,
    Refusal,
    message,
    strong,
    text,
)
from bot.language.permissions import Permissions
from bot.language.requests import Asker
from bot.language.text import as_seen, words
from bot.storage.database import Database
from bot.storage.transaction import Transaction

CODE_LENGTH = 8


GAME_IS_ON = "There's already a game on in this channel; join it, or end it with /game stop."
"""What someone hears who would start another."""

_END_IT_FIRST = "There's already a game on in this channel; end it with /game stop first."


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
        self, asker: Asker, pack: Pack, topics: Sequence[Topic], count: int, rules: Rules, team_count: int | None
    ) -> Message:
        """Open a lobby where the asker is.

        Args:
            asker: becomes the host.
            pack: to ask about.
            topics: those to ask about; none for all.
            count: questions.
            rules: the pack, questions and seed in them are filled in here.
            team_count: how many coloured teams; None for the tenant's own where it has two or more.

        Raises:
            Refusal: games can't be shown there, one is on already, or there are no questions.
        """
        game = new_id(self._random)
        if not await self.open(asker, pack, topics, count, rules, team_count, game):
            raise Refusal(GAME_IS_ON)
        said = text("The lobby's open, and you're the host: press Start there when everyone's in, or Join to play.")
        return message(said, private=True)

    async def open(
        self,
        asker: Asker,
        pack: Pack,
        topics: Sequence[Topic],
        count: int,
        rules: Rules,
        team_count: int | None,
        game: str,
    ) -> bool:
        """Open a lobby (see start) for a game of a certain id; False if a game is on in that place.

        Args:
            asker: who hosts, in the place where the lobby opens.
            pack: what to ask from.
            topics: what to ask about; none for everything.
            count: how many questions, at most.
            rules: what the host chose; what's asked is filled in here.
            team_count: how many teams to make; None for the tenant's lasting ones.
            game: its id.

        Raises:
            Refusal: games can't be shown there, or there are no questions.
        """
        await self._check_place(asker)
        asked = pick(pack, on_topics(pack, topics), count, self._random)
        teams = await self._teams(asker, team_count) if rules.mode is Mode.TEAMS else ()
        chosen = replace(rules, pack=pack.id, topics=tuple(topic.id for topic in topics))
        here = Venue(asker.tenant.key, asker.place.id, asker.place.name)
        return await self._begin(asker, game, chosen, asked, teams, here)

    async def open_again(self, asker: Asker, before: GameState, pack: Pack, game: str) -> bool:
        """Open the lobby of a game by the same rules as another one, with the same teams and fresh questions.

        Args:
            asker: who hosts, in the place where the lobby opens.
            before: the game that's over.
            pack: what to ask from.
            game: the id of the new one.

        Returns:
            Whether it's open; False if a game is on in that place.

        Raises:
            Refusal: games can't be shown there, or there are no questions.
        """
        await self._check_place(asker)
        topics = [pack.topic_by_id[each] for each in before.rules.topics if each in pack.topic_by_id]
        there_are = on_topics(pack, topics)
        had = set(map(bank(pack).current, before.rules.questions))
        fresh = [each for each in there_are if each.id not in had]
        count = len(before.rules.questions)
        asked = pick(pack, fresh, count, self._random)
        if len(asked) < count:
            rest = [each for each in there_are if each not in fresh]
            asked = rising(pack, [*asked, *pick(pack, rest, count - len(asked), self._random)])
        place = (asker.tenant.key, asker.place.id)
        named = next((venue for venue in before.venues if (venue.tenant, venue.place) == place), None)
        teams = before.teams if len(before.venues) == 1 or before.rules.mode is not Mode.TEAMS else coloured(2)
        rules = replace(before.rules, lobby=timedelta(0), fewest=1)
        here = named or Venue(*place, asker.place.name)
        return await self._begin(asker, game, rules, asked, teams, here, again=before.game)

    async def _check_place(self, asker: Asker) -> None:
        """Raise Refusal unless games can be shown where the asker is."""
        if not self._host.can_show(asker.tenant.key):
            raise Refusal("A game needs a channel I can post in; try one in the playground: versed play")
        await self._permissions.check_may_post(asker.tenant, asker.place)

    async def _begin(
        self,
        asker: Asker,
        game: str,
        rules: Rules,
        asked: Sequence[Question],
        teams: tuple[Team, ...],
        here: Venue,
        again: str = "",
    ) -> bool:
        """Begin a game; return False if another one is on in that place.

        Args:
            asker: who hosts.
            game: its id.
            rules: but for what's asked.
            asked: its questions.
            teams: those that play.
            here: where.
            again: the id of the game that's played again, or "".
        """
        created = Created(
            at=self._host.clock.now(),
            game=game,
            tenant=asker.tenant.key,
            rules=replace(
                rules,
                questions=tuple(each.id for each in asked),
                seed=self._random.randrange(2**31),
                words=tuple(len(words(prompt_of(each))) for each in asked),
            ),
            teams=teams,
            host=person(asker),
            host_name=asker.member.name,
            venues=(here,),
            again=again,
        )
        return await self._host.begin(created)

    async def controls(self, asker: Asker, journal: Journal) -> Message:
        """Return what a host may do now.

        Raises:
            Refusal: the asker doesn't host.
        """
        _check_host(journal.state, asker)
        return panel(journal.state, person(asker), asker.place.id)

    async def act(self, asker: Asker, journal: Journal, act: str, player: int = 0) -> Message:
        """Do something that only hosts do, or ask first; return the controls as they are then.

        Args:
            asker: who does it.
            journal: the game's log.
            act: an Act.
            player: the number that stands for the player to whom it's done, or for what's skipped; 0 for what is on.

        Raises:
            Refusal: the asker doesn't host, or it doesn't fit now.
        """
        state = journal.state
        _check_host(state, asker)
        if act not in set(HostAct):
            raise Refusal("This button doesn't work any more; run /game start for a fresh one.")
        match wanted := HostAct(act):
            case HostAct.SHOW:
                return panel(state, person(asker), asker.place.id)
            case HostAct.BALANCE if state.phase is not GamePhase.LOBBY:
                return panel(state, person(asker), asker.place.id, TOO_LATE_TO_DEAL)
            case HostAct.SKIP if player not in (0, moment_of(state)):
                return panel(state, person(asker), asker.place.id, GONE_ON)
            case HostAct.ASK_TO_STOP if state.phase is not GamePhase.ENDED:
                return ask_to_end(state)
            case HostAct.ASK_TO_REMOVE:
                return ask_to_remove(state, player_of(state, player))
            case HostAct.START if state.phase is GamePhase.LOBBY and is_lopsided(state):
                return ask_about_teams(state)
            case _:
                return await self._do(asker, journal, wanted, player)

    async def _do(self, asker: Asker, journal: Journal, act: HostAct, number: int) -> Message:
        player = player_of(journal.state, number) if act in (HostAct.REMOVE, HostAct.LET_IN) else None
        if act is HostAct.DEAL_AND_START and is_lopsided(journal.state):
            await journal.append(lambda state: self._event(state, asker, HostAct.BALANCE, None))
        moment = moment_of(journal.state)

        def make(state: GameState) -> Logged:
            if act is HostAct.SKIP and moment_of(state) != moment:  # someone else has done it just now
                raise Refusal(GONE_ON)
            return self._event(state, asker, act, player)

        await journal.append(make)
        done = DONE[act].format(name=player.name if player else "")
        if act is HostAct.SKIP and journal.state.paused:
            done = SKIPPED_IN_A_PAUSE
        return panel(journal.state, person(asker), asker.place.id, done)

    def _event(self, state: GameState, asker: Asker, act: HostAct, player: Player | None) -> Logged:
        """Make the event of an act.

        Raises:
            Refusal: the asker doesn't host, or it doesn't fit now.
        """
        _check_host(state, asker)
        now = self._host.clock.now()
        if player is not None:
            return (remove if act is HostAct.REMOVE else let_in)(state, now, player.who)
        if act is HostAct.BALANCE:
            return balance(state, now, deal(state, self._random))
        if act in EVENTS:
            return EVENTS[act](state, now)
        return stop(state, now, hosts=person(asker) in state.hosts)

    async def change_rules(self, asker: Asker, journal: Journal, rule: str, value: str) -> Message:
        """Choose a rule of a game in its lobby; return what a host may do now.

        Args:
            asker: a host.
            journal: the game's log.
            rule: which, as the menu has it.
            value: what it becomes.

        Raises:
            Refusal: the asker doesn't host, the game has begun, or it can't be chosen.
        """
        lasting = await self._teams(asker, None)

        def make(state: GameState) -> Logged:
            _check_host(state, asker)
            if state.phase is not GamePhase.LOBBY:
                raise Refusal("The game has started, so its rules can't change.")
            rules = rule_changes.changed(state, rule, value)
            teams = (state.teams or lasting) if rules.mode is Mode.TEAMS else ()
            return events.Ruled(at=self._host.clock.now(), rules=rules, teams=teams)

        await journal.append(make)
        return await self.controls(asker, journal)

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
            Refusal: the game has begun, or isn't played in teams.
        """
        await journal.append(lambda state: _venue_added(state, _side(state, asker, name), self._host))
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
        """Let the asker's place take part in the game that a code invites to.

        The code works once, and an administrator may try a few in ten minutes only.

        Args:
            asker: who accepts, in the place that will take part.
            invitation: the code, as they typed it.
            name: what their side is called on the other boards.

        Raises:
            Refusal: the code isn't good, was tried too often, or a game is on here already.
        """
        await self._check_place(asker)
        tenant, place = asker.tenant.key, asker.place.id
        if await self._database.read(partial(games.running_in, tenant=tenant, place=place)) is not None:
            raise Refusal(_END_IT_FIRST)
        code = invitation.strip().lower()
        journal = await self._host.journal(await self._invited(asker, code))
        try:
            here = await self.take_part(asker, journal, name)
        except Refusal as refused:
            if refused.option == "name":  # they'll try another one with the same code
                await self._database.transact(partial(games.invite, key=journal.key, code=code))
            raise
        said = text(
            f"You're playing as “{here.name}”. The lobby's open here now; anyone who presses Join plays for you."
        )
        return message(said, private=True)

    async def take_part(self, asker: Asker, journal: Journal, name: str) -> Venue:
        """Let the asker's place take part in a game, as a side of its own; return it.

        Args:
            asker: who is there.
            journal: of a game in its lobby.
            name: what their side is called on the other boards; as its tenant is where "".

        Raises:
            Refusal: the game has begun, another is on here already, or the other side is called so.
        """
        tenant, place, key = asker.tenant.key, asker.place.id, journal.key
        if not await self._database.transact(partial(games.add_venue, key=key, tenant=tenant, place=place)):
            raise Refusal(_END_IT_FIRST)
        try:
            await journal.append(lambda state: _venue_added(state, _side(state, asker, name), self._host))
        except Refusal:
            await self._database.transact(partial(games.remove_venue, key=key, tenant=tenant, place=place))
            raise
        return _side(journal.state, asker, name)

    async def _invited(self, asker: Asker, invitation: str) -> Key:
        """Use a code; return the game that it invites to.

        Raises:
            Refusal: it isn't good, or the asker tried too often.
        """

        def work(transaction: Transaction) -> Key | str:
            if not link_codes.may_try(transaction, Self(asker.tenant.key, asker.member.id), asker.at):
                return "That's a few tries too many; wait ten minutes and try again."
            found = games.use_invitation(transaction, invitation)
            return found or "That code doesn't work, or its game is over; ask the other side for a fresh one."

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


def rules_of(mode: str, seconds: int, pooling: str, streaks: str, goal: int = 0, read: int | None = None) -> Rules:
    """Return the rules that a host has chosen; what is asked is filled in when the game starts.

    Args:
        mode: a Mode, by its value.
        seconds: how long each question stays open.
        pooling: a Pooling, by its value.
        streaks: “yes” if runs of right answers earn extra.
        goal: points that end the game; 0 for none.
        read: seconds to read a question before its answers open; None for as long as its length takes.
    """
    return Rules(
        pack="",
        topics=(),
        questions=(),
        seed=0,
        limit=timedelta(seconds=seconds),
        mode=Mode(mode),
        pooling=Pooling(pooling),
        streaks=streaks == "yes",
        goal=goal,
        read=None if read is None else timedelta(seconds=read),
    )


def _check_host(state: GameState, asker: Asker) -> None:
    if person(asker) not in state.hosts and not asker.member.administers:
        raise Refusal("Only the host can do that; ask the person who started the game.")


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
            raise Refusal(f"The other side is already called “{typed}”; choose another name.", option="name")
        name = next(f"{name} {number}" for number in numbers(2) if as_seen(f"{name} {number}") not in taken)
    return Venue(asker.tenant.key, asker.place.id, name)


def _venue_added(state: GameState, venue: Venue, host: Host) -> Logged:
    if state.phase is not GamePhase.LOBBY:
        raise Refusal("That game has started without another side; start a new one.")
    if state.rules.mode is not Mode.TEAMS:
        raise Refusal("Only team games can be played between channels; start one with mode:teams.")
    return VenueAdded(at=host.clock.now(), venue=venue)
