"""Keep cards whose backs are too long for a flashcard: as glossary terms, or as tips. Pure."""

from dataclasses import replace

from bot.exchange.model import ImportedItem
from bot.exchange.questions import QUESTION_MARKS

_LONGEST_BACK = 300
_LONGEST_NAME = 80
_LONGEST_TEXT = 1000
_CARDS_OWN = frozenset({"front", "back", "reverse", "typed"})


def with_room(item: ImportedItem) -> ImportedItem:
    """Return an item, or, if it's a card with a back that's too long for one, what has room for it.

    A name becomes a term with the back as its definition, which is shortened later if need be. A question becomes a
    tip's title. What fits nowhere stays a card, and is reported by validation.
    """
    front, back = item.fields.get("front", ""), item.fields.get("back", "")
    if item.kind != "cards" or len(back) <= _LONGEST_BACK:
        return item
    if not front or len(front) > _LONGEST_NAME or "\n" in front:
        return item
    if front.endswith(QUESTION_MARKS) and len(back) > _LONGEST_TEXT:
        return item
    beside = {name: value for name, value in item.fields.items() if name not in _CARDS_OWN}
    if front.endswith(QUESTION_MARKS):
        kind, fields = "tips", {"title": front, "text": back}
    else:
        kind, fields = "terms", {"term": front, "definition": back}
    remark = f"kept as a {kind[:-1]}: its back has {len(back):,} characters, and a card's up to {_LONGEST_BACK}"
    return replace(item, kind=kind, fields=fields | beside, changed=(*item.changed, remark))
