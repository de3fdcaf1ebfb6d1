"""What is held of a person who joins a team."""

from bot.storage.personal_data import MemberRows
from bot.storage.tables import team_member

HOLDER = MemberRows(team_member)
