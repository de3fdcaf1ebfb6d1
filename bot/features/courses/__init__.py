"""Courses: a series of working days, set up in one step and stored as ordinary schedules."""
