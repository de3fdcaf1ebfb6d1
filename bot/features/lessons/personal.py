"""What is held of a person who reads lessons: what they have read, and what they said of tips."""

from bot.storage.personal_data import MemberRows
from bot.storage.tables import seen, tip_feedback

HOLDER = MemberRows(seen, tip_feedback, aging=(seen,))
