"""Reviews: flashcards that come back just before they'd be forgotten.

- what there is to learn, pure: flashcard, making (from a pack's items), deck, missed (cards that help after a miss)
- what a learner knows, pure: model (what a rating changes), scheduling (when a card comes back),
  recall (how much was still known)
- what's left today: today (the limits, pure), queueing (the next card)
- a session: commands, session (the service), steps (what each press does, in one transaction), pages
- bringing cards forward after a miss: sooner; when a pack or a learner's selves change: matching
- export to Anki: anki, anki_media
- personal data: personal
"""
