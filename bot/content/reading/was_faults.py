"""Errors in `was`: former ids that are ambiguous, because another item has or had the same id."""

from collections.abc import Iterator

from bot.content.reading.problems import Problem
from bot.content.reading.raw_pack import KINDS, Entry, RawPack


def problems(raw: RawPack) -> Iterator[Problem]:
    """Yield a problem for each ambiguous or needless former id, ignoring case.

    Args:
        raw: the pack as read from its files.
    """
    for kind in KINDS:
        now = {name.casefold(): entry for name, entry in raw.ids(kind).items()}
        before: dict[str, Entry] = {}
        for entry in raw.entries[kind]:
            for index, name in entry.texts("was"):
                owner = now.get(name.casefold())
                earlier = before.setdefault(name.casefold(), entry)
                if owner is entry:
                    text = f"`{name}` is the id that it has now; delete it here"
                elif owner is not None:
                    text = f"`{name}` is the id of {owner.place}; delete it here, or give that one another id"
                elif earlier is not entry:
                    text = f"{earlier.place} had the id `{name}`, too; delete it in one of the two"
                elif [each.casefold() for _, each in entry.texts("was")].index(name.casefold()) != index:
                    text = f"`{name}` is named twice; delete one of them"
                else:
                    continue
                yield entry.problem(text, "was", index)
