"""What the buttons of authoring carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action, encode
from bot.language.controls import Button


@action("additem", version=2, command="pack add")
class WriteItem(Action):
    """A new item of a pack of one's own, written in a form; no pack for a new pack."""

    kind: str
    pack: str = ""


@action("item", version=1, command="pack edit")
class EditItem(Action):
    """An item of a pack of one's own, changed in a form; no pack for a new pack.

    `letter` is that of its kind, as both ids may be long. `seen` is the number of the version whose item was shown:
    if others have published since, what's sent doesn't just replace what they changed. It's 0 for a new pack.
    """

    letter: str
    pack: str
    item: str
    seen: int


@action("pubdraft", version=1, command="pack draft")
class PublishDraft(Action):
    """What an editor has written, taught from now on."""

    pack: str = ""


@action("draft", version=1, command="pack draft")
class ShowDraft(Action):
    """What an editor has written and not published."""

    pack: str = ""


@action("settle", version=1, command="pack draft")
class SettleDraft(Action):
    """What a draft and a version that was published meanwhile both changed, decided one by one.

    `choices` has a letter for each decision so far: m for mine, t for theirs; M and T for all that's left. `seen`
    tells whether it's still the same that's to be decided.
    """

    pack: str
    number: int
    seen: str
    choices: str = ""


@action("rmdraft", version=1, command="pack draft")
class DropDraft(Action):
    """What an editor has written, thrown away."""

    pack: str = ""


@action("addmore", version=1, command="pack add")
class AddMore(Action):
    """What else can be added to a pack."""

    pack: str = ""


@action("wrong", version=1, command="help")
class ReportItem(Action):
    """Something is wrong with an item."""

    pack: str
    kind: str
    item: str


@action("wronganswer", version=1, command="quiz")
class ReportAnswer(Action):
    """Something is wrong with a question of a quiz, a game or a challenge, or with how an answer was judged."""

    quiz: str
    position: int


@action("answerreport", version=1, command="pack problems")
class AnswerReport(Action):
    """What editors answer those who say that something's wrong."""

    report: str
    fixed: bool


@action("suggest", version=1, command="suggest")
class Suggest(Action):
    """Something that editors may teach, written in a form; no pack if they have none of their own."""

    kind: str
    pack: str = ""


@action("suggestions", version=1, command="pack suggestions")
class ShowSuggestion(Action):
    """One of those that wait for an editor, by its place among them."""

    place: int = 0


@action("acceptsug", version=1, command="pack suggestions")
class AcceptSuggestion(Action):
    """What a member suggests is taught."""

    suggestion: str


@action("changesug", version=1, command="pack suggestions")
class ChangeSuggestion(Action):
    """What a member suggests is taught as an editor changes it."""

    suggestion: str


@action("declinesug", version=1, command="pack suggestions")
class DeclineSuggestion(Action):
    """What a member suggests isn't taught."""

    suggestion: str


@action("choosenews", version=1, command="pack suggestions")
class ChooseEditorsChannel(Action):
    """The channel of editors, in which what members suggest and report is posted, picked in a form."""


@action("stopnews", version=1, command="pack suggestions")
class StopPosting(Action):
    """What members suggest and report isn't posted in the channel of editors any more."""


def something_wrong(act: Action) -> Button:
    """Return the button for those who find that something's wrong."""
    return Button("Something's wrong here", encode(act))
