"""Quizzes that someone takes alone, and their answers."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from bot.storage.tables.shared import metadata

answer = Table(
    "answer",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("quiz", Text, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("member", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("given", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    # In percent; NULL for answers from before partial credit.
    Column("credit", Integer),
)
# A covering index for a member's progress and missed questions.
Index(
    "ix_answer_member",
    *(answer.c[name] for name in ("tenant", "member", "pack", "topic", "correct", "question", "at")),
)

# A covering index for a team's report, question by question.
Index("ix_answer_question", *(answer.c[name] for name in ("tenant", "pack", "question", "at", "member", "correct")))

quiz = Table(
    "quiz",
    metadata,
    Column("tenant", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("questions", Text, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    # How sure the member said they were, one digit per question; NULL if they weren't asked.
    Column("sure", Text),
)
