"""/suggest and /pack suggestions: anyone suggests what to teach, and editors decide."""

from collections.abc import Mapping

from bot.features.authoring import actions, suggestion_pages
from bot.features.authoring.editors_channel import CHOOSE_CHANNEL, EditorsChannel
from bot.features.authoring.suggested import CHOICES, IDEA, LABELS
from bot.features.authoring.suggesting import LONGEST, Suggesting
from bot.features.packs.editors import Editors
from bot.features.packs.taught import Packs
from bot.language.bare_orders import is_bare_order
from bot.language.commands import Command
from bot.language.forms import TYPED, Form, OptionsForm, text_form
from bot.language.message import Message
from bot.language.offers import options_form
from bot.language.options import option, options
from bot.language.people import Right, check_right
from bot.language.refusals import Offer, Refusal
from bot.language.requests import Asker
from bot.language.rich_text import CommandMention, text
from bot.language.routes import Routes

_LONGEST_LINE = 300
"""Maximum number of characters of an idea in a command; the form takes more."""

_NO_IDEA = text(
    "Editors find suggestions with ",
    CommandMention("/pack suggestions"),
    "; to make one, put it in a few words: ",
    CommandMention("/suggest idea:more about charts"),
    ".",
)
"""The answer to an order such as “list” in place of an idea."""


@options
class SuggestOptions:
    """The kind of suggestion, or an idea."""

    kind: str = option("what to suggest", default="", usual="a menu", choices=CHOICES)
    idea: str = option("an idea, in your own words", default="", longest=_LONGEST_LINE)


@options
class SuggestionsOptions:
    """The channel where new suggestions are posted for editors."""

    channel: str = option(
        "where I post new ones for editors, and reports (for administrators)", default="", channel=True, by_name=True
    )


SUGGEST = Command("suggest", "Suggest something to teach", "/suggest term", SuggestOptions, of_team=True)
SUGGESTIONS = Command(
    "pack suggestions",
    "See what people suggest, and accept or decline it",
    "/pack suggestions",
    SuggestionsOptions,
    of_team=True,
)
COMMANDS = (SUGGEST, SUGGESTIONS)


class SuggestionCommands:
    """Serves members who suggest something, and editors who decide.

    Args:
        packs: finds the packs taught in a place.
        suggesting: stores the suggestions and decisions.
        editors: checks who may decide.
        channel: the editors' channel.
    """

    def __init__(self, packs: Packs, suggesting: Suggesting, editors: Editors, channel: EditorsChannel) -> None:
        self._packs = packs
        self._suggesting = suggesting
        self._editors = editors
        self._channel = channel

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(SUGGEST, self.offer)
        routes.command(SUGGESTIONS, self.suggestions)
        routes.filled_form(actions.Suggest, self.form, self.suggest)
        routes.press(actions.ShowSuggestion, self.show)
        routes.press(actions.StopPosting, self.stop_posting)
        routes.options_form(actions.ChooseEditorsChannel, self.ask_where)
        routes.press(actions.AcceptSuggestion, self.accept)
        routes.filled_form(actions.ChangeSuggestion, self.form_to_change, self.change)
        routes.form(actions.DeclineSuggestion, self.ask_why, self.decline)

    async def offer(self, asker: Asker, options: SuggestOptions) -> Message:
        """Serve /suggest [kind] [idea]: store the idea, or offer the forms."""
        pack = await self._suggesting.pack_for(asker)
        if not options.idea:
            return suggestion_pages.what_to_suggest(pack, options.kind)
        if is_bare_order(options.idea):
            raise Refusal(_NO_IDEA, offers=[Offer("/pack suggestions", line="/pack suggestions")])
        about = f"{LABELS[options.kind]}: " if options.kind not in ("", IDEA) else ""
        filled = {TYPED: f"{about}{options.idea}"}
        await self._suggesting.suggest(asker, IDEA, pack.id if pack else "", filled)
        return suggestion_pages.thanks()

    async def form(self, asker: Asker, action: actions.Suggest) -> Form:
        """Return the form for a suggestion."""
        return await self._suggesting.form(asker, action.kind, action.pack)

    async def suggest(self, asker: Asker, action: actions.Suggest, filled: Mapping[str, str]) -> Message:
        """Store a suggestion.

        Args:
            asker: the member.
            action: the kind and the pack.
            filled: the form's contents, untrusted.
        """
        await self._suggesting.suggest(asker, action.kind, action.pack, filled)
        return suggestion_pages.thanks()

    async def suggestions(self, asker: Asker, options: SuggestionsOptions) -> Message:
        """Serve /pack suggestions [channel]."""
        if options.channel:
            return suggestion_pages.channel_chosen(await self._channel.choose(asker, options.channel))
        return await self._show(asker, 0)

    async def show(self, asker: Asker, action: actions.ShowSuggestion) -> Message:
        """Show one of the open suggestions."""
        return await self._show(asker, action.place)

    async def _show(self, asker: Asker, position: int) -> Message:
        view, channel = await self._suggesting.look(asker, position), await self._channel.find(asker.tenant.key)
        obstacle = await self._channel.obstacle(asker.tenant, channel) if channel else None
        return suggestion_pages.suggestion(view, channel, obstacle, administers=asker.member.administers)

    async def ask_where(self, asker: Asker, _action: actions.ChooseEditorsChannel) -> OptionsForm:
        """Return the form in which an administrator chooses the editors' channel."""
        check_right(asker.member, Right.ADMINISTRATOR, CHOOSE_CHANNEL)
        return options_form(SUGGESTIONS, {}).headed("Post new suggestions")

    async def stop_posting(self, asker: Asker, _action: actions.StopPosting) -> Message:
        """Stop posting new suggestions."""
        return suggestion_pages.stopped(await self._channel.stop(asker))

    async def accept(self, asker: Asker, action: actions.AcceptSuggestion) -> Message:
        """Publish a suggestion as it is."""
        return await self._accepted(asker, action.suggestion, None)

    async def form_to_change(self, asker: Asker, action: actions.ChangeSuggestion) -> Form:
        """Return the form in which an editor changes a suggestion."""
        return await self._suggesting.form_to_change(asker, action.suggestion)

    async def change(self, asker: Asker, action: actions.ChangeSuggestion, filled: Mapping[str, str]) -> Message:
        """Publish a suggestion with an editor's changes.

        Args:
            asker: the editor.
            action: the suggestion.
            filled: the form's contents, untrusted.
        """
        return await self._accepted(asker, action.suggestion, filled)

    async def _accepted(self, asker: Asker, suggestion: str, filled: Mapping[str, str] | None) -> Message:
        suggested, listed = await self._suggesting.accept(asker, suggestion, filled)
        in_use = listed is not None and listed.id in [each.id for each in await self._packs.used(asker)]
        return suggestion_pages.accepted(suggested, listed, in_use=in_use, administers=asker.member.administers)

    async def ask_why(self, asker: Asker, _action: actions.DeclineSuggestion) -> Form:
        """Return the form in which an editor gives the reason for declining."""
        await self._editors.check_may_edit(asker)
        return text_form("Decline", "Why, in a few words", "We have that already", LONGEST)

    async def decline(self, asker: Asker, action: actions.DeclineSuggestion, reason: str) -> Message:
        """Decline a suggestion.

        Args:
            asker: the editor.
            action: the suggestion.
            reason: in the editor's words.
        """
        return suggestion_pages.declined(await self._suggesting.decline(asker, action.suggestion, reason))
