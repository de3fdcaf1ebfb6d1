"""Lessons: one module for each thing a learner asks for."""
