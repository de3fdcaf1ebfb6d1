"""A core that answers with every kind of block, from a small catalogue of its own."""

import asyncio
import struct
import zlib
from dataclasses import dataclass, field

from bot import catalogue
from bot.content.model import CommandWords
from bot.dispatch.application import Application
from bot.dispatch.free_words import FreeWords
from bot.dispatch.reading import CommandReader
from bot.dispatch.retrying import Retrying
from bot.features.talk.conversation import Serve
from bot.features.talk.intents import Intents
from bot.features.talk.other_words import OtherWords
from bot.language.actions import Action
from bot.language.controls import Button, Buttons, Choice, Emphasis, Menu
from bot.language.forms import Suggestion, text_form
from bot.language.kept import Kept
from bot.language.message import Facts, File, Footer, Heading, Image, Message, Table, message
from bot.language.options import CommandOption, OptionKind
from bot.language.plain import plain
from bot.language.refusals import Refusal
from bot.language.requests import Asker, Call, Completion, DecodedPress, Pressed
from bot.language.rich_text import Span, code, emphasis, strong, text
from bot.language.routes import Routes
from bot.language.slash import read
from tests.fakes.described import command

TOPICS = ("Use cases", "Data", "Models", "Processes")

CATALOGUE = (
    command(
        "compare",
        "Compare the sides of a topic",
        "/compare data",
        (
            CommandOption("topic", "What to compare", completes=True),
            CommandOption(
                "side", "One side only", choices=(Suggestion("ds", "Data scientist"), Suggestion("ai", "AI engineer"))
            ),
        ),
    ),
    command(
        "define", "Explain a term", "/define rag", (CommandOption("term", "The term", required=True, completes=True),)
    ),
    command(
        "quiz",
        "Quiz yourself, privately",
        "/quiz data 5",
        (
            CommandOption("topic", "What to ask about", completes=True),
            CommandOption("questions", "How many", OptionKind.INTEGER, minimum=1, maximum=20),
        ),
    ),
    command("picture", "A comparison as a picture", "/picture"),
    command("tip", "A short lesson", "/tip"),
    command("help", "What I can do", "/help"),
    command("break", "Fail without a reason", "/break"),
    command("club create", "Found a club", "/club create Owls", (CommandOption("name", "Its name", required=True),)),
    command("club list", "All clubs", "/club list"),
)


def png(width: int = 640, height: int = 320) -> bytes:
    """A plain picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x0b\x6b\x5f" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def comparison(topic: str) -> Message:
    """A public message with a table, a menu and buttons."""
    return message(
        Heading(f"Comparing {topic}"),
        text("How the two work with ", strong(topic), ", in short."),
        Table(
            ("Aspect", "Data scientist", "AI engineer"),
            (
                (
                    "Kind",
                    "Mostly structured: tables, cleaned and joined.",
                    "Mostly unstructured: text, images, audio.",
                ),
                ("Amount", "Hundreds to hundreds of thousands of rows.", "Trillions of tokens, learnt before."),
                (
                    "Care",
                    "Clean it, engineer features, watch for leakage.",
                    "Curate sources, chunk them, check licences.",
                ),
            ),
            sides=True,
        ),
        Menu(
            "Look closer at one aspect …",
            tuple(Choice(each, f"topic:{each}", f"All about {each}") for each in TOPICS),
        ),
        Buttons(
            (
                Button("Quiz me", "question:1", Emphasis.PRIMARY),
                Button("Next topic", "topic:Models"),
                Button("Suggest a term", "suggest", form=text_form("Suggest a term", "Term", "For example RAG", 20)),
                Button("Forget everything", "refuse", Emphasis.DANGER),
            )
        ),
        Footer("Fake pack · Data"),
    )


def question(number: int) -> Message:
    """A private message with a choice of answers."""
    answers = ("A data scientist", "An AI engineer", "Both of them")
    return message(
        Heading(f"Question {number} of 3"),
        text("Who prompts a foundation model before training anything?"),
        Buttons(tuple(Button(answer, f"answer:{number}:{at}") for at, answer in enumerate(answers))),
        Footer("Fake pack · Models"),
        private=True,
        replaces=True,
    )


@dataclass
class Held:
    """A completion that waits until it's released."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    release: asyncio.Event = field(default_factory=asyncio.Event)


