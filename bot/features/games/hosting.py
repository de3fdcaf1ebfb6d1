"""Hosting: starting a game, and controlling it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from bot.content.model import Pack, Topic
from bot.content.question import Question, prompt_of
from bot.features.games import events, rule_changes
from bot.features.games.events import Created, Logged
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
from bot.features.games.lasting_teams import LastingTeams
from bot.features.games.model import Venue
from bot.features.games.rules import Mode, Rules
from bot.features.games.running_games import RunningGames
from bot.features.games.state import GamePhase, GameState, Player, is_between_places
from bot.features.games.teaming import are_lasting, deal, is_lopsided
from bot.features.quizzes.picking import pick, pick_in_turn
from bot.features.quizzes.questions import bank, on_topics
from bot.features.teams.model import Team, coloured
from bot.language.ids import new_id
from bot.language.message import Message, message
from bot.language.permissions import Permissions
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.rich_text import text
from bot.language.text import words
from bot.storage.database import Database

GAME_IS_ON = "There's already a game on in this channel; join it, or end it with /game stop if you're its host."
"""The refusal for someone who tries to start another game."""


class Hosting:
    """Serves hosts.

    Args:
        running_games: runs the games.
        database: stores the teams.
        permissions: check where the bot may post.
        random: picks questions, deals teams, makes ids.
    """

    def __init__(
        self, running_games: RunningGames, database: Database, permissions: Permissions, random: Random
    ) -> None:
        self._running_games = running_games
        self._lasting = LastingTeams(database)
        self._permissions = permissions
        self._random = random

    async def start(
        self, asker: Asker, pack: Pack, topics: Sequence[Topic], count: int, rules: Rules, team_count: int | None
    ) -> Message:
        """Open a lobby in the asker's channel.

        Args:
            asker: the person who becomes the host.
            pack: the pack to ask from.
            topics: the topics to ask about; none for all.
            count: the maximum number of questions.
            rules: the host's choices; the pack, questions and seed are filled in here.
            team_count: the number of coloured teams; None for the tenant's own teams if it has two or more.

        Raises:
            Refusal: games can't be shown there, one is already running, or there are no questions.
        """
        game = new_id(self._random)
        if not await self.open(asker, pack, topics, count, rules, team_count, game):
            raise Refusal(GAME_IS_ON)
        sentence = text(
            "The lobby's open, and you're the host: press Start there when everyone's in, or Join to play."
        )
        return message(sentence, private=True)

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
        """Open a lobby (see start) for a game with the given id; return False if the channel has a running game.

        Args:
            asker: the host, in the channel where the lobby opens.
            pack: the pack to ask from.
            topics: the topics to ask about; none for all.
            count: the maximum number of questions.
            rules: the host's choices; the pack, questions and seed are filled in here.
            team_count: the number of coloured teams; None for the tenant's own teams if it has two or more.
            game: the new game's id.

        Raises:
            Refusal: games can't be shown there, or there are no questions.
        """
        await check_place(self._running_games, self._permissions, asker)
        questions = pick(pack, on_topics(pack, topics), count, self._random)
        teams = await self._lasting.playing(asker.tenant.key, team_count) if rules.mode is Mode.TEAMS else ()
        chosen = replace(rules, pack=pack.id, topics=tuple(topic.id for topic in topics))
        here = Venue(asker.tenant.key, asker.place.id, asker.place.name)
        return await self._begin(asker, game, chosen, questions, teams, here)

    async def open_again(self, asker: Asker, before: GameState, pack: Pack, game: str) -> bool:
        """Open the lobby of a replay, with the same rules and teams as the finished game, and fresh questions.

        Args:
            asker: the host, in the channel where the lobby opens.
            before: the state of the finished game.
            pack: the pack to ask from.
            game: the new game's id.

        Returns:
            Whether the lobby is open; False if the channel has a running game.

        Raises:
            Refusal: games can't be shown there, or there are no questions.
        """
        await check_place(self._running_games, self._permissions, asker)
        topics = [pack.topic_by_id[each] for each in before.rules.topics if each in pack.topic_by_id]
        all_there = on_topics(pack, topics)
        chosen = list(map(bank(pack).current, before.rules.questions))
        asked, unasked = set(chosen[: len(before.rounds)]), set(chosen[len(before.rounds) :])
        fresh = [each for each in all_there if each.id not in chosen]
        left = [each for each in all_there if each.id in unasked]
        had = [each for each in all_there if each.id in asked]
        questions = pick_in_turn(pack, (fresh, left, had), len(chosen), self._random)
        place = (asker.tenant.key, asker.place.id)
        named = next((venue for venue in before.venues if (venue.tenant, venue.place) == place), None)
        played_here_alone = len(before.venues) == 1 and is_between_places(before)
        teams = coloured(2) if played_here_alone else before.teams
        if are_lasting(before):
            teams = await self._lasting.playing(asker.tenant.key)  # they may have changed since
        rules = replace(before.rules, lobby=timedelta(0), fewest=1)
        here = named or Venue(*place, asker.place.name)
        return await self._begin(asker, game, rules, questions, teams, here, again=before.game)

    async def _begin(
        self,
        asker: Asker,
        game: str,
        rules: Rules,
        chosen: Sequence[Question],
        teams: tuple[Team, ...],
        here: Venue,
        again: str = "",
    ) -> bool:
        """Create a game; return False if the channel has a running one.

        Args:
            asker: the host.
            game: the new game's id.
            rules: the rules, without questions and seed.
            chosen: the questions to ask.
            teams: the teams that play.
            here: the channel.
            again: the id of the game that's replayed, or "".
        """
        created = Created(
            at=self._running_games.now(),
            game=game,
            tenant=asker.tenant.key,
            rules=replace(
                rules,
                questions=tuple(each.id for each in chosen),
                seed=self._random.randrange(2**31),
                words=tuple(len(words(prompt_of(each))) for each in chosen),
            ),
            teams=teams,
            host=asker.key,
            host_name=asker.member.name,
            venues=(here,),
            again=again,
        )
        return await self._running_games.begin(created)

    async def controls(self, asker: Asker, journal: Journal) -> Message:
        """Return the controls that a host may use now.

        Raises:
            Refusal: the asker isn't a host or an administrator.
        """
        _check_host(journal.state, asker)
        return panel(journal.state, asker.key, asker.place.id)

    async def act(self, asker: Asker, journal: Journal, act: str, player: int = 0) -> Message:
        """Carry out a host's action, or ask for confirmation first; return the updated controls.

        Args:
            asker: the host.
            journal: the game's journal.
            act: a HostAct's value.
            player: the number of the affected player, or of what's skipped (0 for whatever is current).

        Raises:
            Refusal: the asker isn't a host or an administrator, or the action isn't possible now.
        """
        state = journal.state
        _check_host(state, asker)
        if act not in set(HostAct):
            raise Refusal("This button doesn't work any more; run /game start for a fresh one.")
        match known := HostAct(act):
            case HostAct.SHOW:
                return panel(state, asker.key, asker.place.id)
            case HostAct.BALANCE if state.phase is not GamePhase.LOBBY:
                return panel(state, asker.key, asker.place.id, TOO_LATE_TO_DEAL)
            case HostAct.SKIP if player not in (0, moment_of(state)):
                return panel(state, asker.key, asker.place.id, GONE_ON)
            case HostAct.ASK_TO_STOP if state.phase is not GamePhase.ENDED:
                return ask_to_end(state)
            case HostAct.ASK_TO_REMOVE:
                return ask_to_remove(state, player_of(state, player))
            case HostAct.START if state.phase is GamePhase.LOBBY and is_lopsided(state):
                return ask_about_teams(state)
            case _:
                return await self._do(asker, journal, known, player)

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
        return panel(journal.state, asker.key, asker.place.id, done)

    def _event(self, state: GameState, asker: Asker, act: HostAct, player: Player | None) -> Logged:
        """Make the event of a host's action.

        Raises:
            Refusal: the asker isn't a host or an administrator, or the action isn't possible now.
        """
        _check_host(state, asker)
        now = self._running_games.now()
        if player is not None:
            return (remove if act is HostAct.REMOVE else let_in)(state, now, player.who)
        if act is HostAct.BALANCE:
            return balance(state, now, deal(state, self._random))
        if act in EVENTS:
            return EVENTS[act](state, now)
        return stop(state, now, hosts=asker.key in state.hosts)

    async def change_rules(self, asker: Asker, journal: Journal, rule: str, value: str) -> Message:
        """Change a rule of a game in its lobby; return the updated controls.

        Args:
            asker: the host.
            journal: the game's journal.
            rule: the rule's name, as in the menu.
            value: the rule's new value.

        Raises:
            Refusal: the asker isn't a host or an administrator, the game has started, or the value isn't offered.
        """
        lasting = await self._lasting.playing(asker.tenant.key)

        def make(state: GameState) -> Logged:
            _check_host(state, asker)
            if state.phase is not GamePhase.LOBBY:
                raise Refusal("The game has started, so its rules can't change.")
            rules = rule_changes.changed(state, rule, value)
            teams = (state.teams or lasting) if rules.mode is Mode.TEAMS else ()
            return events.Ruled(at=self._running_games.now(), rules=rules, teams=teams)

        before = journal.state.teams
        await journal.append(make)
        home = await self._lasting.brought_home(journal.state, self._running_games.clock)
        if home is not None and journal.state.teams != before:
            await journal.append(lambda _state: home)
        return await self.controls(asker, journal)

    async def toggle_pause(self, asker: Asker, journal: Journal) -> Message:
        """Pause a game, or resume a paused one."""
        return await self.act(asker, journal, "resume" if journal.state.paused else "pause")


async def check_place(running_games: RunningGames, permissions: Permissions, asker: Asker) -> None:
    """Check that games can be shown in the asker's channel.

    Args:
        running_games: runs the games.
        permissions: check where the bot may post.
        asker: the person in that channel.

    Raises:
        Refusal: games can't be shown there.
    """
    if not running_games.can_show(asker.tenant.key):
        raise Refusal("A game needs a channel I can post in; try one in the playground: versed play")
    await permissions.check_may_post(asker.tenant, asker.place)


def _check_host(state: GameState, asker: Asker) -> None:
    if asker.key not in state.hosts and not asker.member.administers:
        raise Refusal("Only the host can do that; ask the person who started the game.")
