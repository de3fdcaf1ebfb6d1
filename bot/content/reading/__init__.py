"""Reading packs: files of YAML become a model, or problems with their places."""
