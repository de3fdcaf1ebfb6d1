"""What's said around an answer, which is removed before the rest is compared: “it's a …, I think”."""

from collections.abc import Callable, Sequence

from bot.judging import phrases, restated, titles
from bot.judging.fitting import Fit, FitKind
from bot.judging.model import Judged, Match, Verdict, Vocabulary, Wanted
from bot.judging.periods import are_opposed, is_after, period
from bot.judging.reading import name_of
from bot.judging.views import ReferenceAnswer, Typed
from bot.judging.yes_and_no import opening, without_opening, yes_or_no


class TextsWithin:
    """Finds what may be the answer within a typed text.

    Args:
        wanted: what the question accepts.
        vocabulary: other words and names in the question's pack.
        answers: the right answers.
        prompt: the question, with its small words in English.
        best: returns how well a text fits the best-fitting answer, and the resulting verdict.
    """

    def __init__(
        self,
        wanted: Wanted,
        vocabulary: Vocabulary,
        answers: Sequence[ReferenceAnswer],
        prompt: str,
        best: Callable[[Typed], tuple[Fit, Judged]],
    ) -> None:
        self._wanted = wanted
        self._vocabulary = vocabulary
        self._answers = answers
        self._prompt = prompt
        self._best = best

    def of(self, typed: Typed) -> list[Typed]:
        """Return a typed text without what's said around the answer, in each way that's allowed."""
        language = self._wanted.language
        texts = [answer.text for answer in self._answers]
        if is_after(typed.english) and any(answer.moments for answer in self._answers):
            return []  # “after 6 pm” isn't “6 pm”
        if any(period(text, language) and are_opposed(typed.text, text, language) for text in texts):
            return []  # “after 72 hours” isn't “within 72 hours”
        found = [Typed(text, self._wanted, language) for text in self._bare(typed)]
        if typed.english != typed.text:
            translated = Typed(typed.english, self._wanted, language, is_translated=True)
            found += [Typed(text, self._wanted, language, is_translated=True) for text in self._bare(translated)]
        return found

    def _bare(self, typed: Typed) -> list[str]:
        """Return a text without what's said around the answer; its small words may have been put into English."""
        bare = phrases.bare(typed.text, self._wanted.language)
        spoken = bare or typed.text
        is_another = all(titles.names_another(spoken, answer) for answer in self._wanted.answers)
        name = None if is_another else titles.without_title(spoken)
        shorter = (phrases.once(spoken), phrases.without_one(spoken), name)
        texts = [text for text in (bare, yes_or_no(typed.text, self._prompt), *shorter) if text is not None]
        if (side := opening(typed.text)) and all(opening(answer) == side for answer in self._wanted.answers):
            rest = without_opening(typed.text)
            texts += filter(None, [phrases.bare(rest), rest])
        for text in (typed.text, *texts[:1]):
            glossed = phrases.gloss(text)
            if glossed is not None and self._may_gloss(*glossed):
                texts += glossed[: 2 if _is_short_for(*glossed) else 1]
            replaced = phrases.instead(text)
            if (
                replaced is not None
                and self._best(Typed(replaced[1], self._wanted, self._wanted.language))[1].verdict is Verdict.WRONG
            ):
                texts.append(replaced[0])
            if example := phrases.without_example(text):
                texts.append(example)
            if self._wanted.match is Match.WORDS and (explained := phrases.explained(text)):
                texts += explained[:1] if self._may_explain(explained[1]) else ()
            if typed.name not in self._vocabulary.names:
                texts += restated.without_question(text, self._prompt, self._wanted.language)
            parts = phrases.pieces(text)
            if len(parts) > 1 and self._says_one_thing(parts):
                texts.append(parts[0])
        return texts

    def _may_gloss(self, outer: str, inner: str) -> bool:
        """Return whether the text in brackets only explains the text before, rather than naming something else."""
        aside = Typed(inner, self._wanted, self._wanted.language)
        if _is_short_for(outer, inner):
            return True
        if any(answer.aside not in {None, aside.reading.joined} for answer in self._answers):
            return False  # Mercury (planet) isn't Mercury (element)
        if not phrases.turning(self._wanted.language).isdisjoint(aside.reading.tokens) or aside.reading.marks:
            return False
        best, _ = self._best(aside)
        others = {name_of(text, self._wanted.language) for each in self._wanted.rejected for text in each.answers}
        return best.kind < FitKind.NEAR or not (aside.name in self._vocabulary.names or aside.name in others)

    def _may_explain(self, rest: str) -> bool:
        """Return whether the text after the first part may explain it, rather than take it back or add an answer."""
        best, judged = self._best(Typed(phrases.bare(rest) or rest, self._wanted, self._wanted.language))
        if best.kind < FitKind.NEAR:
            return judged.verdict.counts
        read = Typed(rest, self._wanted, self._wanted.language)
        turned = phrases.turning(self._wanted.language) | {"but"}
        return read.name not in self._vocabulary.names and turned.isdisjoint(read.reading.tokens)

    def _says_one_thing(self, parts: tuple[str, ...]) -> bool:
        """Return whether each part of a text is right by itself, or an abbreviation or expansion of the first."""
        first = parts[0]
        return all(
            self._best(Typed(part, self._wanted, self._wanted.language))[1].verdict.counts
            or phrases.either_abbreviates(first, part)
            for part in parts[1:]
        )


def _is_short_for(outer: str, inner: str) -> bool:
    """Return whether one of two texts, one of which is in brackets, is short for the other."""
    return (
        phrases.either_abbreviates(outer, inner) or phrases.contracts(inner, outer) or phrases.contracts(outer, inner)
    )
