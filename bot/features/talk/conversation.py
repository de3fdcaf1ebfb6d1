"""Conversation: answers free text with small talk, by running a command, or as a question."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

from bot.content.at_hand import at_hand
from bot.content.finding.finder import terms_of
from bot.features.asking.follow_up_phrasings import goes_on, refers_back
from bot.features.asking.viewing import Viewing
from bot.features.lessons.commands import TIP
from bot.features.packs import naming
from bot.features.packs.taught import Packs
from bot.features.quizzes.commands import QUIZ
from bot.features.talk import pages
from bot.features.talk.choices import is_bare
from bot.features.talk.happening import Happening, Silence, elsewhere
from bot.features.talk.hearing import Heard, Hearing, OpenQuestion
from bot.features.talk.intent import Confidence, Intent
from bot.features.talk.intents import Intents
from bot.features.talk.sayings import SmallTalk
from bot.features.talk.small_talk import asks_for_a_quiz_on_it, asks_for_another, is_to_others, may_follow
from bot.features.talk.wishes.matching import Instead
from bot.language.commands import PRIVATE
from bot.language.message import Message
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call
from bot.language.text import words

Serve: TypeAlias = Callable[[Call], Awaitable[Message]]
"""Serves a command."""

_WORTH_ANSWERING = frozenset(
    (
        SmallTalk.GREETING,
        SmallTalk.HELP,
        SmallTalk.IDENTITY,
        SmallTalk.LANGUAGES,
        SmallTalk.PRIVACY,
        SmallTalk.STOP,
    )
)
"""Small talk that's probably meant for Versed even if others are present."""

_REQUESTS = frozenset((SmallTalk.HELP, SmallTalk.STOP, SmallTalk.NEXT))
"""Small talk that's a request rather than an answer to a question."""

_FOR_IMPORT = re.compile(
    r"(?:(?:please|pls|hey|hi|ok|now|can|could|would|will|you|we|i|let'?s|want|to)[\s,]+)*"
    r"(?:import|upload|add|load|read|use|convert|turn|make|create|build|teach|quiz)\b.*"
    r"\b(?:this|these|it|them|that|file|attached|attachment|here)\b",
    re.IGNORECASE | re.DOTALL,
)
"""How people ask to have a file imported."""

_KEPT_PRIVATE = re.compile(r"\s*\bprivate\s*[:=]\s*yes\b", re.IGNORECASE)
"""How someone types with a question that nobody else should see the answer."""


