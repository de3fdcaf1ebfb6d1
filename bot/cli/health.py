"""`versed health`: ask the Versed that runs with these settings for its health, for container health checks."""

from http.client import HTTPConnection, HTTPException

from bot.language.refusals import Refusal
from bot.runtime.settings import Settings

_PATIENCE = 3.0
"""Timeout in seconds; a process that takes longer isn't healthy."""

_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (only compared)
"""The address to ask if the process listens on all interfaces."""


def ask(settings: Settings) -> tuple[bool, str]:
    """Ask a process for its health; return whether it's healthy, and its answer.

    Args:
        settings: the process's settings.

    Raises:
        Refusal: the settings have no port.
    """
    if not settings.listens_on:
        raise Refusal("Set VERSED_HTTP_PORT, such as 8322, for Versed and for this check.")
    host = _ANY.get(settings.http_host, settings.http_host)
    connection = HTTPConnection(host, settings.listens_on, timeout=_PATIENCE)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        if answer.status not in (200, 503) or answer.headers.get_content_type() != "text/plain":
            where = f"{host}:{settings.listens_on}"
            return False, f"Something answers on {where}, but it isn't Versed; check VERSED_HTTP_PORT."
        return answer.status == 200, answer.read().decode()
    except (OSError, HTTPException):
        return False, f"Nothing answers on {host}:{settings.listens_on}; is Versed running?"
    finally:
        connection.close()
