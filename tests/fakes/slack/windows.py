"""A modal as its user sees it: what its fields hold, and what happens once it's submitted.

https://docs.slack.dev/surfaces/modals
"""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack import payloads
from tests.fakes.slack.driver import Driver
from tests.fakes.slack.rules import faults_of_view

Json = dict[str, Any]


@dataclass
class Window:
    """An open modal.

    Args:
        driver: delivers what's done in it.
        view: what it shows.
        user: who opened it.
    """

    driver: Driver
    view: Json
    user: str
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    closed: bool = False

    def __post_init__(self) -> None:
        assert faults_of_view(self.view) == []
        self.values = {block: initial for block in self.blocks if (initial := _initial(self.blocks[block]))}

    def is_open(self) -> bool:
        """Whether it's still there."""
        return not self.closed

    @property
    def blocks(self) -> dict[str, Json]:
        """Its fields, by the id of their block."""
        return {block["block_id"]: block for block in self.view["blocks"] if block["type"] == "input"}

    @property
    def texts(self) -> list[str]:
        """What it says above its fields."""
        return [block["text"]["text"] for block in self.view["blocks"] if block["type"] == "section"]

    @property
    def focused(self) -> str:
        """The field that has the focus at first."""
        (block,) = [block for block, each in self.blocks.items() if each["element"].get("focus_on_load")]
        return block

    async def send(self, **values: str) -> Json:
        """Fill in fields and submit; return what Slack is told.

        Args:
            values: by block; "" empties one.
        """
        return await self._send(values, again=False)

    async def send_again(self) -> Json:
        """Deliver the last submission once more; return what Slack is told."""
        return await self._send({}, again=True)

    async def _send(self, values: dict[str, str], *, again: bool) -> Json:
        self.values = {block: value for block, value in {**self.values, **values}.items() if value}
        for block in self.values:
            assert self.allows(block), f"Slack wouldn't let anybody type that into {block}"
        submission = payloads.submission({**self.view, "id": self.view.get("id", "V")}, self.values, user=self.user)
        told = await self.driver.deliver(submission, again=again)
        self._become(told)
        return told

    def allows(self, block: str) -> bool:
        """Whether what a field holds can be typed there."""
        element, value = self.blocks[block]["element"], self.values.get(block, "")
        if element["type"] == "plain_text_input":
            return bool(element.get("min_length", 0) <= len(value) <= element.get("max_length", 3000))
        if element["type"] == "number_input":
            return int(element["min_value"]) <= int(value) <= int(element["max_value"])
        if element["type"] == "static_select":
            return value in [option["value"] for option in element["options"]]
        if element["type"] == "checkboxes":
            return {*value.split(", ")} <= {option["value"] for option in element["options"]}
        if element["type"] == "timepicker":
            return re.fullmatch("[0-2][0-9]:[0-5][0-9]", value) is not None
        if element["type"] == "datepicker":
            return re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is not None
        return True

    def _become(self, told: Json) -> None:
        """Close the modal, unless Slack is told otherwise. Fields whose block and action stay keep what was typed."""
        match told:
            case {"response_action": "errors", "errors": errors}:
                assert errors
                assert set(errors) <= set(self.blocks), "errors stand beside fields alone"
                self.errors = errors
            case {"response_action": "update", "view": view}:
                assert faults_of_view(view) == []
                before, typed = self.blocks, self.values
                self.view, self.errors = {**view, "id": self.view.get("id", "V")}, {}
                now = {block: _initial(each) for block, each in self.blocks.items()}
                same = [block for block in now if block in before and _same(before[block], self.blocks[block])]
                now |= {block: typed.get(block, "") for block in same}
                self.values = {block: value for block, value in now.items() if value}
            case _:
                assert told == {}
                self.closed = True


def _same(block: Json, other: Json) -> bool:
    return bool(block["element"]["action_id"] == other["element"]["action_id"])


def _initial(block: Json) -> str:
    element = block["element"]
    several = [each["value"] for each in element.get("initial_options", ())]
    picked = [element[name] for name in ("initial_conversation", "initial_time", "initial_date") if name in element]
    option = (element.get("initial_option") or {}).get("value")
    return str(element.get("initial_value") or option or ", ".join(several) or next(iter(picked), ""))
