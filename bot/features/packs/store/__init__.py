"""The tables of tenants' packs: packs and versions, editors, drafts, and the numbers of changes."""
