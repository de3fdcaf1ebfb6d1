"""Learners: who someone is across platforms, what they've chosen, and the notices for them.

- settings: settings_commands, settings (the service), chosen (a cache of current settings), settings_page, choices
  (the settings there are), scopes (whose they are), spoken_settings (settings named in other words); used by
  settings: themes, starting (who may start games)
- time zones from typed text: zones, then clocks (EST), offsets (GMT+2), locations (cities and states, from a file
  beside it), meant (which of several), resembling (did you mean)
- one learner with several selves: link_commands, linking; rate limit for codes: tries
- names in a shared playground: names; problems, each told once: notices; renamed channels and roles: renaming
- personal data: personal
"""
