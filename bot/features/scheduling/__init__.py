"""Scheduling: posts that recur, which days they're due, and what they say.

- what's scheduled, pure: model, rules, calendar
- times and days as people type them: wording, with clock_phrases, day_phrases, date_phrases; notations
- kinds of post: kinds (what each has to know), subject, posts; at one moment, by Versed itself: announcements
- making schedules: options, drafts, making; what's done with those that exist: commands, service, pages,
  home_pages; which one is meant: naming, lookup
- changing them: edit_commands, edit_forms, edit_pages, editing, changes, returning (undo)
- when they're due: planner; how that ended: outcomes, notices
- what's held of people: personal
"""
