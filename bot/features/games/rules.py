"""What a game is played by: who plays against whom, what's asked, and what it takes to win. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import AliasChoices, BeforeValidator, Field

from bot.features.scoring.points import Pooling

LIVES = 3
"""Wrong answers after which a player is out, where those are counted."""


class Mode(StrEnum):
    """Who plays against whom."""

    TEAMS = "teams"
    EVERYONE = "everyone"
    DUEL = "duel"
    TOGETHER = "together"
    ELIMINATION = "elimination"


def _several(topics: object) -> object:
    """Read the one topic, or "" for all, of a game that was begun before there could be several."""
    return topics if not isinstance(topics, str) else (topics,) if topics else ()


Topics: TypeAlias = Annotated[
    tuple[str, ...], BeforeValidator(_several), Field(validation_alias=AliasChoices("topics", "topic"))
]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a game was started with.

    Args:
        pack: where the questions come from.
        topics: the ids of those asked about; none for all.
        questions: their ids, in order.
        seed: decides the order of options.
        limit: time for a question.
        mode: who plays against whom.
        pooling: how members' points make a team's.
        streaks: whether streaks of right answers earn more.
        lobby: after which the game begins by itself; none where it waits for a host.
        fewest: players with which it does.
        goal: points that end the game once someone has them; 0 where it ends with its questions.
        read: time to read a question before its answers open; None if it depends on the question's length.
        words: of each question; none in games from before there was a moment to read.
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


def rules_of(mode: str, seconds: int, pooling: str, streaks: str, goal: int = 0, read: int | None = None) -> Rules:
    """Return the rules that a host has chosen; what's asked is filled in when the game starts.

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
