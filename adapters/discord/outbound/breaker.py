"""A circuit breaker: stops all requests while Discord, or Cloudflare in front of it, blocks us."""

from collections import deque
from collections.abc import Callable

from adapters.discord.outbound.failures import Held

BLOCKED = "Discord is blocking me for now; I'll try again automatically."
TOKEN_REJECTED = "Discord rejected DISCORD_TOKEN; reset the token and restart."  # noqa: S105 (it holds no token)

_FIRST_PAUSE = 10.0
_LONGEST_PAUSE = 600.0
_TOKEN_PAUSE = 3600.0
"""Seconds between two attempts with a token that was refused."""

_MOST_INVALID = 80
_MOST_INVALID_ANSWERING = 100
"""A higher limit for answers to interactions: few are refused, and one server's problem shouldn't affect others."""
_INVALID_WITHIN = 600.0
"""Seconds for which an invalid request counts.

Discord bans an IP address after 10,000 responses of 401, 403 or 429 within 10 minutes; we stay far below that.

https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
"""


class Breaker:
    """Decides whether a request may be sent.

    Args:
        now: returns the seconds of a monotonic clock.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._open_until = 0.0
        self._pause = _FIRST_PAUSE
        self._is_open = False
        self._probing = False
        self._token_until = 0.0
        self._invalid: deque[float] = deque()

    def check(self, *, token: bool) -> None:
        """Let a request pass; while the breaker is open, let only one probe through after each pause.

        Args:
            token: whether the request uses the bot's token.

        Raises:
            Held: it mustn't be sent now.
        """
        now = self._now()
        if self._is_open:
            if now < self._open_until:
                raise Held(BLOCKED, self._open_until - now)
            self._open_until = now + self._pause  # the others wait for this one's result
            self._probing = True
        if token and now < self._token_until:
            raise Held(TOKEN_REJECTED, self._token_until - now)
        most = _MOST_INVALID if token else _MOST_INVALID_ANSWERING
        if len(self._invalid) >= most:
            self._forget(now)
            if len(self._invalid) >= most:
                left = self._invalid[0] + _INVALID_WITHIN - now
                raise Held("Discord has rejected too many requests lately, so I'm pausing for a while.", left)

    def blocked(self, retry_after: float | None) -> None:
        """Note that a response came from Cloudflare instead of Discord, and open the breaker.

        Args:
            retry_after: the seconds to wait according to the response, or None.
        """
        now = self._now()
        if not self._is_open:
            self._is_open = True
            self._pause = _FIRST_PAUSE
        elif self._probing:
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        self._probing = False
        self._open_until = max(self._open_until, now + max(self._pause, retry_after or 0.0))
        self.invalid()

    def unblocked(self) -> None:
        """Note that a response came from Discord itself, and close the breaker."""
        self._is_open = self._probing = False

    def token_refused(self) -> None:
        """Note that the bot's token was refused (401)."""
        self._token_until = self._now() + _TOKEN_PAUSE

    def invalid(self) -> None:
        """Count a response towards Discord's limit on invalid requests."""
        now = self._now()
        self._forget(now)
        self._invalid.append(now)

    def _forget(self, now: float) -> None:
        while self._invalid and self._invalid[0] <= now - _INVALID_WITHIN:
            self._invalid.popleft()
