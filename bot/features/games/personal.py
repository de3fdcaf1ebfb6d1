"""What is held of a person who plays games: their answers, their results, and the logs of games that have ended.

Only games that have ended have results, and so these are found by them. A log may be another tenant's, where the game
was started.
"""

from bot.storage.personal_data import Dependent, MemberRows
from bot.storage.tables import game_answer, game_event, game_result

HOLDER = MemberRows(
    game_answer,
    game_result,
    dependents=(Dependent(game_event.c.game, game_result.c.game, across_tenants=True),),
)
