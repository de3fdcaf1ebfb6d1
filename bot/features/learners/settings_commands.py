"""/settings."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Protocol

from bot.features.learners import settings, settings_page, zones
from bot.features.learners.actions import TypeZone
from bot.features.learners.choices import MORE_TIME, PICTURES, START_IN, STARTERS, TEAM_PICTURES, YES_NO, ZONE
from bot.features.learners.chosen import Chosen
from bot.features.learners.settings import PacksHere
from bot.features.learners.spoken_settings import as_setting
from bot.features.learners.starting import Starting
from bot.language.commands import Command
from bot.language.forms import Form
from bot.language.message import Message
from bot.language.options import option, options
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.naming.titles import Titles

MOST_CARDS = 999
"""Maximum number of cards per day that can be set."""


class FollowsZone(Protocol):
    """Is notified when a learner changes their time zone."""

    async def follow_zone(self, asker: Asker) -> None:
        """Adapt to the asker's new zone."""


@options
class SettingsOptions:
    """The settings to change; options left out stay as they are."""

    questions: int | None = option("how many questions your quizzes have", default=None, minimum=1, maximum=20)
    share: str = option("whether others can see your progress", default="", choices=YES_NO)
    shown: str = option("whether you're on leaderboards", default="", choices=YES_NO)
    private: str = option(
        "whether my answers are just for you, unless you say otherwise", default="", choices=YES_NO, by_name=True
    )
    nudges: str = option("whether I nudge you before a challenge closes", default="", choices=YES_NO)
    new_cards: int | None = option("how many new cards you get a day", default=None, maximum=MOST_CARDS)
    reviews: int | None = option("how many cards come back to you a day", default=None, maximum=MOST_CARDS)
    retention: int | None = option(
        "how many cards in 100 you want to remember when they come back", default=None, minimum=70, maximum=97
    )
    missed: str = option(
        "whether cards on what you miss in quizzes come sooner", default="", choices=YES_NO, by_name=True
    )
    confidence: str = option(
        "whether your quizzes ask how sure you are of each answer", default="", choices=YES_NO, by_name=True
    )
    more_time: str = option(
        "how much time you need for each question of a game or a challenge",
        default="",
        choices=MORE_TIME.values,
        by_name=True,
    )
    pictures: str = option(
        "whether pictures just for you are light or dark", default="", choices=PICTURES.values, by_name=True
    )
    zone: str = option(
        "your time zone, such as Europe/Berlin",
        default="",
        longest=zones.LONGEST,
        completes=True,
        notation=zones.ZONE,
    )
    pack: str = option(
        "what I teach here; from a direct message, everywhere else (for administrators)", default="", completes=True
    )
    team_zone: str = option(
        "the time zone for anyone who hasn't chosen one (for administrators)",
        default="",
        longest=zones.LONGEST,
        completes=True,
        notation=zones.ZONE,
    )
    team_pictures: str = option(
        "whether pictures for everyone are light or dark (for administrators)",
        default="",
        choices=TEAM_PICTURES.values,
        by_name=True,
    )
    starters: str = option(
        "who can start games and challenges (for administrators)",
        default="",
        choices=STARTERS,
    )
    starter_role: str = option(
        "the only role that can start games and challenges (for administrators)", default="", role=True, by_name=True
    )
    start_in: str = option(
        "where games and challenges can be started (for administrators)",
        default="",
        choices=START_IN,
    )
    start_cooldown: int | None = option(
        "minutes until someone can start another game or challenge (for administrators)", default=None, maximum=1_440
    )


SETTINGS = Command(
    "settings", "See or change how I behave here", "/settings questions:10", SettingsOptions, in_order=False
)
COMMANDS = (SETTINGS,)


class SettingsCommands:
    """Serves /settings.

    Args:
        packs: finds the packs taught in a place.
        chosen: the settings.
        reminders: is notified of a learner's new zone.
        starting: has the rules for starting games and challenges.
    """

    def __init__(self, packs: PacksHere, chosen: Chosen, reminders: FollowsZone, starting: Starting) -> None:
        self._starting = starting
        self._packs = packs
        self._chosen = chosen
        self._reminders = reminders

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(SETTINGS, self.settings)
        routes.form(TypeZone, self.zone_form, self.type_zone)
        routes.completer("zone", self.zones)
        routes.completer("team_zone", self.zones)

    async def settings(self, asker: Asker, options: SettingsOptions) -> Message:
        """Serve /settings: change the options that are given, then show all settings."""
        return await self._change(
            asker, {name: each for name, each in asdict(options).items() if each not in (None, "")}
        )

    async def zone_form(self, _asker: Asker, action: TypeZone) -> Form:
        """Return the form for a time zone."""
        return settings_page.zone_form(team=action.team)

    async def type_zone(self, asker: Asker, action: TypeZone, typed: str) -> Message:
        """Set a time zone that was typed into the form.

        Args:
            asker: the member who typed it.
            action: says whose zone it is.
            typed: the name of a zone or city.
        """
        return await self._change(asker, {"team_zone" if action.team else "zone": typed})

    async def _change(self, asker: Asker, changes: Mapping[str, str | int]) -> Message:
        await self._starting.change(asker, changes)
        try:
            changed = await settings.change(asker, changes, self._packs, self._chosen)
        except Refusal as refused:
            if refused.option == "pack" and (meant := as_setting(str(changes["pack"]))) is not None:
                raise meant from refused
            raise
        if ZONE in changes:
            await self._reminders.follow_zone(asker)
        return changed

    async def zones(self, _asker: Asker) -> Titles:
        """Return the titles of time zones, by name and city."""
        return zones.titles()
