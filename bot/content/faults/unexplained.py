"""Check for questions that don't explain their answer: people can only learn those by heart."""

from collections.abc import Iterator

from bot.content.question import ChoiceQuestion, Question, SeveralQuestion
from bot.content.reading.load import Loaded
from bot.content.reading.problems import Problem
from bot.language.text import counted

MOST_SHOWN = 10
"""At most this many questions are reported one by one, as an imported pack may have thousands."""


def problems(loaded: Loaded) -> Iterator[Problem]:
    """Yield a fault for each of the first questions without an explanation, and one for all the rest."""
    questions = zip(loaded.pack.questions, loaded.raw.entries["questions"], strict=True)
    found = [(question, entry) for question, entry in questions if _is_unexplained(question)]
    for question, entry in found[:MOST_SHOWN]:
        if isinstance(question, ChoiceQuestion | SeveralQuestion):
            yield entry.warning(
                "an option has no `why`; say why it's right, or why it tempts and is wrong", "options"
            )
        else:
            yield entry.warning("this has no explanation; say why the answer's right")
    for _, entry in found[MOST_SHOWN : MOST_SHOWN + 1]:
        more = counted(len(found) - MOST_SHOWN, "more question")
        yield entry.warning(f"{more} from here on without an explanation; add one to each")


def _is_unexplained(question: Question) -> bool:
    if isinstance(question, ChoiceQuestion | SeveralQuestion):
        return any(option.why is None for option in question.options)
    return question.explanation is None
