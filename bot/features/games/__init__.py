"""Games: live quiz competitions in one or more channels."""
