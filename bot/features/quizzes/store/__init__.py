"""The tables of quizzes."""
