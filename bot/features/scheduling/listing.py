"""Lists a tenant's schedules, and finds those that someone names."""

from bot.features.delivery.store import by_schedule
from bot.features.scheduling import home_pages, naming
from bot.features.scheduling import pages as schedule_pages
from bot.features.scheduling.home_pages import AtHome
from bot.features.scheduling.kinds import PostKinds
from bot.features.scheduling.lookup import without_skipped
from bot.features.scheduling.model import Schedule
from bot.features.scheduling.store import schedules
from bot.features.scheduling.summary import in_line
from bot.language.message import Message
from bot.language.requests import Asker
from bot.naming.titles import Title, Titles
from bot.storage.database import Database
from bot.storage.transaction import Transaction


class ScheduleList:
    """Lists the schedules that administrators see, without those of single members.

    Args:
        database: stores the schedules.
        kinds: the kinds of schedules, which say what each one does.
    """

    def __init__(self, database: Database, kinds: PostKinds) -> None:
        self._database = database
        self._kinds = kinds

    async def all(self, asker: Asker) -> Message:
        """Show every schedule of the asker's tenant."""

        def work(transaction: Transaction) -> Message:
            existing = _shown(transaction, asker)
            return schedule_pages.all_of(
                existing, by_schedule.latest_of_each(transaction, asker.tenant.key, asker.at), self._kinds
            )

        return await self._database.read(work)

    async def at_home(self, asker: Asker) -> AtHome:
        """Return the schedules of the asker's tenant, for an administrator's home page."""

        def work(transaction: Transaction) -> AtHome:
            existing = _shown(transaction, asker)
            posts = by_schedule.latest_of_each(transaction, asker.tenant.key, asker.at)
            findings = home_pages.findings(existing, posts)
            return AtHome(tuple(home_pages.shown(existing, self._kinds)), tuple(findings))

        return await self._database.read(work)

    async def titles(self, asker: Asker) -> Titles:
        """Return the lines that describe the schedules of the asker's tenant, for completion."""
        return Titles(Title(line, line) for line in (await self._existing(asker)).values())

    async def named(self, asker: Asker, typed: str, verb: str = "") -> list[int]:
        """Return the numbers of the schedules that are meant.

        Args:
            asker: the administrator.
            typed: numbers, a line that starts with one, “all”, a course, a description, or "" for the only schedule.
            verb: the command's second word, such as pause, for what it says about times.

        Raises:
            Refusal: there's no such schedule, or it isn't clear which one is meant.
        """
        return naming.meant(typed, await self._existing(asker), verb=verb)

    async def named_when(self, asker: Asker, typed: str) -> tuple[list[int], str]:
        """Return the numbers of the schedules that are meant, and the time that's said after them, folded; or "".

        Args:
            asker: the administrator.
            typed: what names schedules, and perhaps a time: “tips until Monday”.

        Raises:
            Refusal: there's no such schedule, or it isn't clear which one is meant.
        """
        return naming.meant_when(typed, await self._existing(asker))

    async def _existing(self, asker: Asker) -> dict[Schedule, str]:
        """Return the schedules of the asker's tenant, each with the line that describes it."""

        def work(transaction: Transaction) -> dict[Schedule, str]:
            existing = schedules.of_tenant(transaction, asker.tenant.key)
            return {each: in_line(each, self._kinds) for each in existing}

        return await self._database.read(work)


def _shown(transaction: Transaction, asker: Asker) -> list[Schedule]:
    """Return the schedules of the asker's tenant, each with the next post that isn't skipped."""
    return [without_skipped(transaction, each) for each in schedules.of_tenant(transaction, asker.tenant.key)]
