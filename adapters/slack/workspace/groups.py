"""User groups: people refer to them by name, and posts ping them by id."""

import re
from collections.abc import Mapping, Sequence

from cachetools import TTLCache

from adapters.slack.outbound.api import ApiError, Refused
from adapters.slack.outbound.rich_text import SlackJson
from adapters.slack.workspace.installations import Installations
from bot.language.commands import AnyCommand
from bot.language.forms import Suggestion
from bot.language.options import OptionKind
from bot.language.people import NOBODY, Audience, MemberKey, Reach, id_of
from bot.language.refusals import Refusal, blaming
from bot.language.text import as_seen, clean, fold
from bot.naming.titles import Title, Titles

_LASTS = 30.0
"""Seconds for which a workspace's groups are cached."""
_MOST = 1_000
"""Maximum number of workspaces whose groups are cached."""
_MOST_NAMED = 5
_MOST_SUGGESTED = 25
_MENTION = re.compile(r"!?subteam\^([A-Z0-9]+)", re.ASCII)
_ID = re.compile(r"S[A-Z0-9]{1,30}", re.ASCII)
_REACHES = {"channel": "everyone", "everyone": "everyone", "here": "here"}
"""What to choose for `everyone` to ping what Slack calls @channel, @everyone or @here."""
_BROADCAST = {Reach.EVERYONE: "<!channel>", Reach.HERE: "<!here>"}


class Groups:
    """Looks up user groups, so that people can only choose their own workspace's groups.

    Args:
        installations: calls Slack with the workspace's token.
    """

    def __init__(self, installations: Installations) -> None:
        self._installations = installations
        self._known: TTLCache[str, Sequence[Audience]] = TTLCache(_MOST, _LASTS)
        self._members: TTLCache[tuple[str, str], frozenset[str]] = TTLCache(_MOST, _LASTS)

    async def resolved(self, command: AnyCommand, options: Mapping[str, str], team: str) -> Mapping[str, str]:
        """Return a command's options, with user groups replaced by the core's notation of an audience.

        Args:
            command: the command.
            options: the options as they were typed.
            team: the id of the workspace.

        Raises:
            Refusal: there's no such group, or Slack doesn't list the groups.
        """
        resolved = dict(options)
        for option in command.options:
            if option.kind is OptionKind.ROLE and clean(options.get(option.name, "")) not in ("", NOBODY):
                with blaming(option.name):
                    resolved[option.name] = (await self._find(options[option.name], team)).text
        return resolved

    async def suggest(self, typed: str, team: str) -> list[Suggestion]:
        """Return groups that complete a partly typed name, best matches first.

        Raises:
            Refusal: Slack doesn't list the groups.
        """
        titles = Titles(Title(each.id, each.shown, (each.name,)) for each in await self._all(team))
        return [Suggestion(each.name, each.name) for each in titles.complete(typed, _MOST_SUGGESTED)]

    async def has(self, me: MemberKey, role: str) -> bool:
        """Return whether someone is in a user group, by the group's id.

        Source: https://docs.slack.dev/reference/methods/usergroups.users.list

        Raises:
            Refusal: Slack doesn't list the group's members.
        """
        key = (id_of(me.tenant), role)
        if key not in self._members:
            answer = await self._ask(key[0], "usergroups.users.list", {"usergroup": role})
            users = answer.get("users")
            self._members[key] = frozenset(str(each) for each in (users if isinstance(users, list) else ()))
        return me.member in self._members[key]

    async def _find(self, typed: str, team: str) -> Audience:
        groups = await self._all(team)
        tidied = clean(typed)
        mention = _MENTION.search(tidied)
        name = mention[1] if mention else tidied.lstrip("@!")
        for alike in (as_seen, fold):
            for each in groups:
                if name == each.id or alike(name) == alike(each.name):
                    return each
        names = ", ".join(each.shown for each in groups[:_MOST_NAMED])
        hint = f"there are {names}." if names else "there are none yet; make one in Slack, or choose everyone."
        reach = _REACHES.get(fold(name))
        instead = f" For @{fold(name)}, type everyone:{reach}." if reach else ""
        raise Refusal(f"I don't know the user group “{tidied[:40]}”; {hint}{instead}")

    async def _all(self, team: str) -> Sequence[Audience]:
        if (known := self._known.get(team)) is not None:
            return known
        answer = await self._ask(team, "usergroups.list", {})
        groups = answer.get("usergroups")
        audiences = [each for group in (groups if isinstance(groups, list) else ()) if (each := _audience(group))]
        self._known[team] = audiences
        return audiences

    async def _ask(self, team: str, method: str, form: Mapping[str, str]) -> SlackJson:
        """Call a Slack method about user groups.

        Raises:
            Refusal: the call failed.
        """
        try:
            return await self._installations.call(team, method, form=form)
        except Refused as error:
            if error.code == "missing_scope":
                raise Refusal(
                    f"The app lacks the scope {error.needed or 'usergroups:read'}; add it in the app's settings, and "
                    "install it again."
                ) from error
            raise Refusal(f"Slack won't tell me which user groups there are ({error.code}).") from error
        except ApiError as error:
            raise Refusal("Slack isn't answering right now; please try again in a minute.") from error


def mention(audience: Audience) -> SlackJson | None:
    """Return a block that pings an audience; None if it's a group without a valid id.

    `verbatim` keeps Slack from turning other text into links and mentions.
    Source: https://docs.slack.dev/messaging/formatting-message-text#mentioning-groups
    """
    markup = _BROADCAST.get(audience.reach)
    if markup is None and _ID.fullmatch(audience.id):
        markup = f"<!subteam^{audience.id}>"
    if markup is None:
        return None
    return {"type": "section", "text": {"type": "mrkdwn", "text": markup, "verbatim": True}}


def _audience(group: object) -> Audience | None:
    """Return the audience for Slack's user group object; None if it's deleted, or has no valid id or handle.

    Source: https://docs.slack.dev/reference/objects/usergroup-object
    """
    if not isinstance(group, dict) or group.get("date_delete"):
        return None
    group_id, handle = str(group.get("id") or ""), clean(str(group.get("handle") or ""))
    return Audience(Reach.ROLE, group_id, handle) if _ID.fullmatch(group_id) and handle else None
