"""Requests from a platform to the core: calls, presses and completions; and what a press means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.language.actions import Action
from bot.language.files import GivenFile
from bot.language.forms import TYPED, AnyForm
from bot.language.people import Member, MemberKey, Place, Tenant
from bot.language.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Asker:
    """Who made a request, where and when.

    Args:
        tenant, place, member: where it was made, and who made it, confirmed by the platform.
        at: the platform's timestamp of the event, in UTC.
        locale: the member's language, perhaps with a region, such as de or en-GB; "" if the platform doesn't say.
        zone: the time zone that the platform assumes, as an IANA name known here; "" if it doesn't say. It's the
            default for those who haven't chosen one.
        reply: a handle with which the private answer can be changed for a while (see Boards.tell); "" if the platform
            has no such thing. It's a secret, opaque to the core, and never stored.
        overheard: whether it may not have been addressed to Versed; then nothing is counted.
    """

    tenant: Tenant
    place: Place
    member: Member
    at: datetime
    locale: str = ""
    zone: str = ""
    reply: str = field(default="", repr=False)
    overheard: bool = False

    @property
    def key(self) -> MemberKey:
        """Return the member's unique key."""
        return MemberKey(self.tenant.key, self.member.id)


@dataclass(frozen=True, slots=True)
class Call:
    """A command that a member used.

    Args:
        asker: who used it, where and when.
        command: the command's name, without the slash.
        options: the raw values as typed, by option name.
        files: the attached files, by option name.
    """

    asker: Asker
    command: str
    options: Mapping[str, str]
    files: Mapping[str, GivenFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or a menu that a member used.

    Args:
        asker: who used it, where and when.
        press: the encoded action that came back, untrusted.
        text: the text entered in the button's form, if it has a single field or couldn't be shown, or "".
        fields: the values entered in the form, by field name, if it has several fields.
        partial: whether the form couldn't show all values typed before, so that those it didn't show still count.
        files: the attached files, by field name.
        problem: why something picked in the form can't be used, if the platform can tell; that field is then empty.
    """

    asker: Asker
    press: str
    text: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    partial: bool = False
    files: Mapping[str, GivenFile] = field(default_factory=dict)
    problem: Refusal | None = None

    @property
    def filled(self) -> Mapping[str, str]:
        """Return the values entered in the button's form, by field name."""
        return self.fields or {TYPED: self.text}


@dataclass(frozen=True, slots=True)
class DecodedPress:
    """What a press means: a form to show first, else a command to run, else an action to serve.

    Args:
        pressed: the press.
        action: the action that it carries, whose ids are untrusted.
        form: the form to show; None if it needs none, or if it's filled in.
        call: the command that it runs; None if it runs none.
        line: that command as someone would type it, if the button offered just that, or "".
    """

    pressed: Pressed
    action: Action
    form: AnyForm | None = None
    call: Call | None = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """A half-typed option for which suggestions are wanted.

    Args:
        asker: who is typing, where and when.
        command, option: the names of the command and the option.
        typed: the text so far.
    """

    asker: Asker
    command: str
    option: str
    typed: str
