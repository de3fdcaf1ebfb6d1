"""Tenants, places and members; who may do what, and who a post may ping."""

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
    """A Discord server, a Slack workspace or this machine's playground; nothing crosses tenants unless asked.

    Args:
        key: its unique key, platform:id, for example discord:1234.
        name: its display name.
        personal: whether it's a single person, outside of any server, so that nobody administers it.
    """

    key: str
    name: str
    personal: bool = False


def platform_of(tenant: str) -> str:
    """Return the platform in a tenant's key, such as discord."""
    return tenant.partition(":")[0]


def id_of(tenant: str) -> str:
    """Return the tenant's id on its platform, from the tenant's key."""
    return tenant.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Place:
    """A channel of a tenant.

    Args:
        id: its id, unique within the tenant.
        name: its display name.
        direct: whether it's a private conversation with one member.
        may_ping_all: whether the platform lets the bot ping everyone there, as far as we know.
        may_post: whether the platform lets the bot post there; None if the request doesn't say.
        parent: the id of the channel that it's a thread of; "" if it isn't a thread, or threads have no ids of their
            own.
    """

    id: str
    name: str
    direct: bool = False
    may_ping_all: bool = True
    may_post: bool | None = None
    parent: str = ""

    @property
    def text(self) -> str:
        """Return the place as an option's value."""
        return f"channel:{self.id}{f'@{self.parent}' if self.parent else ''}:{self.name}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """Parse a channel confirmed by the platform; return None if the text is only a typed name."""
        found = _CHANNEL.fullmatch(text)
        return cls(found[1], clean(found[3])[:_LONGEST_CHANNEL], parent=found[2] or "") if found else None

    @property
    def mention(self) -> ChannelMention:
        """Return a mention of it for a text."""
        return ChannelMention("" if self.direct else self.id, self.name)


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
"""The beginning of a URL, which platforms turn into a link by themselves."""

_BREAKS = re.compile(r"[\r\n\t\v\f\x85\u2028\u2029]+")

NAMELESS = "Nameless"
"""The name for someone whose own name is invisible."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person within a tenant.

    Args:
        id: their id, unique within the tenant.
        name: their display name, without URL schemes and line breaks; an invisible name is replaced, because it may
            appear on a podium.
        administrator: whether the platform currently says that they may change how the bot behaves for everyone.
        outsider: whether they're a guest or from another organisation; then they may learn but not administer.
        roles: the ids of their roles, if the platform sends them with a request.
        unsure: whether the platform currently doesn't say if they're an administrator.
        alone: whether they're outside of any server, so that nobody administers.
    """

    id: str
    name: str
    administrator: bool = False
    outsider: bool = False
    roles: frozenset[str] = frozenset()
    unsure: bool = False
    alone: bool = False

    def __post_init__(self) -> None:
        name = _BREAKS.sub(" ", self.name)
        while _SCHEME.search(name):  # removing one may create another
            name = _SCHEME.sub("", name)
        if self.name and not as_seen(name):
            name = NAMELESS
        if name != self.name:
            object.__setattr__(self, "name", name)

    @property
    def text(self) -> str:
        """Return the member as an option's value."""
        return f"member:{self.id}:{self.name}"

    @classmethod
    def read(cls, text: str) -> "Member | None":
        """Parse a person confirmed by the platform; return None if the text is only a typed name."""
        found = _MEMBER.fullmatch(text)
        return cls(found[1], clean(found[2])[:_LONGEST_PERSON]) if found else None

    @property
    def administers(self) -> bool:
        """Return whether they may change how the bot behaves for everyone."""
        return self.administrator and not self.outsider


NOBODY = "nobody"
"""The option value for removing an audience."""


