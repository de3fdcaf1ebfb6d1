"""The pages for editors who write items. Pure."""

from collections.abc import Iterable, Sequence

from bot.features.authoring import actions
from bot.features.authoring.checking import Checked
from bot.features.authoring.kinds import ItemKind
from bot.features.authoring.model import EditedPack
from bot.features.authoring.preview import preview
from bot.features.packs.actions import ShowHistory, UsePack
from bot.features.packs.model import NEW, Listed
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Footer, Heading, Message, message
from bot.language.rich_text import CommandMention, strong, text
from bot.language.text import counted, shortened

_MOST_CHANGES = 10
_LONGEST = 80


def what_to_add(pack: Listed | None, kinds: Iterable[ItemKind]) -> Message:
    """Offer the kinds of items that can be written.

    Args:
        pack: the pack; None for a new one.
        kinds: the kinds to choose from.
    """
    pack_id = NEW if pack is None else pack.id
    buttons = [Button(each.label, encode(actions.WriteItem(each.name, pack_id))) for each in kinds]
    question = f"What would you like to add to {pack.title}?" if pack else "What's first in your new pack?"
    return message(
        text(question),
        Buttons(tuple(buttons)),
        Footer("You'll see it as members will before anything is published."),
        private=True,
        replaces=True,
    )


def written(checked: Checked, kind: ItemKind, pack_id: str, on: int) -> Message:
    """Preview an item the way members will see it, with remarks.

    Args:
        checked: the item in its pack.
        kind: the kind of item.
        pack_id: the pack's id; NEW for a new one.
        on: the number of the version that the draft is based on; 0 for a new pack.
    """
    source = checked.pack.source_of(checked.item)
    remarks = [text(strong("You may want to look at this: "), f"{each}.") for each in checked.remarks]
    return message(
        *preview(checked.pack, checked.item),
        *remarks,
        _what_next(kind, pack_id, checked.item.id, on),
        Footer(f"{source}{' (a new topic)' if checked.new_topic else ''} · not published yet"),
        private=True,
        replaces=True,
    )


def _what_next(kind: ItemKind, pack_id: str, item: str, on: int) -> Buttons:
    return Buttons(
        (
            Button("Publish", encode(actions.PublishDraft(pack_id)), Emphasis.PRIMARY),
            Button("Keep as draft", encode(actions.ShowDraft(pack_id))),
            Button("Change", encode(actions.EditItem(kind.letter, pack_id, item, on))),
        )
    )


def to_edit(edited: EditedPack, checked: Checked, kind: ItemKind, pack_id: str) -> Message:
    """Show an item with a button to edit it.

    Args:
        edited: the pack with the editor's draft.
        checked: the item in it.
        kind: the kind of item.
        pack_id: the pack's id.
    """
    change = actions.EditItem(kind.letter, pack_id, checked.item.id, edited.on.version if edited.on else 0)
    return message(
        *preview(checked.pack, checked.item),
        Buttons((Button("Change", encode(change), Emphasis.PRIMARY),)),
        Footer(f"{edited.pack.title} · {'in your draft' if edited.waits else 'as published'}"),
        private=True,
    )


def drafts(waiting: Sequence[EditedPack]) -> Message:
    """List an editor's drafts."""
    if not waiting:
        nothing = text("You have no drafts. ", CommandMention("/pack add"), " starts one.")
        return message(nothing, private=True, replaces=True)
    blocks: list[Block] = []
    for each in waiting:
        pack_id = NEW if each.on is None else each.on.id
        names = [shortened(name, _LONGEST) for name in each.changes[:_MOST_CHANGES]]
        more = len(each.changes) - len(names)
        lines = "\n".join([*names, *([f"and {more} more"] if more > 0 else [])])
        what = "a new pack" if each.on is None else f"since version {each.on.version}"
        blocks += [
            Heading(each.pack.title),
            text(f"{counted(len(each.changes), 'item')}, {what}:\n{lines}"),
            Buttons(
                (_go_on(each, pack_id), Button("Throw it away", encode(actions.DropDraft(pack_id)), Emphasis.DANGER))
            ),
        ]
    return message(
        *blocks,
        Footer("Only you see your drafts. They're deleted after 30 days without changes."),
        private=True,
        replaces=True,
    )


def _go_on(edited: EditedPack, pack_id: str) -> Button:
    if edited.clash is not None:
        decide = actions.SettleDraft(pack_id, edited.clash.version, edited.clash.seen)
        return Button("Someone changed the same thing: decide", encode(decide), Emphasis.PRIMARY)
    return Button("Publish", encode(actions.PublishDraft(pack_id)), Emphasis.PRIMARY)


def published(pack: Listed, *, in_use: bool, administers: bool) -> Message:
    """Confirm that a draft was published; if its pack isn't in use, say how to use it.

    Args:
        pack: the pack's entry in the list.
        in_use: whether the pack is in use where the editor is.
        administers: whether the editor may choose packs.
    """
    sentence = "It's what I teach now." if in_use else "It isn't in use here yet."
    rest = "" if in_use or administers else " An administrator can run /pack use."
    use = [] if in_use or not administers else [Button("Use it", encode(UsePack(pack.id, True)), Emphasis.PRIMARY)]
    add = Button("Add more", encode(actions.AddMore(pack.id)))
    return message(
        text("Published: ", strong(pack.title), f", version {pack.version}. {sentence}{rest}"),
        Buttons((*use, add, Button("History", encode(ShowHistory(pack.id))))),
        private=True,
        replaces=True,
    )


def dropped() -> Message:
    """Confirm that a draft was deleted."""
    return message(text("Thrown away. What's published stays as it is."), private=True, replaces=True)


def begin_with(kind: ItemKind, press: str, title: str) -> Message:
    """Offer a form that's filled with the text of a message.

    Args:
        kind: the kind of item.
        press: the encoded action that opens the form.
        title: the title of the pack, or "" for a new one.
    """
    into = f" for {title}" if title else " for a pack of your own"
    return message(
        text(f"I've put that message into a form{into}. Have a look, and fill in the rest."),
        Buttons((Button(f"Write {kind.label[:1].lower()}{kind.label[1:]}", press, Emphasis.PRIMARY),)),
        private=True,
    )
