"""/pack editors and /pack log: who edits packs, and what they did."""

from bot.features.learners.notices import Notices
from bot.features.packs import actions, editor_pages
from bot.features.packs.editors import ADD, NAME_EDITORS, Editors
from bot.language.commands import Command
from bot.language.forms import OptionsForm
from bot.language.message import Message, message
from bot.language.offers import options_form
from bot.language.options import NoOptions, option, options
from bot.language.people import Right, check_right
from bot.language.requests import Asker
from bot.language.rich_text import text
from bot.language.routes import Routes
from bot.naming.titles import Title, Titles


@options
class EditorsOptions:
    """A member to make an editor."""

    add: str = option(
        "who may edit packs from now on (for administrators)", default="", member=True, by_name=True, completes=True
    )


EDITORS = Command(
    "pack editors", "See who edits packs, ask to, or name one", "/pack editors", EditorsOptions, of_team=True
)
LOG = Command("pack log", "See what editors did", "/pack log", NoOptions, of_team=True)
COMMANDS = (EDITORS, LOG)


class EditorCommands:
    """Serves the commands about editors.

    Args:
        editors: manages who may edit packs.
        notices: tells administrators that someone asks to edit packs.
    """

    def __init__(self, editors: Editors, notices: Notices) -> None:
        self._editors = editors
        self._notices = notices

    def register(self, routes: Routes) -> None:
        """Register the handlers."""
        routes.command(EDITORS, self.editors)
        routes.command(LOG, self.log)
        routes.press(actions.AskToEdit, self.ask_to_edit)
        routes.press(actions.LetEdit, self.let_edit)
        routes.options_form(actions.NameEditor, self.ask_who)
        routes.completer(ADD, self.people)

    async def editors(self, asker: Asker, options: EditorsOptions) -> Message:
        """Serve /pack editors [add]: list the editors, after adding the named one."""
        if options.add:
            await self._editors.name(asker, options.add)
        members = await self._editors.all(asker.tenant.key)
        knows = {each.member for each in members}
        may_ask = not asker.member.administers and asker.member.id not in knows
        return editor_pages.editors(members, administers=asker.member.administers, may_ask=may_ask)

    async def ask_who(self, asker: Asker, _action: actions.NameEditor) -> OptionsForm:
        """Return the form in which an administrator names an editor."""
        check_right(asker.member, Right.ADMINISTRATOR, NAME_EDITORS)
        return options_form(EDITORS, {}).headed("Name an editor")

    async def people(self, asker: Asker) -> Titles:
        """Return the members who can be named as editors."""
        return Titles(Title(each.id, each.name) for each in (await self._editors.people(asker)).values())

    async def ask_to_edit(self, asker: Asker, _action: actions.AskToEdit) -> Message:
        """Record that someone asks to edit packs, and tell the administrators."""
        await self._editors.ask(asker)
        sentence = "Someone would like to edit packs here; run /pack editors to say yes or no."
        await self._notices.leave(asker.tenant.key, f"asks to edit {asker.at:%Y-%m-%d}", sentence, asker.at)
        return message(text("I've told the administrators."), private=True, replaces=True)

    async def let_edit(self, asker: Asker, action: actions.LetEdit) -> Message:
        """Grant or refuse someone the right to edit packs."""
        await self._editors.decide(asker, action.member, may=action.may)
        return await self.editors(asker, EditorsOptions())

    async def log(self, asker: Asker, _options: NoOptions) -> Message:
        """Serve /pack log."""
        return editor_pages.log(await self._editors.log(asker))
