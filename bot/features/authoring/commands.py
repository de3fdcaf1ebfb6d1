"""/pack add, /pack edit and /pack draft: writing items in the chat."""

from collections.abc import Mapping

from bot.content.item import Item
from bot.content.model import Comparison
from bot.content.without import LISTS, part_named
from bot.features.authoring import actions, clash_pages, pages
from bot.features.authoring.checking import Checked
from bot.features.authoring.drafting import Drafting, first_used
from bot.features.authoring.kinds import CHOICES, KINDS, ItemKind, form_of, kind_of
from bot.features.authoring.model import EditedPack
from bot.features.packs import naming, parts
from bot.features.packs.editors import Editors
from bot.features.packs.model import NEW, Listed
from bot.features.packs.service import OwnPacks
from bot.features.packs.taught import Packs
from bot.language.actions import encode
from bot.language.commands import Command
from bot.language.forms import Form
from bot.language.kept import Kept, TypedValues
from bot.language.message import Message
from bot.language.options import NoOptions, option, options
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.language.text import clean, shortened
from bot.naming.titles import Titles

_GONE = "That isn't in the pack any more; run /pack edit to find what is."
_NOT_BY_FORM = "You can't edit that kind in the chat; get the files with /pack export, and change it there."


@options
class AddOptions:
    """The kind of item to add, and the pack."""

    kind: str = option("what to add", default="", usual="a menu", choices=CHOICES)
    pack: str = option("which pack of yours", default="", usual="the one used last", completes=True)


@options
class EditOptions:
    """The item to edit."""

    part: str = option("a term, a tip, a card, a question or a comparison", completes=True)


ADD = Command("pack add", "Write something for a pack of yours", "/pack add term", AddOptions, of_team=True)
EDIT = Command("pack edit", "Change something in a pack of yours", "/pack edit RAG", EditOptions, of_team=True)
DRAFT = Command("pack draft", "See what you've written but not published", "/pack draft", NoOptions, of_team=True)
COMMANDS = (ADD, EDIT, DRAFT)


