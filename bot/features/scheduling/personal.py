"""What is held of a person who has schedules of their own: those, and the dates planned of them.

The dates go first: a number is free again once its schedule is gone.
"""

from bot.storage.personal_data import Dependent, MemberRows
from bot.storage.tables import PRIVATE, occurrence, schedule

HOLDER = MemberRows(schedule, only=PRIVATE, dependents=(Dependent(occurrence.c.schedule, schedule.c.number),))
