"""Help after a refusal: buttons for alternative commands, and forms reopened with the refused input."""

from collections.abc import Awaitable, Sequence
from random import SystemRandom
from typing import TypeVar

from bot.features.talk.other_words import OtherWords
from bot.language import command_names, offers
from bot.language.actions import encode
from bot.language.commands import AnyCommand
from bot.language.controls import Button
from bot.language.forms import AnyForm, Form, OptionsForm
from bot.language.ids import new_id
from bot.language.kept import Kept, TypedValues
from bot.language.offers import TRY_AGAIN, FillIn, RunCommand
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Pressed
from bot.language.routes import Routes

_T = TypeVar("_T")


class Retrying:
    """Makes the buttons under a refusal, and says which commands they run.

    Args:
        catalogue: all commands.
        kept: the refused input.
        other_words: finds what was meant by a line that's refused.
    """

    def __init__(self, catalogue: Sequence[AnyCommand], kept: Kept, other_words: OtherWords) -> None:
        self._catalogue = catalogue
        self._other_words = other_words
        self._kept = kept
        self._random = SystemRandom()

    def register(self, routes: Routes) -> None:
        """Register the buttons under a refusal."""
        routes.runs(RunCommand, self._run)
        routes.runs(FillIn, self._filled_in)
        routes.asks_first(FillIn, self._ask_again)

    async def after_line(self, reading: Awaitable[_T], asker: Asker, typed: str) -> _T:
        """Return how a typed line is read; if it's refused, say what was meant, with buttons for it.

        Args:
            reading: the pending reading.
            asker: who typed it.
            typed: the whole line, with or without a slash.

        Raises:
            Refusal: it can't be read.
        """
        try:
            return await reading
        except Refusal as refused:
            named = command_names.named_by(typed, self._catalogue)
            command = named[0].name if named else command_names.group_of(typed, self._catalogue) or ""
            meant = self._other_words.meant(typed, refused, command)
            raise meant.offering(offers.offered(meant, asker, self._catalogue)) from refused

    def after_command(self, refused: Refusal, command: AnyCommand, call: Call) -> Refusal:
        """Add buttons to the refusal of a command, and keep the input.

        Args:
            refused: the refusal with its offers.
            command: the command that was used.
            call: the call that was refused.
        """
        if refused.buttons:
            return refused
        if refused.option in call.options and not any(offer.line for offer in refused.offers):
            line = f"{command.name} {call.options[refused.option]}"
            refused = self._other_words.meant(line, refused, command.name)
        buttons = list(offers.offered(refused, call.asker, self._catalogue, call))
        if offers.can_be_filled_in(command, call.options, refused):
            press = offers.fill_in(command, new_id(self._random))
            typed = TypedValues(dict(call.options), refused.option, refused.sentence)
            self._kept.keep(call.asker, press, typed)
            buttons.append(Button(TRY_AGAIN, press, form=_form(command, typed)))
        return refused.offering(buttons)

    def after_press(self, refused: Refusal, form: AnyForm | None, pressed: Pressed) -> Refusal:
        """Add buttons to the refusal of a button's form, and keep the input.

        Args:
            refused: the refusal with its offers.
            form: the form to open again; None if it can't be opened now, or there's none.
            pressed: the press with the input.
        """
        if isinstance(form, OptionsForm) and any(each.name == refused.option for each in form.fields):
            typed = TypedValues(pressed.fields, refused.option, refused.sentence)
            self._kept.keep(pressed.asker, pressed.press, typed)
            return refused.offering([Button(TRY_AGAIN, pressed.press, form=_again(form, typed))])
        if not isinstance(form, Form):
            self._keep(pressed)
            return refused
        self._kept.keep(pressed.asker, pressed.press, TypedValues(pressed.filled, refused.option))
        meant = [offer for offer in refused.offers if not offer.line]
        corrected = [(offer.label, offers.type_in(pressed.press, offer.value)) for offer in meant]
        buttons = [Button(label, press) for label, press in corrected[: offers.MOST] if press is not None]
        again = Button(TRY_AGAIN, pressed.press, form=form.again(pressed.filled, refused.option))
        return refused.offering([*buttons, again])

    def prefilled(self, form: AnyForm, pressed: Pressed) -> AnyForm:
        """Return a form filled with the presser's refused input, if there's any.

        Args:
            form: the empty form.
            pressed: the press that opens it.
        """
        typed = self._kept.find(pressed.asker, pressed.press)
        return _again(form, typed) if typed else form

    def done(self, pressed: Pressed) -> None:
        """Delete the kept input of a form that has now been accepted."""
        self._kept.drop(pressed.asker, pressed.press)

    def _keep(self, pressed: Pressed) -> None:
        """Keep what was entered in a form that can't be opened again now, as it may work again soon."""
        if pressed.fields:
            self._kept.keep(pressed.asker, pressed.press, TypedValues(pressed.fields))

    async def _run(self, action: RunCommand, pressed: Pressed) -> Call:
        return Call(pressed.asker, *offers.carried_by(action))

    async def _ask_again(self, asker: Asker, action: FillIn) -> OptionsForm:
        command, press = self._command(action), encode(action)
        typed = self._kept.find(asker, press) or TypedValues({})
        self._kept.keep(asker, press, typed)  # restarts its lifetime, since the person is working on it
        return _form(command, typed)

    async def _filled_in(self, action: FillIn, pressed: Pressed) -> Call:
        command = self._command(action)
        typed = self._kept.find(pressed.asker, pressed.press)
        if pressed.partial and typed is None:
            raise Refusal(f"I don't have the rest of what you typed any more; run /{command.name} again.")
        values = {**(typed.values if typed else {}), **pressed.fields}
        options = {name: value for name, value in values.items() if value.strip()}
        return Call(pressed.asker, command.name, options, pressed.files)

    def _command(self, action: FillIn) -> AnyCommand:
        return command_names.find(action.name.replace("_", " "), self._catalogue)


async def with_offers(answer: Awaitable[_T], asker: Asker, catalogue: Sequence[AnyCommand]) -> _T:
    """Return the answer to something typed; if it's refused, add buttons for what may have been meant.

    Args:
        answer: the pending answer.
        asker: who typed it.
        catalogue: all commands.

    Raises:
        Refusal: the answer is one.
    """
    try:
        return await answer
    except Refusal as refused:
        if refused.buttons:
            raise
        raise refused.offering(offers.offered(refused, asker, catalogue)) from refused


def _again(form: AnyForm, typed: TypedValues) -> AnyForm:
    """Return a form with the input that was refused."""
    if isinstance(form, OptionsForm):
        return form.again(typed.values, typed.option, typed.sentence)
    return form.again(typed.values, typed.option)


def _form(command: AnyCommand, typed: TypedValues) -> OptionsForm:
    return offers.options_form(command, typed.values, typed.option, typed.sentence)
