"""The vocabulary shared by all parts of Versed; it imports no other package of ours.

- input: requests (calls, presses), people (tenants, places, members), files, permissions
- output: message and its blocks, rich_text (a line), controls (buttons, menus, switches), plain (as text),
  codec (serialise and parse), length, sharing (who sees it), direction
- what can be done: commands, options, forms, actions (the payload of a button), routes (handlers)
- what can't: refusals, offers (alternatives), kept (refused input, for a form)
- parsing a typed command: command_names (which command; command_groups for two words), slash (its options), then
  words, segments (which words are for which option, by their segment_costs), caret (half-typed lines); the options'
  values: option_values, whole_numbers, known_names, nearest (did you mean), channels
- a typed line that may be an answer: awaited
- platforms: port (what the core needs from one), platforms (their traits), locales, diagnosis (for the doctor)
- texts: text (clean, fold, words, lists), named_commands (in a sentence), tongues (which language, by small_words),
  stop_words, bare_orders (“list” in place of a name), sentences,
  names (of people, in texts), unnamed (messages without them), name_check (which are allowed)
- clock, moments, ids; how many people a figure needs: anonymity; dropping what caches have about someone: forgetting
"""
