"""Boards of questions that come with a picture or code, while they're open and once they've closed."""

from bot.language.message import CodeBlock, Drawing, Image
from bot.storage.database import Database
from tests.features.games.hosted import Bot
from tests.packs import WORKSHOP

BESIDE = {"how-many": (["Image", "Image"], ["Image"]), "loop": (["CodeBlock"], ["CodeBlock"])}
"""What comes with a question while it's open, its case included, and once it has closed."""


def shown(bot: Bot) -> list[str]:
    """Return the pictures and code on the latest board, after checking that every drawing has been drawn."""
    latest = list(bot.boards.shown["general"].values())[-1]
    assert not any(isinstance(block, Drawing) for block in latest.blocks)
    return [type(block).__name__ for block in latest.blocks if isinstance(block, Image | CodeBlock)]


async def test_a_question_is_shown_with_its_pictures_and_code(sqlite_database: Database) -> None:
    bot = Bot(sqlite_database, pack=WORKSHOP)
    try:
        journal = await bot.start(9, mode="everyone", kinds={"choice", "true-false"})
        await bot.join(journal, "Ana")
        await bot.act(journal, "start")
        seen = {}
        for position, question in enumerate(journal.state.rules.questions):
            await bot.until_open(journal, position)
            before = shown(bot)
            await bot.answer(journal, "Ana", position=position)
            await bot.until(journal, "The right ", step=0.3)
            seen[question] = (before, shown(bot))
        assert {question: seen.get(question) for question in BESIDE} == BESIDE
    finally:
        await bot.close()
