"""Quizzes: the questions there are, judging answers, and quizzes taken alone."""
