"""Infrastructure of a process, which no feature is about.

- settings: settings (all of them, with defaults), setting_values (how each kind is read), setting_names (mistyped
  ones), setting_faults (what's wrong with a value)
- what can be watched: logs, metrics, health
- keeping on: bulkhead (one failure leaves the others alone), supervisor (restarts tasks), backoff (how pauses
  grow), tasks (awaited at the end), stopping (signals)
- memory and threads: memory, gc_tuning, turns
- reading rows: plain_fields
"""
