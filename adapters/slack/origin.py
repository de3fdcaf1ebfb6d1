"""The origin of a request from Slack: who did something, where and when, and how to answer them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """Who did something, where and when.

    Args:
        team: the id of the workspace, or of the enterprise, where the app is installed.
        team_name: the workspace's name, or "" if Slack doesn't send it.
        user, user_name: the person's id, and their name or "" if Slack doesn't send it.
        user_team: the id of their own workspace, if Slack sends it and it isn't the app's.
        channel, channel_name: the channel's id and name; both empty in App Home and in modals.
        direct: whether it's a direct message or a place that only this person sees.
        at: the time, in UTC.
    """

    team: str
    team_name: str
    user: str
    user_name: str
    user_team: str | None
    channel: str
    channel_name: str
    direct: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class ReplyPath:
    """How to answer a request.

    Args:
        origin: who asked, where and when.
        response_url: a URL that takes up to five answers within 30 minutes.
        trigger: an id that lets the app open a modal within three seconds.
        view: the id of the modal that was used.
        thread: the thread that the question was asked in.
        under: the message that asked; public answers go to a thread under it.
        request: the id under which the request is stored if answering it takes long.
        replaceable: whether only the presser sees the message with the control, so that an answer may replace it.
    """

    origin: Origin
    response_url: str | None = None
    trigger: str | None = None
    view: str | None = None
    thread: str | None = None
    under: str | None = None
    request: str = ""
    replaceable: bool = False

    @property
    def is_view(self) -> bool:
        """Return whether the answer has to be a modal, because there's no conversation to answer in."""
        return not self.origin.channel and not self.response_url
