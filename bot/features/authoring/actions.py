"""What the buttons of authoring carry. Raise an action's version when its fields change meaning."""

from bot.language.actions import Action, action, encode
from bot.language.controls import Button


@action("additem", version=2, command="pack add")
class WriteItem(Action):
    """Writes a new item in a form, for one of the tenant's own packs; an empty id means a new pack."""

    kind: str
    pack: str = ""


@action("item", version=1, command="pack edit")
class EditItem(Action):
    """Edits an item in a form, in one of the tenant's own packs; an empty id means a new pack.

    `letter` stands for the item's kind, to save room for the two ids. `seen` is the number of the version whose item
    was shown: if others have published since, the edit doesn't overwrite their changes unnoticed. It's 0 for a new
    pack.
    """

    letter: str
    pack: str
    item: str
    seen: int


@action("pubdraft", version=1, command="pack draft")
class PublishDraft(Action):
    """Publishes an editor's draft."""

    pack: str = ""


@action("draft", version=1, command="pack draft")
class ShowDraft(Action):
    """Shows an editor's draft."""

    pack: str = ""


@action("settle", version=1, command="pack draft")
class SettleDraft(Action):
    """Resolves the conflicts between a draft and a version published in the meantime, one by one.

    `choices` has a letter for each decision so far: m for mine, t for theirs; M and T for all remaining ones. `seen`
    is a digest of the conflicts, to notice when they've changed.
    """

    pack: str
    number: int
    seen: str
    choices: str = ""


@action("rmdraft", version=1, command="pack draft")
class DropDraft(Action):
    """Deletes an editor's draft."""

    pack: str = ""


@action("addmore", version=1, command="pack add")
class AddMore(Action):
    """Offers to add another item to a pack."""

    pack: str = ""


@action("wrong", version=1, command="help")
class ReportItem(Action):
    """Reports that something is wrong with an item."""

    pack: str
    kind: str
    item: str


@action("wronganswer", version=1, command="quiz")
class ReportAnswer(Action):
    """Reports a question of a quiz, game or challenge, or how an answer to it was judged."""

    quiz: str
    position: int


@action("answerreport", version=1, command="pack problems")
class AnswerReport(Action):
    """Answers the members who reported a problem."""

    report: str
    fixed: bool


@action("suggest", version=1, command="suggest")
class Suggest(Action):
    """Suggests something for editors to teach, in a form; the pack is empty if the tenant has none of its own."""

    kind: str
    pack: str = ""


@action("suggestions", version=1, command="pack suggestions")
class ShowSuggestion(Action):
    """Shows an open suggestion, by its position among them."""

    place: int = 0


@action("acceptsug", version=1, command="pack suggestions")
class AcceptSuggestion(Action):
    """Accepts a member's suggestion as it is."""

    suggestion: str


@action("changesug", version=1, command="pack suggestions")
class ChangeSuggestion(Action):
    """Publishes a member's suggestion with an editor's changes."""

    suggestion: str


@action("declinesug", version=1, command="pack suggestions")
class DeclineSuggestion(Action):
    """Declines a member's suggestion."""

    suggestion: str


@action("choosenews", version=1, command="pack suggestions")
class ChooseEditorsChannel(Action):
    """Opens a form to choose the editors' channel, where suggestions and reports are posted."""


@action("stopnews", version=1, command="pack suggestions")
class StopPosting(Action):
    """Stops posting suggestions and reports in the editors' channel."""


def something_wrong(act: Action) -> Button:
    """Return the button that reports a problem."""
    return Button("Something's wrong here", encode(act))
