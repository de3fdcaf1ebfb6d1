"""The controls under a message: buttons, menus and switches. Each carries an encoded action."""

from dataclasses import dataclass
from enum import StrEnum

from bot.language.forms import AnyForm


class Emphasis(StrEnum):
    """How prominent a button is."""

    PRIMARY = "primary"
    NORMAL = "normal"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A button.

    Args:
        label: the text on it.
        press: the encoded action that it carries (see actions.encode).
        emphasis: how prominent it is.
        form: the form to fill in before the press is sent, or None.
    """

    label: str
    press: str
    emphasis: Emphasis = Emphasis.NORMAL
    form: AnyForm | None = None


@dataclass(frozen=True, slots=True)
class Buttons:
    """A group of buttons that belong together.

    Args:
        buttons: the buttons, in order.
        answers: whether they're the answers to a question: where a platform supports it, each gets a shape and a
            colour according to its position.
    """

    buttons: tuple[Button, ...]
    answers: bool = False


MOST_CHOICES = 25
"""Maximum number of choices in a menu: Discord's limit, the lowest among the platforms; longer menus are split."""

LONGEST_DETAIL = 100
"""Maximum length of a choice's detail: Discord's limit. Longer ones would have to be shown outside the menu."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu.

    Args:
        label: the text of the line.
        press: the encoded action that's sent when it's chosen.
        detail: a second, less prominent line of at most LONGEST_DETAIL characters.
    """

    label: str
    press: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A drop-down menu with one choice.

    Args:
        prompt: the text on the closed menu.
        choices: the lines, in order.
        chosen: the press of the line that's currently selected; "" for none. The prompt ends with its label, as in
            “Questions: 5”; platforms whose menus show the selection use `title` instead.
    """

    prompt: str
    choices: tuple[Choice, ...]
    chosen: str = ""

    @property
    def holds(self) -> Choice | None:
        """Return the line that's currently selected, or None."""
        return next((each for each in self.choices if self.chosen and each.press == self.chosen), None)

    @property
    def title(self) -> str:
        """Return the prompt without the selected line's label, for platforms that show the selection themselves."""
        return self.prompt.removesuffix(f": {self.holds.label}") if self.holds else self.prompt


@dataclass(frozen=True, slots=True)
class Switch:
    """A switch that can be turned on and off.

    Args:
        label: what it controls.
        is_on: its current state.
        on: the press that turns it on.
        off: the press that turns it off.
    """

    label: str
    is_on: bool
    on: str
    off: str

    @property
    def button(self) -> Button:
        """Return it as a button, for platforms without switches."""
        if self.is_on:
            return Button(f"{self.label}: yes → no", self.off)
        return Button(f"{self.label}: no → yes", self.on)


@dataclass(frozen=True, slots=True)
class Switches:
    """A group of switches that belong together."""

    switches: tuple[Switch, ...]

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Return them as buttons, for platforms without switches."""
        return tuple(each.button for each in self.switches)
