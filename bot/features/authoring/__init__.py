"""Writing packs in the chat: items by forms, suggestions by anyone, and reports that something is wrong.

- writing: commands, drafting (the service), kinds (what the form of each kind asks for, pure), pages
- before it's published: checking (as `versed check` would), preview, clash_pages (two editors changed the same)
- suggestions: suggestion_commands, suggesting (the service), suggested (their forms, pure), suggestion_pages
- reports: report_commands, reporting (the service), report_pages
- what both are: model; how editors hear of them: editors_channel, news
- what's held of people: personal
"""
