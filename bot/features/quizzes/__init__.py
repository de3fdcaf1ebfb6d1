"""Quizzes: the questions there are, judging answers, and quizzes taken alone.

Games and challenges use the same modules to ask, judge and show questions; only the last line is about quizzes alone.

- the questions there are, pure: questions (written in a pack, or derived from its items), picking (which, in what
  order), spoilers (which answer each other)
- a question as it's shown, pure: posed (in its quiz, game or challenge), options (letters, choices, pairs),
  presentation (any type), answer_forms (for typed or filled-in answers)
- judging, pure: grading (any type), parts (ticks, pairs, gaps), numbers, kept (does an old answer still fit)
- showing results: judgement (one answer), shown (answers on a page), misconceptions, tally (everyone's answers),
  looking_back (at a quiz), revisit (where to read up)
- how sure someone was: certainty, certainty_pages; “something's wrong here”: doubts
- a quiz taken alone: model, commands, service, summary, missed (earlier mistakes); personal data: personal
"""
