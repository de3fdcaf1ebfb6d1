"""Commands of two words: which command of a group is meant by another word, or by a word that comes later. Pure."""

from collections.abc import Sequence

from bot.language.commands import AnyCommand
from bot.language.nearest import likeness, nearest
from bot.language.option_values import reads
from bot.language.options import ALIKE
from bot.language.text import fold

_ARTICLES = frozenset(("a", "an", "the", "my", "our", "new", "one", "some"))
_MAKING = frozenset(("add", "create", "make", "set", "up"))
_MOST_BEFORE = 4
"""Maximum number of words before the second word of a command's name."""

_SYNONYMS = {
    **dict.fromkeys(("add", "make", "new"), ("create", "add", "start")),
    **dict.fromkeys(("adjust", "change", "modify", "move", "set", "update"), ("edit", "rename")),
    **dict.fromkeys(("extend", "reschedule"), ("edit",)),
    **dict.fromkeys(("begin", "open", "play"), ("start",)),
    **dict.fromkeys(("cancel", "delete", "drop", "off"), ("remove", "stop", "leave", "hide", "erase", "end")),
    **dict.fromkeys(("clear", "remove", "wipe"), ("remove", "erase", "end")),
    **dict.fromkeys(("continue", "enable", "unpause"), ("resume", "pause", "start", "use")),
    **dict.fromkeys(("disable", "halt", "hold", "mute", "suspend"), ("pause", "stop", "hide")),
    **dict.fromkeys(("all", "current", "info", "ls", "next", "show", "status", "view", "when"), ("list",)),
    **dict.fromkeys(("past", "standings", "winner", "winners"), ("list",)),
    **dict.fromkeys(("close", "end", "finish", "quit"), ("stop", "leave", "remove", "end")),
    **dict.fromkeys(("post", "run", "send"), ("now",)),
    **dict.fromkeys(("rematch", "repeat", "replay"), ("again",)),
    "create": ("start",),
    "holiday": ("pause",),
    "holidays": ("pause",),
    **dict.fromkeys(("back", "revert", "roll", "rollback", "undo"), ("restore",)),
    **dict.fromkeys(("load", "upload"), ("import",)),
    **dict.fromkeys(("download", "save"), ("export",)),
    **dict.fromkeys(("versions",), ("history",)),
    "members": ("list",),
    **dict.fromkeys(("activate", "choose", "select", "switch", "teach"), ("use",)),
    **dict.fromkeys(("quiz", "quizzes"), ("question", "challenge", "game")),
    "on": ("resume",),
    "restart": ("again", "reset", "resume"),
    **dict.fromkeys(("digest", "leaderboard", "ranking", "results", "scores", "stats"), ("report",)),
    "start": ("resume",),
    "stop": ("pause", "remove", "end"),
}
"""Other words for the second word of a command, with what they may mean, the likeliest first."""


def named_later(rest: str, group: Sequence[AnyCommand]) -> tuple[AnyCommand, str] | None:
    """Return the command of a group that's named after an article or a value, and its options: a daily tip at 9.

    Args:
        rest: the text after the group's name.
        group: the group's commands.
    """
    by_name = {command.name.partition(" ")[2]: command for command in group}
    words = rest.split()
    for at, word in enumerate(words[:_MOST_BEFORE]):
        command = by_name.get(fold(word)) or by_name.get(fold(word).removesuffix("s"))
        if command is None:
            continue
        before = " ".join(each for each in words[:at] if fold(each) not in _ARTICLES | _MAKING)
        is_value = any(reads(option, before) for option in command.options if not option.by_name)
        return (command, " ".join([before, *words[at + 1 :]]).strip()) if is_value or not before else None
    return None


NOT_FOR_OTHERS = {
    f"team {verb}": "people join a team themselves with /team join, and leave it with /team leave."
    for verb in ("add", "assign", "invite", "kick", "move", "put")
} | {f"game {verb}": "people leave a game themselves, with /game leave." for verb in ("ban", "kick", "remove")}
"""What nobody can do for others, by the words that people type for it, with a sentence that says so."""


def without_article(rest: str, group: Sequence[AnyCommand]) -> str:
    """Return the text after a group's name from the word that stands for a command: “a quiz every Friday”.

    Args:
        rest: the text after the group's name.
        group: the group's commands.
    """
    words = rest.split()
    there = {command.name.partition(" ")[2] for command in group}
    for at, word in enumerate(words[:_MOST_BEFORE]):
        if not there.isdisjoint(_SYNONYMS.get(fold(word), ())):
            return " ".join([word, *(each for each in words[:at] if fold(each) not in _ARTICLES), *words[at + 1 :]])
    return rest


def meant_in_group(name: str, catalogue: Sequence[AnyCommand]) -> list[str]:
    """Return the commands of a group that an unknown second word means.

    None if the first word isn't a group, or if the second means something that commands of other groups do.

    Args:
        name: the typed name, folded.
        catalogue: the commands that exist.
    """
    first, _, second = name.partition(" ")
    group = [command.name.partition(" ")[2] for command in catalogue if command.group == first]
    if not group or not second or name in NOT_FOR_OTHERS:
        return []
    same = [each for each in _SYNONYMS.get(second, ()) if each in group]
    is_typo = second not in _SYNONYMS
    near = same or [each for each in nearest(second, group) if is_typo and likeness(second, each) >= ALIKE]
    verbs = {*_SYNONYMS, *(command.name.partition(" ")[2] for command in catalogue)}
    return [f"{first} {each}" for each in near or ([] if second in verbs else group[:1])]


def stands_for_one(name: str, near: Sequence[str]) -> bool:
    """Return whether the last word of an unknown name stands for that of a command, rather than for an option."""
    last = name.rpartition(" ")[2]
    return " " not in name or any(
        likeness(last, each.rpartition(" ")[2]) >= ALIKE or each.rpartition(" ")[2] in _SYNONYMS.get(last, ())
        for each in near
    )
