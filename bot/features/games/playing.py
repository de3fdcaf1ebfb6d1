"""Playing: what members do in a game. An answer is acknowledged only once it's stored durably."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple

from cachetools import FIFOCache

from bot.content.at_hand import ready_to_judge
from bot.features.games import events
from bot.features.games.actions import PlayChoice, PlayOrder, PlayWords, TakeHint
from bot.features.games.admission import Admission
from bot.features.games.eligibility import has_closed, until_resumed, why_not_answer
from bot.features.games.events import Given, Logged
from bot.features.games.game_packs import GamePacks
from bot.features.games.journal import Journal
from bot.features.games.report import review
from bot.features.games.runner import COMMIT_TIMEOUT
from bot.features.games.running_games import RunningGames
from bot.features.games.shared_timeout import SharedTimeout
from bot.features.games.state import (
    OVER,
    GamePhase,
    GameState,
    moment,
)
from bot.features.games.store import log
from bot.features.quizzes import answer_forms, grading
from bot.features.quizzes.judgement import Judgement, stop
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.presentation import present_alone
from bot.features.quizzes.questions import bank
from bot.features.quizzes.shown import in_full
from bot.features.scoring.points import HINT_COST
from bot.features.teams.model import label
from bot.language.forms import Form
from bot.language.message import Footer, Heading, Message, message
from bot.language.people import MemberKey
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.rich_text import strong, text
from bot.storage.database import Database

_MOST_KNOWN = 1_000
"""Maximum number of options whose judgement is cached."""

_NOT_RECORDED = "I couldn't save your answer in time; press again."


class _Press(NamedTuple):
    """An answer, or a step towards one, to an open question. It's a tuple for speed, as a crowd presses at once."""

    asker: Asker
    who: MemberKey
    journal: Journal
    position: int
    arrived: datetime


class _Choice(NamedTuple):
    """The judgement of an option of a question, and the message for when the answer is stored."""

    posed: Posed
    judged: Judgement
    locked: Message


