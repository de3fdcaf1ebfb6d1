"""Teaches the model in Versed to tell what people mean, and what's off the topic; see README.md."""
