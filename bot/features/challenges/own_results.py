"""The result of a closed challenge for one participant. Pure."""

from collections.abc import Collection, Mapping

from bot.features.challenges.actions import ReviewChallenge
from bot.features.challenges.played import Played
from bot.features.scoring.ranks import said_of, standings_of
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Footer, Heading, Message, message
from bot.language.rich_text import Line, strong, text
from bot.language.text import ordinal


def own_result(played: Played, member: str, hidden: Collection[str]) -> Message:
    """Return a member's own result, as a private message.

    Args:
        played: the closed challenge.
        member: the participant's id.
        hidden: ids of the members who don't want to be shown.
    """
    score = played.table.players[member]
    standing = own_standing(played, member, hidden)
    scored = f"{score.right} of {len(played.counted)} right: {score.points:,} points."
    if not score.points:
        has_answered = any(turn.answer is not None for turn in played.turns.get(member, ()))
        scored = "None right this time. Have a look at why." if has_answered else "It closed before you'd answered."
    see = Button("See my answers", encode(ReviewChallenge(played.challenge.id)), Emphasis.PRIMARY)
    return message(
        Heading("The challenge has closed"),
        text(strong(scored), f" {standing}" if standing else ""),
        Buttons((see,)),
        Footer(played.pack.title),
        private=True,
        replaces=True,
    )


def lost_result(played: Played, member: str, hidden: Collection[str]) -> Line:
    """Return a notice with a member's own result, if the results couldn't be posted.

    It names nobody else, because a stored notice would keep the name of someone who's erased.

    Args:
        played: the closed challenge.
        member: the participant's id.
        hidden: ids of the members who don't want to be shown; they aren't counted in anyone else's rank.
    """
    score = played.table.players[member]
    points = _points(played, member, hidden)
    standing = standings_of(points)[member]
    rank = f", {ordinal(standing.rank)} of {standing.among}" if len(points) > 1 and any(points.values()) else ""
    channel = played.challenge.place_name  # a mention of a channel that was deleted wouldn't show its name
    own = f"You got {score.right} of {len(played.counted)} right: {score.points:,} points{rank}."
    return f"I couldn't post the results of the challenge in {channel}. {own}"


def own_standing(played: Played, member: str, hidden: Collection[str]) -> str:
    """Return a sentence on a member's rank among the members who are shown; "" if that says nothing, or nothing kind.

    Args:
        played: the closed challenge.
        member: the participant's id.
        hidden: ids of members who don't want to be shown; they aren't named, or counted in anyone else's rank.
    """
    points = _points(played, member, hidden)
    names = {player.member: player.name for player in played.players}
    if len(points) == 1 or not points[member]:
        return ""
    return said_of(standings_of(points)[member], names.__getitem__)


def _points(played: Played, member: str, hidden: Collection[str]) -> Mapping[str, int]:
    """Return the points of all members who count in someone's rank, and their own."""
    return {who: score.points for who, score in played.table.players.items() if who == member or who not in hidden}
