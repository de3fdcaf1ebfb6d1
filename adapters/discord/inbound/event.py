"""Parses the gateway's interactions: who asked for what. Only a few fields are guaranteed.

https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import IntEnum
from typing import Protocol
from urllib.parse import quote

from adapters.discord.inbound.locales import zone_of
from adapters.discord.inbound.modal import PICKS_MEMBER, PICKS_ROLE, REST, attached, filled, typed
from adapters.discord.outbound.access import THREADS, may_post
from adapters.discord.outbound.message_body import EPHEMERAL
from adapters.discord.outbound.render import BEFORE_SUFFIX
from adapters.discord.outbound.wire import Payload
from bot.language import locales
from bot.language.people import Audience, Member, Place, Reach, Tenant
from bot.language.refusals import Refusal, blaming
from bot.language.requests import Asker

PLATFORM = "discord"

_EPOCH = 1_420_070_400_000
"""Discord's epoch, in milliseconds (https://docs.discord.com/developers/reference#snowflakes)."""

_ADMINISTRATOR = 1 << 3
_MANAGE_GUILD = 1 << 5

_MENTION_EVERYONE = 1 << 17
"""This permission also lets a bot ping roles that not everyone may ping."""

_BOT_DM = 1
"""The context of an interaction in a direct conversation with the bot
(https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-context-types)."""

_SELECT = 3


class InteractionType(IntEnum):
    """Types of interactions that Versed answers."""

    COMMAND = 2
    PRESS = 3
    COMPLETION = 4
    FORM = 5


class CommandKind(IntEnum):
    """Types of commands."""

    SLASH = 1
    MEMBER = 2
    MESSAGE = 3


class ServerNames(Protocol):
    """Looks up the names of servers and channels."""

    def name(self, guild: str) -> str | None:
        """Return the name of a server; None if it isn't known."""

    def channel_name(self, channel: str) -> str | None:
        """Return the name of a channel; None if it isn't known."""

    def parent(self, channel: str) -> str:
        """Return the id of the channel that a thread is in; "" if it isn't a thread, or isn't known."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """An interaction.

    Args:
        id, token, application: address its answers; safe to use in a URL's path.
        kind: the type of interaction.
        asker: who did it, where and when.
        data: the details, as Discord sent them.
        on_private_answer: whether it was on a message that only the asker sees.
        on_message: whether it was on a message.
        seal: the seal that the pressed button carried, and that the answer's buttons will carry, too
            (see outbound/seal.py); or "".
        is_stale: whether it was on a private answer that's too old.
    """

    id: str
    token: str
    application: str
    kind: InteractionType
    asker: Asker
    data: Payload
    on_private_answer: bool
    on_message: bool
    seal: str = ""
    is_stale: bool = False

    @property
    def command_kind(self) -> int:
        """Return the type of a command."""
        return int(self.data.get("type") or CommandKind.SLASH)

    @property
    def press(self) -> str:
        """Return the encoded press of a button, a menu or a form."""
        values = self.data.get("values")
        if self.data.get("component_type") == _SELECT or values:
            carried = values[0] if isinstance(values, list) and values else ""
        else:
            carried = self.data.get("custom_id")
        return str(carried or "").partition(BEFORE_SUFFIX)[0]

    @property
    def suffix(self) -> str:
        """Return the part of a custom id after its press, such as a seal."""
        return str(self.data.get("custom_id") or "").partition(BEFORE_SUFFIX)[2]

    @property
    def sealed_press(self) -> str:
        """Return the press with its seal, for a form to carry."""
        return f"{self.press}{BEFORE_SUFFIX}{self.seal}" if self.seal else self.press

    @property
    def text(self) -> str:
        """Return the text that was typed into a form with one field."""
        return typed(self.data.get("components"))

    def read_fields(self) -> tuple[dict[str, str], Refusal | None]:
        """Return the values of a form's fields by name, and why one of them can't be used.

        That's the case if a role, a channel or a person isn't from that server, or if the bot may not ping the role;
        the field is then empty.
        """
        problems: list[Refusal] = []

        def picked(name: str, kind: int, picked: str) -> str:
            try:
                with blaming(name):
                    return self._picked(kind, picked)
            except Refusal as refusal:
                problems.append(refusal)
                return ""

        fields = filled(self.data.get("components"), picked)
        return fields, problems[0] if problems else None

    @property
    def attachments(self) -> dict[str, str]:
        """Return the ids of the files that were uploaded with a form, by the field's name."""
        return attached(self.data.get("components"))

    def _picked(self, kind: int, picked: str) -> str:
        if kind == PICKS_MEMBER:
            return picked_person(self, picked)
        return picked_role(self, picked) if kind == PICKS_ROLE else picked_channel(self, picked)

    @property
    def is_partial(self) -> bool:
        """Return whether the form didn't have room for everything that was typed before."""
        return str(self.data.get("custom_id")).endswith(REST)


