"""Checks for teaching faults: the pack loads, but people won't learn well from it. One module for each kind.

- objectives and dates: teaching, depth, dates
- texts: first_sentences, jargon, readability, voice; prose (which texts are English to check)
- wording: wording, cues and form (what gives the right option away), hints
- questions: typed_answers, sample_answers, unexplained; cards: cards
- items that say the same: duplicates (in nearly the same words), similar_meaning
"""
