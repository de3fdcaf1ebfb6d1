"""Writing packs: a model becomes files of YAML, as an author would like to read them."""
