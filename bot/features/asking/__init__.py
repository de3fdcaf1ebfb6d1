"""Asking: questions in free words, what answers them, and what nobody could answer.

- interpretation: what a question asks of a pack, worked out once; aspect: in what it compares sides
- ask: the answer, as a page; side_by_side: what's compared as a whole
- what to say first: part, by question_forms, figures, who, leaning (what can't stand alone), word_families;
  preferred (hits)
- what goes on from an answer: follow_ups, by follow_up_forms; going_on (asked in full)
- what nobody could answer: missing, unanswered
- all of them: commands, personal
"""
