"""The messages of reminders, and those about them."""

from dataclasses import dataclass

from bot.features.learners.settings_page import NamedPack
from bot.features.reminders.actions import BeginDue, RemindMe, StopReminding
from bot.features.reviews.model import MANY
from bot.features.scheduling.model import Schedule
from bot.features.scheduling.wording import moment
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Footer, Heading, Message, message
from bot.language.people import id_of
from bot.language.rich_text import CommandMention, Shows, text

SILENCE = 14
"""Number of days from the first unanswered note to the last note."""

_MOST_PACKS = 3
"""Maximum number of packs with a button in a note."""


_ENCOURAGING = (
    "Each comes back just before you'd forget it.",
    "Do as many as you like; the others wait.",
    "A few now save you learning them again later.",
    "The better you know one, the longer it stays away.",
    "Got a coffee? That's long enough for a few.",
)
"""What a note says; the day chooses, so that a daily note doesn't read the same for a year."""


@dataclass(frozen=True, slots=True)
class DueCards:
    """The cards that are due for a learner.

    Args:
        packs: the packs with due cards.
        count: the number of due cards; None if cards have to be rebuilt first.
        silent: days since the first note that the learner hasn't answered.
    """

    packs: tuple[NamedPack, ...]
    count: int | None
    silent: int


def none() -> Message:
    """Say that there are no reminders."""
    return message(text("You have no reminders; start them with ", CommandMention("/remind"), "."), private=True)


def page(reminder: Schedule, guess: str, *, zone_is_known: bool) -> Message:
    """Return the confirmation of a reminder.

    Args:
        reminder: the reminder.
        guess: its time zone and what that was guessed from; "" if it isn't a guess.
        zone_is_known: whether someone has chosen the time zone, or the platform provides it.
    """
    at = reminder.next_run_at
    first = () if at is None else (" I'll check next on ", moment(at, reminder.zone, Shows.DAY), ".")
    hint = (
        []
        if zone_is_known
        else [
            text(
                "I don't know your time zone yet; give me yours, as in ",
                CommandMention(f"/remind {reminder.time} Europe/Berlin"),
                ".",
            )
        ]
    )
    if guess:
        hint = [text(f"Your time zone is {guess}; change it with ", CommandMention("/settings zone:…"), ".")]
    return message(
        Heading("I'll remind you"),
        text(f"At {reminder.time} ({reminder.zone}), in private, on days when flashcards are due.", *first),
        *hint,
        Buttons((Button("No more reminders", encode(StopReminding(id_of(reminder.tenant)))),)),
        Footer(
            text(
                CommandMention("/remind 08:30"),
                " changes the time. After two weeks without a review, I stop by myself.",
            )
        ),
        private=True,
    )


def note(schedule: Schedule, waiting: DueCards) -> Message:
    """Return the note about due cards; the last one if the learner has been silent for too long."""
    where = id_of(schedule.tenant)
    packs_shown = waiting.packs[:_MOST_PACKS]
    begin = tuple(
        Button(
            "Start" if len(packs_shown) == 1 else f"Start: {pack.title}",
            encode(BeginDue(pack.id, where)),
            Emphasis.PRIMARY,
        )
        for pack in packs_shown
    )
    due = _in_words(waiting.count)
    day = schedule.next_day.toordinal() if schedule.next_day else 0
    if waiting.silent >= SILENCE:
        return message(
            Heading("I'll stop reminding you"),
            text(f"It's been two weeks without a review, so this is my last note. {due}, whenever you like."),
            Buttons((*begin, Button("Keep reminding me", encode(RemindMe(where))))),
            Footer(text("You can start again with ", CommandMention("/remind"), ", too.")),
            private=True,
        )
    return message(
        Heading(due),
        text(_ENCOURAGING[day % len(_ENCOURAGING)]),
        Buttons((*begin, Button("No more reminders", encode(StopReminding(where))))),
        Footer(text("You asked for this with ", CommandMention("/remind"), ", which also changes the time.")),
        private=True,
    )


def _in_words(count: int | None) -> str:
    if count is None:
        return "Flashcards are waiting for you"
    number = f"{count}+" if count >= MANY else str(count)
    return f"{number} flashcard{' is' if count == 1 else 's are'} due"
