"""The private message to each player once a question has closed: right or wrong, and their rank. Pure."""

from collections.abc import Iterable, Mapping

from bot.features.games.ending import has_one_left, is_decided
from bot.features.games.model import SOMEONE, is_erased
from bot.features.games.rules import Mode
from bot.features.games.standings import PlayerScore, Standings, cost_no_life, standings, target
from bot.features.games.state import GameState, at_close
from bot.features.quizzes.grading import how_far, why_not
from bot.features.quizzes.judgement import tone
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.shown import in_full, right_answer
from bot.features.scoring.points import pooled
from bot.features.scoring.ranks import said_of, standings_of
from bot.features.teams.model import label
from bot.language.message import Block, Message, Tone, message
from bot.language.people import MemberKey
from bot.language.rich_text import emphasis, strong, text
from bot.language.text import counted

_STREAK = 2
"""Minimum number of right answers in a row to mention."""

_CROWD = 3
"""With at least this many players, being the only one who knew is worth mentioning."""


def personal_results(state: GameState, posed: Posed, people: Iterable[MemberKey]) -> Mapping[MemberKey, Message]:
    """Return the private messages to players about a closed question; none for those who are no longer in the game.

    Args:
        state: the game's state.
        posed: the question, with its position in the game.
        people: the people to tell.
    """
    of = state.rounds[posed.position]
    there = [who for who in people if who in state.players and who in of.players]
    if of.void:
        return dict.fromkeys(there, _private(text("This question was skipped, so it doesn't count.")))
    then = _Then(at_close(state, of), posed)
    return {who: then.said_to(who) for who in there}


def time_is_up() -> Message:
    """Return the message that replaces the unfinished answer of someone who isn't playing."""
    return _private(text("Time's up: this question has closed."))


class _Then:
    """A game as it was when a question closed, with the values that all messages share."""

    def __init__(self, state: GameState, posed: Posed) -> None:
        self._state = state
        self._posed = posed
        self._table: Standings = standings(state)
        self._round = state.rounds[posed.position]
        self._answers = self._round.answers
        self._gains = self._table.by_question[posed.position]
        self._knew = sum(who in self._answers and self._answers[who].right for who in self._gains)
        self._teams = {team.id: label(team) for team in state.teams} if state.rules.mode is Mode.TEAMS else {}
        self._player_standings = standings_of({who: score.points for who, score in self._table.players.items()})
        self._team_standings = standings_of(self._table.teams)

    def said_to(self, who: MemberKey) -> Message:
        """Return the message to a player."""
        answer, score = self._answers.get(who), self._table.players[who]
        standing = self._stands(who)
        is_right, credit = (answer.right, answer.credit) if answer else (False, 0)
        gained = f" +{score.gained:,}." if score.gained else ""
        came_of_it = how_far(self._posed, answer.given, right=is_right) if answer else "✗ Time's up."
        opening = text(strong(f"{came_of_it}{gained}"), f" {standing}" if standing else "")
        blocks: list[Block] = [opening, *self._besides(score, right=is_right)]
        if answer is None:
            blocks.append(right_answer(self._posed))
        elif not is_right:
            blocks += why_not(self._posed, answer.given)
        if answer is not None:
            blocks.append(text(emphasis(f"You said: {in_full(self._posed, answer.given)}")))
        return _private(*blocks, feels=tone(right=is_right, credit=credit))

    def _stands(self, who: MemberKey) -> str:
        """Return the standing of a player or their team, or everyone's points together."""
        if self._state.rules.mode is Mode.TOGETHER:
            goal = target(self._state)
            if standings(self._state, self._posed.position - 1).together >= goal:
                return f"Together you have {self._table.together:,} points; the target was {goal:,}."
            reached = " That's the target!" if self._table.together >= goal else ""
            return f"Together you have {self._table.together:,} of {goal:,} points.{reached}"
        if self._state.rules.mode is Mode.ELIMINATION:
            return self._lives(self._table.players[who])
        team = self._state.players[who].team
        if team in self._teams:
            return self._team_stands(team)
        if not any(score.points for score in self._table.players.values()):
            return "Nobody has points yet."
        return said_of(self._player_standings[who], lambda other: self._name(other, who))

    def _lives(self, score: PlayerScore) -> str:
        """Return a sentence on whether a player is still in, for games where wrong answers cost lives."""
        if score.out is not None:
            if is_decided(self._state):
                return "You're out."
            if score.out == self._round.position or not score.points:
                return "You're out, but you can keep answering for points."
            return f"You're out, with {counted(score.points, 'point')}."
        lives = counted(score.lives, "life", "lives")
        if cost_no_life(self._round, self._table):
            return f"You keep your {lives}, because nobody who's still in knew it."
        left = sum(each.lives > 0 for each in self._table.players.values())
        if left > 1:
            return f"You have {lives} left, and {left} are still in."
        return "You're the last one in!" if has_one_left(self._state, self._table) else f"You have {lives} left."

    def _team_stands(self, team: str) -> str:
        """Return how many points a team gained with a question, and the team's rank."""
        if not any(self._table.teams.values()):
            return "No team has points yet."
        members = [gained for who, gained in self._gains.items() if self._state.players[who].team == team]
        gained = pooled(members, self._state.rules.pooling)
        standing = said_of(self._team_standings[team], self._teams.__getitem__, of_team=True)
        return f"{self._teams[team]} gained {gained:,}. {standing}" if gained else standing

    def _besides(self, score: PlayerScore, *, right: bool) -> list[Block]:
        """Return other remarks, such as on streaks."""
        sentences = []
        if right and self._knew == 1 and len(self._gains) >= _CROWD:
            sentences.append("Only you knew this!")
        if score.streak >= _STREAK:
            sentences.append(f"That's {score.streak} in a row.")
        if not right and not self._knew and len(self._gains) >= _CROWD:
            sentences.append("Nobody knew this one.")
        return [text(" ".join(sentences))] if sentences else []

    def _name(self, other: MemberKey, to: MemberKey) -> str:
        """Return a rival's name; "" if they play elsewhere, because only their own side may see it."""
        rival, addressee = self._state.players[other], self._state.players[to]
        here = len(self._state.venues) == 1 or (other.tenant, rival.place) == (to.tenant, addressee.place)
        name = SOMEONE.lower() if is_erased(other) else rival.name  # it never begins a sentence here
        return name if here else ""


def _private(*blocks: Block, feels: Tone = Tone.PLAIN) -> Message:
    return message(*blocks, private=True, replaces=True, tone=feels)
