"""Export packs as files of other programs."""