class AuthoringCommands:
    """Serves the commands for editors who write items.

    Args:
        packs: finds the packs taught in a place.
        own_packs: the tenants' own packs.
        editors: checks who may edit packs.
        drafting: stores and publishes drafts.
        kept: stores text typed into forms.
    """

    def __init__(self, packs: Packs, own_packs: OwnPacks, editors: Editors, drafting: Drafting, kept: Kept) -> None:
        self._packs = packs
        self._own = own_packs
        self._editors = editors
        self._drafting = drafting
        self._kept = kept

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(ADD, self.add)
        routes.command(EDIT, self.edit)
        routes.command(DRAFT, self.draft)
        routes.press(actions.AddMore, self.add_more)
        routes.filled_form(actions.WriteItem, self.form, self.write)
        routes.filled_form(actions.EditItem, self.edit_form, self.rewrite)
        routes.press(actions.PublishDraft, self.publish)
        routes.press(actions.ShowDraft, self.show_draft)
        routes.press(actions.DropDraft, self.drop)
        routes.press(actions.SettleDraft, self.settle)
        routes.own_completer(ADD.name, "pack", self.own_titles)
        routes.own_completer(EDIT.name, "part", self.part_titles)

    async def add(self, asker: Asker, options: AddOptions) -> Message:
        """Serve /pack add [kind] [pack]: offer the forms."""
        await self._editors.check_may_edit(asker)
        pack = await self._meant(asker, options.pack)
        return await self._offer(asker, pack, options.kind)

    async def add_more(self, asker: Asker, action: actions.AddMore) -> Message:
        """Offer the kinds of items that can be added to a pack."""
        await self._editors.check_may_edit(asker)
        return await self._offer(asker, await self._own.find(asker.tenant.key, action.pack), "")

    async def _offer(self, asker: Asker, pack: Listed | None, kind: str) -> Message:
        edited = await self._drafting.edited_pack(asker, NEW if pack is None else pack.id)
        compares = edited is not None and bool(edited.pack.sides)
        offered = [each for each in KINDS.values() if compares or each.model is not Comparison]
        if kind and KINDS[kind] not in offered:
            raise Refusal("Your pack doesn't compare anything yet; add its sides in its files.", option="kind")
        return pages.what_to_add(pack, [KINDS[kind]] if kind else offered)

    async def form(self, asker: Asker, action: actions.WriteItem) -> Form:
        """Return the form for a new item."""
        edited = await self._drafting.edited_pack(asker, action.pack)
        return form_of(_kind(action.kind), edited.pack if edited else None, {})

    async def edit_form(self, asker: Asker, action: actions.EditItem) -> Form:
        """Return the form for an existing item, filled with its text."""
        kind = _kind_of(action.letter)
        edited = await self._drafting.as_seen(asker, action.pack, action.seen)
        if edited is None:
            raise Refusal(_GONE)
        item = _item(edited, kind, action.item)
        return form_of(kind, edited.pack, kind.filled(item, edited.pack), edited.pack.topic_of(item).title)

    async def write(self, asker: Asker, action: actions.WriteItem, filled: Mapping[str, str]) -> Message:
        """Put a new item into the draft, and preview it.

        Args:
            asker: the editor.
            action: the kind and the pack.
            filled: the form's contents, untrusted.
        """
        kind = _kind(action.kind)
        result = await self._drafting.put(asker, action.pack, kind, "", filled)
        return pages.written(result.checked, kind, action.pack, result.on)

    async def rewrite(self, asker: Asker, action: actions.EditItem, filled: Mapping[str, str]) -> Message:
        """Put a changed item into the draft, and preview it.

        Args:
            asker: the editor.
            action: the item.
            filled: the form's contents, untrusted.
        """
        kind = _kind_of(action.letter)
        result = await self._drafting.put(asker, action.pack, kind, action.item, filled, action.seen)
        return pages.written(result.checked, kind, action.pack, result.on)

    async def publish(self, asker: Asker, action: actions.PublishDraft) -> Message:
        """Publish a draft, or ask about conflicts with what others have published."""
        edited = await self._drafting.edited_pack(asker, action.pack)
        if edited is not None and edited.clash is not None:
            return clash_pages.clash(edited, edited.clash)
        listed = await self._drafting.publish(asker, action.pack)
        in_use = listed.id in [each.id for each in await self._packs.used(asker)]
        return pages.published(listed, in_use=in_use, administers=asker.member.administers)

    async def draft(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /pack draft."""
        return pages.drafts(await self._drafting.waiting(asker))

    async def show_draft(self, asker: Asker, action: actions.ShowDraft) -> Message:
        """Show the draft of one pack."""
        edited = await self._drafting.edited_pack(asker, action.pack)
        return pages.drafts([edited] if edited and edited.waits else [])

    async def settle(self, asker: Asker, action: actions.SettleDraft) -> Message:
        """Resolve the conflicts between a draft and a published version."""
        edited = await self._drafting.settle(asker, action.pack, action.number, action.seen, action.choices)
        return pages.drafts([edited]) if edited.clash is None else clash_pages.clash(edited, edited.clash)

    async def drop(self, asker: Asker, action: actions.DropDraft) -> Message:
        """Delete a draft."""
        await self._drafting.drop(asker, action.pack)
        return pages.dropped()

    async def edit(self, asker: Asker, options: EditOptions) -> Message:
        """Serve /pack edit <part>: show it with a button to edit it."""
        await self._editors.check_may_edit(asker)
        for listed in await self._own.all(asker.tenant.key):
            edited = await self._drafting.edited_pack(asker, listed.id)
            found = (await parts.of_packs([edited.pack])).match(options.part) if edited else None
            if edited is not None and found is not None:
                return self._to_edit(edited, listed, found.key)
        await parts.find(await self._packs.used(asker), options.part)
        raise Refusal(
            "That's in a pack for everyone, so you can't change it here; with /pack hide, I stop teaching it.",
            option="part",
        )

    def _to_edit(self, edited: EditedPack, listed: Listed, key: str) -> Message:
        of_kind, _, item_id = key.partition(":")
        item = part_named(edited.pack, of_kind, item_id) if of_kind in LISTS else None
        kind = kind_of(item) if item else None
        if item is None or kind is None:
            raise Refusal(_NOT_BY_FORM, option="part")
        return pages.to_edit(edited, Checked(edited.pack, item, (), False), kind, listed.id)

    async def from_message(self, asker: Asker, kind: str, text: str) -> Message:
        """Offer a form that's filled with the text of a message.

        Args:
            asker: the editor.
            kind: the name of the item's kind.
            text: the text of the message.
        """
        await self._editors.check_may_edit(asker)
        pack = await self._meant(asker, "")
        field = KINDS[kind].fields[1]
        press = encode(actions.WriteItem(kind, pack.id if pack else NEW))
        excerpt = shortened(" ".join(clean(text).split()), field.longest)
        self._kept.keep(asker, press, TypedValues({field.name: excerpt}))
        return pages.begin_with(KINDS[kind], press, pack.title if pack else "")

    async def _meant(self, asker: Asker, typed: str) -> Listed | None:
        """Return the pack to write for: the named one, or by default the first in use; None for a new one."""
        listed = await self._own.all(asker.tenant.key)
        if typed:
            return naming.named(listed, typed)
        return first_used(listed, [each.id for each in await self._packs.used(asker)])

    async def own_titles(self, asker: Asker) -> Titles:
        """Return the tenant's own packs, by name."""
        return naming.titles(await self._own.all(asker.tenant.key))

    async def part_titles(self, asker: Asker) -> naming.Several:
        """Return the items of the tenant's own packs, by name; topics can't be edited in the chat."""
        own_packs = [
            await self._packs.find(asker.tenant.key, each.id) for each in await self._own.all(asker.tenant.key)
        ]
        return await parts.items_of([pack for pack in own_packs if pack is not None])


def _kind(name: str) -> ItemKind:
    if name not in KINDS:
        raise Refusal("I don't know that kind; run /pack add to see what there is.")
    return KINDS[name]


def _kind_of(letter: str) -> ItemKind:
    kind = next((each for each in KINDS.values() if each.letter == letter), None)
    return kind or _kind("")


def _item(edited: EditedPack, kind: ItemKind, item_id: str) -> Item:
    item: Item | None = next((each for each in getattr(edited.pack, kind.list_name) if each.id == item_id), None)
    if not isinstance(item, kind.model):
        raise Refusal(_GONE)
    return item
