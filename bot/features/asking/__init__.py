"""Asking: free questions, their answers, and the questions that no pack could answer.

- interpretation: what a question asks of a pack, computed once; aspect: the aspect in which it compares sides,
  which all_sides finds in “the two roles”
- ask: the page with the answer; answered_items: an item in it; side_by_side: what's compared as a whole; no_answer:
  what's said instead of an answer
- what to say first: part, using question_forms, figures, who, advice (what to do), leaning (sentences that can't
  stand alone) and word_families; preferred (which hit)
- follow-ups: follow_ups, using follow_up_phrasings; follow_up_completion (a follow-up in full); last_answer (what was
  shown last answers it); viewing (what was shown counts as asked)
- unanswered questions: missing, unanswered
- all of them: commands, personal
"""
