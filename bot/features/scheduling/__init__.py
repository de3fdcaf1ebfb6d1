"""Scheduling: recurring posts, the days when they're due, and what they say.

- the model, pure: model, rules, calendar
- parsing and writing times and days: wording, with clock_phrases, day_phrases, date_phrases (with written_dates, and
  vague_dates for what's missing, and parts_of_day), breaks (until Monday); notations
- kinds of post: kinds (the interface of each), stored_options (their own options, as JSON), subject, posts; single
  posts that Versed schedules: announcements
- making schedules: options, drafts, making; managing existing ones: commands, service, pages, home_pages, summary
  (one in a few words); finding the ones that someone names: listing, naming, lookup
- changing them: edit_commands, edit_forms, edit_pages, editing, changes, returning (undo), skipping
- planning due posts: planner (which ones, and in which turn), batches (some at a time, in one transaction); what
  happens once they end, or their channel does: outcomes, deleted_channels, notices
- personal data: personal
"""