class FakeFreeWords(FreeWords):
    """Answers some free words."""

    def __init__(self, commands: "FakeCommands") -> None:
        self._commands = commands

    async def answering(self, asker: Asker, said: str) -> DecodedPress | None:
        """Take a line that begins with “my answer” as an answer."""
        pressed = Pressed(asker, "question:1", said)
        return DecodedPress(pressed, Action()) if said.startswith("my answer") else None

    async def converse(self, asker: Asker, said: str, serve: Serve | None = None) -> Message:
        """Greet, serve a command, or say that nothing is known."""
        self._commands.heard.append(said)
        if said.startswith("hi"):
            return message(text("Hi!"), Buttons((Button("A quiz", "question:1"),)), private=True)
        if said.startswith("refuse"):
            raise Refusal("That cannot be answered; try /help.")
        if said.partition(" ")[0] in {command.name for command in CATALOGUE}:
            name, options = read(said, CATALOGUE)
            return await (serve or self._commands.serve)(Call(asker, name, options))
        return message(text("I do not know that."), private=True)

    async def overhear(self, asker: Asker, said: str) -> Message | None:
        answer = await self.converse(asker, said)
        return None if "do not know" in plain(answer) else answer


class FakeCommands(Application):
    """Answers every command and press; `/break` fails in a way that no core should.

    A press waits for `gate` if there is one; completing a text in `held` waits until that's released.
    """

    def __init__(self) -> None:
        self.catalogue = CATALOGUE
        self._reading = CommandReader(CATALOGUE, Routes(), self.complete)
        self._retrying = Retrying(CATALOGUE, Kept(), OtherWords(Intents(catalogue.CATALOGUE)))
        self.free_words = FakeFreeWords(self)
        self.calls: list[Call] = []
        self.pressed: list[Pressed] = []
        self.heard: list[str] = []
        self.gate: asyncio.Event | None = None
        self.held: dict[str, Held] = {}

    @property
    def translations(self) -> dict[str, dict[str, CommandWords]]:
        return {"de": {"compare": CommandWords(name="vergleiche", summary="Vergleicht die Seiten eines Themas")}}

    async def serve(self, call: Call, *, credited: bool = False) -> Message:
        """Answer a command, without credit."""
        self.calls.append(call)
        values = next(command for command in CATALOGUE if command.name == call.command).parse(call.options)
        match call.command:
            case "compare":
                return comparison(values.topic or "everything")
            case "define":
                link = Span("the paper", url="https://example.org/paper")
                term = text(strong(values.term), " is ", emphasis("a term"), ", typed ", code("x"), ": see ", link)
                return message(term, Facts((("Also", "nothing"), ("See", "elsewhere"))))
            case "quiz":
                return question(1)
            case "picture":
                card = File("cards.apkg", b"<script>", "application/octet-stream")
                return message(
                    Heading("A card"), Image(png(), "Two columns of facts", "card.png", png(642, 321)), card
                )
            case "tip":
                return message(Heading("Start simple"), text("Try a baseline first."), private=True)
            case "break":
                raise RuntimeError("secret words")
            case _:
                return message(Heading("What I can do"), Facts(tuple((f"/{c.name}", c.summary) for c in CATALOGUE)))

    async def meant_by(self, pressed: Pressed, *, filled: bool = False) -> DecodedPress:
        """Open a form for one press whose button doesn't announce it."""
        asks = pressed.press == "report" and not filled
        return DecodedPress(pressed, Action(), text_form("Report it", "What's wrong?", "", 100) if asks else None)

    async def serve_press(self, decoded: DecodedPress, *, credited: bool = False) -> Message:
        return await self.press(decoded.pressed)

    async def press(self, pressed: Pressed) -> Message:
        self.pressed.append(pressed)
        if self.gate:
            await self.gate.wait()
        kind, _, rest = pressed.press.partition(":")
        match kind:
            case "topic":
                return comparison(rest)
            case "question":
                return question(int(rest))
            case "answer":
                following = Buttons((Button("Stop", "question:1"), Button("Next", "question:2", Emphasis.PRIMARY)))
                verdict = text(strong("Right. "), "It starts from a model that others have trained.")
                return message(Heading("Answered"), verdict, following, private=True, replaces=True)
            case "report" if pressed.text:
                return message(text(f"Thanks for “{pressed.text}”."), private=True)
            case "report":
                raise Refusal("Say in a few words what's wrong.")
            case "suggest":
                return message(text(f"{pressed.asker.member.name} suggests “{pressed.text}”."))
            case _:
                raise Refusal("This button has expired; run /help for a fresh one.")

    async def complete(self, completion: Completion) -> list[Suggestion]:
        if held := self.held.get(completion.typed):
            held.reached.set()
            await held.release.wait()
        option = next(each for each in CATALOGUE[0].options if each.name == "side")
        if completion.option == "side":
            return list(option.choices)
        return [Suggestion(each, each) for each in TOPICS if completion.typed.strip().lower() in each.lower()]