class Reach(StrEnum):
    """How widely a post pings."""

    ROLE = "role"
    """The people with a certain role or in a user group."""
    EVERYONE = "everyone"
    """Everyone in the place."""
    HERE = "here"
    """Everyone in the place who's online."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who a post pings, as chosen by an administrator.

    Args:
        reach: how widely it pings.
        id: the id of the role or user group, confirmed by the platform; "" if only the name is known.
        name: the display name of the role or user group.
    """

    reach: Reach
    id: str = ""
    name: str = ""

    @property
    def shown(self) -> str:
        """Return it as text that pings nobody."""
        return f"@{self.name or self.reach}"

    @property
    def text(self) -> str:
        """Return it as text for storage."""
        return f"{self.reach}:{self.id}:{self.name}" if self.reach is Reach.ROLE else str(self.reach)

    @classmethod
    def read(cls, text: str) -> "Audience | None":
        """Parse what `text` returned; return None for nobody. A bare name is a role without an id.

        Raises:
            Refusal: there's no visible name.
        """
        if text in ("", NOBODY):
            return None
        if text in (Reach.EVERYONE, Reach.HERE):
            return cls(Reach(text))
        match = _ROLE.fullmatch(text)
        role, name = match.groups() if match else ("", text)
        tidied = " ".join(clean(name).lstrip("@").split())[:_LONGEST_ROLE]
        if not tidied:
            raise Refusal("I can't notify that role; choose one of yours.")
        return cls(Reach.ROLE, role, tidied)


_CHANNEL = re.compile(r"channel:([A-Za-z0-9_-]{1,80})(?:@([A-Za-z0-9_-]{1,80}))?:(.+)", re.ASCII | re.DOTALL)
_LONGEST_CHANNEL = 100
_MEMBER = re.compile(r"member:([A-Za-z0-9-]{1,80}):(.+)", re.ASCII | re.DOTALL)
_LONGEST_PERSON = 100
_ROLE = re.compile(r"role:([A-Za-z0-9]{0,40}):(.+)", re.ASCII | re.DOTALL)
_LONGEST_ROLE = 100
"""Maximum length of a role's name: Discord's limit."""


class Right(StrEnum):
    """Who may use a command."""

    EVERYONE = "everyone"
    ADMINISTRATOR = "administrator"


UNSURE = (
    "I can't find out right now whether you're an administrator; try again in a minute. If that doesn't help, ask "
    "the person who runs Versed to run versed doctor."
)


def check_right(member: Member, needed: Right, doing: str) -> None:
    """Check that a member has a right.

    Args:
        member: who asks.
        needed: the required right.
        doing: what they want to do, as the end of "Only an administrator can …".

    Raises:
        Refusal: the member doesn't have the right.
    """
    if needed is Right.ADMINISTRATOR and not member.administers:
        raise not_allowed(member, f"Only an administrator can {doing}")


def not_allowed(member: Member, who_can: str) -> Refusal:
    """Return the refusal of what a member has no right to do.

    Args:
        member: who asks.
        who_can: the beginning of the sentence, which says who can.
    """
    if member.unsure and not member.outsider:
        return Refusal(UNSURE)
    where = "run that in a server that I'm in" if member.alone else "ask one of yours"
    return Refusal(f"{who_can}; {where}.")


PLAYGROUND = Tenant("web:playground", "Playground")
"""The tenant of those who use Versed on their own machine, in the browser or on the command line."""


MAX_NAME = 32
"""Maximum length of the name that a person gives on their own machine."""

_PLAIN = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")


def local_member(name: str) -> Member:
    """Return the member for a name given on one's own machine, where everyone is an administrator.

    Args:
        name: the given name; names that differ only in case, accents or spaces belong to the same person.

    Raises:
        Refusal: the name is empty, too long, invisible or misleading.
    """
    tidied = " ".join(clean(name).split())
    if not 1 <= len(tidied) <= MAX_NAME:
        raise Refusal(f"Please choose a name of 1 to {MAX_NAME} characters.")
    check_name(name)
    folded = fold(as_seen(tidied))
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if not _PLAIN.fullmatch(folded):
        # The slug alone would make one person of “C” and “C++”.
        digest = hashlib.blake2s(folded.encode("utf-8", "replace"), digest_size=4).hexdigest()
        slug = f"{slug}-{digest}".lstrip("-")
    return Member(slug, tidied, administrator=True)


class MemberKey(NamedTuple):
    """The unique key of a member: their tenant's key, and their id in it. A learner's keys are their selves."""

    tenant: str
    member: str


class Learner(NamedTuple):
    """A person who learns, with one or several linked accounts (selves).

    Args:
        home: the self under which their cards and settings are stored.
        selves: all their selves, including the home.
    """

    home: MemberKey
    selves: tuple[MemberKey, ...]
