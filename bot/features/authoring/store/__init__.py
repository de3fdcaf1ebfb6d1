"""The tables of members' reports and suggestions."""
