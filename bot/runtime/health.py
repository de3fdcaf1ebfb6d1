"""Health: what `/healthz` says of a running Versed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Health:
    """How a process is doing.

    Args:
        ready: whether everything is connected, so that requests may be sent here.
        notes: what else the person who runs it should look at, a sentence each.
    """

    ready: bool
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return it as text: the verdict, then a line for each note."""
        return "\n".join(["ok" if self.ready else "not connected", *self.notes])
