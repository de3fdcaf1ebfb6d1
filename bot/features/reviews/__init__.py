"""Reviews: flashcards that come back just before they'd be forgotten.

- what there is to learn, pure: flashcard, making (of a pack's items), deck, missed (what helps with it)
- what's known of it, pure: model (what a rating does), scheduling (when a card comes back),
  recall (how much was still known)
- what a day still takes: today (pure), queueing (what comes next)
- a session: commands, session (the service), steps (what each press does, in one transaction), pages
- bringing cards forward after a miss: sooner; when a pack or a learner's selves change: matching
- export to Anki: anki, anki_media
- personal data: personal
"""
