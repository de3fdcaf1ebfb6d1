"""Tenants' packs: creating, changing, publishing and switching off packs; and which packs are taught where.

- packs in use: taught, topics; finding them by typed names, pure: naming
- packs in memory: shelf; the list of each tenant's packs: directories; the stored form: packed
- a tenant's own packs, pure: model, carrying_over, part_names; what editors do with them: service, quotas, parts
  (finding one by its typed name); before they're published: drafts, pending_uploads (one file: upload); what the last
  import wrote: import_record
- the commands: commands, actions, pages; giving a pack another title: rename_commands, renaming (pure)
- who may edit packs: editors, editor_commands, editor_pages
- personal data: personal
"""
