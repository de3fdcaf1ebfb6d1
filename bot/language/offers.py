"""What follows a refusal: commands that would do, as buttons, and a form in which what was typed can be put right.

A button carries its whole command, so it outlives restarts, and pressing it is no more than typing that command: it's
checked and served as if it had been typed. What's too long for a press gets no button. Options that take a role, a
channel or a file don't travel, as only the platform can vouch for one.
"""

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.language import slash
from bot.language.actions import Action, action, encode
from bot.language.commands import AnyCommand
from bot.language.controls import Button, Emphasis
from bot.language.forms import OptionsForm
from bot.language.refusals import Offer, Refusal
from bot.language.requests import Asker, Call
from bot.language.text import clean

MOST = 4
"""Commands offered after a refusal: with a way back they fill a row of buttons, and more would be no guess."""

TRY_AGAIN = "Try again"

_APART = "\x1f"
"""What stands between the parts of what a press carries: a control character, so it's in nothing that's typed."""

NOT_VALID = "This button doesn't work; run /help to see what I can do."


@action("run", version=1, command="help")
class RunCommand(Action):
    """A command as if it were typed."""

    call: str


@action("fill", version=1, command="help")
class FillIn(Action):
    """A command's options, put right in a form; `kept` says which of the things that were refused it's about."""

    name: str
    kept: str


@action("typed", version=1, command="help")
class TypeIn(Action):
    """A press on a button with a form, and what to type there."""

    press: str


def packed(parts: Iterable[str]) -> str:
    """Return texts as a press can carry them."""
    written = _APART.join(map(clean, parts)).encode("utf-8")
    return base64.urlsafe_b64encode(written).decode("ascii").rstrip("=")


def unpacked(carried: str) -> list[str]:
    """Return the texts that a press carries.

    Args:
        carried: by an untrusted press.

    Raises:
        Refusal: `packed` wouldn't have written it.
    """
    try:
        written = base64.urlsafe_b64decode(carried + "=" * (-len(carried) % 4)).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Refusal(NOT_VALID) from error
    parts = written.split(_APART)
    if packed(parts) != carried:
        raise Refusal(NOT_VALID)
    return parts


def carried_by(press: RunCommand) -> tuple[str, dict[str, str]]:
    """Return the command that an untrusted press runs, and its options.

    Raises:
        Refusal: it isn't as `run` writes it.
    """
    command, *rest = unpacked(press.call)
    options = dict(zip(rest[::2], rest[1::2], strict=False))
    if len(rest) != 2 * len(options):
        raise Refusal(NOT_VALID)
    return command, options


def run(command: str, options: Mapping[str, str]) -> str | None:
    """Return the press that runs a command; None if it doesn't fit into one."""
    return _encoded(RunCommand(packed([command, *(part for pair in options.items() for part in pair)])))


def type_in(press: str, text: str) -> str | None:
    """Return the press that presses a button and types a text into its form; None if it doesn't fit."""
    return _encoded(TypeIn(packed([press, text])))


def fill_in(command: AnyCommand, kept: str) -> str:
    """Return the press that asks for a command's options again."""
    return encode(FillIn(command.name.replace(" ", "_"), kept))


def offered(
    refused: Refusal, asker: Asker, catalogue: Sequence[AnyCommand], call: Call | None = None
) -> tuple[Button, ...]:
    """Return buttons that run what would do instead, best first: what the asker may run, and what can be read.

    Args:
        refused: what would do.
        asker: who'd press.
        catalogue: the commands there are.
        call: what was refused; None if it wasn't understood at all.
    """
    by_name = {command.name: command for command in catalogue}
    made: dict[str, Button] = {}
    for offer in refused.offers:
        for name, options in _instead(offer, refused.option, catalogue, call):
            press = run(name, options) if _is_runnable(by_name[name], options, asker) else None
            if press is not None:
                made.setdefault(press, Button(offer.label, press))
    best, others = [*made.values()][:1], [*made.values()][1:MOST]
    return (*(replace(each, emphasis=Emphasis.PRIMARY) for each in best), *others)


def can_be_filled_in(command: AnyCommand, options: Mapping[str, str], refused: Refusal) -> bool:
    """Return whether a form would help: an option is to blame, and all of them can travel.

    Args:
        command: that was used.
        options: as typed, by the option's name.
        refused: why it was refused.
    """
    return any(each.name == refused.option for each in command.options) and not _is_vouched_for(command, options)


def options_form(command: AnyCommand, given: Mapping[str, str], wrong: str = "", problem: str = "") -> OptionsForm:
    """Return the form that asks for a command's options.

    Args:
        command: whose.
        given: what was typed before, by the option's name.
        wrong: the option that's to blame for the refusal, or "".
        problem: why that was refused, or "".
    """
    fields = tuple(each.field(given.get(each.name, ""), wrong=each.name == wrong) for each in command.options)
    return OptionsForm(command.name, command.name.capitalize(), command.summary, fields, problem)


def _encoded(made: Action) -> str | None:
    try:
        return encode(made)
    except ValueError:
        return None


def _instead(
    offer: Offer, option: str, catalogue: Sequence[AnyCommand], call: Call | None
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the command and the options that an offer stands for, if it stands for any."""
    if not offer.line:
        if call is not None and option and not call.files:
            yield call.command, {**call.options, option: offer.value}
        return
    try:
        yield slash.read(offer.line, catalogue)
    except Refusal:
        return


def _is_runnable(command: AnyCommand, options: Mapping[str, str], asker: Asker) -> bool:
    if not command.may_run(asker.member, asker.place) or _is_vouched_for(command, options):
        return False
    try:
        command.parse(options)
    except Refusal:
        return False
    return True


def _is_vouched_for(command: AnyCommand, options: Mapping[str, str]) -> bool:
    return any(each.kind.is_vouched_for and each.name in options for each in command.options)
