"""What people ask a chat bot about besides what it teaches, in their own words.

A short question lies nearer to another one than to any subject. There are three or so for each subject of
bot/meaning/everyday.py, then one or two for each that a library, a list of occupations and a helpdesk divide the
world into; they're never written after questions that something is measured with.
"""

from pathlib import Path

ASKED = tuple(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines())
