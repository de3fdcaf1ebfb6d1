"""What a glossary entry looks like."""

from collections.abc import Sequence

from bot.content.model import Pack, Term
from bot.features.authoring.actions import ReportItem, something_wrong
from bot.features.lessons.actions import ShowTerm, look_closer
from bot.features.lessons.lesson import Lesson, key
from bot.features.quizzes.actions import StartQuiz
from bot.illustrations.beside import beside
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Footer, Heading, Message, message
from bot.language.rich_text import CommandMention, emphasis, text
from bot.language.text import counted

_MOST_LISTED = 150


def define(pack: Pack, term: Term, *, private: bool = False) -> Lesson:
    """Return a term's meaning, an example and related terms.

    Args:
        pack: the term's pack.
        term: the term.
        private: whether only the asker sees it.
    """
    topic = pack.topic_of(term)
    related = (pack.term_by_id[term_id] for term_id in term.see_also[:3])
    page = message(
        *body(pack, term),
        Buttons(
            (
                Button("Quiz me", encode(StartQuiz(pack.id, topic.id)), Emphasis.PRIMARY),
                look_closer(pack, topic),
                *(Button(other.term, encode(ShowTerm(pack.id, other.id))) for other in related),
                something_wrong(ReportItem(pack.id, "term", term.id)),
            )
        ),
        Footer(pack.source_of(term)),
        private=private,
        replaces=private,
    )
    return Lesson(page, pack.id, (key(term),))


def index(packs: Sequence[Pack]) -> Message:
    """Return the terms of some packs in alphabetical order, without their meaning."""
    terms = sorted({each.term for pack in packs for each in pack.terms}, key=str.casefold)
    more = f", … and {len(terms) - _MOST_LISTED} more" if len(terms) > _MOST_LISTED else ""
    if not terms:
        nothing = text("There are no terms here yet; ", CommandMention("/ask"), " finds what else there is.")
        return message(nothing, private=True)
    return message(
        Heading(f"I can explain {counted(len(terms), 'term')}"),
        text(", ".join(terms[:_MOST_LISTED]) + more),
        Footer("/define with one of them shows what it means."),
        private=True,
    )


def body(pack: Pack, term: Term) -> list[Block]:
    """Return a term's meaning and an example, without anything to press."""
    around = beside(pack, term)
    blocks: list[Block] = [Heading(term.term), *around.above]
    # Aliases that the definition already mentions aren't repeated.
    if also := [alias for alias in term.aliases if alias.casefold() not in term.definition.casefold()]:
        blocks.append(text(emphasis("Also: " + ", ".join(also))))
    blocks.append(text(term.definition))
    if term.example:
        blocks.append(text(emphasis("For example: "), term.example))
    return [*blocks, *around.below]
