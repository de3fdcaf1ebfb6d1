"""Embeddings of the packs that ship with Versed, computed once so that nobody waits for them.

Run `python -m bot.content.ship` after changing a pack's texts; it computes only the new ones.
"""

from bot.content.finding.file_names import EVERYDAY_LIFE, SHIPPED, digest, file_name
from bot.content.finding.texts import everyday_texts, texts_of
from bot.content.finding.vector_files import recalled, work_out
from bot.content.reading.files import packs_in
from bot.content.reading.load import load
from bot.meaning.model import embedded


def main() -> None:
    """Write one file for everyday topics and one for each pack, and delete files of outdated texts."""
    SHIPPED.mkdir(exist_ok=True)
    model = embedded()
    older, current = sorted(SHIPPED.glob("*")), set()
    packs = list(map(load, packs_in(SHIPPED.parent)))
    for whose, texts in ((EVERYDAY_LIFE, everyday_texts()), *((pack.id, texts_of(pack)) for pack in packs)):
        file = SHIPPED / file_name(model.name, whose, digest(texts))
        work_out(texts, model, file, lambda: False, recalled(texts, model.name, file, older))
        file.chmod(0o644)  # unlike cache files, everyone may read it
        current.add(file)
    for each in older:
        if each not in current:
            each.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
