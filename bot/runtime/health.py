"""The health of a running Versed, as reported by `/healthz`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Health:
    """The health of a process.

    Args:
        ready: whether everything is connected, so that the process can take requests.
        notes: other problems for the operator, one sentence each.
    """

    ready: bool
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return it as text: the status, then one line per note."""
        return "\n".join(["ok" if self.ready else "not connected", *self.notes])
