"""Teaching faults: what lets a pack load, and still keeps people from learning; one module for each sort."""
