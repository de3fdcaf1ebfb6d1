"""Logs: one JSON object per line, free of secrets and safe from forged lines."""

import json
import logging
import re
import sys
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from time import monotonic

_HIDDEN = "[hidden]"
_SECRETS = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-[\w-]+"  # Slack's tokens
    r"|xapp-[\w-]+"
    r"|\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"  # Discord's bot tokens
    r"|(?<=/webhooks/)\d+/[\w-]+|(?<=/interactions/)\d+/[\w-]+"  # Discord's interaction tokens
    r"|https://hooks\.slack\.com/[^\s\"']+|(?<=response_url=)[^\s\"'&]+"
    r"|(?<=://)[^\s/@]+(?=@)"  # the user and the password in any URL
)
"""Matches anything that looks like a token, wherever it came from."""


_QUIET = 60.0
"""Seconds within which a warning isn't repeated."""

_MOST_REMEMBERED = 1_000
"""Different warnings within that time; beyond it, all are forgotten, and may be repeated once."""


class JsonFormatter(logging.Formatter):
    """Formats records as JSON, without secrets.

    Args:
        secrets: values to hide; those under 8 characters are ignored, as they'd match by accident.
    """

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__()
        known = "|".join(re.escape(secret) for secret in sorted(secrets, key=len, reverse=True) if len(secret) >= 8)
        self._secrets = re.compile(f"{known}|{_SECRETS.pattern}" if known else _SECRETS.pattern)

    def format(self, record: logging.LogRecord) -> str:
        """Return a log record as one line of JSON."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": self._clean(record.getMessage()),
        }
        if record.exc_info:
            entry["error"] = self._clean(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)

    def _clean(self, text: str) -> str:
        return self._secrets.sub(_HIDDEN, text)


class RepeatFilter(logging.Filter):
    """Drops warnings and errors that repeat word for word: what's tried every second says the same until it's over.

    Args:
        now: returns the time in seconds.
    """

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._now = now
        self._logged: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether to log a record."""
        if record.levelno < logging.WARNING:
            return True
        said, now = (record.name, record.getMessage()), self._now()
        if now - self._logged.get(said, -_QUIET) < _QUIET:
            return False
        if len(self._logged) >= _MOST_REMEMBERED:
            self._logged.clear()
        self._logged[said] = now
        return True


def set_up(secrets: Collection[str]) -> None:
    """Send all logs of this process to stderr.

    Args:
        secrets: values to hide.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(secrets))
    handler.addFilter(RepeatFilter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for ours in ("bot", "adapters"):
        logging.getLogger(ours).setLevel(logging.INFO)
