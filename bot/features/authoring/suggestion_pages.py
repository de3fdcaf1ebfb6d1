"""The pages about suggestions. Pure."""

from dataclasses import replace

from bot.features.authoring import actions, pages
from bot.features.authoring.preview import preview
from bot.features.authoring.suggested import IDEA, LABELS, Suggested, SuggestionView
from bot.features.packs.model import Listed
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Facts, Footer, Heading, Message, message
from bot.language.people import Place
from bot.language.rich_text import CommandMention, Line, parts, strong, text
from bot.language.text import shortened

_LONGEST = 80


def what_to_suggest(pack: Listed | None, kind: str) -> Message:
    """Offer the kinds of suggestions.

    Args:
        pack: the pack; None if there's none.
        kind: the name of the only kind to offer; "" for all.
    """
    pack_id = pack.id if pack else ""
    buttons = [Button(LABELS[each], encode(actions.Suggest(each, pack_id))) for each in ([kind] if kind else LABELS)]
    return message(
        text("What would you like me to teach?"),
        Buttons(tuple(buttons)),
        Footer("Editors see it first, without your name. I'll pass on their answer."),
        private=True,
    )


def thanks() -> Message:
    """Thank a member for a suggestion."""
    return message(text("Thank you! I've told the editors, and I'll pass on their answer."), private=True)


def suggestion(
    view: SuggestionView | None, channel: Place | None, obstacle: Line | None, *, administers: bool
) -> Message:
    """Show an editor the open suggestions one at a time, each the way members would see it.

    Args:
        view: the suggestion; None if there are none.
        channel: the channel where new ones are posted; None for none.
        obstacle: what keeps Versed from posting there; None if nothing does.
        administers: whether the reader may choose that channel.
    """
    about: list[Block] = [text("New ones are posted in ", channel.mention, ".")] if channel else []
    if obstacle is not None:
        about = [text("I can't post new ones any more: ", *parts(obstacle))]
    if administers:
        about.append(Buttons(tuple(_about_posting(channel))))
    if view is None:
        nothing = text("No suggestions are waiting. ", CommandMention("/suggest"), " makes one.")
        return message(nothing, *about, private=True, replaces=True)
    return message(
        *_seen(view), *about, _footer(view, f"{view.place + 1} of {view.waiting}"), private=True, replaces=True
    )


def _about_posting(channel: Place | None) -> list[Button]:
    """Return the buttons with which an administrator chooses where new suggestions are posted."""
    choose = Button(
        "Post in another channel …" if channel else "Post new ones …", encode(actions.ChooseEditorsChannel())
    )
    return [choose, Button("Stop posting", encode(actions.StopPosting()))] if channel else [choose]


def posted(view: SuggestionView) -> Message:
    """Post a suggestion in the editors' channel."""
    return message(*_seen(view), _footer(view, "For editors"))


def _seen(view: SuggestionView) -> list[Block]:
    suggested, checked = view.suggested, view.checked
    if checked is None:
        seen: list[Block] = [Facts(tuple(suggested.facts))]
        remarks = [f"{view.problem} Press Change to fix it."] if view.problem else []
    else:
        seen, remarks = preview(checked.pack, checked.item), [f"{each}." for each in checked.remarks]
    return [
        Heading(f"{LABELS[suggested.kind]}, suggested"),
        *seen,
        *(text(strong("You may want to look at this: "), each) for each in remarks),
        Buttons(tuple(_buttons(view))),
    ]


def _footer(view: SuggestionView, source: str) -> Footer:
    checked = view.checked
    if checked is None or not view.has_pack:
        return Footer(source)
    new = " (a new topic)" if checked.new_topic else ""
    return Footer(f"{checked.pack.source_of(checked.item)}{new} · {source}")


def channel_chosen(place: Place) -> Message:
    """Confirm where suggestions and reports are posted from now on."""
    return message(
        text("Done: I'll post suggestions and reports in ", place.mention, " from now on."),
        Buttons((Button("Stop posting", encode(actions.StopPosting())),)),
        Footer("Everyone there can read them, but only editors can press the buttons. I won't ping anyone."),
        private=True,
    )


def stopped(place: Place | None) -> Message:
    """Confirm that suggestions and reports aren't posted any more."""
    sentence = text("I'm not posting them in a channel.")
    if place is not None:
        sentence = text("Done: I've stopped posting in ", place.mention, ". I'll tell editors in private again.")
    return message(sentence, private=True, replaces=True)


def _buttons(view: SuggestionView) -> list[Button]:
    suggested, buttons = view.suggested, []
    if view.has_pack and not view.problem:
        buttons.append(Button("Accept", encode(actions.AcceptSuggestion(suggested.id)), Emphasis.PRIMARY))
    if suggested.kind != IDEA:
        buttons.append(Button("Change", encode(actions.ChangeSuggestion(suggested.id))))
    buttons.append(Button("Decline", encode(actions.DeclineSuggestion(suggested.id))))
    if view.waiting > 1:
        buttons.append(Button("Next", encode(actions.ShowSuggestion((view.place + 1) % view.waiting))))
    return buttons


def accepted(suggested: Suggested, pack: Listed | None, *, in_use: bool, administers: bool) -> Message:
    """Confirm that a suggestion was accepted.

    Args:
        suggested: the suggestion.
        pack: the pack it's in now; None for an idea.
        in_use: whether the pack is in use where the editor is.
        administers: whether the editor may choose packs.
    """
    rest = (text("I'll thank the person who suggested it."), _more())
    if pack is None:
        return message(
            text("Accepted: ", strong(shortened(suggested.name, _LONGEST))), *rest, private=True, replaces=True
        )
    published = pages.published(pack, in_use=in_use, administers=administers)
    return replace(published, blocks=(*published.blocks, *rest))


def declined(suggested: Suggested) -> Message:
    """Confirm that a suggestion was declined."""
    name = strong(shortened(suggested.name, _LONGEST))
    return message(
        text("Declined: ", name), text("I'll tell them why, in private."), _more(), private=True, replaces=True
    )


def _more() -> Buttons:
    return Buttons((Button("More suggestions", encode(actions.ShowSuggestion())),))
