"""What an examination found: one line of `versed doctor`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination.

    Args:
        part: what was examined.
        well: whether it works.
        says: how it is, and what to do where it does not work.
    """

    part: str
    well: bool
    says: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.well else 'FAIL'}  {self.part}: {self.says}"
