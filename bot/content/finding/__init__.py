"""Finding things in packs: by name, by words and by meaning.

- finder: topics, aspects, terms and sides by name
- documents, texts: the items that can answer, and their texts for the index and for vectors
- wording, concepts: correcting a question's words, and grouping them into concepts
- query: a prepared query, shared by all searches
- search, full_text, compounds: search by words (BM25)
- named, initials, halves: what a question only names, or compares as a whole
- vectors, vector_table, late_interaction: search by meaning
- everyday, everyday_subjects, everyday_questions: off-topic subjects and questions
- vector_files, file_names: cached and shipped vectors
- ranking, confidence: one ranking by words and meaning, and the confidence that it's an answer
- pack_vectors, outages: packs' vectors, computed once; models that can't be used at the moment
- answerer: all of it for one question, off the event loop
"""
