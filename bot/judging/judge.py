"""Judging a typed answer: lenient about spelling, strict about meaning. docs/judging.md explains how.

Most of what people type is plain words that are exactly right, or nowhere near. Both are recognised by a fast path
(`FastPath`) without dictionaries; the rest goes through the full judge.
"""

from collections.abc import Iterable
from functools import lru_cache

from bot.judging import in_english, lexicon, measures, phrases, restated, units
from bot.judging.asides import is_denied, numbers_alone, numbers_in
from bot.judging.characters import even, settle
from bot.judging.fast_path import FastPath, has_fast_path
from bot.judging.fitting import NOT, Fit, FitKind, fit, holds, stands
from bot.judging.forms import same_spelling
from bot.judging.model import Judged, Match, Verdict, Vocabulary, Wanted
from bot.judging.quantities import parse
from bot.judging.reading import ARTICLES
from bot.judging.views import ReferenceAnswer, Typed
from bot.judging.within import TextsWithin
from bot.judging.yes_and_no import opening

_NOTHING_ELSE = Vocabulary()

_OTHER_FORMS = {FitKind.PLURAL, FitKind.FORM}

_VERDICTS = {
    FitKind.SAME: Verdict.RIGHT,
    FitKind.PLURAL: Verdict.RIGHT,
    FitKind.FORM: Verdict.RIGHT,
    FitKind.SLIP: Verdict.MISSPELT,
    FitKind.NEAR: Verdict.NEAR,
    FitKind.NOT: Verdict.WRONG,
}


def judge(typed: str, wanted: Wanted, vocabulary: Vocabulary = _NOTHING_ELSE, locale: str = "") -> Judged:
    """Judge a typed answer.

    Args:
        typed: the typed answer.
        wanted: what the question accepts.
        vocabulary: other words and names in the question's pack.
        locale: the learner's locale, such as "de", which decides how commas are read; "" for the answers' language.
    """
    return _prepared(wanted, vocabulary).judge(typed, locale)


def prepare(language: str, wanted: Iterable[Wanted]) -> None:
    """Load dictionaries and units in advance, so that nobody's answer waits for them; blocks for under a second.

    Args:
        language: the answers' language, such as "en" or "pt-BR".
        wanted: what the questions accept; units are loaded only if a question needs them.
    """
    lexicon.prepare(language)
    in_english.prepare(language)
    if any(map(_may_convert, wanted)):
        units.prepare()


def is_same(text: str, answer: str, wanted: Wanted) -> bool:
    """Return whether two answers to a question are the same, ignoring how they're written.

    Args:
        text: one answer.
        answer: the other answer.
        wanted: how closely the question compares answers.
    """
    if wanted.match is Match.EXACT:
        return _as_written(text) == _as_written(answer)
    typed = Typed(text, wanted, wanted.language)
    return fit(typed, ReferenceAnswer(answer, wanted.language), wanted, _NOTHING_ELSE).kind is FitKind.SAME


def _may_convert(wanted: Wanted) -> bool:
    if wanted.unit or wanted.match is Match.NUMBER:
        return True
    quantities = (parse(text, wanted.language) for text in wanted.answers)
    return any(quantity is not None and quantity.unit for quantity in quantities)


@lru_cache(512)  # each takes 20 kB
def _prepared(wanted: Wanted, vocabulary: Vocabulary) -> "_Judge":
    return _Judge(wanted, vocabulary)


