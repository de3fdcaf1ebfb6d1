"""What people ask a chat bot about besides what it teaches, in their own words.

A question is closer to another question than to any subject. There are about three for each subject of
everyday_subjects.py, then some for each category that a library, a newspaper, a school, a list of occupations, a
helpdesk and a company's departments use. None were modelled on questions that a benchmark uses.
"""

from pathlib import Path

ASKED = tuple(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines())
