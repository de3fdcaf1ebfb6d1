"""Lessons: comparisons, definitions and tips.

- comparisons: compare, comparing (names typed), cards (as pictures); terms: define, explain
- tips: model (which is next), tip (choosing), tip_pages, tip_question; scheduled: posted_tips, tip_options,
  turns (several packs)
- packs that compare nothing: topics
- all of them: commands, lesson (what each returns), reading (what was seen), personal
"""
