"""What a process needs to run: settings, logs, metrics."""
