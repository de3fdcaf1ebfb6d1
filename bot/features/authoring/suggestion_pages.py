"""What's said of what members suggest. Pure."""

from dataclasses import replace

from bot.features.authoring import actions, pages
from bot.features.authoring.preview import preview
from bot.features.authoring.suggested import IDEA, LABELS, Suggested
from bot.features.authoring.suggesting import Shown
from bot.features.packs.model import Listed
from bot.language.actions import encode
from bot.language.message import (
    Block,
    Button,
    Buttons,
    CommandMention,
    Emphasis,
    Facts,
    Footer,
    Heading,
    Message,
    message,
    strong,
    text,
)
from bot.language.text import shortened

_LONGEST = 80


def what_to_suggest(pack: Listed | None, kind: str) -> Message:
    """Offer the kinds of what can be suggested.

    Args:
        pack: that it's for; None if there's none.
        kind: the only one, by name; "" for all.
    """
    own = pack.id if pack else ""
    buttons = [Button(LABELS[each], encode(actions.Suggest(each, own))) for each in ([kind] if kind else LABELS)]
    return message(
        text("What would you like me to teach?"),
        Buttons(tuple(buttons)),
        Footer("Editors look at it first, without your name. You'll hear from me what they say."),
        private=True,
    )


def thanks() -> Message:
    """Thank for a suggestion."""
    return message(
        text("Thank you! I've told those who can take it. You'll hear from me what they say."), private=True
    )


def suggestion(shown: Shown | None) -> Message:
    """Show what waits for editors: one at a time, as members would see it."""
    if shown is None:
        nothing = text("No suggestion is waiting. ", CommandMention("/suggest"), " makes one.")
        return message(nothing, private=True, replaces=True)
    found, checked = shown.suggested, shown.checked
    if checked is None:
        seen: list[Block] = [Facts(tuple(found.facts))]
        remarks = [f"{shown.problem} Press Change to put it right."] if shown.problem else []
    else:
        seen, remarks = preview(checked.pack, checked.item), [f"{each}." for each in checked.remarks]
    where = []
    if checked is not None and shown.has_pack:
        new = " (a new topic)" if checked.new_topic else ""
        where = [checked.pack.title, f"{checked.pack.topic_of(checked.item).title}{new}"]
    return message(
        Heading(f"{LABELS[found.kind]}, suggested"),
        *seen,
        *(text(strong("You may want to look at this: "), each) for each in remarks),
        Buttons(tuple(_buttons(shown))),
        Footer(" · ".join([*where, f"{shown.place + 1} of {shown.waiting}"])),
        private=True,
        replaces=True,
    )


def _buttons(shown: Shown) -> list[Button]:
    found, made = shown.suggested, []
    if shown.has_pack and not shown.problem:
        made.append(Button("Accept", encode(actions.AcceptSuggestion(found.id)), Emphasis.PRIMARY))
    if found.kind != IDEA:
        made.append(Button("Change", encode(actions.ChangeSuggestion(found.id))))
    made.append(Button("Decline", encode(actions.DeclineSuggestion(found.id))))
    if shown.waiting > 1:
        made.append(Button("Next", encode(actions.ShowSuggestion((shown.place + 1) % shown.waiting))))
    return made


def accepted(found: Suggested, pack: Listed | None, *, in_use: bool, administers: bool) -> Message:
    """Say that a suggestion is taken.

    Args:
        found: the suggestion.
        pack: that it's in now; None for an idea.
        in_use: whether that's in use where the editor is.
        administers: whether they may choose what is.
    """
    rest = (text("The one who suggested it gets a thank-you from me."), _more())
    if pack is None:
        return message(text("Taken: ", strong(shortened(found.name, _LONGEST))), *rest, private=True, replaces=True)
    published = pages.published(pack, in_use=in_use, administers=administers)
    return replace(published, blocks=(*published.blocks, *rest))


def declined(found: Suggested) -> Message:
    """Say that a suggestion is declined."""
    name = strong(shortened(found.name, _LONGEST))
    return message(text("Declined: ", name, ". I'll tell why, in private."), _more(), private=True, replaces=True)


def _more() -> Buttons:
    return Buttons((Button("More suggestions", encode(actions.ShowSuggestion())),))
