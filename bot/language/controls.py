"""What stands under a message to be used: buttons, menus and switches. Each carries an encoded action."""

from dataclasses import dataclass
from enum import StrEnum

from bot.language.forms import AnyForm


class Emphasis(StrEnum):
    """How a button presents itself among its neighbours."""

    PRIMARY = "primary"
    NORMAL = "normal"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press.

    Args:
        label: what it says.
        press: the encoded action that it carries (see press.encode).
        emphasis: how it presents itself.
        form: what to ask before the press is sent, or None.
    """

    label: str
    press: str
    emphasis: Emphasis = Emphasis.NORMAL
    form: AnyForm | None = None


@dataclass(frozen=True, slots=True)
class Buttons:
    """A group of buttons that belong together.

    Args:
        buttons: in order.
        answers: whether they're the answers to a question: a platform that can gives each a shape and a colour of its
            own, by its place.
    """

    buttons: tuple[Button, ...]
    answers: bool = False


LONGEST_DETAIL = 100
"""Characters of a menu's quieter line that Discord shows; what's longer would stand beside the menu in full."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu.

    Args:
        label: what it says.
        press: the encoded action that choosing it sends.
        detail: a second, quieter line, as short as LONGEST_DETAIL.
    """

    label: str
    press: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A drop-down from which one line is chosen.

    Args:
        prompt: what the closed menu says.
        choices: its lines, in order.
        chosen: the press of the line that holds now, which the prompt ends in: “Questions: 5”; "" if none does. A
            platform whose menus show a choice by themselves does so.
    """

    prompt: str
    choices: tuple[Choice, ...]
    chosen: str = ""

    @property
    def holds(self) -> Choice | None:
        """Return the line that holds now, if one does."""
        return next((each for each in self.choices if self.chosen and each.press == self.chosen), None)

    @property
    def title(self) -> str:
        """Return what the menu is about, for where the line that holds is shown beside it."""
        return self.prompt.removesuffix(f": {self.holds.label}") if self.holds else self.prompt


@dataclass(frozen=True, slots=True)
class Switch:
    """Something that's on or off, and is changed by flipping it.

    Args:
        label: what it's about.
        is_on: how it stands.
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
