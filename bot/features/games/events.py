"""The events in a game's log, and their encoding as JSON. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Discriminator, TypeAdapter

from bot.features.games.model import Venue
from bot.features.games.rules import Rules
from bot.features.teams.model import Team
from bot.language.people import MemberKey


class EndReason(StrEnum):
    """Why a game has ended."""

    FINISHED = "finished"
    STOPPED = "stopped"
    """A host ended it."""
    CUT_SHORT = "cut short"
    """An administrator who doesn't host ended it."""
    BARRED = "barred"
    """The bot could no longer post in one of its channels."""
    ABANDONED = "abandoned"
    EMPTY = "empty"
    """Too few people joined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """The lobby opened; always the first event. `again` is the id of the game that's replayed, or ""."""

    kind: Literal["created"] = "created"
    at: datetime
    game: str
    tenant: str
    rules: Rules
    teams: tuple[Team, ...]
    host: MemberKey
    host_name: str
    venues: tuple[Venue, ...]
    again: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueAdded:
    """A channel takes part, under a name of its choice; if there are two or more, each channel is a team."""

    kind: Literal["venue"] = "venue"
    at: datetime
    venue: Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Someone joined, or changed teams in the lobby.

    `team` is the id of a team, or "" if there are none.
    """

    kind: Literal["joined"] = "joined"
    at: datetime
    who: MemberKey
    name: str
    team: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Someone stopped playing; their points stay."""

    kind: Literal["left"] = "left"
    at: datetime
    who: MemberKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Kicked:
    """The host removed someone, with their points."""

    kind: Literal["kicked"] = "kicked"
    at: datetime
    who: MemberKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Readmitted:
    """The host let a removed player back in, with their points."""

    kind: Literal["readmitted"] = "readmitted"
    at: datetime
    who: MemberKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Balanced:
    """All players were reassigned to teams; `teams` pairs each person with a team's id."""

    kind: Literal["balanced"] = "balanced"
    at: datetime
    teams: tuple[tuple[MemberKey, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """The host changed the rules in the lobby; `teams` are the teams under the new rules."""

    kind: Literal["ruled"] = "ruled"
    at: datetime
    rules: Rules
    teams: tuple[Team, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosted:
    """Someone became a host."""

    kind: Literal["hosted"] = "hosted"
    at: datetime
    who: MemberKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The countdown started; the first question opens at `opens_at`.

    `alone`: there's only one player, so there are no teams.
    """

    kind: Literal["started"] = "started"
    at: datetime
    opens_at: datetime
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A question is shown for reading; its answers open at `opens_at`."""

    kind: Literal["shown"] = "shown"
    at: datetime
    position: int
    opens_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A question opened, in all channels at the same time."""

    kind: Literal["opened"] = "opened"
    at: datetime
    position: int
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinted:
    """Someone took the open question's hint, so a right answer earns them less."""

    kind: Literal["hinted"] = "hinted"
    at: datetime
    who: MemberKey
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended:
    """The open question stays open longer.

    `missed` is the span in which nobody could answer because Versed was down; None if the host gave more time.
    """

    kind: Literal["extended"] = "extended"
    at: datetime
    position: int
    closes_at: datetime
    missed: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """A player needs more time: `percent` of the usual. The log doesn't say who."""

    kind: Literal["wished"] = "wished"
    at: datetime
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """The host chose between the usual time and what a player needs; it applies from the next question."""

    kind: Literal["timed"] = "timed"
    at: datetime
    usual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A question closed; the next one opens at `next_at`."""

    kind: Literal["closed"] = "closed"
    at: datetime
    position: int
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """The question was skipped, and counts for nobody."""

    kind: Literal["skipped"] = "skipped"
    at: datetime
    position: int
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurried:
    """The host skipped the wait for the next question."""

    kind: Literal["hurried"] = "hurried"
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """The game pauses; an open question still runs to its end.

    `silent`: nobody asked for it, but nobody has answered for a while.
    """

    kind: Literal["paused"] = "paused"
    at: datetime
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """The game continues."""

    kind: Literal["resumed"] = "resumed"
    at: datetime
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """The bot couldn't post a board in a channel: the game and its clock wait."""

    kind: Literal["barred"] = "barred"
    at: datetime
    tenant: str
    place: str
    board: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetIn:
    """The bot can post in a channel again; the game continues at `goes_on_at`, unless another channel is barred."""

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
    """Someone's data was erased: they're no longer playing, and the log has been rewritten.

    Replicas that have read the log already read it again from its beginning. The event has no time on purpose.

    Args:
        who: the stand-in for them in the log.
    """

    kind: Literal["erased"] = "erased"
    who: MemberKey


class Given(NamedTuple):
    """An answer. It's a named tuple for speed, as a crowd gives thousands at once.

    Args:
        who: the person who gave it.
        position: the question's position in the game.
        given: the answer in the form that grading stores.
        right: whether it's right.
        at: the time that counts, never before the question opened.
        credit: how much of it is right, in percent.
    """

    who: MemberKey
    position: int
    given: str
    right: bool
    at: datetime
    credit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Committed answers. They have a table of their own, so that committing one doesn't wait for the log."""

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
"""An event that's stored in the log."""

Event: TypeAlias = Logged | Answered

_codec: TypeAdapter[Logged] = TypeAdapter(Annotated[Logged, Discriminator("kind")])


def encode(event: Logged) -> str:
    """Return an event as JSON, to store in the log."""
    return _codec.dump_json(event).decode()


def decode(event: str) -> Logged:
    """Return the stored event.

    Raises:
        ValueError: a newer version of Versed wrote it, in a form that this one doesn't know.
    """
    return _codec.validate_json(event)
