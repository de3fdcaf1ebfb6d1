"""Where a request of Slack's comes from: who did something, where and when, and how they can be answered."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """Who did something, where and when.

    Args:
        team: the id of the workspace, or of the enterprise, where the app is installed.
        team_name: the workspace's name, as far as Slack tells it.
        user, user_name: who.
        user_team: the id of their own workspace, if Slack tells it and it isn't the app's.
        channel, channel_name: where; both empty in App Home and in modals.
        direct: a private conversation, or a place that only this person sees.
        at: when, in UTC.
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
    """The ways on which someone can be answered.

    Args:
        origin: who asked, where.
        response_url: where Slack takes the answer, for half an hour, five times.
        trigger: what a modal can be opened with, for three seconds.
        view: the id of the modal that was used.
        thread: the thread that the question is in.
        under: the message that asked; what all may see is answered in a thread under it.
        replaceable: what was pressed is seen by the presser alone, so an answer may take its place.
    """

    origin: Origin
    response_url: str | None = None
    trigger: str | None = None
    view: str | None = None
    thread: str | None = None
    under: str | None = None
    replaceable: bool = False

    @property
    def is_view(self) -> bool:
        """Return whether the answer belongs in a modal, as there's no conversation."""
        return not self.origin.channel and not self.response_url
