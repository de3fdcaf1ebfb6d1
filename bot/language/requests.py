"""What a platform asks of the core: calls, presses and completions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.language.files import GivenFile
from bot.language.forms import TYPED
from bot.language.people import Member, Place, Tenant


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks something, where and when.

    Args:
        tenant, place, member: as the platform vouches for them.
        at: when the platform stamped the event, in UTC.
        locale: the language that the member uses, perhaps with a region, such as de or en-GB; "" if the platform
            doesn't tell.
        zone: where the platform takes the member to be, by the IANA name of a zone known here; "" if it doesn't tell.
            It counts where nobody has chosen one.
        reply: a handle on the private answer to this, by which it can be changed for a while (see Boards.tell); "" if
            the platform has no such thing. It's a secret of no meaning elsewhere, and is never stored.
        overheard: whether it may not have been said to Versed; then nothing of it is counted.
    """

    tenant: Tenant
    place: Place
    member: Member
    at: datetime
    locale: str = ""
    zone: str = ""
    reply: str = field(default="", repr=False)
    overheard: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A command that a member used.

    Args:
        asker: who, where and when.
        command: its name, without the slash.
        options: raw values by option name, as typed.
        files: what was given along, by option name.
    """

    asker: Asker
    command: str
    options: Mapping[str, str]
    files: Mapping[str, GivenFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or a menu that a member used.

    Args:
        asker: who, where and when.
        press: the id that came back, untrusted.
        text: what was typed into the button's form, if it has one field or couldn't be shown, or "".
        fields: what was filled into it, by the name of the field, if it has several.
        partial: the form couldn't show all that was typed before, so what it didn't show still counts.
        files: what was given with it, by the name of the field.
    """

    asker: Asker
    press: str
    text: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    partial: bool = False
    files: Mapping[str, GivenFile] = field(default_factory=dict)

    @property
    def filled(self) -> Mapping[str, str]:
        """Return what was filled into the button's form, by the name of the field."""
        return self.fields or {TYPED: self.text}


@dataclass(frozen=True, slots=True)
class Completion:
    """A half-typed option for which suggestions are wanted.

    Args:
        asker: who, where and when.
        command, option: their names.
        typed: what's there so far.
    """

    asker: Asker
    command: str
    option: str
    typed: str
