"""The grace period: how long a workspace's data is kept after its configured token stopped working.

If a token has leaked, you revoke it and configure a new one. Slack reports that in the same way as a removal.
Sources: https://docs.slack.dev/reference/methods/auth.revoke, https://docs.slack.dev/reference/events/app_uninstalled
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.features.learners.store import notices
from bot.features.privacy.erasure import Erasure
from bot.runtime.bulkhead import bulkhead
from bot.storage import removals
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_log = logging.getLogger(__name__)

REVOKED = timedelta(days=7)
"""The grace period after a token was revoked: a weekend, and some days to notice."""
UNINSTALLED = timedelta(days=1)
"""The grace period after the app was uninstalled: either on purpose, or by revoking its last token."""

_PLATFORM = "slack"
_BACK = (
    "Slack's token for me was revoked, and now I have a new one. Everything I keep is still here. "
    "Posts that were due in the meantime may have been paused: see /schedule list."
)


class Grace:
    """Deletes a removed workspace's data once the grace period is over, unless the workspace has come back.

    Args:
        database: stores the pending removals.
        erasure: deletes all of a tenant's data.
        now: returns the current time.
    """

    def __init__(self, database: Database, erasure: Erasure, now: Callable[[], datetime]) -> None:
        self._database = database
        self._erasure = erasure
        self._now = now

    async def begin(self, tenant: str, lasts: timedelta) -> None:
        """Start the grace period of a tenant, after which its data is deleted."""
        until = self._now() + lasts

        def work(transaction: Transaction) -> datetime:
            removals.note(transaction, tenant, until)
            return removals.pending(transaction, _PLATFORM)[tenant]

        _log.warning(_pending(tenant, await self._database.transact(work)))

    async def come_back(self, tenant: str) -> None:
        """Cancel the removal of a tenant that has a working token again, and tell its administrators."""
        now = self._now()

        def work(transaction: Transaction) -> bool:
            was = removals.cancel(transaction, tenant)
            if was:
                notices.add(transaction, tenant, f"back {now:%Y-%m-%d %H:%M}", _BACK, now)
            return was

        if await self._database.transact(work):
            _log.info("%s has a new token; everything kept about it stays", tenant)

    async def end(self) -> None:
        """Delete the data of tenants whose grace period is over."""
        now = self._now()
        removals_pending = await self._database.read(lambda transaction: removals.pending(transaction, _PLATFORM))
        for tenant in [tenant for tenant, until in removals_pending.items() if until <= now]:
            with bulkhead("removed workspace"):
                # unless the tenant has just come back
                if await self._erasure.end_if(tenant, partial(removals.cancel, tenant=tenant)):
                    _log.warning("%s hasn't come back; everything kept about it was deleted", tenant)

    async def warn(self) -> None:
        """Log which tenants will be deleted, and when."""
        removals_pending = await self._database.read(lambda transaction: removals.pending(transaction, _PLATFORM))
        for tenant, until in removals_pending.items():
            _log.warning(_pending(tenant, until))


def _pending(tenant: str, until: datetime) -> str:
    return (
        f"Slack has revoked the token for {tenant}: start Versed with a new SLACK_BOT_TOKEN, or everything kept "
        f"about it will be deleted on {until:%d %B %Y at %H:%M} UTC"
    )
