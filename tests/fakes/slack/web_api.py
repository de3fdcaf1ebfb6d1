"""The methods of the Web API that a bot like Versed may call."""

import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.slack.server import Call, FakeSlack

Json = dict[str, Any]

_numbers = itertools.count(1)


async def serve(slack: "FakeSlack", call: "Call") -> Json:
    """Slack's answer to a request."""
    method = _METHODS.get(call.method)
    if method is None:
        return _error("unknown_method")
    if call.method not in ("oauth.v2.access", "api.test") and not call.token.startswith(("xoxb-", "xapp-", "xoxe.")):
        return _error("invalid_auth" if call.token else "not_authed")
    answer = method(slack, call.arguments)
    return answer if "ok" in answer else {"ok": True, **answer}


def _error(code: str, **more: str) -> Json:
    return {"ok": False, "error": code, **more}


def _found(slack: "FakeSlack", place: str) -> Json | None:
    """A channel, or a conversation that was opened."""
    return {"is_member": True} if place in slack.conversations else slack.channels.get(place)


def _auth_test(slack: "FakeSlack", _arguments: Json) -> Json:
    return {"team": "Home", "team_id": "T0HOME", "user": "versed", "user_id": "U0BOT", "bot_id": "B0BOT"}


def _test(_slack: "FakeSlack", arguments: Json) -> Json:
    return {"args": arguments}


def _connections_open(slack: "FakeSlack", _arguments: Json) -> Json:
    return {"url": f"ws://{slack.host}:{slack.port}/socket?ticket={slack.sockets.new_ticket()}"}


def _post_message(slack: "FakeSlack", arguments: Json) -> Json:
    slack.check(arguments)
    place = str(arguments.get("channel") or "")
    channel = _found(slack, place)
    if place in slack.users:
        place, channel = f"D-{place}", {"is_member": True}
    if channel is None:
        return _error("channel_not_found")
    if channel.get("is_archived"):
        return _error("is_archived")
    if not channel.get("is_member"):
        return _error("channel_not_found" if channel.get("is_private") else "not_in_channel")
    kept = {name: arguments[name] for name in ("text", "blocks", "metadata", "thread_ts") if name in arguments}
    ts = slack.say(place, user="U0BOT", bot_id="B0BOT", **kept)
    return {"channel": place, "ts": ts, "message": {"ts": ts, **kept}}


def _post_ephemeral(slack: "FakeSlack", arguments: Json) -> Json:
    slack.check(arguments)
    channel = slack.channels.get(str(arguments.get("channel") or ""))
    if channel is None or (channel.get("is_private") and not channel.get("is_member")):
        return _error("channel_not_found")
    if channel.get("is_archived"):
        return _error("is_archived")
    if not channel.get("is_member"):
        return _error("not_in_channel")
    return {"message_ts": slack.stamp()}


def _update(slack: "FakeSlack", arguments: Json) -> Json:
    # Its error codes are in https://github.com/slackapi/slack-api-specs; unlike chat.postMessage's, they call an
    # archived channel inactive.
    slack.check(arguments)
    channel = _found(slack, str(arguments.get("channel") or ""))
    if channel is None:
        return _error("channel_not_found")
    if channel.get("is_archived"):
        return _error("is_inactive")
    for said in slack.messages[str(arguments.get("channel"))]:
        if said["ts"] == arguments.get("ts"):
            said |= {"text": arguments.get("text"), "blocks": arguments.get("blocks")}
            return {"channel": arguments["channel"], "ts": said["ts"]}
    return _error("message_not_found")


def _open_view(slack: "FakeSlack", arguments: Json) -> Json:
    if not arguments.get("trigger_id"):
        return _error("invalid_trigger_id")
    return _keep_view(slack, arguments, f"V{next(_numbers)}")


def _update_view(slack: "FakeSlack", arguments: Json) -> Json:
    if arguments.get("view_id") not in slack.views:
        return _error("not_found")
    return _keep_view(slack, arguments, str(arguments["view_id"]))


def _keep_view(slack: "FakeSlack", arguments: Json, view_id: str) -> Json:
    view = arguments["view"]
    slack.check_view(view)
    slack.views[view_id] = {**view, "id": view_id, "team_id": "T0HOME"}
    return {"view": slack.views[view_id]}


