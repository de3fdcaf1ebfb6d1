"""OAuth states: they prove that the browser coming back from Slack's consent page is the one that we sent there.

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
"""How long a state is valid."""


class OAuthStates:
    """Makes states, and accepts each of them once.

    Args:
        vault: encrypts states, so that nobody else can make one.
        database: stores which states were used.
        now: returns the current time.
    """

    def __init__(self, vault: Vault, database: Database, now: Callable[[], datetime]) -> None:
        self._vault = vault
        self._database = database
        self._now = now

    def new(self) -> tuple[str, str]:
        """Return a state for one installation, and the cookie value of the only browser that may come back with it.

        The state can be used once within ten minutes.
        """
        browser = secrets.token_urlsafe(32)
        return self._vault.close(browser), browser

    async def take(self, state: str, browser: str) -> bool:
        """Return whether a state is ours, recent, this browser's, and unused on every replica; mark it as used."""
        expected = self._vault.open(state, LASTS)
        if expected is None or not hmac.compare_digest(expected.encode(), browser.encode("utf-8", "replace")):
            return False
        event = f"state:{hashlib.sha256(state.encode()).hexdigest()}"
        return await deliveries.first_time(self._database.writer, "slack:oauth", event, self._now())
