"""What a refusal offers: alternative commands as buttons, and a form in which the input can be corrected.

A button carries the whole command, so it works after a restart, and pressing it is the same as typing the command:
it's checked and run as if it had been typed. A command that's too long for a press gets no button, nor does one with
a role, a channel or a file, because only the platform can vouch for those.
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
"""Maximum number of commands to offer: with the button to try again, they fill a row, and more wouldn't help."""

TRY_AGAIN = "Try again"

_APART = "\x1f"
"""Separator of the parts in a press: a control character, so that it can't occur in typed text."""

NOT_VALID = "This button doesn't work; run /help to see what I can do."


@action("run", version=1, command="help")
class RunCommand(Action):
    """Runs a command as if it had been typed."""

    call: str


@action("fill", version=1, command="help")
class FillIn(Action):
    """Opens a form for a command's options; `kept` is the key of the refused input, or "" if there's none."""

    name: str
    kept: str


@action("typed", version=1, command="help")
class TypeIn(Action):
    """Presses a button that has a form, and enters a text in the form."""

    press: str


def packed(parts: Iterable[str]) -> str:
    """Encode texts so that a press can carry them."""
    written = _APART.join(map(clean, parts)).encode("utf-8")
    return base64.urlsafe_b64encode(written).decode("ascii").rstrip("=")


def unpacked(carried: str) -> list[str]:
    """Decode the texts in a press.

    Args:
        carried: the encoded texts from an untrusted press.

    Raises:
        Refusal: `packed` couldn't have written it.
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
        Refusal: `run` couldn't have written it.
    """
    command, *rest = unpacked(press.call)
    options = dict(zip(rest[::2], rest[1::2], strict=False))
    if len(rest) != 2 * len(options):
        raise Refusal(NOT_VALID)
    return command, options


def run(command: str, options: Mapping[str, str]) -> str | None:
    """Return the press that runs a command; None if it's too long."""
    return _encoded(RunCommand(packed([command, *(part for pair in options.items() for part in pair)])))


def type_in(press: str, text: str) -> str | None:
    """Return the press that presses a button and enters a text in its form; None if it's too long."""
    return _encoded(TypeIn(packed([press, text])))


def fill_in(command: AnyCommand, kept: str = "") -> str:
    """Return the press that opens the form for a command's options.

    Args:
        command: the command.
        kept: the key of the refused input to correct; "" opens an empty form.
    """
    return encode(FillIn(command.name.replace(" ", "_"), kept))


def offered(
    refused: Refusal, asker: Asker, catalogue: Sequence[AnyCommand], call: Call | None = None
) -> tuple[Button, ...]:
    """Return buttons for a refusal's offers, best first, leaving out those that the asker can't run.

    Args:
        refused: the refusal with its offers.
        asker: who'd press the buttons.
        catalogue: all commands.
        call: the refused call; None if it wasn't understood at all.
    """
    by_name = {command.name: command for command in catalogue}
    buttons: dict[str, Button] = {}
    for offer in refused.offers:
        for label, name, options in _instead(offer, refused.option, catalogue, call):
            press = run(name, options) if _is_runnable(by_name[name], options, asker) else None
            if press is not None:
                buttons.setdefault(press, Button(label, press))
    best, others = [*buttons.values()][:1], [*buttons.values()][1:MOST]
    return (*(replace(each, emphasis=Emphasis.PRIMARY) for each in best), *others)


def can_be_filled_in(command: AnyCommand, options: Mapping[str, str], refused: Refusal) -> bool:
    """Return whether a form would help: an option is to blame, and no option needs the platform to vouch for it.

    Args:
        command: the command that was used.
        options: the typed values, by option name.
        refused: the refusal.
    """
    return any(each.name == refused.option for each in command.options) and not _is_resolved(command, options)


def options_form(command: AnyCommand, values: Mapping[str, str], wrong: str = "", problem: str = "") -> OptionsForm:
    """Return the form for a command's options.

    Args:
        command: the command.
        values: the values typed before, by option name.
        wrong: the name of the option that was refused, or "".
        problem: why it was refused, or "".
    """
    fields = tuple(each.field(values.get(each.name, ""), wrong=each.name == wrong) for each in command.options)
    return OptionsForm(command.name, command.name.capitalize(), command.summary, fields, problem)


def _encoded(carried: Action) -> str | None:
    try:
        return encode(carried)
    except ValueError:
        return None


def _instead(
    offer: Offer, option: str, catalogue: Sequence[AnyCommand], call: Call | None
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the label, the command and the options of an offer, if it can be turned into a command.

    A line with two mistakes is offered with both of them corrected.
    """
    if not offer.line:
        if call is not None and option and not call.files:
            yield offer.label, call.command, {**call.options, option: offer.value}
        return
    try:
        yield offer.label, *slash.read(offer.line, catalogue)
    except Refusal as refused:
        further = next((each for each in refused.offers if each.line not in {"", offer.line}), None)
        if further is not None:
            yield from _instead(further, option, catalogue, call)


def _is_runnable(command: AnyCommand, options: Mapping[str, str], asker: Asker) -> bool:
    if not command.may_run(asker.member, asker.place) or _is_resolved(command, options):
        return False
    try:
        command.parse(options)
    except Refusal:
        return False
    return True


def _is_resolved(command: AnyCommand, options: Mapping[str, str]) -> bool:
    return any(each.kind.is_resolved and each.name in options for each in command.options)
