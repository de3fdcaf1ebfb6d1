"""Questions answered as /ask answers them, but without a place, a database or an earlier question."""

from bot.content.finding.answerer import Answerer
from bot.content.finding.finder import Finder
from bot.features.asking.ask import ask
from bot.features.asking.interpretation import find, interpret
from bot.features.lessons.lesson import Lesson


async def answered(answerer: Answerer, finder: Finder, question: str) -> Lesson:
    """Return the answer to a question."""
    asked = interpret(finder, question)
    return ask(finder.pack, asked, await find(answerer, finder, asked))


def by_words(finder: Finder, question: str) -> Lesson:
    """Return the answer found by words alone, ignoring the aspect that the question compares in."""
    asked = interpret(finder, question)
    return ask(finder.pack, asked, finder.ranking.by_words(asked.query, 8))