def parse_interaction(
    data: Payload, guild_name: Callable[[str], str | None], channel_name: Callable[[str], str | None]
) -> Interaction:
    """Parse an interaction.

    Args:
        data: the event's data.
        guild_name: returns the name of a server by its id; None if it isn't known.
        channel_name: returns the name of a channel by its id; None if it isn't known.

    Raises:
        KeyError, TypeError, ValueError: it isn't an interaction that Versed answers.
    """
    message = data.get("message")
    flags = message.get("flags") or 0 if isinstance(message, dict) else 0
    return Interaction(
        id=str(int(data["id"])),
        token=quote(str(data["token"]), safe=""),
        application=str(int(data["application_id"])),
        kind=InteractionType(data["type"]),
        asker=_asker(data, guild_name, channel_name),
        data=data.get("data") or {},
        on_private_answer=isinstance(message, dict) and (bool(flags & EPHEMERAL) or data.get("context") == _BOT_DM),
        on_message=isinstance(message, dict),
    )


def picked_role(interaction: Interaction, picked: str, *, pings: bool = True) -> str:
    """Return the core's notation for a role.

    Args:
        interaction: the interaction in which it was picked.
        picked: the role's id.
        pings: whether the bot should ping it.

    Raises:
        Refusal: it isn't from that server, or the bot may not ping it.
    """
    role = resolved_data(interaction, "roles", picked)
    if role is None:
        raise Refusal("That role isn't on this server; choose one that is.")
    audience = Audience(Reach.ROLE, picked, str(role.get("name") or "role"))
    if tenant_key(audience.id) == interaction.asker.tenant.key:  # the role that everyone has
        return Audience(Reach.EVERYONE).text
    if pings and not role.get("mentionable") and not interaction.asker.place.may_ping_all:
        raise Refusal(
            f"I'm not allowed to ping {audience.shown}: let anyone mention that role, or give me the permission "
            "“Mention @everyone, @here, and All Roles”."
        )
    return audience.text


def picked_channel(interaction: Interaction, picked: str) -> str:
    """Return the core's notation for a channel, given its id.

    Raises:
        Refusal: it isn't on that server.
    """
    channel = resolved_data(interaction, "channels", picked)
    if channel is None or interaction.asker.place.direct:
        raise Refusal("That channel isn't on this server; choose one that is.", option="channel")
    return Place(picked, f"#{channel.get('name') or 'channel'}", parent=_parent(channel)).text


def _parent(channel: Payload) -> str:
    """Return the id of the channel that a thread is in; "" if it isn't a thread (then its parent is a category)."""
    return str(channel.get("parent_id") or "") if channel.get("type") in THREADS else ""


def picked_person(interaction: Interaction, picked: str) -> str:
    """Return the core's notation for a person, given their id.

    Raises:
        Refusal: they aren't on that server, or it's a bot.
    """
    user = resolved_data(interaction, "users", picked)
    member = resolved_data(interaction, "members", picked)
    if user is None or member is None:
        raise Refusal("That person isn't on this server; choose one who is.")
    if user.get("bot"):
        raise Refusal("That's a bot; choose a person.")
    return Member(picked, shown_name(user, member)).text


