"""Judging typed answers: one judge for quizzes, games, challenges and reviews. Pure, without state or I/O.

docs/judging.md has the rules, and what each of them is for.

- the judge: judge, model (what it's told, and what comes of it), glance (most answers need no more)
- reading what's typed: reading, characters (keyboards), notation (signs, powers), phrases (“it's a …, I think”),
  views (each way of comparing, made when it's wanted)
- words: fitting (how a text fits an answer), forms (plurals and such), lexicon, slips
- numbers: quantities, measures (is it the right one), estimates (how close), asides (what's said around it);
  written otherwise: number_words, roman, dates; units: units, unit_names
"""
