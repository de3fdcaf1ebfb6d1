"""What is held of a person who is written to in private: the posts to them."""

from bot.storage.personal_data import MemberRows
from bot.storage.tables import PRIVATE, outbox

HOLDER = MemberRows(outbox, only=PRIVATE)
