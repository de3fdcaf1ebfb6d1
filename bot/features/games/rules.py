"""The rules of a game: who plays against whom, what's asked, and what it takes to win. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import AliasChoices, BeforeValidator, Field

from bot.features.scoring.points import FULL, Pooling, streak_bonus

LIVES = 3
"""In an elimination game, a player is out after this many wrong answers."""


DUELLISTS = 2
"""A duel needs that many players, and has no room for more."""


class Mode(StrEnum):
    """Who plays against whom."""

    TEAMS = "teams"
    EVERYONE = "everyone"
    DUEL = "duel"
    TOGETHER = "together"
    ELIMINATION = "elimination"


def _several(topics: object) -> object:
    """Convert the single topic ("" for all) of a game from before there could be several."""
    return topics if not isinstance(topics, str) else (topics,) if topics else ()


Topics: TypeAlias = Annotated[
    tuple[str, ...], BeforeValidator(_several), Field(validation_alias=AliasChoices("topics", "topic"))
]


@dataclass(frozen=True, slots=True)
class Rules:
    """A game's rules.

    Args:
        pack: the id of the pack that the questions come from.
        topics: the ids of the topics asked about; none for all.
        questions: the ids of the questions, in order.
        seed: the random seed for the order of options.
        limit: how long a question stays open.
        mode: the game's mode.
        pooling: how members' points add up to a team's.
        streaks: whether streaks of right answers earn more.
        lobby: how long after opening the lobby the game starts by itself; zero if it waits for a host.
        fewest: the host's minimum number of players for that.
        goal: the points that end the game once someone has them; 0 if it ends with its questions.
        read: the time to read a question before its answers open; None if it depends on the question's length.
        words: the number of words in each question; empty for games from before there was a time to read.
    """

    pack: str
    topics: Topics
    questions: tuple[str, ...]
    seed: int
    limit: timedelta
    mode: Mode = Mode.TEAMS
    pooling: Pooling = Pooling.MEAN
    streaks: bool = False
    lobby: timedelta = timedelta(0)
    fewest: int = 1
    goal: int = 0
    read: timedelta | None = None
    words: tuple[int, ...] = ()

    @property
    def needed(self) -> int:
        """Return how many players a game needs to start by itself."""
        return max(self.fewest, DUELLISTS) if self.mode is Mode.DUEL else self.fewest


def most_points(rules: Rules, questions: int) -> int | None:
    """Return the most points that a player or a team can reach; None if that depends on how many play.

    Args:
        rules: the game's rules.
        questions: how many questions it asks at most.
    """
    if rules.mode is Mode.TEAMS and rules.pooling is Pooling.SUM:
        return None
    return questions * FULL + (sum(map(streak_bonus, range(1, questions + 1))) if rules.streaks else 0)


def is_within_reach(rules: Rules, goal: int, questions: int) -> bool:
    """Return whether a player or a team can reach a goal.

    Args:
        rules: the game's rules.
        goal: the points.
        questions: how many questions it asks at most.
    """
    most = most_points(rules, questions)
    return most is None or goal <= most


def rules_of(mode: str, seconds: int, pooling: str, streaks: str, goal: int = 0, read: int | None = None) -> Rules:
    """Return the rules that a host has chosen; pack, questions and seed are filled in when the lobby opens.

    Args:
        mode: a Mode's value.
        seconds: how long each question stays open.
        pooling: a Pooling's value.
        streaks: “yes” if streaks of right answers earn more.
        goal: the points that end the game; 0 for none.
        read: the seconds to read a question before its answers open; None if they depend on its length.
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
