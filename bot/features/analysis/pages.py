"""The report pages of item analysis, with a few questions on each. Pure."""

from collections.abc import Iterator, Sequence

from bot.content.model import Pack
from bot.content.question import prompt_of
from bot.exchange.tables.cells import as_csv
from bot.features.analysis.actions import ShowGaps, ShowReport
from bot.features.analysis.flags import Flag, worst_first
from bot.features.analysis.model import Analysis, Figures, TipSaid
from bot.features.analysis.table import rows
from bot.features.asking.missing import Missing
from bot.language.actions import encode
from bot.language.anonymity import FEWEST
from bot.language.controls import Button, Buttons
from bot.language.message import Block, File, Footer, Heading, Message, message
from bot.language.rich_text import strong, text
from bot.language.text import counted, shortened
from bot.pictures.items import MOST_BARS, ItemBar, ItemBars

_ON_A_PAGE = 4
_MOST_TIPS = 10
_LONGEST_PROMPT = 90
_LONGEST_CHOICE = 40


def card_of(analysis: Analysis) -> ItemBars:
    """Return the chart, with the questions that need attention most."""
    order = worst_first(analysis.figures)[:MOST_BARS]
    first = " Look at those with ! first." if any(raised for _, raised in order) else ""
    return ItemBars(
        title="What works",
        subtitle=analysis.pack.title,
        bars=tuple(
            ItemBar(
                shortened(prompt_of(each.question), _LONGEST_PROMPT),
                each.right.share,
                bool(raised),
                each.chance,
            )
            for each, raised in order
        ),
        footer=f"How many got it right; the line is what guessing would get.{first}",
    )


def file_of(analysis: Analysis) -> File:
    """Return an analysis as a CSV file; writing it takes a while."""
    return File(f"{analysis.pack.id}-report.csv", as_csv(rows(analysis)), "text/csv")


def nothing_yet(pack: Pack) -> Message:
    """Say that too few people have answered to show any figures."""
    return message(
        Heading(f"What works in {pack.title}"),
        text(f"A figure needs {FEWEST} people who answered the same question; invite a few colleagues to a quiz."),
        Buttons((Button("Tips and gaps", encode(ShowGaps(pack.id))),)),
        private=True,
    )


def page(analysis: Analysis, number: int, beside: Sequence[Block] = ()) -> Message:
    """Return a page of the report.

    Args:
        analysis: the analysis, with at least one question.
        number: the page number, from 0; numbers that are too large mean the last page.
        beside: blocks to add to the first page.
    """
    order = worst_first(analysis.figures)
    last = (len(order) - 1) // _ON_A_PAGE
    number = max(0, min(number, last))
    figures = order[number * _ON_A_PAGE : (number + 1) * _ON_A_PAGE]
    blocks: list[Block] = []
    if number == 0:
        people = counted(analysis.learners, "person has", "people have")
        odd = sum(bool(question_figures) for _, question_figures in order)
        found = f"I'd look at {odd}" if odd else "none needs a look"
        blocks.append(
            text(f"{people} answered; of {counted(len(order), 'question')} with {FEWEST} or more answers, {found}.")
        )
    blocks += [
        text(
            strong(shortened(prompt_of(each.question), _LONGEST_PROMPT)),
            "\n",
            "\n".join(lines_of(each, question_figures)),
        )
        for each, question_figures in figures
    ]
    buttons = []
    if number:
        buttons.append(Button("Back", encode(ShowReport(analysis.pack.id, number - 1))))
    if number < last:
        buttons.append(Button("More", encode(ShowReport(analysis.pack.id, number + 1))))
    buttons.append(Button("Tips and gaps", encode(ShowGaps(analysis.pack.id))))
    return message(
        Heading(f"What works in {analysis.pack.title}"),
        *beside,
        *blocks,
        Buttons(tuple(buttons)),
        Footer(f"Page {number + 1} of {last + 1} · first answers only · docs/analysis.md says how it's worked out"),
        private=True,
        replaces=not beside,
    )


def gaps(pack: Pack, tips: Sequence[TipSaid], missing: Sequence[Missing]) -> Message:
    """Return the feedback on tips, and what's missing from the pack.

    Args:
        pack: the pack.
        tips: the tips with enough feedback, most widely known first.
        missing: what enough people asked for but the pack lacks, most frequent first.
    """
    opinions = [
        f"• {each.tip.title}: {each.knew} knew it, {each.useful} found it useful"
        + (" → known: write another" if 2 * each.knew > each.knew + each.useful else "")
        for each in tips[:_MOST_TIPS]
    ]
    questions = [f"• “{each.words}” ({each.people} people)" for each in missing]
    return message(
        Heading(f"Tips and gaps in {pack.title}"),
        text(strong("What people say about tips\n"), "\n".join(opinions) or f"Nothing yet from {FEWEST} people."),
        text(strong("People ask for this, but the pack has nothing\n"), "\n".join(questions) or "Nothing lately."),
        Buttons((Button("Questions", encode(ShowReport(pack.id, 0))),)),
        private=True,
        replaces=True,
    )


def lines_of(each: Figures, flags: Sequence[Flag]) -> Iterator[str]:
    """Yield the lines on one question: its figures, the chosen options, and the advice.

    Args:
        each: the question's figures.
        flags: the question's flags.
    """
    yield " · ".join(_figures(each))
    if each.choices:
        yield " · ".join(
            f"{'✓ ' if choice.right else ''}{shortened(choice.label, _LONGEST_CHOICE)} "
            f"{percent(choice.chosen / each.right.learners)}"
            for choice in each.choices
        )
    yield from (f"→ {flag.advice}" for flag in flags)


def _figures(each: Figures) -> Iterator[str]:
    yield f"{percent(each.right.share)} right of {each.right.learners}"
    if each.chance is not None and each.known is not None:
        yield f"guessing brings {percent(each.chance)}, so {percent(each.known)} knew it"
    if each.discrimination is not None:
        yield f"tells apart {each.discrimination:+.2f}"
    if each.seconds is not None:
        yield f"{round(each.seconds)} s"
    if each.certain is not None:
        yield f"{percent(each.certain.share)} of {each.certain.learners} were sure and wrong"
    if each.reports:
        yield f"{counted(each.reports, 'report')} in {each.shown} showings"


def percent(share: float) -> str:
    """Return a share as a percentage."""
    return f"{round(100 * share)}%"
