"""/pack problems, and the buttons that report a problem."""

from bot.features.authoring import actions, report_pages
from bot.features.authoring.model import Resolution, without_kind
from bot.features.authoring.reporting import LONGEST, Reporting
from bot.features.packs.editors import Editors
from bot.language.commands import Command
from bot.language.forms import Form, text_form
from bot.language.message import Message
from bot.language.options import NoOptions
from bot.language.requests import Asker
from bot.language.routes import Routes
from bot.language.text import shortened

REPORTS = Command(
    "pack problems", "See what people find wrong, and answer them", "/pack problems", NoOptions, of_team=True
)
COMMANDS = (REPORTS,)

_SHOWN = 150


class ReportCommands:
    """Serves members who report a problem, and editors who answer.

    Args:
        reporting: stores the reports and answers.
        editors: checks who may answer.
    """

    def __init__(self, reporting: Reporting, editors: Editors) -> None:
        self._reporting = reporting
        self._editors = editors

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(REPORTS, self.reports)
        routes.form(actions.ReportItem, self.ask_of_item, self.report_item)
        routes.form(actions.ReportAnswer, self.ask_of_answer, self.report_answer)
        routes.form(actions.AnswerReport, self.ask_answer, self.answer)

    async def reports(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /pack problems."""
        return report_pages.reports(await self._reporting.waiting(asker))

    async def ask_of_item(self, asker: Asker, action: actions.ReportItem) -> Form:
        """Return the form for reporting an item."""
        return _form(await self._reporting.name(asker, action.pack, f"{action.kind}:{action.item}"))

    async def report_item(self, asker: Asker, action: actions.ReportItem, complaint: str) -> Message:
        """Store a report about an item.

        Args:
            asker: the member.
            action: the item.
            complaint: what's wrong.
        """
        await self._reporting.report(asker, action.pack, f"{action.kind}:{action.item}", complaint)
        return report_pages.thanks()

    async def ask_of_answer(self, asker: Asker, action: actions.ReportAnswer) -> Form:
        """Return the form for reporting a question of a quiz."""
        pack, part, _ = await self._reporting.answered(asker, action.quiz, action.position)
        return _form(await self._reporting.name(asker, pack, part))

    async def report_answer(self, asker: Asker, action: actions.ReportAnswer, complaint: str) -> Message:
        """Store a report about a question of a quiz, with the member's answer.

        Args:
            asker: the member.
            action: the question.
            complaint: what's wrong.
        """
        pack, part, answer = await self._reporting.answered(asker, action.quiz, action.position)
        await self._reporting.report(asker, pack, part, complaint, answer)
        return report_pages.thanks()

    async def ask_answer(self, asker: Asker, action: actions.AnswerReport) -> Form:
        """Return the form in which an editor answers."""
        await self._editors.check_may_edit(asker)
        if action.fixed:
            return text_form("Fixed", "A word to the people who told you", "Thanks for spotting it", LONGEST)
        return text_form("It's right as it is", "Why it's right", longest=LONGEST)

    async def answer(self, asker: Asker, action: actions.AnswerReport, comment: str) -> Message:
        """Answer the members who reported a problem.

        Args:
            asker: the editor.
            action: the report and the kind of answer.
            comment: in the editor's words.
        """
        verdict = Resolution.FIXED if action.fixed else Resolution.NOT_WRONG
        return report_pages.answered(await self._reporting.answer(asker, action.report, verdict, comment))


def _form(name: str) -> Form:
    about = shortened(without_kind(name), _SHOWN)
    return text_form("What's wrong?", "In a few words", "The second answer is right too", LONGEST, asks=about)
