"""The actions of buttons under answers. Raise an action's version when its fields change meaning."""

from collections.abc import Sequence

from bot.content.finding.documents import AnsweringItem, heading
from bot.content.finding.ranking import Hit
from bot.content.model import Card, Comparison, Example, Pack, Term, Tip, Topic
from bot.features.asking.missing import carried
from bot.features.lessons.actions import RereadTip, ShowComparison, ShowExample, ShowTerm, ShowTopic, ShowTopics
from bot.language.actions import Action, action, encode
from bot.language.controls import Button, Emphasis


@action("answercard", version=1, command="ask")
class ShowCard(Action):
    """Shows both sides of a card that answers a question."""

    pack: str
    card: str


@action("answerquestion", version=1, command="ask")
class ShowSolution(Action):
    """Shows a question of a quiz with its right answer."""

    pack: str
    question: str


@action("meant", version=1, command="ask")
class NotMeant(Action):
    """Reports that an answer isn't what was asked for; `carried` in missing.py encodes the question."""

    pack: str
    question: str


def not_meant_button(pack: Pack, question: str) -> list[Button]:
    """Return the button for people that an answer doesn't help; none if the question is made of filler words only."""
    carried_question = carried(question)
    return [Button("Not what I meant", encode(NotMeant(pack.id, carried_question)))] if carried_question else []


def offered(pack: Pack, hits: Sequence[Hit]) -> list[Button]:
    """Return a button for each of some hits."""
    return [Button(heading(hit.item), encode(showing(pack, hit.item))) for hit in hits]


def all_topics(pack: Pack, emphasis: Emphasis = Emphasis.PRIMARY) -> Button:
    """Return the button that shows all topics."""
    return Button("All topics", encode(ShowTopics(pack.id)), emphasis)


def showing(pack: Pack, item: AnsweringItem) -> Action:
    """Return the action of a button that shows an item."""
    match item:
        case Topic():
            return ShowTopic(pack.id, item.id)
        case Comparison():
            return ShowComparison(pack.id, item.id)
        case Term():
            return ShowTerm(pack.id, item.id)
        case Tip():
            return RereadTip(pack.id, item.id)
        case Example():
            return ShowExample(pack.id, item.id)
        case Card():
            return ShowCard(pack.id, item.id)
        case _:
            return ShowSolution(pack.id, item.id)
