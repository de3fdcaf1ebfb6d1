"""Looks up members in Slack: their names, and whether they're administrators or guests."""

import asyncio
import logging
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from cachetools import TLRUCache

from adapters.slack.origin import Origin
from adapters.slack.outbound.api import ApiError, Refused
from adapters.slack.workspace.installations import Installations
from bot.features.learners import zones
from bot.language import locales
from bot.language.names import SOMEONE
from bot.language.people import Member, Place, Tenant
from bot.language.refusals import Refusal, blaming
from bot.language.requests import Asker

_log = logging.getLogger(__name__)

_ID = re.compile(r"(?:member:|@)?([UW][A-Z0-9]{2,30})(?::.*)?", re.ASCII | re.DOTALL)
"""A person's id in any notation; a name that follows it isn't trusted."""

_LASTS = 180.0
"""Seconds for which a profile is cached."""
_RETRIED = 30.0
"""Seconds until we ask Slack again about someone if it didn't answer."""
_MOST = 10_000
"""At most this many profiles are cached; the least recently used is dropped first."""
_PATIENCE = 3.0
"""Maximum number of seconds that an answer waits for someone's profile."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A person's profile in Slack.

    Args:
        name: the name that others see, or "".
        homes: the ids of their workspaces and of their enterprise, as far as they're known.
        administrator: whether they're an administrator or owner of the workspace, or of the enterprise if that
            installed the app.
        bot: whether it's a bot instead of a person.
        deactivated: whether their account has been deactivated.
        guest: whether they can only use some channels, or belong to another organisation.
        locale: the language that they use Slack in, such as de-DE, or "".
        zone: their time zone according to Slack, as an IANA name that we know, or "".
    """

    name: str = ""
    homes: frozenset[str] = frozenset()
    administrator: bool = False
    bot: bool = False
    deactivated: bool = False
    guest: bool = False
    locale: str = ""
    zone: str = ""


_UNKNOWN = Profile()
_UNANSWERED = Profile()
"""A placeholder for someone that Slack gave no answer about."""
_NOBODY = Profile()
"""A placeholder for someone who doesn't exist, according to Slack."""
_STRANGE = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
"""Errors of users.info that mean that there's no such person
(https://docs.slack.dev/reference/methods/users.info#errors)."""

_PICK = "Pick the person from the list that comes up when you type @."
_OLD_MANIFEST = " If you just did, the app has an old manifest; ask the person who runs Versed to update it."
"""Slack only sends the ids of people in commands to apps that ask for them in their manifest."""


def _until(_key: object, profile: Profile, now: float) -> float:
    """Return when a cached profile expires, in seconds."""
    return now + (_RETRIED if profile is _UNANSWERED else _LASTS)