class _Judge:
    """The judge for one question, prepared once for all who answer it.

    Args:
        wanted: what the question accepts.
        vocabulary: other words and names in the question's pack.
    """

    def __init__(self, wanted: Wanted, vocabulary: Vocabulary) -> None:
        self._wanted = wanted
        self._vocabulary = vocabulary
        self._prompt = in_english.in_english(wanted.prompt, wanted.language)
        self._answers = tuple(
            ReferenceAnswer(text, wanted.language) for text in (*wanted.answers, *wanted.standalone)
        )
        self._rejected = tuple(
            (ReferenceAnswer(text, wanted.language), Judged(Verdict.WRONG, wanted.answers[0], each.reply))
            for each in wanted.rejected
            for text in each.answers
        )
        self._wrong = Judged(Verdict.WRONG, wanted.answers[0])
        self._look_alikes = self._names_that_look_alike()
        sides = frozenset(opening(text) for text in wanted.answers)
        self._sides = frozenset() if "" in sides else sides
        rejected = [answer for answer, _ in self._rejected]
        is_plain = (
            wanted.match is Match.FORGIVING
            and wanted.language[:2] == "en"
            and not self._look_alikes
            and not self._sides
            and has_fast_path([*self._answers, *rejected])
        )
        before = restated.openings(self._prompt)
        self._fast_path = FastPath(self._answers, rejected, before, self._wrong) if is_plain else None

    def judge(self, typed: str, locale: str) -> Judged:
        """Judge a typed answer (see the function `judge`)."""
        seen = self._fast_path.look(typed) if self._fast_path else None
        return seen or self._judge_with_care(Typed(typed, self._wanted, locale or self._wanted.language))

    def _judge_with_care(self, typed: Typed) -> Judged:
        match self._wanted.match:
            case Match.EXACT:
                return self._judge_exactly(typed)
            case Match.NUMBER:
                return self._judge_number(typed)
        best, judged = self._best(typed)
        if not judged.reply and self._sides and opening(typed.text) not in self._sides | {""}:
            return self._wrong  # “no, only in July” for “yes, only in July”
        if best.kind >= FitKind.NEAR and not judged.reply:
            texts = TextsWithin(self._wanted, self._vocabulary, self._answers, self._prompt, self._best)
            for within in texts.of(typed):
                kinder, found = self._best(within)
                if kinder.kind < FitKind.NEAR:
                    return found
            if self._wanted.match is Match.WORDS:
                return self._held(typed) or judged
        return judged

    def _best(self, typed: Typed) -> tuple[Fit, Judged]:
        """Return how well a text fits the best-fitting answer, and the resulting verdict."""
        best, judged = NOT, self._wrong
        for place, answer in enumerate(self._answers):
            found = fit(typed, answer, self._wanted, self._vocabulary)
            if found.kind in _OTHER_FORMS and self._is_other_form(typed, answer):
                continue
            if found < best:
                verdict = _VERDICTS[found.kind]
                in_full = place < len(self._wanted.answers) or verdict.counts
                best, judged = found, Judged(verdict, answer.text if in_full else self._wanted.answers[0])
        if self._look_alikes and best.kind < FitKind.NEAR and typed.name in self._look_alikes:
            best = Fit(FitKind.NEAR)
            judged = Judged(Verdict.NEAR, judged.answer)
        for answer, refused in self._rejected:
            found = fit(typed, answer, self._wanted, self._vocabulary)
            if found.kind < FitKind.NEAR and (found < best or (answer.name == typed.name and best.kind)):
                best, judged = found, refused
        return best, judged

    def _is_other_form(self, typed: Typed, answer: ReferenceAnswer) -> bool:
        """Return whether a text is another form of an answer, where a certain one is asked for."""
        is_wanted = restated.asks_for_form(self._prompt) or _is_small_word(answer)
        return is_wanted and (same_spelling(typed.reading.joined) != same_spelling(answer.readings[0].joined))

    def _held(self, typed: Typed) -> Judged | None:
        """Return the verdict on a text that contains an answer among other words, or None."""
        if restated.reverses_limit(typed.english, self._prompt):
            return None
        for answer, refused in self._rejected:
            if holds(typed, answer, self._wanted, self._vocabulary):
                return refused
        for answer in self._answers[: len(self._wanted.answers)]:
            if holds(typed, answer, self._wanted, self._vocabulary):
                return Judged(Verdict.RIGHT, answer.text)
        for answer in self._answers[len(self._wanted.answers) :]:
            if stands(typed, answer, self._wanted, self._vocabulary):
                return Judged(Verdict.RIGHT, answer.text)
        return None

    def _judge_exactly(self, typed: Typed) -> Judged:
        written = _as_written(typed.text)
        for answer in self._answers:
            if written == _as_written(answer.text):
                return Judged(Verdict.RIGHT, answer.text)
        best, judged = self._best(typed)
        return Judged(Verdict.NEAR, judged.answer) if best.kind <= FitKind.NEAR and not judged.reply else judged

    def _judge_number(self, typed: Typed) -> Judged:
        """Judge only by the number."""
        found, judged = self._best(typed)
        if judged.reply or found.kind is FitKind.SAME:
            return judged
        text = phrases.bare(typed.english, self._wanted.language) or typed.english
        text = (phrases.instead(text) or (text,))[0]
        if is_denied(text):
            return self._wrong
        best = judged = self._compared(typed, text)
        if judged.verdict is Verdict.RIGHT:
            return judged
        for alone in numbers_alone(text, self._wanted.unit):
            refused = self._best(Typed(alone, self._wanted, typed.locale))[1]
            judged = refused if refused.reply else self._compared(typed, alone)
            if judged.reply or judged.verdict is Verdict.RIGHT:
                return judged
        return best

    def _compared(self, typed: Typed, text: str) -> Judged:
        """Compare the number in a text with the right numbers."""
        best = self._wrong
        for part in numbers_in(text):
            quantity = typed.number_in(part)
            if quantity is None:
                continue
            for answer in self._answers:
                verdict = answer.quantity and measures.agree(
                    quantity, answer.quantity, self._wanted.tolerance, self._wanted.unit, anything=True
                )
                if verdict is Verdict.RIGHT:
                    return Judged(verdict, answer.text)
                if verdict is Verdict.NEAR:
                    best = Judged(verdict, answer.text)
            if not quantity.unit or measures.is_measure(quantity.unit):
                break  # shorter parts would mean something else
        return best

    def _names_that_look_alike(self) -> frozenset[str]:
        """Return other names that differ from an answer only by accents and the like."""
        right_names = {answer.name for answer in self._answers}
        lines = {reading.joined for answer in self._answers for reading in answer.readings}
        others = {*self._vocabulary.names, *(answer.name for answer, _ in self._rejected)}
        return frozenset(name for name in others - right_names if even(name) in lines)


def _is_small_word(answer: ReferenceAnswer) -> bool:
    """Return whether an answer is only an article or the like, so that “den” isn't “der”."""
    word, language = answer.readings[0].joined, answer.language
    return word in ARTICLES.get(language[:2], frozenset()) or in_english.is_determiner(word, language)


def _as_written(text: str) -> str:
    """Return a text as typed, apart from quotes and dashes that keyboards replace automatically."""
    return settle(text.replace("—", "--")).strip()
