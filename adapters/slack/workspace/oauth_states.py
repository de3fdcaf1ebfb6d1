"""OAuth's state: it proves that whoever comes back from Slack's page of consent is the one who set out.

Source: https://docs.slack.dev/authentication/installing-with-oauth
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.slack.workspace.token_encryption import Vault
from bot.storage import deliveries
from bot.storage.database import Database

LASTS = timedelta(minutes=10)
"""How long a state can be taken."""


class OAuthStates:
    """Makes states, and takes each of them once.

    Args:
        vault: closes them, so that nobody else can make one.
        database: keeps which were taken.
        now: tells the time.
    """

    def __init__(self, vault: Vault, database: Database, now: Callable[[], datetime]) -> None:
        self._vault = vault
        self._database = database
        self._now = now

    def new(self) -> tuple[str, str]:
        """Return a state for one installation, and what the browser that asked keeps: it alone may come back with it.

        For ten minutes it can be taken once.
        """
        browser = secrets.token_urlsafe(32)
        return self._vault.close(browser), browser

    async def take(self, state: str, browser: str) -> bool:
        """Return whether a state is ours, fresh, this browser's, and wasn't taken before, by any replica."""
        expected = self._vault.open(state, LASTS)
        if expected is None or not hmac.compare_digest(expected.encode(), browser.encode("utf-8", "replace")):
            return False
        event = f"state:{hashlib.sha256(state.encode()).hexdigest()}"
        return await deliveries.first_time(self._database.writer, "slack:oauth", event, self._now())
