"""`versed health`: is the Versed that runs with these settings well? Health checks of containers ask it."""

from http.client import HTTPConnection, HTTPException

from bot.language.refusals import Refusal
from bot.runtime.settings import Settings

_PATIENCE = 3.0
"""Seconds for an answer; a process that takes longer isn't well."""

_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (only compared)
"""Where to ask a process that listens everywhere."""


def ask(settings: Settings) -> tuple[bool, str]:
    """Ask for health; return whether all is well, and what the process says.

    Args:
        settings: those of the process.

    Raises:
        Refusal: they don't say where to ask.
    """
    if not settings.listens_on:
        raise Refusal("Set VERSED_HTTP_PORT, such as 8322, for Versed and for this check.")
    host = _ANY.get(settings.http_host, settings.http_host)
    connection = HTTPConnection(host, settings.listens_on, timeout=_PATIENCE)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        return answer.status == 200, answer.read().decode()
    except (OSError, HTTPException):
        return False, f"Nothing answers on {host}:{settings.listens_on}; is Versed running?"
    finally:
        connection.close()
