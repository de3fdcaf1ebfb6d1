"""Teaching faults, rule by rule."""
