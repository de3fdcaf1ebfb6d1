"""Whether a short question is about the item that was shown last, which answers it. Pure."""

from bot.content.finding.documents import AnsweringItem, title_and_body
from bot.content.finding.ranking import Found
from bot.content.model import Pack
from bot.features.asking.figures import figure_wanted
from bot.features.asking.follow_up_phrasings import asks_how_much_it_is, asks_how_so, is_short, subject_words
from bot.features.asking.question_forms import wants_example, wants_reason, wants_side
from bot.features.asking.word_families import families, spoken_of


def is_about_it(pack: Pack, last: AnsweringItem, question: str, found: Found) -> bool:
    """Return whether a question is about the item that was shown last, although something else was found.

    “For how long?” is, if the item has a figure of that kind; “can I text?” is, if the item has that word, unless the
    best hit has it, too.

    Args:
        pack: the item's pack.
        last: the item.
        question: the question as typed, without typos.
        found: what the pack has for it, read alone or with the question before.
    """
    if not is_short(question) or wants_reason(question) or wants_example(question) or wants_side(question):
        return False
    best = found.hits[0].item if found.hits else None
    if best is last and found.is_covered:
        return False
    has_figure, asked = figure_wanted(question), families(subject_words(question))
    if has_figure is not None and asks_how_much_it_is(question):
        return has_figure(_told(pack, last))
    if asks_how_so(question) or not asked:
        return asks_how_so(question) if has_figure is None else has_figure(_told(pack, last))

    def tells(item: AnsweringItem) -> bool:
        told = _told(pack, item)
        return asked <= spoken_of(told) and (has_figure is None or has_figure(told))

    return tells(last) and not (found.is_covered and best is not None and tells(best))


def _told(pack: Pack, item: AnsweringItem) -> str:
    return " ".join(title_and_body(pack, item))
