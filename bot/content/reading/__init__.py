"""Reading packs: YAML files become a model, or problems with their positions.

- the packs in use: library; the cache for a quick start: cache, lines (packs as JSON)
- from folder to pack: load, then belonging and files (which files count), reader (one file) and composer (its
  tree), raw_pack (entries with their positions)
- invalid YAML: syntax (what's wrong, in plain words), recovery (reading on after an error)
- faults: problems (the type); of single values: sentences (validation errors in plain words), other_names (names that
  people use instead), hidden, markup, misreadings; across values: references, needs_faults, question_faults,
  figure_faults, media_faults, was_faults
- media: images, formulas
"""
