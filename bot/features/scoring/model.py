"""A member's result in a game or challenge, stored by those and added up by the league. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Result:
    """A member's result on one topic in a game or challenge.

    Args:
        tenant, game, member, topic: its key; the game may be a challenge.
        name: the member's display name at the time.
        place: the id of the place where they played.
        team: the id of the lasting team that they played for, or "".
        pack: the id of the pack.
        points: the points scored.
        correct, asked: the number of right answers, and of questions that counted.
        at: when the game ended, in UTC.
    """

    tenant: str
    game: str
    member: str
    topic: str
    name: str
    place: str
    team: str
    pack: str
    points: int
    correct: int
    asked: int
    at: datetime
