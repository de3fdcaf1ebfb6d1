"""Trains the model in Versed to recognise what people mean, and what's off-topic; see README.md."""
