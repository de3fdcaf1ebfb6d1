"""What a game or a challenge brought a member: games and challenges keep it, and the league adds it up. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Result:
    """What a member scored on a topic in a game or a challenge.

    Args:
        tenant, game, member, topic: whose result it is; kept once. The game may be a challenge.
        name: of the member, as shown then.
        place: where they played.
        team: the id of the lasting team that they played for, or "".
        pack: what it was about.
        points: scored.
        correct, asked: questions they got right, and that counted for them.
        at: when it ended, in UTC.
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
