"""Packs of tenants: made, changed, published and switched off; and which packs are taught where.

- packs in use: taught, topics; by the names that people type, pure: naming
- packs in memory: shelf; which there are: directories; as the database keeps them: packed
- a tenant's own, pure: model, carrying_over, parts; what's done with them: service, quotas; on the way there: drafts,
  brought
- what members do: commands, actions, pages; who edits: editors
- what's held of people: personal
"""
