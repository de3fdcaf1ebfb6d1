"""Pictures: PNG cards that read well in a chat, light or dark.

Rooms: figures, drawn from data in packs.

- all cards: cards; drawn on demand: cache
- the cards: comparison, formula, heat_map, items, podium, progress, race, weeks
- what they're drawn with: style (widths, letters), canvas, palette, faces (initials of people)
- text: fonts, shaping (glyphs), lettering (lines)
"""
