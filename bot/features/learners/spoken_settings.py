"""Finds the setting that people mean by words in place of a pack's name: “more time”, “dark mode”. Pure."""

import re

from bot.features.learners.choices import SETTINGS, YES_NO, Setting
from bot.language.forms import Suggestion
from bot.language.refusals import Offer, Refusal
from bot.language.text import listed

_SWITCHES = frozenset(("on", "off", "yes", "no"))
_WORD = re.compile(r"[^\W_]+")


def as_setting(typed: str) -> Refusal | None:
    """Return a refusal that says how to change the setting that a text names, by its name or value; None for none."""
    words = set(_WORD.findall(typed.casefold()))
    for setting in SETTINGS:
        named = [each for each in setting.values if setting.values != YES_NO and each.label.casefold() in words]
        if named or words.issuperset(setting.name.split("_")):
            return _offering(typed, setting, named or list(setting.values))
    if words.isdisjoint(_SWITCHES):
        return None
    return Refusal(f"There's no setting “{typed}”; /settings shows what you can change.", option="pack")


def _offering(typed: str, setting: Setting, values: list[Suggestion]) -> Refusal:
    lines = [(each, f"/settings {setting.name}:{each.value}") for each in values]
    choose = listed([line for _, line in lines], "or")
    return Refusal(
        f"I don't have a pack “{typed}”; if you mean “{setting.title}”, use {choose}.",
        offers=[Offer(f"{setting.title}: {each.label}", line=line) for each, line in lines],
    )
