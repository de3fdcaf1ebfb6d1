"""Who is there: tenants, places and members, who may do what, and whom a post may ping."""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.language.name_check import check_name
from bot.language.refusals import Refusal
from bot.language.rich_text import ChannelMention
from bot.language.text import as_seen, clean, fold


@dataclass(frozen=True, slots=True)
class Tenant:
    """A Discord server, a Slack workspace or this machine's playground; nothing crosses tenants unasked.

    Args:
        key: its identity everywhere, as platform:id, for example discord:1234.
        name: as people know it.
    """

    key: str
    name: str


def platform_of(tenant: str) -> str:
    """Return the platform that a tenant's key names, such as discord."""
    return tenant.partition(":")[0]


def id_of(tenant: str) -> str:
    """Return a tenant's id on its platform, as its key names it."""
    return tenant.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Place:
    """A channel of a tenant.

    Args:
        id: unique within the tenant.
        name: as people know it.
        direct: a private conversation with one member.
        may_ping_all: whether the platform lets the bot ping everyone there, as far as is known.
        may_post: whether it lets the bot post there; None if the request doesn't say.
    """

    id: str
    name: str
    direct: bool = False
    may_ping_all: bool = True
    may_post: bool | None = None

    @property
    def text(self) -> str:
        """Return it as text, as the value of an option."""
        return f"channel:{self.id}:{self.name}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """Return the channel that a platform vouched for; None if it's no more than a name that was typed."""
        found = _CHANNEL.fullmatch(text)
        return cls(found[1], clean(found[2])[:_LONGEST_CHANNEL]) if found else None

    @property
    def mention(self) -> ChannelMention:
        """Return it as a text names it."""
        return ChannelMention("" if self.direct else self.id, self.name)


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
"""The beginning of an address, which platforms make a link of by themselves."""

_BREAKS = re.compile(r"[\r\n\t\v\f\x85\u2028\u2029]+")

NAMELESS = "Nameless"
"""What someone is called whose name shows nothing."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person within a tenant.

    Args:
        id: unique within the tenant.
        name: as others see it, without what would make it a link or break a line; one that shows nothing is replaced,
            as it would head a podium.
        administrator: may change how the bot behaves for everyone, as the platform says at this moment.
        outsider: a guest or a person from another organisation, who may learn but not administer.
        roles: the ids of their roles, where the platform tells them with what a member asks for.
        unsure: the platform doesn't say at the moment whether they're an administrator.
    """

    id: str
    name: str
    administrator: bool = False
    outsider: bool = False
    roles: frozenset[str] = frozenset()
    unsure: bool = False

    def __post_init__(self) -> None:
        name = _BREAKS.sub(" ", self.name)
        while _SCHEME.search(name):  # what's left may be one again
            name = _SCHEME.sub("", name)
        if self.name and not as_seen(name):
            name = NAMELESS
        if name != self.name:
            object.__setattr__(self, "name", name)

    @property
    def text(self) -> str:
        """Return who they are as text, as the value of an option."""
        return f"member:{self.id}:{self.name}"

    @classmethod
    def read(cls, text: str) -> "Member | None":
        """Return the person a platform vouched for; None if it's no more than a name that was typed."""
        found = _MEMBER.fullmatch(text)
        return cls(found[1], clean(found[2])[:_LONGEST_PERSON]) if found else None

    @property
    def administers(self) -> bool:
        """Return whether they may change how the bot behaves for everyone."""
        return self.administrator and not self.outsider


NOBODY = "nobody"
"""What stands for no audience, where someone takes one away."""


