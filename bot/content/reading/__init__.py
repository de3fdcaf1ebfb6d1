"""Reading packs: files of YAML become a model, or problems with their places.

- the packs in use: library; what's kept so that it starts quickly: cache, lines (packs as JSON)
- from folder to pack: load, then belonging and files (which files count), reader (one file) and composer (its
  tree), raw_pack (entries with their places)
- a file that's no YAML: syntax (what's wrong, in plain words), recovery (read on after a slip)
- what's wrong with it: problems (the type); with one value: sentences (in an author's words), hidden, markup,
  misreadings; with several together: references, needs_faults, question_faults, figure_faults, media_faults,
  was_faults
- what stands beside the words: images, formulas
"""
