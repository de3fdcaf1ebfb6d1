"""Slack: a workspace's commands, shortcuts, buttons and App Home."""
