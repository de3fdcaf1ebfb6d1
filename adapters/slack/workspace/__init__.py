"""Workspaces: installations, members, channels and groups, and the platform that puts all parts together."""
