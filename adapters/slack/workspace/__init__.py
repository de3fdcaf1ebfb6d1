"""Workspaces: installing Versed in them, who is who there, and putting the parts together."""
