"""What is held of a person who takes quizzes: the quizzes, and their answers."""

from bot.storage.personal_data import MemberRows
from bot.storage.tables import answer, quiz

HOLDER = MemberRows(answer, quiz, aging=(answer, quiz))
