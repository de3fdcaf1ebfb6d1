"""Naming: which of some things is meant by a name, be it a term's, a team's or a setting's. Knows no packs.

- titles: finding things by name, at every keystroke; word_index: by single words of their names
- several: several names at once; mentions: those in a text
- marks: what tells one name from another besides its words
- unknown: refusing a name that stands for nothing
"""
