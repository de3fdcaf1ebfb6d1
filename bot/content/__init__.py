"""Packs: their models, how they're loaded and checked, and how they're searched.

Rooms: reading, faults (checks), finding (search), writing (YAML).

- the models: model, item, question, figure, part (their base class and types of text)
- ids: renamed (old ones still resolve), plain_objectives (for items that have none)
- texts: gaps, riddles, answers, shorter_answers and keys (what may be typed), solutions (what is right), mentions
  (which words occur), addresses
- computed from a pack: derived, at_hand (without blocking), inventory (counts), sequence (what comes first), without
  (parts left out)
- files: scalars (types in YAML), schema (for editors), own_files (cache files), ship (what's computed before
  shipping)
- check: all checks of a pack
"""
