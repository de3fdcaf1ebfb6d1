"""What happens in a game, as its log keeps it: immutable events, and the same as text. Pure, without I/O."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Discriminator, TypeAdapter

from bot.features.games.model import Person, Venue
from bot.features.games.rules import Rules
from bot.features.teams.model import Team


class EndReason(StrEnum):
    """Why a game has ended."""

    FINISHED = "finished"
    STOPPED = "stopped"
    """A host ended it."""
    CUT_SHORT = "cut short"
    """An administrator who doesn't host ended it."""
    BARRED = "barred"
    """The bot couldn't post in one of its places any more."""
    ABANDONED = "abandoned"
    EMPTY = "empty"
    """Too few came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """The lobby opens; always the first event. `again` is the id of the game that's played again, or ""."""

    kind: Literal["created"] = "created"
    at: datetime
    game: str
    tenant: str
    rules: Rules
    teams: tuple[Team, ...]
    host: Person
    host_name: str
    venues: tuple[Venue, ...]
    again: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueAdded:
    """A place takes part, under a name of its choice; where there are two or more, each is a team."""

    kind: Literal["venue"] = "venue"
    at: datetime
    venue: Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Someone plays along, or changes teams in the lobby.

    `team` is the id of a team, or "" where there are none.
    """

    kind: Literal["joined"] = "joined"
    at: datetime
    who: Person
    name: str
    team: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Someone stops playing; what they have scored stays."""

    kind: Literal["left"] = "left"
    at: datetime
    who: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Kicked:
    """The host has removed someone, and what they have scored."""

    kind: Literal["kicked"] = "kicked"
    at: datetime
    who: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Readmitted:
    """The host lets someone play again who was removed, with what they had scored."""

    kind: Literal["readmitted"] = "readmitted"
    at: datetime
    who: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Balanced:
    """Everybody was given a team again; `teams` pairs each person with a team's id."""

    kind: Literal["balanced"] = "balanced"
    at: datetime
    teams: tuple[tuple[Person, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """The host has chosen other rules in the lobby; `teams` are those that play by them."""

    kind: Literal["ruled"] = "ruled"
    at: datetime
    rules: Rules
    teams: tuple[Team, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosted:
    """Hosting passes to someone else."""

    kind: Literal["hosted"] = "hosted"
    at: datetime
    who: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The countdown runs; the first question opens at `opens_at`.

    `alone`: only one plays, so there are no teams.
    """

    kind: Literal["started"] = "started"
    at: datetime
    opens_at: datetime
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A question can be read; its answers open at `opens_at`."""

    kind: Literal["shown"] = "shown"
    at: datetime
    position: int
    opens_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A question opens, in all places at one instant."""

    kind: Literal["opened"] = "opened"
    at: datetime
    position: int
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinted:
    """Someone has taken the hint of the open question, for which a right answer earns them less."""

    kind: Literal["hinted"] = "hinted"
    at: datetime
    who: Person
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended:
    """The open question stays open longer.

    `missed` is when nobody could answer, as Versed was away; None where the host gave more time.
    """

    kind: Literal["extended"] = "extended"
    at: datetime
    position: int
    closes_at: datetime
    missed: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """Someone who plays wants more time: so many percent of the usual. Who it is stays out of the log."""

    kind: Literal["wished"] = "wished"
    at: datetime
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """The host has chosen between the usual time and what someone wants, from the next question on."""

    kind: Literal["timed"] = "timed"
    at: datetime
    usual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A question closes; the next one opens at `next_at`."""

    kind: Literal["closed"] = "closed"
    at: datetime
    position: int
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """The open question is passed over, and counts for nobody."""

    kind: Literal["skipped"] = "skipped"
    at: datetime
    position: int
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurried:
    """The host doesn't wait for the next question's time."""

    kind: Literal["hurried"] = "hurried"
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """After the open question, no other opens."""

    kind: Literal["paused"] = "paused"
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """The game goes on."""

    kind: Literal["resumed"] = "resumed"
    at: datetime
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """The bot can't put up a board in a place any more: the game and its clock wait."""

    kind: Literal["barred"] = "barred"
    at: datetime
    tenant: str
    place: str
    board: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetIn:
    """The bot can post in a place again: unless another one keeps it waiting, the game goes on at `goes_on_at`."""

    kind: Literal["let in"] = "let in"
    at: datetime
    tenant: str
    place: str
    goes_on_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The game is over."""

    kind: Literal["ended"] = "ended"
    at: datetime
    why: EndReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Someone had everything about them erased: they play no more, and the log has been rewritten.

    Replicas that have read the log before read it again from its beginning. When it was isn't kept.

    Args:
        who: stands for them in the log now.
    """

    kind: Literal["erased"] = "erased"
    who: Person


class Given(NamedTuple):
    """An answer: a plain tuple, as a crowd gives thousands at once.

    Args:
        who: gave it.
        position: of the question.
        given: as grading keeps it.
        right: whether it counts.
        at: the moment that counts, not before the question opened.
        credit: how much of it is right, in percent.
    """

    who: Person
    position: int
    given: str
    right: bool
    at: datetime
    credit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Answers that are safe in the store. They have a table of their own, so that committing one takes no turn."""

    answers: tuple[Given, ...] = field(default=())


Logged: TypeAlias = (
    Created
    | VenueAdded
    | Joined
    | Left
    | Kicked
    | Readmitted
    | Balanced
    | Ruled
    | Hosted
    | Started
    | Shown
    | Opened
    | Hinted
    | Extended
    | Wished
    | Timed
    | Closed
    | Skipped
    | Hurried
    | Paused
    | Resumed
    | Barred
    | LetIn
    | Ended
    | Erased
)
"""An event that stands in the log."""

Event: TypeAlias = Logged | Answered

_codec: TypeAdapter[Logged] = TypeAdapter(Annotated[Logged, Discriminator("kind")])


def encode(event: Logged) -> str:
    """Return an event as the log keeps it."""
    return _codec.dump_json(event).decode()


def decode(kept: str) -> Logged:
    """Return the event that was kept.

    Raises:
        ValueError: another version of Versed wrote it, which knows more.
    """
    return _codec.validate_json(kept)