class Members:
    """Looks up people.

    Args:
        installations: calls Slack with the workspace's token.
        administrators: ids of people who count as administrators, whatever Slack says.
    """

    def __init__(
        self,
        installations: Installations,
        administrators: Collection[str],
    ) -> None:
        self._installations = installations
        self._administrators = frozenset(administrators)
        self._known: TLRUCache[tuple[str, str], Profile] = TLRUCache(_MOST, _until, monotonic)
        self._asked: dict[tuple[str, str], asyncio.Task[Profile]] = {}

    async def asker(self, origin: Origin, tenant: Tenant, place: Place) -> Asker:
        """Return the asker; if Slack doesn't return their profile, they may learn but not administer.

        Args:
            origin: the person and the time, from the request.
            tenant: the workspace.
            place: the channel or conversation.
        """
        profile = await self._profile(origin.team, origin.user)
        member = Member(
            origin.user,
            profile.name or origin.user_name or SOMEONE,
            administrator=profile.administrator or origin.user in self._administrators,
            outsider=profile.guest or self._is_foreign(profile, origin),
            unsure=profile is _UNKNOWN or profile is _UNANSWERED,
        )
        return Asker(tenant, place, member, origin.at, profile.locale, profile.zone)

    async def resolved(self, taking: Collection[str], values: Mapping[str, str], team: str) -> Mapping[str, str]:
        """Return option values, with people's ids replaced by the core's notation of a member.

        Args:
            taking: names of the options that take a person.
            values: the values, by name.
            team: the id of the workspace.

        Raises:
            Refusal: there's no such person.
        """
        resolved = dict(values)
        for name in taking:
            typed = values.get(name, "").strip()
            if not typed:
                continue
            with blaming(name):
                picked = _ID.fullmatch(typed)
                if picked is None:
                    raise Refusal(_misnamed(typed))
                resolved[name] = (await self._find(team, picked[1])).text
        return resolved

    async def _find(self, team: str, user: str) -> Member:
        profile = await self._profile(team, user)
        if profile is _UNKNOWN or profile is _UNANSWERED:
            raise Refusal("Slack isn't answering right now; please try again in a minute.")
        if profile is _NOBODY or profile.bot or profile.deactivated:
            raise Refusal("I can't find that person here; pick someone from this workspace.")
        return Member(user, profile.name or user)

    async def _profile(self, team: str, user: str) -> Profile:
        key = (team, user)
        if (known := self._known.get(key)) is not None:
            return known
        task = self._asked.get(key)
        if task is None:
            task = self._asked[key] = asyncio.create_task(self._ask(team, user))
            task.add_done_callback(lambda _: self._asked.pop(key, None))
        done, _ = await asyncio.wait({task}, timeout=_PATIENCE)
        return task.result() if done else _UNKNOWN

    async def _ask(self, team: str, user: str) -> Profile:
        try:
            answer = await self._installations.call(team, "users.info", form={"user": user, "include_locale": "true"})
            profile = _profile(answer.get("user"), team)
        except Refused as error:
            _log.warning("Slack won't tell about a member: %s", error)
            profile = _NOBODY if error.code in _STRANGE else _UNANSWERED
        except ApiError as error:
            _log.warning("couldn't look up a member: %s", error)
            profile = _UNANSWERED
        self._known[team, user] = profile
        return profile

    def _is_foreign(self, profile: Profile, origin: Origin) -> bool:
        """Return whether a person belongs to a different organisation than the one that installed the app."""
        at_home = not profile.homes.isdisjoint({origin.team, self._installations.own_team} - {""})
        if origin.user_team is not None and not (at_home and origin.user_team in profile.homes):
            return True
        return bool(profile.homes) and not at_home


def _misnamed(typed: str) -> str:
    """Return what to do instead of naming a person like this."""
    if _ID.match(typed):
        return "Name one person at a time."
    return _PICK + (_OLD_MANIFEST if typed.startswith("@") else "")


def _profile(user: object, team: str) -> Profile:
    """Make a profile from Slack's user object.

    Source: https://docs.slack.dev/reference/objects/user-object

    Args:
        user: the object.
        team: the id of the workspace, or of the enterprise, where the app is installed.
    """
    if not isinstance(user, dict):
        return _UNKNOWN
    profile, enterprise = _object(user.get("profile")), _object(user.get("enterprise_user"))
    name = profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name") or ""
    homes = {user.get("team_id"), enterprise.get("enterprise_id"), *(enterprise.get("teams") or ())}
    # An enterprise is one tenant, so the administrators of just one of its workspaces don't administer it.
    ranked = enterprise if team == enterprise.get("enterprise_id") else user
    return Profile(
        str(name),
        frozenset(str(home) for home in homes if home),
        bot=user.get("is_bot") is True,
        deactivated=user.get("deleted") is True,
        administrator=any(ranked.get(flag) is True for flag in ("is_admin", "is_owner", "is_primary_owner")),
        guest=any(user.get(flag) is True for flag in ("is_restricted", "is_ultra_restricted", "is_stranger")),
        locale=locales.told(user.get("locale")),
        zone=zones.told(str(user.get("tz") or "")),
    )


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
