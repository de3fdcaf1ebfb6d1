"""The pages about the editors of packs, and what they did. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from bot.features.packs import actions
from bot.features.packs.model import AuditEntry, Editor, EditorAct
from bot.features.packs.pages import short
from bot.language.actions import encode
from bot.language.controls import Button, Buttons
from bot.language.message import Block, Facts, Footer, Heading, Message, message
from bot.language.rich_text import CommandMention, Moment, day_and_time, text
from bot.language.text import listed
from bot.runtime.bulkhead import readable


def editors(listed_editors: Iterable[Editor], *, administers: bool, may_ask: bool) -> Message:
    """Show who edits packs, and who has asked to.

    Args:
        listed_editors: the editors and those who've asked.
        administers: whether the reader may decide who edits.
        may_ask: whether the reader may ask to edit.
    """
    members = [*listed_editors]
    names = [each.name for each in members if each.may]
    others = f", and so {'does' if len(names) == 1 else 'do'} {listed(names, 'and')}" if names else ""
    blocks: list[Block] = [text(f"Administrators edit packs{others}.")]
    buttons: list[Button] = []
    if administers:
        buttons += [each for some in readable("editor of packs", members, _letting) for each in some]
        buttons.insert(0, Button("Name an editor", encode(actions.NameEditor())))
        asking = [each.name for each in members if not each.may]
        blocks += [text(f"Asking to: {listed(asking, 'and')}.")] if asking else []
    if may_ask:
        buttons.append(Button("Ask to edit", encode(actions.AskToEdit())))
    return message(
        Heading("Who edits packs"),
        *blocks,
        *([Buttons(tuple(buttons[:20]))] if buttons else []),
        *(
            [Footer(text("Members who'd like to edit can run ", CommandMention("/pack editors"), " and ask."))]
            if administers
            else []
        ),
        private=True,
        replaces=True,
    )


def log(entries: Sequence[AuditEntry]) -> Message:
    """Show the log of what editors did, latest first."""
    lines = tuple((each.by, text(*_done(each))) for each in entries)
    return message(
        Heading("What editors did"),
        Facts(lines) if lines else text("Nothing yet."),
        Footer("It's kept for a year."),
        private=True,
    )


_ACTS = {
    EditorAct.SWITCHED_OFF: "hid",
    EditorAct.SWITCHED_ON: "stopped hiding",
    EditorAct.EDITOR_REMOVED: "no longer an editor:",
    EditorAct.USED: "started teaching",
    EditorAct.STOPPED: "stopped teaching",
}
"""What's said of an act, where the stored word isn't the one that people use."""


def _letting(editor: Editor) -> list[Button]:
    name = short(editor.name)
    label = f"Stop {name} editing" if editor.may else f"Let {name} edit"
    press = encode(actions.LetEdit(editor.member, not editor.may))
    no = [] if editor.may else [Button(f"Turn {name} down", encode(actions.LetEdit(editor.member, False)))]
    return [Button(label, press), *no]


def _done(entry: AuditEntry) -> Iterator[str | Moment]:
    version = f", version {entry.version}" if entry.version else ""
    about = f"{':' if entry.title else ''} {entry.about}" if entry.about else ""
    yield f"{_ACTS.get(entry.act, entry.act)}{f' {entry.title}' if entry.title else ''}{version}{about}, "
    yield day_and_time(entry.at)
