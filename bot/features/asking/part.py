"""The part of an item that answers a question: the sentence to say first. Pure."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import combinations
from typing import NamedTuple

from bot.content.finding.documents import AnsweringItem, heading, title_and_body
from bot.content.finding.finder import mentioned_sides
from bot.content.model import Card, Comparison, Example, Pack, Term, Tip, Topic
from bot.content.question import QuestionItem
from bot.content.solutions import told
from bot.features.asking.advice import advice_wanted
from bot.features.asking.figures import OF_A_KIND, date_wanted, figure_wanted
from bot.features.asking.leaning import leans
from bot.features.asking.question_forms import (
    Has,
    gives_example,
    gives_reason,
    wants_example,
    wants_plain_words,
    wants_reason,
    wants_side,
)
from bot.features.asking.who import labelled, mentions_name, name_asked_after, turns_to_someone, who_wanted
from bot.features.asking.word_families import families, spoken_of
from bot.language.sentences import sentences
from bot.language.stop_words import ASKING_WORDS
from bot.language.text import words

_ASKED_FOR = 3
"""Bonus, in matching words, for a sentence of the wanted kind."""

_LEANING = 0.5
"""Penalty, in matching words, for a sentence of the wanted kind that makes no sense alone; for others, it's 1."""

_HINT = 0.4
"""Weight of a matching word that the figure itself answers, such as “take” if the sentence says “weeks”."""


_ASKING = families(ASKING_WORDS)


class _Candidate(NamedTuple):
    """A candidate for what's said first.

    Args:
        text: a sentence, or several that belong together.
        before: the sentence before it, which it may depend on; empty at the beginning of a text.
        is_case: whether it describes only one case.
    """

    text: str
    before: str = ""
    is_case: bool = False

    @property
    def stands(self) -> bool:
        """Return whether it makes sense alone."""
        return not self.is_case and self.whole == self.text

    @property
    def whole(self) -> str:
        """Return the text with the sentence that it depends on, if any."""
        return f"{self.before} {self.text}" if self.before and leans(self.text) else self.text


def answer_in(pack: Pack, item: AnsweringItem, question: str) -> str:
    """Return the sentence of an item that answers a question best; "" if each side has its own answer to it.

    Args:
        pack: the item's pack.
        item: the item that was found.
        question: the question as asked.
    """
    match item:
        case Topic():
            cell = _of_a_side(pack, item.in_short, question)
            return cell or _best(pack, item, _sentences_in(item.summary or ""), question)
        case Comparison():
            return _of_a_side(pack, item.cells, question) or _of_sides(pack, item, question)
        case Term():
            if item.example and wants_example(question):
                return item.example
            example = [_Candidate(item.example, is_case=True)] if item.example else []
            return _best(pack, item, [*_sentences_in(item.definition), *example], question)
        case Tip():
            return _best(pack, item, _sentences_in(item.text), question)
        case Example():
            return _best(pack, item, [*_sentences_in(item.task), *_sentences_in(item.why)], question)
        case Card():
            return _best(pack, item, _sentences_in(item.back), question)
        case _:
            return _best(pack, item, _sentences_in(told(pack, item)), question)


def other_sentences(pack: Pack, item: AnsweringItem, openings: Sequence[str]) -> list[str]:
    """Return the sentences of an item that no answer began with yet, each with the one that it depends on, if unsaid.

    Args:
        pack: the item's pack.
        item: the item.
        openings: how the answers so far begin.
    """
    said = " ".join(openings)
    candidates = _sentences_in(title_and_body(pack, item)[1])
    unsaid = [each for each in candidates if each.text not in said and not each.text.endswith("?")]
    return [each.text if each.before in said else each.whole for each in unsaid]


def has_example(item: AnsweringItem) -> bool:
    """Return whether an item has an example to show, or is one."""
    match item:
        case Example():
            return True
        case Term():
            return bool(item.example) or gives_example(item.definition)
        case Card():
            return gives_example(item.back)
        case _:
            return False


def rest_of(text: str, sentence: str) -> str:
    """Return a text without the run of its sentences that was said already."""
    found = sentences(text)
    for first, last in combinations(range(len(found) + 1), 2):
        if " ".join(found[first:last]) == sentence:
            return " ".join([*found[:first], *found[last:]])
    return " ".join(found)


def _sentences_in(text: str) -> list[_Candidate]:
    """Return the sentences of a text; a one-word sentence such as “No.” is joined with the next one."""
    found: list[_Candidate] = []
    before, short = "", ""
    for each in sentences(text):
        each = f"{short} {each}" if short else each
        short = each if len(words(each)) < 2 else ""
        if not short:
            found.append(_Candidate(each, before))
            before = each
    return [*found, _Candidate(short, before)] if short else found


def _of_a_side(pack: Pack, cells: Mapping[str, str], question: str) -> str:
    """Return what's said about a side, if a question names exactly one."""
    named = {each.named.id for each in mentioned_sides(pack, question)} & cells.keys()
    return next((labelled(pack.side_by_id[id_], cells[id_]) for id_ in named if len(named) == 1), "")


