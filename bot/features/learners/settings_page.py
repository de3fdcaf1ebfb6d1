"""The settings page: current values, and menus to change them. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.content.model import Pack
from bot.features.learners.actions import TypeZone
from bot.features.learners.choices import SETTINGS, START_IN, STARTERS, YES_NO, Scope, Setting
from bot.language.actions import encode
from bot.language.controls import LONGEST_DETAIL, MOST_CHOICES, Button, Buttons, Choice, Menu, Switch, Switches
from bot.language.forms import Form, Suggestion, text_form
from bot.language.message import Block, Facts, Footer, Heading, Message, message
from bot.language.offers import run
from bot.language.people import Member
from bot.language.requests import Asker
from bot.language.rich_text import CommandMention, text
from bot.language.text import shortened

_LONGEST_ZONE = 100


class NamedPack(Protocol):
    """A pack, or its entry in a list."""

    @property
    def id(self) -> str:
        """Return the pack's id."""

    @property
    def title(self) -> str:
        """Return the pack's title."""

    @property
    def summary(self) -> str | None:
        """Return what it's about, if it says so."""


@dataclass(frozen=True, slots=True)
class CurrentSettings:
    """Someone's current settings.

    Args:
        pack: the first pack in use where they are.
        packs: all packs that can be put in use.
        values: the settings' values, by name.
        zone: their time zone, in words.
        team_zone: the tenant's default time zone, or "".
        starting: who may start games and challenges, in words.
        starters: who may start them, as the setting's value; a role's text if it's a role.
    """

    pack: Pack
    packs: tuple[NamedPack, ...]
    values: Mapping[str, str]
    zone: str
    team_zone: str
    starting: str
    starters: str


def zone_form(*, team: bool) -> Form:
    """Return the form for a time zone.

    Args:
        team: whether it's the tenant's default.
    """
    whose = "The team's time zone" if team else "Your time zone"
    return text_form(whose, "A city or a zone", "Europe/Berlin", _LONGEST_ZONE)


def page(asker: Asker, current: CurrentSettings, *, saved: bool) -> Message:
    """Return the settings page.

    Args:
        asker: the member.
        current: their current settings.
        saved: whether something has just been changed.
    """
    may = [each for each in _offered(current) if asker.member.administers or each.scope is not Scope.TENANT]
    return message(
        Heading("Settings saved" if saved else "Settings"),
        Facts(tuple(_facts(may, current, asker.member))),
        *controls(current),
        *_for_administrators(asker, current),
        Footer(text("You can type them, too: ", CommandMention("/settings questions:10"))),
        private=True,
        replaces=True,
    )


def _facts(settings: Iterable[Setting], current: CurrentSettings, member: Member) -> Iterator[tuple[str, str]]:
    others = [pack.title for pack in current.packs if pack.id != current.pack.id]
    yield "What I teach here", current.pack.title
    if others:
        yield "Also installed", ", ".join(others)
    for each in settings:
        yield each.title, each.shown(current.values[each.name])
    yield "Your time zone", current.zone
    yield "Games and challenges", current.starting
    if member.administers:
        yield "The team's time zone", current.team_zone or "not chosen yet"


def controls(current: CurrentSettings) -> Iterator[Block]:
    """Yield controls for someone's own settings: a button for the zone, switches, and menus.

    Args:
        current: their current settings.
    """
    yield Buttons((Button("Your time zone …", encode(TypeZone()), form=zone_form(team=False)),))
    personal = [each for each in _offered(current) if each.scope is not Scope.TENANT]
    switches = [_switch(each, current) for each in personal if each.values == YES_NO]
    yield Switches(tuple(each for each in switches if each is not None))
    yield from (_menu(each, current) for each in personal if each.values != YES_NO)


def _offered(current: CurrentSettings) -> list[Setting]:
    """Return the settings that apply where someone is."""
    return [each for each in SETTINGS if each.name in current.values]


def for_everyone(current: CurrentSettings, *, in_channel: bool) -> Iterator[Menu]:
    """Yield menus for the settings for everyone: the pack, who may start games, and how pictures look.

    Args:
        current: the current settings.
        in_channel: whether the menus are shown in a channel, which may have a pack of its own.
    """
    if len(current.packs) > 1:
        lines = [(pack, run("settings", {"pack": pack.id})) for pack in current.packs[:MOST_CHOICES]]
        choices = tuple(
            Choice(pack.title, press, shortened(pack.summary or "", LONGEST_DETAIL))
            for pack, press in lines
            if press is not None
        )
        chosen = run("settings", {"pack": current.pack.id}) or ""
        yield Menu(f"What I teach{' here' if in_channel else ''}: {current.pack.title}", choices, chosen)
    yield starters_menu(current.starters)
    yield from (_menu(each, current) for each in _offered(current) if each.scope is Scope.TENANT)


def starters_menu(starters: str) -> Menu:
    """Return the menu for who can start games and challenges.

    Args:
        starters: who can now, as the setting's value, or a role's text.
    """
    choices = _choices("starters", STARTERS)
    held = next((each.label for each in STARTERS if each.value == starters), "")
    chosen = (run("settings", {"starters": starters}) if held else None) or ""
    return Menu(f"Who can start games: {held}" if chosen else "Who can start games …", choices, chosen)


def _menu(setting: Setting, current: CurrentSettings) -> Menu:
    value = current.values[setting.name]
    chosen = run("settings", {setting.name: value}) or ""
    return Menu(f"{setting.title}: {setting.shown(value)}", _choices(setting.name, setting.values), chosen)


def _choices(option: str, values: Iterable[Suggestion]) -> tuple[Choice, ...]:
    lines = [(each.label, run("settings", {option: each.value})) for each in values]
    return tuple(Choice(label, press) for label, press in lines if press is not None)


def _switch(setting: Setting, current: CurrentSettings) -> Switch | None:
    on, off = (run("settings", {setting.name: value}) for value in ("yes", "no"))
    return Switch(setting.title, current.values[setting.name] == "yes", on, off) if on and off else None


def _for_administrators(asker: Asker, current: CurrentSettings) -> Iterator[Block]:
    if not asker.member.administers:
        return
    yield from for_everyone(current, in_channel=not asker.place.direct)
    if not asker.place.direct:
        yield Menu("Where games can start …", _choices("start_in", START_IN))
    yield Buttons((Button("The team's time zone …", encode(TypeZone(team=True)), form=zone_form(team=True)),))
