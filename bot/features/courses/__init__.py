"""Courses: a run of working days, set up in one step and kept as ordinary schedules."""
