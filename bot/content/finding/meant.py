"""The texts of a pack whose meaning is compared with that of a question."""

import hashlib
from collections.abc import Iterable
from itertools import chain

from bot.content.finding.documents import Answering, answering, heading, tests_by_objective, title_and_body
from bot.content.model import Card, Pack
from bot.meaning.everyday import EVERYDAY, OF_A_SIDE
from bot.meaning.everyday_questions import ASKED


def texts_of(pack: Pack) -> list[str]:
    """Return every text that a pack needs a vector of, each once."""
    tests = tests_by_objective(pack)
    texts = chain(
        everyday(pack),
        ASKED,
        (text_of(pack, item) for item in answering(pack)),
        (item.front for item in answering(pack) if isinstance(item, Card)),
        (objective.statement for objective in pack.objectives),
        (text for objective in pack.objectives for text in tests.get(objective.id, ())),
    )
    return list(dict.fromkeys(texts))


def text_of(pack: Pack, item: Answering) -> str:
    """Return what an item is called and says; of a card what it tests, too."""
    if isinstance(item, Card):
        return f"{item.front} {item.back}"
    return f"{heading(item)}. {title_and_body(pack, item)[1]}"


def everyday(pack: Pack) -> list[str]:
    """Return the subjects that are none of a pack's business, unless it says more of them."""
    return [*EVERYDAY, *(subject.format(side.name) for side in pack.sides for subject in OF_A_SIDE)]


def file_name(model: str, pack: Pack, texts_digest: str) -> str:
    """Return what a file with the vectors of a pack, as it is now, is called; older ones have another ending.

    Args:
        model: the name of the model that tells what texts mean.
        pack: whose.
        texts_digest: the digest of its texts.
    """
    return f"{digest((model, pack.id))}.{texts_digest}"


def digest(texts: Iterable[str]) -> str:
    """Return what tells some texts from all others."""
    whole = hashlib.sha256()
    for text in texts:
        raw = text.encode("utf-8", "surrogatepass")
        whole.update(b"%d " % len(raw) + raw)
    return whole.hexdigest()[:32]
