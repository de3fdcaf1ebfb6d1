"""Which pack is next for schedules of tips, if several packs are in use in their place.

For `/tip`, `Tips.whose_turn` looks that up; `longest_unseen` decides it for both.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from bot.features.lessons.model import TipShelf, longest_unseen
from bot.features.lessons.store import tips
from bot.features.lessons.tip_options import OPTIONS
from bot.features.packs.shelf import Shelf
from bot.features.packs.taught import in_use
from bot.features.scheduling.model import ScheduleDraft
from bot.storage.transaction import Transaction

_DraftT = TypeVar("_DraftT", bound=ScheduleDraft)


def at_turn(transaction: Transaction, shelf: Shelf, drafts: Sequence[_DraftT]) -> list[_DraftT]:
    """Return schedules with the pack whose tips their place has gone longest without.

    Schedules for a certain topic or pack stay with it, and so do those whose pack is no longer in use there.

    Args:
        transaction: to read in.
        shelf: has the packs.
        drafts: the schedules.

    Raises:
        NotReadyError: a pack isn't in memory.
    """
    free = {(each.tenant, each.place) for each in drafts if _is_free(each)}
    chosen = in_use(transaction, free) if free else {}
    turns = [_turns(each, chosen.get((each.tenant, each.place), ())) for each in drafts]
    shelf.require({(each.tenant, pack) for each, packs in zip(drafts, turns, strict=True) for pack in packs})
    shelves = {
        TipShelf(each.tenant, each.place, pack.id)
        for each, packs in zip(drafts, turns, strict=True)
        if len(packs) > 1
        for pack in (shelf.get(each.tenant, one) for one in packs)
        if pack is not None and pack.tips
    }
    if not shelves:
        return [*drafts]
    last_shown = tips.shown(transaction, shelves)

    def turn(draft: _DraftT, packs: Sequence[str]) -> _DraftT:
        there = [one for one in (TipShelf(draft.tenant, draft.place, pack) for pack in packs) if one in shelves]
        return replace(draft, pack=longest_unseen(there, last_shown).pack) if there else draft

    return [turn(each, packs) for each, packs in zip(drafts, turns, strict=True)]


def _turns(draft: ScheduleDraft, chosen: Sequence[str]) -> Sequence[str]:
    """Return the ids of the packs that take turns for a schedule: only its own, unless it's one of several in use."""
    return chosen if _is_free(draft) and draft.pack in chosen else (draft.pack,)


def _is_free(draft: ScheduleDraft) -> bool:
    """Return whether a schedule's tips may come from any pack in use: neither a topic nor a pack was named for it."""
    return not draft.topics and not OPTIONS.read(draft.options).named
