"""Commentary: the highlights of a game in words, for a channel to read. Pure."""

from collections.abc import Callable, Mapping, Sequence

from bot.features.games.highlights import Highlight, HighlightKind
from bot.features.games.model import Venue
from bot.features.games.rules import Mode
from bot.features.games.scoreboard import is_named, name_of
from bot.features.games.state import GameState
from bot.features.scoring.ranks import first_lines
from bot.features.teams.model import label
from bot.language.people import MemberKey
from bot.language.text import counted, listed, ordinal

MOST_NAMED = 3
"""A sentence names at most this many players; the others are counted if there are at least two."""


_AT_ONCE = 50
"""Below this many milliseconds, the time would be shown as 0.0 seconds, which nobody believes."""


def commentary(state: GameState, highlights: Sequence[Highlight], venue: Venue) -> str:
    """Return highlights in one short line; "" if there are none.

    Args:
        state: the game's state.
        highlights: the highlights to mention.
        venue: the channel that reads it, where players of other sides aren't named.
    """
    return " ".join(_SENTENCES[each.kind](each, _subject(state, each, venue)) for each in highlights)


def _subject(state: GameState, highlight: Highlight, venue: Venue) -> str:
    """Return who it's about: teams, or players, as far as the channel may know their names."""
    if not highlight.teams and not highlight.who:
        return ""
    if highlight.teams:
        names = {team.id: label(team) for team in state.teams}
        return listed([names[team] for team in highlight.teams], "and")
    named = first_lines([name_of(state, who) for who in highlight.who if is_named(state, who, venue)], MOST_NAMED)
    more = len(highlight.who) - len(named)
    others = [counted(more, "other") if named else _strangers(state, highlight.who, more)] if more else []
    return listed([*named, *others], "and")


def _strangers(state: GameState, who: Sequence[MemberKey], count: int) -> str:
    """Return how to refer to unnamed players of other sides: a single one by the side's name, several by number."""
    sides = {team.id: team.name for team in state.teams}
    side = sides.get(state.players[who[0]].team) if state.rules.mode is Mode.TEAMS else None
    if count == 1:
        return f"Someone from {side}" if side else "Someone elsewhere"
    return f"{count} players elsewhere"


def _out(each: Highlight, subject: str) -> str:
    return f"{subject} is out." if len(each.who) == 1 else f"{subject} are out."


def _last_two(_: Highlight, subject: str) -> str:
    return f"{subject} are the last two in!"


def _target(_: Highlight, __: str) -> str:
    return "That's the target!"


def _goal(each: Highlight, subject: str) -> str:
    return f"{subject} reached {each.number:,} points!"


def _only_one(_: Highlight, subject: str) -> str:
    return f"{subject} was the only one who knew."


def _everyone(each: Highlight, _: str) -> str:
    return "Both of you got it!" if each.number == 2 else "Everyone got it!"


def _nobody(_: Highlight, __: str) -> str:
    return "Nobody got that one, so it's worth a second look."


def _lead(_: Highlight, subject: str) -> str:
    return f"{subject} took the lead!"


def _comeback(each: Highlight, subject: str) -> str:
    before, after = ordinal(each.before), ordinal(each.after)
    if each.after == 1:
        return f"{subject} came all the way from {before} place!"
    return f"{subject} climbed from {before} to {after}!"


def _first(each: Highlight, subject: str) -> str:
    if each.number < _AT_ONCE:
        return f"{subject} was first, right away."
    return f"{subject} was first, in {each.number / 1000:.1f} seconds."


def _streak(each: Highlight, subject: str) -> str:
    return f"{subject} has {each.number} right in a row."


def _close_finish(each: Highlight, subject: str) -> str:
    return f"So close: {counted(each.number, 'point')} between {subject}!"


def _last_question(_: Highlight, subject: str) -> str:
    return f"{subject} took the lead with the very last question!"


def _lead_changes(each: Highlight, _: str) -> str:
    return f"The lead changed {each.number} times."


def _flawless(each: Highlight, subject: str) -> str:
    return f"{subject} got all {each.number} right." if subject else f"Everyone got all {each.number} right!"


def _closest(each: Highlight, subject: str) -> str:
    return f"Closest: {subject}, off by {each.off}." if each.off else f"Closest: {subject}, right on the spot!"


_SENTENCES: Mapping[HighlightKind, Callable[[Highlight, str], str]] = {
    HighlightKind.OUT: _out,
    HighlightKind.LAST_TWO: _last_two,
    HighlightKind.TARGET: _target,
    HighlightKind.GOAL: _goal,
    HighlightKind.ONLY_ONE: _only_one,
    HighlightKind.EVERYONE: _everyone,
    HighlightKind.NOBODY: _nobody,
    HighlightKind.LEAD: _lead,
    HighlightKind.COMEBACK: _comeback,
    HighlightKind.FIRST: _first,
    HighlightKind.STREAK: _streak,
    HighlightKind.CLOSE_FINISH: _close_finish,
    HighlightKind.LAST_QUESTION: _last_question,
    HighlightKind.LEAD_CHANGES: _lead_changes,
    HighlightKind.FLAWLESS: _flawless,
    HighlightKind.CLOSEST: _closest,
}
