"""Packs from other programs' files, and back.

A file's way goes down this list. Some formats have a room each: anki, moodle, qti, tables; writing is the way back.

- the file: source, archive (zip), apart and `__main__` (read in a process of its own); what it is: formats,
  strangers (what isn't read, and what to bring instead)
- plain text: aiken, gift and gift_answers, glossary, latex, quizlet; of platforms: blackboard, brightspace, h5p
- trivia: trivia_json, trivia_lines, trivia_yaml
- Markdown: markdown, then markdown_blocks, markdown_items, markdown_options, markdown_text; what's made plain before:
  markdown_drawn (boxes), markdown_folds (folded answers), markdown_notes (programs for notes)
- what several formats share: model (what was read), questions, weighted (answers with shares), lettered (A, B or IV),
  html, maths, texts, pictures
- it becomes a pack: assembling, ids, covering (new topics), proving (can it be one), merging (into one that's there)
- what the person who brought it reads: report
"""
