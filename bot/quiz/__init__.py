"""Quizzes: the questions there are, grading, and quizzes taken alone."""
