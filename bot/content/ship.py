"""What the packs in Versed mean, worked out once, so that nobody waits for it.

`python -m bot.content.ship` writes it again after their texts have changed, and works out only what's new.
"""

from bot.content.finding.answerer import SHIPPED
from bot.content.finding.file_names import EVERYDAY_LIFE, digest, file_name
from bot.content.finding.texts import everyday_texts, texts_of
from bot.content.finding.vector_files import recalled, work_out
from bot.content.reading.files import packs_in
from bot.content.reading.load import load
from bot.meaning.model import embedded


def main() -> None:
    """Write a file for everyday life and one for each pack, and delete those of texts as they were."""
    SHIPPED.mkdir(exist_ok=True)
    model = embedded()
    older, current = sorted(SHIPPED.glob("*")), set()
    packs = list(map(load, packs_in(SHIPPED.parent)))
    for whose, texts in ((EVERYDAY_LIFE, everyday_texts()), *((pack.id, texts_of(pack)) for pack in packs)):
        file = SHIPPED / file_name(model.name, whose, digest(texts))
        work_out(texts, model, file, lambda: False, recalled(texts, model.name, file, older))
        file.chmod(0o644)  # unlike the cache, it's for everyone
        current.add(file)
    for each in older:
        if each not in current:
            each.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