def _best(pack: Pack, item: AnsweringItem, candidates: Sequence[_Candidate], question: str) -> str:
    """Return the candidate that covers most of what was asked; the first one unless another clearly covers more.

    Args:
        pack: the item's pack.
        item: the item that the candidates are from.
        candidates: the candidates in order.
        question: the question as asked.
    """
    if not candidates:
        return ""
    if wants_plain_words(question):
        return candidates[0].text  # it makes sense alone, and says most in the fewest words
    tells = sentence_wanted(pack, heading(item), [each.text for each in candidates], question)
    question_words = spoken_of(question)
    if tells is None and isinstance(item, Term | Card | QuestionItem) and question_words & spoken_of(heading(item)):
        tells = advice_wanted(question)  # a tip begins with its advice anyway
    # A definition repeats its term, which doesn't count as a match.
    named = spoken_of(heading(item)) if tells and isinstance(item, Term) else set()
    hints = OF_A_KIND & question_words if figure_wanted(question) else set()

    first, *others = candidates
    told_alone = _told_alone(item, first, others, question_words)
    if told_alone and not tells:
        return told_alone.whole

    def worth(sentence: _Candidate) -> float:
        shared = (question_words - named) & spoken_of(sentence.text)
        bonus = _ASKED_FOR if tells and tells(sentence.text) else 0
        leaning = 0 if sentence.stands else _LEANING if bonus else 1
        return len(shared - hints) + _HINT * len(shared & hints) + bonus - leaning

    best = max((each for each in others if not each.text.endswith("?")), key=worth, default=first)
    is_on_topic = bool(question_words & spoken_of(first.text))
    if tells and date_wanted(question) and isinstance(item, Term | Card | QuestionItem) and not is_on_topic:
        # Of several dates, it's the one that's said with the question's verb: born in 1912, died in 1954.
        return best.whole if tells(best.text) and question_words & spoken_of(best.text) else first.text
    is_off = tells and not tells(first.text) and (tells(best.text) or not is_on_topic)
    return best.whole if worth(best) - worth(first) > (_LEANING if is_off else 1) else first.text


def _told_alone(
    item: AnsweringItem, first: _Candidate, others: Sequence[_Candidate], question_words: AbstractSet[str]
) -> _Candidate | None:
    """Return the one candidate that has all that a question asks about what an item explains, if the first has none.

    Args:
        item: the item.
        first: its first candidate.
        others: its other candidates.
        question_words: the families of the question's words.
    """
    named = spoken_of(heading(item))
    more = question_words - named - _ASKING
    is_about_it = question_words & named or all(map(str.isdigit, more))  # “what happens at 7?”
    if not isinstance(item, Term | Card | QuestionItem) or not (more and is_about_it):
        return None
    if more & spoken_of(first.text):
        return None
    telling = [each for each in others if more <= spoken_of(each.text) and not each.is_case]
    return telling[0] if len(telling) == 1 else None


def _of_sides(pack: Pack, row: Comparison, question: str) -> str:
    """Return the answer to a question that doesn't name exactly one side; "" if each side has its own answer."""
    if (has_figure := figure_wanted(question)) and not has_figure(row.takeaway):
        return ""
    if not wants_side(question):
        return row.takeaway
    cells = [labelled(side, row.cells[side.id]) for side in pack.sides]
    best = _best(pack, row, [_Candidate(row.takeaway), *map(_Candidate, cells)], question)
    is_each = wants_side(row.aspect) or (best in cells and not _stands_out(best, cells, question))
    return "" if is_each else best


def _stands_out(best: str, cells: Sequence[str], question: str) -> bool:
    """Return whether one side's cell covers more of a question than those of the others."""
    question_words = spoken_of(question)
    return all(
        len(question_words & spoken_of(best)) > len(question_words & spoken_of(each))
        for each in cells
        if each != best
    )


def sentence_wanted(pack: Pack, name: str, cells: Sequence[str], question: str) -> Has | None:
    """Return a test for sentences with what's asked for, such as a figure; None if nothing special is asked for.

    Args:
        pack: the item's pack.
        name: the item's heading.
        cells: all its sentences; its figures only answer a question about what they mention.
        question: the question as asked.
    """
    question_words = spoken_of(question)
    if has_figure := figure_wanted(question):
        about_that = not question_words - OF_A_KIND or (question_words - OF_A_KIND) & spoken_of(
            " ".join([name, *cells])
        )
        return has_figure if about_that else lambda sentence: False
    if (called := name_asked_after(question)) and any(mentions_name(called, each) for each in cells):
        return partial(mentions_name, called)
    if says_who := who_wanted(pack, question):
        is_about_it = turns_to_someone(question) or (bool(question_words) and question_words <= spoken_of(name))
        return lambda sentence: says_who(sentence) and (is_about_it or bool(question_words & spoken_of(sentence)))
    if wants_example(question):
        return gives_example
    if wants_reason(question):
        return lambda sentence: gives_reason(sentence) and bool(question_words & spoken_of(f"{name} {sentence}"))
    return None
