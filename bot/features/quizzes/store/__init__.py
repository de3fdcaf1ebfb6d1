"""What quizzes keep."""
