"""What members say about packs, as rows."""
