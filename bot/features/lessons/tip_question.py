"""The question that a tip asks a channel. Pure."""

import re

from bot.content.model import Pack, Tip

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])[”’\")*_]*\s+(?![a-z])")
"""A lower-case letter continues the same sentence, as after “e.g.”."""

_MARKS = "*_ \n"


def question_of(pack: Pack, tip: Tip) -> str:
    """Return the question for a channel after a tip: the tip's own last sentence, or one about what it teaches.

    Args:
        pack: the tip's pack.
        tip: the tip.
    """
    last = _BETWEEN_SENTENCES.split(tip.text.strip())[-1].strip(_MARKS)
    if last.endswith("?") and any(map(str.isalpha, last)):
        return last
    learnt = pack.objective_by_id[tip.objectives[0]].statement
    return f"“{learnt}” Where have you seen that yourself, and where not?"
