"""Setup: puts the platform's parts together, greets and forgets servers, and examines the settings."""
