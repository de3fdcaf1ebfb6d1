"""Delivery: sends each post once, on time, whatever dies or is lost on the way."""
