"""What comes from Slack: requests over HTTP or Socket Mode, and what they ask of the core."""