def _publish(slack: "FakeSlack", arguments: Json) -> Json:
    slack.check_view(arguments["view"])
    slack.homes[str(arguments.get("user_id"))] = arguments["view"]
    return {"view": {**arguments["view"], "id": "VHOME"}}


def _user(slack: "FakeSlack", arguments: Json) -> Json:
    # https://docs.slack.dev/reference/methods/users.info: the locale comes only if it's asked for.
    user = slack.users.get(str(arguments.get("user") or ""))
    if user is None:
        return _error("user_not_found")
    with_locale = str(arguments.get("include_locale")).lower() in ("true", "1")
    return {"user": {name: value for name, value in user.items() if with_locale or name != "locale"}}


def _user_groups(slack: "FakeSlack", _arguments: Json) -> Json:
    return {"usergroups": slack.groups}


def _users_of_a_group(slack: "FakeSlack", arguments: Json) -> Json:
    # https://docs.slack.dev/reference/methods/usergroups.users.list
    users = slack.in_groups.get(str(arguments.get("usergroup") or ""))
    return _error("no_such_subteam") if users is None else {"users": users}


def _channel(slack: "FakeSlack", arguments: Json) -> Json:
    channel = slack.channels.get(str(arguments.get("channel") or ""))
    return _error("channel_not_found") if channel is None else {"channel": channel}


def _conversations_of(slack: "FakeSlack", arguments: Json) -> Json:
    # https://docs.slack.dev/reference/methods/users.conversations
    user, kinds = str(arguments.get("user") or ""), str(arguments.get("types") or "public_channel").split(",")
    if user not in slack.users:
        return _error("user_not_found")
    if "private_channel" in kinds:
        return _error("missing_scope", needed="groups:read")
    found = [slack.channels[each] for each in sorted(slack.in_channels[user])]
    start = int(str(arguments.get("cursor") or "0"))
    shown = [each for each in found if not each.get("is_private") and not each.get("is_archived")]
    page = shown[start : start + slack.page]
    cursor = str(start + len(page)) if start + len(page) < len(shown) else ""
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


def _open(slack: "FakeSlack", arguments: Json) -> Json:
    user = str(arguments.get("users") or "")
    if user not in slack.users:
        return _error("user_not_found")
    if user in slack.unreachable:
        return _error(slack.unreachable[user])
    slack.conversations[f"D-{user}"] = user
    return {"channel": {"id": f"D-{user}"}}


def _join(slack: "FakeSlack", arguments: Json) -> Json:
    channel = slack.channels.get(str(arguments.get("channel") or ""))
    if channel is None or channel.get("is_private"):
        return _error("method_not_supported_for_channel_type" if channel else "channel_not_found")
    if channel.get("is_archived"):
        return _error("is_archived")
    channel["is_member"] = True
    return {"channel": channel}


def _history(slack: "FakeSlack", arguments: Json) -> Json:
    place = str(arguments.get("channel") or "")
    channel = _found(slack, place)
    if channel is None:
        return _error("channel_not_found")
    if not channel.get("is_member"):
        return _error("not_in_channel")
    oldest, latest = float(arguments.get("oldest") or 0), float(arguments.get("latest") or 9e12)
    said = [
        each for each in slack.messages[place] if oldest <= float(each["ts"]) <= latest and "thread_ts" not in each
    ]
    said.reverse()
    start = int(str(arguments.get("cursor") or "0"))
    page = said[start : start + min(int(arguments.get("limit") or 100), slack.page)]
    if arguments.get("include_all_metadata") not in ("true", "1", True):
        page = [{name: value for name, value in each.items() if name != "metadata"} for each in page]
    more = start + len(page) < len(said)
    cursor = str(start + len(page)) if more else ""
    return {"messages": page, "has_more": more, "response_metadata": {"next_cursor": cursor}}


