"""What's said if a pack has no answer, none that helped, or none that its asker hasn't just read."""

from collections.abc import Sequence

from bot.content.finding.ranking import Found, Hit
from bot.content.item import Item
from bot.content.model import Pack
from bot.features.asking.actions import all_topics, offered
from bot.features.asking.interpretation import Interpretation
from bot.features.asking.preferred import worth_showing
from bot.features.lessons.lesson import Lesson, key
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.locales import language_of
from bot.language.message import Block, Footer, Heading, message
from bot.language.rich_text import CommandMention, strong, text
from bot.language.text import fold, listed
from bot.language.tongues import NAMES

_THAT_IS_ALL = "That's all I have on it."

_MOST_NEAREST = 3
"""Maximum number of things offered if there's no answer."""


def not_covered(pack: Pack, meant: Interpretation, hits: Sequence[Hit], typed: str) -> Lesson:
    """Return that a pack has no answer, with the closest things that it has.

    Args:
        pack: the pack that's asked.
        meant: what the question asks of it.
        hits: what comes closest, the best first.
        typed: the question as typed, which is quoted.
    """
    nearest = hits[:_MOST_NEAREST]
    refusal = text("“", pack.title, "” doesn't cover that: “", typed, "”.")
    if meant.is_foreign:
        language = NAMES[language_of(pack.language)]
        refusal = text("“", pack.title, f"” is in {language}, so please ask in {language}: “", typed, "”.")
    blocks: list[Block] = twice(meant.compared.twice) or [refusal]
    if nearest:
        blocks.append(text("Did you mean one of these?" if len(nearest) > 1 else "Did you mean this?"))
        buttons = offered(pack, nearest)
    else:
        blocks.append(text("Look around the topics, or ask in other words."))
        buttons = [all_topics(pack)]
    return Lesson(message(*blocks, Buttons(tuple(buttons)), Footer(pack.title), private=True), pack.id)


def not_meant(pack: Pack, found: Found, seen: Sequence[str]) -> Lesson:
    """Return what else a pack has that's close to a question, for someone that the answer didn't help.

    Args:
        pack: the pack that was asked.
        found: what it has for the question.
        seen: the keys of the items that were shown.
    """
    answered = worth_showing(found.hits) if found.hits else []
    left = [
        hit
        for hit in found.hits
        if hit not in answered and not (isinstance(hit.item, Item) and key(hit.item) in seen)
    ]
    buttons = offered(pack, left[:_MOST_NEAREST])
    sentence = "Sorry about that. The next closest things I know about:"
    if not buttons:
        sentence = "Sorry about that. I don't have anything else that's close."
        buttons = [all_topics(pack)]
    again = text("Or ask in other words: ", CommandMention("/ask"))
    return Lesson(message(text(sentence), Buttons(tuple(buttons)), again, Footer(pack.title), private=True), pack.id)


def unclear(pack: Pack, pronoun: str) -> Lesson:
    """Return that nobody can know what a pronoun refers to, because nothing was asked or shown before.

    Args:
        pack: the pack that was asked.
        pronoun: the pronoun.
    """
    sentence = text(f"I can't tell what “{pronoun}” means here; ask again with its name.")
    return Lesson(message(sentence, Buttons((all_topics(pack),)), Footer(pack.title), private=True), pack.id)


def told_already(pack: Pack, same: Lesson, found: Found, seen: Sequence[str], closest: str) -> Lesson:
    """Return what's left to say to a follow-up that would get the same answer once more.

    Args:
        pack: the pack that was asked.
        same: that answer.
        found: what the pack has for the follow-up.
        seen: the keys of the items that the asker has just seen.
        closest: the sentence that comes closest, and wasn't said first yet; "" if none does.
    """
    hits = worth_showing(found.hits) if found.hits else []
    near = [hit for hit in hits if isinstance(hit.item, Item) and key(hit.item) not in (*seen, *same.shown[:1])]
    title = next(block for block in same.message.blocks if isinstance(block, Heading))
    footer = next(block for block in same.message.blocks if isinstance(block, Footer))
    if not closest:
        return nothing_more(pack, footer, near)
    then = f"{_THAT_IS_ALL} There's more near it:" if near else _THAT_IS_ALL
    told = text("This comes closest: ", strong(closest)), text(then)
    page = message(title, *told, Buttons(_near(pack, near)), footer)
    return Lesson(page, pack.id, same.shown[: same.in_full], same.in_full)


def nothing_more(pack: Pack, footer: Footer, near: Sequence[Hit] = ()) -> Lesson:
    """Return that there's nothing more to say about what was asked.

    Args:
        pack: the pack that was asked.
        footer: the footer.
        near: what's near it.
    """
    then = "There's more near it:" if near else "Ask about something near it, or look around the topics."
    blocks = text(f"{_THAT_IS_ALL} {then}"), Buttons(_near(pack, near))
    return Lesson(message(*blocks, footer, private=True), pack.id)


def _near(pack: Pack, near: Sequence[Hit]) -> tuple[Button, ...]:
    """Return buttons for what's near something, and for all topics."""
    return (*offered(pack, near), all_topics(pack, Emphasis.NORMAL if near else Emphasis.PRIMARY))


def twice(said: Sequence[str]) -> list[Block]:
    """Say that a question compares a thing with itself."""
    if not said:
        return []
    if len(set(map(fold, said))) == 1:
        return [text("That's one and the same thing.")]
    return [text(listed([f"“{name}”" for name in said[:2]], "and"), " are two names for the same thing.")]