class Conversation:
    """Answers free text.

    Args:
        packs: know which packs each channel uses.
        intents: finds commands in free text.
        is_follow_up: returns whether a text is a follow-up to the asker's last question.
        viewing: remembers what people see.
        happening: knows what's going on in each channel.
    """

    def __init__(
        self,
        packs: Packs,
        intents: Intents,
        is_follow_up: Callable[[Asker, str], bool],
        viewing: Viewing,
        happening: Happening,
    ) -> None:
        self._packs = packs
        self._is_follow_up = is_follow_up
        self._viewing = viewing
        self._happening = happening
        self._by_name = {command.name: command for command in intents.catalogue}
        self._hearing = Hearing(intents)

    async def answer(self, asker: Asker, typed: str, serve: Serve) -> Message | None:
        """Answer a text addressed to Versed; return None if there's nothing to add to what its writer was just told.

        Args:
            asker: the person who wrote it.
            typed: the text, without markup and without the mention of Versed.
            serve: serves a command.

        Raises:
            Refusal: the command that was meant is refused.
        """
        typed = _private_last(typed)
        if asks_for_a_quiz_on_it(typed) and (topic := await self._viewing.topic(asker)):
            return await serve(Call(asker, QUIZ.name, {"topic": topic}))
        is_follow_up = self._is_follow_up(asker, typed)
        has_seen_something = await self._viewing.recall(asker, refers_back=False) is not None
        if asker.place.direct:
            if not (is_follow_up or has_seen_something) and (said := elsewhere(typed)) is not None:
                return said
        else:
            going_on = await self._happening.answer(
                asker,
                typed,
                sees_a_tip=await self._viewing.sees_a_tip(asker, of_others=False),
                is_follow_up=is_follow_up,
                has_seen_something=has_seen_something,
            )
            if going_on is Silence.KEPT:
                return None
            if going_on is not None:
                return await serve(going_on) if isinstance(going_on, Call) else going_on
        await self._viewing.recall(asker, refers_back=refers_back(typed))
        return await self._respond(asker, typed, await self._hear(asker, typed), serve)

    def see(self, asker: Asker, message: Message) -> None:
        """Remember what a message teaches, so that what's said next may be about that.

        Args:
            asker: who sees the message, and where they asked for it.
            message: what they're shown.
        """
        self._viewing.see(asker, message)

    async def is_command(self, asker: Asker, typed: str) -> bool:
        """Return whether a line probably asks for a command, or for help.

        Args:
            asker: the person who wrote it.
            typed: the line, as typed.
        """
        try:
            heard = await self._hear(asker, typed)
        except Refusal:  # it starts with a slash, but isn't a valid command
            return True
        if isinstance(heard, Intent):
            return heard.confidence is not Confidence.DOUBTFUL
        return isinstance(heard, Instead) or heard in _REQUESTS

    async def is_about_file(self, asker: Asker, typed: str, importing: str) -> bool:
        """Return whether words that came with a file are about it, rather than a question or a command of their own.

        Args:
            asker: the person who sent both.
            typed: the words; "" if the file came alone.
            importing: the name of the command that imports files.
        """
        if not typed or _FOR_IMPORT.match(typed):
            return True
        try:
            heard = await self._hear(asker, typed)
        except Refusal:  # it starts with a slash, but isn't a valid command
            return False
        match heard:
            case OpenQuestion() as question:
                return not (question.is_asked or self._is_follow_up(asker, question.text))
            case Intent() as intent:
                return intent.command == importing or intent.confidence is Confidence.DOUBTFUL
        return False

    async def overhear(self, asker: Asker, typed: str, serve: Serve) -> Message | None:
        """Answer a message where others are present, if it's for Versed or if Versed knows an answer.

        Args:
            asker: the person who wrote it.
            typed: the message, as typed.
            serve: serves a command.

        Raises:
            Refusal: the command that was meant is refused.
        """
        if "versed" in words(typed):
            return await self.answer(asker, typed, serve)
        typed = _private_last(typed)
        await self._viewing.recall(replace(asker, overheard=True), refers_back=False)
        match await self._hear(asker, typed):
            case SmallTalk() as kind if may_follow(kind, typed) and self._is_follow_up(asker, typed):
                return await _answered(asker, typed, serve)
            case SmallTalk() as kind if kind not in _WORTH_ANSWERING or is_to_others(typed):
                return None
            case OpenQuestion() as question:
                is_for_versed = question.is_asked or (
                    goes_on(question.text) and self._is_follow_up(asker, question.text)
                )
                return await _answered(asker, question.text, serve) if is_for_versed else None
            case Instead() | Intent(confidence=Confidence.DOUBTFUL):
                return None
            case heard:
                return await self._respond(asker, typed, heard, serve)

    async def recognise(self, asker: Asker, typed: str, serve: Serve) -> Message | None:
        """Answer a line that may be a misspelt command, if it clearly means something or Versed knows an answer.

        Args:
            asker: the person who wrote it.
            typed: the line, as typed.
            serve: serves a command.

        Raises:
            Refusal: the command that was meant is refused.
        """
        typed = _private_last(typed)
        match await self._hear(asker, typed):
            case OpenQuestion(text):
                return await _answered(asker, text, serve)
            case Intent(confidence=Confidence.DOUBTFUL):
                return None
            case heard:
                return await self._respond(asker, typed, heard, serve)

    async def _hear(self, asker: Asker, typed: str) -> Heard:
        pack = await self._packs.taught(asker)
        finder = self._packs.finder(pack)
        names = {
            "topic": await self._packs.topics.titles(asker),
            "aspect": finder.aspects,
            "term": await at_hand(terms_of, pack),
            "sides": finder.sides,
            "pack": naming.titles(await self._packs.offered(asker)),
        }
        return self._hearing.hear(typed, names)

    async def _respond(self, asker: Asker, typed: str, heard: Heard, serve: Serve) -> Message:
        """Answer a text that has been classified.

        Args:
            asker: the person who wrote it.
            typed: the text, as typed.
            heard: what it is.
            serve: serves a command.
        """
        match heard:
            case SmallTalk.NEXT if asks_for_another(typed) and await self._viewing.sees_a_tip(asker, of_others=True):
                return await serve(Call(asker, TIP.name, {}))
            case OpenQuestion(text) if self._is_follow_up(asker, text):
                return await serve(_ask(asker, text))
            case SmallTalk() as kind if may_follow(kind, typed) and self._is_follow_up(asker, typed):
                return await serve(_ask(asker, typed))
            case OpenQuestion(text, is_name=False) if is_bare(text):  # its question isn't open any more
                return pages.unclear(await self._packs.taught(asker))
            case SmallTalk.DOUBT:
                about = await self._viewing.recall(asker, refers_back=True)
                return pages.doubt(await self._packs.taught(asker), about)
            case SmallTalk.HELP | OpenQuestion(is_of_versed=True):
                self._viewing.move_on(asker)
                return await serve(Call(asker, "help", {}))
            case SmallTalk() as kind:
                return pages.reply(kind, await self._packs.taught(asker), among_others=not asker.place.direct)
            case OpenQuestion(text):
                return await serve(_ask(asker, text))
            case Instead(sentence):
                return pages.instead(sentence)
            case intent:
                return await self._run(intent, asker, serve)

    async def _run(self, intent: Intent, asker: Asker, serve: Serve) -> Message:
        """Serve a command; if the text may have been a question, prefer an answer to the command's refusal."""
        call = Call(asker, intent.command, intent.options)
        # If the asker may not use the command, its refusal is the answer.
        if intent.confidence is Confidence.SURE or not self._by_name[intent.command].may_run(
            asker.member, asker.place
        ):
            return await serve(call)
        if intent.confidence is Confidence.DOUBTFUL:
            if answered := await _answered(asker, intent.text, serve):
                return answered
            if intent.refusal is not None:
                raise intent.refusal
            return await serve(call)
        try:
            return await serve(call)
        except Refusal:
            if answered := await _answered(asker, intent.text, serve):
                return answered
            raise


def _private_last(typed: str) -> str:
    """Return a text with “private:yes” at its end, if it begins with that."""
    first = _KEPT_PRIVATE.match(typed)
    return f"{typed[first.end() :].lstrip(' ,')} {PRIVATE.name}:yes" if first else typed


def _ask(asker: Asker, question: str) -> Call:
    options = {PRIVATE.name: "yes"} if _KEPT_PRIVATE.search(question) else {}
    return Call(asker, "ask", {"question": _KEPT_PRIVATE.sub("", question).strip(), **options})


async def _answered(asker: Asker, question: str, serve: Serve) -> Message | None:
    """Return the answer to a question, or None if there's none."""
    try:
        reply = await serve(_ask(replace(asker, overheard=True), question))
    except Refusal:
        return None
    return None if reply.private else reply  # /ask answers in public, and says in private that it can't