class Reach(StrEnum):
    """How many a post pings."""

    ROLE = "role"
    """Those who have a role, or are in a user group."""
    EVERYONE = "everyone"
    """All in the place."""
    HERE = "here"
    """Those in the place who are online."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a post pings, because an administrator chose it.

    Args:
        reach: how many.
        id: of the role or the user group, as its platform vouched for it; "" if there's only a name.
        name: of it, as people know it.
    """

    reach: Reach
    id: str = ""
    name: str = ""

    @property
    def shown(self) -> str:
        """Return it as people read it, where it pings nobody."""
        return f"@{self.name or self.reach}"

    @property
    def text(self) -> str:
        """Return it as text, to be kept."""
        return f"{self.reach}:{self.id}:{self.name}" if self.reach is Reach.ROLE else str(self.reach)

    @classmethod
    def read(cls, text: str) -> "Audience | None":
        """Return what `text` was made from; a name alone is a role that no platform knows; None for nobody.

        Raises:
            Refusal: an id is malformed, or there's no name.
        """
        if text in ("", NOBODY):
            return None
        if text in (Reach.EVERYONE, Reach.HERE):
            return cls(Reach(text))
        kept = _ROLE.fullmatch(text)
        role, name = kept.groups() if kept else ("", text)
        shown = " ".join(clean(name).lstrip("@").split())[:_LONGEST_ROLE]
        if not shown:
            raise Refusal("I can't notify that role; choose one of yours.")
        return cls(Reach.ROLE, role, shown)


_CHANNEL = re.compile(r"channel:([A-Za-z0-9_-]{1,80}):(.+)", re.ASCII | re.DOTALL)
_LONGEST_CHANNEL = 100
_MEMBER = re.compile(r"member:([A-Za-z0-9-]{1,80}):(.+)", re.ASCII | re.DOTALL)
_LONGEST_PERSON = 100
_ROLE = re.compile(r"role:([A-Za-z0-9]{0,40}):(.+)", re.ASCII | re.DOTALL)
_LONGEST_ROLE = 100
"""Characters of a role's name: Discord's limit."""


class Right(StrEnum):
    """Who may use a command."""

    EVERYONE = "everyone"
    ADMINISTRATOR = "administrator"


def check_right(member: Member, needed: Right, doing: str) -> None:
    """Let a member pass, or say who may.

    Args:
        member: who asks.
        needed: the right that it takes.
        doing: what they want to do, as the end of "can …".

    Raises:
        Refusal: the member may not.
    """
    if needed is Right.ADMINISTRATOR and not member.administers:
        if member.unsure and not member.outsider:
            raise Refusal("I can't find out right now whether you're an administrator; try again in a minute.")
        raise Refusal(f"Only an administrator can {doing}; ask one of yours.")


PLAYGROUND = Tenant("web:playground", "Playground")
"""The tenant of those who use Versed on their own machine, in the browser or on the command line."""


MAX_NAME = 32
"""Characters of the name that a person gives on their own machine."""

_PLAIN = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")


def local_member(name: str) -> Member:
    """Return the person who gives that name on their own machine, where everyone is an administrator.

    Args:
        name: as given; what looks the same, however cased, accented or spaced, is the same person on every visit.

    Raises:
        Refusal: the name is too long, or shows nothing, or not what it says.
    """
    shown = " ".join(clean(name).split())
    if not 1 <= len(shown) <= MAX_NAME:
        raise Refusal(f"Please choose a name of 1 to {MAX_NAME} characters.")
    check_name(name)
    folded = fold(as_seen(shown))
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if not _PLAIN.fullmatch(folded):
        # The slug alone would make one person of “C” and “C++”.
        digest = hashlib.blake2s(folded.encode("utf-8", "replace"), digest_size=4).hexdigest()
        slug = f"{slug}-{digest}".lstrip("-")
    return Member(slug, shown, administrator=True)


class MemberKey(NamedTuple):
    """The key of a member anywhere: of their tenant, and their id in it. Those of a learner are their selves."""

    tenant: str
    member: str


class Learner(NamedTuple):
    """A person who learns, with one self or with several that they have linked.

    Args:
        home: the self that keeps their cards and how they've chosen to learn.
        selves: all of them, including the home.
    """

    home: MemberKey
    selves: tuple[MemberKey, ...]
