"""Learners: who someone is across platforms, what they've chosen, and what they're told.

- settings: settings_commands, settings (the service), chosen (those in force), settings_page, choices (what can be
  chosen), spoken_settings (by the words that people use); what follows from them: themes, starting (who may start
  games)
- time zones by what people type: zones, then clocks (EST), offsets (GMT+2), locations (cities and states, from a
  file beside it), meant (which of several), resembling (did you mean)
- one learner with several selves: link_commands, linking; how often codes may be tried: tries
- names in a shared playground: names; what went wrong, told once: notices
- what's held of people: personal
"""
