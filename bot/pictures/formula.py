"""Drawing a formula, given as an SVG of outlines."""

import io

from PIL import Image

from bot.pictures.palette import PAPER, Theme
from bot.pictures.style import INNER, MARGIN

_LEAST_WIDTH = 560
"""Minimum width in pixels: chats enlarge narrower pictures, and the letters would look huge."""


def draw_formula(svg: str, theme: Theme) -> bytes:
    """Return a formula as a PNG, at most 1,100 pixels wide.

    Args:
        svg: the formula, in the theme's ink and without text elements, so that resvg needs no fonts.
        theme: light or dark.
    """
    from resvg_py import svg_to_bytes  # imported late, because few packs have a formula

    outlines = Image.open(io.BytesIO(svg_to_bytes(svg_string=svg, skip_system_fonts=True)))
    if outlines.width > INNER:
        share = INNER / outlines.width
        outlines = Image.open(io.BytesIO(svg_to_bytes(svg_string=svg, skip_system_fonts=True, zoom=share)))
    width = max(_LEAST_WIDTH, outlines.width + 2 * MARGIN)
    paper = Image.new("RGB", (width, outlines.height + 2 * MARGIN), PAPER.seen_in(theme))
    paper.paste(outlines, ((width - outlines.width) // 2, MARGIN), outlines)
    file = io.BytesIO()
    paper.save(file, "PNG", optimize=True)
    return file.getvalue()
