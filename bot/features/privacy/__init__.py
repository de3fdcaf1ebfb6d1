"""Privacy: exporting and erasing the data held about a member."""
