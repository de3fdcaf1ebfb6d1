"""The question that a tip asks a channel. Pure."""

import re

from bot.content.model import Pack, Tip

_LAST = re.compile(r"(?:^|(?<=[.!?:…”\"*_)])\s)\s*([^.!?…]*(?:[.](?=\S)[^.!?…]*)*\?)[*_”\")]*\s*$")
"""A text's last sentence, if that's a question; a dot within a word or a number ends no sentence."""

_MARKS = "*_ "


def question_of(pack: Pack, tip: Tip) -> str:
    """Return what a channel is asked after a tip: what the tip itself ends with, or about what it teaches.

    Args:
        pack: that it's in.
        tip: the tip.
    """
    own = _LAST.search(tip.text)
    if own is not None:
        return own[1].strip(_MARKS)
    learnt = pack.objective_by_id[tip.objectives[0]].statement.strip()
    return f"“{learnt}” Where have you seen that yourself, and where not?"
