"""The packs that come with Versed."""
