"""All kinds of cards: how to draw each, its description in words, and its file name."""

from typing import TypeAlias

from bot.pictures import heat_map, progress, race
from bot.pictures.comparison import ComparisonCard, alt_text, draw_comparison
from bot.pictures.heat_map import HeatMap
from bot.pictures.items import ItemBars, draw_items, items_in_words
from bot.pictures.palette import Theme
from bot.pictures.podium import PodiumCard, draw_podium, podium_in_words
from bot.pictures.progress import ProgressCard
from bot.pictures.race import RaceCard

DrawnCard: TypeAlias = ComparisonCard | ProgressCard | HeatMap | PodiumCard | RaceCard | ItemBars


def draw(card: DrawnCard, theme: Theme) -> bytes:
    """Return a card as a PNG."""
    match card:
        case ComparisonCard():
            return draw_comparison(card, theme)
        case ProgressCard():
            return progress.draw_progress(card, theme)
        case HeatMap():
            return heat_map.draw_heat_map(card, theme)
        case PodiumCard():
            return draw_podium(card, theme)
        case RaceCard():
            return race.draw_race(card, theme)
        case ItemBars():
            return draw_items(card, theme)


def in_words(card: DrawnCard) -> str:
    """Return a description of a card, in at most 1,000 characters."""
    match card:
        case ComparisonCard():
            return alt_text(card)
        case ProgressCard():
            return progress.alt_text(card)
        case HeatMap():
            return heat_map.alt_text(card)
        case PodiumCard():
            return podium_in_words(card)
        case RaceCard():
            return race.alt_text(card)
        case ItemBars():
            return items_in_words(card)


def name(card: DrawnCard) -> str:
    """Return the name for a card's file, without extension."""
    match card:
        case PodiumCard():
            return "podium"
        case RaceCard():
            return "race"
        case _:
            return card.title


def names_people(card: DrawnCard) -> bool:
    """Return whether a card contains people's names, which may have to be erased."""
    return isinstance(card, PodiumCard | RaceCard)
