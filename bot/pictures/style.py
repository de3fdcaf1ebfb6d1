"""What cards have in common: their width, their margins, and the letters at their head and foot."""

from bot.pictures.lettering import Lettering
from bot.pictures.palette import INK, QUIET

WIDTH = 1100
"""Width of a card, in pixels."""

MARGIN = 40
INNER = WIDTH - 2 * MARGIN
"""Width between the margins, in pixels."""

# A chat shows a card at half its width, a phone at a third, so 32 pixels appear as 16 and 10.
SUBTITLE = Lettering(28, 600, QUIET)
TITLE = Lettering(54, 750, INK)
FOOTER = Lettering(26, 450, QUIET)
