"""The words that every part of Versed speaks; imports nothing else of ours.

- what's asked: requests (calls, presses), people (tenants, places, members), files, permissions
- what's said: message and its blocks, rich_text (a line), controls (buttons, menus, switches), plain (as text),
  codec (kept and read back), length, sharing (who sees it), direction
- what can be done: commands, options, forms, actions (what a button carries), routes (who serves what)
- what can't: refusals, offers (what would do), kept (what was typed, for a form)
- a typed command: slash, then words, segments (which words are for which option), caret (half typed);
  what its values may be: option_values, known_names, nearest (did you mean), channels
- a bare line that may be an answer: awaited
- platforms: port (what the core asks of one), platforms (what each is like), locales, diagnosis (for the doctor)
- texts: text (clean, fold, words, lists), fillers (words that say nothing), sentences, names (of people, in a text),
  name_check (what may be a name)
- clock, moments, ids
"""
