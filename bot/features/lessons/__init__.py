"""Lessons: comparisons, definitions and tips.

- comparisons: compare, comparing (what's meant), cards (as pictures); terms: define, explain
- tips: model (whose turn), tip (choosing), tip_pages, tip_question; by schedule: posted_tips, turns (several packs)
- what there is: topics
- all of them: commands, lesson (what each returns), reading (what was seen), personal
"""
