"""Item analysis as a table with a row for each question. Pure."""

from collections.abc import Iterator, Sequence

from bot.content.question import prompt_of
from bot.exchange.tables.cells import Cell
from bot.features.analysis.flags import flags
from bot.features.analysis.model import Analysis, Figures, Occasion, Share

_MOST_CHOICES = 6


def rows(analysis: Analysis) -> Iterator[Sequence[Cell]]:
    """Yield the header, and a row for each question; shares are in percent."""
    yield (
        "id",
        "question",
        "type",
        "topic",
        "learners",
        "right %",
        "discrimination",
        "learners compared",
        "right by guessing %",
        "knew it %",
        "median seconds",
        "said certain",
        "certain and wrong %",
        "reports",
        "shown",
        "reports per showing %",
        *(name for mode in Occasion for name in (f"{mode} learners", f"{mode} right %")),
        *(name for number in range(1, _MOST_CHOICES + 1) for name in (f"choice {number}", f"chosen {number} %")),
        "advice",
    )
    for each in analysis.figures:
        yield _row(analysis, each)


def _row(analysis: Analysis, each: Figures) -> Sequence[Cell]:
    question = each.question
    return (
        question.id,
        prompt_of(question),
        question.type,
        analysis.pack.topic_of(question).title,
        each.right.learners,
        _percent(each.right.share),
        None if each.discrimination is None else round(each.discrimination, 2),
        each.compared,
        _percent(each.chance),
        _percent(each.known),
        None if each.seconds is None else round(each.seconds, 1),
        *_shared(each.certain),
        each.reports,
        each.shown,
        _percent(each.reports / each.shown if each.shown else None),
        *(cell for mode in Occasion for cell in _shared(each.modes.get(mode))),
        *_choices(each),
        " ".join(flag.advice for flag in flags(each)),
    )


def _choices(each: Figures) -> Iterator[Cell]:
    for number in range(_MOST_CHOICES):
        if number < len(each.choices):
            choice = each.choices[number]
            yield f"✓ {choice.label}" if choice.right else choice.label
            yield _percent(choice.chosen / each.right.learners)
        else:
            yield None
            yield None


def _shared(share: Share | None) -> tuple[Cell, Cell]:
    return (None, None) if share is None else (share.learners, _percent(share.share))


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)
