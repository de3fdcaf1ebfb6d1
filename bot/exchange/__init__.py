"""Import packs from other programs' files, and export them.

An import goes through these modules from top to bottom. Some formats have a package each: anki, moodle, qti, tables;
writing is for exports.

- the file: source, encodings (of texts that aren't Unicode), fenced (data in a fenced block),
  pleasantries (what chatbots say around it), archive (zip), word and wikitext (documents as Markdown), apart
  and `__main__` (reading in a separate process); its format: formats, unsupported (formats that it can't
  read, and what to use instead)
- plain text: aiken (with quiz_lines, answer_key and written), gift and gift_answers, glossary, bare_glossary, hanging
  (manual pages, FAQs), latex, quizlet, tip_list; of platforms: blackboard, brightspace, h5p
- trivia: trivia_json, trivia_lines, trivia_yaml
- Markdown: markdown, then markdown_blocks, markdown_items, markdown_options, markdown_text; preprocessing:
  markdown_drawn (boxes), markdown_folds (folded answers), markdown_notes (note-taking programs)
- shared by several formats: model (what was read), questions, weighted (answers with shares), lettered (A, B or IV),
  html, maths, texts, pictures
- making a pack: spoken (its language), assembling, long_backs, long_prompts, other_names (in brackets), ids,
  covering (new topics), validation; into an existing pack: corrections (with likeness), merging
- what the importing person reads: import_summary
"""
