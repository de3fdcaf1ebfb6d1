"""What an examination found: one line of `versed doctor`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination.

    Args:
        part: what was examined.
        well: whether it works.
        says: how it is, and what to do where it doesn't work.
        warns: whether it's worth a look, though it works.
    """

    part: str
    well: bool
    says: str
    warns: bool = False

    def __str__(self) -> str:
        verdict = "FAIL" if not self.well else "warn" if self.warns else "ok  "
        return f"{verdict}  {self.part}: {self.says}"
