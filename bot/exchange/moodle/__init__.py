"""Read Moodle XML."""
