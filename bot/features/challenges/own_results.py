"""The result of a closed challenge for one participant. Pure."""

from collections.abc import Collection

from bot.features.challenges.actions import ReviewChallenge
from bot.features.challenges.played import Played
from bot.features.scoring.ranks import said_of, standings_of
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Footer, Heading, Message, message
from bot.language.rich_text import strong, text


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
    see = Button("See my answers", encode(ReviewChallenge(played.challenge.id)), Emphasis.PRIMARY)
    return message(
        Heading("The challenge has closed"),
        text(strong(scored), f" {standing}" if standing else ""),
        Buttons((see,)),
        Footer(played.pack.title),
        private=True,
        replaces=True,
    )


def own_standing(played: Played, member: str, hidden: Collection[str]) -> str:
    """Return a sentence on a member's rank among the members who are shown; "" if a rank would say nothing.

    Args:
        played: the closed challenge.
        member: the participant's id.
        hidden: ids of members who don't want to be shown; they aren't named, or counted in anyone else's rank.
    """
    points = {who: score.points for who, score in played.table.players.items() if who == member or who not in hidden}
    names = {player.member: player.name for player in played.players}
    if len(points) == 1 or not any(points.values()):
        return ""
    return said_of(standings_of(points)[member], names.__getitem__)
