"""Suggestions: anyone suggests what to teach; editors accept, change or decline it, and the member is told."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random

from bot.content.model import Pack
from bot.features.authoring.checking import new_pack, put_in
from bot.features.authoring.drafting import Drafting, first_used
from bot.features.authoring.editors_channel import About, tell_editors
from bot.features.authoring.kinds import KINDS, Filled
from bot.features.authoring.model import EditedPack
from bot.features.authoring.store import suggestions
from bot.features.authoring.suggested import IDEA, Decision, Suggested, SuggestionView, form, form_to_change, tidy
from bot.features.learners.store import notices
from bot.features.packs.editors import Editors, check_editor, check_has_editors
from bot.features.packs.model import NEW, Listed
from bot.features.packs.service import OwnPacks
from bot.features.packs.taught import Packs
from bot.language.forms import Form
from bot.language.ids import new_id
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.text import clean, shortened
from bot.storage.database import Database
from bot.storage.transaction import Transaction

LONGEST = 300
"""Maximum length of a comment for the member who made a suggestion, in characters."""

_DAY = timedelta(days=1)
_MINE_A_DAY, _ALL_A_DAY = 5, 50
_MOST = 200
_SHOWN = 80

_GONE = "That isn't open any more; /pack suggestions shows what is."


class Suggesting:
    """Stores members' suggestions, and passes on editors' decisions.

    Args:
        database: stores the suggestions.
        packs: finds packs.
        own_packs: the tenants' own packs.
        editors: checks who may edit packs.
        drafting: knows the editors' drafts.
        random: generates ids.
    """

    def __init__(
        self,
        database: Database,
        packs: Packs,
        own_packs: OwnPacks,
        editors: Editors,
        drafting: Drafting,
        random: Random,
    ) -> None:
        self._database = database
        self._packs = packs
        self._own = own_packs
        self._editors = editors
        self._drafting = drafting
        self._random = random

    async def pack_for(self, asker: Asker, pack_id: str = "") -> Listed | None:
        """Return the pack that a suggestion is for; None if the tenant has none of its own.

        Args:
            asker: the member who suggests something, or the editor who decides.
            pack_id: the id of the preferred pack, which may be gone; untrusted.

        Raises:
            Refusal: nobody would see a suggestion.
        """
        check_has_editors(asker)
        listed = await self._own.all(asker.tenant.key)
        meant = next((each for each in listed if each.id == pack_id), None)
        return meant or first_used(listed, [each.id for each in await self._packs.used(asker)])

    async def form(self, asker: Asker, kind: str, pack_id: str) -> Form:
        """Return the form for a suggestion.

        Args:
            asker: the member.
            kind: the name of the kind, untrusted.
            pack_id: the pack's id, untrusted.

        Raises:
            Refusal: there's no such kind.
        """
        return form(kind, await self._content(asker.tenant.key, await self.pack_for(asker, pack_id)))

    async def suggest(self, asker: Asker, kind: str, pack_id: str, filled: Filled) -> None:
        """Store a suggestion, and tell the editors about it.

        Args:
            asker: the member.
            kind: the name of the kind, untrusted.
            pack_id: the pack's id, untrusted.
            filled: the form's contents, untrusted.

        Raises:
            Refusal: a required field is empty, or there were too many suggestions today.
        """
        listed = await self.pack_for(asker, pack_id)
        fields = tidy(kind, filled, await self._content(asker.tenant.key, listed) or new_pack("New"))
        me = asker.key
        new = Suggested(new_id(self._random), me.member, listed.id if listed else "", kind, fields, asker.at)
        edit = [each.member for each in await self._editors.all(me.tenant) if each.may]

        def work(transaction: Transaction) -> None:
            if suggestions.is_open(transaction, me.tenant, new):
                return  # the form was sent twice
            mine, everyones = suggestions.suggested_lately(transaction, me, asker.at - _DAY)
            if mine >= _MINE_A_DAY or everyones >= _ALL_A_DAY:
                raise Refusal("That's a lot for one day, thank you! Suggest the rest tomorrow.")
            suggestions.put(transaction, me.tenant, new)
            sentence = "People have ideas for what to teach; /pack suggestions shows them."
            subject = f"suggested {asker.at:%Y-%m-%d}"
            tell_editors(transaction, me.tenant, About(suggestion=new.id), asker.at, subject, sentence, edit)

        await self._database.transact(work)

    async def look(self, asker: Asker, position: int) -> SuggestionView | None:
        """Return an open suggestion; None if there are none.

        Args:
            asker: the editor.
            position: its position among the open ones, oldest first; untrusted.

        Raises:
            Refusal: the asker may not edit packs.
        """
        await self._editors.check_may_edit(asker)
        suggestions_waiting = await self._database.read(
            partial(suggestions.waiting, tenant=asker.tenant.key, most=_MOST)
        )
        if not suggestions_waiting:
            return None
        position = max(0, position) % len(suggestions_waiting)
        listed = await self.pack_for(asker, suggestions_waiting[position].pack)
        return await self._shown(
            asker.tenant.key, suggestions_waiting[position], listed, position, len(suggestions_waiting)
        )

    async def open(self, tenant: str, suggestion_id: str) -> SuggestionView | None:
        """Return a suggestion, to be posted to editors; None if it isn't open any more.

        Args:
            tenant: the key of the tenant.
            suggestion_id: the suggestion's id.
        """
        suggested = await self._database.read(partial(suggestions.find, tenant=tenant, suggestion_id=suggestion_id))
        if suggested is None:
            return None
        listed = await self._own.all(tenant)
        meant = next((each for each in listed if each.id == suggested.pack), None)
        return await self._shown(tenant, suggested, meant or first_used(listed, ()), 0, 1)

    async def _shown(
        self, tenant: str, this: Suggested, listed: Listed | None, position: int, waiting: int
    ) -> SuggestionView:
        if this.kind == IDEA:
            return SuggestionView(this, position, waiting, None, "", True)
        pack = await self._content(tenant, listed) or new_pack("A new pack")
        try:
            checked = await asyncio.to_thread(put_in, pack, KINDS[this.kind], "", this.fields)
        except Refusal as refusal:
            return SuggestionView(this, position, waiting, None, refusal.sentence, listed is not None)
        return SuggestionView(this, position, waiting, checked, "", listed is not None)

    async def form_to_change(self, asker: Asker, suggestion_id: str) -> Form:
        """Return the form in which an editor changes a suggestion.

        Args:
            asker: the editor.
            suggestion_id: the suggestion's id, untrusted.

        Raises:
            Refusal: they may not edit packs, or it isn't open any more.
        """
        suggested = await self._open(asker, suggestion_id)
        if suggested.kind == IDEA:
            raise Refusal("You can't edit an idea; accept it, then write it up with /pack add.")
        edited = await self._edited_pack(asker, suggested)
        return form_to_change(suggested, edited.pack if edited else None)

    async def accept(
        self, asker: Asker, suggestion_id: str, filled: Filled | None = None
    ) -> tuple[Suggested, Listed | None]:
        """Publish a suggestion, and thank the member; return it, and the pack it's in now unless it's an idea.

        Both happen in one transaction, so if two editors decide at once, the later one is told what the other
        decided.

        Args:
            asker: the editor.
            suggestion_id: the suggestion's id, untrusted.
            filled: the form with the editor's changes, untrusted; None to accept it as it is.

        Raises:
            Refusal: they may not edit packs, it isn't open any more, or doesn't pass the checks.
        """
        suggested = await self._open(asker, suggestion_id)
        said = f"You suggested “{shortened(suggested.name, _SHOWN)}”: the editors"
        decide = partial(_decide, asker=asker, suggested=suggested, decision=Decision.ACCEPTED)
        if suggested.kind == IDEA:
            await self._database.transact(partial(decide, sentence=f"{said} like the idea, thank you!"))
            return suggested, None
        accepted = "accepted it" if filled is None else "changed and accepted it"
        return suggested, await self._publish(
            asker,
            suggested,
            filled,
            lambda title: partial(decide, sentence=f"{said} {accepted}, and it's in {title} now. Thank you!"),
        )

    async def decline(self, asker: Asker, suggestion_id: str, word: str) -> Suggested:
        """Decline a suggestion, and tell the member why.

        Args:
            asker: the editor.
            suggestion_id: the suggestion's id, untrusted.
            word: the reason, in the editor's words.

        Raises:
            Refusal: they may not edit packs, it isn't open any more, or the reason is empty.
        """
        suggested = await self._open(asker, suggestion_id)
        reason = " ".join(clean(word).split())[:LONGEST]
        if not reason:
            raise Refusal("Say in a few words why you're declining it.")
        sentence = f"You suggested “{shortened(suggested.name, _SHOWN)}”. The editors declined it: {reason}"
        await self._database.transact(
            partial(_decide, asker=asker, suggested=suggested, decision=Decision.DECLINED, sentence=sentence)
        )
        return suggested

    async def _open(self, asker: Asker, suggestion_id: str) -> Suggested:
        await self._editors.check_may_edit(asker)

        def look(transaction: Transaction) -> Suggested:
            suggested = suggestions.find(transaction, asker.tenant.key, suggestion_id)
            if suggested is None:
                raise _gone(transaction, asker.tenant.key, suggestion_id)
            return suggested

        return await self._database.read(look)

    async def _edited_pack(self, asker: Asker, suggested: Suggested) -> EditedPack | None:
        """Return the pack that a suggestion goes into; None for a new one.

        Raises:
            Refusal: the editor has a draft of that pack, which mustn't be published along with it.
        """
        listed = await self.pack_for(asker, suggested.pack)
        edited = await self._drafting.edited_pack(asker, listed.id if listed else NEW)
        if edited is not None and edited.waits:
            title = edited.pack.title
            raise Refusal(f"You have a draft of {title}; publish it or throw it away first, with /pack draft.")
        return edited

    async def _publish(
        self,
        asker: Asker,
        suggested: Suggested,
        filled: Filled | None,
        decide: Callable[[str], Callable[[Transaction], None]],
    ) -> Listed:
        edited = await self._edited_pack(asker, suggested)
        if edited is None and filled is None:
            raise Refusal("You don't have a pack to put it in yet; press Change to start one.")
        fields = suggested.fields if filled is None else filled
        pack = edited.pack if edited else new_pack(fields.get("called", ""))
        checked = await asyncio.to_thread(put_in, pack, KINDS[suggested.kind], "", fields)
        note = f"{shortened(suggested.name, _SHOWN)}, as suggested"
        also = decide(checked.pack.title)
        return await self._own.publish(asker, checked.pack, {}, note, edited.on if edited else None, also=also)

    async def _content(self, tenant: str, listed: Listed | None) -> Pack | None:
        return None if listed is None else await self._packs.find(tenant, listed.id)


def _decide(transaction: Transaction, asker: Asker, suggested: Suggested, decision: Decision, sentence: str) -> None:
    """Record an editor's decision, and tell the member; refuse if another editor was faster."""
    tenant = asker.tenant.key
    check_editor(transaction, asker)
    if not suggestions.decide(transaction, tenant, suggested.id, decision):
        raise _gone(transaction, tenant, suggested.id)
    notices.add(transaction, tenant, f"suggestion answered {suggested.id}", sentence, asker.at, suggested.member)


def _gone(transaction: Transaction, tenant: str, suggestion_id: str) -> Refusal:
    """Return the refusal for a suggestion that isn't open any more, which says what was decided."""
    match suggestions.decided(transaction, tenant, suggestion_id):
        case Decision.ACCEPTED:
            return Refusal("An editor has accepted that already; /pack suggestions shows what's open.")
        case Decision.DECLINED:
            return Refusal("An editor has declined that already; /pack suggestions shows what's open.")
        case _:
            return Refusal(_GONE)
