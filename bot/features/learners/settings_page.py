"""What settings look like: how things stand, and menus to change them. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.content.model import Pack
from bot.features.learners.actions import TypeZone
from bot.features.learners.choices import SETTINGS, START_IN, STARTERS, YES_NO, Scope, Setting
from bot.language.actions import encode
from bot.language.forms import Form, Suggestion, text_form
from bot.language.message import (
    Block,
    Button,
    Buttons,
    Choice,
    CommandMention,
    Facts,
    Footer,
    Heading,
    Menu,
    Message,
    message,
    text,
)
from bot.language.offers import run
from bot.language.people import Member
from bot.language.requests import Asker

_LONGEST_ZONE = 100
_MOST_PACKS = 25


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand for someone.

    Args:
        pack: what's taught where they are.
        packs: all that are installed.
        values: of the settings, by their names.
        zone: their time zone, in words.
        team_zone: that of all who chose none, or "".
        starting: who may start games and challenges, in words.
    """

    pack: Pack
    packs: tuple[Pack, ...]
    values: Mapping[str, str]
    zone: str
    team_zone: str
    starting: str


def zone_form(*, team: bool) -> Form:
    """Return what asks for a time zone.

    Args:
        team: whether it's that of all who chose none.
    """
    whose = "The team's time zone" if team else "Your time zone"
    return text_form(whose, "A city or a zone", "Europe/Berlin", _LONGEST_ZONE)


def page(asker: Asker, stands: Standing, *, saved: bool) -> Message:
    """Show how things stand, with what changes them.

    Args:
        asker: whose settings.
        stands: how they are.
        saved: whether something has just been changed.
    """
    may = [each for each in SETTINGS if asker.member.administers or each.scope is not Scope.TENANT]
    menus: Iterable[Block] = [_menu(each, stands) for each in may if each.values != YES_NO]
    return message(
        Heading("Settings saved" if saved else "Settings"),
        Facts(tuple(_facts(may, stands, asker.member))),
        *menus,
        Buttons(tuple(_switches(may, stands))),
        *_for_administrators(asker, stands),
        Footer(text("You can type them, too: ", CommandMention("/settings questions:10"))),
        private=True,
        replaces=True,
    )


def _facts(settings: Iterable[Setting], stands: Standing, member: Member) -> Iterator[tuple[str, str]]:
    others = [pack.title for pack in stands.packs if pack.id != stands.pack.id]
    yield "What I teach here", stands.pack.title
    if others:
        yield "Also installed", ", ".join(others)
    for each in settings:
        yield each.title, each.shown(stands.values[each.name])
    yield "Your time zone", stands.zone
    yield "Games and challenges", stands.starting
    if member.administers:
        yield "The team's time zone", stands.team_zone or "not chosen yet"


def _menu(setting: Setting, stands: Standing) -> Menu:
    lines = [(each.label, run("settings", {setting.name: each.value})) for each in setting.values]
    choices = tuple(Choice(label, press) for label, press in lines if press is not None)
    return Menu(f"{setting.title}: {setting.shown(stands.values[setting.name])}", choices)


def _chosen(option: str, prompt: str, values: Iterable[Suggestion]) -> Menu:
    lines = [(each.label, run("settings", {option: each.value})) for each in values]
    return Menu(prompt, tuple(Choice(label, press) for label, press in lines if press is not None))


def _switches(settings: Iterable[Setting], stands: Standing) -> Iterator[Button]:
    for each in settings:
        if each.values != YES_NO:
            continue
        is_on = stands.values[each.name] == "yes"
        press = run("settings", {each.name: "no" if is_on else "yes"})
        if press is not None:
            yield Button(f"{each.title}: {'yes' if is_on else 'no'} → {'no' if is_on else 'yes'}", press)
    yield Button("Your time zone …", encode(TypeZone()), form=zone_form(team=False))


def _for_administrators(asker: Asker, stands: Standing) -> Iterator[Block]:
    if not asker.member.administers:
        return
    if len(stands.packs) > 1 and not asker.place.direct:
        lines = [(pack, run("settings", {"pack": pack.id})) for pack in stands.packs[:_MOST_PACKS]]
        choices = tuple(Choice(pack.title, press, pack.summary) for pack, press in lines if press is not None)
        yield Menu(f"What I teach here: {stands.pack.title}", choices)
    yield _chosen("starters", "Who can start games …", STARTERS)
    if not asker.place.direct:
        yield _chosen("start_in", "Where games can start …", START_IN)
    yield Buttons((Button("The team's time zone …", encode(TypeZone(team=True)), form=zone_form(team=True)),))
