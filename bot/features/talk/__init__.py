"""Talk: understands and answers free text.

- what a line is: hearing, with tokens (its words, normalised); for /ask: asides
- small talk: small_talk, with sayings (its phrases), about_versed (questions about Versed
  itself) and about_pack (about the whole pack)
- commands: intent, intents (finds them), triggers and phrases (how people ask for them), slots (their options),
  standing_orders (about scheduled posts)
- what no command's name is in: wishes/; what a refused command means in other words: other_words
- answers to a question with options: choices
- about a channel's game or challenge: happening, remarks (kinds of them)
- answering: conversation, pages
"""
