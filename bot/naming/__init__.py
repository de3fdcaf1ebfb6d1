"""Find out what a typed name means, whether a term's, a team's or a setting's. Doesn't depend on packs.

- titles: search by name, fast enough for every keystroke; word_index: by single words of names
- several: several names at once; mentions: those in a text
- marks: what distinguishes names besides their words
- unknown: the refusal of an unknown name
"""
