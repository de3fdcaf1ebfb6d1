"""The settings there are, one per line. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.language.forms import Suggestion
from bot.language.people import Right

YES_NO = (Suggestion("yes", "Yes"), Suggestion("no", "No"))
STARTERS = (
    Suggestion("everyone", "Everyone"),
    Suggestion("members", "Everyone except guests"),
    Suggestion("administrators", "Administrators"),
)
"""Who may start games and challenges; the alternative is a role."""

START_IN = (
    Suggestion("here", "In this channel, and others you've allowed"),
    Suggestion("not-here", "Not in this channel"),
    Suggestion("everywhere", "In every channel"),
)
"""Whether games may start in the channel where the command is run."""


class Scope(Enum):
    """Who a setting applies to."""

    LEARNER = "a person, wherever they learn"
    MEMBER = "a member, in one server or workspace"
    TENANT = "everyone in a server or workspace"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting with a few possible values.

    Args:
        name: the option of /settings, which is also the name it's stored under.
        title: its title.
        usual: the default value.
        values: the values in its menu.
        scope: who it applies to; only administrators change settings for everyone.
    """

    name: str
    title: str
    usual: str
    values: tuple[Suggestion, ...]
    scope: Scope

    @property
    def right(self) -> Right:
        """Return the right that's needed to change it."""
        return Right.ADMINISTRATOR if self.scope is Scope.TENANT else Right.EVERYONE

    def shown(self, value: str) -> str:
        """Return the label of a value."""
        labels = {each.value: each.label for each in self.values if self.values != YES_NO}
        return labels.get(value, value)


def _numbers(*numbers: int) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(str(number), str(number)) for number in numbers)


QUESTIONS = Setting("questions", "Questions in your quizzes", "5", _numbers(3, 5, 7, 10, 15, 20), Scope.LEARNER)
NEW_CARDS = Setting("new_cards", "New flashcards each day", "10", _numbers(0, 5, 10, 15, 20, 30, 50), Scope.LEARNER)
REVIEWS = Setting(
    "reviews", "Flashcards that come back each day", "100", _numbers(20, 50, 100, 200, 500), Scope.LEARNER
)
RETENTION = Setting(
    "retention", "How many in 100 you want to remember", "90", _numbers(80, 85, 90, 93, 95), Scope.LEARNER
)
MORE_TIME = Setting(
    "more_time",
    "Your time in games and challenges",
    "1",
    (Suggestion("1", "1×"), Suggestion("1.5", "1.5×"), Suggestion("2", "2×")),
    Scope.LEARNER,
)
MISSED = Setting("missed", "What you miss comes back sooner", "yes", YES_NO, Scope.LEARNER)
CONFIDENCE = Setting("confidence", "Quizzes ask how sure you are", "no", YES_NO, Scope.LEARNER)
SHARE = Setting("share", "Others can see your progress", "no", YES_NO, Scope.MEMBER)
SHOWN_IN_LEADERBOARDS = Setting("shown", "Leaderboards show you", "yes", YES_NO, Scope.MEMBER)
NUDGES = Setting("nudges", "You're told before a challenge closes", "yes", YES_NO, Scope.MEMBER)
PRIVATE = Setting("private", "Only you can see my answers", "no", YES_NO, Scope.MEMBER)
_THEMES = (Suggestion("light", "Light"), Suggestion("dark", "Dark"))
PICTURES = Setting(
    "pictures", "Pictures just for you", "team", (Suggestion("team", "Like the team's"), *_THEMES), Scope.MEMBER
)
TEAM_PICTURES = Setting("team_pictures", "Pictures for everyone", "light", _THEMES, Scope.TENANT)
THEMES = (PICTURES, TEAM_PICTURES)
"""Settings that only matter where pictures don't follow the reader's screen."""

SETTINGS: Sequence[Setting] = (
    QUESTIONS,
    NEW_CARDS,
    REVIEWS,
    RETENTION,
    MORE_TIME,
    MISSED,
    CONFIDENCE,
    SHARE,
    SHOWN_IN_LEADERBOARDS,
    NUDGES,
    PRIVATE,
    PICTURES,
    TEAM_PICTURES,
)
"""All settings in the order they're shown. A new one needs a line here, and an option of /settings."""

ZONE = "zone"
"""A member's time zone; in the scope of a tenant, the default for members who chose none."""
SHARED_NAME = "name"
"""The name under which a member who shares their progress was last seen."""
GUESSED_ZONE = "guessed_zone"
"""The first time zone that a platform reported for a member; used until someone chooses a zone."""

PERSONAL = (*(each.name for each in SETTINGS if each.scope is Scope.LEARNER), ZONE, GUESSED_ZONE)
"""Names of the settings that apply to all selves of a learner."""
