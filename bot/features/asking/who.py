"""Whether a text says who: a side, a role or a person, told by words of English. Pure."""

import re
from collections.abc import Iterable

from bot.content.model import Pack, Side
from bot.features.asking.question_forms import Has, wants_side
from bot.language.text import words

_SOMEONE = re.compile(
    r"^(?:[^:.]{1,40}: )?(?:some|every|any|no)(?:one|body)\b|\bwhoever\b"
    r"|\b(?:someone|somebody|anyone|everyone|person|people|team|one|those) who\b"
    r"|\b\w{3,}(?:[^i]ist|eer|ician|ographer|ologist)s?\b",
    re.IGNORECASE,
)
"""Someone who does it: as the subject, with a clause of their own, or by trade."""

_FULL_NAME = re.compile(r"\b[A-Z][a-zà-ÿ]+ (?:[A-Z]\. |(?:van|von|de|der) )*[A-Z][a-zà-ÿ]+\b")
"""A first name and a surname."""

_PERSON = re.compile(r"\bwho(?:se|m)?\b", re.IGNORECASE)


def who_wanted(pack: Pack, question: str) -> Has | None:
    """Return what tells whether a sentence says who it is; None if that isn't asked.

    A side says so as well, unless the pack's sides are no people: it asks “Which one?” of them, and not “Whose?”

    Args:
        pack: whose sides.
        question: as asked.
    """
    if not wants_side(question):
        return None
    is_person = _PERSON.search(question) is not None
    sides = [] if is_person and not _PERSON.match(pack.side_question) else pack.sides
    names = [_names(side)[:1] if is_person else _names(side) for side in sides]  # other names may be of a trade

    def says_who(said: str) -> bool:
        return (
            any(_is_named(each, said) for each in names)
            or _SOMEONE.search(said) is not None
            or _FULL_NAME.search(said) is not None
        )

    return says_who


def labelled(side: Side, cell: str) -> str:
    """Return what's said of a side with its name before it, unless it begins with that.

    Args:
        side: one of a pack's.
        cell: what's said of it.
    """
    said = re.sub(r"^(?:an?|the) ", "", f"{' '.join(words(cell))} ")
    name, *_ = _names(side)
    return cell if said.startswith((f"{name} ", f"{name}s ")) else f"{side.name}: {cell}"


def _is_named(names: Iterable[str], text: str) -> bool:
    said = f" {' '.join(words(text))} "
    return any(f" {name} " in said or f" {name}s " in said for name in names)


def _names(side: Side) -> list[str]:
    """Return what a side is called, in words."""
    return [" ".join(words(name)) for name in (side.name, *side.aliases)]