def resolved_data(interaction: Interaction, kind: str, picked: str) -> Payload | None:
    """Return Discord's data of a picked role, channel, person or file; None if there's none.

    Args:
        interaction: the interaction in which it was picked.
        kind: Discord's name for the kind of thing, such as "roles".
        picked: its id.
    """
    found = ((interaction.data.get("resolved") or {}).get(kind) or {}).get(picked)
    return found if isinstance(found, dict) and picked.isdecimal() else None


def created_at(snowflake: str) -> datetime:
    """Return when an id was created, in UTC."""
    return datetime.fromtimestamp(((int(snowflake) >> 22) + _EPOCH) / 1000, UTC)


def tenant_key(guild: str) -> str:
    """Return the tenant's key for a server."""
    return f"{PLATFORM}:{guild}"


def own_tenant(person: Member) -> Tenant:
    """Return the tenant of a person who isn't in a server with Versed."""
    return Tenant(f"{PLATFORM}:user-{person.id}", person.name, personal=True)


def shown_name(user: Payload, member: Payload) -> str:
    """Return a person's name as others see it.

    Args:
        user: Discord's data of the user.
        member: Discord's data of them as a member of the server; empty outside of one.
    """
    return str(member.get("nick") or user.get("global_name") or user.get("username") or "someone")


def _asker(
    data: Payload, guild_name: Callable[[str], str | None], channel_name: Callable[[str], str | None]
) -> Asker:
    member: Payload = data.get("member") or {}
    user: Payload = member.get("user") or data["user"]
    channel: Payload = data.get("channel") or {}
    place = str(channel.get("id") or data.get("channel_id") or f"dm-{user['id']}")
    person = member_of(user, member)
    guild = data.get("guild_id")
    locale, zone = locales.told(data.get("locale")), zone_of(data.get("locale"), data.get("guild_locale"))
    if guild is None or _is_user_install(data):
        alone = Place(place, str(channel.get("name") or "this conversation"), direct=True)
        person = replace(person, alone=True)
        return Asker(own_tenant(person), alone, person, created_at(data["id"]), locale, zone)
    server_name = guild_name(str(guild)) or str((data.get("guild") or {}).get("name") or "this server")
    name = with_hash(channel.get("name") or channel_name(place))
    rights = data.get("app_permissions")
    may_ping_all = rights is None or bool(int(rights) & (_MENTION_EVERYONE | _ADMINISTRATOR))
    may = None if rights is None else may_post(channel, int(rights))
    here = Place(place, name, may_ping_all=may_ping_all, may_post=may, parent=_parent(channel))
    return Asker(Tenant(tenant_key(str(guild)), server_name), here, person, created_at(data["id"]), locale, zone)


def with_hash(channel: str | None) -> str:
    """Return a channel's name with #; it's stored, so it has to make sense in other channels, too."""
    return f"#{channel}" if channel else "a channel"


def _is_user_install(data: Payload) -> bool:
    """Return whether only the person has installed Versed, and not the server that they're in."""
    owners = data.get("authorizing_integration_owners")
    return isinstance(owners, dict) and "1" in owners and "0" not in owners


def member_of(user: Payload, member: Payload) -> Member:
    """Return the core's `Member` for a user.

    Args:
        user: Discord's data of the user.
        member: Discord's data of them as a member of the server; empty outside of one.
    """
    rights = int(member.get("permissions") or 0)
    roles = member.get("roles")
    return Member(
        str(user["id"]),
        shown_name(user, member),
        administrator=bool(rights & (_ADMINISTRATOR | _MANAGE_GUILD)),
        roles=frozenset(str(each) for each in roles) if isinstance(roles, list) else frozenset(),
    )
