"""The pages about problems that members report. Pure."""

from collections.abc import Sequence

from bot.features.authoring.actions import AnswerReport, EditItem
from bot.features.authoring.kinds import KINDS
from bot.features.authoring.model import ReportedPart, without_kind
from bot.language.actions import can_travel, encode
from bot.language.controls import Button, Buttons
from bot.language.message import Block, Facts, Footer, Heading, Message, message
from bot.language.rich_text import strong, text
from bot.language.text import counted, shortened
from bot.runtime.bulkhead import readable

_GONE = "Something that's gone now"
"""How a part is called that isn't in its pack any more."""

_MOST_CASES = 5
_MOST_COMMENTS = 3
_LONGEST = 80


def thanks() -> Message:
    """Thank a member for a report."""
    return message(
        text("Thank you! I've told the people who can change it, and I'll pass on their answer."), private=True
    )


def reports(cases: Sequence[ReportedPart]) -> Message:
    """List the reported problems, with buttons to answer."""
    if not cases:
        return message(text("No problems reported. Good work!"), private=True, replaces=True)
    readable_cases = readable("what's said of a pack", cases, lambda each: tuple(_case(each)))
    more = len(readable_cases) - _MOST_CASES
    rest = f"{counted(more, 'more item')} after these · " if more > 0 else ""
    return message(
        *(block for blocks in readable_cases[:_MOST_CASES] for block in blocks),
        Footer(f"{rest}Everyone who reported these gets your answer privately."),
        private=True,
        replaces=True,
    )


def posted(case: ReportedPart) -> Message:
    """Post a reported problem in the editors' channel."""
    return message(*_case(case), Footer("For editors. Everyone who reported this gets your answer privately."))


def _case(case: ReportedPart) -> list[Block]:
    comments = [each.comment for each in case.reports[-_MOST_COMMENTS:]]
    answers = [each.given for each in case.reports if each.given]
    facts = [("They say", "\n".join(f"“{each}”" for each in comments))]
    facts += [("Their answer", answers[-1])] if answers else []
    return [
        Heading(shortened(case.name, _LONGEST) or _GONE),
        text(f"{case.pack}, reported by {counted(len(case.reports), 'person', 'people')}"),
        Facts(tuple(facts)),
        Buttons((*_change(case), _answer(case, "Fixed", fixed=True), _answer(case, "It's right", fixed=False))),
    ]


def _change(case: ReportedPart) -> list[Button]:
    kind, _, item = case.reports[0].part.partition(":")
    if not case.own or not case.name or kind not in KINDS or not can_travel(item):
        return []
    return [Button("Change it", encode(EditItem(KINDS[kind].letter, case.reports[0].pack, item, 0)))]


def _answer(case: ReportedPart, label: str, *, fixed: bool) -> Button:
    return Button(label, encode(AnswerReport(case.reports[0].id, fixed)))


def answered(case: ReportedPart) -> Message:
    """Confirm that the members who reported something will be told."""
    people = counted(len(case.reports), "person", "people")
    name = shortened(without_kind(case.name), _LONGEST) or _GONE
    return message(text("Answered: ", strong(name)), text(f"I'll tell {people}."), private=True, replaces=True)
