"""Posts members' suggestions and reports in the editors' channel."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.authoring import report_pages, suggestion_pages
from bot.features.authoring.editors_channel import NEWS, OPTIONS
from bot.features.authoring.reporting import Reporting
from bot.features.authoring.suggesting import Suggesting
from bot.features.scheduling.kinds import Composed, Nothing, SlowComposer
from bot.features.scheduling.model import Schedule


class EditorsNews(SlowComposer):
    """Composes posts about suggestions and reports, leaving out what has been decided since.

    It's slow, because a suggestion is checked like any other item.

    Args:
        suggesting: has the suggestions.
        reporting: has the reports.
    """

    name = NEWS

    def __init__(self, suggesting: Suggesting, reporting: Reporting) -> None:
        self._suggesting = suggesting
        self._reporting = reporting

    async def prepare(self, due: Sequence[Schedule], at: datetime) -> Sequence[Composed]:
        """Compose the post of each schedule."""
        return [await self._post(each) for each in due]

    async def _post(self, schedule: Schedule) -> Composed:
        about = OPTIONS.read(schedule.options)
        if about.suggestion:
            view = await self._suggesting.open(schedule.tenant, about.suggestion)
            return Nothing("That's already decided.") if view is None else suggestion_pages.posted(view)
        case = await self._reporting.open(schedule.tenant, about.report)
        return Nothing("That's already answered.") if case is None else report_pages.posted(case)
