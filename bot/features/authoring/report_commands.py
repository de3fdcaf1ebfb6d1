"""/pack problems, and the buttons that say that something's wrong."""

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
    """Serves those who find that something's wrong, and those who answer.

    Args:
        reporting: keeps what they say.
        editors: knows who may answer.
    """

    def __init__(self, reporting: Reporting, editors: Editors) -> None:
        self._reporting = reporting
        self._editors = editors

    def register(self, routes: Routes) -> None:
        """Add what's served here."""
        routes.command(REPORTS, self.reports)
        routes.form(actions.ReportItem, self.ask_of_item, self.report_item)
        routes.form(actions.ReportAnswer, self.ask_of_answer, self.report_answer)
        routes.form(actions.AnswerReport, self.ask_answer, self.answer)

    async def reports(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /pack problems."""
        return report_pages.reports(await self._reporting.waiting(asker))

    async def ask_of_item(self, asker: Asker, action: actions.ReportItem) -> Form:
        """Return what to ask of someone who finds an item wrong."""
        return _form(await self._reporting.name(asker, action.pack, f"{action.kind}:{action.item}"))

    async def report_item(self, asker: Asker, action: actions.ReportItem, said: str) -> Message:
        """Keep what's wrong with an item.

        Args:
            asker: who says so.
            action: which item.
            said: what's wrong.
        """
        await self._reporting.report(asker, action.pack, f"{action.kind}:{action.item}", said)
        return report_pages.thanks()

    async def ask_of_answer(self, asker: Asker, action: actions.ReportAnswer) -> Form:
        """Return what to ask of someone who finds a question of a quiz wrong."""
        pack, part, _ = await self._reporting.answered(asker, action.quiz, action.position)
        return _form(await self._reporting.name(asker, pack, part))

    async def report_answer(self, asker: Asker, action: actions.ReportAnswer, said: str) -> Message:
        """Keep what's wrong with a question of a quiz, and what was answered.

        Args:
            asker: who says so.
            action: which question.
            said: what's wrong.
        """
        pack, part, given = await self._reporting.answered(asker, action.quiz, action.position)
        await self._reporting.report(asker, pack, part, said, given)
        return report_pages.thanks()

    async def ask_answer(self, asker: Asker, action: actions.AnswerReport) -> Form:
        """Return what to ask of an editor who answers."""
        await self._editors.check_may_edit(asker)
        if action.fixed:
            return text_form("Fixed", "A word to the people who told you", "Thanks for spotting it", LONGEST)
        return text_form("It's right as it is", "Why it's right", longest=LONGEST)

    async def answer(self, asker: Asker, action: actions.AnswerReport, said: str) -> Message:
        """Answer those who found something wrong.

        Args:
            asker: the editor.
            action: what they answer.
            said: a word to them.
        """
        verdict = Resolution.FIXED if action.fixed else Resolution.NOT_WRONG
        return report_pages.answered(await self._reporting.answer(asker, action.report, verdict, said))


def _form(name: str) -> Form:
    about = shortened(without_kind(name), _SHOWN)
    return text_form("What's wrong?", "In a few words", "The second answer is right too", LONGEST, asks=about)
