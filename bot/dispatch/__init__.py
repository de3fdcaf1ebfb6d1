"""Dispatch: from what a person types, presses or says to the feature that serves it, and back.

- application: what adapters and programs talk to; surfaces (menus, home); tenant_lifecycle (added, removed)
- reading (a typed command), completions (while it's typed), free_words (what's said without one)
- guarding (what goes wrong inside), retrying (what follows a refusal)
"""
