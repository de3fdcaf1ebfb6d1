"""What people ask a chat bot about besides what it teaches, in their own words.

A question lies nearer to another one than to any subject. There are three or so for each subject of
everyday_subjects.py, then some for each that a library, a newspaper, a school, a list of occupations, a helpdesk
and a company's departments divide the world into; never written after questions that something is measured with.
"""

from pathlib import Path

ASKED = tuple(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines())
