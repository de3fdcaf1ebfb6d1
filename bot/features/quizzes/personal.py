"""The data held about people who take quizzes: their quizzes and answers."""

from bot.storage.personal_data import MemberRows
from bot.storage.tables import answer, quiz

HOLDER = MemberRows(answer, quiz, aging=(answer, quiz))
