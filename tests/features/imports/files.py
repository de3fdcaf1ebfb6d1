"""A file that someone uploads."""

from bot.language.files import GivenFile, too_large

TABLE = "Term,Meaning\nFlour,Ground grain.\nYeast,It makes dough rise.\nSalt,It slows yeast down.\n"


def a_file(text: str = TABLE, name: str = "Bakery.csv", size: int = 0) -> GivenFile:
    """Return a file that holds a text."""

    async def read(most: int) -> bytes:
        if len(text.encode()) > most:
            raise too_large(most)
        return text.encode()

    return GivenFile(name, size or len(text), read)
