"""What every platform is tried with, on the small pack: each command and each press. A new one needs a line here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot import actions
from bot.press import Action
from bot.reviews.deck import Deck
from tests.packs import pets


@dataclass(frozen=True)
class Use:
    """A command as somebody uses it.

    Args:
        command: its name.
        says: words of the answer.
        options: what is given, by name.
        private: whether only the asker sees the answer.
    """

    command: str
    says: str
    options: Mapping[str, str | int] = field(default_factory=dict)
    private: bool = True

    @property
    def line(self) -> str:
        """As it is typed, without a slash."""
        return " ".join([self.command, *(f'{name}:"{value}"' for name, value in self.options.items())])

    def __str__(self) -> str:
        return self.line


USES = (
    Use("compare", "Pets compared", private=False),
    Use("compare", "Plays indoors", {"topic": "care", "aspect": "exercise", "sides": "cat"}, private=False),
    Use("compare", "Daily care", {"topic": "care", "show": "picture"}, private=False),
    Use("define", "glass container", {"term": "aquarium"}, private=False),
    Use("ask", "walk", {"question": "who needs several walks a day?"}, private=False),
    Use("tip", "Daily care", {"topic": "care"}, private=False),
    Use("quiz", "Question 1 of 1", {"topic": "care", "questions": 1}),
    Use("review", "Today: ", {"topic": "care"}),
    Use("progress", "Your progress"),
    Use("progress", "Your progress", {"show": "picture"}),
    Use("progress", "A report needs", {"show": "team"}, private=False),
    Use("settings", "Settings saved", {"questions": 7}),
    Use("link", "Keep it to yourself"),
    Use("link", "That code is not valid", {"code": "abcd-efgh"}),
    Use("unlink", "You are not linked with another place"),
    Use("privacy export", "Everything I hold about you"),
    Use("privacy erase", "This cannot be undone"),
    Use("help", "What I can do"),
    Use("help", "How the sides differ", {"command": "compare"}),
)


@dataclass(frozen=True)
class Press:
    """A button as somebody presses it, in private.

    Args:
        action: what it carries.
        says: words of the answer.
        after: what they pressed before.
        types: into its form, or None where it has none.
    """

    action: Action
    says: str
    after: tuple[Action, ...] = ()
    types: str | None = None

    def __str__(self) -> str:
        return self.action.tag


_CARDS = Deck(pets()).cards
_CARD = _CARDS[0].code
_TYPED = next(card.code for card in _CARDS if card.typed)

PRESSES = (
    Press(actions.ShowTopics("pets"), "Pets compared"),
    Press(actions.ShowTopic("pets", "care"), "Daily care"),
    Press(actions.ShowTopic("pets", "care", picture=True), "Daily care"),
    Press(actions.ShowComparison("pets", "hygiene"), "Washes itself"),
    Press(actions.ShowTerm("pets", "aquarium"), "glass container"),
    Press(actions.ShowTip("pets", "home"), "Fresh water"),
    Press(actions.RereadTip("pets", "sand"), "Fresh sand"),
    Press(actions.ShowExample("pets", "family"), "Two children"),
    Press(actions.ShowExample("pets", "family", solved=True), "Both, together"),
    Press(actions.StartQuiz("pets", "care", 2), "Question 1"),
    Press(actions.StartReview("pets", "care"), "Today: "),
    Press(actions.RevealCard("pets", _CARD, 0), "How well did you know it?"),
    Press(actions.RecallCard("pets", _TYPED, 0), "Not quite.", types="something else"),
    Press(actions.RateCard("pets", _CARD, 0, 3), "Today: "),
    Press(actions.UndoRating("pets", _CARD, 1), "Taken back", after=(actions.RateCard("pets", _CARD, 0, 3),)),
    Press(actions.BuryCard("pets", _CARD, 0), "Put aside until tomorrow"),
    Press(actions.SuspendCard("pets", _CARD, 0), "you will not see that card again"),
    Press(actions.BringBack("pets"), "They are back", after=(actions.SuspendCard("pets", _CARD, 0),)),
    Press(actions.ShowProgress("pets"), "Your progress"),
    Press(actions.ShowProgress("pets", picture=True), "Your progress"),
    Press(actions.ShowTeam("pets"), "A report needs"),
    Press(actions.EraseEverything(), "It is all gone"),
    Press(actions.ShowHelp("tip"), "A short lesson"),
)

IN_A_QUIZ: frozenset[type[Action]] = frozenset(
    {actions.ShowQuestion, actions.ChooseAnswer, actions.TypeAnswer, actions.PickNext}
)
"""Presses that name a quiz under way; tried by playing one."""
