"""Quizzes: the questions there are, judging answers, and quizzes taken alone.

Games and challenges ask, judge and show with the same modules; only the last line is about quizzes alone.

- what may be asked, pure: questions (written in a pack, or made of its items), picking (which, in what order)
- a question as it's shown, pure: posed (in its quiz, game or challenge), options (letters, choices, pairs),
  presentation (any type), answer_forms (where it's typed or filled in)
- judging, pure: grading (any type), parts (ticks, pairs, gaps), numbers, kept (does an old answer still fit)
- telling what came of it: judgement (one answer), shown (answers on a page), misconceptions, tally (everyone's),
  looking_back (at a quiz), revisit (where to read up)
- how sure someone was: certainty, certainty_pages; “something's wrong here”: doubts
- a quiz taken alone: model, commands, service, summary, missed (so far); what's held of people: personal
"""
