"""Lessons: comparisons, definitions and tips.

- comparisons: compare, comparing (names typed), cards (as pictures); terms: define, explain, glossary
- tips: model (which are due), urgency (which of them first), tip (choosing), tip_pages, tip_question; scheduled:
  posted_tips, tip_options, turns (several packs). The home chooses its tip of the day by another rule on purpose: a
  shuffle for each member, whatever is needed (bot/features/home/model.py)
- whole packs: outline (what one is about), topics (of packs that compare nothing)
- all of them: commands, lesson (what each returns), reading (what was seen), personal
"""
