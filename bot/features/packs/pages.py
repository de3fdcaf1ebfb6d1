"""The pages about packs. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.content.inventory import contents
from bot.content.item import Item
from bot.content.model import Pack
from bot.content.without import LISTS
from bot.features.help.actions import keep
from bot.features.learners.settings_page import NamedPack
from bot.features.packs import actions
from bot.features.packs.model import Difference, Listed, Version, learned_with
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Facts, Footer, Heading, Message, message
from bot.language.rich_text import CommandMention, Moment, day_and_time, strong, text
from bot.language.text import counted, listed, shortened

_MOST_BUTTONS = 4
_MOST_VERSIONS = 10
_MOST_CHANGES = 8
"""Maximum number of parts named per kind of change."""

_DAY = timedelta(days=1)

_MOST_SHOWN = 60
"""Maximum length of a name in a list, in characters."""

_LONGEST_SUMMARY = 200
"""Maximum length of a summary in a list, in characters; two lines or three."""


@dataclass(frozen=True, slots=True)
class InUse:
    """The packs in use.

    Args:
        here: the ids of the packs in use here, in order of preference.
        chosen: whether they were chosen for this place in particular.
    """

    here: Sequence[str]
    chosen: bool


def list_of(
    operators: Sequence[NamedPack],
    own_packs: Sequence[Listed],
    removed: Sequence[tuple[Listed, timedelta]],
    used: InUse,
    *,
    administers: bool,
) -> Message:
    """List the existing packs, and which ones are in use.

    Args:
        operators: the operator's packs.
        own_packs: the tenant's packs.
        removed: the tenant's removed packs that the reader may restore, with the time left for it.
        used: the packs in use here.
        administers: whether the reader may choose packs.
    """
    lines = [(each.title, _standing(each.id, used, _about(each))) for each in (*own_packs, *operators)]
    lines += [
        (each.title, f"removed, and can come back for {counted(-(-left // _DAY), 'day')}") for each, left in removed
    ]
    others = [each for each in (*own_packs, *operators) if each.id not in used.here]
    use = [Button(f"Use {short(each.title)}", encode(actions.UsePack(each.id, True))) for each in others]
    look = [Button(f"Show {short(each.title)}", encode(actions.ShowPack(each.id))) for each in own_packs]
    back = [Button(f"Bring {short(each.title)} back", encode(actions.BringBackPack(each.id))) for each, _ in removed]
    buttons = [*(use[:_MOST_BUTTONS] if administers else ()), *look[:_MOST_BUTTONS], *back[:_MOST_BUTTONS]]
    hint = "This channel chose for itself" if used.chosen else "Channels can choose for themselves"
    return message(
        Heading("Packs"),
        Facts(tuple(lines)),
        *([Buttons(tuple(buttons))] if buttons else []),
        Footer(text(f"{hint} · ", CommandMention("/pack use"), " and ", CommandMention("/pack stop"), " change it")),
        private=True,
        replaces=True,
    )


def _standing(pack: str, used: InUse, about: str) -> str:
    if pack not in used.here:
        return about
    place = used.here.index(pack) + 1
    return f"in use{' first' if place == 1 and len(used.here) > 1 else ''} · {about}"


def _about(pack: NamedPack) -> str:
    if isinstance(pack, Listed):
        return f"yours, version {pack.version}, {counted(pack.items, 'item')}"
    return shortened(pack.summary or pack.title, _LONGEST_SUMMARY)


def used(pack: Pack, titles: Sequence[str], *, everywhere: bool, shadowed: bool) -> Message:
    """Confirm that a pack is now in use.

    Args:
        pack: the pack.
        titles: the titles of all packs now in use, in order of preference.
        everywhere: whether it's in use everywhere, or only here.
        shadowed: whether this channel has its own choice, which takes precedence.
    """
    where = "everywhere" if everywhere else "in this channel"
    come = "comes" if len(titles) == 2 else "come"
    rest = f" After it {come} {listed(list(titles[1:]), 'and')}." if len(titles) > 1 else ""
    note = [text("This channel keeps its own choice.")] if shadowed else []
    ways = [CommandMention(each) for each in learned_with(pack, has_quiz=bool(pack.questions))[:1]]
    how = [span for each in ways for span in ("Try it with ", each, ". ")]
    return message(
        text("I teach ", strong(pack.title), f" {where} now.{rest}"),
        *note,
        Footer(text(*how, CommandMention("/pack stop"), " takes it back.")),
        private=True,
        replaces=True,
    )


def stopped(title: str, titles: Sequence[str], *, everywhere: bool) -> Message:
    """Confirm that a pack isn't in use any more.

    Args:
        title: the pack's title.
        titles: the titles of the packs now in use.
        everywhere: whether it was removed everywhere, or only here.
    """
    where = "any more" if everywhere else "in this channel any more"
    rest = f"In use now: {listed(list(titles), 'and')}."
    return message(text("I don't teach ", strong(title), f" {where}. {rest}"), private=True)


def show(pack: Pack, entry: Listed | None, *, may_edit: bool) -> Message:
    """Show what a pack contains.

    Args:
        pack: the pack.
        entry: its entry in the tenant's list; None if it's the operator's.
        may_edit: whether the reader may edit it.
    """
    items = Counter(pack.objective_by_id[each.objectives[0]].topic for each in _items(pack))
    topics = [(topic.title, counted(items[topic.id], "item")) for topic in pack.topics]
    buttons = [Button("History", encode(actions.ShowHistory(pack.id)))] if entry and may_edit else []
    credit = [*([f"By {listed(list(pack.authors), 'and')}"] if pack.authors else []), *filter(None, [pack.licence])]
    about = f"Version {entry.version}" if entry else ", ".join(credit) or f"Version {pack.version}"
    return message(
        Heading(pack.title),
        *([text(pack.summary)] if pack.summary else []),
        text(f"It has {contents(pack)}."),
        Facts(tuple(topics)),
        *([Buttons(tuple(buttons))] if buttons else []),
        Footer(about),
        private=True,
        replaces=True,
    )


def _items(pack: Pack) -> Iterator[Item]:
    return (item for list_name in LISTS.values() for item in getattr(pack, list_name))


def history(pack: Listed, versions: Sequence[Version]) -> Message:
    """Show the versions of a pack, with buttons to their changes.

    Args:
        pack: the pack's entry in the list.
        versions: the versions that are kept, latest first.
    """
    latest = versions[:_MOST_VERSIONS]
    lines = tuple((f"Version {each.number}", text(*_said_of(each))) for each in latest)
    look = [
        Button(f"What changed in {each.number}", encode(actions.ShowChanges(pack.id, each.number)))
        for each in latest[:_MOST_BUTTONS]
        if each.number > 1
    ]
    more = f"{len(versions)} versions are kept" if len(versions) > len(latest) else "Versions never change"
    return message(
        Heading(f"History of {pack.title}"),
        Facts(lines),
        *([Buttons(tuple(look))] if look else []),
        Footer(text(f"{more} · ", CommandMention("/pack restore"), " brings an earlier one back")),
        private=True,
        replaces=True,
    )


def _said_of(version: Version) -> Iterator[str | Moment]:
    yield f"{version.by}, "
    yield day_and_time(version.at)
    yield f", {counted(version.items, 'item')}"
    if version.note:
        yield f": {version.note}"


def changes(pack: Listed, number: int, difference: Difference, names: Mapping[str, str]) -> Message:
    """Show what changed in a version.

    Args:
        pack: the pack's entry in the list.
        number: the number of the version.
        difference: the difference from the version before.
        names: the names of the parts in both versions, by kind:id.
    """
    kinds = (("New", difference.added), ("Changed", difference.changed), ("Gone", difference.removed))
    named = [(title, [key for key in keys if key in names]) for title, keys in kinds]
    lines = [(title, _some(keys, names)) for title, keys in named if keys]
    if difference.cover or any(key not in names for _, keys in kinds for key in keys):
        lines.append(("Also", "its title, topics, objectives or sources"))
    back = actions.RestoreVersion(pack.id, number - 1)
    return message(
        Heading(f"Version {number} of {pack.title}"),
        Facts(tuple(lines)) if lines else text("Nothing you'd see."),
        Buttons((Button(f"Go back to version {number - 1}", encode(back)), _to_history(pack))),
        private=True,
        replaces=True,
    )


def _some(keys: Sequence[str], names: Mapping[str, str]) -> str:
    names_shown = [shortened(names[key], _MOST_SHOWN) for key in keys[:_MOST_CHANGES]]
    more = len(keys) - len(names_shown)
    return "; ".join([*names_shown, *([f"and {more} more"] if more else [])])


def _to_history(pack: Listed) -> Button:
    return Button("History", encode(actions.ShowHistory(pack.id)))


def published(pack: Listed, sentence: str) -> Message:
    """Confirm that a version was published.

    Args:
        pack: the pack's entry in the list.
        sentence: how it came about.
    """
    return message(
        text(strong(pack.title), f": version {pack.version} is what I teach now. {sentence}"),
        Buttons((_to_history(pack),)),
        private=True,
        replaces=True,
    )


def are_you_sure(pack: Listed) -> Message:
    """Ask for confirmation before a pack is removed."""
    return message(
        Heading(f"Remove {pack.title}?"),
        text("Nobody can learn from it then. People's answers and reviews stay, and you have 30 days to undo it."),
        Buttons((Button("Remove it", encode(actions.RemovePack(pack.id)), Emphasis.DANGER), keep())),
        private=True,
        replaces=True,
    )


def removed(pack: Listed) -> Message:
    """Confirm that a pack has been removed."""
    return message(
        text("Removed: ", strong(pack.title), ". For 30 days, ", CommandMention("/pack list"), " can bring it back."),
        Buttons((Button("Undo", encode(actions.BringBackPack(pack.id))),)),
        private=True,
        replaces=True,
    )


def back(pack: Listed) -> Message:
    """Confirm that a pack has been restored."""
    return message(text(strong(pack.title), " is back, as it was."), private=True, replaces=True)


def hidden(name: str, pack: Pack, *, off: bool) -> Message:
    """Confirm that a part of a pack is hidden, or shown again.

    Args:
        name: the name of the part.
        pack: the pack it's in.
        off: whether it's now hidden.
    """
    sentence = "I won't teach this here any more: " if off else "I teach this again: "
    command = CommandMention("/pack unhide" if off else "/pack hide")
    return message(
        text(sentence, strong(name), f", from {pack.title}."), Footer(text(command, " undoes it.")), private=True
    )


def short(name: str) -> str:
    """Return a name that fits on a button."""
    return shortened(name, 30)
