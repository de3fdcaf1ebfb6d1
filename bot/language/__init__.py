"""The words that every part of Versed speaks; imports nothing else of ours."""
