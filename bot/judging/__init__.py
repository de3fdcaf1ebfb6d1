"""Judging typed answers: one judge for quizzes, games, challenges and reviews. Pure, without state or I/O."""
