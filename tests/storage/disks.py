"""Disks in trouble, as the system describes them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Disk:
    """The answer of os.statvfs; by default, the disk has room, and no limit on the number of files."""

    f_flag: int = 0
    f_frsize: int = 4096
    f_blocks: int = 2**22
    f_bavail: int = 2**20
    f_files: int = 0
    f_favail: int = 0
