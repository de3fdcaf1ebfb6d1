"""Draws controls in Block Kit: buttons, menus and checkboxes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from adapters.slack.outbound import limits
from adapters.slack.outbound.escape import Phrase
from adapters.slack.outbound.rich_text import HALF, SlackJson, grouped, plain_text, size, split
from adapters.slack.outbound.texts import TextDrawing, WordedBlock
from bot.language.controls import Button, Buttons, Choice, Emphasis, Menu, Switch, Switches
from bot.language.rich_text import Span

PRESS = "versed-press"
"""Prefix of the action ids of controls that carry a press."""
HOLDS = f"{PRESS}-holds"
"""Prefix for controls that show the choice themselves; after a colon comes the press for unticking a box."""

_SELECT = limits.MESSAGE - 500
"""Maximum length of one menu's JSON: nearly a whole message, so that a menu is rarely split."""
_SHOWN = 30
"""How many characters of a button's label Slack shows; it accepts longer labels, but truncates them."""
_LETTER = re.compile(r"^[A-Z]\. ")
"""The beginning of an answer that already has its letter."""


class ControlDrawing:
    """Draws the controls of one message, and gives each a unique action id.

    Args:
        phrase: rewords the core's texts for Slack.
        texts: draws texts that don't fit into their buttons.
    """

    def __init__(self, phrase: Phrase, texts: TextDrawing) -> None:
        self._phrase = phrase
        self._texts = texts
        self._numbers = count()

    def draw(self, block: Buttons | Menu | Switches) -> Iterator[WordedBlock]:
        """Yield the blocks of some controls."""
        match block:
            case Buttons(buttons, answers):
                yield from self._answers(buttons) if answers else self._buttons(buttons)
            case Switches(switches):
                for group in grouped([self._box(each) for each in switches], limits.ACTIONS, HALF):
                    yield WordedBlock({"type": "actions", "elements": group})
            case Menu(prompt, choices):
                selection = self._selection(block, block.holds) if block.holds else None
                if selection is not None and len(choices) <= limits.OPTIONS and size(selection.block) <= _SELECT:
                    yield selection
                else:
                    yield from self._menu(prompt, choices)

    def _box(self, switch: Switch) -> SlackJson:
        """Return a switch as a checkbox in its own group, so that the selected options say whether it's on."""
        box = {"text": plain_text(self._phrase(switch.label), limits.OPTION), "value": switch.on}
        ticked = {"initial_options": [box]} if switch.is_on else {}
        action = f"{HOLDS}-{next(self._numbers)}:{switch.off}"
        return {"type": "checkboxes", "action_id": action, "options": [box], **ticked}

    def _selection(self, menu: Menu, holds: Choice) -> WordedBlock:
        """Return a menu that shows the current choice, next to the menu's title."""
        title = plain_text(self._phrase(menu.title), limits.SECTION)
        select = {
            "type": "static_select",
            "action_id": f"{HOLDS}-{next(self._numbers)}",
            "options": [self._option(each) for each in menu.choices],
            "initial_option": self._option(holds),
        }
        return WordedBlock({"type": "section", "text": title, "accessory": select}, menu.prompt)

    def _answers(self, buttons: Sequence[Button]) -> Iterator[WordedBlock]:
        """Yield answers as buttons, or as letters below the texts if Slack would truncate a button."""
        if all(len(self._phrase(each.label)) <= _SHOWN for each in buttons):
            yield from self._buttons(buttons)
            return
        labels = [_LETTER.sub("", each.label) for each in buttons]
        letters = [chr(ord("A") + place) for place in range(len(buttons))]
        yield from self._texts.draw(
            [Span("\n".join(f"{one}. {label}" for one, label in zip(letters, labels, strict=True)))]
        )
        yield from self._buttons([replace(each, label=one) for each, one in zip(buttons, letters, strict=True)])

    def _buttons(self, buttons: Sequence[Button]) -> Iterator[WordedBlock]:
        for group in grouped([self._button(each) for each in buttons], limits.ACTIONS, HALF):
            yield WordedBlock({"type": "actions", "elements": group})

    def _menu(self, prompt: str, choices: Sequence[Choice]) -> Iterator[WordedBlock]:
        for group in grouped([self._option(each) for each in choices], limits.OPTIONS, _SELECT):
            select = {
                "type": "static_select",
                "action_id": self._action_id(),
                "placeholder": plain_text(self._phrase(prompt), limits.PLACEHOLDER),
                "options": group,
            }
            yield WordedBlock({"type": "actions", "elements": [select]})

    def _option(self, choice: Choice) -> SlackJson:
        label, detail = self._phrase(choice.label), self._phrase(choice.detail)
        option = {"text": plain_text(label, limits.OPTION), "value": choice.press}
        if len(label) > limits.OPTION and not detail.strip():  # the rest goes into the description
            first, *more = split(label, limits.OPTION)
            option["text"], detail = plain_text(first.rstrip(), limits.OPTION), "".join(more)
        if detail.strip():
            option["description"] = plain_text(detail, limits.OPTION)
        return option

    def _button(self, button: Button) -> SlackJson:
        drawn: SlackJson = {
            "type": "button",
            "action_id": self._action_id(),
            "text": plain_text(self._phrase(button.label), limits.BUTTON),
            "value": button.press,
        }
        if button.emphasis is not Emphasis.NORMAL:
            drawn["style"] = button.emphasis.value
        return drawn

    def _action_id(self) -> str:
        return f"{PRESS}-{next(self._numbers)}"
