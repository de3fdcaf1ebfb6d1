"""The administrators' section of a home: settings for everyone, notices, and problems."""

from collections.abc import Iterator, Sequence

from bot.features.learners.actions import TypeZone
from bot.features.learners.settings_page import CurrentSettings, for_everyone, zone_form
from bot.language.actions import encode
from bot.language.controls import Button, Buttons
from bot.language.message import Block, Heading
from bot.language.rich_text import CommandMention, Line, parts, strong, text
from bot.language.text import counted

_MOST = 5
"""Maximum number of notices, and of problems, that are shown."""


def blocks(current: CurrentSettings, waiting: Sequence[Line], findings_here: Sequence[Line]) -> Iterator[Block]:
    """Yield the section, except for the schedules.

    Args:
        current: the current settings.
        waiting: notices that no administrator has seen yet.
        findings_here: the problems, in a sentence or two each.
    """
    yield Heading("For administrators")
    yield from for_everyone(current, in_channel=False)
    yield text("Games and challenges: ", current.starting, ".")
    if len(current.packs) > 1:
        yield text("To teach a channel another pack, type ", CommandMention("/settings"), " there.")
    yield Buttons((Button("The team's time zone …", encode(TypeZone(team=True)), form=zone_form(team=True)),))
    yield from _listed("What you should know: ", waiting)
    yield from _listed("Needs a look: ", findings_here)
    if not waiting and not findings_here:
        yield text("✓ Nothing needs your attention.")


def findings(current: CurrentSettings, problems: int) -> Iterator[Line]:
    """Yield the problems other than those of schedules, in a sentence or two each.

    Args:
        current: the current settings.
        problems: the number of problems in the packs' files.
    """
    if not current.team_zone:
        yield "Your team has no time zone yet, so each schedule follows the person who made it; choose one here."
    if problems:
        problem_count = counted(problems, "problem")
        yield f"The packs have {problem_count}; the person who runs me can list them with versed check."


def _listed(label: str, sentences: Sequence[Line]) -> Iterator[Block]:
    for each in sentences[:_MOST]:
        yield text(strong(label), *parts(each))
    if len(sentences) > _MOST:
        yield text(f"There are {len(sentences) - _MOST} more of these.")
