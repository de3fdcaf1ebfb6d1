"""Check for facts that are due for another check."""

import datetime as dt
from collections.abc import Iterator

from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem
from bot.content.reading.raw_pack import ITEM_KINDS


def problems(loaded: Loaded, today: dt.date) -> Iterator[Problem]:
    """Yield a fault for each item whose `until` has come.

    Args:
        loaded: the pack with its raw files.
        today: the current date.
    """
    for kind in ITEM_KINDS:
        for item, entry in zip(getattr(loaded.pack, kind), loaded.raw.entries[kind], strict=True):
            until = getattr(item, "until", None)
            if until is not None and until <= today:
                who = item.owner or loaded.pack.owner
                sentence = (
                    f"`{item.id}` was due for another check by {until}{f', by {who}' if who else ''}; see whether "
                    "it's still true, then set `checked` and a new `until`"
                )
                yield entry.warning(sentence, "until")
