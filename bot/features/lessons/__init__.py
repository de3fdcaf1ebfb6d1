"""Lessons: comparisons, definitions, answers and tips.

- comparisons: compare, comparing (what's meant), cards (as pictures); terms: define, explain
- questions in free words: ask_commands, ask (the answer), side_by_side and aspect (what's compared)
- what to say first: part, by question_forms, figures, who, leaning (what can't stand alone), stems; preferred (hits)
- what goes on from them: follow_ups, going_on (asked in full)
- what nobody could answer: missing, unanswered
- tips: model (whose turn), tip (choosing), tip_pages, tip_question; by schedule: posted_tips, turns (several packs)
- what there is: topics
- all of them: commands, lesson (what each returns), reading (what was seen), personal
"""
