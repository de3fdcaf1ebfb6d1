"""A closed challenge with all its data. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.content.model import Pack
from bot.content.question import Question
from bot.features.challenges import scores
from bot.features.challenges.model import Challenge, Participant, Turn
from bot.features.challenges.scores import ResultTable
from bot.features.quizzes.posed import IN_CHALLENGE, Posed


@dataclass(frozen=True)
class Played:
    """A closed challenge with all its data; derived values are computed once and cached.

    Args:
        challenge: the challenge.
        pack: its pack.
        bank: the pack's questions.
        players: the participants.
        turns: their turns, by member.
    """

    challenge: Challenge
    pack: Pack
    bank: Mapping[str, Question]
    players: Sequence[Participant]
    turns: Mapping[str, Sequence[Turn]]

    def posed(self, position: int) -> Posed | None:
        """Return the question at a position; None if it has left the pack and so counts for nobody."""
        question = self.bank.get(self.challenge.questions[position])
        return (
            Posed(self.pack, question, self.challenge.id, position, self.challenge.seed, IN_CHALLENGE)
            if question
            else None
        )

    @cached_property
    def counted(self) -> list[Posed]:
        """Return the questions that count, in order."""
        every = (self.posed(position) for position in range(len(self.challenge.questions)))
        return [posed for posed in every if posed is not None]

    @cached_property
    def table(self) -> ResultTable:
        """Return everyone's scores."""
        counted = {posed.position for posed in self.counted}
        return scores.table(self.challenge, self.players, self.turns, counted)
