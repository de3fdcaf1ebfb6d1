"""Lessons: comparisons, definitions, answers and tips.

- comparisons: compare, comparing (what's meant), cards (as pictures); terms: define, explain
- questions in free words: ask, question_forms, follow_ups; preferred (which item comes first)
- what to say of an item first: part, by figures, who, leaning and stems
- what nobody could answer: missing, unanswered
- tips: model (whose turn), tip (choosing), tip_pages, tip_question; by schedule: posted_tips, turns (several packs)
- what there is: topics
- all of them: commands, lesson (what each returns), reading (what was seen), personal
"""
