"""Dispatch: routes what people type, press or say to the feature that serves it, and returns the answer.

- application: the entry point for adapters and programs; surfaces: menus and the home page; tenant_lifecycle: when
  the bot is added or removed
- input: reading (typed commands), completions (suggestions while typing), free_words (messages without a command)
- errors: guarding (turns exceptions into refusals), retrying (buttons and forms under a refusal)
"""
