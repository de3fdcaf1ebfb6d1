"""Writing packs in the chat: items by forms, suggestions by anyone, and reports that something is wrong.

- writing: commands, drafting (the service), kinds (the form of each kind, pure), pages
- before publishing: checking (as `versed check` would), preview, clash_pages (two editors changed the same part)
- suggestions: suggestion_commands, suggesting (the service), suggested (their forms, pure), suggestion_pages
- reports: report_commands, reporting (the service), report_pages
- the data of drafts and reports, pure: model; telling editors about suggestions and reports: editors_channel, news
- personal data: personal
"""