class Playing:
    """Serves players.

    Args:
        running_games: runs the games.
        packs: the packs of games.
        database: stores the answers.
        timeout: the seconds within which an answer must be stored.
    """

    def __init__(
        self, running_games: RunningGames, packs: GamePacks, database: Database, timeout: float = COMMIT_TIMEOUT
    ) -> None:
        self._running_games = running_games
        self._packs = packs
        self._database = database
        self._timeout = SharedTimeout(timeout)
        self._admission = Admission(running_games, database)
        self._known: FIFOCache[tuple[str, int, int], _Choice] = FIFOCache(_MOST_KNOWN)

    async def join(self, asker: Asker, journal: Journal, team: str = "") -> Message:
        """Join a game, in the given team, in the asker's own team or in the smallest one.

        Args:
            asker: the person who joins.
            journal: the game's journal.
            team: the id of a team; "" to have one chosen.

        Raises:
            Refusal: there's no such team, or the asker can't play.
        """
        who = asker.key
        team_ids = {each.id for each in journal.state.teams}
        if not team_ids:
            team = ""  # the game has just started without teams, as there's only one player, so join the game itself
        if team and team not in team_ids:
            raise Refusal("There's no such team in this game; join one of the teams shown.")
        await self._admission.admit(asker, journal, team)
        state = journal.state
        mine = next((each for each in state.teams if each.id == state.players[who].team), None)
        where = f" for {label(mine)}" if mine else ""
        return message(text(f"You're in{where}{_what_follows(state, who)}"), private=True)

    async def leave(self, asker: Asker, journal: Journal) -> Message:
        """Leave a game; the asker's points stay."""
        who = asker.key
        player = journal.state.players.get(who)
        if journal.state.phase is GamePhase.ENDED:
            raise Refusal(OVER)
        if player is None or not player.playing:
            raise Refusal("You're not playing; press Join to get in.")
        await journal.append(lambda _state: events.Left(at=self._running_games.now(), who=who))
        hosts = " You're still the host." if who in journal.state.hosts else ""
        return message(text(f"You've left the game; come back any time with Join.{hosts}"), private=True)

    async def choose(self, asker: Asker, action: PlayChoice) -> Message:
        """Take an answer from a button."""
        press = await self._press(asker, action.game, action.position)
        choice = self._choice(press, action.choice)
        return await self._record(press, choice.posed, choice.judged, choice.locked)

    async def fill(self, asker: Asker, action: PlayWords, filled: Mapping[str, str]) -> Message:
        """Take an answer from a form.

        Args:
            asker: the person who answers.
            action: identifies the question.
            filled: the values of the form, by field name.
        """
        press = await self._press(asker, action.game, action.position)
        posed = self._posed(press)
        _check_unanswered(press, posed)
        await ready_to_judge(posed.question, posed.pack)
        judged = grading.judge_text(posed, answer_forms.in_words(posed, filled), asker.locale)
        return await self._record(press, posed, judged, _locked(posed, judged))

    async def pick_next(self, asker: Asker, action: PlayOrder) -> Message:
        """Add an item to the order that the asker builds in private; the last item completes the answer."""
        press = await self._press(asker, action.game, action.position)
        posed = self._posed(press)
        complete = grading.judge_order(posed, action.picked)
        if complete is not None:
            return await self._record(press, posed, complete, _locked(posed, complete))
        self._running_games.tell_once_closed(press.journal, press.who, press.position, asker.reply)
        heading = Heading(f"Question {action.position + 1}: your order")
        return message(heading, *present_alone(posed, action.picked), private=True, replaces=True)

    async def form(self, asker: Asker, action: PlayWords) -> Form:
        """Return the form for typing an answer.

        Raises:
            Refusal: the question isn't open, isn't answered by typing, or was already answered.
        """
        press = await self._press(asker, action.game, action.position)
        posed = self._posed(press)
        _check_unanswered(press, posed)
        return answer_forms.form(posed)

    async def hint(self, asker: Asker, action: TakeHint) -> Message:
        """Show the hint of the open question to the asker alone; after that, a right answer earns them less.

        Raises:
            Refusal: the question isn't open, has no hint, or the asker has already answered it.
        """
        press = await self._press(asker, action.game, action.position)
        posed, who = self._posed(press), press.who
        if not posed.question.hint:
            raise Refusal("This question has no hint; go with your best guess.")
        if who not in press.journal.state.players:
            await self._admission.admit(asker, press.journal, "")
        press.journal.fold()

        def take(state: GameState) -> Logged | None:
            current = state.round
            if current is None or current.position != action.position:
                raise Refusal(has_closed(state, action.position))
            if who in current.answers:
                raise Refusal("You've already answered, so you don't need a hint.")
            if who in current.hints:
                return None
            return events.Hinted(at=moment(current, asker.at, press.arrived), who=who, position=action.position)

        await press.journal.append(take)
        costs = Footer(f"A right answer now earns you {HINT_COST}% less.")
        return message(text(strong("Hint: "), posed.question.hint), costs, private=True)

    async def review(self, asker: Asker, game_id: str, first: int = 0) -> Message:
        """Return the questions that the asker didn't get right, a few at a time, once the game is over.

        Args:
            asker: the player.
            game_id: the game's id.
            first: the index of the first question to show, from 0.

        Raises:
            Refusal: the game isn't over, or the asker didn't play.
        """
        state = (await self._running_games.finder.find(asker, game_id)).state
        await self._packs.load(state)
        pack = self._packs.current_pack(state)
        if state.phase is not GamePhase.ENDED:
            raise Refusal("The game is still on; look at your answers when it's over.")
        if pack is None:
            raise Refusal("That game's pack isn't here any more; run /help to see what there is.")
        return review(state, pack, bank(pack), asker.key, first)

    async def _press(self, asker: Asker, game_id: str, position: int) -> _Press:
        """Return a press, if its question takes answers now.

        Raises:
            Refusal: the question takes none, or there's no such game here.
        """
        arrived = self._running_games.now()
        finder = self._running_games.finder
        journal = finder.at_hand(asker, game_id) or await finder.find(asker, game_id)
        who = asker.key
        if why_not_answer(journal.state, who, position, arrived) is not None:
            await journal.catch_up()
            if (sentence := why_not_answer(journal.state, who, position, arrived)) is not None:
                raise Refusal(sentence)
        return _Press(asker, who, journal, position, arrived)

    def _posed(self, press: _Press) -> Posed:
        posed = self._packs.question_at(press.journal.state, press.position)
        if posed is None:
            raise Refusal("That question has just left the pack; wait for the next one.")
        return posed

    def _choice(self, press: _Press, choice: int) -> _Choice:
        """Return the outcome of choosing an option; cached, because a crowd chooses among few options."""
        key = (press.journal.key.game, press.position, choice)
        cached = self._known.get(key)
        if cached is None or cached.posed.pack is not self._packs.current_pack(press.journal.state):
            posed = self._posed(press)
            judged = grading.judge_choice(posed, choice)
            cached = self._known[key] = _Choice(posed, judged, _locked(posed, judged))
        return cached

    async def _record(self, press: _Press, posed: Posed, judged: Judgement, locked: Message) -> Message:
        """Store an answer, and return its acknowledgement.

        Args:
            press: the press that completed the answer.
            posed: the question.
            judged: the answer and its judgement.
            locked: the acknowledgement.

        Raises:
            Refusal: the asker had already answered, or the answer couldn't be stored in time.
        """
        journal, who = press.journal, press.who
        player = journal.state.players.get(who)
        if player is None or not player.playing:
            await self._admission.admit(press.asker, journal, "")
        at = moment(journal.state.rounds[press.position], press.asker.at, press.arrived)
        answer = Given(who, press.position, judged.given, judged.right, at, judged.credit)
        try:
            first = await journal.commit(answer, self._timeout)
        except TimeoutError:
            raise Refusal(_NOT_RECORDED) from None
        if not first:
            find = partial(log.find_answer, game_id=posed.quiz, who=who, position=posed.position)
            earlier = await self._database.read(find)
            raise _already(posed, earlier or judged.given)
        self._running_games.tell_once_closed(journal, who, press.position, press.asker.reply)
        return locked


def _what_follows(state: GameState, who: MemberKey) -> str:
    """Return the end of a sentence that tells someone who has just joined when the game starts, or how far it is."""
    is_host = who in state.hosts
    if state.phase is not GamePhase.LOBBY:
        return f", and the game's {until_resumed(state, who) if state.paused else 'on already'}."
    if state.rules.lobby:
        return f"; it starts by itself, or sooner if {'you press Start' if is_host else 'a host says so'}."
    return "; press Start when everyone's in." if is_host else "; it starts as soon as a host says so."


def _locked(posed: Posed, judged: Judgement) -> Message:
    """Return the acknowledgement of a stored answer."""
    answer = in_full(posed, judged.given)
    footer = Footer("You'll hear how you did when the question closes.")
    return message(text("Locked: ", strong(answer), stop(answer)), footer, private=True, replaces=True)


def _check_unanswered(press: _Press, posed: Posed) -> None:
    """Check that someone hasn't answered yet, before what they type is judged."""
    if (earlier := press.journal.answer_of(press.who, press.position)) is not None:
        raise _already(posed, earlier)


def _already(posed: Posed, answer: str) -> Refusal:
    return Refusal(f"Already answered: {in_full(posed, answer)}; your first answer counts.")
