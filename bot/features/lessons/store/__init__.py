"""What has been read, and which tips a place has been shown."""
