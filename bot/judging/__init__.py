"""Judging typed answers: one judge for quizzes, games, challenges and reviews. Pure, without state or I/O.

docs/judging.md explains the rules and the reason for each.

- the judge: judge, within (what's said around an answer), model (its input and result), fast_path (which settles
  most answers)
- reading what's typed: reading, characters (keyboards), notation (signs, powers), phrases (“it's a …, I think”),
  other_languages (the same in six more), in_english (the small words of those six, from a table each),
  wordings (C sharp, J. S. Bach), views (the forms in which texts are compared, computed on demand)
- what a question makes clear: in_context (“Thames” for the River Thames), restated (“the PUT method”),
  yes_and_no (“no, it doesn't”)
- words: fitting (how a text fits an answer), forms (plurals and such), lexicon, slips, titles (Ms, Herr)
- numbers: quantities, measures (is it the right one), estimates (how close), asides (words around a number);
  other notations: number_words, roman, dates; periods (within 72 hours), limits (18 or later), frequencies (twice a
  year); units: units, unit_names
"""
