"""Placing any kind of figure on a card."""

from bot.pictures.canvas import Canvas
from bot.pictures.figures.flow import place_flow
from bot.pictures.figures.frame import FigureFrame
from bot.pictures.figures.grid import place_grid
from bot.pictures.figures.kinds import place_kinds
from bot.pictures.figures.model import Bars, DrawnFigure, Flow, Grid, Kinds, Lines, Overlap, Points, Scale
from bot.pictures.figures.overlap import place_overlap
from bot.pictures.figures.plots import place_bars, place_lines, place_points
from bot.pictures.figures.scale import place_scale


def place(canvas: Canvas, figure: DrawnFigure, frame: FigureFrame, top: int) -> int:
    """Place a figure; return its bottom edge, in pixels.

    Args:
        canvas: the canvas.
        figure: the figure.
        frame: its position, and the sides.
        top: its top edge, in pixels.
    """
    match figure:
        case Kinds():
            return place_kinds(canvas, figure, frame, top)
        case Scale():
            return place_scale(canvas, figure, frame, top)
        case Flow():
            return place_flow(canvas, figure, frame, top)
        case Overlap():
            return place_overlap(canvas, figure, frame, top)
        case Bars():
            return place_bars(canvas, figure, frame, top)
        case Lines():
            return place_lines(canvas, figure, frame, top)
        case Points():
            return place_points(canvas, figure, frame, top)
        case Grid():
            return place_grid(canvas, figure, frame, top)
