"""Infrastructure of a process: settings, logs, metrics."""
