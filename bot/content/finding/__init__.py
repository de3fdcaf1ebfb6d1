"""Finding things in packs: by name, by words and by what's meant.

- finder: topics, aspects, terms and sides by name
- documents, texts: what of a pack can answer, and its texts for the index and for vectors
- wording, concepts: a question's words, put right and grouped into what it speaks of
- query: those words, read once for all that look
- search, full_text: by words (BM25)
- named, halves: what a question only names, or compares as a whole
- vectors, vector_table, late_interaction: by meaning
- everyday, everyday_subjects, everyday_questions: what's no pack's business
- vector_files, file_names: vectors in the cache, and those that come with Versed
- ranking, confidence: one ranking of words and meaning, and whether it's an answer
- pack_vectors, outages: what packs mean to models, worked out once; models that can't be used at the moment
- answerer: all of it for one question, off the event loop
"""