def _replies(slack: "FakeSlack", arguments: Json) -> Json:
    # https://docs.slack.dev/reference/methods/conversations.replies: the message itself, then what's in its thread.
    place, ts = str(arguments.get("channel") or ""), str(arguments.get("ts") or "")
    channel = _found(slack, place)
    if channel is None:
        return _error("channel_not_found")
    if not channel.get("is_member"):
        return _error("not_in_channel")
    found = [each for each in slack.messages[place] if ts in (each["ts"], each.get("thread_ts"))]
    if not found:
        return _error("thread_not_found")
    oldest, latest = float(arguments.get("oldest") or 0), float(arguments.get("latest") or 9e12)
    said = [each for each in found if each["ts"] == ts or oldest <= float(each["ts"]) <= latest]
    start = int(str(arguments.get("cursor") or "0"))
    page = said[start : start + min(int(arguments.get("limit") or 1000), slack.page)]
    if arguments.get("include_all_metadata") not in ("true", "1", True):
        page = [{name: value for name, value in each.items() if name != "metadata"} for each in page]
    more = start + len(page) < len(said)
    cursor = str(start + len(page)) if more else ""
    return {"messages": page, "has_more": more, "response_metadata": {"next_cursor": cursor}}


def _pin(slack: "FakeSlack", arguments: Json) -> Json:
    # https://docs.slack.dev/reference/methods/pins.add
    place, ts = str(arguments.get("channel") or ""), str(arguments.get("timestamp") or "")
    if (refusal := _no_pin(slack, place, ts)) is not None:
        return refusal
    if ts in slack.pins[place]:
        return _error("already_pinned")
    slack.pins[place].append(ts)
    return {}


def _unpin(slack: "FakeSlack", arguments: Json) -> Json:
    # https://docs.slack.dev/reference/methods/pins.remove
    place, ts = str(arguments.get("channel") or ""), str(arguments.get("timestamp") or "")
    if (refusal := _no_pin(slack, place, ts)) is not None:
        return refusal
    if ts not in slack.pins[place]:
        return _error("no_pin")
    slack.pins[place].remove(ts)
    return {}


def _no_pin(slack: "FakeSlack", place: str, ts: str) -> Json | None:
    channel = _found(slack, place)
    if channel is None:
        return _error("channel_not_found")
    if not channel.get("is_member"):
        return _error("not_in_channel")
    known = any(each["ts"] == ts for each in slack.messages[place])
    return None if known else _error("message_not_found")


def _oauth(slack: "FakeSlack", arguments: Json) -> Json:
    key = str(arguments.get("code") or arguments.get("refresh_token") or "")
    return slack.codes.pop(key, None) or _error("invalid_code" if "code" in arguments else "invalid_refresh_token")


def _file(slack: "FakeSlack", arguments: Json) -> Json:
    # https://docs.slack.dev/reference/methods/files.info
    file = slack.described.get(str(arguments.get("file") or ""))
    return _error("file_not_found") if file is None else {"file": file}


def _upload_url(slack: "FakeSlack", arguments: Json) -> Json:
    file = f"F{next(_numbers)}"
    slack.names[file] = str(arguments["filename"])
    return {"file_id": file, "upload_url": f"http://{slack.host}:{slack.port}/upload/{file}"}


def _complete_upload(slack: "FakeSlack", arguments: Json) -> Json:
    files = arguments.get("files") or []
    if not all(file["id"] in slack.files for file in files):
        return _error("file_not_found")
    if place := arguments.get("channel_id"):
        if place not in slack.conversations:
            return _error("channel_not_found")
        slack.say(str(place), user="U0BOT", files=files)
    return {"files": files}


_METHODS = {
    "api.test": _test,
    "auth.test": _auth_test,
    "apps.connections.open": _connections_open,
    "chat.postMessage": _post_message,
    "chat.postEphemeral": _post_ephemeral,
    "chat.update": _update,
    "views.open": _open_view,
    "views.push": _open_view,
    "views.update": _update_view,
    "views.publish": _publish,
    "users.info": _user,
    "usergroups.list": _user_groups,
    "usergroups.users.list": _users_of_a_group,
    "users.conversations": _conversations_of,
    "conversations.info": _channel,
    "conversations.join": _join,
    "conversations.history": _history,
    "conversations.replies": _replies,
    "pins.add": _pin,
    "pins.remove": _unpin,
    "conversations.open": _open,
    "oauth.v2.access": _oauth,
    "files.info": _file,
    "files.getUploadURLExternal": _upload_url,
    "files.completeUploadExternal": _complete_upload,
}
