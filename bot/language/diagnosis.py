"""The result of one check by `versed doctor`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check.

    Args:
        part: what was checked.
        well: whether it works.
        says: its condition, and how to fix it if it doesn't work.
        warns: whether it's worth a look even though it works.
    """

    part: str
    well: bool
    says: str
    warns: bool = False

    def __str__(self) -> str:
        verdict = "FAIL" if not self.well else "warn" if self.warns else "ok  "
        return f"{verdict}  {self.part}: {self.says}"
